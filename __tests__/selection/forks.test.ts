import { mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Run } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { paths } from '../support/tree.js'

const MALLORY = { id: 4711, full_name: 'mallory/app' }
const DANGER = /actions-artifact-poisoning-critical/
/** The line of the log for an artifact of a fork. */
const SKIPPED = /^Skipped "dist" \(\d+\).*\bfork\b/m

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

const noticesIn = (stdout: string) => stdout.split('\n').filter(line => line.startsWith('::notice::'))
const runsRequested = () => scenario.asked().filter(line => /runs\/\d+$/.test(line))

test.each([
  ['a search', { branch: 'main', conclusion: 'any' }],
  ['a download of the whole repository', { scope: 'repository' }]
])("%s skips a fork's artifact, with a notice", async (_, inputs) => {
  const { code, stdout, outputs } = await scenario.step({ name: 'dist', path: 'out', ...inputs })
  expect(code).toBe(0)
  expect(outputs['run-id']).toBe(String(own.id))
  const [ours] = own.artifacts.items
  const [theirs] = foreign.artifacts.items
  expect(noticesIn(stdout)).toEqual([
    expect.stringMatching(new RegExp(`"dist" \\(${theirs?.id}\\).*\\b${ours?.id}\\b.* allow-forks: true`))
  ])
  const allowed = await scenario.step({ name: 'dist', path: 'out', 'allow-forks': 'true', ...inputs })
  expect(allowed.outputs['run-id']).toBe(String(foreign.id))
  expect(allowed.stdout).not.toContain('::notice::')
})

describe('there is no notice of an artifact that allow-forks would not select either', () => {
  const noticesOf = async (inputs: Record<string, string>) => {
    const { code, stdout } = await scenario.step({ name: 'dist', path: 'out', ...inputs })
    expect(code).toBe(0)
    return noticesIn(stdout)
  }

  test('in a repository: one that is older than the own', async () => {
    const { repository, run } = scenario
    const inputs = { scope: 'repository', pattern: 'dist*', name: '' }
    const several = { ...inputs, latest: 'false', path: 'all' }
    await repository.addRun({ workflow: run.workflow }).addArtifact('dist', { files: { 'a.txt': 'ours' } })
    expect(await noticesOf(inputs)).toEqual([])
    expect(await noticesOf({ ...inputs, pattern: '*' })).toEqual([
      expect.stringMatching(/"only-theirs" \(\d+\).* allow-forks: true/)
    ])
    expect(await noticesOf(several)).toEqual([])
    const { stdout } = await scenario.step(several)
    expect(stdout).toMatch(SKIPPED)
  })

  test('in a search: one of another workflow, as far as that is known', async () => {
    const { repository, run } = scenario
    const other = repository.addWorkflow('.github/workflows/other.yml')
    await repository.addRun({ workflow: other }).addArtifact('dist', { files: { 'a.txt': 'ours' } })
    repository.addRun({ workflow: run.workflow, head_repository: MALLORY }).listArtifact('dist')
    expect(await noticesOf({ workflow: 'other.yml' })).toEqual([])
    const { stdout } = await scenario.step({ name: 'dist', path: 'out', workflow: 'other.yml' })
    expect(stdout).toMatch(SKIPPED)
    // The fork's run is known from the list, which is read after a few runs.
    for (let count = 0; count < 5; count++) {
      repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('dist')
    }
    const known = await scenario.step({ name: 'dist', path: 'out', workflow: 'other.yml' })
    expect(known.stdout).not.toMatch(SKIPPED)
  })
})

test.each([
  ['a search', { branch: 'main' }],
  ['a download of the whole repository', { scope: 'repository' }]
])(
  'an artifact that only a fork has is refused by %s, with its repository and the danger',
  async (_, inputs) => {
    const { code, stdout, outputs } = await scenario.step({ name: 'only-theirs', path: 'out', ...inputs })
    expect(code).toBe(1)
    expect(outputs.found).toBe('false')
    const { title, message: error } = errorOf(stdout)
    expect(title).toContain('(artifact-foreign)')
    expect(error).toMatch(/"only-theirs" \(\d+\).* mallory\/app \(run \d+\)/)
    expect(error).toMatch(DANGER)
    expect(error).toContain('allow-forks: true')
    expect(paths(scenario.job.workspace)).toEqual([])
  }
)

test('an artifact that does not match is no reason to allow forks', async () => {
  const inputs = { operation: 'get', branch: 'main', workflow: 'cl.yml' }
  const ours = errorOf((await scenario.step({ ...inputs, name: 'dist' })).stdout)
  expect(ours.title).toContain('(artifact-not-found)')
  expect(ours.message).toMatch(
    new RegExp(`"dist" \\(\\d+\\),.* run ${own.id} has workflow .github/workflows/ci.yml,`)
  )
  const theirs = errorOf((await scenario.step({ ...inputs, name: 'only-theirs' })).stdout)
  expect(theirs.message).toMatch(/"only-theirs" \(\d+\),.* run \d+ .*mallory\/app, workflow /)
  for (const { title, message } of [ours, theirs]) {
    expect(title).toContain('(artifact-not-found)')
    expect(message).not.toContain('allow-forks')
  }
})

test("an own artifact whose run does not match is named before the fork's", async () => {
  const { repository, run } = scenario
  const inProgress = repository.addRun({ workflow: run.workflow, status: 'in_progress', conclusion: null })
  inProgress.listArtifact('only-theirs')
  const { stdout } = await scenario.step({ operation: 'get', name: 'only-theirs', branch: 'main' })
  const { title, message } = errorOf(stdout)
  expect(title).toContain('(artifact-not-found)')
  const own = `"only-theirs" \\(\\d+\\),.* run ${inProgress.id} .*status in_progress`
  expect(message).toMatch(new RegExp(`${own};.*"only-theirs" \\(\\d+\\) .*mallory/app \\(run \\d+\\)`))
  expect(message).not.toContain('allow-forks')
})

test('an artifact of a deleted fork is foreign too', async () => {
  const { repository, run } = scenario
  const gone = repository.addRun({ workflow: run.workflow, head_repository: null })
  gone.listArtifact('orphan')
  const { code, stdout } = await scenario.step({ operation: 'get', name: 'orphan', branch: 'main' })
  expect(code).toBe(1)
  expect(errorOf(stdout).title).toContain('(artifact-foreign)')
  expect(errorOf(stdout).message).toMatch(/"orphan" \(\d+\) .*\bunknown\b/)
})

test('list and delete with scope: repository always include artifacts of forks', async () => {
  const listed = await scenario.step({ operation: 'list', scope: 'repository' })
  expect(listed.outputs.count).toBe('3')
  await scenario.step({ operation: 'delete', scope: 'repository', pattern: '*' })
  expect(scenario.repository.artifacts.items).toEqual([])
})

test('delete by a search does not include them', async () => {
  const { stdout } = await scenario.step({ operation: 'delete', name: 'only-theirs', branch: 'main' })
  expect(scenario.repository.artifacts.items.length).toBe(3)
  expect(stdout).toMatch(/^Not found in .*"only-theirs" \(\d+\) .*mallory\/app/m)
})

describe('an artifact of a fork whose run or id is given', () => {
  test.each([
    ['a run', () => ({ 'run-id': String(foreign.id) })],
    ['an id', () => ({ 'artifact-ids': String(foreign.artifacts.items[0]?.id) })]
  ])('%s: it is selected, with a notice that names its repository', async (_, inputs) => {
    const { code, stdout } = await scenario.step({ path: 'out', ...inputs() })
    expect(code).toBe(0)
    expect(noticesIn(stdout)).toEqual([
      expect.stringMatching(/Artifact "\S+" \(\d+\).* mallory\/app \(run \d+\)/)
    ])
    expect(runsRequested().length).toBe(1)
  })

  test('there is no notice for an own artifact, nor by delete', async () => {
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist', 'run-id': String(own.id) })
    expect(stdout).not.toContain('::notice::')
    const ids = String(foreign.artifacts.items[0]?.id)
    expect((await scenario.step({ operation: 'delete', 'artifact-ids': ids })).stdout).not.toContain(
      '::notice::'
    )
    expect(runsRequested()).toEqual([])
  })

  test('nor for the current run', async () => {
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
    expect(noticesIn(stdout).at(-1)).toMatch(/::2 more runs /)
  })
})

describe('run-id: triggering', () => {
  /** The environment of a workflow_run event. */
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

  test("a fork's is selected with a warning", async () => {
    const { code, stdout } = await scenario.step(
      { name: 'dist', path: 'out', 'run-id': 'triggering' },
      eventOf(foreign)
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::warning::Artifact "dist" \(\d+\).* mallory\/app/m)
    expect(stdout).toMatch(DANGER)
  })

  test('in another repository it is refused', async () => {
    const inputs = { operation: 'get', name: 'dist', 'run-id': 'triggering', repository: 'octo-org/lib' }
    const { code, stdout } = await scenario.step(inputs, eventOf(own))
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(input-invalid)')
    expect(errorOf(stdout).message).toMatch(/run-id.*"triggering"/)
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
    expect(errorOf(refused.stdout).title).toContain('(artifact-foreign)')
    expect(errorOf(refused.stdout).message).toContain('mallory/app')
    const { outputs } = await scenario.step({ ...inputs, 'allow-forks': 'true' })
    expect(outputs['run-id']).toBe(String(foreign.id))
  })

  test('from a deleted fork: an artifact that cannot be identified is not selected', async () => {
    const inputs = { operation: 'get', name: 'dist', 'pull-request': '7', 'allow-forks': 'true' }
    const { code } = await scenario.step(inputs)
    expect(code).toBe(1)
  })

  describe('from a deleted fork, whose branch other deleted forks have too', () => {
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
    ])('%s: only its head commit matches', async (_, inputs) => {
      const { outputs } = await scenario.step({ 'pull-request': '8', ...inputs })
      expect([outputs.count, outputs['run-id']]).toEqual(['1', String(theirs.id)])
    })

    test('delete refuses', async () => {
      const inputs = { operation: 'delete', scope: 'repository', 'pull-request': '8', pattern: '*' }
      const { code, stdout, outputs } = await scenario.step(inputs)
      expect(code).toBe(1)
      const { title, message } = errorOf(stdout)
      expect(title).toContain('(artifact-foreign)')
      expect(message).toMatch(/pull request 8 .*artifact-ids.*commit: c0ffee0{33}/s)
      expect(outputs['deleted-count']).toBe('0')
      expect(scenario.server.requests.map(({ path }) => path)).toEqual(['/repos/octo-org/app/pulls/8'])
    })
  })

  test('that does not exist, or that the token cannot read', async () => {
    const inputs = { operation: 'get', name: 'dist', 'pull-request': '99' }
    expect(errorOf((await scenario.step(inputs)).stdout).message).toMatch(
      /pull request 99 .*octo-org\/app.*permissions:\n {2}actions: read\n {2}pull-requests: read\n/s
    )
    const other = errorOf((await scenario.step({ ...inputs, repository: 'octo-org/tools' })).stdout).message
    expect(other).toMatch(
      /pull request 99 .*octo-org\/tools.* github-token.*"Pull requests: read" on octo-org\/tools/s
    )
    expect(other).not.toContain('permissions:')
    scenario.server.permissions = { actions: 'read' }
    expect(errorOf((await scenario.step(inputs)).stdout).message).toContain(
      'permissions:\n  actions: read\n  pull-requests: read\n'
    )
  })
})
