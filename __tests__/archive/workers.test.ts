import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync
} from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { Entry } from '../../src/archive/central-header.js'
import { readDirectory } from '../../src/archive/directory.js'
import { type Extraction, extractArchive } from '../../src/archive/extract.js'
import { createInflater, MAX_BUFFERED } from '../../src/archive/inflater.js'
import { FileAccess } from '../../src/archive/random-access.js'
import { type Job, type UnpackContext, unpack } from '../../src/archive/unpack.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import type { ArchiveError, RefusalClass } from '../../src/errors/archive-error.js'
import { ExtractionSite, WORKER_URL } from '../support/extraction.js'
import { withAndWithoutInternals } from '../support/internals.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { EXECUTABLE, MARKER, type RawEntry, rawZip, zip64Field } from '../support/raw-zip.js'
import { rowsOf } from '../support/sweep.js'
import { EXECUTABLE_MODE, modeOf } from '../support/tree.js'

const MIB = 1 << 20
const site = new ExtractionSite()
afterAll(() => site.remove())

const large = pseudoRandomBytes(13 * MIB)
const packed = deflateRawSync(large, { level: 1 })

/** What was written, or the class of the refusal. */
async function resultOf(work: Promise<Extraction>): Promise<Extraction | RefusalClass> {
  try {
    const { files, bytes } = await work
    return { files, bytes }
  } catch (error) {
    return (error as ArchiveError).refusal
  }
}

/** Does one job in this thread, with all entries of an archive. `use` gets the result and the folder of the files. */
async function unpackHere(
  archive: Buffer,
  jobOf: (entries: Entry[]) => Job,
  context: Partial<UnpackContext>,
  use: (result: Extraction | RefusalClass, to: string) => void
): Promise<void> {
  const file = path.join(site.root, 'here.zip')
  const to = path.join(site.root, 'here')
  writeFileSync(file, archive)
  mkdirSync(to)
  const descriptor = openSync(file, 'r')
  try {
    const source = new FileAccess(descriptor, lstatSync(file).size)
    const entries = [...(await readDirectory(source, { platform: 'linux', folds: false }))]
    const result = await resultOf(unpack(jobOf(entries), { bytes: { descriptor }, to, ...context }))
    use(result, to)
  } finally {
    closeSync(descriptor)
    rmSync(file)
    rmSync(to, { recursive: true })
  }
}

const LARGE: Record<string, [entry: RawEntry, refusal: RefusalClass | undefined]> = {
  deflated: [{ data: large, packed }, undefined],
  stored: [{ data: large, method: 0 }, undefined],
  'with a descriptor': [{ data: large, packed, descriptor: 'signed' }, undefined],
  zeros: [{ data: Buffer.alloc(9 * MIB) }, undefined],
  'wrong CRC-32': [{ data: large, packed, crc32: 1 }, 'crc'],
  'stored, wrong CRC-32': [{ data: large, method: 0, crc32: 1 }, 'crc'],
  'more than declared': [{ data: large, packed, uncompressedSize: 13 * MIB - 1 }, 'size'],
  'far more than declared': [{ data: large, packed, uncompressedSize: 3 * MIB }, 'size'],
  'less than declared': [{ data: large, packed, uncompressedSize: 13 * MIB + 1 }, 'size'],
  unfinished: [{ data: large, packed: packed.subarray(0, -9) }, 'deflate'],
  broken: [
    { data: large, packed: Buffer.concat([packed.subarray(0, 12 * MIB), Buffer.alloc(MIB, 0xff)]) },
    'deflate'
  ],
  'bytes left over': [{ data: large, packed: Buffer.concat([packed, Buffer.from('x')]) }, 'deflate'],
  'much left over': [{ data: large, packed: Buffer.concat([packed, large]) }, 'deflate'],
  'a descriptor that disagrees': [
    { data: large, packed, descriptor: 'signed', descriptorFields: { crc32: 1 } },
    'mismatch'
  ],
  'another local name': [{ data: large, packed, local: { name: 'b.txt' } }, 'mismatch']
}

/** A worker does the same as this thread. */
const QUICK_IN_WORKER = ['deflated', 'stored, wrong CRC-32', 'a descriptor that disagrees']

describe('a file over 2 MiB is written in chunks', () => {
  const expectedOf = ([entry, refusal]: (typeof LARGE)[string]) =>
    refusal ?? { files: 1, bytes: Buffer.from(entry.data ?? '').length }

  const inWorker = rowsOf(Object.entries(LARGE), ([title]) => QUICK_IN_WORKER.includes(title))
  for (const [title, [entry, refusal]] of inWorker) {
    test(`in a worker: ${title}`, async () => {
      const archive = rawZip({ entries: [{ mode: EXECUTABLE, ...entry }] })
      expect(await resultOf(site.extract(archive))).toEqual(expectedOf([entry, refusal]))
      const file = path.join(site.root, 'archives', 'staging', 'a.txt')
      expect(existsSync(file)).toBe(refusal === undefined)
      const written = existsSync(file) && [
        readFileSync(file).equals(entry.data as Buffer),
        modeOf(lstatSync(file))
      ]
      expect(written).toEqual(refusal === undefined && [true, EXECUTABLE_MODE])
    })
  }

  for (const [title, [entry, refusal]] of Object.entries(LARGE)) {
    withAndWithoutInternals(usesInternals => {
      test(`in this thread: ${title}`, async () => {
        const progress: (number | undefined)[] = []
        const onProgress = (readTo?: number) => void progress.push(readTo)
        let parsed: Entry | undefined
        const jobOf = (entries: Entry[]): Job => {
          parsed = entries[0]
          return { kind: 'large', entry: parsed as Entry }
        }
        const context = { inflater: createInflater(), onProgress }
        await unpackHere(rawZip({ entries: [entry] }), jobOf, context, result => {
          expect(result).toEqual(expectedOf([entry, refusal]))
          expect(progress.length).toBeGreaterThan(refusal === undefined ? 3 : -1)
          // Bytes are released in order, and only after they are read.
          const readTo = progress.filter(at => at !== undefined)
          expect(readTo).toEqual(readTo.toSorted((a, b) => a - b))
          const { method, offset, end } = parsed as Entry
          const released = readTo.at(-1) ?? offset
          expect(released).toBeLessThanOrEqual(end)
          // Without reading ahead, bytes are released up to the last one. A descriptor may follow.
          const releasesAll = refusal === undefined && method !== 0 && usesInternals
          expect(released).toBeGreaterThanOrEqual(releasesAll ? end - 20 : offset)
        })
      })
    })
  }

  test('a file that is not picked is not inflated, but its headers are checked', async () => {
    const pick = (name: string) => name === 'z'
    const wrongCrc = rawZip({ entries: [{ data: large, packed, crc32: 1 }, { name: 'z' }] })
    expect(await site.extract(wrongCrc, { pick })).toMatchObject({ files: 1, bytes: 0 })
    const wrongName = rawZip({ entries: [{ data: large, packed, local: { name: 'b.txt' } }, { name: 'z' }] })
    await expect(site.extract(wrongName, { pick })).rejects.toMatchObject({ refusal: 'mismatch' })
  })

  test('the data of a file that is not picked is released before its end arrives', async () => {
    const archive = rawZip({ entries: [{ data: large, packed, descriptor: 'signed' }] })
    const progress: (number | undefined)[] = []
    let end: number | undefined
    const jobOf = ([entry]: Entry[]): Job => {
      end = entry?.end
      return { kind: 'unpicked', entry: entry as Entry }
    }
    const onProgress = (readTo?: number) => void progress.push(readTo)
    await unpackHere(archive, jobOf, { onProgress }, () => expect(progress).toEqual([Number(end) - 16]))
  })
})

const most = pseudoRandomBytes(MAX_BUFFERED)
const small = pseudoRandomBytes(5000)
const smallPacked = deflateRawSync(small)

const SMALL: Record<string, [entry: RawEntry, refusal: RefusalClass | undefined]> = {
  'the largest size': [{ data: most }, undefined],
  'the largest size, stored': [{ data: most, method: 0 }, undefined],
  nothing: [{ data: '' }, undefined],
  'nothing, stored': [{ data: '', method: 0 }, undefined],
  'a folder that is deflated': [{ name: 'a.txt/', data: '', packed: deflateRawSync('') }, undefined],
  'wrong CRC-32': [{ data: small, crc32: 1 }, 'crc'],
  'stored, wrong CRC-32': [{ data: small, method: 0, crc32: 1 }, 'crc'],
  'a byte more than declared': [{ data: small, uncompressedSize: 4999 }, 'size'],
  'far more than declared': [{ data: small, uncompressedSize: 7 }, 'size'],
  'more than nothing': [{ data: small, uncompressedSize: 0 }, 'size'],
  'less than declared': [{ data: small, uncompressedSize: 5001 }, 'size'],
  unfinished: [{ data: small, packed: smallPacked.subarray(0, -1) }, 'deflate'],
  broken: [{ data: small, packed: Buffer.concat([Buffer.from([7]), smallPacked]) }, 'deflate'],
  'a byte left over': [{ data: small, packed: Buffer.concat([smallPacked, Buffer.from('x')]) }, 'deflate'],
  'more data left over': [{ data: small, packed: Buffer.concat([smallPacked, smallPacked]) }, 'deflate']
}

describe('smaller files are written in one go', () => {
  const fine: RawEntry = { name: 'fine', data: pseudoRandomBytes(300) }

  withAndWithoutInternals(() => {
    test.each(Object.entries(SMALL))('%s', async (_, [entry, refusal]) => {
      const bytes = Buffer.from(entry.data ?? '').length
      const isFile = !String(entry.name).endsWith('/')
      const expected = refusal ?? { files: 2 + Number(isFile), bytes: bytes + 600 }
      const archive = rawZip({ entries: [fine, entry, { ...fine, name: 'after' }] })
      const jobOf = (entries: Entry[]): Job => ({ kind: 'batch', entries, picked: entries.map(() => true) })
      await unpackHere(archive, jobOf, { inflater: createInflater() }, (result, to) => {
        expect(result).toEqual(expected)
        // An entry that is refused leaves no file.
        const file = path.join(to, 'a.txt')
        const content = existsSync(file) ? readFileSync(file) : undefined
        expect(content?.equals(Buffer.from(entry.data ?? ''))).toBe(
          refusal === undefined && isFile ? true : undefined
        )
        expect(readFileSync(path.join(to, 'fine')).equals(pseudoRandomBytes(300))).toBe(true)
        expect(existsSync(path.join(to, 'after'))).toBe(refusal === undefined)
      })
    })
  })
})

withAndWithoutInternals(usesInternals => {
  test('workers extract small and large files', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`d${index % 7}/${index}`, pseudoRandomBytes(index)])
    )
    const entries = Object.entries({ ...files, large }).map(([name, data]): RawEntry => ({ name, data }))
    const { to, ...written } = await site.extract(rawZip({ entries }))
    expect(written).toEqual({ files: 301, bytes: large.length + (299 * 300) / 2 })
    const differing = Object.entries({ ...files, large }).filter(
      ([name, data]) => !readFileSync(path.join(to, name)).equals(data)
    )
    expect(differing).toEqual([])
  })

  test('workers see the environment variable', async () => {
    const code = `import { parentPort } from 'node:worker_threads'
      const message = process.env.ARTIFACT_ACTION_PLAIN ?? 'unset'
      parentPort.on('message', () => parentPort.postMessage({ kind: 'failed', message, code: undefined }))`
    const archive = rawZip({ entries: [{ data: large, packed }] })
    await expect(site.extract(archive, { workerUrl: workerOf(code) })).rejects.toThrow(
      usesInternals ? /^unset$/ : /^1$/
    )
  })
})

function workerOf(code: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

describe('a worker that fails is an error', () => {
  const archive = rawZip({ entries: [{ data: large, packed }] })
  // A thread may take a second to start on a busy machine.
  const FAILING: Record<string, [code: string, fact: string, hangTimeout: number]> = {
    exits: ['process.exit(3)', 'code 3', 20_000],
    'exits with success': ['', 'code 0', 20_000],
    dies: ['throw new Error("no luck")', 'no luck', 20_000],
    hangs: ['setInterval(() => {}, 1000)', '0.2 s', 200],
    spins: ['for (;;);', '0.2 s', 200]
  }
  for (const [title, [code, fact, hangTimeout]] of Object.entries(FAILING)) {
    test(title, async () => {
      await expect(site.extract(archive, { workerUrl: workerOf(code), hangTimeout })).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining(fact)
      })
    })
  }

  test('a system call that fails keeps its code', async () => {
    const code = `import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => parentPort.postMessage({ kind: 'failed', message: 'no space', code: 'ENOSPC' }))`
    await expect(site.extract(archive, { workerUrl: workerOf(code) })).rejects.toMatchObject({
      message: 'no space',
      code: 'ENOSPC'
    })
  })

  test('an error without a code is thrown too', async () => {
    const code = `import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => parentPort.postMessage({ kind: 'failed', message: 'odd', code: undefined }))`
    await expect(site.extract(archive, { workerUrl: workerOf(code) })).rejects.toThrow('odd')
  })
})

test('a folder with many empty deflate blocks is not counted as a file', async () => {
  const blocks = Buffer.alloc(500_000 * 5, Buffer.from('000000ffff', 'hex'))
  const archive = rawZip({ entries: [{ name: 'd/', packed: Buffer.concat([blocks, Buffer.from([3, 0])]) }] })
  const jobOf = ([entry]: Entry[]): Job => ({ kind: 'large', entry: entry as Entry })
  await unpackHere(archive, jobOf, {}, result => expect(result).toEqual({ files: 0, bytes: 0 }))
})

test('an abort stops an extraction, before its start and during it', async () => {
  const archive = rawZip({ entries: [{ data: large, packed }] })
  const before = AbortSignal.abort(new Error('stop'))
  await expect(site.extract(archive, { signal: before })).rejects.toThrow('stop')
  const controller = new AbortController()
  const hanging = new URL('data:text/javascript,setInterval(() => {}, 1000)')
  const work = site.extract(archive, { signal: controller.signal, workerUrl: hanging })
  setTimeout(() => controller.abort(new Error('stop now')), 50)
  await expect(work).rejects.toThrow('stop now')
})

/** An archive of one stored entry of zeros, and optional entries after it, as a sparse file. */
function sparseArchive(size: number, after: RawEntry[] = []): string {
  const extra = zip64Field(size, size)
  const sizes = { compressedSize: MARKER, uncompressedSize: MARKER, extra }
  const name = 'big'
  const dataStart = 30 + name.length + extra.length
  // Built without the data. Everything after it is written `size` bytes later.
  const small = rawZip({
    entries: [
      { name, method: 0, local: sizes, central: sizes },
      ...after.map(entry => ({
        ...entry,
        central: { offset: MARKER, extra: zip64Field(dataStart + size) }
      }))
    ]
  })
  const count = BigInt(1 + after.length)
  const directory = small.readUInt32LE(small.length - 6)
  const length = small.readUInt32LE(small.length - 10)
  const zip64 = {
    markers: true,
    entryCount: count,
    size: BigInt(length),
    offset: BigInt(directory + size),
    locatorOffset: BigInt(directory + size + length)
  }
  const archive = Buffer.concat([small.subarray(0, directory + length), rawZip({ zip64 })])
  const file = path.join(site.root, 'archives', 'sparse.zip')
  writeFileSync(file, archive.subarray(0, dataStart))
  truncateSync(file, dataStart + size)
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, archive, dataStart, archive.length - dataStart, dataStart + size)
  closeSync(descriptor)
  return file
}

test('an archive larger than the free space is refused before anything is written', async () => {
  const { bavail, bsize } = statfsSync(site.root)
  const file = sparseArchive(bavail * bsize + 4 * 1024 * MIB)
  const pool = new WorkerPool({ workerUrl: WORKER_URL })
  await expect(extractArchive({ file, to: path.join(site.root, 'archives'), pool })).rejects.toMatchObject({
    refusal: 'limit',
    reason: expect.stringContaining('the disk')
  })
})

test('sizes and offsets over 4 GiB', async () => {
  // Only the entry after it is written: writing 4 GiB would take too long.
  const size = 2 ** 32 + 5
  const file = sparseArchive(size, [{ name: 'after', data: 'content' }])
  const to = path.join(site.root, 'over')
  mkdirSync(to)
  const pool = new WorkerPool({ workerUrl: WORKER_URL })
  const options = { file, to, pool }
  const pick = (name: string) => name === 'after'
  expect(await extractArchive({ ...options, pick })).toEqual({ files: 1, bytes: 7 })
  expect(site.contents(to)).toEqual({ after: 'content' })
  await expect(extractArchive({ ...options, maxExtractedSize: size + 6 })).rejects.toMatchObject({
    refusal: 'limit',
    reason: expect.stringMatching(/4\.3 GB.*max-extracted-size.*4\.3 GB/)
  })
  await pool.close()
})
