import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { type FaultRule, GitHubServer, type RequestRecord } from '../support/github-server/index.js'
import type { StorageOptions } from '../support/github-server/storage/storage.js'
import { measuredStep } from '../support/measured-step.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type RawTarEntry, rawTar } from '../support/raw-tar.js'
import { rawZip } from '../support/raw-zip.js'
import { startJob } from '../support/runner.js'

const MIB = 1 << 20
/** Whatever the artifacts are. Of one that does not depend on how many files there are, less. */
const MAX_MB = 256
const MAX_MB_OF_BYTES = 200
const MANY = 200_000
/** Hundreds of thousands of files: in memory, where there is such a place. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A step that downloads `count` artifacts of these bytes, all there are. */
async function download(
  {
    zip,
    count = 1,
    storage = {},
    faults = []
  }: { zip: Buffer; count?: number; storage?: StorageOptions; faults?: FaultRule[] },
  inputs: Record<string, string> = {}
) {
  const server = await GitHubServer.start({ storage, strict: false })
  const repository = server.addRepository('octo-org/app')
  const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
  for (let index = 0; index < count; index++) await run.addArtifact(`artifact-${index}`, { zip })
  for (const fault of faults) server.fault(fault)
  const { apiUrl, token } = server
  const job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: run.id }, PARENT)
  try {
    const { code, outputs, peak } = await measuredStep(job, { path: 'out', ...inputs })
    return { code, files: Number(outputs['file-count']), peak }
  } finally {
    await server.close()
    job.remove()
  }
}

describe('very many files', () => {
  const entries = Array.from({ length: MANY }, (_, index) => ({
    name: `node_modules/@scope-${index % 50}/package-${index % 3000}/lib/file-${index}.js`,
    data: `${index}`,
    method: 0
  }))
  const zip = rawZip({ entries, zip64: { markers: true } })

  test('all of them', async () => {
    const { code, files, peak } = await download({ zip })
    expect({ code, files }).toEqual({ code: 0, files: MANY })
    expect(peak).toBeLessThanOrEqual(MAX_MB)
  }, 120_000)

  test('one of them', async () => {
    const { code, files, peak } = await download({ zip }, { files: '**/file-7.js' })
    expect({ code, files }).toEqual({ code: 0, files: 1 })
    expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
  }, 60_000)
})

test('a large one from storage that tells no length', async () => {
  const zip = rawZip({ entries: [{ data: Buffer.alloc(400 * MIB), method: 0 }] })
  const { code, peak } = await download({ zip, storage: { chunked: true } })
  expect(code).toBe(0)
  expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
}, 60_000)

describe('a tar.gz in it', () => {
  const unpacked = async (entries: RawTarEntry[]) => {
    const data = gzipSync(rawTar(entries), { level: 1 })
    const zip = rawZip({ entries: [{ name: 'x.tar.gz', data, method: 0 }] })
    return await download({ zip }, { unpack: '**/*.tar.gz' })
  }

  test('of a large file', async () => {
    const { code, files, peak } = await unpacked([{ name: 'a', data: Buffer.alloc(600 * MIB) }])
    expect({ code, files }).toEqual({ code: 0, files: 1 })
    expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
  }, 120_000)

  test('of very many files', async () => {
    const entries = Array.from({ length: MANY }, (_, index) => ({
      name: `node_modules/@scope-${index % 50}/package-${index % 3000}/lib/file-${index}.js`,
      data: `${index}`
    }))
    const { code, files, peak } = await unpacked(entries)
    expect({ code, files }).toEqual({ code: 0, files: MANY })
    expect(peak).toBeLessThanOrEqual(MAX_MB)
  }, 240_000)
})

test('a zip in it, of very many files in one folder', async () => {
  const entries = Array.from({ length: MANY }, (_, index) => ({
    name: `a-file-with-a-longer-name-${index}.js`,
    data: '',
    method: 0
  }))
  const data = rawZip({ entries, zip64: { markers: true } })
  const zip = rawZip({ entries: [{ name: 'x.zip', data, method: 0 }] })
  const { code, files, peak } = await download({ zip }, { unpack: '*.zip' })
  expect({ code, files }).toEqual({ code: 0, files: MANY })
  expect(peak).toBeLessThanOrEqual(MAX_MB)
}, 240_000)

test('many at once', async () => {
  const count = 64
  const zip = rawZip({ entries: [{ data: pseudoRandomBytes(7.5 * MIB), method: 0 }] })
  const { code, files, peak } = await download({ zip, count }, { concurrency: String(count) })
  expect({ code, files }).toEqual({ code: 0, files: count })
  expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
}, 60_000)

test('many directories at once', async () => {
  const count = 48
  const entries = Array.from({ length: 50_000 }, (_, index) => ({
    name: `node_modules/package-${index % 3000}/lib/a-file-with-a-longer-name-${index}.js`,
    data: '',
    method: 0
  }))
  const zip = rawZip({ entries })
  const inputs = { files: '**/*-7.js', concurrency: String(count) }
  const { code, files, peak } = await download({ zip, count }, inputs)
  expect({ code, files }).toEqual({ code: 0, files: count })
  expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
}, 120_000)

test('large ones side by side', async () => {
  const count = 12
  const zip = rawZip({ entries: [{ data: pseudoRandomBytes(40 * MIB), method: 0 }] })
  const storage = { bytesPerSecond: 50e6, latency: 30 }
  const { code, files, peak } = await download({ zip, count, storage })
  expect({ code, files }).toEqual({ code: 0, files: count })
  expect(peak).toBeLessThanOrEqual(MAX_MB_OF_BYTES)
}, 60_000)

test('large ones that all begin anew', async () => {
  const count = 16
  const zip = rawZip({ entries: [{ data: pseudoRandomBytes(40 * MIB), method: 0 }] })
  const begun = new Set<string>()
  // Of each, one part that comes second.
  const fits = ({ path, headers }: RequestRecord) =>
    /^bytes=8388608-/.test(headers.range ?? '') && begun.size < begun.add(path).size
  const faults = [
    { match: { server: 'storage' as const, fits }, times: count, action: { etag: '"another"' } }
  ]
  const { code, files, peak } = await download({ zip, count, faults })
  expect({ code, files, begun: begun.size }).toEqual({ code: 0, files: count, begun: count })
  expect(peak).toBeLessThanOrEqual(MAX_MB)
}, 60_000)

test('large ones that all fail', async () => {
  const count = 30
  const zip = rawZip({ entries: [{ data: pseudoRandomBytes(40 * MIB), method: 0 }] })
  // Of each, one of the later parts: the earlier ones have come by then.
  const fits = ({ headers }: RequestRecord) => {
    const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1])
    return start > 20 * MIB && start < 38 * MIB
  }
  const faults = [{ match: { server: 'storage' as const, fits }, times: 1000, action: { status: 404 } }]
  const { code, peak } = await download({ zip, count, faults })
  expect(code).toBe(1)
  expect(peak).toBeLessThanOrEqual(MAX_MB)
}, 60_000)
