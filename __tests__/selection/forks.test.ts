import { mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Run } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { paths } from '../support/tree.js'

const MALLORY = { id: 4711, full_name: 'mallory/app' }
const DANGER = /actions-artifact-poisoning-critical/

let scenario: Scenario
let own: Run
let foreign: Run

beforeEach(async () => {
  scenario = await startScenario()
  const { repository, run } = scenario
  own = repository.addRun({ workflow: run.workflow })
  await own.addArtifact('dist', { files: { 'a.txt': 'ours' } })
  foreign = repository.addRun({ workflow: run.workflow, event: 'pull_request', head_repository: MALLORY })
  await foreign.addArtifact('dist', { files: { 'a.txt': 'theirs' } })
  await foreign.addArtifact('only-theirs', { files: { 'a.txt': 'theirs' } })
})
afterEach(() => scenario.close())

const runsLookedAt = () => scenario.asked().filter(line => /runs\/\d+$/.test(line))

test.each([
  ['a search', { branch: 'main', conclusion: 'any' }],
  ['a download of the whole repository', { scope: 'repository' }]
])("%s passes over a fork's, with a notice", async (_, inputs) => {
  const { code, stdout, outputs } = await scenario.step({ name: 'dist', path: 'out', ...inputs })
  expect(code).toBe(0)
  expect(outputs['run-id']).toBe(String(own.id))
  const [ours] = own.artifacts.items
  const [theirs] = foreign.artifacts.items
  expect(stdout).toContain(
    `::notice::Left out: "dist" (${theirs?.id}) of another head repository (a pull request from a fork), newer than ${ours?.id}, which is taken. Whoever opened that pull request chose what is in it; `
  )
  const allowed = await scenario.step({ name: 'dist', path: 'out', 'allow-forks': 'true', ...inputs })
  expect(allowed.outputs['run-id']).toBe(String(foreign.id))
  expect(allowed.stdout).not.toContain('::notice::')
})

describe('of what could not be taken of an allowed fork either there is no notice', () => {
  const noticesOf = async (inputs: Record<string, string>) => {
    const { code, stdout } = await scenario.step({ name: 'dist', path: 'out', ...inputs })
    expect(code).toBe(0)
    return stdout.split('\n').filter(line => line.startsWith('::notice::'))
  }

  test('in a repository: what is older than the own', async () => {
    const { repository, run } = scenario
    const inputs = { scope: 'repository', pattern: 'dist*', name: '' }
    const several = { ...inputs, latest: 'false', path: 'all' }
    await repository.addRun({ workflow: run.workflow }).addArtifact('dist', { files: { 'a.txt': 'ours' } })
    expect(await noticesOf(inputs)).toEqual([])
    expect(await noticesOf({ ...inputs, pattern: '*' })).toEqual([
      expect.stringMatching(
        /"only-theirs" \(\d+\) of another head repository .*, and no other has that name\. /
      )
    ])
    expect(await noticesOf(several)).toEqual([])
    const { stdout } = await scenario.step(several)
    expect(stdout).toMatch(/^Left out: "dist" \(\d+\) of another head repository \(.*\)$/m)
  })

  test('in a search what is of another workflow, as far as that is known', async () => {
    const { repository, run } = scenario
    const other = repository.addWorkflow('.github/workflows/other.yml')
    await repository.addRun({ workflow: other }).addArtifact('dist', { files: { 'a.txt': 'ours' } })
    repository.addRun({ workflow: run.workflow, head_repository: MALLORY }).listArtifact('dist')
    expect(await noticesOf({ workflow: 'other.yml' })).toEqual([])
    const { stdout } = await scenario.step({ name: 'dist', path: 'out', workflow: 'other.yml' })
    expect(stdout).toMatch(/^Left out: "dist" /m)
    // The list of the fork's run is known once others were looked at.
    for (let count = 0; count < 5; count++) {
      repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('dist')
    }
    const known = await scenario.step({ name: 'dist', path: 'out', workflow: 'other.yml' })
    expect(known.stdout).not.toContain('Left out')
  })
})

test.each([
  ['a search', { branch: 'main' }],
  ['a download of the whole repository', { scope: 'repository' }]
])('what only a fork has is refused by %s: which, whose, and why that is dangerous', async (_, inputs) => {
  const { code, stdout, outputs } = await scenario.step({ name: 'only-theirs', path: 'out', ...inputs })
  expect(code).toBe(1)
  expect(outputs.found).toBe('false')
  const { title, message: error } = errorOf(stdout)
  expect(title).toBe('Artifact of a fork (artifact-foreign)')
  expect(error).toMatch(/only another repository has it: "only-theirs" \(\d+\) is of mallory\/app, run \d+/)
  expect(error).toMatch(DANGER)
  expect(error).toContain('allow-forks: true takes')
  expect(paths(scenario.job.workspace)).toEqual([])
})

test('what would not be taken of an allowed fork either is no reason to allow one', async () => {
  const inputs = { operation: 'get', branch: 'main', workflow: 'cl.yml' }
  const slip = errorOf((await scenario.step({ ...inputs, name: 'dist' })).stdout)
  expect(slip.title).toBe('Artifact not found (artifact-not-found)')
  expect(slip.message).toMatch(
    new RegExp(
      `the newest is "dist" \\(\\d+\\) of run ${own.id}, which does not fit \\(workflow .github/workflows/ci.yml,`
    )
  )
  const theirs = errorOf((await scenario.step({ ...inputs, name: 'only-theirs' })).stdout)
  expect(theirs.message).toMatch(
    /"only-theirs" \(\d+\) of run \d+, which does not fit \(of mallory\/app, workflow /
  )
  for (const { message } of [slip, theirs]) expect(message).not.toMatch(/allow-forks|only another/)
})

test("where the own repository has it too, but of a run that does not fit, that is told before the fork's", async () => {
  const { repository, run } = scenario
  const inProgress = repository.addRun({ workflow: run.workflow, status: 'in_progress', conclusion: null })
  inProgress.listArtifact('only-theirs')
  const { stdout } = await scenario.step({ operation: 'get', name: 'only-theirs', branch: 'main' })
  const { title, message } = errorOf(stdout)
  expect(title).toBe('Artifact not found (artifact-not-found)')
  expect(message).toMatch(
    new RegExp(
      `: the newest is "only-theirs" \\(\\d+\\) of run ${inProgress.id}, which does not fit \\(.*, no conclusion yet: in_progress\\); of those that do, "only-theirs" \\(\\d+\\) is of mallory/app, run \\d+, and is not taken`
    )
  )
  expect(message).not.toContain('allow-forks')
})

test('a fork that is gone is foreign too', async () => {
  const { repository, run } = scenario
  const gone = repository.addRun({ workflow: run.workflow, head_repository: null })
  gone.listArtifact('orphan')
  const { code, stdout } = await scenario.step({ operation: 'get', name: 'orphan', branch: 'main' })
  expect(code).toBe(1)
  expect(stdout).toMatch(/"orphan" \(\d+\) is of a repository that is not known \(any more\)/)
})

test('list and delete with scope: repository see them always', async () => {
  const listed = await scenario.step({ operation: 'list', scope: 'repository' })
  expect(listed.outputs.count).toBe('3')
  await scenario.step({ operation: 'delete', scope: 'repository', pattern: '*' })
  expect(scenario.repository.artifacts.items).toEqual([])
})

test('delete by a search does not', async () => {
  const { stdout } = await scenario.step({ operation: 'delete', name: 'only-theirs', branch: 'main' })
  expect(scenario.repository.artifacts.items.length).toBe(3)
  expect(stdout).toContain('only another repository has it')
})

describe('given outright', () => {
  test.each([
    ['a run', () => ({ 'run-id': String(foreign.id) })],
    ['an id', () => ({ 'artifact-ids': String(foreign.artifacts.items[0]?.id) })]
  ])('%s: taken, with a notice that says whose', async (_, inputs) => {
    const { code, stdout } = await scenario.step({ path: 'out', ...inputs() })
    expect(code).toBe(0)
    const notices = stdout.split('\n').filter(line => line.startsWith('::notice::'))
    expect(notices).toEqual([
      expect.stringMatching(/Artifact "\S+" \(\d+\).* of another repository: mallory\/app, run \d+\. /)
    ])
    expect(runsLookedAt().length).toBe(1)
  })

  test('nothing is said of the own, nor by delete', async () => {
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist', 'run-id': String(own.id) })
    expect(stdout).not.toContain('::notice::')
    const ids = String(foreign.artifacts.items[0]?.id)
    expect((await scenario.step({ operation: 'delete', 'artifact-ids': ids })).stdout).not.toContain(
      '::notice::'
    )
    expect(runsLookedAt()).toEqual([])
  })

  test('nor of the current run, which is its own choice', async () => {
    scenario.job.runId = foreign.id
    const ids = String(foreign.artifacts.items[0]?.id)
    for (const inputs of [{}, { 'artifact-ids': ids }, { 'run-id': String(foreign.id) }]) {
      const { code, stdout } = await scenario.step({ path: 'out', ...inputs })
      expect(code).toBe(0)
      expect(stdout).not.toMatch(/::notice::|::warning::/)
    }
  })

  test('many ids: a few runs are named', async () => {
    const ids = Array.from({ length: 7 }, () => {
      const { repository, run } = scenario
      const other = repository.addRun({ workflow: run.workflow, head_repository: MALLORY })
      return other.listArtifact('x').id
    })
    const { stdout } = await scenario.step({ operation: 'get', 'artifact-ids': ids.join(',') })
    expect(stdout.split('\n').filter(line => line.includes('mallory/app')).length).toBe(5)
    expect(stdout).toContain('::notice::2 runs more are of other repositories')
  })
})

describe('run-id: triggering', () => {
  /** What the runner tells a workflow_run event by. */
  const eventOf = (run: Run) => {
    const file = path.join(mkdtempSync(path.join(scenario.job.folder, 'event-')), 'event.json')
    writeFileSync(file, JSON.stringify({ action: 'completed', workflow_run: { id: run.id } }))
    return { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: file }
  }

  test('is the run that triggered this one', async () => {
    const { code, outputs, stdout } = await scenario.step(
      { operation: 'get', name: 'dist', 'run-id': 'triggering' },
      eventOf(own)
    )
    expect(code).toBe(0)
    expect(outputs['run-id']).toBe(String(own.id))
    expect(stdout).not.toContain('::warning::')
  })

  test("a fork's is taken with a warning", async () => {
    const { code, stdout } = await scenario.step(
      { name: 'dist', path: 'out', 'run-id': 'triggering' },
      eventOf(foreign)
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/::warning::Artifact "dist" \(\d+\) of another repository: mallory\/app/)
    expect(stdout).toMatch(DANGER)
  })

  test('in another repository it is refused', async () => {
    const inputs = { operation: 'get', name: 'dist', 'run-id': 'triggering', repository: 'octo-org/lib' }
    const { code, stdout } = await scenario.step(inputs, eventOf(own))
    expect(code).toBe(1)
    expect(stdout).toContain('this one is in another repository')
    expect(scenario.asked()).toEqual([])
  })
})

describe('a pull request', () => {
  beforeEach(() => {
    const { repository, run } = scenario
    repository.addPullRequest({ number: 5, headBranch: 'fix' })
    repository.addPullRequest({ number: 6, headBranch: 'main', headRepository: MALLORY })
    repository.addPullRequest({ number: 7, headBranch: 'fix', headRepository: null })
    repository
      .addRun({ workflow: run.workflow, head_branch: 'fix', event: 'pull_request' })
      .listArtifact('dist')
    const others = { id: 815, full_name: 'eve/app' }
    repository
      .addRun({ workflow: run.workflow, head_branch: 'fix', head_repository: others })
      .listArtifact('dist')
  })

  test('of the repository itself: its head branch, not the branch of that name elsewhere', async () => {
    const { outputs } = await scenario.step({ operation: 'get', name: 'dist', 'pull-request': '5' })
    expect(outputs['head-branch']).toBe('fix')
    const [, , , fix] = scenario.repository.runs.items
    expect(outputs['run-id']).toBe(String(fix?.id))
    expect(scenario.server.requests[0]?.path).toBe('/repos/octo-org/app/pulls/5')
  })

  test('from a fork: only where forks are allowed', async () => {
    const inputs = { operation: 'get', name: 'dist', 'pull-request': '6' }
    const refused = await scenario.step(inputs)
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('is of mallory/app')
    const { outputs } = await scenario.step({ ...inputs, 'allow-forks': 'true' })
    expect(outputs['run-id']).toBe(String(foreign.id))
  })

  test('from a fork that is gone: what nobody can tell is not taken for it', async () => {
    const inputs = { operation: 'get', name: 'dist', 'pull-request': '7', 'allow-forks': 'true' }
    const { code } = await scenario.step(inputs)
    expect(code).toBe(1)
  })

  describe('from a fork that is gone, with a branch as other such forks have', () => {
    let theirs: Run
    const HEAD = 'c0ffee0000000000000000000000000000000000'
    beforeEach(async () => {
      const { repository, run } = scenario
      const gone = { workflow: run.workflow, head_branch: 'patch-1', head_repository: null }
      repository.addPullRequest({
        number: 8,
        headBranch: 'patch-1',
        headRepository: null,
        headSha: HEAD.toUpperCase()
      })
      theirs = repository.addRun({ ...gone, head_sha: HEAD })
      await theirs.addArtifact('site', { files: { 'a.txt': 'of pull request 8' } })
      await repository.addRun(gone).addArtifact('site', { files: { 'a.txt': 'of another fork' } })
    })

    test.each([
      ['a search', { operation: 'get', name: 'site', 'allow-forks': 'true' }],
      ['a list', { operation: 'list', scope: 'repository' }]
    ])('%s: only its head commit can be told', async (_, inputs) => {
      const { outputs } = await scenario.step({ 'pull-request': '8', ...inputs })
      expect([outputs.count, outputs['run-id']]).toEqual(['1', String(theirs.id)])
    })

    test('nothing of it is deleted', async () => {
      const inputs = { operation: 'delete', scope: 'repository', 'pull-request': '8', pattern: '*' }
      const { code, stdout, outputs } = await scenario.step(inputs)
      expect(code).toBe(1)
      expect(stdout).toMatch(/^::error title=.*?::Pull request 8 comes from a repository that is gone/m)
      expect(stdout).toMatch(/Nothing was deleted\..*artifact-ids.*commit: c0ffee0{33}/)
      expect(outputs['deleted-count']).toBe('0')
      expect(scenario.server.requests.map(({ path }) => path)).toEqual(['/repos/octo-org/app/pulls/8'])
    })
  })

  test('that is not there, or not to be seen', async () => {
    const inputs = { operation: 'get', name: 'dist', 'pull-request': '99' }
    expect(errorOf((await scenario.step(inputs)).stdout).message).toMatch(
      /There is no pull request 99 in octo-org\/app, or .*permissions:\n {2}actions: read\n {2}pull-requests: read\n/s
    )
    const other = errorOf((await scenario.step({ ...inputs, repository: 'octo-org/tools' })).stdout).message
    expect(other).toMatch(
      /There is no pull request 99 in octo-org\/tools, or .*: pass github-token\. .*"Pull requests: read" on octo-org\/tools/
    )
    expect(other).not.toContain('permissions:')
    scenario.server.permissions = { actions: 'read' }
    expect(errorOf((await scenario.step(inputs)).stdout).message).toContain(
      'permissions:\n  actions: read\n  pull-requests: read\n'
    )
  })
})
