import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DemoProcess } from '../support/demo-process.js'

let demo: DemoProcess
beforeEach(() => {
  demo = new DemoProcess()
})
afterEach(() => demo.close())

const OURS = 'uses: artifact-action/artifact-action@v1'

test('a file runs: the demo shows the repositories, the steps with their results, and the steps that it does not run', async () => {
  const { code, lines, stdout, stderr } = await demo.runFile(`
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
  const file = path.join(demo.folder, 'try.yml')
  const inputs = '{needed: {required: true}}'
  writeFileSync(
    file,
    `on: {push: , workflow_dispatch: {inputs: ${inputs}}}\nsteps: [{${OURS}, with: {operation: list}}]`
  )
  const byDefault = await demo.run([file])
  const chosen = await demo.run(['--event', 'workflow_dispatch', file])
  expect([byDefault.stdout, chosen.stdout]).toEqual([
    expect.stringMatching(/, triggered by push\.$/m),
    expect.stringMatching(/, triggered by workflow_dispatch\.$/m)
  ])
  const missing = /^inputs\.needed .*\bempty\b/m
  expect([byDefault, chosen].map(({ stdout }) => missing.test(stdout))).toEqual([false, true])
})

test('--help lists the options', async () => {
  const { code, stdout } = await demo.run(['--help'])
  expect(code).toBe(0)
  for (const option of ['--event', '--repo']) expect(stdout).toContain(`npm run demo -- ${option} `)
  expect(await demo.run(['--event', 'push'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^--event .*\bFILE$/)
  })
})

test('env: of a step sets variables of its process', async () => {
  const { code, lines } = await demo.runFile(
    `steps: [{${OURS}, env: {NODE_DEBUG: net}, with: {operation: list}}]`
  )
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
  const { code, stderr } = await demo.runFile(text)
  expect(stderr).toMatch(message)
  expect(code).toBe(1)
})

test('the demo stops without an error if the reader closes the output, as `head` does', async () => {
  const later = path.join(demo.folder, 'later')
  const list = `{${OURS}, with: {operation: list}}`
  const { code, stderr } = await demo.runFile(
    `steps: [${list}, ${list}, {${OURS}, with: {name: dist, path: '${later}'}}]`,
    ({ stdout }) => stdout?.destroy()
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(existsSync(later)).toBe(false)
})

test('an unknown server is refused', async () => {
  const { code, stderr } = await demo.run(['--server', 'gitlab'])
  expect(code).toBe(1)
  expect(stderr).toContain('gitea, forgejo, act')
})
