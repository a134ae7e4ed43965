import { homedir } from 'node:os'
import path from 'node:path'
import { DEFAULTS, type InputName } from '../../src/action-defaults.js'
import { ActionError } from '../../src/errors.js'
import { INPUTS, readInputs } from '../../src/inputs.js'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_RUN_ID: '7',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_WORKSPACE: '/home/runner/work',
  GITHUB_TOKEN: 'job-token'
}

let before: NodeJS.ProcessEnv
beforeEach(() => {
  before = process.env
})
afterEach(() => {
  process.env = before
})

/** Reads inputs as the runner would pass them: what a step does not say has its default. */
function read(inputs: Record<string, string>, env: Record<string, string | undefined> = {}) {
  const all = { 'github-token': 'a-token', ...inputs }
  process.env = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
  )
  return readInputs({ ...ENV, ...env })
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

describe('what is read', () => {
  test('nothing given: download the current run into the workspace', () => {
    expect(read({})).toEqual({
      operation: 'download',
      repository: { owner: 'octo-org', repo: 'app' },
      ownRepository: true,
      token: 'a-token',
      apiUrl: 'https://api.github.com',
      concurrency: 8,
      summary: true,
      place: { kind: 'run', runId: 7 },
      names: [],
      pattern: undefined,
      includeExpired: false,
      latest: true,
      limit: 0,
      ifNoArtifactFound: 'error',
      path: '/home/runner/work',
      mergeMultiple: false,
      files: undefined,
      skipDecompress: false,
      digestMismatch: 'error',
      onConflict: 'overwrite',
      maxExtractedSize: undefined,
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
    ['a run', { 'run-id': '9' }, { place: { kind: 'run', runId: 9 } }],
    ['the repository', { scope: 'repository' }, { place: { kind: 'repository' } }],
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
    ['repository', ['app', 'a/b/c', '../x', './..', 'octo org/app', 'https://github.com/a/b', '/']],
    ['github-token', ['two\nlines']],
    [
      'api-url',
      [
        'api.github.com',
        'http://ghes.example/api/v3',
        'ftp://x/',
        'https://u:p@x/',
        'https://x/?a=b',
        'https://x/#f',
        'http://localhost.evil.example/',
        'a\u0000b'
      ]
    ],
    ['scope', ['Run', 'all', 'repo']],
    ['run-id', ['abc', '-1', '0', '1.5', '1e3', '0x10', '99999999999999999999', '1 2']],
    ['name', ['a*', 'b?', 'ok\nlogs-*']],
    ['pattern', ['{a,b}'.repeat(30), 'x'.repeat(5000)]],
    ['artifact-ids', ['abc', '1,x', '-3', '0', '1.5', ',', '9007199254740993']],
    ['include-expired', ['yes', '1', 'tRue']],
    ['latest', ['newest', 'on']],
    ['limit', ['-1', 'many', '1.5', 'Infinity']],
    ['if-no-artifact-found', ['fail', 'ERROR']],
    ['path', ['a\u0000b', 'a\nb']],
    ['merge-multiple', ['y', 'merge']],
    ['files', ['{1..99999}']],
    ['skip-decompress', ['no']],
    ['digest-mismatch', ['fail', 'warning']],
    ['on-conflict', ['replace']],
    ['max-extracted-size', ['big', '-1', '1TB', '1e9', '10 K', '99999999999GB']],
    ['delete-after', ['0']],
    ['dry-run', ['off']],
    ['concurrency', ['0', '65', '-1', 'all', '8.0']],
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
    { repository: 'octo-org/lib', 'run-id': 'abc' }
  ])('a value that is not allowed is not also said to be missing: %j', inputs => {
    expect(problemsOf(inputs)).toMatch(/^Invalid input: .* is not allowed/)
  })

  test.each<[string, Record<string, string>, RegExp, Record<string, string | undefined>?]>([
    ['get of nothing', { operation: 'get' }, /^Invalid input: name is not given; get wants a name/],
    ['delete of everything', { operation: 'delete' }, /name is not given.*pattern: '\*'/],
    [
      'delete of everything in the repository',
      { operation: 'delete', scope: 'repository' },
      /name is not given/
    ],
    ['delete that only a run narrows', { operation: 'delete', 'run-id': '5' }, /name is not given/],
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
      'the current run of another repository',
      { repository: 'octo-org/lib' },
      /run-id is not given, and the current run is not in that repository/
    ],
    ['no run at all', {}, /GITHUB_RUN_ID is not set/, { GITHUB_RUN_ID: undefined }],
    ['no token', { 'github-token': '' }, /github-token is empty/],
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
