import { gzipSync } from 'node:zlib'
import type { Compression } from '../../../src/archive/tar/unpack-tar.js'
import { mutated, type Next, random } from '../../support/random.js'
import { paxRecords, type RawTarEntry, rawTar, withChecksums } from '../../support/raw-tar.js'
import { TarSite } from '../../support/tar-site.js'

/** `FUZZ_CASES=1000000 FUZZ_SEED=7 npm run test:sweeps -- tar` runs more cases. */
const FUZZ_CASES = Number(process.env.FUZZ_CASES ?? 10_000)
const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1)
/** The longest time for one case, in ms. */
const MAX_TIME = 5000
/** For thousands of cases on a slow disk, in ms. */
const SWEEP_TIMEOUT = 600_000

// In memory if possible: writing the small files of thousands of archives takes most of the time.
const site = new TarSite()
afterAll(() => site.remove())

const entries: Record<string, RawTarEntry[]> = {
  ustar: [
    { name: './', type: '5' },
    { name: './a.txt', data: 'the first file, the first file' },
    { name: 'dir/tool', data: 'x'.repeat(600), mode: 0o755, prefix: 'deep' }
  ],
  pax: [
    { name: 'g', type: 'g', data: paxRecords({ comment: 'x' }) },
    { pax: { path: 'dir/a', mtime: '1.5', size: '4' }, data: 'data' },
    { type: '2', pax: { path: 'dir/link', linkpath: '../dir/a' } }
  ],
  links: [
    { name: 'd/a', data: 'x' },
    { name: 'd/b', type: '1', linkname: 'd/a' },
    { name: 'l', type: '2', linkname: 'd' },
    { name: 'm', type: '2', linkname: 'l/a' }
  ],
  gnu: [
    { name: 'x', magic: 'ustar  \0', gnuName: `${'long/'.repeat(30)}a`, data: 'x' },
    { name: 'y', type: '2', magic: 'ustar  \0', gnuName: 'link', gnuLink: 'long/'.repeat(30) }
  ]
}
const originals = Object.values(entries).map(list => rawTar(list))

/** `accepted`, or the class of the refusal. Any other error fails the test, and so does a file outside. */
async function outcome(archive: Buffer, compression: Compression = 'none'): Promise<string> {
  const start = performance.now()
  const result = await site.unpack(archive, { compression, maxExtractedSize: 1 << 20 }).then(
    () => 'accepted',
    (error: { name?: string; refusal?: string }) => {
      if (error.name !== 'ArchiveError' || error.refusal === undefined) throw error
      return error.refusal
    }
  )
  if (performance.now() - start > MAX_TIME) throw new Error(`took ${performance.now() - start} ms`)
  return result
}

test.each(Object.keys(entries))(
  '%s: each truncated archive is refused',
  async name => {
    const archive = rawTar(entries[name] ?? [])
    expect(await outcome(archive)).toBe('accepted')
    for (let length = 0; length < archive.length; length += 7) {
      expect([length, await outcome(archive.subarray(0, length))]).toEqual([length, 'truncated'])
    }
  },
  SWEEP_TIMEOUT
)

test(
  `${FUZZ_CASES} mutated and generated archives: refused or unpacked, never outside`,
  async () => {
    const next = random(FUZZ_SEED)
    const outcomes = new Map<string, number>()
    for (let count = 0; count < FUZZ_CASES; count++) {
      const original = originals[next(originals.length)] as Buffer
      const kind = await [
        () => outcome(mutated(original, next)),
        () => outcome(generated(next)),
        () => outcome(withChecksums(mutated(original, next))),
        () => outcome(withChecksums(mutated(generated(next), next))),
        () => outcome(mutated(gzipSync(original), next), 'gzip')
      ][count % 5]?.()
      outcomes.set(kind ?? '', (outcomes.get(kind ?? '') ?? 0) + 1)
    }
    // The archives reach all checks, and enough are accepted.
    expect([...outcomes.keys()]).toEqual(
      expect.arrayContaining([
        'structure',
        'truncated',
        'deflate',
        'path',
        'name',
        'link',
        'duplicate',
        'unsupported'
      ])
    )
    expect(outcomes.get('accepted')).toBeGreaterThan(FUZZ_CASES / 20)
  },
  SWEEP_TIMEOUT
)

const NAMES = [
  'a',
  'A',
  'b',
  'd/',
  'd/a',
  'd/b/c',
  './x',
  'ü',
  '.x',
  'x'.repeat(255),
  '../a',
  '/a',
  'l/x',
  'a\nb'
]
const TARGETS = ['a', 'd', '../a', '..', 'd/../b', 'l/..', '/etc/passwd', '.', 'x'.repeat(300)]
const TYPES = ['0', '0', '0', '5', '2', '2', '1', '7', '\0', 'x', 'L', 'S', '3', 'Z']
const SIZES = [0, 1, 511, 512, 513, 2000]

/** An archive with valid headers, with a few names that lead elsewhere. */
function generated(next: Next): Buffer {
  const oneOf = <T>(values: readonly T[]) => values[next(values.length)] as T
  // Good names come first: a bad one is rare.
  const nameOf = () => (next(10) === 0 ? oneOf(NAMES) : (NAMES[next(10)] as string))
  const list = Array.from({ length: next(5) }, (_, index): RawTarEntry => {
    const type = oneOf(TYPES)
    const name = next(3) === 0 ? nameOf() : `f${index}/${nameOf()}`
    return {
      type,
      name: name.slice(0, 100),
      linkname: next(2) === 0 ? `f${next(5)}/${oneOf(NAMES)}`.slice(0, 100) : oneOf(TARGETS).slice(0, 100),
      mode: next(0o10000),
      mtime: next(2 ** 31),
      ...(['0', '7', '\0'].includes(type) && { data: Buffer.alloc(oneOf(SIZES), 'x') }),
      ...(next(4) === 0 && { pax: { path: name } }),
      ...(next(8) === 0 && { gnuName: name }),
      ...(next(8) === 0 && { gnuLink: oneOf(TARGETS) })
    }
  })
  return rawTar(list)
}
