import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { zipFiles } from '../support/artifact-zip.js'
import type { GitHubServerOptions, RequestRecord } from '../support/github-server/index.js'
import {
  expectTree,
  FIRST,
  INTERNALS,
  leftOutside,
  MIB,
  makeLargeZip,
  mostAtOnce,
  PART,
  TAIL
} from '../support/large-artifact.js'
import { errorOf, expectRefusal } from '../support/log.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import {
  MARKER,
  type RawArchive,
  type RawEntry,
  rawZip,
  unicodePathField,
  zip64Field
} from '../support/raw-zip.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from '../support/tree.js'

let big: Buffer
beforeAll(async () => {
  big = await makeLargeZip()
})

let scenario: Scenario
const start = async (options?: GitHubServerOptions) => {
  scenario = await startScenario(options)
}
afterEach(() => scenario.close())

const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const storageRequests = () => scenario.server.requests.filter(({ server }) => server === 'storage')
const left = () => leftOutside(scenario)
/** Logged for an archive whose digest cannot be checked. */
const DIGEST_NOT_CHECKED = /^Artifact "\w+".*\bdigest\b.*/m

describe('a large artifact', () => {
  test.each(INTERNALS)('comes in parts, hashed and unpacked meanwhile, %s', async (_, env) => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    const { code, outputs } = await scenario.step({ name: 'big' }, env)
    expect(code).toBe(0)
    expectTree(work())
    expect(left()).toEqual([])
    expect(outputs).toMatchObject({ 'digest-verified': 'true', 'api-requests': '2' })
    const ranges = storageRequests().map(({ headers }) => headers.range)
    expect(new Set(ranges)).toEqual(
      new Set([
        `bytes=0-${FIRST - 1}`,
        `bytes=${FIRST}-${big.length - 1}`,
        `bytes=${big.length - TAIL}-${big.length - 1}`
      ])
    )
    expect(ranges.length).toBe(3)
  })

  const storages: [string, GitHubServerOptions['storage']][] = [
    ['storage without ranges', { ranges: false }],
    ['storage without lengths', { chunked: true }],
    ['storage without ETags', { etag: false }],
    ['storage without names', { contentDisposition: false }]
  ]
  test.each(rowsOf(storages, ([title]) => title !== 'storage without names'))('%s', async (_, storage) => {
    await start({ ...(storage && { storage }) })
    await scenario.run.addArtifact('big', { zip: big })
    const { code, outputs } = await scenario.step({ name: 'big' })
    expect(code).toBe(0)
    expectTree(work())
    expect(outputs['digest-verified']).toBe('true')
    expect(left()).toEqual([])
  })

  test.each<[string, Record<string, string>, string]>([
    ['kept as an archive', { 'skip-decompress': 'true' }, 'big.zip'],
    ['a raw file', {}, 'big.bin']
  ])('%s goes into a file as it is', async (_, inputs, name) => {
    await start()
    await scenario.run.addArtifact(
      name.replace('.zip', ''),
      name === 'big.bin' ? { raw: big, contentType: 'application/octet-stream' } : { zip: big }
    )
    const { code, outputs } = await scenario.step({ name: name.replace('.zip', ''), ...inputs })
    expect(code).toBe(0)
    expect(readFileSync(work(name)).equals(big)).toBe(true)
    expect(outputs).toMatchObject({ 'digest-verified': 'true', 'file-count': '1' })
    expect(storageRequests().length).toBe(2)
    expect(left()).toEqual([])
  })

  test('one with a wrong size in the API goes through a file', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big, size_in_bytes: 5 })
    expect((await scenario.step({ name: 'big' })).code).toBe(0)
    expectTree(work())
  })

  test('all requests together stay within concurrency', async () => {
    await start({ storage: { latency: 20 } })
    for (const name of ['a', 'b', 'c', 'd']) {
      await scenario.run.addArtifact(name, name < 'c' ? { zip: big } : { files: { x: name } })
    }
    const { code } = await scenario.step({ path: 'out', concurrency: '3' })
    expect(code).toBe(0)
    expectTree(work('out/a'))
    expectTree(work('out/b'))
    const most = mostAtOnce(scenario.server.requests)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(3)
  })
})

describe('the content type "zip", which @actions/artifact 2.3 stores', () => {
  const requests: [string, Record<string, string>, Record<string, string>][] = [
    ['a small artifact', { name: 'small' }, {}],
    ['a large artifact', { name: 'big' }, {}],
    ['only ranges', { name: 'big', files: 'last.txt' }, {}],
    ['from the cache', { name: 'small', cache: 'true' }, {}],
    ['a large artifact, without internals', { name: 'big' }, { ARTIFACT_ACTION_PLAIN: '1' }]
  ]
  test.each(rowsOf(requests, ([title]) => !title.endsWith('without internals')))(
    '%s is unpacked',
    async (_, inputs, env) => {
      await start()
      const artifacts = [
        await scenario.run.addArtifact('big', { zip: big }),
        await scenario.run.addArtifact('small', { files: { 'last.txt': 'the last' } })
      ]
      for (const { blob, name } of artifacts)
        Object.assign(blob ?? {}, { contentType: 'zip', filename: name })
      for (const path of ['one', 'two']) {
        expect((await scenario.step({ ...inputs, path }, env)).code).toBe(0)
        expect(readFileSync(work(path, 'last.txt'), 'utf8')).toBe('the last')
      }
    }
  )
})

describe('what other tools write, in a large artifact', () => {
  const noise: RawEntry = { name: 'noise.bin', data: pseudoRandomBytes(9 * MIB), method: 0 }
  const last: RawEntry = { name: 'd/last', data: 'the last' }
  const archives: [string, RawArchive][] = [
    ...[1, 10_240, 200_000, 9 * MIB].map((bytes): [string, RawArchive] => [
      `${bytes} NUL bytes after the end`,
      { entries: [noise, last], after: Buffer.alloc(bytes) }
    ]),
    [
      'names that begin with ./',
      { entries: [{ name: './' }, { ...noise, name: './noise.bin' }, { ...last, name: './d/last' }] }
    ],
    ['the mode of a FIFO', { entries: [noise, last].map(entry => ({ ...entry, mode: 0o010600 })) }],
    [
      'disk numbers in the zip64 record',
      { entries: [noise, last], zip64: { markers: true }, end: { disk: 0xffff, directoryDisk: 0xffff } }
    ],
    [
      'an offset in the zip64 field of archiver 5.3',
      {
        entries: [
          noise,
          {
            ...last,
            descriptor: 'zip64',
            central: {
              compressedSize: MARKER,
              uncompressedSize: MARKER,
              extra: zip64Field(8, deflateRawSync('the last').length, 39 + 9 * MIB)
            }
          }
        ]
      }
    ],
    [
      'a Unicode path',
      { entries: [noise, { ...last, name: 'd/x', flags: 0, extra: unicodePathField('d/x', 'd/last') }] }
    ]
  ]
  const quick = ['1 NUL bytes after the end', 'an offset in the zip64 field of archiver 5.3']
  test.each(rowsOf(archives, ([title]) => quick.includes(title)))('%s', async (_, archive) => {
    await start()
    await scenario.run.addArtifact('dist', { zip: rawZip(archive) })
    for (const [path, inputs, expected] of [
      ['whole', {}, ['d/', 'd/last', 'noise.bin']],
      ['ranges', { files: 'd/*' }, ['d/', 'd/last']],
      ['kept', { 'skip-decompress': 'true' }, ['dist.zip']]
    ] as const) {
      expect((await scenario.step({ name: 'dist', path, ...inputs })).code).toBe(0)
      expect(paths(work(path))).toEqual(expected)
    }
    for (const path of ['whole', 'ranges'])
      expect(readFileSync(work(path, 'd/last'), 'utf8')).toBe('the last')
  })
})

const RAW: [string, Record<string, string>][] = [
  ['small', {}],
  ['large', {}],
  ['small', { files: '*.txt' }],
  ['small', { cache: 'true' }]
]
test.each(rowsOf(RAW, ([size]) => size === 'small'))(
  'a raw artifact with a mangled name keeps its own: %s, %j',
  async (size, inputs) => {
    await start()
    const name = '报告 🎉.txt'
    const raw = Buffer.alloc(size === 'small' ? 9 : 9 * MIB, 'r')
    await scenario.run.addArtifact(name, { raw, contentType: 'text/plain' })
    const headers = { 'content-disposition': 'attachment; filename="__ _.txt"' }
    scenario.server.fault({ match: { server: 'storage' }, times: 99, action: { headers } })
    for (const path of ['one', 'two']) {
      expect((await scenario.step({ name, path, ...inputs })).code).toBe(0)
      expect(readFileSync(work(path, name)).equals(raw)).toBe(true)
    }
  }
)

test('an artifact whose URL ends in .zip is an archive, also from the cache', async () => {
  await start()
  await scenario.run.addArtifact('dist', { files: { a: 'a' } })
  const zip = await zipFiles({ a: 'a' })
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': 'attachment; filename=other',
    'content-length': String(zip.length)
  }
  scenario.server.fault({
    match: { path: /\/artifacts\/\w+$/, server: 'storage' },
    action: { status: 302, headers: { location: '/artifacts/x.zip' } }
  })
  scenario.server.fault({ match: { path: /x\.zip/ }, times: 9, action: { status: 200, headers, body: zip } })
  const inputs = { name: 'dist', cache: 'true', 'digest-mismatch': 'ignore' }
  for (const path of ['one', 'two']) {
    expect((await scenario.step({ ...inputs, path })).code).toBe(0)
    expect(paths(work(path))).toEqual(['a'])
  }
})

describe('a response without a length that ends early, without an error', () => {
  const ends: [string, Record<string, string>, string[]][] = [
    ['unpacked', {}, ['a', 'b']],
    ['kept as an archive', { 'skip-decompress': 'true' }, ['dist.zip']],
    ['with files', { files: 'b' }, ['b']]
  ]
  const files = { a: pseudoRandomBytes(400_000), b: 'b' }

  test.each(ends)('once, %s: is requested again', async (_, inputs, expected) => {
    await start({ storage: { chunked: true } })
    await scenario.run.addArtifact('dist', { files, digest: null })
    scenario.server.fault({ match: { server: 'storage' }, action: { truncateAfterBytes: 200_000 } })
    expect((await scenario.step({ name: 'dist', ...inputs })).code).toBe(0)
    expect(paths(work())).toEqual(expected)
    expect(storageRequests()).toHaveLength(2)
  })

  test.each(ends)('always, %s: is an error that leaves nothing', async (_, inputs) => {
    await start({ storage: { chunked: true } })
    await scenario.run.addArtifact('dist', { files, digest: null })
    scenario.server.fault({ match: { server: 'storage' }, times: 9, action: { truncateAfterBytes: 200_000 } })
    const { code, stdout } = await scenario.step({ name: 'dist', retries: '2', ...inputs })
    expect(code).toBe(1)
    expectRefusal(stdout, /"dist"/)
    expect(paths(work())).toEqual([])
    expect(storageRequests()).toHaveLength(3)
    expect(left()).toEqual([])
  })
})

describe('verification before anything is visible', () => {
  const broken = () => {
    const zip = Buffer.from(big)
    // In the data of the large stored file.
    zip.writeUInt8(zip.readUInt8(5 * MIB) ^ 1, 5 * MIB)
    return zip
  }
  const digest = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

  const faults: [string, () => { zip: Buffer; digest?: string | null }, RegExp][] = [
    ['a flipped bit', () => ({ zip: broken(), digest: digest(big) }), /sha256:\w+.* sha256:/],
    ['a wrong CRC-32', () => ({ zip: broken() }), /"data\/noise\.bin"/],
    ['a wrong CRC-32 without a digest', () => ({ zip: broken(), digest: null }), /"data\/noise\.bin"/],
    ['no archive at all', () => ({ zip: pseudoRandomBytes(9 * MIB) }), /"big"/],
    [
      'no archive, and another digest',
      () => ({ zip: pseudoRandomBytes(9 * MIB), digest: digest(big) }),
      /"big"/
    ]
  ]
  test.each(rowsOf(faults, ([title]) => title !== 'a wrong CRC-32'))('%s', async (what, artifact, fact) => {
    await start()
    await scenario.run.addArtifact('big', artifact())
    const before = snapshot(scenario.job.workspace)
    const { code, stdout, outputs } = await scenario.step({ name: 'big', retries: '1' })
    expect(code).toBe(1)
    const { title, message } = errorOf(stdout)
    expect(title).toContain(what === 'a flipped bit' ? '(digest-mismatch)' : '(archive-refused)')
    expect(message).toMatch(fact)
    expect(snapshot(scenario.job.workspace)).toEqual(before)
    expect(outputs['digest-verified']).toBe('false')
    expect(left()).toEqual([])
    // Bytes that may not be the uploaded ones are fetched once more.
    const tries = storageRequests().filter(({ headers }) => headers.range === `bytes=0-${FIRST - 1}`)
    expect(tries).toHaveLength(what === 'a wrong CRC-32' || what === 'no archive at all' ? 1 : 2)
  })

  const large: [string, number, number][] = [
    ['256 KiB at the least', 9, TAIL],
    ['a fiftieth', 50, MIB],
    ['2 MiB at the most', 120, 2 * MIB]
  ]
  test.each(rowsOf(large, ([, size]) => size === 9))(
    'a too large archive is refused once its end has come: %s',
    async (_, size, tail) => {
      await start({ storage: { bytesPerSecond: 10 * MIB } })
      const zip = await zipFiles({ zeros: Buffer.alloc(size * MIB) }, { level: 0 })
      // With a digest too: a limit needs no verified bytes.
      for (const [name, digest] of [['without', null] as const, ['with'] as const]) {
        scenario.server.clearRequests()
        await scenario.run.addArtifact(name, { zip, ...(digest === null && { digest }) })
        const { code, stdout, outputs } = await scenario.step({ name, 'max-extracted-size': '8MB' })
        expect(code).toBe(1)
        expectRefusal(stdout, /max-extracted-size.* 8\.0 MB/)
        const ends = storageRequests().flatMap(({ headers }) => {
          const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
          return Number(last) === zip.length - 1 ? [zip.length - Number(first)] : []
        })
        // The archive's own records add a few bytes to a fiftieth.
        expect(Math.min(...ends) - tail).toBeLessThan(10)
        expect(Math.min(...ends)).toBeGreaterThanOrEqual(tail)
        // The rest is not transferred.
        expect(Number(outputs['transferred-bytes'])).toBeLessThan(zip.length / 2)
      }
      expect(paths(work())).toEqual([])
    }
  )
})

describe('files', () => {
  test('only their bytes are transferred', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    const { code, outputs, stdout } = await scenario.step({
      name: 'big',
      files: 'bin/*\ntext/7.txt\ntext/8.txt\nlast.txt'
    })
    expect(code).toBe(0)
    expect(paths(work())).toEqual(['bin/', 'bin/tool', 'last.txt', 'text/', 'text/7.txt', 'text/8.txt'])
    expect(readFileSync(work('text/8.txt'), 'utf8')).toBe('line 8\n'.repeat(500))
    expect(snapshot(work())['bin/tool']).toBe(`file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`)
    expect(Number(outputs['transferred-bytes'])).toBeLessThan(MIB)
    expect(storageRequests().length).toBeLessThanOrEqual(6)
    expect(outputs['digest-verified']).toBe('false')
    expect(stdout).toMatch(DIGEST_NOT_CHECKED)
    expect(left()).toEqual([])
  })

  test('a large one comes in several parts at once, within concurrency', async () => {
    await start({ storage: { latency: 20 } })
    await scenario.run.addArtifact('big', { zip: big })
    expect((await scenario.step({ name: 'big', files: 'data/**', concurrency: '2' })).code).toBe(0)
    expect(readFileSync(work('data/noise.bin')).equals(pseudoRandomBytes(9 * MIB))).toBe(true)
    expect(mostAtOnce(storageRequests())).toBe(2)
  })

  test('a part that fails ends the others', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    // Two parts of the file of 9 MiB: one is slow, the other fails.
    const isPart = ({ headers }: RequestRecord) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
      return Number(last) - Number(first) + 1 === PART
    }
    const match = { server: 'storage', fits: isPart } as const
    scenario.server.fault({ match, action: { drip: 2 * MIB } })
    scenario.server.fault({ match: { ...match, nth: 2 }, action: { status: 404, delay: 100 } })
    const { code, stdout } = await scenario.step({ name: 'big', files: 'data/**', retries: '0' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/\b404\b/)
    const [slow, failed] = storageRequests().filter(isPart)
    expect(failed?.status).toBe(404)
    expect(slow?.bytesSent).toBeGreaterThan(0)
    expect(slow?.bytesSent).toBeLessThan(PART)
    expect(left()).toEqual([])
  })

  test('no match, a small artifact, and a server without ranges', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    const none = await scenario.step({ name: 'big', files: 'last.text' })
    expect(none.outputs['file-count']).toBe('0')
    expect(none.stdout).toMatch(/^::warning::files .*"last\.txt", /m)
    expect(none.stdout).not.toMatch(DIGEST_NOT_CHECKED)
    await scenario.run.addArtifact('small', { files: { a: 'a', b: 'b', c: pseudoRandomBytes(200_000) } })
    const before = storageRequests().length
    const small = await scenario.step({ name: 'small', files: 'b', path: 'small' })
    expect(storageRequests().length - before).toBe(1)
    expect(paths(work('small'))).toEqual(['b'])
    expect(small.outputs['digest-verified']).toBe('true')
    scenario.server.storage.ranges = false
    const { outputs } = await scenario.step({ name: 'big', files: 'last.txt', path: 'whole' })
    expect(paths(work('whole'))).toEqual(['last.txt'])
    expect(outputs['digest-verified']).toBe('true')
  })

  test('a broken selected file, and a broken archive structure', async () => {
    await start()
    const wrong = Buffer.from(big)
    wrong.writeUInt8(wrong.readUInt8(40) ^ 0xff, 40)
    await scenario.run.addArtifact('wrong', { zip: wrong })
    const cut = big.subarray(0, -1)
    await scenario.run.addArtifact('cut', { zip: cut })
    const { code, stdout } = await scenario.step({ name: 'wrong', files: 'bin/*' })
    expect(code).toBe(1)
    expectRefusal(stdout, /"wrong" \(\d+\).*"bin\/tool"/)
    const other = await scenario.step({ name: 'cut', files: 'bin/*' })
    expectRefusal(other.stdout, /"cut" \(\d+\)/)
    expect(paths(work())).toEqual([])
    expect(left()).toEqual([])
  })
})
