import { deflateRawSync } from 'node:zlib'
import { ExtractionSite } from '../support/extraction.js'
import { mutated, type Next, random } from '../support/random.js'
import {
  EXECUTABLE,
  extraField,
  FILE,
  MARKER,
  type RawEntry,
  rawZip,
  unicodePathField,
  zip64Field
} from '../support/raw-zip.js'
import { paths } from '../support/tree.js'
import { type Unpacked, withFolders, zipReaders } from '../support/zip-readers.js'

/** `FUZZ_CASES=1000000 FUZZ_SEED=7 npm test -- sweeps` runs more cases. */
const FUZZ_CASES = Number(process.env.FUZZ_CASES ?? 10_000)
const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1)
/** The longest time for one case, in ms. */
const MAX_TIME = 5000
/** For thousands of cases on a slow disk, in ms. */
const SWEEP_TIMEOUT = 600_000
/** Accepted archives that other readers extract at once. */
const BATCH = 1000
const SHOWN = 3

// In memory if possible: writing the small files of thousands of archives takes most of the time.
const site = new ExtractionSite()
afterAll(() => site.remove())

const archives = {
  plain: rawZip({
    entries: [
      { name: 'a.txt', data: 'the first file, the first file' },
      { name: 'dir/', data: '', method: 0 },
      {
        name: 'dir/tool',
        data: 'stored',
        method: 0,
        mode: EXECUTABLE,
        extra: extraField(0xcafe, Buffer.from('xy'))
      }
    ],
    comment: 'a comment'
  }),
  descriptors: rawZip({
    entries: [
      { name: 'a.txt', data: 'the first file', descriptor: 'signed' },
      { name: 'b', data: 'stored', method: 0, descriptor: 'unsigned' },
      { name: 'empty', descriptor: 'zip64' }
    ]
  }),
  zip64: rawZip({
    entries: [
      {
        name: 'a',
        data: 'stored',
        method: 0,
        local: { compressedSize: 0xffffffff, uncompressedSize: 0xffffffff, extra: zip64Field(6, 6) },
        central: { compressedSize: 0xffffffff, uncompressedSize: 0xffffffff, extra: zip64Field(6, 6) }
      }
    ],
    zip64: { markers: true }
  })
}

/** The extracted tree of an archive, or the class of its refusal. Any other error fails the test. */
async function outcome(archive: Buffer): Promise<Unpacked | string> {
  const start = performance.now()
  const result = await contentsOrRefusal(archive)
  if (performance.now() - start > MAX_TIME) throw new Error(`took ${performance.now() - start} ms`)
  return result
}

async function contentsOrRefusal(archive: Buffer): Promise<Unpacked | string> {
  try {
    const { to } = await site.extract(archive, { folds: site.folds })
    const folders = paths(to).filter(name => name.endsWith('/'))
    return withFolders([...folders.map(name => [name, ''] as const), ...Object.entries(site.contents(to))])
  } catch (error) {
    const { name, refusal } = error as { name?: string; refusal?: string }
    if (name !== 'ArchiveError' || refusal === undefined) throw error
    return refusal
  }
}

/** Compares the trees of accepted archives with those of other readers, in batches. */
class Accepted {
  /** The number of archives per reader. */
  readonly asked = new Map(zipReaders.map(({ name }) => [name, 0]))
  /** The first few differences. */
  readonly differences: unknown[] = []
  readonly #seen = new Set<string>()
  #batch: { archive: Buffer; tree: Unpacked }[] = []

  add(archive: Buffer, tree: Unpacked): void {
    const key = archive.toString('latin1')
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#batch.push({ archive: Buffer.from(archive), tree })
    if (this.#batch.length >= BATCH) this.compare()
  }

  compare(): void {
    for (const reader of zipReaders.filter(({ missing }) => missing === undefined)) {
      const step = Math.max(1, Math.ceil(this.#batch.length / reader.sample))
      const sample = this.#batch.filter((_, index) => index % step === 0)
      const answers = reader.unpack(sample.map(({ archive }) => archive))
      this.asked.set(reader.name, (this.asked.get(reader.name) ?? 0) + sample.length)
      for (const [index, answer] of answers.entries()) {
        const { archive, tree } = sample[index] as (typeof sample)[number]
        if (JSON.stringify(answer) === JSON.stringify(tree)) continue
        if (this.differences.length >= SHOWN) continue
        this.differences.push({ archive: archive.toString('base64'), ours: tree, [reader.name]: answer })
      }
    }
    this.#batch = []
  }
}

for (const [name, archive] of Object.entries(archives)) {
  test(
    `${name}: every truncated archive is refused`,
    async () => {
      expect(typeof (await outcome(archive))).toBe('object')
      for (let length = 0; length < archive.length; length++) {
        expect([length, typeof (await outcome(archive.subarray(0, length)))]).toEqual([length, 'string'])
      }
    },
    SWEEP_TIMEOUT
  )

  test(
    `${name}: a flipped bit never changes the contents of files`,
    async () => {
      const contents = Object.values((await outcome(archive)) as Record<string, string>).sort()
      let refused = 0
      const altered: number[] = []
      const accepted = new Accepted()
      for (let bit = 0; bit < archive.length * 8; bit++) {
        const flipped = Buffer.from(archive)
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        const result = await outcome(flipped)
        if (typeof result === 'string') {
          refused++
          continue
        }
        accepted.add(flipped, result)
        if (JSON.stringify(Object.values(result).sort()) !== JSON.stringify(contents)) altered.push(bit)
      }
      expect(altered).toEqual([])
      accepted.compare()
      expect(accepted.differences).toEqual([])
      // Accepted changes: time, mode, attributes, versions, comments and unknown extra fields.
      expect(refused).toBeGreaterThan(archive.length * 4)
    },
    SWEEP_TIMEOUT
  )
}

test(
  `${FUZZ_CASES} mutated and generated archives: refused, or extracted as by other readers`,
  async () => {
    const next = random(FUZZ_SEED)
    const originals = Object.values(archives)
    const outcomes = new Map<string, number>()
    const accepted = new Accepted()
    for (let count = 0; count < FUZZ_CASES; count++) {
      const archive =
        count % 2 === 0 ? mutated(originals[next(originals.length)] as Buffer, next) : generated(next)
      const result = await outcome(archive)
      if (typeof result !== 'string') accepted.add(archive, result)
      const kind = typeof result === 'string' ? result : 'accepted'
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
    }
    accepted.compare()
    expect(accepted.differences).toEqual([])
    // The archives reach all checks, and enough are accepted to be compared.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['structure', 'mismatch', 'truncated', 'overlap', 'crc', 'size', 'deflate'])
    )
    expect(outcomes.get('accepted')).toBeGreaterThan(FUZZ_CASES / 5)
  },
  SWEEP_TIMEOUT
)

const NAMES = ['a', 'A', 'b', 'dir/', 'dir/a', 'dir/b/c', 'other/x', 'ü', '日本', '.x', '-f', 'x'.repeat(255)]
const CONTENTS = [
  '',
  'x',
  'some content, some content',
  Buffer.alloc(3000),
  'PK\u0005\u0006PK\u0001\u0002PK\u0007\u0008'
]
const MODES = [FILE, EXECUTABLE, 0, 0o104755, 0o100000, 0o120777]
const EXTRAS = [
  extraField(0xcafe, Buffer.from('xy')),
  extraField(0x5455, Buffer.from([1, 0, 0, 0, 0x60])),
  extraField(0x000d, Buffer.from('............link')),
  unicodePathField('another name', '../b')
]
const MADE_BY = [(3 << 8) | 20, 20, (10 << 8) | 63, (19 << 8) | 30]

/** An archive with the variety of real writers. In some, one field of one header is wrong. */
function generated(next: Next): Buffer {
  const oneOf = <T>(values: readonly T[]) => values[next(values.length)] as T
  const sometimes = <T>(often: number, value: T) => (next(100) < often ? value : undefined)
  const names = new Set(Array.from({ length: next(5) }, () => oneOf(NAMES)))
  const entries = [...names].map((name): RawEntry => {
    const data = name.endsWith('/') ? '' : Buffer.from(oneOf(CONTENTS))
    const method = oneOf([0, 8])
    const wide = next(100) < 15
    const descriptor = sometimes(40, oneOf(['signed', 'unsigned', 'zip64', 'zip64 unsigned'] as const))
    const extra = Buffer.concat([sometimes(30, oneOf(EXTRAS)) ?? Buffer.alloc(0)])
    const packed = method === 0 ? data.length : deflateRawSync(data).length
    const zip64 = { compressedSize: MARKER, uncompressedSize: MARKER }
    const lie = { [oneOf(LIES)]: next(70) }
    const [local, central] = [sometimes(4, lie), sometimes(4, lie)]
    return {
      name,
      data,
      method,
      extra,
      time: next(0x10000),
      date: next(0x10000),
      ...(next(2) === 0 && { flags: descriptor === undefined ? 0 : 8 }),
      ...(!name.endsWith('/') && { mode: oneOf(MODES) }),
      ...(descriptor !== undefined && { descriptor }),
      local: {
        ...(wide && { ...zip64, extra: Buffer.concat([extra, zip64Field(data.length, packed)]) }),
        ...local
      },
      central: {
        versionMadeBy: oneOf(MADE_BY),
        comment: Buffer.from(oneOf(['', 'a comment'])),
        ...(wide && { ...zip64, extra: Buffer.concat([zip64Field(data.length, packed), extra]) }),
        ...central
      }
    }
  })
  const zip64 = sometimes(20, { markers: next(2) === 0 })
  return rawZip({ entries, comment: oneOf(['', '', 'PK', 'a comment']), ...(zip64 && { zip64 }) })
}

const LIES = [
  'flags',
  'method',
  'crc32',
  'compressedSize',
  'uncompressedSize',
  'version',
  'offset',
  'disk'
] as const
