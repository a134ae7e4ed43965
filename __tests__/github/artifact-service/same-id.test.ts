import { readFileSync } from 'node:fs'
import path from 'node:path'
import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'

// act's ids are 32-bit hashes of the names: `costarring` and `liquid` have the same.

const NAMES = ['costarring', 'liquid'] as const
let scenario: ServiceScenario

beforeEach(async () => {
  scenario = await startServiceScenario('act')
  for (const name of NAMES) await scenario.run.addArtifact(name, { files: { 'name.txt': name } })
})
afterEach(() => scenario.close())

const content = (name: string) =>
  readFileSync(path.join(scenario.job.workspace, 'out', name, 'name.txt'), 'utf8')
const left = () => scenario.run.artifacts.items.map(({ name }) => name)

test.each(NAMES)('by pattern, %s is downloaded and deleted, not the other one', async name => {
  const pattern = `${name.slice(0, 3)}*`
  const downloaded = await scenario.step({ pattern, path: 'out' })
  expect([downloaded.code, downloaded.outputs.names]).toEqual([0, JSON.stringify([name])])
  expect(content(name)).toBe(name)
  const deleted = await scenario.step({ operation: 'delete', pattern })
  expect([deleted.code, deleted.outputs['deleted-count']]).toEqual([0, '1'])
  expect(left()).toEqual(NAMES.filter(other => other !== name))
})

test('both are downloaded', async () => {
  const { code } = await scenario.step({ path: 'out' })
  expect(code).toBe(0)
  expect(NAMES.map(content)).toEqual([...NAMES])
})

test.each([{ operation: 'get' }, { operation: 'delete' }, { path: 'out' }])(
  'the id is refused as ambiguous: %j',
  async inputs => {
    const listed = await scenario.step({ operation: 'list' })
    const [id] = JSON.parse(listed.outputs.ids ?? '') as number[]
    const { code, stdout } = await scenario.step({ ...inputs, 'artifact-ids': String(id) })
    expect(code).toBe(1)
    const { message } = errorOf(stdout)
    for (const fact of [String(id), ...NAMES]) expect(message).toContain(fact)
    expect(left()).toEqual([...NAMES])
  }
)

test('a deletion whose response is lost is looked up by id and name', async () => {
  scenario.server.fault({ match: { path: '/DeleteArtifact' }, action: 'lost-answer' })
  const { code, outputs } = await scenario.step({ operation: 'delete', name: 'liquid' })
  expect([code, outputs['deleted-count'], left()]).toEqual([0, '1', ['costarring']])
})
