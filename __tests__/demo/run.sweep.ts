import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DemoProcess } from '../support/demo-process.js'
import { readProjectFile } from '../support/project.js'

let demo: DemoProcess
beforeEach(() => {
  demo = new DemoProcess()
})
afterEach(() => demo.close())

const OURS = 'uses: artifact-action/artifact-action@v1'

test('each example selects artifacts, except the ones for an optional or a very large artifact', async () => {
  // The first YAML block of each section.
  const examples = [
    ...readProjectFile('docs/EXAMPLES.md').matchAll(/^### [^\n]+\n(?:(?!^### ).)*?```yaml\n(.*?)```/gms)
  ].map(([, yaml = '']) => yaml)
  const files = examples.map((yaml, index) => {
    const file = path.join(demo.folder, `example-${index}.yml`)
    writeFileSync(file, yaml)
    return file
  })
  const { code, stdout, stderr } = await demo.run(files)
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
  const { code, stdout, stderr } = await demo.run(['--server', server])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).not.toMatch(/^ +(Notice|Warning):/m)
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
