import type { MergeMethod, PullRequest, Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const GET = { operation: 'get', name: 'dist', 'pull-request': 'merged' }
const LIST = 'GET /actions/artifacts?name=dist&page=1'
const FORK = { id: 4711, full_name: 'mallory/app' }

/** A pull request of two commits. */
function pullRequest(number: number, headRepository?: typeof FORK | null): PullRequest {
  const { repository } = scenario
  const [base] = repository.addCommits(1, 'main')
  repository.addBranch('fix', base?.sha)
  const [, head] = repository.addCommits(2, 'fix')
  return repository.addPullRequest({
    number,
    headBranch: 'fix',
    headSha: head?.sha ?? '',
    ...(headRepository !== undefined && { headRepository })
  })
}

/** A run of a pull request's last commit with an artifact. */
function upload({ headBranch, headSha, headRepository }: PullRequest, fields: Partial<RunFields> = {}): Run {
  const { repository, run } = scenario
  const built = repository.addRun({
    workflow: run.workflow,
    event: 'pull_request',
    head_branch: headBranch,
    head_sha: headSha,
    head_repository: headRepository,
    ...fields
  })
  built.listArtifact('dist')
  return built
}

const step = (sha: string, inputs: Record<string, string> = {}) =>
  scenario.step({ ...GET, ...inputs }, { GITHUB_SHA: sha })

test.each<MergeMethod>(['merge', 'squash', 'rebase'])(
  'by %s: its build, with one request more',
  async method => {
    const pull = pullRequest(5)
    const run = upload(pull)
    const { sha } = scenario.repository.mergePullRequest(pull, { method })
    const { outputs, stdout } = await step(sha)
    expect(outputs).toMatchObject({ 'run-id': String(run.id), 'head-sha': pull.headSha })
    expect(stdout).toMatch(new RegExp(`pull request 5 .*${sha.slice(0, 7)}.*${pull.headSha.slice(0, 7)}`))
    expect(scenario.asked()).toEqual([`GET /commits/${sha}/pulls`, LIST, `GET /actions/runs/${run.id}`])
  }
)

test('only runs of its last commit match: neither earlier ones, nor those of a later pull request', async () => {
  const pull = pullRequest(5)
  const run = upload(pull)
  const [earlier] = scenario.repository.commitsOf(pull).slice(-1)
  upload(pull, { head_sha: earlier?.sha ?? '' })
  const { sha } = scenario.repository.mergePullRequest(pull)
  upload(pullRequest(6))
  const { outputs } = await step(sha)
  expect(outputs['run-id']).toBe(String(run.id))
})

test('of several pull requests with the commit, the one that was merged as it', async () => {
  const { repository } = scenario
  const pull = pullRequest(5)
  const run = upload(pull)
  const { sha } = repository.mergePullRequest(pull)
  const next = repository.addPullRequest({
    number: 4,
    headBranch: 'release',
    headSha: sha,
    baseSha: pull.baseSha
  })
  upload(next)
  repository.mergePullRequest(next)
  const { outputs } = await step(sha)
  expect(outputs['run-id']).toBe(String(run.id))
})

describe('another pull request, whose commits were merged with it', () => {
  /** A pull request into which those of `pull` go too: both count as merged by one commit. */
  function stacked(pull: PullRequest, headSha?: string): { sha: string; next: PullRequest } {
    const { repository } = scenario
    repository.addBranch('next', pull.headSha)
    const [head] = repository.addCommits(1, 'next').map(commit => commit.sha)
    const next = repository.addPullRequest({
      number: 6,
      headBranch: 'next',
      headSha: headSha ?? head ?? '',
      baseSha: pull.baseSha
    })
    const { sha } = repository.mergePullRequest(next)
    Object.assign(pull, { state: 'closed', mergeCommitSha: sha, mergedAt: new Date() })
    return { sha, next }
  }

  test.each(['get', 'delete'])('%s: the error names both, and nothing is selected', async operation => {
    const pull = pullRequest(5)
    const { sha, next } = stacked(pull)
    for (const each of [pull, next]) upload(each)
    const { code, stdout } = await step(sha, { operation, 'if-no-artifact-found': 'ignore' })
    expect(code).toBe(1)
    const { title, message } = errorOf(stdout)
    expect(title).toContain('artifact-not-found')
    for (const fact of ['5', '6', sha.slice(0, 7)]) expect(message).toContain(fact)
    expect(scenario.asked()).toEqual([`GET /commits/${sha}/pulls`])
  })

  test('with the same head commit, its build', async () => {
    const pull = pullRequest(5)
    const run = upload(pull)
    const { sha } = stacked(pull, pull.headSha)
    expect((await step(sha)).outputs['run-id']).toBe(String(run.id))
  })
})

test('of a fork: needs allow-forks', async () => {
  const pull = pullRequest(5, FORK)
  const run = upload(pull)
  const { sha } = scenario.repository.mergePullRequest(pull)
  const { code, stdout } = await step(sha)
  expect(code).toBe(1)
  expect(errorOf(stdout).title).toContain('artifact-foreign')
  const { outputs } = await step(sha, { 'allow-forks': 'true' })
  expect(outputs['run-id']).toBe(String(run.id))
})

test('of a fork: a wait ends once the fork has an artifact, since no other run can match', async () => {
  const pull = pullRequest(5, FORK)
  const { sha } = scenario.repository.mergePullRequest(pull)
  scenario.server.fault({
    match: { path: /artifacts\?/, nth: 2 },
    action: { before: () => void upload(pull) }
  })
  const { stdout } = await step(sha, { 'wait-timeout': '1h' })
  expect(errorOf(stdout).title).toContain('artifact-foreign')
  expect(scenario.asked().filter(line => line === LIST)).toHaveLength(2)
})

test('of a deleted fork: delete refuses', async () => {
  const pull = pullRequest(5, null)
  upload(pull)
  const { sha } = scenario.repository.mergePullRequest(pull)
  const { stdout } = await step(sha, { operation: 'delete' })
  expect(errorOf(stdout).title).toContain('artifact-foreign')
  expect(scenario.repository.artifacts.items).toHaveLength(1)
})

test('scope: repository selects the artifacts of all runs of its last commit', async () => {
  const pull = pullRequest(5)
  const runs = [upload(pull), upload(pull, { conclusion: 'failure' })]
  const { sha } = scenario.repository.mergePullRequest(pull)
  upload(pullRequest(6))
  const { outputs } = await step(sha, { operation: 'list', scope: 'repository' })
  const ids = runs.flatMap(({ artifacts }) => artifacts.items.map(({ id }) => id))
  expect(JSON.parse(outputs.ids ?? '')).toEqual(ids.reverse())
})

test('in another repository: an input error, without a request', async () => {
  const { stdout } = await step(scenario.run.head_sha, { repository: 'octo-org/lib' })
  expect(errorOf(stdout).title).toContain('input-invalid')
  expect(scenario.asked()).toEqual([])
})

describe('without a pull request', () => {
  test('a commit that was pushed: the error names it, and no artifact is looked for', async () => {
    const [commit] = scenario.repository.addCommits(1, 'main')
    const sha = commit?.sha ?? ''
    const { code, stdout } = await step(sha)
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('artifact-not-found')
    expect(errorOf(stdout).message).toContain(sha.slice(0, 7))
    expect(scenario.asked()).toEqual([`GET /commits/${sha}/pulls`])
    expect((await step(sha, { 'if-no-artifact-found': 'ignore' })).outputs.found).toBe('false')
    expect((await step(sha, { operation: 'delete' })).outputs).toMatchObject({ 'deleted-count': '0' })
  })

  test('the test merge of an open pull request: the error has its number', async () => {
    const pull = pullRequest(5)
    upload(pull)
    const merge = scenario.repository.addCommit({ parents: [pull.baseSha, pull.headSha] })
    Object.assign(pull, { mergeCommitSha: pull.headSha })
    const { stdout } = await step(pull.headSha)
    expect(errorOf(stdout).message).toMatch(/\b5\b/)
    expect((await step(merge.sha)).code).toBe(1)
  })

  test('the token needs pull-requests: read', async () => {
    scenario.server.permissions = { actions: 'read' }
    const { stdout } = await step(scenario.run.head_sha)
    expect(errorOf(stdout).message).toContain('permissions:\n  actions: read\n  pull-requests: read\n')
  })
})

describe('wait-timeout', () => {
  test('waits for the pull request, and then for its artifact', async () => {
    const pull = pullRequest(5)
    const { sha } = scenario.repository.mergePullRequest(pull)
    const { server } = scenario
    server.fault({ match: { path: '/pulls', nth: 1 }, action: { status: 200, body: [] } })
    server.fault({ match: { path: /artifacts\?/, nth: 2 }, action: { before: () => void upload(pull) } })
    expect((await step(sha, { 'wait-timeout': '1h' })).code).toBe(0)
  })

  test('ends once all runs of the workflow for its last commit have failed', async () => {
    const pull = pullRequest(5)
    upload(pull, { conclusion: 'failure' })
    const { sha } = scenario.repository.mergePullRequest(pull)
    const { stdout } = await step(sha, { workflow: 'ci.yml', 'wait-timeout': '1h' })
    expect(errorOf(stdout).message).toContain('conclusion failure')
    expect(scenario.asked().filter(line => line === LIST)).toHaveLength(1)
  })
})
