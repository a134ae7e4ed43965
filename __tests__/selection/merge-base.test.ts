import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const GET = { operation: 'get', name: 'dist', commit: 'merge-base' }
const LIST = 'GET /actions/artifacts?name=dist&page=1'

/** Two commits on main after the one that the branch `fix` starts from. */
function diverged(): { base: string; head: string; mergeBase: string } {
  const { repository } = scenario
  const [mergeBase] = repository.addCommits(2, 'main').slice(-1)
  repository.addBranch('fix', mergeBase?.sha)
  const [base] = repository.addCommits(2, 'main').slice(-1)
  const [head] = repository.addCommits(2, 'fix').slice(-1)
  return { base: base?.sha ?? '', head: head?.sha ?? '', mergeBase: mergeBase?.sha ?? '' }
}

function upload(head_sha: string, fields: Partial<RunFields> = {}): Run {
  const run = scenario.repository.addRun({ workflow: scenario.run.workflow, head_sha, ...fields })
  run.listArtifact('dist')
  return run
}

/** A step of a job with this event. */
async function step(event: object, inputs: Record<string, string> = {}) {
  const file = join(scenario.job.temp, 'event.json')
  writeFileSync(file, JSON.stringify(event))
  return await scenario.step({ ...GET, ...inputs }, { GITHUB_EVENT_PATH: file })
}

const eventOf = ({ base, head }: { base: string; head: string }) => ({
  pull_request: { number: 5, base: { sha: base }, head: { sha: head } }
})

test('the build of the merge base, with one request more', async () => {
  const commits = diverged()
  const run = upload(commits.mergeBase)
  upload(commits.base)
  upload(commits.head)
  const { outputs, stdout } = await step(eventOf(commits))
  expect(outputs).toMatchObject({ 'run-id': String(run.id), 'head-sha': commits.mergeBase })
  expect(stdout).toContain(`merge base of ${commits.base.slice(0, 12)} and ${commits.head.slice(0, 12)}`)
  expect(scenario.asked()).toEqual([`GET /compare/${commits.base}...${commits.head}`, LIST])
})

test('a branch that main did not leave behind: the merge base is the head of main', async () => {
  const { repository } = scenario
  const [base] = repository.addCommits(1, 'main')
  repository.addBranch('fix', base?.sha)
  const [head] = repository.addCommits(1, 'fix')
  const run = upload(base?.sha ?? '')
  const { outputs } = await step(eventOf({ base: base?.sha ?? '', head: head?.sha ?? '' }))
  expect(outputs['run-id']).toBe(String(run.id))
})

test('delete and scope: repository take the same commit', async () => {
  const commits = diverged()
  const runs = [upload(commits.mergeBase), upload(commits.mergeBase)]
  upload(commits.base)
  const inputs = { operation: 'list', scope: 'repository' }
  const { outputs } = await step(eventOf(commits), inputs)
  expect(outputs.count).toBe('2')
  await step(eventOf(commits), { operation: 'delete' })
  expect(runs.map(({ artifacts }) => artifacts.items.length)).toEqual([1, 0])
})

test('without its build: the error names the commit, without the advice about github.sha', async () => {
  const commits = diverged()
  upload(commits.base)
  const { stdout } = await step(eventOf(commits))
  const { title, message } = errorOf(stdout)
  expect(title).toContain('artifact-not-found')
  expect(message).toContain(commits.mergeBase)
  expect(message).not.toContain('github.sha')
})

test('a wait compares only once, and ends early if the only run failed', async () => {
  const commits = diverged()
  const isCompare = (line: string) => line.includes('/compare/')
  scenario.server.fault({
    match: { path: /artifacts\?/, nth: 3 },
    action: { before: () => void upload(commits.mergeBase) }
  })
  expect((await step(eventOf(commits), { 'wait-timeout': '1h' })).code).toBe(0)
  expect(scenario.asked().filter(isCompare)).toHaveLength(1)
  const others = diverged()
  upload(others.mergeBase, { conclusion: 'failure' })
  const inputs = { workflow: 'ci.yml', 'wait-timeout': '1h' }
  expect(errorOf((await step(eventOf(others), inputs)).stdout).message).toContain('conclusion failure')
})

test('the token needs contents: read', async () => {
  scenario.server.permissions = { actions: 'read' }
  const { stdout } = await step(eventOf(diverged()))
  expect(errorOf(stdout).message).toContain('permissions:\n  actions: read\n  contents: read\n')
})

test('the first error names all permissions that the step needs', async () => {
  scenario.server.permissions = { actions: 'read' }
  const { stdout } = await step(eventOf(diverged()), { 'pull-request': '5' })
  const yaml = 'permissions:\n  actions: read\n  contents: read\n  pull-requests: read\n'
  expect(errorOf(stdout).message).toContain(yaml)
})

test('without a common ancestor: the error names both commits', async () => {
  const [base, head] = [scenario.repository.addCommit(), scenario.repository.addCommit()].map(
    ({ sha }) => sha
  )
  const { code, stdout } = await step(eventOf({ base: base ?? '', head: head ?? '' }))
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toMatch(new RegExp(`${base}.*${head}`, 's'))
})

test('of another repository: an input error, without a request', async () => {
  const { stdout } = await step(eventOf(diverged()), { repository: 'octo-org/lib' })
  expect(errorOf(stdout).title).toContain('input-invalid')
  expect(scenario.asked()).toEqual([])
})

test.each<[string, object]>([
  ['a push', { after: 'c'.repeat(40) }],
  ['a comment on a pull request, whose event has no commits', { issue: { number: 5, pull_request: {} } }],
  ['an event with other values', { pull_request: { base: { sha: 'main' }, head: null } }]
])('%s: an input error, without a request', async (_, event) => {
  const { stdout } = await step(event)
  expect(errorOf(stdout).title).toContain('input-invalid')
  expect(scenario.asked()).toEqual([])
})
