import type { Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const GET = { operation: 'get', name: 'dist', workflow: 'docs.yml' }
const RUNS = 'GET /actions/workflows/docs.yml/runs'

/** Runs of docs.yml with the numbers 1, 2 and so on, each with the artifact `dist`. */
function numbered(count: number, fields: Partial<RunFields> = {}): Run[] {
  const workflow = scenario.repository.addWorkflow('.github/workflows/docs.yml')
  return Array.from({ length: count }, () => {
    const run = scenario.repository.addRun({ workflow, ...fields })
    run.listArtifact('dist')
    return run
  })
}

const listOf = (run: Run | undefined) => `GET /actions/runs/${run?.id}/artifacts?name=dist&page=1`

test('finds the run of that workflow, whatever its conclusion, with two requests', async () => {
  const runs = numbered(3, { conclusion: 'failure' })
  scenario.run.listArtifact('dist')
  const { outputs } = await scenario.step({ ...GET, 'run-number': '1' })
  expect(outputs['run-id']).toBe(String(runs[0]?.id))
  expect(scenario.asked()).toEqual([`${RUNS}?page=1`, listOf(runs[0])])
})

test.each([
  ['on the first page', 450, [1]],
  ['on the next page', 400, [1, 2]],
  ['on the last page', 1, [1, 5]]
])('a run %s: the newest numbers show where', async (_, number, pages) => {
  const runs = numbered(500)
  const { outputs } = await scenario.step({ ...GET, 'run-number': String(number) })
  expect(outputs['run-id']).toBe(String(runs[number - 1]?.id))
  expect(scenario.asked()).toEqual([...pages.map(page => `${RUNS}?page=${page}`), listOf(runs[number - 1])])
})

test('is found where runs were deleted, and where another run is added meanwhile', async () => {
  const runs = numbered(1500)
  const { repository, server } = scenario
  for (const { id } of runs.filter((_, index) => index % 3 > 0)) repository.runs.remove(id)
  server.fault({
    match: { path: '/docs.yml/runs', nth: 2 },
    action: { before: () => void repository.addRun({ workflow: runs[0]?.workflow as Run['workflow'] }) }
  })
  for (const index of [1497, 1200, 1197, 600, 300, 0]) {
    server.clearRequests()
    const { outputs } = await scenario.step({ ...GET, 'run-number': String(index + 1) })
    expect(outputs['run-id']).toBe(String(runs[index]?.id))
    expect(server.requests.length).toBeLessThanOrEqual(5)
  }
  server.clearRequests()
  const { stdout } = await scenario.step({ ...GET, 'run-number': '750' })
  expect(errorOf(stdout).message).toContain('750')
  expect(server.requests.length).toBeLessThanOrEqual(5)
})

test.each([
  ['0 runs', 0, '1'],
  ['a number that is not reached yet', 3, '4']
])('%s: the error names workflow and number, without a list of artifacts', async (_, count, number) => {
  numbered(count)
  const { code, stdout } = await scenario.step({ ...GET, 'run-number': number })
  expect(code).toBe(1)
  const { title, message } = errorOf(stdout)
  expect(title).toContain('artifact-not-found')
  expect(message).toMatch(new RegExp(`docs.yml .*\\b${number}\\b`))
  expect(scenario.asked().filter(line => line.includes('artifacts'))).toEqual([])
})

test('of an unknown workflow: the error suggests a workflow', async () => {
  numbered(1)
  const { stdout } = await scenario.step({ ...GET, workflow: 'dosc.yml', 'run-number': '1' })
  expect(errorOf(stdout).message).toMatch(/dosc\.yml.*docs\.yml/)
})

test('applies together with the other inputs', async () => {
  const runs = numbered(2, { head_branch: 'dev' })
  const inputs = { ...GET, 'run-number': '2', 'if-no-artifact-found': 'ignore' }
  const found = async (more: Record<string, string>) =>
    (await scenario.step({ ...inputs, ...more })).outputs['run-id']
  expect(await found({ branch: 'dev' })).toBe(String(runs[1]?.id))
  expect(await found({ branch: 'main' })).toBe('')
  expect(await found({ event: 'schedule' })).toBe('')
  expect(await found({ conclusion: 'failure' })).toBe('')
  expect(await found({ name: 'other' })).toBe('')
})

test('without the artifact: the error has the names that this run has', async () => {
  const [, run] = numbered(2)
  run?.listArtifact('logs')
  scenario.run.listArtifact('unrelated')
  const { stdout } = await scenario.step({ ...GET, name: 'lgos', 'run-number': '2' })
  expect(errorOf(stdout).message).toContain('logs')
  expect(errorOf(stdout).message).not.toContain('unrelated')
})

test.each<Record<string, string>>([{}, { 'wait-timeout': '1h' }])(
  'of another conclusion: the error names run and conclusion, without a second check (%j)',
  async wait => {
    const [run] = numbered(1, { conclusion: 'failure' })
    const inputs = { ...GET, name: 'other', 'run-number': '1', conclusion: 'success', ...wait }
    const { message } = errorOf((await scenario.step(inputs)).stdout)
    expect(message).toContain(`run ${run?.id} `)
    expect(message).toContain('conclusion failure')
    const lists = scenario.asked().filter(line => line.includes('artifacts?name=other'))
    expect(lists).toHaveLength(1)
  }
)

test('a run of a fork needs allow-forks', async () => {
  const [run] = numbered(1, { head_repository: { id: 4711, full_name: 'mallory/app' } })
  const inputs = { ...GET, 'run-number': '1' }
  const { stdout } = await scenario.step(inputs)
  expect(errorOf(stdout).title).toContain('artifact-foreign')
  const { outputs } = await scenario.step({ ...inputs, 'allow-forks': 'true' })
  expect(outputs['run-id']).toBe(String(run?.id))
})

test('scope: repository and delete take only the artifacts of that run', async () => {
  const [first, second] = numbered(2)
  scenario.server.clearRequests()
  const inputs = { workflow: 'docs.yml', 'run-number': '1' }
  const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
  expect(outputs['run-id']).toBe(String(first?.id))
  expect(scenario.asked()).toEqual([`${RUNS}?page=1`, `GET /actions/runs/${first?.id}/artifacts?page=1`])
  scenario.server.clearRequests()
  await scenario.step({ operation: 'list', scope: 'repository', ...inputs, 'run-number': '3' })
  expect(scenario.asked().filter(line => line.includes('artifacts'))).toEqual([])
  await scenario.step({ operation: 'delete', name: 'dist', ...inputs })
  expect([first, second].map(run => run?.artifacts.items.length)).toEqual([0, 1])
})

describe('wait-timeout', () => {
  test('waits for the run to begin', async () => {
    numbered(1)
    const { server, repository } = scenario
    const [, workflow] = repository.workflows.items
    server.fault({
      match: { path: '/docs.yml/runs', nth: 3 },
      action: {
        before: () => void repository.addRun({ workflow: workflow as Run['workflow'] }).listArtifact('dist')
      }
    })
    const { code } = await scenario.step({ ...GET, 'run-number': '2', 'wait-timeout': '1h' })
    expect(code).toBe(0)
  })

  test('ends soon after the run has completed', async () => {
    numbered(1)
    const { code } = await scenario.step({ ...GET, name: 'x', 'run-number': '1', 'wait-timeout': '1h' })
    expect(code).toBe(1)
  })
})

test('finds what a run that has just completed lists late', async () => {
  const [run] = numbered(1, { created_at: new Date(Date.now() - 30_000) })
  run?.listArtifact('logs', { created_at: new Date(Date.now() - 30_000), listed: { afterLists: 2 } })
  expect((await scenario.step({ ...GET, name: 'logs', 'run-number': '1' })).code).toBe(0)
})

test('finds what a run lists late that completes while its artifacts are listed', async () => {
  const [run] = numbered(1, { status: 'in_progress' })
  const finish = () => {
    Object.assign(run ?? {}, { status: 'completed', conclusion: 'success' })
    run?.listArtifact('logs', { listed: { afterLists: 2 } })
  }
  scenario.server.fault({ match: { path: '/artifacts', nth: 1 }, action: { before: finish } })
  const { code, stdout } = await scenario.step({ ...GET, name: 'logs', 'run-number': '1' })
  expect([code, stdout]).toEqual([0, expect.stringContaining('Checking again')])
})
