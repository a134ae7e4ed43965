import { deflateRawSync } from 'node:zlib'
import { ArchiveError } from '../../src/errors/archive-error.js'
import { ExtractionSite } from '../support/extraction.js'
import { extraField, MARKER, type RawArchive, type RawEntry, rawZip } from '../support/raw-zip.js'

const site = new ExtractionSite()
afterAll(() => site.remove())

const CONTENT = 'content, content, content'
const first: RawEntry = { name: 'first', data: 'so that the next offset is not 0' }
const packed = deflateRawSync(CONTENT)
/** The start of the entry after `first`. */
const OFFSET = 30 + 'first'.length + deflateRawSync(first.data as string).length

const EXTRACTED = { first: first.data, second: CONTENT }

/** The files of an archive, or the class of its refusal. Any other error fails the test. */
async function outcome(archive: Buffer): Promise<unknown> {
  try {
    return site.contents((await site.extract(archive)).to)
  } catch (error) {
    if (error instanceof ArchiveError) return error.refusal
    throw error
  }
}

interface Value {
  key: string
  value: bigint
  bytes: 4 | 8
}

type Use = 'absent' | 'surplus' | 'marked'

/** The values of a header in the order of APPNOTE 4.5.3. They differ, so that none can pass for another. */
const SIZES: Value[] = [
  { key: 'uncompressedSize', value: BigInt(CONTENT.length), bytes: 8 },
  { key: 'compressedSize', value: BigInt(packed.length), bytes: 8 }
]
const VALUES: Value[] = [
  ...SIZES,
  { key: 'offset', value: BigInt(OFFSET), bytes: 8 },
  { key: 'disk', value: 0n, bytes: 4 }
]

/** Every way to use some things. */
function combinations<T>(count: number, uses: readonly T[]): T[][] {
  if (count === 0) return [[]]
  return combinations(count - 1, uses).flatMap(rest => uses.map(use => [...rest, use]))
}

function fieldOf(values: readonly Value[]): Buffer {
  const bytes = values.map(({ value, bytes }) => {
    const buffer = Buffer.alloc(8)
    buffer.writeBigUInt64LE(value)
    return buffer.subarray(0, bytes)
  })
  return extraField(1, Buffer.concat(bytes))
}

/** The markers and the field: first the marked values, then the surplus ones. */
function headerOf(values: readonly Value[], uses: readonly Use[]) {
  const used = (use: Use) => values.filter((_, index) => uses[index] === use)
  const markers = used('marked').map(({ key, bytes }) => [key, bytes === 4 ? 0xffff : MARKER] as const)
  return { markers: Object.fromEntries(markers), values: [...used('marked'), ...used('surplus')] }
}

/** The same values with one changed, one after the other. */
function wrongValues(values: readonly Value[]): Value[][] {
  const changes = [1n, 2n ** 31n, 2n ** 32n]
  return values.flatMap((wrong, index) =>
    changes
      .filter(change => wrong.bytes === 8 || change < 2n ** 32n)
      .map(change => values.with(index, { ...wrong, value: wrong.value + change }))
  )
}

const titleOf = (values: readonly Value[], uses: readonly Use[]) =>
  values.map(({ key }, index) => `${key} ${uses[index]}`).join(', ')

describe('zip64 field of a central header', () => {
  const archiveWith = (markers: Record<string, number>, extra: Buffer) =>
    rawZip({ entries: [first, { name: 'second', data: CONTENT, central: { ...markers, extra } }] })

  for (const uses of combinations<Use>(VALUES.length, ['absent', 'surplus', 'marked'])) {
    const { markers, values } = headerOf(VALUES, uses)
    test(titleOf(VALUES, uses), async () => {
      expect(await outcome(archiveWith(markers, fieldOf(values)))).toEqual(EXTRACTED)
      const inOtherOrder = values.length > 1 ? [values.toReversed()] : []
      for (const wrong of [...wrongValues(values), ...inOtherOrder])
        expect(await outcome(archiveWith(markers, fieldOf(wrong)))).toEqual(expect.any(String))
      // One value that fits none, or a part of one.
      const data = fieldOf(values).subarray(4)
      const tails = VALUES.map(({ value, bytes }) =>
        fieldOf([{ key: '', value: value + 1n, bytes }]).subarray(4)
      )
      for (const tail of [...tails, Buffer.alloc(1), Buffer.alloc(3)]) {
        const extra = extraField(1, Buffer.concat([data, tail]))
        expect(await outcome(archiveWith(markers, extra))).toBe('structure')
      }
    })
  }

  test.each(VALUES)(
    'the marker of $key without the field is refused as structure',
    async ({ key, bytes }) => {
      const central = { [key]: bytes === 4 ? 0xffff : MARKER }
      const entry: RawEntry = { name: 'second', data: CONTENT, central }
      expect(await outcome(rawZip({ entries: [first, entry] }))).toBe('structure')
    }
  )

  test('a surplus value that is wrong is refused as structure', async () => {
    for (const wrong of wrongValues(VALUES))
      expect(await outcome(archiveWith({}, fieldOf(wrong)))).toEqual('structure')
  })

  test('equal values may stand for each other', async () => {
    const stored: RawEntry = { name: 'second', data: CONTENT, method: 0 }
    const [size] = SIZES as [Value]
    for (const count of [1, 2]) {
      const extra = fieldOf(Array.from({ length: count }, () => size))
      expect(await outcome(rawZip({ entries: [first, { ...stored, central: { extra } }] }))).toEqual(
        EXTRACTED
      )
    }
    const extra = fieldOf([size, size, size])
    expect(await outcome(rawZip({ entries: [first, { ...stored, central: { extra } }] }))).toEqual(
      'structure'
    )
  })

  // archiver 5.3 writes a file over 4 GiB so: both sizes are marked, the offset is there without a marker.
  test('the shape of archiver 5.3', async () => {
    const markers = { uncompressedSize: MARKER, compressedSize: MARKER }
    const extra = fieldOf(VALUES.slice(0, 3))
    const entry: RawEntry = { name: 'second', data: CONTENT, descriptor: 'zip64', flags: 8 }
    expect(
      await outcome(rawZip({ entries: [first, { ...entry, central: { ...markers, extra } }], zip64: {} }))
    ).toEqual(EXTRACTED)
  })
})

describe('zip64 field of a local header', () => {
  const archiveWith = (markers: Record<string, number>, extra: Buffer, entry: RawEntry = {}) =>
    rawZip({ entries: [first, { ...entry, name: 'second', data: CONTENT, local: { ...markers, extra } }] })

  for (const uses of combinations<Use>(SIZES.length, ['absent', 'surplus', 'marked'])) {
    const { markers, values } = headerOf(SIZES, uses)
    test(titleOf(SIZES, uses), async () => {
      expect(await outcome(archiveWith(markers, fieldOf(values)))).toEqual(EXTRACTED)
      // APPNOTE 4.5.3: both sizes in this order, whatever is marked.
      expect(await outcome(archiveWith(markers, fieldOf(SIZES)))).toEqual(EXTRACTED)
      for (const wrong of [...wrongValues(values), ...wrongValues(SIZES)])
        expect(await outcome(archiveWith(markers, fieldOf(wrong)))).toEqual(expect.any(String))
      const more = [...values, { key: 'more', value: 1n, bytes: 8 as const }]
      expect(await outcome(archiveWith(markers, fieldOf(more)))).toEqual(expect.any(String))
      expect(
        await outcome(archiveWith(markers, fieldOf([...SIZES, { key: 'offset', value: 0n, bytes: 8 }])))
      ).toEqual(expect.any(String))
    })

    test(`${titleOf(SIZES, uses)}, before a descriptor`, async () => {
      const entry: RawEntry = { descriptor: 'zip64' }
      const zeros = SIZES.map(size => ({ ...size, value: 0n }))
      for (const sizes of [SIZES, zeros]) {
        expect(await outcome(archiveWith(markers, fieldOf(sizes), entry))).toEqual(EXTRACTED)
        for (const wrong of wrongValues(sizes))
          expect(await outcome(archiveWith(markers, fieldOf(wrong), entry))).toEqual(expect.any(String))
      }
    })
  }
})

describe('end records with zip64', () => {
  const SHORT = 0xffff
  const entries: RawEntry[] = [first, { name: 'second', data: CONTENT }]
  /** The fields of the end record, each with its marker and what is right. */
  const plain = rawZip({ entries })
  const FIELDS = [
    { key: 'disk', right: 0, marker: SHORT },
    { key: 'directoryDisk', right: 0, marker: SHORT },
    { key: 'entriesOnDisk', right: 2, marker: SHORT },
    { key: 'entryCount', right: 2, marker: SHORT },
    { key: 'size', right: plain.readUInt32LE(plain.length - 10), marker: MARKER },
    { key: 'offset', right: plain.readUInt32LE(plain.length - 6), marker: MARKER }
  ]
  const endOf = (markers: readonly boolean[], { wrong }: { wrong?: number } = {}) =>
    Object.fromEntries(
      FIELDS.map(({ key, right, marker }, index) => [
        key,
        index === wrong ? right + 1 : markers[index] === true ? marker : right
      ])
    )
  const refusals = ['unsupported', 'unsupported', 'structure', 'structure', 'structure', 'structure']

  test('every combination of markers is accepted, each other value is refused', async () => {
    for (const markers of combinations(FIELDS.length, [false, true])) {
      const end = endOf(markers)
      expect([end, await outcome(rawZip({ entries, zip64: {}, end }))]).toEqual([end, EXTRACTED])
      for (const [wrong, refusal] of refusals.entries()) {
        const end = endOf(markers, { wrong })
        expect([end, await outcome(rawZip({ entries, zip64: {}, end }))]).toEqual([end, refusal])
      }
    }
  })

  test('each wrong value of the zip64 records is refused, with and without markers', async () => {
    const wrongRecords: [NonNullable<RawArchive['zip64']>, string][] = [
      [{ disk: 1 }, 'unsupported'],
      [{ disk: 0xffff }, 'unsupported'],
      [{ disk: MARKER }, 'unsupported'],
      [{ directoryDisk: 1 }, 'unsupported'],
      [{ directoryDisk: MARKER }, 'unsupported'],
      [{ locatorDisk: 1 }, 'unsupported'],
      [{ locatorDisk: MARKER }, 'unsupported'],
      [{ disks: 2 }, 'unsupported'],
      [{ disks: MARKER }, 'unsupported'],
      [{ entriesOnDisk: 1n, entryCount: 2n }, 'structure'],
      [{ entriesOnDisk: 2n, entryCount: 3n }, 'structure'],
      [{ entryCount: 3n }, 'structure'],
      [{ entryCount: 1n }, 'structure'],
      [{ entryCount: 0xffffn }, 'structure'],
      [{ size: 1n }, 'structure'],
      [{ size: BigInt(MARKER) }, 'structure'],
      [{ offset: 1n }, 'structure'],
      [{ offset: BigInt(MARKER) }, 'structure'],
      [{ locatorOffset: 1n }, 'structure']
    ]
    for (const set of [false, true]) {
      const end = endOf(FIELDS.map(() => set))
      for (const [zip64, refusal] of wrongRecords)
        expect([zip64, await outcome(rawZip({ entries, zip64, end }))]).toEqual([zip64, refusal])
    }
  })

  test('a locator that counts no disks is accepted', async () => {
    expect(await outcome(rawZip({ entries, zip64: { disks: 0 } }))).toEqual(EXTRACTED)
  })

  test('without the zip64 record each marker is refused', async () => {
    for (const [index, refusal] of refusals.entries()) {
      const end = endOf(FIELDS.map((_, field) => field === index))
      expect([end, await outcome(rawZip({ entries, end }))]).toEqual([end, refusal])
    }
  })
})
