import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { interpolated } from '../../scripts/demo/expressions.js'
import { asData } from '../../scripts/demo/values.js'
import { examplesIn, isOurs, stepsIn } from '../support/examples.js'
import { errorOf } from '../support/log.js'
import { readProjectFile } from '../support/project.js'
import { type ServiceScenario, startServiceScenario } from '../support/service-scenario.js'
import { paths } from '../support/tree.js'

// Plays examples of docs/EXAMPLES.md whose result depends on more than the repository of the demo.

const sections = new Map(
  readProjectFile('docs/EXAMPLES.md')
    .split(/^### /m)
    .slice(1)
    .map(section => [section.slice(0, section.indexOf('\n')), section])
)

let scenario: ServiceScenario
beforeEach(async () => {
  scenario = await startServiceScenario()
})
afterEach(() => scenario.close())

/** Runs the step for this action in the nth example of a section. */
async function play(heading: string, nth = 0) {
  const example: unknown = parse(examplesIn(sections.get(heading) ?? '')[nth] ?? '')
  const [step, ...more] = stepsIn(example).filter(isOurs)
  if (step === undefined || more.length > 0) throw new Error(`"${heading}" is not one step`)
  const contexts = { github: asData({ sha: scenario.run.head_sha }) }
  const inputs = Object.entries(step.with ?? {}).map(([name, value]) => [
    name,
    interpolated(name, String(value), { contexts, functions: [] })
  ])
  return await scenario.step(Object.fromEntries(inputs))
}
const upload = (name: string, { run = scenario.run, job = 'test', file = 'lcov.info' } = {}) =>
  run.addArtifact(name, { files: { [file]: name }, job })
const folder = () => path.join(scenario.job.workspace, 'coverage')
const contents = () => readFileSync(path.join(folder(), 'lcov.info'), 'utf8')

describe('All results of a matrix', () => {
  const TITLE = 'All results of a matrix'

  test('the step fails until each job of the matrix has uploaded', async () => {
    await upload('coverage-1')
    const { code, stdout } = await play(TITLE)
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('coverage-1')
    await upload('coverage-2')
    const { code: then, outputs } = await play(TITLE)
    expect([then, outputs.count, outputs['api-requests']]).toEqual([0, '2', '0'])
    expect(paths(folder())).toEqual([
      'coverage-1/',
      'coverage-1/lcov.info',
      'coverage-2/',
      'coverage-2/lcov.info'
    ])
  })

  test('the step of another workflow waits for both', async () => {
    const { server, repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow, status: 'in_progress', head_sha: run.head_sha })
    await upload('coverage-1', { run: other })
    server.fault({
      match: { path: /\/artifacts\?/, nth: 3 },
      action: { before: async () => void (await upload('coverage-2', { run: other })) }
    })
    const { code, outputs } = await play(TITLE, 1)
    expect([code, outputs['run-id'], outputs.count]).toEqual([0, String(other.id), '2'])
  })
})

describe('Names with the run attempt', () => {
  const TITLE = 'Names with the run attempt'

  test('the newest attempt, without a folder', async () => {
    await upload('coverage-1')
    scenario.run.rerun()
    await upload('coverage-2')
    const { code, outputs } = await play(TITLE)
    expect([code, outputs.names, outputs['api-requests']]).toEqual([0, '["coverage-2"]', '0'])
    expect(contents()).toBe('coverage-2')
  })

  test('an earlier attempt, if its job was not run again', async () => {
    await upload('coverage-1')
    scenario.run.rerun(['report'])
    expect((await play(TITLE)).code).toBe(0)
    expect(contents()).toBe('coverage-1')
  })

  test('in a search, where all attempts are listed', async () => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow })
    await upload('coverage-linux-1', { run: other })
    await upload('coverage-mac-1', { run: other, file: 'mac.info' })
    other.rerun()
    await upload('coverage-linux-2', { run: other })
    expect((await play(TITLE, 1)).code).toBe(0)
    expect(paths(folder())).toEqual(['lcov.info', 'mac.info'])
    expect(contents()).toBe('coverage-linux-2')
  })
})
