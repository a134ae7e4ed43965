import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import type { Artifact, Fault, GitHubServer, RequestRecord } from '../support/github-server/index.js'
import { shaOf } from '../support/github-server/model/ids.js'
import { errorCodeOf } from '../support/log.js'
import type { CaseWorld, OperationCase } from '../support/operation-cases.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { rawZip } from '../support/raw-zip.js'
import type { StepResult } from '../support/runner.js'
import { SharedServer, type Turn } from '../support/shared-server.js'
import { snapshot } from '../support/tree.js'

const MIB = 1 << 20
/** The most requests in flight with `concurrency: auto`. */
const MOST_IN_FLIGHT = 48

/** An artifact with a text and, unless it is small, random bytes. */
interface Kind {
  name: string
  /** Of the random bytes. */
  size: number
  zip: Promise<Buffer>
  /** Its tree, as in a snapshot. */
  tree: Record<string, string>
}

function kind(name: string, size: number): Kind {
  const noise = pseudoRandomBytes(size, name.length)
  const sha256 = createHash('sha256').update(noise).digest('hex')
  return {
    name,
    size,
    zip: zipFiles({ [`${name}.txt`]: name, ...(size > 0 && { 'noise.bin': noise }) }, { level: 0 }),
    tree: {
      [name]: 'folder 0755',
      [`${name}/${name}.txt`]: `file 0644 ${JSON.stringify(name)}`,
      ...(size > 0 && { [`${name}/noise.bin`]: `file 0644 ${size} bytes, sha256 ${sha256}` })
    }
  }
}
const kinds = (title: string, count: number, size: number): Kind[] =>
  Array.from({ length: count }, (_, index) => kind(`${title}-${index}`, size))

/** Mixes of sizes. */
const MIXES = {
  // Four of them share the ring buffers.
  'small ones and four streamed ones': [...kinds('small', 6, 0), ...kinds('medium', 4, 9 * MIB)],
  // More than four over 8 MiB: those up to 32 MiB come in one request each.
  'small, medium and streamed ones': [
    ...kinds('small', 6, 0),
    ...kinds('medium', 4, 9 * MIB),
    ...kinds('large', 2, 33 * MIB)
  ]
}

const BACKENDS: Record<string, OperationCase['environment']> = {
  'REST API': undefined,
  'artifact service': (server, run) => ({
    ...server.jobEnvironment(run),
    GITHUB_RUN_ATTEMPT: String(run.run_attempt)
  })
}

/** Archives that are refused. */
const REFUSED: Record<string, () => Buffer> = {
  'a name that leads outside': () =>
    rawZip({
      entries: [
        { name: 'a.txt', data: 'a' },
        { name: '../b', data: 'b' }
      ]
    }),
  'a wrong checksum at the end of a streamed one': () =>
    rawZip({
      entries: [
        { name: 'noise.bin', data: pseudoRandomBytes(12 * MIB), method: 0 },
        { name: 'b.txt', data: 'b', crc32: 1 }
      ]
    }),
  'no archive at all': () => Buffer.alloc(10 * MIB, 'x')
}

describe.each(Object.entries(MIXES))('%s', (_, mix) => {
  describe.each(Object.entries(BACKENDS))('%s', (backend, environment) => {
    let shared: SharedServer
    beforeAll(async () => {
      shared = await SharedServer.start()
    })
    afterAll(() => shared.close())

    /** @param failing names of artifacts that fail */
    function operation(failing: readonly string[] = [], more: Partial<OperationCase> = {}): OperationCase {
      const done = mix.filter(({ name }) => !failing.includes(name))
      const files = done.reduce((sum, { size }) => sum + (size > 0 ? 2 : 1), 0)
      const outputs: Record<string, string> = {
        'file-count': String(files),
        'extracted-size': String(done.reduce((sum, { name, size }) => sum + name.length + size, 0)),
        'failed-count': String(failing.length)
      }
      if (failing.length === 0) outputs['digest-verified'] = 'true'
      return {
        title: '',
        inputs: { path: 'out', concurrency: 'auto', retries: '3' },
        ...(environment && { environment }),
        arrange: async ({ run }) => {
          for (const { name, zip } of mix) await run.addArtifact(name, { zip: await zip })
        },
        fileOf: name => `${name}/${name}.txt`,
        outputs: {},
        problems: (world, step) => [...wrongOutputs(outputs, step), ...wrongTree(done, world)],
        ...more
      }
    }

    async function turn(
      case_: OperationCase,
      arm?: (server: GitHubServer) => void,
      more?: Record<string, string>
    ): Promise<Turn> {
      const met = await shared.turn(case_, arm, more)
      for (const name of ['api', 'service', 'storage']) {
        const inFlight = met.asked.filter(({ server }) => server === name).map(record => record.inFlight)
        expect(Math.max(0, ...inFlight)).toBeLessThanOrEqual(MOST_IN_FLIGHT)
      }
      return met
    }
    const usesApi = ({ asked }: Turn) => asked.some(({ server }) => server === 'api')

    test('without a fault', async () => {
      const met = await turn(operation())
      expect([met.step.code, met.wrong]).toEqual([0, []])
      expect(usesApi(met)).toBe(backend === 'REST API')
    })

    // Each range meets it once: a request that resumes has the same end.
    test.each<[string, Fault]>([
      ['a reset', 'reset'],
      ['a cut after 100 bytes', { resetAfterBytes: 100 }],
      ['a cut after 3 MiB', { resetAfterBytes: 3 * MIB }],
      ['an early end after 100 bytes', { truncateAfterBytes: 100 }],
      ['an early end after 3 MiB', { truncateAfterBytes: 3 * MIB }],
      ['a stall before the headers', 'stall'],
      ['a stall after 100 bytes', { stallAfterBytes: 100 }],
      ['an expired URL', 'expired-url'],
      ['a 503', { status: 503 }],
      ['a 429 that says when', { status: 429, headers: { 'retry-after': '30' } }]
    ])(
      '%s, once at each request to storage',
      async (_, action) => {
        const seen = new Set<string>()
        const { step, wrong } = await turn(
          operation(),
          server => {
            const match = {
              server: 'storage',
              fits: isFirst(seen, ({ path, headers }) => `${path} ${headers.range?.split('-').at(-1)}`)
            } as const
            server.fault({ match, times: 1000, action })
          },
          { 'stall-timeout': '2s', retries: '6' }
        )
        expect([step.code, wrong]).toEqual([0, []])
        expect(seen.size).toBeGreaterThanOrEqual(mix.length)
      },
      60_000
    )

    // A second one would be the end of the artifact.
    test.each<[string, Fault]>([
      ['a 404', { status: 404 }],
      ['another ETag', { etag: '"other"' }]
    ])('%s, once for each artifact', async (_, action) => {
      const seen = new Set<string>()
      const { step, wrong } = await turn(operation(), server => {
        const match = { server: 'storage', fits: isFirst(seen, ({ path }) => path) } as const
        server.fault({ match, times: 1000, action })
      })
      expect([step.code, wrong]).toEqual([0, []])
      expect(seen.size).toBe(mix.length)
    })

    const victims = mix.filter(({ name }) => name.endsWith('-1')).map(({ name }) => name)
    test.each<[string, Fault]>([
      ['a reset', 'reset'],
      ['an early end', { truncateAfterBytes: 0 }],
      ['a stall', 'stall'],
      ['an expired URL', 'expired-url'],
      ['a 404', { status: 404 }],
      ['a 500', { status: 500 }],
      ['bytes of another artifact', { status: 200, body: 'other' }]
    ])(
      '%s, without end, for one artifact of each size: the others are complete',
      async (_, action) => {
        const paths: string[] = []
        const arrange = async (world: CaseWorld) => {
          await operation().arrange(world)
          paths.push(...artifactsOf(world, victims).map(({ id }) => `/${shaOf(`artifact ${id}`)}`))
        }
        const { step, wrong } = await turn(
          operation(victims, { arrange }),
          server => {
            const fits = ({ path }: RequestRecord) => paths.some(end => path.endsWith(end))
            server.fault({ match: { server: 'storage', fits }, times: 1000, action })
          },
          { 'stall-timeout': '1s', retries: '1' }
        )
        expect([step.code, wrong]).toEqual([1, []])
      },
      60_000
    )

    test.each(Object.entries(REFUSED))('an archive that is refused among good ones: %s', async (_, zip) => {
      const arrange = async (world: CaseWorld) => {
        await operation().arrange(world)
        await world.run.addArtifact('refused', { zip: zip() })
      }
      const problems = (world: CaseWorld) => wrongTree(mix, world)
      const { step, wrong } = await turn(operation([], { arrange, problems }))
      expect([step.code, step.outputs['failed-count'], wrong]).toEqual([1, '1', []])
      expect(errorCodeOf(step.stdout)).toBe('artifacts-failed')
    })

    const SIGNED = { api: '/zip', service: 'GetSignedArtifactURL' }
    const fromFourth = (server: 'api' | 'service') => ({ server, path: SIGNED[server], nth: 4 }) as const
    const limited = (seconds: number): Fault => ({
      status: 429,
      headers: { 'retry-after': String(seconds) },
      body: { message: 'You have exceeded a secondary rate limit.' }
    })

    test('a rate limit in the middle is waited for', async () => {
      const { step, wrong } = await turn(operation(), server => {
        server.fault({ match: fromFourth('api'), action: limited(60) })
        server.fault({ match: fromFourth('service'), action: limited(5) })
      })
      expect([step.code, wrong]).toEqual([0, []])
    })

    test('a 404 of one artifact is asked again', async () => {
      const { step, wrong } = await turn(operation(), server => {
        server.fault({ match: fromFourth('api'), action: { status: 404, body: { message: 'Not Found' } } })
        server.fault({
          match: fromFourth('service'),
          action: { status: 404, body: { code: 'not_found', msg: '' } }
        })
      })
      expect([step.code, wrong]).toEqual([0, []])
    })

    test('a rate limit in the middle that is too long: what was there before is complete', async () => {
      const done: string[] = []
      const problems = (world: CaseWorld, step: StepResult) => {
        const tree = snapshot(join(world.job.workspace, 'out'))
        const complete = mix.filter(({ name }) => tree[name] !== undefined)
        done.push(...complete.map(({ name }) => name))
        const failed = { 'failed-count': String(mix.length - complete.length) }
        return [...wrongOutputs(failed, step), ...wrongTree(complete, world)]
      }
      const { step, wrong } = await turn(operation([], { problems }), server => {
        server.fault({ match: fromFourth('api'), times: 1000, action: limited(3600) })
        server.fault({ match: fromFourth('service'), times: 1000, action: limited(3600) })
        // The REST API does not help.
        if (backend !== 'REST API')
          server.fault({ match: { server: 'api' }, times: 1000, action: limited(3600) })
      })
      expect([step.code, wrong]).toEqual([1, []])
      expect(done).toHaveLength(3)
      expect(errorCodeOf(step.stdout)).toBe('api-rate-limited')
    })
  })
})

/** Fits the first request of each key. */
function isFirst(seen: Set<string>, keyOf: (request: RequestRecord) => string) {
  return (request: RequestRecord) => {
    const key = keyOf(request)
    return !seen.has(key) && seen.add(key).has(key)
  }
}

function artifactsOf({ run }: CaseWorld, names: readonly string[]): Artifact[] {
  return run.artifacts.items.filter(({ name }) => names.includes(name))
}

function wrongOutputs(expected: Record<string, string>, { outputs }: StepResult): string[] {
  return Object.entries(expected)
    .filter(([name, value]) => outputs[name] !== value)
    .map(([name, value]) => `${name} is ${outputs[name]}, not ${value}`)
}

function wrongTree(done: readonly Kind[], { job }: CaseWorld): string[] {
  const tree = snapshot(job.workspace)
  const expected: Record<string, string> = { '.': tree['.'] ?? '', out: 'folder 0755' }
  for (const { tree } of done) {
    for (const [path, entry] of Object.entries(tree)) expected[`out/${path}`] = entry
  }
  const names = new Set([...Object.keys(tree), ...Object.keys(expected)])
  return [...names]
    .filter(path => tree[path] !== expected[path])
    .map(path => `${path} is ${tree[path]}, not ${expected[path]}`)
}
