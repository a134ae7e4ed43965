import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { LINUX_BROWSERS } from '../support/browser.js'
import { exceptOnWindows } from '../support/platform.js'
import { readProjectFile } from '../support/project.js'
import { type Job, jobOf, type Step, workflows } from '../support/workflows.js'

test('actions of others are pinned by commit, and checkouts leave no token behind', () => {
  const wrong: string[] = []
  let count = 0
  for (const { file, workflow } of workflows) {
    for (const { steps = [] } of Object.values(workflow.jobs)) {
      for (const { uses, with: inputs } of steps) {
        if (uses === undefined || uses.startsWith('./')) continue
        count++
        if (!/@[0-9a-f]{40}$/.test(uses)) wrong.push(`${file}: ${uses}`)
        const keeps = inputs?.['persist-credentials'] !== false
        if (uses.startsWith('actions/checkout@') && keeps) wrong.push(`${file}: ${uses} keeps the token`)
      }
    }
  }
  expect(count).toBeGreaterThan(5)
  expect(wrong).toEqual([])
})

test('a workflow may read the contents, and a job what it says itself', () => {
  const writes = [
    'ci.yml use: actions',
    'codeql.yml analyze: security-events',
    'release.yml release: contents',
    'release.yml release: id-token',
    'release.yml release: attestations'
  ]
  expect(workflows.map(({ workflow }) => workflow.permissions)).toEqual(
    workflows.map(() => ({ contents: 'read' }))
  )
  const found = workflows.flatMap(({ file, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, { permissions = {} }]) =>
      Object.entries(permissions)
        .filter(([, access]) => access !== 'read')
        .map(([scope]) => `${file} ${name}: ${scope}`)
    )
  )
  expect(found.toSorted()).toEqual(writes.toSorted())
})

test('no script of a workflow is made of what an event says', () => {
  const scripts = workflows.flatMap(({ workflow }) =>
    Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps.flatMap(({ run = '' }) => run))
  )
  expect(scripts.filter(script => script !== '').length).toBeGreaterThan(10)
  expect(scripts.filter(script => script.includes('${{'))).toEqual([])
})

/** Whether it runs always, or on this condition, and what follows does not run where it fails. */
const holds = (part: Step | Job, condition?: string) =>
  [undefined, condition].includes(part.if) && part['continue-on-error'] === undefined
const scriptsThatHold = ({ steps = [] }: Job) => steps.filter(step => holds(step)).map(({ run }) => run)

/** The script of a step that Linux never leaves out, by how its name begins. */
function scriptOf({ steps = [] }: Job, name: string): string {
  const step = steps.find(step => step.name?.startsWith(name) && holds(step, "runner.os == 'Linux'"))
  if (step?.run === undefined) throw new Error(`There is no such step: ${name}`)
  return step.run
}

const check = jobOf('ci.yml', 'check')
const checkOfRelease = jobOf('release.yml', 'check')
const release = jobOf('release.yml', 'release')

test('each change is tested on all three systems, by the oldest Node and the newest', () => {
  const ci = workflows.find(({ file }) => file === 'ci.yml')
  expect(ci?.workflow.on).toEqual({ push: { branches: ['main'] }, pull_request: null })
  expect(check['runs-on']).toBe('${{ matrix.os }}')
  expect(check.strategy?.matrix).toEqual({
    os: expect.arrayContaining(['ubuntu-latest', 'macos-latest', 'windows-latest']),
    node: expect.arrayContaining([20, 24])
  })
  expect(holds(check)).toBe(true)
  expect(scriptsThatHold(check)).toContain('npm test')
})

test('what is released was tested', () => {
  expect(holds(checkOfRelease)).toBe(true)
  expect(scriptsThatHold(checkOfRelease)).toContain('npm test')
  expect(release.needs).toBe('check')
  expect(holds(release)).toBe(true)
})

exceptOnWindows('bash like that of Linux, where these scripts run')('the script of a workflow', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflow-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const file = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const command = (name: string, script: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })

  /** Runs it as the runner does, in a folder whose commands come before others. */
  function run(script: string, env: Record<string, string> = {}): { code: number | null; stdout: string } {
    const places = [folder, dirname(process.execPath), process.env.PATH ?? '']
    const { status, stdout } = spawnSync('bash', ['-e', '-c', script], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: places.join(delimiter), ...env }
    })
    return { code: status, stdout }
  }

  test.each([
    ['v1.10.0', ['tags/v1 ']],
    ['v1.9.1', []],
    ['v1.11.0-rc.1', []],
    ['v2.0.0', ['tags/v2 ']]
  ])('moves the tag of its major version at the release of %s, never back', (tag, moved) => {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' })
    git('init', '-q')
    git('-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-q', '--allow-empty', '-m', 'x')
    for (const name of ['v1', 'v1.2.0', 'v1.9.1', 'v1.10.0', 'v1.11.0-rc.1', 'v2.0.0']) git('tag', name)
    command('gh', 'echo "$* " >> calls')
    file('calls', '')
    const env = { GITHUB_REF_NAME: tag, GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: 'abc' }
    expect(run(scriptOf(release, 'Move the major version tag'), env).code).toBe(0)
    const calls = readFileSync(join(folder, 'calls'), 'utf8')
    expect(calls.match(/tags\/\S+ /g) ?? []).toEqual(moved)
  })

  const LOG = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-11-30\n\n- Not yet 1.3.0, see ## [1.3.0]\n'
  test.each([
    ['allows', 'v1.2.3', '1.2.3', /^$/],
    ['refuses', 'v1.2.4', '1.2.3', /^::error::.*v1\.2\.4\b.*package\.json.* 1\.2\.3\n$/],
    ['refuses', 'v1.2.3', '1.2.4', /^::error::.*v1\.2\.3\b.*package\.json.* 1\.2\.4\n$/],
    ['refuses', 'v1.2.30', '1.2.3', /^::error::.*v1\.2\.30\b.*package\.json.* 1\.2\.3\n$/],
    ['refuses', 'v1.3.0', '1.3.0', /^::error::CHANGELOG\.md .* 1\.3\.0\n$/],
    ['refuses', 'v1.2.3-rc.1', '1.2.3-rc.1', /^::error::CHANGELOG\.md .* 1\.2\.3-rc\.1\n$/]
  ])('%s the release %s where package.json has the version %s', (verdict, tag, version, stdout) => {
    file('package.json', JSON.stringify({ version, type: 'module' }))
    file('CHANGELOG.md', LOG)
    const script = scriptOf(checkOfRelease, 'Check that package.json')
    expect(run(script, { GITHUB_REF_NAME: tag })).toEqual({
      code: verdict === 'allows' ? 0 : 1,
      stdout: expect.stringMatching(stdout)
    })
  })

  describe.each([
    ['a change', check],
    ['a release', checkOfRelease]
  ])('for the tests of %s', (_, job) => {
    test.each(['none', 'bsdtar', 'gh', 'python3', 'google-chrome'])('finds that %s is missing', missing => {
      for (const name of ['bsdtar', 'gh', 'python3', 'google-chrome']) {
        command(name, name === missing ? 'exit 127' : 'exit 0')
      }
      const script = scriptOf(job, 'Check the tools').replaceAll('/usr/bin/', `${folder}/`)
      expect(run(script).code).toBe(missing === 'none' ? 0 : 127)
    })
  })
})

test('the browser that has to be there is one that charts are drawn by', () => {
  const named = [check, checkOfRelease].map(job => /^\/\S+/m.exec(scriptOf(job, 'Check the tools'))?.[0])
  expect(named.filter(browser => !LINUX_BROWSERS.includes(browser ?? ''))).toEqual([])
})

/** Packages of types, of which nothing is bundled. */
const TYPES = ['@octokit/openapi-types', '@octokit/types']
/** What dist has an empty module for (src/http/no-undici.cts), and what tar-stream needs only on another runtime (Bare). */
const LEFT_OUT = [
  'bare-buffer',
  'bare-events',
  'bare-fs',
  'bare-path',
  'bare-stream',
  'bare-url',
  'teex',
  'undici'
]

test('dist/licenses.txt has every package that it is made with, and theirs', () => {
  const { packages } = JSON.parse(readProjectFile('package-lock.json')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const names = Object.entries(packages)
    .filter(([folder, { dev = false }]) => folder !== '' && !dev)
    .map(([folder]) => folder.split('node_modules/').at(-1) ?? '')
  const named = readProjectFile('dist/licenses.txt').split('\n')
  expect(names.length).toBeGreaterThan(20)
  const missing = names.filter(name => !named.includes(name) && !TYPES.includes(name))
  expect([...new Set(missing)]).toEqual(LEFT_OUT)
})
