import { PASSING_FAULTS } from '../support/api-faults.js'
import { zipFiles } from '../support/artifact-zip.js'
import type { Fault, RequestRecord } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type OperationCase, wrongEnd } from '../support/operation-cases.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { SharedServer, type Turn } from '../support/shared-server.js'
import { STORAGE_CASES } from '../support/storage-cases.js'
import { NAME_FAULTS, TestName } from '../support/test-name.js'

const name = new TestName()
afterAll(() => name.restore())

const PASSING: Record<string, Fault> = {
  ...PASSING_FAULTS,
  'an expired URL': 'expired-url',
  'a 403': { status: 403 },
  'a 501': { status: 501 },
  'a 302 without a place': { status: 302 },
  'one byte of two': { status: 206, headers: { 'content-range': 'bytes 0-0/2' }, body: 'x' }
}
const LASTING: Record<string, Fault> = {
  ...PASSING,
  ...Object.fromEntries(
    [301, 302, 307, 308].map((status): [string, Fault] => [
      `a ${status} without end`,
      { status, headers: { location: '?again' } }
    ])
  )
}
/** What does no harm, however long it lasts. */
const HARMLESS = ['a slow drip', 'another page in a Link']
/** What moves some bytes, after which a range goes on. */
const CUTS = ['a reset in the body', 'a body cut short']
/** No word that another try would go better. */
const FINAL = /^(a 202|a 501|a redirect to (nowhere|no URL|a file)|a 302 without a place)$/

describe.each(STORAGE_CASES)('$title', way => {
  const { storage, requests } = way
  /** As much of a large archive as of a small one. */
  const scale = requests > 1 ? 10_000 : 1

  function scaled(action: Fault): Fault {
    if (typeof action === 'string') return action
    const { resetAfterBytes, truncateAfterBytes, drip, ...others } = action
    return {
      ...others,
      ...(resetAfterBytes !== undefined && { resetAfterBytes: resetAfterBytes * scale }),
      ...(truncateAfterBytes !== undefined && { truncateAfterBytes: truncateAfterBytes * scale }),
      ...(drip !== undefined && { drip: drip * scale })
    }
  }

  function expected(title: string, lasts: boolean): 0 | 1 {
    if (HARMLESS.includes(title)) return 0
    // Its end is as good as any other, where no length is told: the digest sees it.
    if (storage.chunked && title === 'a body cut short') return 1
    if (CUTS.includes(title)) return lasts && storage.chunked ? 1 : 0
    return lasts || FINAL.test(title) ? 1 : 0
  }

  describe('answers', () => {
    let shared: SharedServer
    beforeAll(async () => {
      shared = await SharedServer.start({ storage })
    })
    afterAll(() => shared.close())

    test('without a fault', async () => {
      const turn = await shared.turn(way)
      expect([...turn.wrong, ...wrongEnd(way, turn.step)]).toEqual([])
      expect(turn.asked.filter(({ server }) => server === 'storage')).toHaveLength(requests)
    })

    /** What is wrong when each request in turn meets a fault. */
    async function wrongWith(title: string, action: Fault, times: number): Promise<string[]> {
      const found: string[] = []
      for (let nth = 1; nth <= requests; nth++) {
        const { step, wrong } = await shared.turn(way, server => {
          server.fault({ match: { server: 'storage', nth }, times, action: scaled(action) })
        })
        const code = expected(title, times > 1)
        if (step.code !== code) wrong.push(`exit ${step.code}, not ${code}:\n${step.stdout}`)
        found.push(...wrong.map(problem => `at request ${nth}: ${problem}`))
      }
      return found
    }

    test.each(Object.entries(PASSING))('%s, once, at each request in turn', async (title, action) => {
      expect(await wrongWith(title, action, 1)).toEqual([])
    })

    test.each(Object.entries(LASTING))('%s, from each request on', async (title, action) => {
      expect(await wrongWith(title, action, 1000)).toEqual([])
    })
  })

  describe('connections', () => {
    let shared: SharedServer
    beforeAll(async () => {
      shared = await SharedServer.start({ storage, hostname: name.host, keepAlive: false })
    })
    afterAll(() => shared.close())

    async function met(fault: TestName['fault']): Promise<Turn> {
      return await shared.turn(way, () => Object.assign(name, { lookups: 0, fault }))
    }

    /** Requests to the API and to storage, each on a connection of its own. */
    let count = 0
    test('without a fault', async () => {
      const { asked } = await met(() => undefined)
      count = asked.length
      expect(name.lookups).toBe(count)
    })

    test.each(NAME_FAULTS)('%s, once, at each request in turn', async fault => {
      for (let which = 1; which <= count; which++) {
        const { step, wrong } = await met(nth => (nth === which ? fault : undefined))
        expect({ which, wrong: [...wrong, ...wrongEnd(way, step)] }).toEqual({ which, wrong: [] })
        expect(name.lookups).toBeGreaterThan(count)
      }
    })

    test.each(NAME_FAULTS)('%s, from each request on', async fault => {
      for (let first = 1; first <= count; first++) {
        const { step, wrong } = await met(nth => (nth >= first ? fault : undefined))
        expect({ first, code: step.code, wrong }).toEqual({ first, code: 1, wrong: [] })
        expect(errorOf(step.stdout).message).toContain(fault === 'refused' ? 'ECONNREFUSED' : 'ENOTFOUND')
      }
    })
  })
})

/** What a request for a range asks for; the last byte included. */
function rangeOf({ headers: { range = '' } }: RequestRecord): { first: number; last: number } {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? []
  return { first: Number(first), last: Number(last) }
}

describe.each(STORAGE_CASES.filter(({ requests }) => requests > 1))('$title', way => {
  let shared: SharedServer
  beforeAll(async () => {
    shared = await SharedServer.start()
  })
  afterAll(() => shared.close())

  test.each(['resetAfterBytes', 'truncateAfterBytes'] as const)(
    '%s at the borders of each part',
    async cut => {
      const { asked } = await shared.turn(way)
      const parts = asked.filter(({ server }) => server === 'storage')
      expect(parts).toHaveLength(way.requests)
      for (const part of parts) {
        const { first, last } = rangeOf(part)
        const length = last - first + 1
        for (const after of [1, length - 1, length]) {
          const fits = ({ headers }: RequestRecord) => headers.range === part.headers.range
          const turn = await shared.turn(way, server => {
            server.fault({ match: { server: 'storage', fits }, action: { [cut]: after } })
          })
          const wrong = [...turn.wrong, ...wrongEnd(way, turn.step)]
          expect({ first, after, wrong }).toEqual({ first, after, wrong: [] })
          // What was on its way when a connection is reset may be lost with it; after an end it goes on at that byte.
          if (cut === 'resetAfterBytes' || after === length) continue
          const again = turn.asked.map(rangeOf).filter(range => range.first === first + after)
          expect(again).toEqual([{ first: first + after, last }])
        }
      }
    }
  )
})

describe('a slow network, several parts in flight', () => {
  const SIZE = 24 << 20
  const archive = zipFiles({ 'a.txt': 'a', 'noise.bin': pseudoRandomBytes(SIZE) }, { level: 0 })
  const way: OperationCase = {
    title: '',
    inputs: { path: 'out', name: 'a', concurrency: '6' },
    arrange: async ({ run }) => run.addArtifact('a', { zip: await archive }),
    outputs: { 'digest-verified': 'true', 'file-count': '2', 'extracted-size': String(SIZE + 1) }
  }
  let shared: SharedServer
  beforeAll(async () => {
    shared = await SharedServer.start({ storage: { bytesPerSecond: 30 << 20 } })
  })
  afterAll(() => shared.close())

  /** A turn in which each part but the first meets a fault. */
  async function struckBy(action: Fault, times = 1000): Promise<Turn> {
    const starts = new Set<number>([0])
    const isNew = (request: RequestRecord) => {
      const { first } = rangeOf(request)
      return !starts.has(first) && starts.add(first).has(first)
    }
    const turn = await shared.turn(way, server => {
      server.fault({ match: { server: 'storage', fits: isNew }, times, action })
    })
    const struck = turn.asked.filter(({ fault }) => fault === action)
    expect(Math.max(...struck.map(({ inFlight }) => inFlight))).toBeGreaterThan(1)
    return turn
  }

  test.each<[string, Fault]>([
    ['a reset', 'reset'],
    ['a 503', { status: 503 }],
    ['an expired URL', 'expired-url'],
    ['a cut in the middle', { resetAfterBytes: 1 << 20 }],
    ['a short body', { truncateAfterBytes: (4 << 20) - 1 }]
  ])('%s, once, of each', async (_, action) => {
    const { step, wrong } = await struckBy(action)
    expect([...wrong, ...wrongEnd(way, step)]).toEqual([])
  })

  test('another ETag, of one: all begin anew', async () => {
    const { step, wrong, asked } = await struckBy({ etag: '"another"' }, 1)
    expect([...wrong, ...wrongEnd(way, step)]).toEqual([])
    expect(asked.filter(request => rangeOf(request).first === 0)).toHaveLength(2)
  })

  test('a 404, of the second: the first is ended', async () => {
    const startsAt = (start: number) => (request: RequestRecord) => rangeOf(request).first === start
    const { step, wrong, asked } = await shared.turn(way, server => {
      const match = { server: 'storage' } as const
      server.fault({ match: { ...match, fits: startsAt(0) }, action: { drip: 2 << 20 } })
      server.fault({ match: { ...match, fits: startsAt(8 << 20) }, action: { status: 404 } })
    })
    expect([step.code, wrong]).toEqual([1, []])
    expect(errorOf(step.stdout).message).toContain('storage answered 404')
    expect(asked.find(startsAt(0))?.bytesSent).toBeLessThan(8 << 20)
  })
})
