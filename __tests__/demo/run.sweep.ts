import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { DemoProcess } from '../support/demo-process.js'
import { readProjectFile } from '../support/project.js'

let demo: DemoProcess
beforeEach(() => {
  demo = new DemoProcess()
})
afterEach(() => demo.close())

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
