import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import type { Fault, GitHubServerOptions, RequestRecord } from '../support/github-server/index.js'
import {
  expectTree,
  FIRST,
  INTERNALS,
  leftOutside,
  MIB,
  makeLargeZip,
  PART,
  TAIL,
  TOOL
} from '../support/large-artifact.js'
import { errorOf, errorsIn, expectRefusal } from '../support/log.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'
import { paths, snapshot } from '../support/tree.js'

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

  test.each(rowsOf(cases, ([title, way]) => title === 'another ETag' && way.startsWith('six')))(
    '%s, %s, with a refused one and small ones',
    async (_, __, count, size, action) => {
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
    }
  )
})

describe('faults', () => {
  // More faults, at each request too: storage-faults.sweep.ts.
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

  const quick = ['a cut inside the data', 'an ignored range']
  const faults = rowsOf(Object.entries(FAULTS), ([title]) => quick.includes(title))
  const cases = faults.flatMap(([title, fault]) =>
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

  const ofFiles: Fault[] = ['stall', { truncateAfterBytes: 100 }, { etag: '"b"' }]
  test.each(rowsOf(ofFiles, action => action !== 'stall'))(
    '%j at each request for selected files in turn',
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

  test('a cut after each of many bytes of a small artifact', async () => {
    await start()
    const zip = await zipFiles({ 'a.txt': 'x'.repeat(500), 'bin/tool': TOOL })
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

  const lasting: [string, Fault, RegExp][] = [
    ['503', { status: 503 }, /\b503\b.* byte \d{7} \(\d\.\d MB\)/],
    ['reset', 'reset', /127\.0\.0\.1 .*\(ECONNRESET\).* byte \d{7} /],
    ['stall', 'stall', /\b1 s\b.* byte \d{7} /],
    ['403 each time', { status: 403 }, /\b403\b.* byte \d{7} /]
  ]
  test.each(rowsOf(lasting, ([title]) => title !== 'stall'))(
    '%s at every try is one error with the position',
    async (_, action, fact) => {
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
    }
  )

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
