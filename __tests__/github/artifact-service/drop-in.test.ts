import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Toolkit } from '../../support/clients/toolkit.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'
import { snapshot } from '../../support/tree.js'

// The examples of actions/download-artifact for the current run, with a token that has no permission. The official
// client, as the same job, writes the tree to compare with.

interface Example {
  title: string
  inputs: Record<string, string>
  /** Where the official action writes each artifact, below the workspace; undefined: it does not. */
  folderOf: (name: string) => string | undefined
}

const FILES = {
  'app-linux': { 'bin/app-linux': 'linux', 'LICENSE.txt': 'text' },
  'app-macos': { 'bin/app-macos': 'macos', 'lib/deep/file.bin': pseudoRandomBytes(300_000) },
  report: { 'index.html': '<p>', '.hidden': 'dot' }
}
const isApp = (name: string) => name.startsWith('app-')

const EXAMPLES: Example[] = [
  {
    title: 'one artifact by name',
    inputs: { name: 'report' },
    folderOf: name => (name === 'report' ? '' : undefined)
  },
  {
    title: 'one artifact by name, into a folder',
    inputs: { name: 'report', path: 'your/folder' },
    folderOf: name => (name === 'report' ? 'your/folder' : undefined)
  },
  { title: 'no inputs: all artifacts, a folder each', inputs: {}, folderOf: name => name },
  {
    title: 'all artifacts, into a folder',
    inputs: { path: 'artifacts' },
    folderOf: name => `artifacts/${name}`
  },
  {
    title: 'a pattern',
    inputs: { pattern: 'app-*', path: 'apps' },
    folderOf: name => (isApp(name) ? `apps/${name}` : undefined)
  },
  {
    title: 'a pattern, merged into one folder',
    inputs: { pattern: 'app-*', path: 'apps', 'merge-multiple': 'true' },
    folderOf: name => (isApp(name) ? 'apps' : undefined)
  },
  {
    title: 'one id',
    inputs: { 'artifact-ids': 'report' },
    folderOf: name => (name === 'report' ? '' : undefined)
  },
  {
    title: 'several ids',
    inputs: { 'artifact-ids': 'report,app-linux', path: 'chosen' },
    folderOf: name => (name === 'app-macos' ? undefined : `chosen/${name}`)
  }
]

let toolkit: Toolkit
let scenario: ServiceScenario

beforeAll(async () => {
  toolkit = new Toolkit()
  scenario = await startServiceScenario()
  scenario.server.permissions = {}
  for (const [name, files] of Object.entries(FILES)) await scenario.run.addArtifact(name, { files })
  toolkit.job = scenario.environment()
})

afterAll(async () => {
  toolkit.close()
  await scenario.close()
})

const work = () => path.join(scenario.job.folder, 'drop-in')
afterEach(() => rmSync(work(), { recursive: true, force: true }))

test.each(EXAMPLES)('$title', async ({ inputs, folderOf }) => {
  const expected = path.join(work(), 'official')
  const ours = path.join(work(), 'ours')
  const artifacts = await toolkit.list({ latest: true })
  expect(artifacts).toHaveLength(Object.keys(FILES).length)
  mkdirSync(ours, { recursive: true })
  mkdirSync(expected, { recursive: true })
  for (const { id, name, digest } of artifacts) {
    const folder = folderOf(name)
    if (folder !== undefined) await toolkit.download(id, digest, path.join(expected, folder))
  }

  scenario.server.clearRequests()
  const ids = inputs['artifact-ids']?.replace(/[\w-]+/g, name =>
    String(artifacts.find(one => one.name === name)?.id)
  )
  const { code, outputs } = await scenario.step({
    ...inputs,
    ...(ids !== undefined && { 'artifact-ids': ids }),
    path: path.join(ours, inputs.path ?? '')
  })
  expect([code, outputs['api-requests']]).toEqual([0, '0'])
  expect(snapshot(ours)).toEqual(snapshot(expected))
  expect(scenario.requests().filter(request => request.startsWith('api'))).toEqual([])
})
