import type { Commit, Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const LIST = 'GET /actions/artifacts?name=dist&page=1'
const DAY = 86_400_000

/** Commits on main, newest first. */
const commits = (count: number): Commit[] => scenario.repository.addCommits(count, 'main').reverse()

/** A run of a commit with an artifact. */
function upload(commit: Commit | undefined, fields: Partial<RunFields> = {}, name = 'dist'): Run {
  const head_sha = commit?.sha ?? ''
  const run = scenario.repository.addRun({ workflow: scenario.run.workflow, head_sha, ...fields })
  run.listArtifact(name, { created_at: new Date(run.created_at) })
  return run
}

const step = (commit: Commit | undefined, inputs: Record<string, string>) =>
  scenario.step({ operation: 'get', name: 'dist', commit: commit?.sha ?? '', ...inputs })

const logOf = (commit: Commit | undefined, page = 1) => `GET /commits?sha=${commit?.sha}&page=${page}`

test('the commit itself comes first', async () => {
  const [head, parent] = commits(3)
  const run = upload(head)
  upload(parent)
  const { outputs } = await step(head, { ancestors: '2' })
  expect(outputs['run-id']).toBe(String(run.id))
  expect(scenario.asked()).toEqual([logOf(head), LIST])
})

test('the nearest ancestor wins, even if a farther one was built later', async () => {
  const [head, , near, far] = commits(5)
  const run = upload(near)
  upload(far)
  const { outputs, stdout } = await step(head, { ancestors: '4' })
  expect(outputs['run-id']).toBe(String(run.id))
  expect(stdout).toContain('2 commits back')
})

test.each([
  ['10', 10],
  ['9', undefined]
])('ancestors: %s, and an artifact 10 commits back', async (ancestors, distance) => {
  const all = commits(20)
  upload(all[10])
  const { outputs } = await step(all[0], { ancestors, 'if-no-artifact-found': 'ignore' })
  expect(outputs['head-sha']).toBe(distance === undefined ? '' : all[distance]?.sha)
})

test.each([
  [99, 1],
  [100, 2],
  [250, 3]
])('ancestors: %i costs a list and %i page(s) of commits', async (ancestors, pages) => {
  const all = commits(300)
  upload(all[ancestors])
  const { outputs } = await step(all[0], { ancestors: String(ancestors) })
  expect(outputs['head-sha']).toBe(all[ancestors]?.sha)
  const logs = Array.from({ length: pages }, (_, index) => logOf(all[0], index + 1))
  expect(scenario.asked()).toEqual([...logs, LIST])
})

test('the order of git log: of two branches that were merged, the newest commit', async () => {
  const { repository } = scenario
  const at = (minute: number) => `2026-03-01T00:0${minute}:00Z`
  const root = repository.addCommit({ date: at(0) })
  const ours = repository.addCommit({ parents: [root], date: at(1) })
  const theirs = repository.addCommit({ parents: [root], date: at(2) })
  const merge = repository.addCommit({ parents: [ours, theirs], date: at(3) })
  const run = upload(theirs)
  upload(ours)
  expect((await step(merge, { ancestors: '3' })).outputs['run-id']).toBe(String(run.id))
})

test('an abbreviated commit, and runs that do not match', async () => {
  const [head, second, third, fourth] = commits(4)
  upload(second, { conclusion: 'failure' })
  upload(third, { head_repository: { id: 4711, full_name: 'mallory/app' } })
  const run = upload(fourth)
  const inputs = { commit: head?.sha.slice(0, 8) ?? '', workflow: 'ci.yml', ancestors: '3' }
  const { outputs } = await step(head, inputs)
  expect(outputs['run-id']).toBe(String(run.id))
})

describe('a list of several pages', () => {
  /** 500 artifacts of a commit that is no ancestor, uploaded days ago. */
  function others(days: number): void {
    const created_at = new Date(Date.now() - days * DAY)
    const run = scenario.repository.addRun({ workflow: scenario.run.workflow, created_at })
    scenario.repository.addArtifacts(500, () => ({ name: 'dist', run, created_at }))
  }
  const dated = (count: number, days: number): Commit[] =>
    Array.from({ length: count }, (_, index) =>
      scenario.repository.addCommit({
        branch: 'main',
        date: new Date(Date.now() - days * DAY + index * 60_000)
      })
    ).reverse()

  test('is read until the artifacts are older than all nearer commits', async () => {
    others(30)
    const [head, second, third] = dated(3, 10)
    const run = upload(third, { created_at: new Date(Date.now() - 5 * DAY) })
    const { outputs } = await step(head, { ancestors: '2' })
    expect(outputs['run-id']).toBe(String(run.id))
    expect(scenario.asked().filter(line => line.includes('artifacts'))).toEqual([LIST])
    expect((await step(second, { ancestors: '0' })).code).toBe(1)
  })

  test('is not read to its end for commits without an artifact', async () => {
    others(30)
    const [head] = dated(3, 10)
    const { code } = await step(head, { ancestors: '2', 'if-no-artifact-found': 'ignore' })
    expect(code).toBe(0)
    expect(scenario.asked()).toEqual([logOf(head), LIST])
  })

  test('is read on while it may have the artifact of a nearer commit', async () => {
    const [head, second, third] = dated(3, 40)
    const near = upload(second, { created_at: new Date(Date.now() - 35 * DAY) })
    others(30)
    upload(third, { created_at: new Date(Date.now() - DAY) })
    const { outputs } = await step(head, { ancestors: '2' })
    expect(outputs['run-id']).toBe(String(near.id))
  })
})

test('a pattern in a large repository', async () => {
  const [head, second] = commits(2)
  const run = upload(second, {}, 'dist-a')
  const busy = scenario.repository.addRun({ workflow: scenario.run.workflow })
  scenario.repository.addArtifacts(500, index => ({ name: `x-${index}`, run: busy }))
  const inputs = { operation: 'list', name: '*', pattern: 'dist-*', ancestors: '1', workflow: 'ci.yml' }
  const { outputs } = await step(head, inputs)
  expect(outputs['run-id']).toBe(String(run.id))
})

test('together with several branches: all ancestors on the first branch that has one', async () => {
  const [head, second, third] = commits(3)
  upload(second)
  const run = upload(third, { head_branch: 'fix' })
  const { outputs } = await step(head, { branch: 'dev\nfix\nmain', ancestors: '2' })
  expect(outputs['run-id']).toBe(String(run.id))
  expect(scenario.asked()).toEqual([logOf(head), LIST, `GET /actions/runs/${run.id}`])
})

test('scope: repository selects all artifacts of the nearest commit', async () => {
  const [head, second, third] = commits(3)
  const runs = [upload(second), upload(second, {}, 'logs')]
  upload(third)
  upload(third, {}, 'docs')
  const inputs = { operation: 'list', scope: 'repository', name: '*', ancestors: '2', limit: '3' }
  const { outputs } = await step(head, inputs)
  const ids = runs.flatMap(({ artifacts }) => artifacts.items.map(({ id }) => id))
  expect(JSON.parse(outputs.ids ?? '')).toEqual(ids.reverse())
})

test('no artifact: the error says how far the ancestors were searched', async () => {
  const [head] = commits(5)
  const last = head && scenario.repository.commits.log(head).at(-1)
  upload(undefined, { head_sha: 'd'.repeat(40) })
  const { code, stdout } = await step(head, { ancestors: '100' })
  expect(code).toBe(1)
  const { title, message } = errorOf(stdout)
  expect(title).toContain('artifact-not-found')
  expect(message).toContain(head?.sha)
  expect(message).toContain('5 ancestors')
  expect(message).toContain(last?.sha.slice(0, 12))
})

test('an unknown commit: the error names it', async () => {
  const { code, stdout } = await step(undefined, { commit: 'd'.repeat(40), ancestors: '5' })
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toContain(`commit ${'d'.repeat(40)}`)
})

test('the token needs contents: read', async () => {
  const [head] = commits(2)
  scenario.server.permissions = { actions: 'read' }
  const { stdout } = await step(head, { ancestors: '1' })
  expect(errorOf(stdout).message).toContain('permissions:\n  actions: read\n  contents: read\n')
})

test('wait-timeout: each check searches all commits, which are listed once', async () => {
  const [head, , third] = commits(3)
  scenario.server.fault({
    match: { path: /artifacts\?/, nth: 3 },
    action: { before: () => void upload(third) }
  })
  const { code } = await step(head, { ancestors: '2', 'wait-timeout': '1h' })
  expect(code).toBe(0)
  expect(scenario.asked()).toEqual([logOf(head), LIST, LIST, LIST])
})

describe('a wait whose commit has only failed runs', () => {
  const WAIT = { ancestors: '2', workflow: 'ci.yml', 'wait-timeout': '1h' }

  test('goes on while an ancestor has a run in progress', async () => {
    const [head, , third] = commits(3)
    upload(head, { conclusion: 'failure' })
    const run = scenario.repository.addRun({
      workflow: scenario.run.workflow,
      head_sha: third?.sha ?? '',
      status: 'in_progress'
    })
    scenario.server.fault({
      match: { path: /artifacts\?/, nth: 3 },
      action: {
        before: () => {
          Object.assign(run, { status: 'completed', conclusion: 'success' })
          run.listArtifact('dist')
        }
      }
    })
    const { outputs } = await step(head, WAIT)
    expect(outputs['run-id']).toBe(String(run.id))
  })

  test('ends if no ancestor has one: the error names the run of the commit', async () => {
    const [head, , third] = commits(3)
    upload(third, { conclusion: 'cancelled' })
    const failed = upload(head, { conclusion: 'failure' })
    upload(undefined, { head_sha: 'd'.repeat(40), status: 'in_progress' })
    const { stdout } = await step(head, WAIT)
    expect(errorOf(stdout).message).toContain(`run ${failed.id} `)
    expect(scenario.asked().filter(line => line === LIST)).toHaveLength(1)
  })
})

test('a server with smaller pages: more pages of commits', async () => {
  await scenario.close()
  scenario = await startScenario({ pageSizeCap: 30 })
  const all = commits(120)
  upload(all[99])
  const { outputs } = await step(all[0], { ancestors: '99' })
  expect(outputs['head-sha']).toBe(all[99]?.sha)
  expect(scenario.asked().slice(0, 4)).toEqual([1, 2, 3, 4].map(page => logOf(all[0], page)))
})

test('two commits at the root: pages end with the history', async () => {
  const [head, first] = commits(2)
  upload(first)
  await step(head, { ancestors: '250' })
  expect(scenario.asked()).toEqual([logOf(head), LIST])
})
