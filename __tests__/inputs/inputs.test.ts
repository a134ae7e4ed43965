import { homedir } from 'node:os'
import path from 'node:path'
import { DEFAULTS, type InputName } from '../../src/inputs/action-defaults.js'
import { INPUTS } from '../../src/inputs/input-table.js'
import { readInputs } from '../../src/inputs/inputs.js'
import { InputError, type Problem } from '../../src/inputs/problems.js'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '7',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_WORKSPACE: '/home/runner/work',
  GITHUB_TOKEN: 'job-token'
}

/** Reads inputs as the runner passes them. Inputs that the step does not set have their defaults. */
function read(
  inputs: Record<string, string>,
  env: Record<string, string | undefined> = {},
  warn: (text: string) => void = () => {}
) {
  const all = { 'github-token': 'a-token', ...inputs }
  const given = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  return readInputs({ ...ENV, ...env, ...Object.fromEntries(given) }, warn)
}

function warningsOf(inputs: Record<string, string>): string[] {
  const warnings: string[] = []
  read(inputs, {}, text => warnings.push(text))
  return warnings
}

function problemsOf(
  inputs: Record<string, string>,
  env?: Record<string, string | undefined>
): readonly Problem[] {
  try {
    read(inputs, env)
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}

/** The inputs that have a problem. */
const invalid = (inputs: Record<string, string>, env?: Record<string, string | undefined>) =>
  problemsOf(inputs, env).map(({ input }) => input)

test.each<[string, Record<string, string>]>([
  ['list', { 'delete-after': 'False', 'wait-timeout': '0m', 'dry-run': 'FALSE' }],
  ['get', { limit: '00', 'gone-branches': 'False', cache: 'FALSE' }],
  ['delete', { 'allow-forks': 'False', 'wait-timeout': '0h', 'merge-multiple': 'FALSE' }]
])('%s accepts the default of an input of another operation in any spelling', (operation, inputs) => {
  expect(problemsOf({ operation, name: 'x', ...inputs })).toEqual([])
  const [[name]] = Object.entries(inputs) as [[string, string]]
  const value = name === 'limit' ? '1' : 'True'
  expect(problemsOf({ operation, name: 'x', [name]: value })).toEqual([
    { input: name, text: expect.stringMatching(`"${value}".*operation: ${operation}\\b`) }
  ])
})

describe('an unknown input', () => {
  test.each([
    ['dry_run', 'dry-run'],
    ['dryRun', 'dry-run'],
    ['drry-run', 'dry-run'],
    ['dry', 'dry-run'],
    ['oder-than', 'older-than'],
    ['old-than', 'older-than'],
    ['nmae', 'name'],
    ['names', 'name'],
    ['file', 'files'],
    ['run id', 'run-id'],
    ['if_no_artifact_found', 'if-no-artifact-found'],
    ['if-no-artifacts-found', 'if-no-artifact-found']
  ])('%s is refused as a typo of %s', (given, known) => {
    const [problem, ...more] = problemsOf({ operation: 'delete', name: 'x', [given]: 'true' })
    expect(problem?.input).toBe(given.toLowerCase())
    expect(problem?.text).toContain(` ${known}?`)
    expect(problem?.text).toContain(` INPUT_${given.toUpperCase()},`)
    expect(more).toEqual([])
  })

  test('a typo is reported together with all other problems', () => {
    expect(invalid({ operation: 'delete', kep_latest: '3' })).toEqual(['kep_latest', 'name'])
  })

  test.each(['node-version', 'environment', 'node', 'constructor', 'ids'])(
    '%s may be a variable of the job',
    given => {
      expect(warningsOf({ [given]: 'true' })).toEqual([])
    }
  )

  test.each([
    ['workflow_conclusion', ' conclusion '],
    ['skip_unpack', ' skip-decompress '],
    ['failOnError', ' continue-on-error of the step'],
    ['useGlob', ' pattern '],
    ['age', ' older-than '],
    ['ref', ' branch or commit '],
    ['token', ' github-token ']
  ])('%s only warns and names the replacement: %s', (given, replacement) => {
    const [warning, ...more] = warningsOf({ operation: 'delete', name: 'x', [given]: 'x' })
    expect(warning?.startsWith(`${given.toLowerCase()} `)).toBe(true)
    expect(warning).toContain(replacement)
    expect(warning).not.toContain('operation: delete')
    expect(more).toEqual([])
  })

  test('an input of actions that delete: the warning says that this step downloads by default', () => {
    const ofDeleteActions = [
      ...['age', 'exceptPrefix', 'expire-in', 'failOnError', 'onlyPrefix', 'skip-recent', 'skip-tags'],
      'useGlob'
    ]
    const saysSo = (name: string, operation: string) =>
      warningsOf({ operation, name: 'x', [name]: 'x' })[0]?.includes('operation: delete')
    expect(ofDeleteActions.filter(name => !saysSo(name, ''))).toEqual([])
    expect(ofDeleteActions.filter(name => saysSo(name, 'list') || saysSo(name, 'delete'))).toEqual([])
    expect(saysSo('token', '')).toBe(false)
  })

  test.each<Record<string, string>>([
    { ref: 'main', commit: 'abcdef0' },
    { workflow_conclusion: 'completed', conclusion: 'any' },
    { token: 'a-token' },
    { repo: ' ' }
  ])('no warning if our input is set too, or if it is empty: %j', inputs => {
    expect(warningsOf(inputs)).toEqual([])
  })

  test('an empty typo is ignored', () => {
    expect(problemsOf({ dry_run: ' ' })).toEqual([])
  })

  test('its name cannot forge a line', () => {
    const [problem] = problemsOf({ 'latest\n': 'x' })
    expect(problem?.input).toBe('latest\\n')
    expect(problem?.text).toContain(' latest?')
    expect(problem?.text).toContain(' INPUT_LATEST\\n,')
    expect(problem?.text).not.toContain('\n')
  })
})

describe('an empty input', () => {
  const CLEAN = { operation: 'delete', scope: 'repository', 'older-than': '7d' }
  /** The inputs whose default is not empty, with what to write instead. */
  const ROWS = Object.entries(DEFAULTS)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => {
      const expression = /^\$\{\{ (.*) \}\}$/.exec(text)?.[1] ?? `'${text}'`
      return { name: name as InputName, fix: `\${{ … || ${expression} }}` }
    })
  const ofDelete = ({ name }: { name: InputName }) =>
    (INPUTS[name].operations as readonly string[]).includes('delete') && name !== 'operation'

  test('every input but `unpack` and those whose default depends on the operation has a default in writing', () => {
    const without = Object.entries(DEFAULTS).filter(([, text]) => text === '')
    expect(without.map(([name]) => name)).toEqual(['latest', 'if-no-artifact-found', 'unpack', 'summary'])
  })

  test.each(ROWS.filter(ofDelete))('delete refuses an empty $name', ({ name, fix }) => {
    const problems = problemsOf({ ...CLEAN, pattern: '*', [name]: ' ' })
    expect(problems).toEqual([{ input: name, text: expect.stringContaining(fix) }])
  })

  test('delete refuses all of them at once', () => {
    expect(invalid({ ...CLEAN, 'pull-request': '', 'dry-run': '', limit: '' })).toEqual([
      'pull-request',
      'limit',
      'dry-run'
    ])
  })

  // An empty expected-digest is always an error: it must not turn the check off.
  const ACCEPTED = ROWS.filter(({ name }) => name !== 'expected-digest')
  test.each(ACCEPTED)('another operation takes the default of $name, with a warning', ({ name, fix }) => {
    const operation = INPUTS[name].operations.find(other => other !== 'delete') ?? 'list'
    const inputs = { ...(name !== 'operation' && { operation }), 'artifact-ids': '5' }
    const [warning, ...more] = warningsOf({ ...inputs, [name]: ' ' })
    expect(warning?.startsWith(`${name} is empty: `)).toBe(true)
    expect(warning).toContain(fix)
    expect(more).toEqual([])
    const absent = Object.fromEntries(Object.entries(inputs).filter(([input]) => input !== name))
    // What the runner would have passed for the token is not known.
    const token = name === 'github-token' ? { token: '' } : {}
    expect(read({ ...absent, [name]: '' })).toEqual({ ...read(absent), ...token })
  })

  test('one warning lists all', () => {
    const [warning, ...more] = warningsOf({ 'run-id': '', commit: '', limit: '', latest: '' })
    for (const name of ['run-id', 'commit', 'limit']) expect(warning).toContain(`${name} is empty: `)
    expect(warning).not.toContain('latest')
    expect(more).toEqual([])
  })

  test('an absent input and one with its default cause no warning', () => {
    expect(warningsOf(CLEAN)).toEqual([])
    const given = Object.entries(DEFAULTS).filter(([, text]) => !text.startsWith('${{'))
    expect(warningsOf(Object.fromEntries(given))).toEqual([])
    expect(read(Object.fromEntries(given))).toEqual(read({}))
  })

  test.each([{ repository: 'octo-org/lib' }, { 'api-url': 'https://ghes.example/api/v3' }])(
    'run-id beside %j is an error',
    inputs => {
      const [problem, ...more] = problemsOf({ ...inputs, scope: 'repository', 'run-id': '' })
      expect(problem).toEqual({ input: 'run-id', text: expect.stringContaining('is empty') })
      expect(more).toEqual([])
    }
  )

  test('github-token on act, where the default is empty', () => {
    const warnings: string[] = []
    read({ operation: 'delete', name: 'x', 'github-token': '' }, { ACT: 'true' }, text => warnings.push(text))
    expect(warnings).toEqual([])
  })
})

describe("the current run's id, which the runner passes by default", () => {
  test.each<[Record<string, string>, object]>([
    [{ workflow: 'ci.yml' }, { kind: 'search' }],
    [{ branch: 'main', event: 'push' }, { kind: 'search' }],
    [{ 'run-number': '12', workflow: 'ci.yml' }, { kind: 'search' }],
    [{ commit: 'abcdef0' }, { kind: 'search' }],
    [{ 'pull-request': '5' }, { kind: 'search' }],
    [{ conclusion: 'failure' }, { kind: 'search' }],
    [{ 'artifact-ids': '5' }, { kind: 'ids', runId: undefined }],
    [{ scope: 'repository' }, { kind: 'repository' }],
    [{ repository: 'octo-org/lib', workflow: 'ci.yml' }, { kind: 'search' }],
    [{ 'api-url': 'https://ghes.example/api/v3', scope: 'repository' }, { kind: 'repository' }],
    [{}, { kind: 'run', runId: 7, how: 'current' }]
  ])('counts as not given beside %j', (inputs, place) => {
    expect(read({ ...inputs, 'run-id': '7' })).toMatchObject({ place })
  })

  test('does not make delete by age apply to a single run', () => {
    expect(invalid({ operation: 'delete', 'older-than': '7d', 'run-id': '7' })).toEqual(['older-than'])
  })
})

describe('valid inputs', () => {
  test('no inputs: download the current run into the workspace', () => {
    expect(read({})).toEqual({
      operation: 'download',
      repository: { owner: 'octo-org', repo: 'app' },
      ownRepository: true,
      ownServer: true,
      onGitHubCom: false,
      backend: 'auto',
      token: 'a-token',
      apiUrl: 'https://api.github.com',
      concurrency: 'auto',
      retries: 5,
      stallTimeout: 30_000,
      rateLimitWait: 300_000,
      summary: true,
      place: { kind: 'run', runId: 7, how: 'current' },
      currentRunId: 7,
      names: [],
      pattern: undefined,
      includeExpired: false,
      olderThan: undefined,
      newerThan: undefined,
      largerThan: undefined,
      smallerThan: undefined,
      latest: true,
      shard: undefined,
      limit: 0,
      minCount: 0,
      ifNoArtifactFound: 'error',
      waitTimeout: 0,
      path: path.resolve('/home/runner/work'),
      mergeMultiple: false,
      files: undefined,
      skipDecompress: false,
      digestMismatch: 'error',
      onConflict: 'overwrite',
      maxExtractedSize: undefined,
      cache: false,
      deleteAfter: false
    })
  })

  test.each([
    ['list', false, 'ignore', true],
    ['get', true, 'error', false],
    ['download', true, 'error', true],
    ['delete', false, 'ignore', true]
  ])('the defaults of %s', (operation, latest, ifNoArtifactFound, summary) => {
    expect(read({ operation, name: 'x' })).toMatchObject({ latest, ifNoArtifactFound, summary })
  })

  test('with min-count, artifacts that are not found are an error by default', () => {
    const inputs = { operation: 'list', 'min-count': '2' }
    expect(read(inputs)).toMatchObject({ minCount: 2, ifNoArtifactFound: 'error' })
    expect(read({ ...inputs, 'if-no-artifact-found': 'warn' })).toMatchObject({ ifNoArtifactFound: 'warn' })
    expect(read({ operation: 'list', 'min-count': '0' })).toMatchObject({ ifNoArtifactFound: 'ignore' })
  })

  test.each<[string, Record<string, string>, object, Record<string, string>?]>([
    ['names, one per line', { name: ' a \n\n b\na' }, { names: ['a', 'b'] }],
    [
      'ids separated by commas and lines',
      { 'artifact-ids': '3, 4\n5,3' },
      { place: { kind: 'ids', ids: [3, 4, 5], runId: undefined } }
    ],
    [
      'ids together with a run',
      { 'artifact-ids': '3', 'run-id': '9' },
      { place: { kind: 'ids', ids: [3], runId: 9 } }
    ],
    [
      'get by id does not select the newest of a name',
      { operation: 'get', 'artifact-ids': '3' },
      { latest: false }
    ],
    ['a run', { 'run-id': '9' }, { place: { kind: 'run', runId: 9, how: 'given' } }],
    ['the current run by its id', { 'run-id': '7' }, { place: { kind: 'run', runId: 7, how: 'current' } }],
    [
      'a run of another repository',
      { 'run-id': '9', repository: 'octo-org/lib' },
      { place: { how: 'given' }, currentRunId: undefined }
    ],
    [
      'a search for a run',
      {
        workflow: './.github/workflows/ci.yml',
        branch: 'refs/heads/a/b',
        commit: 'ABCDEF0',
        'pull-request': '5',
        event: 'push',
        conclusion: 'failure',
        'allow-forks': 'true'
      },
      {
        place: {
          kind: 'search',
          runs: {
            workflow: '.github/workflows/ci.yml',
            branch: { lines: ['a/b'] },
            commit: 'abcdef0',
            pullRequest: 5,
            event: 'push',
            conclusion: 'failure',
            allowForks: true
          }
        }
      }
    ],
    [
      'a search defaults to successful runs',
      { workflow: 'ci.yml' },
      { place: { runs: { conclusion: 'success' } } }
    ],
    [
      'a run number, which defaults to any conclusion',
      { workflow: 'ci.yml', branch: 'main', 'run-number': '12' },
      { place: { kind: 'search', runs: { runNumber: 12, conclusion: 'any' } } }
    ],
    [
      'the pull request that was merged as the commit of the job',
      { 'pull-request': 'merged' },
      {
        place: {
          kind: 'search',
          runs: { pullRequest: undefined, merged: { as: 'c'.repeat(40) }, conclusion: 'success' }
        }
      },
      { GITHUB_SHA: 'C'.repeat(40) }
    ],
    [
      'a branch with braces in its name',
      { branch: 'a{b}' },
      { place: { runs: { branch: { lines: ['a{b}'] } } } }
    ],
    [
      'branches to try in order, each once',
      { branch: 'refs/heads/b\na\nb\n' },
      { place: { kind: 'search', runs: { branch: { lines: ['b', 'a'] } } } }
    ],
    [
      'a search by branch defaults to successful runs',
      { branch: 'main' },
      { place: { runs: { conclusion: 'success' } } }
    ],
    [
      'a search by commit defaults to any conclusion',
      { commit: 'abcdef0' },
      { place: { runs: { conclusion: 'any' } } }
    ],
    [
      'scope: repository defaults to any conclusion',
      { scope: 'repository', branch: 'main' },
      { place: { kind: 'repository', runs: { conclusion: 'any' } } }
    ],
    ['waiting', { 'wait-timeout': '2m' }, { waitTimeout: 120_000 }],
    ['a minimum of the limit', { 'min-count': '3', limit: '3' }, { minCount: 3, limit: 3 }],
    [
      'a minimum above the names, of which a run may have several',
      { operation: 'list', 'min-count': '3', name: 'a' },
      { minCount: 3 }
    ],
    [
      'the repository',
      { scope: 'repository' },
      { place: { kind: 'repository', runs: { branch: undefined } } }
    ],
    [
      'all branches but one, with an explicit pattern',
      { operation: 'delete', scope: 'repository', branch: '!main', pattern: '*' },
      { operation: 'delete', place: { runs: { branch: { lines: ['!main'] } } } }
    ],
    [
      'a branch glob and an exclusion',
      { operation: 'delete', scope: 'repository', branch: 'a/**\n!a/b' },
      { operation: 'delete' }
    ],
    [
      'branches without refs/heads/',
      { scope: 'repository', branch: 'refs/heads/main\n!refs/heads/old/**\nrefs/tags/v1' },
      { place: { runs: { branch: { lines: ['main', '!old/**', 'v1'] } } } }
    ],
    [
      'keep-latest groups by name',
      { operation: 'delete', scope: 'repository', 'keep-latest': '3', 'keep-runs': '0' },
      { keepLatest: 3, keepRuns: undefined, groupBy: 'name' }
    ],
    [
      'keep-runs groups by workflow',
      { operation: 'delete', scope: 'repository', 'keep-latest': '3', 'keep-runs': '5' },
      { keepLatest: 3, keepRuns: 5, groupBy: 'workflow' }
    ],
    [
      'keep-runs of another group',
      { operation: 'delete', scope: 'repository', 'keep-runs': '5', 'group-by': 'all' },
      { keepRuns: 5, groupBy: 'all' }
    ],
    ['age', { 'older-than': '2w', 'newer-than': '2026-01-31' }, { olderThan: { ago: 1_209_600_000 } }],
    ['size', { 'larger-than': '10MB', 'smaller-than': '1GiB' }, { largerThan: 1e7, smallerThan: 2 ** 30 }],
    ['a shard', { shard: '2/5' }, { shard: { index: 2, count: 5 } }],
    [
      'booleans of YAML 1.2',
      { 'merge-multiple': 'TRUE', 'skip-decompress': 'False' },
      { mergeMultiple: true, skipDecompress: false }
    ],
    ['the home folder', { path: '~/x' }, { path: path.join(homedir(), 'x') }],
    ['the home folder itself', { path: '~' }, { path: homedir() }],
    ['a folder whose name starts with a tilde', { path: '~x' }, { path: path.resolve('~x') }],
    [
      'a slash after the API base',
      { 'api-url': 'https://ghes.example/api/v3/', 'run-id': '9' },
      { apiUrl: 'https://ghes.example/api/v3' }
    ],
    [
      'http for loopback',
      { 'api-url': 'http://127.0.0.1:3000', 'run-id': '9' },
      { apiUrl: 'http://127.0.0.1:3000' }
    ],
    ['http for ::1', { 'api-url': 'http://[::1]:3000', 'run-id': '9' }, { apiUrl: 'http://[::1]:3000' }],
    ['another repository', { repository: 'Octo-Org/lib', scope: 'repository' }, { ownRepository: false }],
    ['the own repository in another letter case', { repository: 'OCTO-ORG/App' }, { ownRepository: true }]
  ])('%s', (...[, inputs, expected, env]) => {
    expect(read(inputs, env)).toMatchObject(expected)
  })

  test('a repeated line applies again: the last one that matches decides', () => {
    const text = '!v*\nv1\n!v*'
    const inputs = read({ operation: 'list', scope: 'repository', pattern: text, branch: text })
    expect(inputs.pattern?.('v1')).toBe(false)
    const { place } = inputs
    expect(place.kind === 'repository' && place.runs.branch?.matches('v1')).toBe(false)
  })

  test("http for the job's own server", () => {
    const env = { GITHUB_API_URL: 'http://ghes.intern/api/v3' }
    expect(read({ 'api-url': 'http://ghes.intern/api/v3' }, env).apiUrl).toBe('http://ghes.intern/api/v3')
    // Not another server on the same machine.
    expect(invalid({ 'api-url': 'http://ghes.intern:8080/api/v3' }, env)).toEqual(['api-url'])
  })

  test('outside of a runner: github.com and the working directory', () => {
    const env = { GITHUB_API_URL: undefined, GITHUB_WORKSPACE: undefined }
    expect(read({}, env)).toMatchObject({ apiUrl: 'https://api.github.com', path: process.cwd() })
  })

  test('the defaults that the runner passes for other operations are accepted', () => {
    const defaults = { path: '/home/runner/work/', 'digest-mismatch': 'error', limit: '0' }
    expect(problemsOf({ operation: 'list', ...defaults })).toEqual([])
  })
})

describe('invalid inputs', () => {
  const junk: [InputName, string[]][] = [
    ['operation', ['upload', 'Download', 'download,list']],
    ['repository', ['app', 'a/b/c', '../x', '..', 'octo org/app', 'https://github.com/a/b', '/']],
    ['github-token', ['two\nlines']],
    ['backend', ['service', 'Auto', 'runtime,rest']],
    [
      'api-url',
      [
        'api.github.com',
        'http://ghes.example/api/v3',
        'ftp://x/',
        'ftp://127.0.0.1/',
        'https://u:p@x/',
        'https://:p@x/',
        'https://x/?a=b',
        'https://x/#f',
        'http://localhost.evil.example/',
        'a\u0000b'
      ]
    ],
    ['scope', ['Run', 'all', 'repo']],
    [
      'run-id',
      ['current', 'Triggering', 'abc', '-1', '0', '1.5', '1e3', '0x10', '99999999999999999999', '1 2']
    ],
    ['run-number', ['#12', '0', '-1', '1.5', 'latest']],
    ['workflow', ['CI', 'Build and test', '/', '.github/workflows/', 'a\nb']],
    ['commit', ['mergebase', 'Merge-Base', 'main', 'abcdef', 'abcdefg', 'a'.repeat(65)]],
    ['ancestors', ['-1', '251', 'all']],
    ['pull-request', ['#5', '0', 'five', 'Merged']],
    ['event', ['Push', 'push,schedule', 'pull request']],
    ['conclusion', ['ok', 'Success', 'in_progress']],
    ['allow-forks', ['yes']],
    ['wait-timeout', ['60', '1.5m', '2026-01-01', 'forever']],
    [
      'branch',
      [
        ...['{1..99999}', 'x'.repeat(5000), '!release/** !v*', '!a,!b', 'a, b', 'a\n!b\tc'],
        // An expression that evaluated to empty: nothing is protected.
        ...['!', 'a\n!', '!refs/heads/', 'refs/heads/', 'refs/tags/\na']
      ]
    ],
    ['name', ['a*', 'b?', 'ok\nlogs-*']],
    ['pattern', ['{a,b}'.repeat(30), 'x'.repeat(5000), '!', '!a\n!']],
    ['artifact-ids', ['abc', '1,x', '-3', '0', '1.5', ',', '9007199254740993']],
    ['older-than', ['7', '7 d', 'week', '2026-02-30', '2026-1-1', '-7d', '1e3d', '99999999999999w']],
    ['newer-than', ['yesterday', '2026-01-01T25:00:00Z', '2026-01-01 10:00', '2026-13-01', '7D']],
    ['larger-than', ['big', '-1', '1 TB']],
    ['smaller-than', ['1e6', '10%']],
    ['include-expired', ['yes', '1', 'tRue']],
    ['latest', ['newest', 'on']],
    ['shard', ['1', '0/3', '4/3', '1/0', '-1/3', '1/2/3', '1.5/3', '1/99999999999999999']],
    ['limit', ['-1', 'many', '1.5', 'Infinity']],
    ['min-count', ['-1', 'all', '1.5']],
    ['if-no-artifact-found', ['fail', 'ERROR']],
    ['path', ['a\u0000b', 'a\nb']],
    ['merge-multiple', ['y', 'merge']],
    ['files', ['{1..99999}', '!']],
    ['unpack', ['{1..99999}', '!']],
    ['skip-decompress', ['no']],
    ['digest-mismatch', ['fail', 'warning']],
    ['expected-digest', ['sha256:', 'a=', '0'.repeat(63), `md5:${'0'.repeat(64)}`, `a${'0'.repeat(64)}`]],
    ['on-conflict', ['replace']],
    ['max-extracted-size', ['big', '-1', '1TB', '1e9', '10 K', '99999999999GB']],
    ['cache', ['yes']],
    ['delete-after', ['0']],
    ['keep-latest', ['-1', 'all']],
    ['keep-runs', ['-1', 'all', '5 runs']],
    ['keep-size', ['much', '-5MB']],
    ['group-by', ['Name', 'run', 'name,branch']],
    ['gone-branches', ['yes']],
    ['max-deletes', ['-1', 'none']],
    ['dry-run', ['off']],
    ['concurrency', ['0', '65', '-1', 'all', '8.0']],
    ['retries', ['-1', '101', 'forever']],
    ['stall-timeout', ['30', '0s', 'never']],
    ['rate-limit-wait', ['5', '1 h', '2026-01-01']],
    ['summary', ['short']]
  ]
  const rows = junk.flatMap(([name, values]) => values.map(value => [name, value] as const))

  test('the table has every input', () => {
    expect(junk.map(([name]) => name).sort()).toEqual(Object.keys(INPUTS).sort())
  })

  test.each(rows)('%s: %j', (name, value) => {
    const operation = name === 'operation' ? undefined : INPUTS[name].operations[0]
    const problems = problemsOf({
      ...(operation && { operation }),
      ...(operation === 'delete' && { name: 'x' }),
      [name]: value
    })
    const problem = problems.find(({ input }) => input === name)
    expect(problem?.text).toContain('Allowed: ')
    const shown = name === 'github-token' ? '' : `"${value.replace(/\/\/.*@/, '//***@').slice(0, 1)}`
    expect(problem?.text.startsWith(shown || 'is')).toBe(true)
  })

  test('a token or a password is not printed', () => {
    expect(JSON.stringify(problemsOf({ 'github-token': 'secret\ntoken' }))).not.toMatch(/secret/)
    expect(JSON.stringify(problemsOf({ 'api-url': 'https://user:secret@ghes.example/' }))).not.toMatch(
      /secret/
    )
  })

  test('all problems in one error: the input, the value and what is allowed', () => {
    const problems = problemsOf({ operation: 'list', limit: 'x', scope: 'y', concurrency: '0' })
    expect(problems).toEqual([
      { input: 'scope', text: expect.stringMatching(/"y".* run or repository$/) },
      { input: 'limit', text: expect.stringMatching(/"x".* from 0$/) },
      { input: 'concurrency', text: expect.stringMatching(/"0".* auto or .* from 1 to 64$/) }
    ])
    const error = new InputError(problems)
    expect(error.code).toBe('input-invalid')
    expect(error.message.split('\n- ').slice(1)).toEqual(
      problems.map(({ input, text }) => `${input} ${text}`)
    )
  })

  test.each<[Record<string, string>, string]>([
    [{ operation: 'get', name: 'a*' }, 'name'],
    [{ operation: 'delete', name: 'a*' }, 'name'],
    [{ operation: 'delete', pattern: '{1..9999}' }, 'pattern'],
    [{ operation: 'get', 'artifact-ids': 'x' }, 'artifact-ids'],
    [{ operation: 'delete', scope: 'repository', 'older-than': 'x' }, 'older-than'],
    [{ repository: 'octo-org/lib', 'run-id': 'abc' }, 'run-id']
  ])('an invalid value is not also reported as missing: %j', (inputs, name) => {
    expect(problemsOf(inputs)).toEqual([{ input: name, text: expect.stringContaining('Allowed: ') }])
  })

  test.each([
    ['older-than', '7d'],
    ['newer-than', '7d'],
    ['larger-than', '1MB'],
    ['smaller-than', '1MB'],
    ['branch', 'main'],
    ['keep-latest', '3'],
    ['keep-runs', '3'],
    ['keep-size', '1GB'],
    ['gone-branches', 'true']
  ])('%s limits what delete deletes', (name, value) => {
    expect(problemsOf({ operation: 'delete', scope: 'repository', [name]: value })).toEqual([])
  })

  test('delete by age accepts a given run and given ids', () => {
    expect(problemsOf({ operation: 'delete', 'run-id': '5', 'older-than': '7d' })).toEqual([])
    expect(problemsOf({ operation: 'delete', 'artifact-ids': '5', 'older-than': '7d' })).toEqual([])
    expect(problemsOf({ operation: 'delete', 'artifact-ids': '5,6', 'keep-runs': '1' })).toEqual([])
  })

  /** Each problem: the input, then facts that its text has to name. */
  type Problems = [input: string, ...facts: string[]][]
  test.each<[string, Record<string, string>, Problems, Record<string, string | undefined>?]>([
    ['get without a name', { operation: 'get' }, [['name', 'artifact-ids', 'operation: list']]],
    ['delete of everything', { operation: 'delete' }, [['name', 'keep-latest', "pattern: '*'"]]],
    [
      'delete of everything in the repository',
      { operation: 'delete', scope: 'repository' },
      [['name', "pattern: '*'"]]
    ],
    [
      'delete with branches that only exclude',
      { operation: 'delete', scope: 'repository', branch: '!release/**\n!v*' },
      [['name', "everything else, set pattern: '*'"]]
    ],
    ['delete of a whole run', { operation: 'delete', 'run-id': '5' }, [['name', "pattern: '*'"]]],
    [
      'delete by age in the current run',
      { operation: 'delete', 'older-than': '7d' },
      [['older-than', 'scope: repository', 'run-id']]
    ],
    [
      'keep rules in the current run',
      {
        operation: 'delete',
        'keep-latest': '3',
        'keep-runs': '3',
        'keep-size': '1GB',
        'gone-branches': 'true'
      },
      [
        ['keep-runs', 'scope: repository'],
        ['keep-latest', 'scope: repository'],
        ['keep-size', 'scope: repository'],
        ['gone-branches', 'scope: repository']
      ]
    ],
    [
      'keep-runs in the one run that a search finds',
      { operation: 'delete', workflow: 'ci.yml', 'keep-runs': '3' },
      [['keep-runs', 'scope: repository']]
    ],
    [
      'keep-runs in a given run',
      { operation: 'delete', 'run-id': '5', 'keep-runs': '3' },
      [['keep-runs', 'scope: repository']]
    ],
    [
      'inputs that do not limit what delete deletes',
      {
        operation: 'delete',
        scope: 'repository',
        'gone-branches': 'false',
        'max-deletes': '5',
        limit: '5',
        shard: '1/2',
        'dry-run': 'true'
      },
      [['name', "pattern: '*'"]]
    ],
    [
      'one run and all runs',
      { 'run-id': '5', scope: 'repository' },
      [['run-id', '"5"', 'scope: repository']]
    ],
    [
      'ids and all runs',
      { 'artifact-ids': '5', scope: 'repository' },
      [['artifact-ids', 'scope: repository']]
    ],
    [
      'delete-after with files',
      { 'delete-after': 'true', files: '*.txt' },
      [['delete-after', '"true"', 'files']]
    ],
    [
      'delete-after with skip',
      { 'delete-after': 'true', 'on-conflict': 'skip' },
      [['delete-after', '"true"', 'on-conflict: skip']]
    ],
    [
      'files with skip-decompress',
      { 'skip-decompress': 'true', files: '*' },
      [['files', 'skip-decompress: true']]
    ],
    [
      'unpack with skip-decompress',
      { 'skip-decompress': 'true', unpack: '*.tgz' },
      [['unpack', 'skip-decompress: true']]
    ],
    [
      'an input of another operation',
      { operation: 'list', path: 'x' },
      [['path', '"x"', 'operation: list', 'operation: download']]
    ],
    [
      'dry-run of a download',
      { 'dry-run': 'true' },
      [['dry-run', '"true"', 'operation: download (', 'delete']]
    ],
    [
      'download of expired artifacts',
      { 'include-expired': 'true' },
      [['include-expired', 'list, get or delete']]
    ],
    [
      'a pattern for get',
      { operation: 'get', name: 'x', pattern: 'y' },
      [['pattern', '"y"', 'operation: get']]
    ],
    [
      'a run number without a workflow',
      { 'run-number': '12', branch: 'main' },
      [['run-number', '"12"', 'workflow']]
    ],
    ['ancestors without a commit', { ancestors: '5', branch: 'main' }, [['ancestors', '"5"', 'commit']]],
    [
      'ancestors for delete',
      { operation: 'delete', name: 'x', commit: 'abcdef0', ancestors: '5' },
      [['ancestors', '"5"', 'operation: delete']]
    ],
    [
      'the merge base of a push',
      { commit: 'merge-base' },
      [['commit', '"merge-base"', 'pull request']],
      { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/does/not/exist' }
    ],
    [
      'the merge base in another repository',
      { commit: 'merge-base', repository: 'octo-org/lib' },
      [['commit', '"merge-base"', 'repository']]
    ],
    [
      'a merged pull request of another repository',
      { 'pull-request': 'merged', repository: 'octo-org/lib' },
      [['pull-request', '"merged"', 'repository']],
      { GITHUB_SHA: 'c'.repeat(40) }
    ],
    [
      'a merged pull request outside of a job',
      { 'pull-request': 'merged' },
      [['pull-request', '"merged"', 'GITHUB_SHA']]
    ],
    [
      'a minimum of a deletion',
      { operation: 'delete', name: 'x', 'min-count': '2' },
      [['min-count', '"2"', 'operation: delete', 'list or download']]
    ],
    ['a minimum above the limit', { 'min-count': '4', limit: '3' }, [['min-count', '"4"', 'limit', '3']]],
    [
      'a minimum above the ids',
      { 'min-count': '3', 'artifact-ids': '5,6' },
      [['min-count', '"3"', 'artifact-ids', '2']]
    ],
    ['a minimum above the names', { 'min-count': '2', name: 'a' }, [['min-count', '"2"', 'name', '1']]],
    [
      'the newest of too few names',
      { operation: 'list', 'min-count': '2', name: 'a', latest: 'true' },
      [['min-count', '"2"', 'name', '1']]
    ],
    ['a glob for one run', { branch: 'release/*' }, [['branch', '"release/*"', 'scope: repository']]],
    [
      'braces that name two branches',
      { branch: 'release/{1,2}' },
      [['branch', '"release/{1,2}"', 'scope: repository']]
    ],
    ['a range of branches', { branch: 'v{1..9}' }, [['branch', '"v{1..9}"', 'scope: repository']]],
    [
      'a glob in a list of branches for one run',
      { branch: 'main\nrelease/*' },
      [['branch', '"release/*"', 'scope: repository']]
    ],
    ['an excluded branch for one run', { branch: '!main' }, [['branch', '"!main"', 'scope: repository']]],
    [
      'the ref of a pull request',
      { branch: 'refs/pull/12/merge' },
      [['branch', '"refs/pull/12/merge"', 'pull-request: 12']]
    ],
    [
      'a run and a search for a run',
      { 'run-id': '5', workflow: 'ci.yml', commit: 'abcdef0' },
      [['run-id', '"5"', 'workflow and commit']]
    ],
    [
      'ids and a search for a run',
      { 'artifact-ids': '5', event: 'push', 'allow-forks': 'true' },
      [['artifact-ids', 'event and allow-forks']]
    ],
    [
      'allow-forks for delete',
      { operation: 'delete', name: 'x', 'allow-forks': 'true' },
      [['allow-forks', '"true"', 'operation: delete']]
    ],
    [
      'a wait for delete',
      { operation: 'delete', name: 'x', 'wait-timeout': '5m' },
      [['wait-timeout', '"5m"', 'operation: delete']]
    ],
    [
      'the triggering run of a push',
      { 'run-id': 'triggering' },
      [['run-id', '"triggering"', 'push', 'workflow_run']],
      { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/does/not/exist' }
    ],
    [
      'a triggering run that the event does not name',
      { 'run-id': 'triggering' },
      [['run-id', '"triggering"']],
      { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: '/does/not/exist' }
    ],
    [
      'the current run of another repository',
      { repository: 'octo-org/lib', 'run-id': '7' },
      [['run-id', 'another repository', 'artifact-ids', 'scope: repository']]
    ],
    [
      'the current run of another server',
      { 'api-url': 'https://ghes.example/api/v3' },
      [['run-id', 'another server', 'artifact-ids', 'scope: repository']]
    ],
    ['no current run', {}, [['run-id', 'GITHUB_RUN_ID']], { GITHUB_RUN_ID: undefined }],
    [
      'backend: runtime with another run and expired artifacts',
      { backend: 'runtime', 'run-id': '8', 'include-expired': 'true', operation: 'list' },
      [['backend', '"runtime"', 'run-id and include-expired: true']]
    ],
    ['backend: runtime with a search', { backend: 'runtime', workflow: 'ci.yml' }, [['backend', 'workflow']]],
    [
      'backend: runtime with the whole repository',
      { backend: 'runtime', scope: 'repository' },
      [['backend', 'scope: repository']]
    ],
    [
      'backend: runtime with ids outside of a run',
      { backend: 'runtime', 'artifact-ids': '5' },
      [['backend', 'GITHUB_RUN_ID']],
      { GITHUB_RUN_ID: undefined }
    ],
    [
      'backend: runtime with another repository and server',
      {
        backend: 'runtime',
        'artifact-ids': '5',
        repository: 'octo-org/lib',
        'api-url': 'https://ghes.example/api/v3'
      },
      [['backend', 'repository and api-url']]
    ],
    ['no repository', {}, [['repository', 'empty', 'owner/repo']], { GITHUB_REPOSITORY: undefined }],
    [
      "the job's token for another server",
      { 'api-url': 'https://ghes.example/api/v3', 'run-id': '9', 'github-token': 'job-token' },
      [['github-token', 'GITHUB_TOKEN', 'https://ghes.example']]
    ]
  ])('%s', (...[, inputs, expected, env]) => {
    const problems = problemsOf(inputs, env)
    expect(problems.map(({ input }) => input)).toEqual(expected.map(([input]) => input))
    for (const [index, [, ...facts]] of expected.entries()) {
      for (const fact of facts) expect(problems[index]?.text).toContain(fact)
    }
  })

  test('every default is valid', () => {
    const fixed = Object.entries(DEFAULTS).filter(([, text]) => text !== '' && !text.startsWith('${{'))
    expect(fixed.length).toBeGreaterThan(5)
    for (const [name, text] of fixed) expect(() => INPUTS[name as InputName].parser(text)).not.toThrow()
  })
})
