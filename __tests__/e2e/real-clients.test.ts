import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ZipFiles } from '../support/artifact-zip.js'
import { certificateFor } from '../support/certificate.js'
import { gh, ghMissing } from '../support/clients/gh.js'
import { Toolkit } from '../support/clients/toolkit.js'
import { GitHubServer, type GitHubServerOptions, type Run } from '../support/github-server/index.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Job, runStep, type StepResult, startJob } from '../support/runner.js'
import { snapshot } from '../support/tree.js'

// What the world takes for GitHub, against the server that all our tests rely on; and the same asked of us.

const FILES: Record<string, ZipFiles> = {
  dist: {
    'bin/tool': { data: '#!/bin/sh\n', mode: 0o755 },
    'deep/er/still/data.bin': pseudoRandomBytes(3 << 20),
    empty: '',
    'ünïcode 名.txt': 'name'
  },
  'report-1': { 'index.html': '<p>one</p>' },
  'report-2': { 'index.html': '<p>two</p>', 'a/b.txt': 'b' }
}

let server: GitHubServer
let run: Run
let job: Job

/** A completed run with the artifacts of FILES, `report-2` twice; and an older run with one of the same name. */
async function start(options: GitHubServerOptions = {}): Promise<void> {
  server = await GitHubServer.start({ strict: false, ...options })
  const repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml')
  await repository.addRun({ workflow }).addArtifact('dist', { files: { 'old.txt': 'old' } })
  run = repository.addRun({ workflow })
  await run.addArtifact('report-2', { files: { 'stale.txt': 'stale' } })
  for (const [name, files] of Object.entries(FILES)) await run.addArtifact(name, { files })
  const { apiUrl, token } = server
  job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: run.id })
}

async function stop(): Promise<void> {
  await server.close()
  job.remove()
}

async function step(inputs: Record<string, string>, env: Record<string, string> = {}): Promise<StepResult> {
  const result = await runStep(job, { inputs, env })
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' })
  return result
}

/** Kinds and contents: the others lose modes. */
const contents = (folder: string) =>
  Object.fromEntries(
    Object.entries(snapshot(folder)).map(([name, entry]) => [name, entry.replace(/^(\w+) \d{4}/, '$1')])
  )
const theirs = (...parts: string[]) => path.join(job.folder, 'theirs', ...parts)
const ours = (...parts: string[]) => path.join(job.workspace, ...parts)

describe('@actions/artifact', () => {
  // One process for all: loading the library takes a second.
  let toolkit: Toolkit
  beforeAll(async () => {
    await start()
    toolkit = new Toolkit(server, run)
  })
  afterAll(async () => {
    toolkit.close()
    await stop()
  })

  test.each([true, false])('lists what we list, with the same ids and digests; latest: %s', async latest => {
    const { outputs } = await step({ operation: 'list', latest: String(latest) })
    const listed = JSON.parse(outputs.artifacts ?? '') as {
      name: string
      id: number
      size_in_bytes: number
      created_at: string
      digest: string
    }[]
    expect(listed).toHaveLength(latest ? 3 : 4)
    expect(await toolkit.list({ latest })).toEqual(
      listed.map(({ name, id, size_in_bytes, created_at, digest }) => ({
        name,
        id,
        size: size_in_bytes,
        createdAt: new Date(created_at).toISOString(),
        digest
      }))
    )
  })

  test.each(['dist', 'report-2'])('gets and downloads %s as we do: outputs and tree', async name => {
    const { id, digest } = await toolkit.get(name)
    const placed = await toolkit.download(id, digest, theirs(name))
    const { outputs } = await step({ name, path: name })
    expect(outputs).toMatchObject({ 'artifact-id': String(id), 'artifact-digest': digest })
    expect(placed).toEqual({ downloadPath: theirs(name), digestMismatch: false })
    expect(outputs['download-path']).toBe(ours(name))
    expect(contents(ours(name))).toEqual(contents(theirs(name)))
    expect(Object.keys(contents(ours(name)))).toEqual(expect.arrayContaining(Object.keys(FILES[name] ?? {})))
  })

  test('downloads all as we do: a folder each, the newest of a name', async () => {
    // As actions/download-artifact lays them out.
    for (const { id, name, digest } of await toolkit.list({ latest: true })) {
      await toolkit.download(id, digest, theirs('all', name))
    }
    const { outputs } = await step({ path: 'all' })
    expect(contents(outputs['download-path'] ?? '')).toEqual(contents(theirs('all')))
    expect(Object.keys(JSON.parse(outputs.paths ?? '') as object).sort()).toEqual(Object.keys(FILES).sort())
  })

  test('takes a file that was uploaded as it is, as we do', async () => {
    await run.addArtifact('notes.txt', { raw: Buffer.from('notes'), contentType: 'text/plain' })
    const { id, digest } = await toolkit.get('notes.txt')
    await toolkit.download(id, digest, theirs('raw'))
    await step({ name: 'notes.txt', path: 'raw' })
    expect(contents(theirs('raw'))).toEqual({ '.': 'folder', 'notes.txt': 'file "notes"' })
    expect(contents(ours('raw'))).toEqual(contents(theirs('raw')))
  })

  test('does not find what we deleted, nor we what it deleted', async () => {
    await step({ operation: 'delete', name: 'report-1' })
    await expect(toolkit.get('report-1')).rejects.toThrow(/ArtifactNotFoundError/)
    const { id } = await toolkit.get('dist')
    expect(await toolkit.delete('dist')).toBe(id)
    expect((await step({ operation: 'list', pattern: 'dist' })).outputs.found).toBe('false')
  })
})

const ifThere = ghMissing === undefined ? describe : describe.skip
ifThere("GitHub's gh, over HTTPS", () => {
  let ca: string
  beforeAll(async () => {
    const tls = await certificateFor('localhost')
    // gh 2.23 sends the token to every port of the API's host. Storage has another host where storage minds.
    await start({ flavour: 'ghes-3.19', hostname: 'localhost', tls, storage: { sameOrigin: true } })
    ca = path.join(job.folder, 'ca.pem')
    writeFileSync(ca, tls.cert)
    mkdirSync(theirs())
  })
  afterAll(stop)
  const ask = (...args: string[]) => gh({ server, ca, folder: theirs() }, ...args)
  const askForFiles = (...args: string[]) =>
    ask('run', 'download', String(run.id), '-R', `${new URL(server.apiUrl).host}/octo-org/app`, ...args)
  const stepOverTls = (inputs: Record<string, string>) => step(inputs, { NODE_EXTRA_CA_CERTS: ca })

  test('gh run download gives the tree that we give: one by name', async () => {
    await askForFiles('-n', 'dist', '-D', 'one')
    await stepOverTls({ name: 'dist', path: 'one' })
    expect(contents(theirs('one'))).toEqual(contents(ours('one')))
    expect(contents(ours('one'))).toMatchObject({ 'bin/tool': 'file "#!/bin/sh\\n"' })
  })

  test('gh run download gives the tree that we give: several by patterns', async () => {
    await askForFiles('-p', 'dist', '-p', '*-1', '-D', 'some')
    await stepOverTls({ pattern: 'dist\n*-1', path: 'some' })
    expect(contents(theirs('some'))).toEqual(contents(ours('some')))
    expect(contents(ours('some'))).toMatchObject({ 'report-1/index.html': 'file "<p>one</p>"' })
  })

  test('gh api pages through what we list', async () => {
    for (let index = 0; index < 120; index++) run.listArtifact(`many-${index}`)
    const artifacts = `repos/octo-org/app/actions/runs/${run.id}/artifacts?per_page=50`
    const ids = await ask('api', '--paginate', '--jq', '.artifacts[].id', artifacts)
    const { outputs } = await stepOverTls({ operation: 'list' })
    expect(outputs.count).toBe('124')
    expect(ids.trimEnd().split('\n').map(Number)).toEqual(JSON.parse(outputs.ids ?? ''))
  })

  test('gh api does not find what we deleted, nor we what it deleted', async () => {
    const idOf = (name: string) => run.artifacts.items.find(artifact => artifact.name === name)?.id
    const [dist, report] = ['dist', 'report-1'].map(
      name => `repos/octo-org/app/actions/artifacts/${idOf(name)}`
    )
    await ask('api', '--method', 'DELETE', dist ?? '')
    expect((await stepOverTls({ operation: 'list', pattern: 'dist' })).outputs.found).toBe('false')
    await stepOverTls({ operation: 'delete', name: 'report-1' })
    await expect(ask('api', report ?? '')).rejects.toThrow(/HTTP 404/)
  })
})
