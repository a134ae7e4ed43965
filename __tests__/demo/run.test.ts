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
  // It may still wait for a missing artifact.
  child?.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the demo with a file that has this text; without `text`, the file does not exist. */
async function demo(text?: string, onOutput?: (demo: ChildProcess) => void) {
  const file = path.join(folder, 'try.yml')
  if (text !== undefined) writeFileSync(file, text)
  const { stderr, ...more } = await demoOf([file], onOutput)
  return { ...more, stderr: stderr.replace(file, 'try.yml') }
}

/** Runs the demo with these arguments, and checks that it leaves no temporary folder. */
async function demoOf(args: readonly string[], onOutput?: (demo: ChildProcess) => void) {
  const temp = path.join(folder, 'temp')
  const started = spawn(process.execPath, ['--import', 'tsx', path.join(ROOT, 'scripts/demo.ts'), ...args], {
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

test('a file runs: the demo shows the repositories, the steps with their results, and the steps that it does not run', async () => {
  const { code, lines, stdout, stderr } = await demo(`
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
      - {${OURS}, with: {operation: delete, name: dist, backend: rest}}
      - {${OURS}, with: {name: dist}}
`)
  const started = (start: string) => lines.filter(line => line.startsWith(start))
  expect(stderr).toBe('')
  expect(code).toBe(1)
  expect(stdout).toMatch(/\btry\.yml .*run \d+ of octo-org\/app, triggered by workflow_dispatch\.$/m)
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
      expect.stringMatching(/^job look: 1 other step .*\(run: make\)$/),
      expect.stringMatching(/^ {6}artifact-ids: \d+ # \$\{\{ needs\.look\.outputs\.id \}\}$/),
      expect.stringMatching(/^ {2}Error: .*\(artifact-not-found\)$/),
      '      github-token: *** # ${{ secrets.X }}',
      expect.stringMatching(/^job fetch, step 2 failed.*\(continue-on-error\)$/),
      // The job has no permission to delete.
      expect.stringMatching(/^ {2}Error: .*\(api-forbidden\)$/),
      expect.stringMatching(/^job fetch, step 3 failed.* always\(\) or failure\(\)/),
      expect.stringMatching(/^job fetch, step 4 is skipped/)
    ])
  )
})

test('--event selects the event', async () => {
  const file = path.join(folder, 'try.yml')
  const inputs = '{needed: {required: true}}'
  writeFileSync(
    file,
    `on: {push: , workflow_dispatch: {inputs: ${inputs}}}\nsteps: [{${OURS}, with: {operation: list}}]`
  )
  const byDefault = await demoOf([file])
  const chosen = await demoOf(['--event', 'workflow_dispatch', file])
  expect([byDefault.stdout, chosen.stdout]).toEqual([
    expect.stringMatching(/, triggered by push\.$/m),
    expect.stringMatching(/, triggered by workflow_dispatch\.$/m)
  ])
  const missing = /^inputs\.needed .*\bempty\b/m
  expect([byDefault, chosen].map(({ stdout }) => missing.test(stdout))).toEqual([false, true])
})

test('--help lists the options', async () => {
  const { code, stdout } = await demoOf(['--help'])
  expect(code).toBe(0)
  for (const option of ['--event', '--repo']) expect(stdout).toContain(`npm run demo -- ${option} `)
  expect(await demoOf(['--event', 'push'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--event .*\bFILE$/)
  })
})

test('env: of a step sets variables of its process', async () => {
  const { code, lines } = await demo(`steps: [{${OURS}, env: {NODE_DEBUG: net}, with: {operation: list}}]`)
  expect(code).toBe(0)
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}NET \d+: /))
})

test.each([
  [undefined, /^cannot read try\.yml: ENOENT: no such file or directory[^\n]*$/],
  ['a: b: c', /^try\.yml: [^\n]*YAML: Nested mappings[^\n]* at line 1, column 4$/],
  ['steps: [{run: x}]', /^try\.yml: no step [^\n]*artifact-action\/artifact-action$/],
  [
    `steps: [{${OURS}, with: {name: "\${{ foo.bar }}"}}]`,
    /^try\.yml: step 1: name: \$\{\{ foo\.bar \}\} [^\n]*Unrecognized named-value: 'foo'$/
  ]
])('%j is an error of one line', async (text, message) => {
  const { code, stderr } = await demo(text)
  expect(stderr).toMatch(message)
  expect(code).toBe(1)
})

test('the demo stops without an error if the reader closes the output, as `head` does', async () => {
  const later = path.join(folder, 'later')
  const list = `{${OURS}, with: {operation: list}}`
  const { code, stderr } = await demo(
    `steps: [${list}, ${list}, {${OURS}, with: {name: dist, path: '${later}'}}]`,
    ({ stdout }) => stdout?.destroy()
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(existsSync(later)).toBe(false)
})

test('each example selects artifacts, except the ones for an optional or a very large artifact', async () => {
  // The first YAML block of each section.
  const examples = [
    ...readProjectFile('docs/EXAMPLES.md').matchAll(/^### [^\n]+\n(?:(?!^### ).)*?```yaml\n(.*?)```/gms)
  ].map(([, yaml = '']) => yaml)
  const files = examples.map((yaml, index) => {
    const file = path.join(folder, `example-${index}.yml`)
    writeFileSync(file, yaml)
    return file
  })
  const { code, stdout, stderr } = await demoOf(files)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const runs = stdout.split(/^This demo runs the real action/m).slice(1)
  const found = runs.map(text => [...text.matchAll(/^ {2}found=(.*)$/gm)].map(([, value]) => value))
  expect(examples.length).toBeGreaterThan(10)
  expect(found).toHaveLength(examples.length)
  expect(found.filter(values => values.length === 0)).toEqual([])
  const unsuccessful = examples.filter((_, index) => found[index]?.includes('false') !== false)
  const inputs = unsuccessful.map(yaml => /if-no-artifact-found: ignore|larger-than: \S+/.exec(yaml)?.[0])
  expect(inputs).toHaveLength(2)
  expect(new Set(inputs)).toEqual(new Set(['if-no-artifact-found: ignore', 'larger-than: 100MB']))
}, 60_000)

test.each(['gitea', 'forgejo', 'act'])('the tour runs on %s', async server => {
  const { code, stdout, stderr } = await demoOf(['--server', server])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).not.toMatch(/^ +(Notice|Warning):/m)
})

test('an unknown server is refused', async () => {
  const { code, stderr } = await demoOf(['--server', 'gitlab'])
  expect(code).toBe(1)
  expect(stderr).toContain('gitea, forgejo, act')
})
