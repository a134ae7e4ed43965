import { ExtractionSite } from '../../support/extraction.js'
import { EXECUTABLE, extraField, rawZip, zip64Field } from '../../support/raw-zip.js'

/** `FUZZ_CASES=1000000 FUZZ_SEED=7 npm test -- sweeps` looks further. */
const FUZZ_CASES = Number(process.env.FUZZ_CASES ?? 10_000)
const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1)
/** For one case, in ms. */
const LONGEST = 5000
/** For thousands of cases on a slow disk, in ms. */
const SWEEP_TIMEOUT = 600_000

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

/** What became of an archive: its files, or the class of its refusal. Anything else thrown fails the test. */
async function outcome(archive: Buffer): Promise<Record<string, string> | string> {
  const start = performance.now()
  const result = await contentsOrRefusal(archive)
  if (performance.now() - start > LONGEST) throw new Error(`took ${performance.now() - start} ms`)
  return result
}

async function contentsOrRefusal(archive: Buffer): Promise<Record<string, string> | string> {
  try {
    const { to } = await site.extract(archive, { folds: false })
    return site.contents(to)
  } catch (error) {
    const { name, refusal } = error as { name?: string; refusal?: string }
    if (name !== 'ArchiveError' || refusal === undefined) throw error
    return refusal
  }
}

for (const [name, archive] of Object.entries(archives)) {
  test(
    `${name}: every cut is refused`,
    async () => {
      expect(typeof (await outcome(archive))).toBe('object')
      for (let length = 0; length < archive.length; length++) {
        expect([length, typeof (await outcome(archive.subarray(0, length)))]).toEqual([length, 'string'])
      }
    },
    SWEEP_TIMEOUT
  )

  test(
    `${name}: a flipped bit never changes what the files hold`,
    async () => {
      const contents = Object.values((await outcome(archive)) as Record<string, string>).sort()
      let refused = 0
      const altered: number[] = []
      for (let bit = 0; bit < archive.length * 8; bit++) {
        const flipped = Buffer.from(archive)
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        const result = await outcome(flipped)
        if (typeof result === 'string') refused++
        else if (JSON.stringify(Object.values(result).sort()) !== JSON.stringify(contents)) altered.push(bit)
      }
      expect(altered).toEqual([])
      // What may be flipped unnoticed is time, mode, attributes, versions, comments and unknown extra fields.
      expect(refused).toBeGreaterThan(archive.length * 4)
    },
    SWEEP_TIMEOUT
  )
}

test(
  `${FUZZ_CASES} mutations: refused or unpacked, never anything else`,
  async () => {
    const next = random(FUZZ_SEED)
    const originals = Object.values(archives)
    const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x50, 0x4b, 0x2f, 0x2e]
    const outcomes = new Map<string, number>()
    for (let count = 0; count < FUZZ_CASES; count++) {
      let archive = Buffer.from(originals[next(originals.length)] as Buffer)
      for (let mutations = 1 + next(4); mutations > 0; mutations--) {
        const at = next(archive.length)
        const length = 1 + next(Math.min(30, archive.length - at))
        const part = archive.subarray(at, at + length)
        switch (next(5)) {
          case 0:
            archive.writeUInt8(interesting[next(interesting.length)] as number, at)
            break
          case 1:
            archive.writeUInt8(next(256), at)
            break
          case 2:
            archive = Buffer.concat([archive.subarray(0, at), archive.subarray(at + length)])
            break
          case 3:
            archive = Buffer.concat([archive.subarray(0, at), part, archive.subarray(at)])
            break
          case 4:
            archive.fill(part, next(archive.length))
            break
        }
        if (archive.length === 0) break
      }
      const result = await outcome(archive)
      const kind = typeof result === 'string' ? result : 'accepted'
      outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1)
    }
    // The mutations reach every part: not all are thrown out at the door.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining(['accepted', 'structure', 'mismatch', 'truncated', 'overlap'])
    )
  },
  SWEEP_TIMEOUT
)

/** Whole numbers below `limit`, the same ones for the same seed (mulberry32). */
function random(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}
