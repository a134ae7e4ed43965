import type { Artifact } from '../../src/github/artifact.js'
import { mergeCommitNote, reasonText, unfinishedRunNote } from '../../src/messages/selection.js'
import type { NotFoundReason } from '../../src/selection/not-found-reason.js'
import { anArtifact } from '../support/artifact.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
  build()
})
afterEach(() => scenario.close())

const CI = '.github/workflows/ci.yml'
const FORK = { id: 4711, full_name: 'mallory/app' }
const CREATED = '2026-01-01T00:00:00Z'

function build(): void {
  const { repository, run } = scenario
  const ci = run.workflow
  repository.addRun({ workflow: ci }).listArtifact('dist', { created_at: CREATED, expired: false })
  repository
    .addRun({ workflow: ci })
    .listArtifact('old', { expired: true, expires_at: '2026-01-31T00:00:00Z' })
  repository.addRun({ workflow: ci, conclusion: 'failure' }).listArtifact('broken')
  repository.addRun({ workflow: ci, head_branch: 'dev', head_sha: 'd'.repeat(40) }).listArtifact('docs')
  repository.addRun({ workflow: ci, status: 'in_progress', head_branch: 'wip' }).listArtifact('wip')
}

/** The newest artifact of a name, as the action describes it. */
function newest(name: string): Artifact {
  const of = scenario.repository.artifacts.items.filter(artifact => artifact.name === name)
  const artifact = of.toSorted((a, b) => b.id - a.id)[0]
  if (artifact === undefined) throw new Error(`no artifact ${name}`)
  const { id, run, size_in_bytes, created_at, expires_at } = artifact
  const dateOf = (date: number | null) =>
    date === null ? null : new Date(date).toISOString().replace('.000Z', 'Z')
  const workflow_run = { id: run.id, head_branch: run.head_branch ?? '', head_sha: run.head_sha }
  const dates = { created_at: dateOf(created_at), expires_at: dateOf(expires_at) }
  return anArtifact({ id, name, size_in_bytes, ...dates, workflow_run })
}

function runMismatch(
  name: string,
  run: { status?: string; conclusion?: string; repository?: string; isCurrent?: boolean }
): NotFoundReason {
  const { status = 'completed', conclusion = null, repository, isCurrent = false } = run
  const artifact = newest(name)
  const head_repository = repository === undefined ? null : { id: 1, full_name: repository }
  return {
    kind: 'run-mismatch',
    artifact,
    run: { id: artifact.workflow_run?.id ?? 0, path: CI, event: 'push', status, conclusion, head_repository },
    isCurrent,
    isForeign: repository !== undefined
  }
}

const unknown = (name: string, similar: string[] | undefined, isList = false): NotFoundReason => ({
  kind: 'unknown-name',
  name,
  isList,
  similar
})
const expired = (name: string): NotFoundReason => ({ kind: 'expired', artifact: newest(name) })
const tooOld = (name: string): NotFoundReason => ({
  kind: 'age-or-size',
  artifact: newest(name),
  isForeign: false
})
const patternMismatch = (typo: 'list' | 'regexp' | undefined): NotFoundReason => ({
  kind: 'pattern-mismatch',
  typo,
  place: 'repository',
  names: ['wip', 'docs', 'broken', 'dist']
})
const unknownWorkflow = (workflow: string, ...similar: string[]): NotFoundReason => ({
  kind: 'unknown-workflow',
  lacks: 'workflow',
  workflow,
  similar
})

/** The part of the message before the advice. */
const textOf = (message: string) => message.split('\n\n')[0] ?? ''
/** What the message of these reasons ends in. */
const textsOf = (reasons: readonly NotFoundReason[]) => `: ${reasons.map(reasonText).join('; ')}`

test.each<[string, Record<string, string>, () => NotFoundReason[]]>([
  ['a typo in a name', { name: 'dits', branch: 'main' }, () => [unknown('dits', ['dist', 'docs', 'wip'])]],
  ['an expired artifact', { name: 'old', branch: 'main' }, () => [expired('old')]],
  [
    'an expired artifact of another workflow',
    { name: 'old', branch: 'main', workflow: 'cl.yml' },
    () => [unknownWorkflow('cl.yml', 'ci.yml'), runMismatch('old', { conclusion: 'success' })]
  ],
  [
    'a run with another conclusion',
    { name: 'broken', branch: 'main' },
    () => [runMismatch('broken', { conclusion: 'failure' })]
  ],
  [
    'a run that is not completed',
    { name: 'wip', branch: 'wip' },
    () => [runMismatch('wip', { status: 'in_progress' })]
  ],
  [
    'another branch',
    { name: 'docs', branch: 'main', conclusion: 'any' },
    () => [{ kind: 'other-commit', artifact: newest('docs') }]
  ],
  [
    'several names in one line',
    { name: 'dist, docs', branch: 'main' },
    () => [unknown('dist, docs', ['dist', 'docs', 'wip'], true)]
  ],
  [
    'names with a space between them, one of which exists',
    { name: 'dist nope', branch: 'main' },
    () => [unknown('dist nope', ['dist', 'docs', 'wip'], true)]
  ],
  [
    'a name of two words that do not exist',
    { name: 'no such', branch: 'main' },
    () => [unknown('no such', ['docs', 'dist', 'broken'])]
  ],
  [
    'several patterns in one line',
    { operation: 'list', pattern: 'x*, y*', branch: 'main' },
    () => [patternMismatch('list')]
  ],
  [
    'a pattern with a comma in braces',
    { operation: 'list', pattern: '{x,y}*', branch: 'main' },
    () => [patternMismatch(undefined)]
  ],
  [
    'a pattern that matches nothing',
    { operation: 'list', pattern: 'x*', branch: 'main' },
    () => [patternMismatch(undefined)]
  ],
  [
    'a regular expression as a pattern',
    { operation: 'list', pattern: '^x.*$', branch: 'main' },
    () => [patternMismatch('regexp')]
  ],
  [
    'alternatives of an extended glob',
    { operation: 'list', pattern: '@(x|y)', branch: 'main' },
    () => [patternMismatch('regexp')]
  ],
  [
    'a name that pattern excludes',
    { operation: 'list', name: 'dist', pattern: 'doc*', branch: 'main' },
    () => [{ kind: 'outside-pattern', name: 'dist' }]
  ],
  [
    'a typo in a branch',
    { name: 'dist', branch: 'mian' },
    () => [
      { kind: 'branch-typo', branch: 'mian', similar: 'main' },
      { kind: 'other-commit', artifact: newest('dist') }
    ]
  ],
  [
    'each of several names that are missing',
    { name: 'dist\nnope\nold', branch: 'main' },
    () => [unknown('nope', ['docs', 'wip', 'broken']), expired('old')]
  ],
  [
    'a pattern that matches only in a run that does not match',
    { operation: 'list', pattern: 'bro*', branch: 'main' },
    () => [runMismatch('broken', { conclusion: 'failure' })]
  ],
  [
    'an age in a search',
    { operation: 'list', name: 'dist', branch: 'main', 'newer-than': '1d' },
    () => [tooOld('dist')]
  ],
  [
    'an age in the repository',
    { operation: 'list', scope: 'repository', name: 'dist', 'newer-than': '1d' },
    () => [tooOld('dist')]
  ],
  [
    'an age in the repository, of one name of two',
    { operation: 'download', scope: 'repository', name: 'dist\ndocs', 'newer-than': '1d' },
    () => [tooOld('dist')]
  ],
  [
    'an expired artifact of the given workflow',
    { operation: 'list', scope: 'repository', name: 'old', workflow: 'ci.yml' },
    () => [expired('old')]
  ],
  [
    'an expired artifact of another workflow in the repository',
    { operation: 'list', scope: 'repository', pattern: 'ol*', workflow: 'other.yml' },
    () => [unknownWorkflow('other.yml', 'ci.yml'), runMismatch('old', { conclusion: 'success' })]
  ],
  [
    'a name in the repository, of another branch',
    { operation: 'list', scope: 'repository', name: 'dist', branch: 'd*' },
    () => [{ kind: 'other-commit', artifact: newest('dist') }]
  ]
])('the error explains %s', async (_, inputs, reasons) => {
  const { code, stdout } = await scenario.step({
    operation: 'get',
    'if-no-artifact-found': 'error',
    ...inputs
  })
  expect(code).toBe(1)
  expect(textOf(errorOf(stdout).message)).toMatch(/^Not found in octo-org\/app/)
  expect(textOf(errorOf(stdout).message).endsWith(textsOf(reasons()))).toBe(true)
})

test('the error names the searched place', async () => {
  const inputs = { operation: 'get', name: 'dist', branch: 'dev', event: 'push' }
  const { message } = errorOf((await scenario.step(inputs)).stdout)
  expect(message).toContain('octo-org/app (branch dev, event push, conclusion success)')
})

test('an empty shard is explained without requesting other names', async () => {
  const { repository, server } = scenario
  const { id } = repository.artifacts.items[0] ?? { id: 0 }
  server.clearRequests()
  const { code, stdout } = await scenario.step({
    scope: 'repository',
    name: 'dist',
    latest: 'false',
    shard: `${((id + 1) % 4) + 1}/4`
  })
  expect(code).toBe(1)
  const kept = [{ reason: 'shard', count: 1, size: 0 } as const]
  expect(textOf(errorOf(stdout).message)).toContain(reasonText({ kind: 'excluded', kept }))
  expect(server.requests.length).toBe(1)
})

test.each<[string, Record<string, string>, () => NotFoundReason]>([
  ['a name', { name: 'nope' }, () => unknown('nope', undefined)],
  [
    'a pattern',
    { pattern: 'nope*' },
    () => ({ kind: 'pattern-mismatch', typo: undefined, place: 'repository', names: undefined })
  ],
  [
    'a size',
    { 'larger-than': '1GB' },
    () => ({ kind: 'excluded', kept: [{ reason: 'age-or-size', count: 5, size: 0 }] })
  ],
  ['a branch', { branch: 'nope' }, () => ({ kind: 'other-commit', artifact: newest('wip') })],
  ['a typo in a branch', { branch: 'wpi' }, () => ({ kind: 'other-commit', artifact: newest('wip') })]
])('with ignore, other names are not requested: %s', async (_, inputs, reason) => {
  const { code, stdout } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
  expect(code).toBe(0)
  const [, text] = /^Not found in octo-org\/app.*?: (.*)$/m.exec(stdout) ?? []
  expect(text).toBe(reasonText(reason()))
  expect(scenario.server.requests.length).toBe(1)
})

test('a branch with artifacts of its own is no typo', async () => {
  const { repository, run } = scenario
  repository.addRun({ workflow: run.workflow, head_branch: 'dev2' }).listArtifact('docs')
  const reasonsOf = async (branch: string) =>
    textOf(errorOf((await scenario.step({ operation: 'get', name: 'nope', branch })).stdout).message)
  const nope = unknown('nope', ['docs', 'wip', 'broken'])
  expect(await reasonsOf('dev')).toContain(`success)${textsOf([nope])}`)
  const typo: NotFoundReason = { kind: 'branch-typo', branch: 'dev3', similar: 'dev2' }
  expect(await reasonsOf('dev3')).toContain(`success)${textsOf([typo, nope])}`)
})

describe('artifacts that only age or size exclude', () => {
  const inputs = { name: 'dist', 'newer-than': '1h' }
  const addFork = () => {
    const { repository, run } = scenario
    repository
      .addRun({ workflow: run.workflow, head_repository: FORK })
      .listArtifact('dist', { created_at: '2026-01-03T00:00:00Z', expired: false })
  }

  test.each<[string, Record<string, string>]>([
    ['a search', { branch: 'main' }],
    ['the repository', { scope: 'repository' }]
  ])("%s: the own one is named before a fork's, and the inputs to check", async (_, place) => {
    const own = tooOld('dist')
    addFork()
    const { message } = errorOf((await scenario.step({ ...inputs, ...place })).stdout)
    expect(textOf(message)).toContain(textsOf([own]))
    expect(message).toMatch(/^Check newer-than\.$/m)
    expect(message.match(/^(Check|Find) /gm)).toHaveLength(1)
  })

  test.each<[string, Record<string, string>]>([
    ['a search', { branch: 'main' }],
    ['the repository', { scope: 'repository' }]
  ])("%s: a fork's is marked as one", async (_, place) => {
    const { repository } = scenario
    for (const artifact of repository.artifacts.items.filter(({ name }) => name === 'dist')) {
      repository.removeArtifact(artifact)
    }
    addFork()
    const { message } = errorOf((await scenario.step({ ...inputs, ...place })).stdout)
    const reason: NotFoundReason = { kind: 'age-or-size', artifact: newest('dist'), isForeign: true }
    expect(textOf(message)).toContain(textsOf([reason]))
  })
})

test("a commit that matches a fork's artifact is not taken for a merge commit", async () => {
  const { repository, run } = scenario
  const head = { head_repository: FORK, head_sha: 'f'.repeat(40) }
  repository.addRun({ workflow: run.workflow, ...head }).listArtifact('site')
  const { stdout } = await scenario.step({ operation: 'get', name: 'site', commit: 'fffffff' })
  const { message } = errorOf(stdout)
  const artifact = newest('site')
  expect(message).toContain(reasonText({ kind: 'foreign', artifact, repository: FORK.full_name }))
  expect(message).not.toContain(mergeCommitNote())
})

test('the current run is marked as such', async () => {
  scenario.run.listArtifact('mine')
  const { stdout } = await scenario.step({ operation: 'get', name: 'mine', branch: 'main' })
  const reason = runMismatch('mine', { status: 'in_progress', isCurrent: true })
  expect(textOf(errorOf(stdout).message)).toContain(textsOf([reason]))
})

describe('a workflow that does not exist', () => {
  test('is a warning of a deletion that finds nothing', async () => {
    const inputs = { operation: 'delete', scope: 'repository', pattern: '*', workflow: 'biuld.yml' }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(0)
    const text = reasonText(unknownWorkflow('biuld.yml', 'ci.yml'))
    expect(stdout.split('\n').filter(line => line.startsWith('::warning::'))).toEqual([
      expect.stringContaining(text)
    ])
  })

  test('is a warning with if-no-artifact-found: ignore', async () => {
    const inputs = { operation: 'get', name: 'nope', 'if-no-artifact-found': 'ignore' }
    const warningsOf = async (workflow: string) => {
      const { code, stdout } = await scenario.step({ ...inputs, workflow })
      expect(code).toBe(0)
      const [line = ''] = /^Not found in octo-org\/app .*$/m.exec(stdout) ?? []
      expect(line.endsWith(textsOf([unknown('nope', undefined)]))).toBe(true)
      return stdout.split('\n').filter(text => text.startsWith('::warning::'))
    }
    const [warning = '', ...more] = await warningsOf('cli.yml')
    expect(more).toEqual([])
    expect(warning).toContain('octo-org/app (workflow cli.yml, conclusion success)')
    expect(warning.endsWith(textsOf([unknownWorkflow('cli.yml', 'ci.yml')]))).toBe(true)
    expect(await warningsOf('ci.yml')).toEqual([])
  })

  test('costs one request to find out', async () => {
    const { server, repository } = scenario
    const workflow = repository.addWorkflow('.github/workflows/build.yml', { name: 'Build' })
    repository.addRun({ workflow, path: '.github/workflows/build.yml@refs/heads/main' })
    server.clearRequests()
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', workflow: 'biuld.yml' })
    const reasons = [
      unknownWorkflow('biuld.yml', 'build.yml', 'ci.yml'),
      unknown('nope', ['docs', 'wip', 'broken'])
    ]
    expect(textOf(errorOf(stdout).message)).toContain(textsOf(reasons))
    const asked = server.requests.filter(({ url }) => url.includes('/actions/workflows/'))
    expect(asked.map(({ url }) => url)).toEqual([
      '/repos/octo-org/app/actions/workflows/biuld.yml/runs?per_page=1&page=1'
    ])
  })

  test('has no similar names if it is an id', async () => {
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', workflow: '7' })
    const reasons = [unknownWorkflow('7'), unknown('nope', ['docs', 'wip', 'broken'])]
    expect(textOf(errorOf(stdout).message)).toContain(textsOf(reasons))
  })

  test.each([
    ['if it exists', { workflow: 'ci.yml' }],
    ['if the server refuses the request', { workflow: '404' }]
  ])('is not reported %s', async (_, inputs) => {
    scenario.server.fault({ match: { path: /\/actions\/workflows\/404\// }, action: { status: 403 } })
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', retries: '0', ...inputs })
    const text = textsOf([unknown('nope', ['docs', 'wip', 'broken'])])
    expect(textOf(errorOf(stdout).message)).toContain(`conclusion success)${text}`)
  })
})

test.each<[Record<string, string>, RegExp]>([
  [{}, /needs:.*\n.* run-id, run-number, workflow, branch/],
  [{ 'run-id': 'old' }, /\bCheck .*\brun\b/],
  [{ branch: 'main' }, /workflow file, branch, event .*conclusion/],
  [{ operation: 'list', scope: 'repository', 'newer-than': '1s' }, /operation: list/],
  [{ 'artifact-ids': '5' }, /\bIDs\b.*\brepository\b/]
])('the advice names the inputs of the searched place: %j', async (inputs, advice) => {
  const { head_branch } = scenario.run
  const other = scenario.repository.addRun({ workflow: scenario.run.workflow, head_branch })
  const { stdout } = await scenario.step({
    operation: 'get',
    ...(inputs['artifact-ids'] === undefined && { name: 'nowhere' }),
    'if-no-artifact-found': 'error',
    ...inputs,
    ...(inputs['run-id'] && { 'run-id': String(other.id) })
  })
  const [, hint = ''] = errorOf(stdout).message.split('\n\n')
  expect(hint.match(/^(Check|Find) /gm)).toHaveLength(1)
  expect(hint).toMatch(advice)
  expect(hint).toContain('if-no-artifact-found')
})

test('a run that does not exist, or that the token cannot read', async () => {
  const { stdout } = await scenario.step({ operation: 'get', name: 'dist', 'run-id': '5' })
  const { title, message } = errorOf(stdout)
  expect(title).toContain('(api-not-found)')
  expect(message).toMatch(/run 5 of octo-org\/app.*404/)
  expect(message).toMatch(/\n\n.*run 5 .*permissions:\n {2}actions: read/s)
})

test('another private repository: the permission that its token needs', async () => {
  scenario.server.addRepository('octo-org/secret', { private: true })
  scenario.server.addToken('ghs_narrow', { repositories: ['octo-org/app'] })
  const { stdout } = await scenario.step({
    operation: 'get',
    repository: 'octo-org/secret',
    'github-token': 'ghs_narrow',
    name: 'dist',
    branch: 'main'
  })
  const { message } = errorOf(stdout)
  expect(message).toMatch(/404.*GITHUB_TOKEN/s)
  expect(message).toMatch(/"Actions: read" on octo-org\/secret/)
  expect(message).not.toContain('permissions:')
})

test.each(['warn', 'ignore'])('the note on merge commits is in the log with %s', async handling => {
  for (const scope of ['run', 'repository']) {
    const inputs = { operation: 'list', scope, commit: 'abcdef0', 'if-no-artifact-found': handling }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(0)
    const [line] = /^.*Not found in .*$/m.exec(stdout) ?? []
    expect(line).toContain(mergeCommitNote())
  }
  const inputs = { operation: 'list', branch: 'nope', 'if-no-artifact-found': handling }
  expect((await scenario.step(inputs)).stdout).not.toContain(mergeCommitNote())
})

test('the note on merge commits is in the advice of an error', async () => {
  const { stdout } = await scenario.step({ operation: 'get', name: 'dist', commit: 'abcdef0' })
  const [text, hint] = errorOf(stdout).message.split('\n\n')
  expect(text).toContain('(commit abcdef0)')
  expect(hint).toContain(mergeCommitNote())
})

describe('GitHub Enterprise Server', () => {
  beforeEach(async () => {
    await scenario.close()
    scenario = await startScenario({ flavour: 'ghes-3.19' })
  })

  test('hides the artifacts of the current run', async () => {
    scenario.run.listArtifact('dist')
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist' })
    expect(errorOf(stdout).message).toContain(unfinishedRunNote())
  })

  test.each([
    ['warn', '::warning::Not found in run ', { kind: 'no-artifacts' }],
    ['ignore', 'Not found in run ', { kind: 'no-match' }]
  ] as const)('says so with if-no-artifact-found: %s', async (handling, begins, reason) => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow, status: 'in_progress' })
    const completed = repository.addRun({ workflow: run.workflow })
    for (const [{ id }, isHidden] of [
      [run, true],
      [other, true],
      [completed, false]
    ] as const) {
      const inputs = { operation: 'list', 'run-id': String(id), 'if-no-artifact-found': handling }
      const { code, stdout } = await scenario.step(inputs)
      expect(code).toBe(0)
      const line = stdout.split('\n').find(text => text.startsWith(`${begins}${id} `)) ?? ''
      expect(line).toContain(textsOf([reason]))
      expect(line.includes(unfinishedRunNote())).toBe(isHidden)
    }
  })

  test('hides those of another run while it is in progress', async () => {
    const { repository, run } = scenario
    for (const [status, isHidden] of [
      ['in_progress', true],
      ['completed', false]
    ] as const) {
      const other = repository.addRun({ workflow: run.workflow, status })
      const inputs = { operation: 'get', name: 'dist', 'run-id': String(other.id) }
      const { message } = errorOf((await scenario.step(inputs)).stdout)
      expect(message.includes(unfinishedRunNote())).toBe(isHidden)
    }
  })

  test('a search does not select artifacts without a run', async () => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow })
    other.listArtifact('bare', { workflow_run: 'absent' })
    for (const allowForks of ['true', 'false']) {
      const inputs = { operation: 'get', name: 'bare', workflow: 'ci.yml', 'allow-forks': allowForks }
      expect((await scenario.step(inputs)).code).toBe(1)
    }
  })
})
