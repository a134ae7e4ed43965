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
import { MOST_WHOLE } from '../../src/archive/inflater.js'
import { FileAccess } from '../../src/archive/random-access.js'
import { type Job, type UnpackContext, unpack } from '../../src/archive/unpack.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import type { ArchiveError, RefusalClass } from '../../src/errors/archive-error.js'
import { ExtractionSite, WORKER_URL } from '../support/extraction.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { EXECUTABLE, MARKER, type RawEntry, rawZip, zip64Field } from '../support/raw-zip.js'
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

/** Does one job in this thread, with all entries of an archive. `use` is told what came of it, and where the files are. */
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
    const result = await resultOf(
      unpack(jobOf(entries), { bytes: { descriptor }, to, umask: 0o022, ...context })
    )
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

describe('a file over 2 MiB goes through in chunks', () => {
  for (const [title, [entry, refusal]] of Object.entries(LARGE)) {
    const expected = refusal ?? { files: 1, bytes: Buffer.from(entry.data ?? '').length }

    test(`in a worker: ${title}`, async () => {
      const archive = rawZip({ entries: [{ mode: EXECUTABLE, ...entry }] })
      expect(await resultOf(site.extract(archive))).toEqual(expected)
      const file = path.join(site.root, 'archives', 'staging', 'a.txt')
      expect(existsSync(file)).toBe(refusal === undefined)
      const written = existsSync(file) && [
        readFileSync(file).equals(entry.data as Buffer),
        modeOf(lstatSync(file))
      ]
      expect(written).toEqual(refusal === undefined && [true, EXECUTABLE_MODE])
    })

    test.each([false, true])(`in this thread: ${title}, by public zlib: %s`, async publicZlib => {
      const heard: (number | undefined)[] = []
      const onProgress = (readTo?: number) => void heard.push(readTo)
      let parsed: Entry | undefined
      const jobOf = (entries: Entry[]): Job => {
        parsed = entries[0]
        return { kind: 'large', entry: parsed as Entry }
      }
      await unpackHere(rawZip({ entries: [entry] }), jobOf, { publicZlib, onProgress }, result => {
        expect(result).toEqual(expected)
        expect(heard.length).toBeGreaterThan(refusal === undefined ? 3 : -1)
        // What was read is given up in order, and nothing that is still to be read.
        const readTo = heard.filter(at => at !== undefined)
        expect(readTo).toEqual(readTo.toSorted((a, b) => a - b))
        const { method, offset, end } = parsed as Entry
        const givenUp = readTo.at(-1) ?? offset
        expect(givenUp).toBeLessThanOrEqual(end)
        // What is inflated here is given up as it is taken, to its last byte: a descriptor may follow.
        const isTakenHere = refusal === undefined && method !== 0 && !publicZlib
        expect(givenUp).toBeGreaterThanOrEqual(isTakenHere ? end - 20 : offset)
      })
    })
  }

  test('one that is not picked is not inflated, but its headers are checked', async () => {
    const pick = (name: string) => name === 'z'
    const wrongCrc = rawZip({ entries: [{ data: large, packed, crc32: 1 }, { name: 'z' }] })
    expect(await site.extract(wrongCrc, { pick })).toMatchObject({ files: 1, bytes: 0 })
    const wrongName = rawZip({ entries: [{ data: large, packed, local: { name: 'b.txt' } }, { name: 'z' }] })
    await expect(site.extract(wrongName, { pick })).rejects.toMatchObject({ refusal: 'mismatch' })
  })

  test('one that is not picked gives up its data before its end is waited for', async () => {
    const archive = rawZip({ entries: [{ data: large, packed, descriptor: 'signed' }] })
    const heard: (number | undefined)[] = []
    let end: number | undefined
    const jobOf = ([entry]: Entry[]): Job => {
      end = entry?.end
      return { kind: 'skip', entry: entry as Entry }
    }
    const onProgress = (readTo?: number) => void heard.push(readTo)
    await unpackHere(archive, jobOf, { onProgress }, () => expect(heard).toEqual([Number(end) - 16]))
  })
})

const most = pseudoRandomBytes(MOST_WHOLE)
const small = pseudoRandomBytes(5000)
const smallPacked = deflateRawSync(small)

const SMALL: Record<string, [entry: RawEntry, refusal: RefusalClass | undefined]> = {
  'as much as there may be': [{ data: most }, undefined],
  'as much as there may be, stored': [{ data: most, method: 0 }, undefined],
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

describe('smaller ones come in one go', () => {
  const fine: RawEntry = { name: 'fine', data: pseudoRandomBytes(300) }

  for (const [title, [entry, refusal]] of Object.entries(SMALL)) {
    test.each([false, true])(`${title}, by public zlib: %s`, async publicZlib => {
      const bytes = Buffer.from(entry.data ?? '').length
      const isFile = !String(entry.name).endsWith('/')
      const expected = refusal ?? { files: 2 + Number(isFile), bytes: bytes + 600 }
      const archive = rawZip({ entries: [fine, entry, { ...fine, name: 'after' }] })
      const jobOf = (entries: Entry[]): Job => ({ kind: 'run', entries, picked: entries.map(() => true) })
      await unpackHere(archive, jobOf, { publicZlib }, (result, to) => {
        expect(result).toEqual(expected)
        // Nothing is made of what is wrong.
        const file = path.join(to, 'a.txt')
        const made = existsSync(file) ? readFileSync(file) : undefined
        expect(made?.equals(Buffer.from(entry.data ?? ''))).toBe(
          refusal === undefined && isFile ? true : undefined
        )
        expect(readFileSync(path.join(to, 'fine')).equals(pseudoRandomBytes(300))).toBe(true)
        expect(existsSync(path.join(to, 'after'))).toBe(refusal === undefined)
      })
    })
  }
})

describe('many entries', () => {
  test('66,000 where one has a wrong CRC-32: refused', async () => {
    const entries: RawEntry[] = Array.from({ length: 66_000 }, (_, index) => ({
      name: `${index}`,
      packed: EMPTY
    }))
    entries[50_000] = { name: 'bad', crc32: 1 }
    const archive = rawZip({ entries, zip64: { markers: true } })
    await expect(site.extract(archive)).rejects.toMatchObject({ refusal: 'crc', entry: 'bad' })
  })
})
const EMPTY = deflateRawSync('')

describe('a worker that fails is an error', () => {
  const archive = rawZip({ entries: [{ data: large, packed }] })
  const worker = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const FAILING: Record<string, [code: string, message: RegExp]> = {
    ends: ['process.exit(3)', /ended with code 3/],
    'ends well': ['', /ended with code 0/],
    dies: ['throw new Error("out of luck")', /died: out of luck/],
    hangs: ['setInterval(() => {}, 1000)', /said nothing for 0\.2 s/],
    spins: ['for (;;);', /said nothing for 0\.2 s/]
  }
  for (const [title, [code, message]] of Object.entries(FAILING)) {
    test(title, async () => {
      await expect(
        site.extract(archive, { workerUrl: worker(code), hangTimeout: 200 })
      ).rejects.toMatchObject({ code: 'internal', message: expect.stringMatching(message) })
    })
  }

  test('a system call that fails keeps its code', async () => {
    const code = `import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => parentPort.postMessage({ kind: 'failed', message: 'no space', code: 'ENOSPC' }))`
    await expect(site.extract(archive, { workerUrl: worker(code) })).rejects.toMatchObject({
      message: 'no space',
      code: 'ENOSPC'
    })
  })

  test('one without a code, too', async () => {
    const code = `import { parentPort } from 'node:worker_threads'
      parentPort.on('message', () => parentPort.postMessage({ kind: 'failed', message: 'odd', code: undefined }))`
    await expect(site.extract(archive, { workerUrl: worker(code) })).rejects.toThrow('odd')
  })
})

test('a folder is not counted as a file, however many empty blocks its data has', async () => {
  const blocks = Buffer.alloc(500_000 * 5, Buffer.from('000000ffff', 'hex'))
  const archive = rawZip({ entries: [{ name: 'd/', packed: Buffer.concat([blocks, Buffer.from([3, 0])]) }] })
  const jobOf = ([entry]: Entry[]): Job => ({ kind: 'large', entry: entry as Entry })
  await unpackHere(archive, jobOf, {}, result => expect(result).toEqual({ files: 0, bytes: 0 }))
})

test('an abort ends it, before and in the middle', async () => {
  const archive = rawZip({ entries: [{ data: large, packed }] })
  const before = AbortSignal.abort(new Error('stop'))
  await expect(site.extract(archive, { signal: before })).rejects.toThrow('stop')
  const controller = new AbortController()
  const hanging = new URL('data:text/javascript,setInterval(() => {}, 1000)')
  const work = site.extract(archive, { signal: controller.signal, workerUrl: hanging })
  setTimeout(() => controller.abort(new Error('stop now')), 50)
  await expect(work).rejects.toThrow('stop now')
})

/** An archive of one stored entry of so many zeros, and perhaps others after it, as a sparse file. */
function sparseArchive(size: number, after: RawEntry[] = []): string {
  const extra = zip64Field(size, size)
  const sizes = { compressedSize: MARKER, uncompressedSize: MARKER, extra }
  const name = 'big'
  const dataStart = 30 + name.length + extra.length
  // As if it had no data; what comes behind it is moved by `size` when it is written.
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

test('more than the disk has free is refused before anything is written', async () => {
  const { bavail, bsize } = statfsSync(site.root)
  const file = sparseArchive(bavail * bsize + 4 * 1024 * MIB)
  const pool = new WorkerPool({ workerUrl: WORKER_URL })
  await expect(extractArchive({ file, to: path.join(site.root, 'archives'), pool })).rejects.toMatchObject({
    refusal: 'limit',
    hint: expect.stringContaining('Free some space')
  })
})

test('sizes and offsets over 4 GiB', async () => {
  // Only what comes after it is written: the disk would be too slow for more.
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
    reason: 'it unpacks to 4.3 GB, and max-extracted-size is 4.3 GB'
  })
  await pool.close()
})
