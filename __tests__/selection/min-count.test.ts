import { keptArtifacts } from '../../src/messages/selection.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { startServiceScenario } from '../support/service-scenario.js'
import { rowsOf } from '../support/sweep.js'
import { paths } from '../support/tree.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const upload = async (...names: string[]) => {
  for (const name of names) await scenario.run.addArtifact(name, { files: { [`${name}.txt`]: name } })
}
const namesOf = ({ outputs }: { outputs: Record<string, string> }) =>
  (JSON.parse(outputs.names ?? '') as string[]).toSorted()
const downloads = () => scenario.asked().filter(line => line.endsWith('/zip') || line.includes('storage'))
/** Calls the action just before the response to the nth list. */
const beforeList = (nth: number, action: () => void) =>
  scenario.server.fault({ match: { path: /artifacts(\?|$)/, nth }, action: { before: action } })

const LIST = { operation: 'list', pattern: 'test-*' }
const DOWNLOAD = { pattern: 'test-*', path: 'out' }

describe('fewer artifacts than min-count', () => {
  beforeEach(() => upload('test-1', 'test-2', 'test-3', 'other'))

  test.each([LIST, DOWNLOAD])('are not found: %j', async inputs => {
    const { code, outputs, stdout } = await scenario.step({ ...inputs, 'min-count': '4' })
    expect(code).toBe(1)
    const { title, message } = errorOf(stdout)
    expect(title).toContain('(artifact-not-found)')
    for (const fact of ['test-1', 'test-2', 'test-3', 'min-count is 4']) expect(message).toContain(fact)
    expect(outputs).toMatchObject({ found: 'false', count: '3' })
    expect(downloads()).toEqual([])
  })

  test.each(['warn', 'ignore'])(
    'with if-no-artifact-found: %s, those that exist are taken',
    async handling => {
      const inputs = { 'min-count': '4', 'if-no-artifact-found': handling }
      const { code, outputs, stdout } = await scenario.step({ ...DOWNLOAD, ...inputs })
      expect([code, outputs.found, outputs.count, outputs['file-count']]).toEqual([0, 'false', '3', '3'])
      expect(paths(`${scenario.job.workspace}/out`)).toContain('test-3/test-3.txt')
      expect(stdout.includes('::warning::')).toBe(handling === 'warn')
      expect(stdout).toContain('min-count is 4')
      const listed = await scenario.step({ ...LIST, ...inputs })
      expect([listed.code, listed.outputs.found, listed.outputs.count]).toEqual([0, 'false', '3'])
    }
  )

  test('the error says why others do not count', async () => {
    scenario.run.listArtifact('test-4', { expired: true, size_in_bytes: 1000 })
    const { stdout } = await scenario.step({ ...LIST, 'min-count': '4' })
    expect(errorOf(stdout).message).toContain(keptArtifacts({ reason: 'expired', count: 1, size: 1000 }))
  })

  test('an older artifact of the same name does not count with latest', async () => {
    await upload('test-1')
    const inputs = { ...LIST, 'min-count': '4' }
    expect((await scenario.step(inputs)).code).toBe(0)
    expect((await scenario.step({ ...inputs, latest: 'true' })).code).toBe(1)
  })

  test('min-count applies after shard', async () => {
    const odd = scenario.run.artifacts.items.filter(({ id, name }) => name !== 'other' && id % 2 === 1)
    const inputs = { ...LIST, shard: '2/2' }
    expect((await scenario.step({ ...inputs, 'min-count': String(odd.length) })).code).toBe(0)
    expect((await scenario.step({ ...inputs, 'min-count': String(odd.length + 1) })).code).toBe(1)
  })

  test('in the newest run that a search finds, even if an older one has enough', async () => {
    const { repository, run } = scenario
    const search = { ...LIST, branch: 'main', conclusion: 'any' }
    const newer = repository.addRun({ workflow: run.workflow })
    newer.listArtifact('test-1')
    const { code, outputs } = await scenario.step({ ...search, 'min-count': '2' })
    expect([code, outputs['run-id'], outputs.found]).toEqual([1, String(newer.id), 'false'])
  })

  test('in the whole repository', async () => {
    scenario.repository.addRun({ workflow: scenario.run.workflow }).listArtifact('test-9')
    const inputs = { ...LIST, scope: 'repository' }
    expect((await scenario.step({ ...inputs, 'min-count': '4' })).outputs.found).toBe('true')
    expect((await scenario.step({ ...inputs, 'min-count': '5' })).outputs.found).toBe('false')
  })
})

describe('with fewer, the error', () => {
  const SHA = 'c0ffee'.padEnd(40, '0')

  test('names artifacts of forks that a download skips', async () => {
    const { repository, run } = scenario
    await upload('test-1')
    const fork = repository.addRun({
      workflow: run.workflow,
      head_repository: { id: 99, full_name: 'stranger/app' }
    })
    fork.listArtifact('test-2')
    const { stdout } = await scenario.step({ ...DOWNLOAD, scope: 'repository', 'min-count': '2' })
    expect(errorOf(stdout).message).toContain('test-2')
    expect((await scenario.step({ ...LIST, scope: 'repository', 'min-count': '2' })).code).toBe(0)
  })

  test('doubts neither the workflow nor the commit, and costs no request', async () => {
    const { repository, run } = scenario
    repository.addRun({ workflow: run.workflow, head_sha: SHA }).listArtifact('test-1')
    const search = { ...LIST, workflow: 'ci.yml', commit: SHA }
    const { code, outputs } = await scenario.step(search)
    expect(code).toBe(0)
    const few = await scenario.step({ ...search, 'min-count': '2' })
    expect([few.code, few.outputs['api-requests']]).toEqual([1, outputs['api-requests']])
    expect(errorOf(few.stdout).message).not.toContain('pull_request')
  })
})

test('enough artifacts take one request; a limit of as many is accepted', async () => {
  await upload('test-1', 'test-2', 'test-3')
  const { code, outputs } = await scenario.step({ ...LIST, 'min-count': '2', limit: '2' })
  expect([code, outputs.found, namesOf({ outputs })]).toEqual([0, 'true', ['test-2', 'test-3']])
  expect(scenario.asked()).toHaveLength(1)
})

test('nothing at all is not found either, with the reason why', async () => {
  await upload('other')
  const { code, outputs, stdout } = await scenario.step({ ...LIST, 'min-count': '1' })
  expect([code, outputs.found]).toEqual([1, 'false'])
  expect(errorOf(stdout).message).toContain('"other"')
})

describe('waiting', () => {
  test('until min-count is reached, with conditional requests', async () => {
    await upload('test-1', 'test-2')
    beforeList(2, () => scenario.run.listArtifact('test-3'))
    beforeList(4, () => scenario.run.listArtifact('test-4'))
    const inputs = { ...LIST, 'min-count': '4', 'wait-timeout': '1m' }
    const { code, outputs, stdout } = await scenario.step(inputs)
    expect([code, outputs.found, outputs.count]).toEqual([0, 'true', '4'])
    expect(scenario.server.requests.map(({ status }) => status)).toEqual([200, 200, 304, 200])
    expect(stdout).toMatch(/^Waiting up to 1 m for 4 artifacts in run/m)
  })

  test('for the names that are missing, and for min-count', async () => {
    await upload('a')
    beforeList(2, () => scenario.run.listArtifact('b'))
    beforeList(3, () => scenario.run.listArtifact('b'))
    const inputs = { operation: 'list', name: 'a\nb', 'min-count': '3', 'wait-timeout': '1m' }
    const { code, outputs, stdout } = await scenario.step(inputs)
    expect([code, outputs.count, scenario.asked().length]).toEqual([0, '3', 3])
    expect(stdout).toContain('for "b" in run')
  })

  test('until a search finds enough in the newest run', async () => {
    const { repository, run } = scenario
    const older = repository.addRun({ workflow: run.workflow })
    for (const name of ['test-1', 'test-2']) older.listArtifact(name)
    const newer = repository.addRun({ workflow: run.workflow, status: 'in_progress' })
    newer.listArtifact('test-1')
    beforeList(3, () => newer.listArtifact('test-2'))
    const search = { ...LIST, workflow: 'ci.yml', conclusion: 'any' }
    const { code, outputs } = await scenario.step({ ...search, 'min-count': '2', 'wait-timeout': '1m' })
    expect([code, outputs['run-id'], outputs.count]).toEqual([0, String(newer.id), '2'])
  })

  test.each(rowsOf(['error', 'warn'], handling => handling === 'error'))(
    'to the end, then %s',
    async handling => {
      await upload('test-1')
      const inputs = { 'min-count': '2', 'wait-timeout': '1s', 'if-no-artifact-found': handling }
      const { code, outputs } = await scenario.step({ ...LIST, ...inputs })
      expect([code, outputs.found, outputs.count]).toEqual([handling === 'error' ? 1 : 0, 'false', '1'])
    }
  )

  test('without wait-timeout, the current run is checked once more', async () => {
    await upload('test-1')
    beforeList(2, () => scenario.run.listArtifact('test-2'))
    const { code } = await scenario.step({ ...LIST, 'min-count': '2' })
    expect([code, scenario.asked().length]).toEqual([0, 2])
    const { code: missing } = await scenario.step({ ...LIST, 'min-count': '3' })
    expect([missing, scenario.asked().length]).toEqual([1, 4])
  })

  test('without wait-timeout, a run that has just completed is checked again', async () => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow })
    other.listArtifact('test-1')
    beforeList(3, () => other.listArtifact('test-2'))
    const { code } = await scenario.step({ ...LIST, 'run-id': String(other.id), 'min-count': '2' })
    expect(code).toBe(0)
  })
})

describe("the run's artifact service", () => {
  const start = async (...options: Parameters<typeof startServiceScenario>) => {
    await scenario.close()
    const service = await startServiceScenario(...options)
    scenario = service
    return service
  }

  test('is waited for without a request to the REST API', async () => {
    const service = await start('github')
    await upload('test-1', 'test-2')
    service.server.fault({
      match: { server: 'service', nth: 3 },
      action: { before: () => void service.run.listArtifact('test-3') }
    })
    const inputs = { ...LIST, 'min-count': '3', 'wait-timeout': '1m' }
    const { code, outputs } = await service.step(inputs)
    expect([code, outputs.found, outputs['api-requests']]).toEqual([0, 'true', '0'])
    expect(service.requests()).toEqual(Array(3).fill('service ListArtifacts'))
    const { outputs: few } = await service.step({ ...LIST, 'min-count': '4', 'if-no-artifact-found': 'warn' })
    expect([few.found, few.count, few['api-requests']]).toEqual(['false', '3', '0'])
  })

  test('that fails is replaced by the REST API', async () => {
    const service = await start('github')
    await upload('test-1', 'test-2')
    service.server.fault({ match: { server: 'service' }, times: 99, action: { status: 500 } })
    const { code, outputs } = await service.step({ ...LIST, 'min-count': '2', retries: '0' })
    expect([code, outputs.found, outputs['api-requests']]).toEqual([0, 'true', '1'])
  })

  describe('of a server whose service may list only a part', () => {
    beforeEach(async () => {
      const { run } = await start('gitea')
      await upload('test-1')
      await run.addArtifact('test-2', { files: { a: '' }, isOldProtocol: true })
    })

    test('the REST API is asked for the rest, each artifact counts once', async () => {
      const one = await scenario.step({ ...LIST, 'min-count': '1' })
      expect([namesOf(one), one.outputs['api-requests']]).toEqual([['test-1'], '0'])
      const two = await scenario.step({ ...LIST, 'min-count': '2' })
      expect([two.code, namesOf(two), two.outputs['api-requests']]).toEqual([0, ['test-1', 'test-2'], '1'])
      const three = await scenario.step({ ...LIST, 'min-count': '3', 'if-no-artifact-found': 'ignore' })
      expect([three.outputs.found, three.outputs.count]).toEqual(['false', '2'])
    })

    test('if it refuses the token, the step names what is missing', async () => {
      scenario.server.permissions = {}
      const { code, outputs, stdout } = await scenario.step({ ...LIST, 'min-count': '2' })
      expect([code, outputs.count]).toEqual([1, '1'])
      expect(errorOf(stdout).title).toContain('(artifact-not-found)')
      expect(errorOf(stdout).message).toMatch(/test-1.*403/s)
    })
  })
})
