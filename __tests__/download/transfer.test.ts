import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { type ZipFiles, zipFiles } from '../support/artifact-zip.js'
import type { Fault, GitHubServerOptions, RequestRecord } from '../support/github-server/index.js'
import { errorOf, errorsIn } from '../support/log.js'
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
import { EXECUTABLE_SHOWN, paths, snapshot } from '../support/tree.js'

const MIB = 1 << 20
/** Larger artifacts come in parts. */
const FIRST = 8 * MIB
const TAIL = 256 << 10
const PART = 4 * MIB

const TOOL = '#!/bin/sh\n'
const tool = { data: TOOL, mode: 0o755 }
/** More than 8 MiB: a stored file of several chunks, small ones, one that deflates well, an execute bit. */
const files: ZipFiles = {
  'bin/tool': tool,
  'data/noise.bin': pseudoRandomBytes(9 * MIB),
  ...Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`text/${index}.txt`, `line ${index}\n`.repeat(500)])
  ),
  'zeros.bin': Buffer.alloc(6 * MIB),
  'last.txt': 'the last'
}
let big: Buffer
beforeAll(async () => {
  big = await zipFiles(files)
})

let scenario: Scenario
const start = async (options?: GitHubServerOptions) => {
  scenario = await startScenario(options)
}
afterEach(() => scenario.close())

const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const storageRequests = () => scenario.server.requests.filter(({ server }) => server === 'storage')
/** Files outside the workspace: nothing may stay there. */
const left = () =>
  paths(scenario.job.folder).filter(
    path => !/^(work|commands|tools)/.test(path) && !/^temp\/(artifacts-.*json)?$/.test(path)
  )

function expectTree(folder: string): void {
  const tree = snapshot(folder)
  expect(Object.keys(tree).filter(path => !path.endsWith('/')).length).toBe(Object.keys(files).length + 4)
  expect(tree['bin/tool']).toBe(`file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`)
  for (const [name, file] of Object.entries(files)) {
    const expected = typeof file === 'string' || Buffer.isBuffer(file) ? Buffer.from(file) : Buffer.from(TOOL)
    if (!readFileSync(join(folder, name)).equals(expected)) throw new Error(`${name} differs`)
  }
}

/** Environments with and without internals of Node.js. */
const INTERNALS: [title: string, env: Record<string, string>][] = [
  ['with internals', {}],
  ['plain', { ARTIFACT_ACTION_PLAIN: '1' }]
]
/** Logged for an archive whose digest cannot be checked. */
const DIGEST_NOT_CHECKED = /^Artifact "\w+".*\bdigest\b.*/m

function expectRefusal(stdout: string, fact: RegExp): void {
  const { title, message } = errorOf(stdout)
  expect(title).toContain('(archive-refused)')
  expect(message).toMatch(fact)
}

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

  test.each<[string, GitHubServerOptions['storage']]>([
    ['storage without ranges', { ranges: false }],
    ['storage without lengths', { chunked: true }],
    ['storage without ETags', { etag: false }],
    ['storage without names', { contentDisposition: false }]
  ])('%s', async (_, storage) => {
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

/** The server may see the end of a response this much later than the client, in ms. */
const SEEN_LATE = 15

/** The most requests in flight at once. */
function mostAtOnce(requests: readonly Pick<RequestRecord, 'at' | 'endedAt'>[]): number {
  const times = requests.map(({ at, endedAt = 0 }) => ({ at, endedAt: Math.max(at, endedAt - SEEN_LATE) }))
  return Math.max(
    ...times.map(({ at }) => times.filter(other => other.at <= at && at < other.endedAt).length)
  )
}

describe('the content type "zip", which @actions/artifact 2.3 stores', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['a small artifact', { name: 'small' }, {}],
    ['a large artifact', { name: 'big' }, {}],
    ['only ranges', { name: 'big', files: 'last.txt' }, {}],
    ['from the cache', { name: 'small', cache: 'true' }, {}],
    ['a large artifact, without internals', { name: 'big' }, { ARTIFACT_ACTION_PLAIN: '1' }]
  ])('%s is unpacked', async (_, inputs, env) => {
    await start()
    const artifacts = [
      await scenario.run.addArtifact('big', { zip: big }),
      await scenario.run.addArtifact('small', { files: { 'last.txt': 'the last' } })
    ]
    for (const { blob, name } of artifacts) Object.assign(blob ?? {}, { contentType: 'zip', filename: name })
    for (const path of ['one', 'two']) {
      expect((await scenario.step({ ...inputs, path }, env)).code).toBe(0)
      expect(readFileSync(work(path, 'last.txt'), 'utf8')).toBe('the last')
    }
  })
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
  test.each(archives)('%s', async (_, archive) => {
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

test.each<[string, Record<string, string>]>([
  ['small', {}],
  ['large', {}],
  ['small', { files: '*.txt' }],
  ['small', { cache: 'true' }]
])('a raw artifact with a mangled name keeps its own: %s, %j', async (size, inputs) => {
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
})

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

describe('connections', () => {
  const long = async () => {
    await scenario.run.addArtifact('long', { zip: await zipFiles({ x: pseudoRandomBytes(40 * MIB) }) })
  }

  test.each([
    ['1', 1, 1],
    ['6', 4, 6]
  ])('a slow network gets more of them, up to concurrency: %s', async (concurrency, least, most) => {
    await start({ storage: { bytesPerSecond: 12 * MIB } })
    await long()
    expect((await scenario.step({ name: 'long', concurrency })).code).toBe(0)
    expect(mostAtOnce(storageRequests())).toBeGreaterThanOrEqual(least)
    expect(mostAtOnce(storageRequests())).toBeLessThanOrEqual(most)
  })

  test('a slow network gets more of them before the directory has come', async () => {
    await start({ storage: { bytesPerSecond: 40 * MIB } })
    await long()
    scenario.server.fault({ match: { server: 'storage', nth: 2 }, action: 'stall' })
    const { code } = await scenario.step({ name: 'long', 'stall-timeout': '2s' })
    expect(code).toBe(0)
    const [, directory] = storageRequests()
    const meanwhile = storageRequests().filter(({ at }) => at < (directory?.endedAt ?? 0))
    // The first part, the stalled one, and two more.
    expect(mostAtOnce(meanwhile)).toBeGreaterThanOrEqual(4)
  })

  test.each([
    ['up to four large ones side by side, which bounds memory', 6, 40 * MIB, {}, 4, 3],
    ['many of medium size in one request each', 6, 9 * MIB, {}, 6, 1],
    ['a number is a hard bound', 6, 9 * MIB, { concurrency: '3' }, 3, 1]
  ])('%s', async (_, count, size_in_bytes, inputs, most, requests) => {
    await start({ storage: { latency: 300 } })
    for (let index = 0; index < count; index++) {
      await scenario.run.addArtifact(`a-${index}`, { zip: big, size_in_bytes })
    }
    expect((await scenario.step({ path: 'out', ...inputs })).code).toBe(0)
    for (let index = 0; index < count; index++) expectTree(work(`out/a-${index}`))
    const spans = new Map<string, { at: number; endedAt: number }>()
    for (const { path, at, endedAt = 0 } of storageRequests()) {
      const span = spans.get(path) ?? { at, endedAt }
      spans.set(path, { at: Math.min(span.at, at), endedAt: Math.max(span.endedAt, endedAt) })
    }
    expect(spans.size).toBe(count)
    expect(storageRequests()).toHaveLength(count * requests)
    expect(mostAtOnce([...spans.values()])).toBe(most)
    expect(left()).toEqual([])
  })

  test('the next large one gets its URL while the last part of an earlier one comes', async () => {
    await start({ storage: { latency: 300 } })
    for (let index = 0; index < 5; index++) {
      await scenario.run.addArtifact(`a-${index}`, { zip: big, size_in_bytes: 40 * MIB })
    }
    expect((await scenario.step({ path: 'out' })).code).toBe(0)
    const urls = scenario.server.requests.filter(({ path }) => path.endsWith('/zip'))
    const ends = new Map(storageRequests().map(({ path, endedAt = 0 }) => [path, endedAt]))
    expect([urls.length, ends.size]).toEqual([5, 5])
    expect(urls[4]?.at).toBeLessThan(Math.min(...ends.values()))
  })

  test.each([
    [{}, 48],
    [{ concurrency: '12' }, 12]
  ])('50 small artifacts, %j: at most %d requests in flight', async (inputs, most) => {
    await start({ storage: { latency: 500 } })
    for (let index = 0; index < 50; index++)
      await scenario.run.addArtifact(`a-${index}`, { files: { x: `${index}` } })
    const { code, outputs } = await scenario.step({ path: 'out', ...inputs })
    expect([code, outputs['file-count'], outputs['api-requests']]).toEqual([0, '50', '51'])
    expect(mostAtOnce(scenario.server.requests)).toBeGreaterThan(most * 0.7)
    expect(mostAtOnce(scenario.server.requests)).toBeLessThanOrEqual(most)
  })
})

describe('several artifacts, each range of which meets a fault', () => {
  const FAULTS: Record<string, Fault> = {
    'a stall': 'stall',
    'a cut': { resetAfterBytes: 100_000 },
    'a short body': { truncateAfterBytes: 200_001 },
    'an expired URL': 'expired-url',
    'a 503': { status: 503 },
    'another ETag': { etag: '"another"' }
  }
  const ways = [
    ['four side by side', 4, 40 * MIB],
    ['six in one request each', 6, 9 * MIB]
  ] as const
  const cases = Object.entries(FAULTS).flatMap(([title, fault]) =>
    ways.map(way => [title, ...way, fault] as const)
  )

  test.each(cases)('%s, %s, with a refused one and small ones', async (_, __, count, size, action) => {
    await start()
    for (let index = 0; index < count; index++) {
      const zip = index === 1 ? pseudoRandomBytes(10 * MIB) : big
      await scenario.run.addArtifact(`a-${index}`, { zip, size_in_bytes: size })
    }
    for (const name of ['b', 'c']) await scenario.run.addArtifact(name, { files: { x: name } })
    const met = new Set<string>()
    const isNew = ({ path, headers }: RequestRecord) => {
      const key = `${path} ${headers.range}`
      return !met.has(key) && met.add(key).has(key)
    }
    // Another ETag starts over, so each artifact meets it once.
    const isFirst = (request: RequestRecord) =>
      /^bytes=0-/.test(request.headers.range ?? '') && isNew(request)
    const fits = typeof action === 'object' && 'etag' in action ? isFirst : isNew
    const fault = scenario.server.fault({ match: { server: 'storage', fits }, times: 99, action })
    const { code, stdout, outputs } = await scenario.step({ path: 'out', 'stall-timeout': '1s' })
    expect(fault.hits).toBeGreaterThanOrEqual(count)
    expect(code).toBe(1)
    const { title, message } = errorOf(stdout)
    expect(title).toContain('(artifacts-failed)')
    expect(message.match(/"[\w-]+"/g)).toEqual(['"a-1"'])
    for (let index = 0; index < count; index++) if (index !== 1) expectTree(work(`out/a-${index}`))
    expect(paths(work('out')).filter(path => /^(a-1|b|c)\b/.test(path))).toEqual(['b/', 'b/x', 'c/', 'c/x'])
    expect(outputs['digest-verified']).toBe('false')
    expect(left()).toEqual([])
  })
})

describe('faults', () => {
  // More faults, at each request too: storage-faults.test.ts.
  const FAULTS: Record<string, Fault> = {
    'a stall before the headers': 'stall',
    'a cut at once': { resetAfterBytes: 0 },
    'a cut after a byte': { resetAfterBytes: 1 },
    'a cut inside a header': { truncateAfterBytes: 25 },
    'a cut inside the data': { resetAfterBytes: MIB + 1 },
    'a cut before the last byte': { truncateAfterBytes: FIRST - 1 },
    'a stall in the middle': { stallAfterBytes: 100_000 },
    'an ignored range': { ignoreRange: true },
    'a different range than requested': { contentRange: 'bytes 7-99/1000000000' },
    'another ETag': { etag: '"another"' }
  }
  const startsOver = new Set(['an ignored range', 'a different range than requested', 'another ETag'])

  const cases = Object.entries(FAULTS).flatMap(([title, fault]) =>
    // Both kinds of connections: they fail in ways of their own.
    INTERNALS.slice(0, title.startsWith('a cut') ? 2 : 1).map(state => [title, fault, ...state] as const)
  )

  test.each(cases)('%s, at each request in turn (%#)', async (title, action, _, env) => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    let nth = 1
    for (; ; nth++) {
      scenario.server.clearFaults()
      const fault = scenario.server.fault({ match: { server: 'storage', nth }, action })
      const inputs = { name: 'big', path: `out-${nth}`, 'stall-timeout': '1s' }
      const { code, stdout, outputs } = await scenario.step(inputs, env)
      expect([nth, code, errorsIn(stdout)]).toEqual([nth, 0, []])
      expectTree(work(`out-${nth}`))
      expect(outputs['digest-verified']).toBe('true')
      const twice = startsOver.has(title) ? big.length + TAIL : PART
      expect(Number(outputs['transferred-bytes'])).toBeLessThanOrEqual(big.length + TAIL + twice)
      if (fault.hits === 0) break
    }
    // At least the front, the end and the rest.
    expect(nth).toBeGreaterThanOrEqual(3)
    expect(left()).toEqual([])
  })

  test('a cut after each of many bytes of a small artifact', async () => {
    await start()
    const zip = await zipFiles({ 'a.txt': 'x'.repeat(500), 'bin/tool': tool })
    const artifact = await scenario.run.addArtifact('small', { zip })
    const borders = [0, 1, 3, 4, 29, 30, 31, zip.length - 23, zip.length - 22, zip.length - 1]
    for (const after of borders) {
      scenario.server.clearRequests()
      scenario.server.fault({ match: { server: 'storage' }, action: { truncateAfterBytes: after } })
      const { code, outputs } = await scenario.step({ name: 'small', path: `out-${after}` })
      expect([after, code]).toEqual([after, 0])
      expect(paths(work(`out-${after}`))).toEqual(['a.txt', 'bin/', 'bin/tool'])
      // No byte comes twice, and If-Match guards the rest.
      expect(Number(outputs['transferred-bytes'])).toBe(artifact.size_in_bytes)
      const [, again] = storageRequests()
      expect(again?.headers.range).toBe(`bytes=${after}-${FIRST - 1}`)
      expect(again?.headers['if-match']).toMatch(/^"/)
    }
  })

  test('ranges that are no longer served: once more without ranges', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    scenario.server.fault({ match: { server: 'storage', nth: 2 }, times: 99, action: { ignoreRange: true } })
    const { code } = await scenario.step({ name: 'big' })
    expect(code).toBe(0)
    expectTree(work())
    expect(storageRequests().at(-1)?.headers.range).toBeUndefined()
  })

  test.each<[string, Fault]>([
    ['an unknown total', { contentRange: 'bytes 0-1/*' }],
    ['no Content-Range', { headers: { 'content-range': '' } }],
    ['a 416 for no reason', { status: 416 }]
  ])('with retries: 0, %s is retried once without ranges', async (_, action) => {
    await start()
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    scenario.server.fault({ match: { server: 'storage' }, action })
    expect((await scenario.step({ name: 'dist', retries: '0' })).code).toBe(0)
    expect(storageRequests().map(({ headers }) => headers.range)).toEqual([`bytes=0-${FIRST - 1}`, undefined])
  })

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['a weak ETag', { etag: 'W/"1"' }, { etag: 'W/"2"' }],
    ['a date', { 'last-modified': 'a' }, { 'last-modified': 'b' }]
  ])('%s that changes starts over: nothing is appended', async (_, first, then) => {
    await start({ storage: { etag: false } })
    await scenario.run.addArtifact('x.bin', { raw: Buffer.alloc(1000, 'A'), contentType: 'text/plain' })
    const match = { server: 'storage' } as const
    scenario.server.fault({ match, action: { headers: first, truncateAfterBytes: 10 } })
    scenario.server.fault({ match, times: 9, action: { headers: then } })
    const { code, stdout, outputs } = await scenario.step({ name: 'x.bin' })
    expect(code).toBe(0)
    // The cut, then the change.
    const retries = stdout.match(/^Artifact "x\.bin" .*/gm)
    expect(retries?.map(line => /\bbyte 10\b/.test(line))).toEqual([true, false])
    expect(stdout).not.toMatch(/"x\.bin".*"x\.bin"/)
    expect(outputs['transferred-bytes']).toBe('1010')
    expect(storageRequests().map(({ headers }) => headers['if-match'])).toEqual([
      undefined,
      undefined,
      undefined
    ])
  })

  test('one cut of a server without ranges is not a failure', async () => {
    await start({ storage: { ranges: false } })
    await scenario.run.addArtifact('big', { zip: big })
    scenario.server.fault({ match: { server: 'storage' }, action: { resetAfterBytes: 5 * MIB } })
    expect((await scenario.step({ name: 'big' })).code).toBe(0)
    expectTree(work())
    expect(left()).toEqual([])
  })

  test.each<[string, Fault, RegExp]>([
    ['503', { status: 503 }, /\b503\b.* byte \d{7} \(\d\.\d MB\)/],
    ['reset', 'reset', /127\.0\.0\.1 .*\(ECONNRESET\).* byte \d{7} /],
    ['stall', 'stall', /\b1 s\b.* byte \d{7} /],
    ['403 each time', { status: 403 }, /\b403\b.* byte \d{7} /]
  ])('%s at every try is one error with the position', async (_, action, fact) => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    const before = snapshot(scenario.job.workspace)
    // Of the front, the end and the rest two succeed; the third always fails.
    scenario.server.fault({ match: { server: 'storage', nth: 3 }, times: 999, action })
    const { code, stdout } = await scenario.step({ name: 'big', retries: '2', 'stall-timeout': '1s' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(fact)
    expect(errorOf(stdout)).toMatchObject({
      title: expect.stringContaining('(storage-failed)'),
      message: expect.stringMatching(/^Artifact "big" \(\d+\) /)
    })
    expect(stdout.replace(/^::add-mask::.*$/gm, '')).not.toMatch(/sig=|sv=/)
    expect(snapshot(scenario.job.workspace)).toEqual(before)
    expect(left()).toEqual([])
  })

  test('a 404 in the middle is an error with the position', async () => {
    await start()
    await scenario.run.addArtifact('big', { zip: big })
    scenario.server.fault({ match: { server: 'storage', nth: 3 }, times: 999, action: { status: 404 } })
    const { code, stdout } = await scenario.step({ name: 'big', retries: '0' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/\b404\b.* byte \d{7} /)
    expect(left()).toEqual([])
  })

  test('an error page instead of an archive is retried', async () => {
    await start()
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    const page = { status: 200, body: '<html>proxy</html>' }
    scenario.server.fault({ match: { server: 'storage' }, times: 2, action: page })
    expect((await scenario.step({ name: 'dist' })).code).toBe(0)
    scenario.server.fault({ match: { server: 'storage' }, times: 99, action: page })
    const { code, stdout } = await scenario.step({ name: 'dist', path: 'none' })
    expect(code).toBe(1)
    expectRefusal(stdout, /<html>proxy/)
    expect(paths(work())).toEqual(['a'])
  })

  test.each([1, 9])('an error page is not kept as an archive: %d MiB', async size => {
    await start()
    const page = Buffer.concat([Buffer.from('<html>proxy</html>'), Buffer.alloc(size * MIB)])
    await scenario.run.addArtifact('dist', { zip: page, digest: null })
    const { code, stdout } = await scenario.step({ name: 'dist', 'skip-decompress': 'true', retries: '1' })
    expect(code).toBe(1)
    expectRefusal(stdout, /<html>proxy/)
    expect(paths(work())).toEqual([])
    expect(scenario.server.requests.filter(({ path }) => path.endsWith('/zip'))).toHaveLength(2)
  })
})

describe('one more fetch from the start, with a new URL', () => {
  /** Stored, so that a flipped byte is in the data. */
  const small = () => zipFiles({ 'a.bin': pseudoRandomBytes(2 * MIB), 'b.bin': 'b' }, { level: 0 })
  const large = () => zipFiles({ 'a.bin': pseudoRandomBytes(9 * MIB), 'b.bin': 'b' }, { level: 0 })
  const flipped = (zip: Buffer) => {
    const copy = Buffer.from(zip)
    copy.writeUInt8(copy.readUInt8(MIB) ^ 1, MIB)
    return copy
  }

  const strategies: [string, () => Promise<Buffer>, Record<string, string>][] = [
    ['whole', small, {}],
    ['ranges', large, { files: 'a.bin' }],
    ['streaming', large, {}],
    ['kept as an archive', large, { 'skip-decompress': 'true' }]
  ]
  /** What goes wrong, until `repair` is called. */
  type Break = (zip: Buffer) => Promise<() => void>
  const add = (fields: { zip: Buffer; digest?: string | null; zipNotFound?: number }) =>
    scenario.run.addArtifact('a', fields)
  const withBytes =
    (change: (zip: Buffer) => Buffer, digest?: null): Break =>
    async zip => {
      const artifact = await add({ zip, ...(digest === null && { digest }) })
      const other = await scenario.run.addArtifact('other', { zip: change(zip) })
      const { blob } = artifact
      artifact.blob = other.blob
      return () => {
        artifact.blob = blob
      }
    }
  const breaks: [string, Break, string][] = [
    [
      'a 404 from /zip',
      async zip => {
        const artifact = await add({ zip, zipNotFound: 99 })
        return () => {
          artifact.zipNotFound = 0
        }
      },
      'api-not-found'
    ],
    [
      'a 404 from storage',
      async zip => {
        const artifact = await add({ zip })
        const { blob } = artifact
        artifact.blob = undefined
        return () => {
          artifact.blob = blob
        }
      },
      'storage-failed'
    ],
    ['a flipped byte', withBytes(flipped), 'digest-mismatch'],
    ['a flipped byte without a digest', withBytes(flipped, null), 'archive-refused'],
    ['half the bytes', withBytes(zip => zip.subarray(0, zip.length / 2)), 'digest-mismatch'],
    [
      'half the bytes without a digest',
      withBytes(zip => zip.subarray(0, zip.length / 2), null),
      'archive-refused'
    ]
  ]
  const cases = breaks.flatMap(([title, broken, code]) =>
    strategies.map(([strategy, zip, inputs]) => ({ title, broken, code, strategy, zip, inputs }))
  )
  // Kept as it is: only its end is checked. Of ranges the digest is not known.
  const isChecked = ({ title, strategy }: (typeof cases)[number]) =>
    !(strategy === 'kept as an archive' && title === 'a flipped byte without a digest')
  const urls = () => scenario.server.requests.filter(({ path }) => path.endsWith('/zip')).length

  test.each(cases.filter(isChecked))('$title, $strategy', async ({ broken, code, strategy, zip, inputs }) => {
    await start()
    const repair = await broken(await zip())
    const step = (more: Record<string, string>) => {
      scenario.server.clearRequests()
      return scenario.step({ name: 'a', path: 'out', ...inputs, ...more })
    }
    const before = snapshot(scenario.job.workspace)
    const expected = strategy === 'ranges' && code === 'digest-mismatch' ? 'archive-refused' : code
    for (const [retries, fetches] of [['0', 1] as const, ['5', 2] as const]) {
      const failed = await step({ retries })
      expect(failed.code).toBe(1)
      expect(errorOf(failed.stdout).title).toContain(`(${expected})`)
      expect(urls()).toBe(fetches)
      expect(snapshot(scenario.job.workspace)).toEqual(before)
      expect(left()).toEqual([])
    }

    scenario.server.fault({ match: { path: /\/zip$/, nth: 2 }, action: { before: repair } })
    expect((await step({ retries: '1' })).code).toBe(0)
    expect(urls()).toBe(2)
    expect(paths(work('out')).length).toBeGreaterThan(0)
  })
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

  test.each<[string, () => { zip: Buffer; digest?: string | null }, RegExp]>([
    ['a flipped bit', () => ({ zip: broken(), digest: digest(big) }), /sha256:\w+.* sha256:/],
    ['a wrong CRC-32', () => ({ zip: broken() }), /"data\/noise\.bin"/],
    ['a wrong CRC-32 without a digest', () => ({ zip: broken(), digest: null }), /"data\/noise\.bin"/],
    ['no archive at all', () => ({ zip: pseudoRandomBytes(9 * MIB) }), /"big"/],
    [
      'no archive, and another digest',
      () => ({ zip: pseudoRandomBytes(9 * MIB), digest: digest(big) }),
      /"big"/
    ]
  ])('%s', async (what, artifact, fact) => {
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

  test.each([
    ['256 KiB at the least', 9, TAIL],
    ['a fiftieth', 50, MIB],
    ['2 MiB at the most', 120, 2 * MIB]
  ])('a too large archive is refused once its end has come: %s', async (_, size, tail) => {
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
  })
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

  test.each(['stall', { truncateAfterBytes: 100 }, { etag: '"b"' }] as const)(
    '%j at each request in turn',
    async action => {
      await start()
      await scenario.run.addArtifact('big', { zip: big })
      for (let nth = 1; ; nth++) {
        scenario.server.clearFaults()
        const fault = scenario.server.fault({ match: { server: 'storage', nth }, action })
        const { code } = await scenario.step({
          name: 'big',
          files: 'bin/*\nlast.txt',
          path: `out-${nth}`,
          'stall-timeout': '1s'
        })
        expect([nth, code]).toEqual([nth, 0])
        expect(paths(work(`out-${nth}`))).toEqual(['bin/', 'bin/tool', 'last.txt'])
        if (fault.hits === 0) break
      }
      expect(left()).toEqual([])
    }
  )

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
