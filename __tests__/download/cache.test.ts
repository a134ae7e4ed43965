import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { runStep, startJob } from '../support/runner.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { inSweeps } from '../support/sweep.js'
import { paths, snapshot } from '../support/tree.js'

let scenario: Scenario
afterEach(() => scenario.close())

const tools = () => join(scenario.job.folder, 'tools')
const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const storageRequests = () => scenario.server.requests.filter(({ server }) => server === 'storage').length
const step = (inputs: Record<string, string>) =>
  scenario.step({ cache: 'true', ...inputs }, { RUNNER_TOOL_CACHE: tools(), RUNNER_TEMP: scenario.job.temp })
/** The folder that holds the one archive in the cache. */
function entry(): string {
  const [version = ''] = readdirSync(join(tools(), 'artifact'))
  const [arch = ''] = readdirSync(join(tools(), 'artifact', version)).filter(name => !name.includes('.'))
  return join(tools(), 'artifact', version, arch)
}

const files = { 'bin/tool': { data: '#!/bin/sh\n', mode: 0o755 }, 'a.txt': 'a' }

test.each([
  ['small', { files }],
  ['large', { files: { ...files, 'noise.bin': pseudoRandomBytes(9 << 20) } }]
])('%s: the second time nothing is transferred', async (_, artifact) => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', artifact)
  const first = await step({ name: 'dist', path: 'first' })
  expect(first.outputs).toMatchObject({ 'cache-hits': '0', 'digest-verified': 'true' })
  const requests = storageRequests()
  expect(requests).toBeGreaterThan(0)
  const second = await step({ name: 'dist', path: 'second' })
  expect(second).toMatchObject({ code: 0 })
  expect(second.outputs).toMatchObject({
    'cache-hits': '1',
    'digest-verified': 'true',
    'transferred-bytes': '0',
    'api-requests': '1',
    'file-count': first.outputs['file-count']
  })
  expect(storageRequests()).toBe(requests)
  expect(snapshot(work('second'))).toEqual(snapshot(work('first')))
})

test('selected files, a kept archive and a raw file come from the cache too', async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', { files })
  await scenario.run.addArtifact('page.html', { raw: Buffer.from('<p>'), contentType: 'text/html' })
  await step({ path: 'all' })
  const requests = storageRequests()
  const picked = await step({ name: 'dist', files: '*.txt', path: 'picked' })
  const kept = await step({ name: 'dist', 'skip-decompress': 'true', path: 'kept' })
  const raw = await step({ name: 'page.html', path: 'raw' })
  expect([picked, kept, raw].map(({ outputs }) => outputs['cache-hits'])).toEqual(['1', '1', '1'])
  expect(storageRequests()).toBe(requests)
  expect([paths(work('picked')), paths(work('kept')), paths(work('raw'))]).toEqual([
    ['a.txt'],
    ['dist.zip'],
    ['page.html']
  ])
})

test('the same bytes under another name are cached apart', async () => {
  scenario = await startScenario()
  const raw = { raw: Buffer.from('the same'), contentType: 'text/plain' }
  await scenario.run.addArtifact('x.txt', raw)
  await scenario.run.addArtifact('y.txt', raw)
  const zip = await zipFiles({ 'a.txt': 'a' })
  await scenario.run.addArtifact('site', { zip })
  await scenario.run.addArtifact('release.zip', { raw: zip, contentType: 'application/zip' })
  for (const round of ['first', 'second']) {
    for (const name of ['x.txt', 'y.txt', 'site', 'release.zip']) {
      const { outputs } = await step({ name, path: round })
      expect([round, name, outputs['cache-hits']]).toEqual([round, name, round === 'first' ? '0' : '1'])
    }
    expect(paths(work(round))).toEqual(['a.txt', 'release.zip', 'x.txt', 'y.txt'])
  }
})

test('without a digest the key is the id and other properties', async () => {
  scenario = await startScenario({ flavour: 'ghes-3.10' })
  scenario.run.status = 'completed'
  await scenario.run.addArtifact('dist', { files })
  await step({ name: 'dist', path: 'first' })
  expect((await step({ name: 'dist', path: 'second' })).outputs).toMatchObject({
    'cache-hits': '1',
    'digest-verified': 'false'
  })
  await scenario.run.addArtifact('dist', { files: { ...files, more: 'more' } })
  expect((await step({ name: 'dist', path: 'third' })).outputs['cache-hits']).toBe('0')
  expect(readFileSync(work('third/more'), 'utf8')).toBe('more')
})

test('half an archive is not cached, and a truncated entry is replaced', async () => {
  scenario = await startScenario({ flavour: 'ghes-3.10', storage: { chunked: true } })
  scenario.run.status = 'completed'
  await scenario.run.addArtifact('dist', { files: { ...files, b: pseudoRandomBytes(400_000) } })
  scenario.server.fault({ match: { server: 'storage' }, action: { truncateAfterBytes: 200_000 } })
  const cut = await step({ name: 'dist', 'skip-decompress': 'true', path: 'cut', retries: '0' })
  expect(cut.code).toBe(1)
  const whole = await step({ name: 'dist', path: 'whole' })
  expect({ code: whole.code, hits: whole.outputs['cache-hits'] }).toEqual({ code: 0, hits: '0' })
  // As if an earlier version had cached half of it.
  const half = readFileSync(join(entry(), 'archive')).subarray(0, 200_000)
  const sha256 = createHash('sha256').update(half).digest('hex')
  const facts = JSON.parse(readFileSync(join(entry(), 'facts.json'), 'utf8')) as object
  writeFileSync(join(entry(), 'archive'), half)
  writeFileSync(join(entry(), 'facts.json'), JSON.stringify({ ...facts, sha256 }))
  for (const [path, hits] of [
    ['healed', '0'],
    ['again', '1']
  ] as const) {
    const { code, outputs } = await step({ name: 'dist', path })
    expect({ code, hits: outputs['cache-hits'] }).toEqual({ code: 0, hits })
    expect(snapshot(work(path))).toEqual(snapshot(work('whole')))
  }
})

test('a raw file whose entry lost its content type is downloaded again', async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('page.html', { raw: Buffer.from('<p>'), contentType: 'text/html' })
  await step({ name: 'page.html', path: 'first' })
  const place = join(entry(), 'facts.json')
  const { sha256 } = JSON.parse(readFileSync(place, 'utf8')) as { sha256: string }
  writeFileSync(place, JSON.stringify({ sha256 }))
  expect((await step({ name: 'page.html', path: 'second' })).outputs['cache-hits']).toBe('0')
  expect((await step({ name: 'page.html', path: 'third' })).outputs['cache-hits']).toBe('1')
  expect(paths(work('third'))).toEqual(['page.html'])
})

test('each part of that key matters: API, repository, id, size and time', async () => {
  scenario = await startScenario({ flavour: 'ghes-3.10' })
  const { server, repository, run } = scenario
  run.status = 'completed'
  repository.renameFrom('octo-org/old')
  // Another run: the current run's ID counts as not set beside another API or repository.
  scenario.job.runId = 5
  const zip = await zipFiles(files)
  const created_at = new Date(Date.now() - 60_000)
  const upload = () => run.addArtifact('dist', { zip, created_at })
  const artifact = await upload()
  let count = 0
  const hits = async (inputs: Record<string, string> = {}) => {
    const { code, outputs } = await step({
      name: 'dist',
      'run-id': String(run.id),
      path: `out-${++count}`,
      ...inputs
    })
    return [code, outputs['cache-hits']]
  }
  expect(await hits()).toEqual([0, '0'])
  expect(await hits()).toEqual([0, '1'])
  expect(await hits({ 'api-url': server.apiUrl.replace('127.0.0.1', 'localhost') })).toEqual([0, '0'])
  expect(await hits({ repository: 'octo-org/old' })).toEqual([0, '0'])
  artifact.size_in_bytes++
  expect(await hits()).toEqual([0, '0'])
  artifact.size_in_bytes--
  const { created_at: made } = artifact
  artifact.created_at = Number(made) + 1000
  expect(await hits()).toEqual([0, '0'])
  artifact.created_at = made
  expect(await hits()).toEqual([0, '1'])
  await upload()
  expect(await hits()).toEqual([0, '0'])
})

test('an entry whose bytes have changed is ignored, also without a digest', async () => {
  scenario = await startScenario({ flavour: 'ghes-3.10' })
  scenario.run.status = 'completed'
  await scenario.run.addArtifact('dist', { files })
  await step({ name: 'dist', path: 'first' })
  // Another valid archive.
  writeFileSync(join(entry(), 'archive'), await zipFiles({ evil: 'evil' }))
  const { outputs } = await step({ name: 'dist', path: 'second' })
  expect(outputs['cache-hits']).toBe('0')
  expect(paths(work('second'))).toEqual(paths(work('first')))
})

test.each<[string, (folder: string) => void]>([
  ['a flipped bit', folder => writeFileSync(join(folder, 'archive'), 'PK other bytes')],
  [
    'half of it',
    folder => writeFileSync(join(folder, 'archive'), readFileSync(join(folder, 'archive')).subarray(0, 20))
  ],
  ['no archive', folder => rmSync(join(folder, 'archive'))],
  ['no facts', folder => rmSync(join(folder, 'facts.json'))],
  ['broken facts', folder => writeFileSync(join(folder, 'facts.json'), '{"sha256":')],
  [
    'another archive that matches its facts',
    folder => {
      writeFileSync(join(folder, 'archive'), '')
      const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
      writeFileSync(join(folder, 'facts.json'), JSON.stringify({ sha256 }))
    }
  ]
])('a damaged entry (%s) is ignored and replaced', async (_, damage) => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', { files })
  await step({ name: 'dist', path: 'first' })
  damage(entry())
  const again = await step({ name: 'dist', path: 'second' })
  expect(again.code).toBe(0)
  expect(again.outputs).toMatchObject({ 'cache-hits': '0', 'digest-verified': 'true' })
  expect(snapshot(work('second'))).toEqual(snapshot(work('first')))
  expect((await step({ name: 'dist', path: 'third' })).outputs['cache-hits']).toBe('1')
})

test('an artifact that failed a check is not cached', async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('wrong', { files, digest: `sha256:${'0'.repeat(64)}` })
  await scenario.run.addArtifact('broken', { zip: Buffer.from('no zip') })
  await step({ 'digest-mismatch': 'warn' })
  expect(paths(scenario.job.folder).filter(path => path.startsWith('tools'))).toEqual([])
})

test('a cache that cannot be written is a warning', async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', { files })
  mkdirSync(tools())
  writeFileSync(join(tools(), 'artifact'), 'in the way')
  const { code, stdout } = await step({ name: 'dist' })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^::warning::.*"dist".* ENOTDIR\b/m)
  const without = await scenario.step(
    { name: 'dist', cache: 'true', path: 'out' },
    { RUNNER_TOOL_CACHE: undefined }
  )
  expect(without.code).toBe(0)
  expect(without.stdout).toMatch(/RUNNER_TOOL_CACHE/)
})

inSweeps(() => {
  test('the same bytes several times at once are cached once', async () => {
    scenario = await startScenario()
    const zip = await zipFiles({ 'noise.bin': pseudoRandomBytes(3 << 20) }, { level: 0 })
    for (let count = 0; count < 8; count++) await scenario.run.addArtifact('dist', { zip })
    const inputs = { latest: 'false' }
    const { code, stdout } = await step({ ...inputs, path: 'first' })
    expect({ code, warnings: stdout.match(/^::warning.*/gm) }).toEqual({ code: 0, warnings: null })
    expect((await step({ ...inputs, path: 'second' })).outputs['cache-hits']).toBe('8')
  })

  test('concurrent jobs on one machine', async () => {
    scenario = await startScenario()
    await scenario.run.addArtifact('dist', { files: { ...files, 'noise.bin': pseudoRandomBytes(1 << 20) } })
    const jobs = Array.from({ length: 4 }, () => startJob(scenario.job))
    const steps = jobs.map(job =>
      runStep(job, { inputs: { name: 'dist', cache: 'true' }, env: { RUNNER_TOOL_CACHE: tools() } })
    )
    for (const [index, result] of (await Promise.all(steps)).entries()) {
      expect(result).toMatchObject({ code: 0, stderr: '' })
      expect(snapshot(jobs[index]?.workspace ?? '')).toEqual(snapshot(jobs[0]?.workspace ?? ''))
    }
    for (const job of jobs) job.remove()
    expect((await step({ name: 'dist' })).outputs['cache-hits']).toBe('1')
  })
})
