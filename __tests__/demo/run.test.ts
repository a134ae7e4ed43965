import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT, readProjectFile } from '../support/project.js'

let folder: string
let child: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(path.join(realpathSync.native(tmpdir()), 'demo-'))
  mkdirSync(path.join(folder, 'temp'))
})
afterEach(() => {
  // It may still wait for what is not there.
  child?.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** The demo with a file of this text, or one that is not there. */
async function demo(text?: string, onOutput?: (demo: ChildProcess) => void) {
  const file = path.join(folder, 'try.yml')
  if (text !== undefined) writeFileSync(file, text)
  const { stderr, ...more } = await demoOf([file], onOutput)
  return { ...more, stderr: stderr.replace(file, 'try.yml') }
}

/** The demo with these files; nothing of it may be left in the system's folder. */
async function demoOf(files: readonly string[], onOutput?: (demo: ChildProcess) => void) {
  const temp = path.join(folder, 'temp')
  const started = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'scripts/demo.ts'), ...files], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temp, TEMP: temp, TMP: temp, FORCE_COLOR: undefined, NO_COLOR: '1' }
  })
  child = started
  let stdout = ''
  let stderr = ''
  started.stdout.setEncoding('utf8').on('data', part => {
    stdout += part
    onOutput?.(started)
  })
  started.stderr.setEncoding('utf8').on('data', part => {
    stderr += part
  })
  const code = await new Promise(resolve => started.on('close', resolve))
  expect(readdirSync(temp).filter(name => name.startsWith('job-'))).toEqual([])
  return { code, stdout, stderr: stderr.trimEnd(), lines: stdout.split(/\r?\n/) }
}

const OURS = 'uses: artifact-action/artifact-action@v1'

test('a file is played: what is there, its steps with what they gave, and what is not run', async () => {
  const { code, lines, stderr } = await demo(`
on: workflow_dispatch
jobs:
  look:
    permissions: {actions: read}
    env: {GITHUB_OUTPUT: ignored, RUNNER_TEMP: ignored}
    outputs: {id: '\${{ steps.list.outputs.artifact-id }}'}
    steps:
      - {run: make}
      - {id: list, ${OURS}, with: {operation: list, scope: repository, branch: release/1.0, name: dist}}
  fetch:
    needs: look
    permissions: {actions: read}
    steps:
      - {${OURS}, with: {artifact-ids: '\${{ needs.look.outputs.id }}', path: '\${{ runner.temp }}/got'}}
      - {${OURS}, continue-on-error: true, with: {name: dits, github-token: '\${{ secrets.X }}'}}
      - {${OURS}, with: {operation: delete, name: dist}}
      - {${OURS}, with: {name: dist}}
`)
  const started = (start: string) => lines.filter(line => line.startsWith(start))
  expect(stderr).toBe('')
  expect(code).toBe(1)
  expect(lines[0]).toMatch(/try\.yml is played as run \d+ of octo-org\/app, started by workflow_dispatch\.$/)
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}\d+ {2}build\.yml +release\/1\.0 +push +success +5 d/)
  )
  expect(started('━━')).toEqual([
    '━━ 1. job look, step 2',
    '━━ 2. job fetch, step 1',
    '━━ 3. job fetch, step 2',
    '━━ 4. job fetch, step 3'
  ])
  expect(lines).toEqual(
    expect.arrayContaining([
      'job look: not run here: 1 other step (run: make)',
      expect.stringMatching(/^ {6}artifact-ids: \d+ # \$\{\{ needs\.look\.outputs\.id \}\}$/),
      '  Error: Artifact not found (artifact-not-found)',
      '      github-token: *** # ${{ secrets.X }}',
      'job fetch, step 2 failed: its job goes on all the same (continue-on-error)',
      // The job may not delete.
      '  Error: Permission missing (api-forbidden)',
      'job fetch, step 3 failed: what follows in its job is skipped, but for steps with always() or failure()',
      'job fetch, step 4 is skipped, as a step before it failed'
    ])
  )
})

test('it is started by the event that is chosen', async () => {
  const file = path.join(folder, 'try.yml')
  const inputs = '{needed: {required: true}}'
  writeFileSync(
    file,
    `on: {push: , workflow_dispatch: {inputs: ${inputs}}}\nsteps: [{${OURS}, with: {operation: list}}]`
  )
  const byDefault = await demoOf([file])
  const chosen = await demoOf(['--event', 'workflow_dispatch', file])
  expect([byDefault.lines[0], chosen.lines[0]]).toEqual([
    expect.stringMatching(/, started by push\.$/),
    expect.stringMatching(/, started by workflow_dispatch\.$/)
  ])
  const missing = 'inputs.needed has no default: here it is empty'
  expect([byDefault, chosen].map(({ lines }) => lines.includes(missing))).toEqual([false, true])
})

test('its usage', async () => {
  const { code, stdout } = await demoOf(['--help'])
  expect(code).toBe(0)
  for (const option of ['--event', '--repo']) expect(stdout).toContain(`npm run demo -- ${option} `)
  expect(await demoOf(['--event', 'push'])).toMatchObject({ code: 1, stderr: '--event needs a file' })
})

test('the environment of a step is that of its process', async () => {
  const { code, lines } = await demo(`steps: [{${OURS}, env: {NODE_DEBUG: net}, with: {operation: list}}]`)
  expect(code).toBe(0)
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}NET \d+: /))
})

test.each([
  [undefined, /^try\.yml cannot be read: ENOENT: no such file or directory[^\n]*$/],
  ['a: b: c', /^try\.yml: it is not YAML: Nested mappings[^\n]* at line 1, column 4$/],
  ['steps: [{run: x}]', /^try\.yml: no step in it uses artifact-action\/artifact-action$/],
  [
    `steps: [{${OURS}, with: {name: "\${{ foo.bar }}"}}]`,
    /^try\.yml: step 1: name: \$\{\{ foo\.bar \}\} cannot be evaluated: Unrecognized named-value: 'foo'$/
  ]
])('%j is refused in one line', async (text, message) => {
  const { code, stderr } = await demo(text)
  expect(stderr).toMatch(message)
  expect(code).toBe(1)
})

test('a reader that goes away, as `head` does, ends it without a word', async () => {
  const later = path.join(folder, 'later')
  const list = `{${OURS}, with: {operation: list}}`
  const { code, stderr } = await demo(
    `steps: [${list}, ${list}, {${OURS}, with: {name: dist, path: '${later}'}}]`,
    ({ stdout }) => stdout?.destroy()
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(existsSync(later)).toBe(false)
})

test('the examples find something, but for those that say what is done where there is nothing', async () => {
  const examples = new Map(
    [
      ...readProjectFile('docs/EXAMPLES.md').matchAll(/^### ([^\n]+)\n(?:(?!^### ).)*?```yaml\n(.*?)```/gms)
    ].map(([, heading = '', yaml = '']) => [heading, yaml])
  )
  const files = [...examples.values()].map((yaml, index) => {
    const file = path.join(folder, `example-${index}.yml`)
    writeFileSync(file, yaml)
    return file
  })
  const { code, stdout, stderr } = await demoOf(files)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const played = stdout.split(/^The real action.*/m).slice(1)
  const found = played.map(text => [...text.matchAll(/^ {2}found=(.*)$/gm)].map(([, value]) => value))
  const headings = [...examples.keys()]
  expect(headings.length).toBeGreaterThan(10)
  expect(found.filter(values => values.length === 0)).toEqual([])
  expect(headings.filter((_, index) => found[index]?.includes('false') !== false)).toEqual([
    'Optional artifact',
    'Largest artifacts'
  ])
}, 60_000)
