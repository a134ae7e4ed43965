import { homedir } from 'node:os'
import path from 'node:path'
import { ActionError } from '../../src/errors/action-error.js'
import { DEFAULTS, type InputName } from '../../src/inputs/action-defaults.js'
import { INPUTS, readInputs } from '../../src/inputs/inputs.js'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '7',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_WORKSPACE: '/home/runner/work',
  GITHUB_TOKEN: 'job-token'
}

/** Reads inputs as the runner would pass them: what a step does not say has its default. */
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

function problemsOf(inputs: Record<string, string>, env?: Record<string, string | undefined>): string {
  try {
    read(inputs, env)
  } catch (error) {
    if (error instanceof ActionError && error.code === 'input-invalid') return error.message
    throw error
  }
  return ''
}

test.each<[string, Record<string, string>]>([
  ['list', { 'delete-after': 'False', 'wait-timeout': '0m', 'dry-run': 'FALSE' }],
  ['get', { limit: '00', 'gone-branches': 'False', cache: 'FALSE' }],
  ['delete', { 'allow-forks': 'False', 'wait-timeout': '0h', 'merge-multiple': 'FALSE' }]
])(
  '%s: the default of an input of another operation is no slip, however it is spelt',
  (operation, inputs) => {
    expect(problemsOf({ operation, name: 'x', ...inputs })).toBe('')
    const [[name]] = Object.entries(inputs) as [[string, string]]
    expect(problemsOf({ operation, name: 'x', [name]: name === 'limit' ? '1' : 'True' })).toContain(
      `does nothing with operation: ${operation}`
    )
  }
)

describe('an input that is none', () => {
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
  ])('%s is refused: was it to be %s?', (given, meant) => {
    const inputs = { operation: 'delete', name: 'x', [given]: 'true' }
    expect(problemsOf(inputs)).toBe(
      `Invalid input: ${given.toLowerCase()} is not an input of this action; did you mean ${meant}? (If INPUT_${given.toUpperCase()} is a variable of the job, give it another name.)`
    )
  })

  test('it is told with what else is wrong', () => {
    expect(problemsOf({ operation: 'delete', kep_latest: '3' })).toMatch(
      /^Invalid inputs:\n- kep_latest is not .* keep-latest\? \(.*\)\n- name is not given/
    )
  })

  test.each(['node-version', 'environment', 'node', 'constructor', 'ids'])(
    '%s may be a variable of the job',
    given => {
      expect(warningsOf({ [given]: 'true' })).toEqual([])
    }
  )

  test.each([
    ['workflow_conclusion', 'conclusion'],
    ['skip_unpack', 'skip-decompress'],
    ['failOnError', 'continue-on-error of the step, beside with'],
    ['useGlob', 'pattern'],
    ['age', 'older-than'],
    ['ref', 'branch or commit'],
    ['token', 'github-token']
  ])('%s is let be, with the word for it here: %s', (given, ours) => {
    expect(warningsOf({ operation: 'delete', name: 'x', [given]: 'x' })).toEqual([
      `${given.toLowerCase()} is not an input of this action, and does nothing; the nearest here is ${ours}`
    ])
  })

  test('one that only actions have that delete: nor does this step, unless it is told to', () => {
    const ofCleanUps = [
      ...['age', 'exceptPrefix', 'expire-in', 'failOnError', 'onlyPrefix', 'skip-recent', 'skip-tags'],
      'useGlob'
    ]
    const isTold = (name: string, operation: string) =>
      warningsOf({ operation, name: 'x', [name]: 'x' })[0]?.endsWith(
        '. This step downloads: operation: delete is not set'
      )
    expect(ofCleanUps.filter(name => !isTold(name, ''))).toEqual([])
    expect(ofCleanUps.filter(name => isTold(name, 'list') || isTold(name, 'delete'))).toEqual([])
    expect(isTold('token', '')).toBe(false)
  })

  test.each<Record<string, string>>([
    { ref: 'main', commit: 'abcdef0' },
    { workflow_conclusion: 'completed', conclusion: 'any' },
    { token: 'a-token' },
    { repo: ' ' }
  ])('nothing is said where ours was given too, or nothing: %j', inputs => {
    expect(warningsOf(inputs)).toEqual([])
  })

  test('without a value it is not given', () => {
    expect(problemsOf({ dry_run: ' ' })).toBe('')
  })

  test('it forges no line', () => {
    expect(problemsOf({ 'latest\n': 'x' })).toBe(
      'Invalid input: latest\\n is not an input of this action; did you mean latest? (If INPUT_LATEST\\n is a variable of the job, give it another name.)'
    )
  })
})

describe('what deletes more where it is there and empty', () => {
  const clean = { operation: 'delete', scope: 'repository', 'older-than': '7d' }

  test.each([
    ['dry-run', 'this step deletes'],
    ['gone-branches', 'branches that are there are meant too']
  ])('%s: %s', (name, what) => {
    expect(warningsOf({ ...clean, [name]: ' ' })).toEqual([
      `${name} is empty, as if it were not given: ${what}. An expression in it came to nothing; where that is meant (by a schedule, say), write \${{ … || 'false' }}`
    ])
    expect(warningsOf({ operation: 'list', [name]: '' })).toEqual([])
    expect(warningsOf({ ...clean, [name]: 'false' })).toEqual([])
  })

  test('of others an empty value says that there is none', () => {
    expect(warningsOf({ ...clean, limit: '', 'max-deletes': '', 'keep-latest': '' })).toEqual([])
    expect(warningsOf(clean)).toEqual([])
  })
})

describe('what is read', () => {
  test('nothing given: download the current run into the workspace', () => {
    expect(read({})).toEqual({
      operation: 'download',
      repository: { owner: 'octo-org', repo: 'app' },
      ownRepository: true,
      ownServer: true,
      backend: 'auto',
      token: 'a-token',
      apiUrl: 'https://api.github.com',
      concurrency: 8,
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

  test.each<[string, Record<string, string>, object]>([
    ['names a line', { name: ' a \n\n b\na' }, { names: ['a', 'b'] }],
    [
      'ids by comma and line',
      { 'artifact-ids': '3, 4\n5,3' },
      { place: { kind: 'ids', ids: [3, 4, 5], runId: undefined } }
    ],
    [
      'ids beside a run',
      { 'artifact-ids': '3', 'run-id': '9' },
      { place: { kind: 'ids', ids: [3], runId: 9 } }
    ],
    ['get by id is not the newest of a name', { operation: 'get', 'artifact-ids': '3' }, { latest: false }],
    ['a run', { 'run-id': '9' }, { place: { kind: 'run', runId: 9, how: 'given' } }],
    ['the current run by its id', { 'run-id': '7' }, { place: { kind: 'run', runId: 7, how: 'current' } }],
    [
      'the same id in another repository',
      { 'run-id': '7', repository: 'octo-org/lib' },
      { place: { how: 'given' }, currentRunId: undefined }
    ],
    [
      'what to find a run by',
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
    ['a search means success', { workflow: 'ci.yml' }, { place: { runs: { conclusion: 'success' } } }],
    [
      'a branch with braces in its name',
      { branch: 'a{b}' },
      { place: { runs: { branch: { lines: ['a{b}'] } } } }
    ],
    ['a search by branch too', { branch: 'main' }, { place: { runs: { conclusion: 'success' } } }],
    ['a commit means any conclusion', { commit: 'abcdef0' }, { place: { runs: { conclusion: 'any' } } }],
    [
      'the whole repository any',
      { scope: 'repository', branch: 'main' },
      { place: { kind: 'repository', runs: { conclusion: 'any' } } }
    ],
    ['waiting', { 'wait-timeout': '2m' }, { waitTimeout: 120_000 }],
    [
      'the repository',
      { scope: 'repository' },
      { place: { kind: 'repository', runs: { branch: undefined } } }
    ],
    [
      'all that branches do not protect, said so',
      { operation: 'delete', scope: 'repository', branch: '!main', pattern: '*' },
      { operation: 'delete', place: { runs: { branch: { lines: ['!main'] } } } }
    ],
    [
      'a branch that is meant beside one that is not',
      { operation: 'delete', scope: 'repository', branch: 'a/**\n!a/b' },
      { operation: 'delete' }
    ],
    [
      'branches without refs/heads/',
      { scope: 'repository', branch: 'refs/heads/main\n!refs/heads/old/**\nrefs/tags/v1' },
      { place: { runs: { branch: { lines: ['main', '!old/**', 'v1'] } } } }
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
    ['a folder whose name begins with a tilde', { path: '~x' }, { path: path.resolve('~x') }],
    [
      'a slash after the API base',
      { 'api-url': 'https://ghes.example/api/v3/' },
      { apiUrl: 'https://ghes.example/api/v3' }
    ],
    ['http for loopback', { 'api-url': 'http://127.0.0.1:3000' }, { apiUrl: 'http://127.0.0.1:3000' }],
    ['http for ::1', { 'api-url': 'http://[::1]:3000' }, { apiUrl: 'http://[::1]:3000' }],
    ['another repository', { repository: 'Octo-Org/lib', scope: 'repository' }, { ownRepository: false }],
    ['the own repository in other letters', { repository: 'OCTO-ORG/App' }, { ownRepository: true }]
  ])('%s', (_, inputs, expected) => {
    expect(read(inputs)).toMatchObject(expected)
  })

  test('http for the server of the job', () => {
    const env = { GITHUB_API_URL: 'http://ghes.intern/api/v3' }
    expect(read({ 'api-url': 'http://ghes.intern/api/v3' }, env).apiUrl).toBe('http://ghes.intern/api/v3')
    // Its own, not any on that machine.
    expect(problemsOf({ 'api-url': 'http://ghes.intern:8080/api/v3' }, env)).toMatch(
      /allowed: https, or http/
    )
  })

  test('outside of a runner the API is that of github.com and the target the working directory', () => {
    const env = { GITHUB_API_URL: undefined, GITHUB_WORKSPACE: undefined }
    expect(read({}, env)).toMatchObject({ apiUrl: 'https://api.github.com', path: process.cwd() })
  })

  test('what the runner passes as default to another operation is not held against it', () => {
    expect(
      problemsOf({ operation: 'list', path: '/home/runner/work/', 'digest-mismatch': 'error', limit: '0' })
    ).toBe('')
  })
})

describe('bad input', () => {
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
    ['workflow', ['CI', 'Build and test', '/', '.github/workflows/', 'a\nb']],
    ['commit', ['main', 'abcdef', 'abcdefg', 'a'.repeat(65)]],
    ['pull-request', ['#5', '0', 'five']],
    ['event', ['Push', 'push,schedule', 'pull request']],
    ['conclusion', ['ok', 'Success', 'in_progress']],
    ['allow-forks', ['yes']],
    ['wait-timeout', ['60', '1.5m', '2026-01-01', 'forever']],
    ['branch', ['{1..99999}', 'x'.repeat(5000), '!release/** !v*', '!a,!b', 'a, b', 'a\n!b\tc']],
    ['name', ['a*', 'b?', 'ok\nlogs-*']],
    ['pattern', ['{a,b}'.repeat(30), 'x'.repeat(5000)]],
    ['artifact-ids', ['abc', '1,x', '-3', '0', '1.5', ',', '9007199254740993']],
    ['older-than', ['7', '7 d', 'week', '2026-02-30', '2026-1-1', '-7d', '1e3d', '99999999999999w']],
    ['newer-than', ['yesterday', '2026-01-01T25:00:00Z', '2026-01-01 10:00', '2026-13-01', '7D']],
    ['larger-than', ['big', '-1', '1 TB']],
    ['smaller-than', ['1e6', '10%']],
    ['include-expired', ['yes', '1', 'tRue']],
    ['latest', ['newest', 'on']],
    ['shard', ['1', '0/3', '4/3', '1/0', '-1/3', '1/2/3', '1.5/3', '1/99999999999999999']],
    ['limit', ['-1', 'many', '1.5', 'Infinity']],
    ['if-no-artifact-found', ['fail', 'ERROR']],
    ['path', ['a\u0000b', 'a\nb']],
    ['merge-multiple', ['y', 'merge']],
    ['files', ['{1..99999}']],
    ['skip-decompress', ['no']],
    ['digest-mismatch', ['fail', 'warning']],
    ['on-conflict', ['replace']],
    ['max-extracted-size', ['big', '-1', '1TB', '1e9', '10 K', '99999999999GB']],
    ['cache', ['yes']],
    ['delete-after', ['0']],
    ['keep-latest', ['0', '-1', 'all']],
    ['keep-size', ['0', '0GB', 'much', '-5MB']],
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

  test('every input has junk in the table', () => {
    expect(junk.map(([name]) => name).sort()).toEqual(Object.keys(INPUTS).sort())
  })

  test.each(rows)('%s: %j', (name, value) => {
    const operation = name === 'operation' ? undefined : INPUTS[name].operations[0]
    const message = problemsOf({
      ...(operation && { operation }),
      ...(operation === 'delete' && { name: 'x' }),
      [name]: value
    })
    const problem = message
      .split('\n')
      .find(line => line.replace(/^(- |Invalid input: )/, '').startsWith(`${name} `))
    expect(problem).toBeDefined()
    expect(problem).toContain('allowed')
    const shown = value.replace(/\/\/.*@/, '//***@').slice(0, 1)
    expect(problem).toContain(name === 'github-token' ? 'is not allowed' : `"${shown}`)
  })

  test('a token or a password is not repeated', () => {
    expect(problemsOf({ 'github-token': 'secret\ntoken' })).not.toMatch(/secret/)
    expect(problemsOf({ 'api-url': 'https://user:secret@ghes.example/' })).not.toMatch(/secret/)
  })

  test('all problems in one go', () => {
    const message = problemsOf({ operation: 'list', limit: 'x', scope: 'y', concurrency: '0' })
    expect(message).toBe(
      'Invalid inputs:\n- scope "y" is not allowed; allowed: run or repository\n- limit "x" is not allowed; allowed: a whole number from 0\n- concurrency "0" is not allowed; allowed: a whole number from 1 to 64'
    )
  })

  test.each([
    { operation: 'get', name: 'a*' },
    { operation: 'delete', name: 'a*' },
    { operation: 'delete', pattern: '{1..9999}' },
    { operation: 'get', 'artifact-ids': 'x' },
    { operation: 'delete', scope: 'repository', 'older-than': 'x' },
    { repository: 'octo-org/lib', 'run-id': 'abc' }
  ])('a value that is not allowed is not also said to be missing: %j', inputs => {
    expect(problemsOf(inputs)).toMatch(/^Invalid input: .* is not allowed/)
  })

  test.each([
    ['older-than', '7d'],
    ['newer-than', '7d'],
    ['larger-than', '1MB'],
    ['smaller-than', '1MB'],
    ['branch', 'main'],
    ['keep-latest', '3'],
    ['keep-size', '1GB'],
    ['gone-branches', 'true']
  ])('delete is narrowed by %s', (name, value) => {
    expect(problemsOf({ operation: 'delete', scope: 'repository', [name]: value })).toBe('')
  })

  test('age with delete may be of a run or of ids that are named', () => {
    expect(problemsOf({ operation: 'delete', 'run-id': '5', 'older-than': '7d' })).toBe('')
    expect(problemsOf({ operation: 'delete', 'artifact-ids': '5', 'older-than': '7d' })).toBe('')
  })

  test.each<[string, Record<string, string>, RegExp, Record<string, string | undefined>?]>([
    ['get of nothing', { operation: 'get' }, /^Invalid input: name is not given; get wants a name/],
    ['delete of everything', { operation: 'delete' }, /name is not given.*pattern: '\*'/],
    [
      'delete of everything in the repository',
      { operation: 'delete', scope: 'repository' },
      /name is not given/
    ],
    [
      'delete of all that branches do not protect: what was to narrow it may be empty',
      { operation: 'delete', scope: 'repository', branch: '!release/**\n!v*', 'older-than': '' },
      /^Invalid input: name is not given.*\(to delete everything else, say pattern: '\*'\)/
    ],
    ['delete that only a run narrows', { operation: 'delete', 'run-id': '5' }, /name is not given/],
    [
      'delete-older than, of the current run',
      { operation: 'delete', 'older-than': '7d' },
      /^Invalid input: older-than would mean the artifacts of the current run; add scope: repository/
    ],
    [
      'keep rules, of the current run',
      { operation: 'delete', 'keep-latest': '3', 'keep-size': '1GB', 'gone-branches': 'true' },
      /- keep-latest would mean .*\n- keep-size would mean .*\n- gone-branches would mean .*add scope: repository/
    ],
    [
      'a gone rule that is off, and guards, narrow nothing',
      {
        operation: 'delete',
        scope: 'repository',
        'gone-branches': 'false',
        'max-deletes': '5',
        limit: '5',
        shard: '1/2',
        'dry-run': 'true'
      },
      /^Invalid input: name is not given/
    ],
    [
      'a run and every run',
      { 'run-id': '5', scope: 'repository' },
      /run-id "5" is one run, scope: repository is every run/
    ],
    [
      'ids and every run',
      { 'artifact-ids': '5', scope: 'repository' },
      /artifact-ids .* without scope: repository/
    ],
    ['delete-after with files', { 'delete-after': 'true', files: '*.txt' }, /delete-after "true" with files/],
    [
      'delete-after with skip',
      { 'delete-after': 'true', 'on-conflict': 'skip' },
      /delete-after "true" with on-conflict: skip/
    ],
    ['files of a kept archive', { 'skip-decompress': 'true', files: '*' }, /files cannot be picked/],
    [
      'an input of another operation',
      { operation: 'list', path: 'x' },
      /path "x" does nothing with operation: list; allowed with: download/
    ],
    [
      'a dry run of a download',
      { 'dry-run': 'true' },
      /dry-run "true" does nothing with operation: download/
    ],
    ['expired files', { 'include-expired': 'true' }, /include-expired .* allowed with: list, get, delete/],
    [
      'a pattern for get',
      { operation: 'get', name: 'x', pattern: 'y' },
      /pattern "y" does nothing with operation: get/
    ],
    [
      'globs for one run',
      { branch: 'release/*' },
      /^Invalid input: branch "release\/\*" is not one branch; allowed: a branch name, or scope: repository/
    ],
    [
      'braces that name two branches',
      { branch: 'release/{1,2}' },
      /branch "release\/\{1,2\}" is not one branch/
    ],
    ['a range of branches', { branch: 'v{1..9}' }, /branch "v\{1..9\}" is not one branch/],
    ['two branches for one run', { branch: 'a\nb' }, /branch "a\\nb" is not one branch/],
    ['all but a branch for one run', { branch: '!main' }, /branch "!main" is not one branch/],
    [
      'the ref of a pull request',
      { branch: 'refs/pull/12/merge' },
      /branch .* is no branch; allowed: pull-request: 12/
    ],
    [
      'a run and what to find one by',
      { 'run-id': '5', workflow: 'ci.yml', commit: 'abcdef0' },
      /run-id "5" says already which run it is; allowed: without workflow, commit$/
    ],
    [
      'ids and what to find a run by',
      { 'artifact-ids': '5', event: 'push', 'allow-forks': 'true' },
      /artifact-ids say already .*allowed: without event, allow-forks$/
    ],
    [
      'forks for delete',
      { operation: 'delete', name: 'x', 'allow-forks': 'true' },
      /allow-forks "true" does nothing with operation: delete/
    ],
    [
      'waiting to delete',
      { operation: 'delete', name: 'x', 'wait-timeout': '5m' },
      /wait-timeout "5m" does nothing with operation: delete/
    ],
    [
      'the triggering run of a push',
      { 'run-id': 'triggering' },
      /run-id "triggering" is the run that started this one, and this one was started by push; allowed: on workflow_run events/,
      { GITHUB_EVENT_NAME: 'push', GITHUB_EVENT_PATH: '/does/not/exist' }
    ],
    [
      'the triggering run that the event does not name',
      { 'run-id': 'triggering' },
      /run-id "triggering"/,
      { GITHUB_EVENT_NAME: 'workflow_run', GITHUB_EVENT_PATH: '/does/not/exist' }
    ],
    [
      'the current run of another repository',
      { repository: 'octo-org/lib' },
      /run-id is not given, and the current run is not in that repository/
    ],
    ['no run at all', {}, /GITHUB_RUN_ID is not set/, { GITHUB_RUN_ID: undefined }],
    [
      'another run for the service of this one',
      { backend: 'runtime', 'run-id': '8', 'include-expired': 'true', operation: 'list' },
      /backend "runtime" .* run-id, include-expired: true: auto or rest/
    ],
    ['a search for the service', { backend: 'runtime', workflow: 'ci.yml' }, /backend .* workflow: auto/],
    [
      'the whole repository for the service',
      { backend: 'runtime', scope: 'repository' },
      /backend .* scope: repository: auto/
    ],
    [
      'ids for the service outside of a run',
      { backend: 'runtime', 'artifact-ids': '5' },
      /backend .* GITHUB_RUN_ID: auto/,
      { GITHUB_RUN_ID: undefined }
    ],
    [
      'another repository and server for the service',
      {
        backend: 'runtime',
        'artifact-ids': '5',
        repository: 'octo-org/lib',
        'api-url': 'https://ghes.example/api/v3'
      },
      /backend .* repository, api-url: auto/
    ],
    ['no repository', {}, /repository is empty/, { GITHUB_REPOSITORY: undefined }],
    [
      "the job's token for another server",
      { 'api-url': 'https://ghes.example/api/v3', 'github-token': 'job-token' },
      /github-token is the GITHUB_TOKEN of this job/
    ]
  ])('%s', (...[, inputs, message, env]) => {
    expect(problemsOf(inputs, env)).toMatch(message)
  })

  test('every default is allowed', () => {
    const fixed = Object.entries(DEFAULTS).filter(([, text]) => text !== '' && !text.startsWith('${{'))
    expect(fixed.length).toBeGreaterThan(5)
    for (const [name, text] of fixed) expect(() => INPUTS[name as InputName].parser(text)).not.toThrow()
  })
})
