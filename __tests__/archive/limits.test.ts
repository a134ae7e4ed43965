import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ExtractOptions, extractArchive, planExtraction } from '../../src/archive/extract.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import { WORKER_URL } from '../support/extraction.js'
import { Mounts, noMounts } from '../support/mounts.js'
import { type RawEntry, rawZip } from '../support/raw-zip.js'

let root: string
let to: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'limits-'))
  to = mkdtempSync(path.join(root, 'to-'))
})
afterEach(() => rmSync(root, { recursive: true }))

async function extract(archive: Buffer, options: Partial<ExtractOptions> = {}) {
  const file = path.join(root, 'archive.zip')
  writeFileSync(file, archive)
  const pool = new WorkerPool({ workerUrl: WORKER_URL })
  try {
    return await extractArchive({ file, to, pool, ...options })
  } finally {
    await pool.close()
  }
}

/** Entries that need 2,001 folders each: a path has at most 4,096 bytes. */
const nested = (count: number): RawEntry[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${index}/${'a/'.repeat(2000)}`, method: 0 }))

test('180,000 folders in a small archive are refused before anything is written', async () => {
  const archive = rawZip({ entries: nested(90) })
  expect(archive.length).toBeLessThan(1 << 20)
  await expect(extract(archive, { maxExtractedSize: 1 << 20 })).rejects.toMatchObject({
    refusal: 'limit',
    reason: expect.stringMatching(/737\.\d MB.*180090 folders.*max-extracted-size/)
  })
  expect(readdirSync(to)).toEqual([])
})

test.each([
  [4_000_001, 'limit'],
  // It is read: the first header is missing.
  [1_000_000, 'structure']
])('%i entries: refused as %s', async (entryCount, refusal) => {
  const size = entryCount * 47
  const end = rawZip({
    zip64: { markers: true, entryCount: BigInt(entryCount), size: BigInt(size), locatorOffset: BigInt(size) }
  })
  const reads: number[] = []
  const source = {
    size: size + end.length,
    read: async (offset: number, length: number) => {
      reads.push(length)
      const bytes = Buffer.alloc(length)
      end.copy(bytes, Math.max(0, size - offset), Math.max(0, offset - size))
      return bytes
    }
  }
  await expect(planExtraction(source, { to })).rejects.toMatchObject({ refusal })
  // No directory is read, and no memory allocated for it, on the word of the end record.
  expect(Math.max(...reads)).toBeLessThanOrEqual(1 << 20)
})

const reason = noMounts()
if (reason !== undefined) console.log(`skipped: folders on a small disk: ${reason}`)

;(reason === undefined ? describe : describe.skip)('a small disk', () => {
  test('more folders than it has space for are refused before anything is written', async () => {
    const mounts = new Mounts()
    try {
      mounts.tmpfs(to, 'size=1m')
      const folders = (count: number) =>
        rawZip({ entries: Array.from({ length: count }, (_, index) => ({ name: `${index}/` })) })
      await expect(extract(folders(257))).rejects.toMatchObject({ refusal: 'limit' })
      expect(readdirSync(to)).toEqual([])
      await extract(folders(200))
      expect(readdirSync(to)).toHaveLength(200)
    } finally {
      mounts.remove()
    }
  })
})
