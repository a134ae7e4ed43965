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
  'a 302 without a location': { status: 302 },
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
/** Faults that do no harm, however long they last. */
const HARMLESS = ['a slow drip', 'another page in a Link']
/** Faults after some bytes: the range resumes. */
const CUTS = ['a reset in the body', 'a body cut short']
/** Responses that are not retried. */
const FINAL = /^(a 202|a 501|a redirect to (nowhere|no URL|a file)|a 302 without a location)$/

describe.each(STORAGE_CASES)('$title', operation => {
  const { storage, requests } = operation
  /** Scales faults to the size of the archive. */
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
    // Without a length the end looks normal: the digest reveals it, and the artifact is fetched once more.
    if (storage.chunked && title === 'a body cut short') return lasts ? 1 : 0
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
      const turn = await shared.turn(operation)
      expect([...turn.wrong, ...wrongEnd(operation, turn.step)]).toEqual([])
      expect(turn.asked.filter(({ server }) => server === 'storage')).toHaveLength(requests)
    })

    /** The problems when each request in turn meets a fault. */
    async function wrongWith(title: string, action: Fault, times: number): Promise<string[]> {
      const found: string[] = []
      for (let nth = 1; nth <= requests; nth++) {
        const { step, wrong } = await shared.turn(operation, server => {
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
      return await shared.turn(operation, () => Object.assign(name, { lookups: 0, fault }))
    }

    /** Requests to the API and storage, each on its own connection. */
    let count = 0
    test('without a fault', async () => {
      const { asked } = await met(() => undefined)
      count = asked.length
      expect(name.lookups).toBe(count)
    })

    test.each(NAME_FAULTS)('%s, once, at each request in turn', async fault => {
      for (let which = 1; which <= count; which++) {
        const { step, wrong } = await met(nth => (nth === which ? fault : undefined))
        expect({ which, wrong: [...wrong, ...wrongEnd(operation, step)] }).toEqual({ which, wrong: [] })
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

/** The requested range, including its last byte. */
function rangeOf({ headers: { range = '' } }: RequestRecord): { first: number; last: number } {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? []
  return { first: Number(first), last: Number(last) }
}

describe.each(STORAGE_CASES.filter(({ requests }) => requests > 1))('$title', operation => {
  let shared: SharedServer
  beforeAll(async () => {
    shared = await SharedServer.start()
  })
  afterAll(() => shared.close())

  test.each(['resetAfterBytes', 'truncateAfterBytes'] as const)(
    '%s at the borders of each part',
    async cut => {
      const { asked } = await shared.turn(operation)
      const parts = asked.filter(({ server }) => server === 'storage')
      expect(parts).toHaveLength(operation.requests)
      for (const part of parts) {
        const { first, last } = rangeOf(part)
        const length = last - first + 1
        for (const after of [1, length - 1, length]) {
          const fits = ({ headers }: RequestRecord) => headers.range === part.headers.range
          const turn = await shared.turn(operation, server => {
            server.fault({ match: { server: 'storage', fits }, action: { [cut]: after } })
          })
          const wrong = [...turn.wrong, ...wrongEnd(operation, turn.step)]
          expect({ first, after, wrong }).toEqual({ first, after, wrong: [] })
          // A reset may lose bytes in flight; after an end the range resumes at that byte.
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
  const operation: OperationCase = {
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

  /** A turn in which each part except the first meets a fault. */
  async function turnWith(action: Fault, times = 1000): Promise<Turn> {
    const starts = new Set<number>([0])
    const isNew = (request: RequestRecord) => {
      const { first } = rangeOf(request)
      return !starts.has(first) && starts.add(first).has(first)
    }
    const turn = await shared.turn(operation, server => {
      server.fault({ match: { server: 'storage', fits: isNew }, times, action })
    })
    const faulty = turn.asked.filter(({ fault }) => fault === action)
    expect(Math.max(...faulty.map(({ inFlight }) => inFlight))).toBeGreaterThan(1)
    return turn
  }

  test.each<[string, Fault]>([
    ['a reset', 'reset'],
    ['a 503', { status: 503 }],
    ['an expired URL', 'expired-url'],
    ['a cut in the middle', { resetAfterBytes: 1 << 20 }],
    ['a short body', { truncateAfterBytes: (4 << 20) - 1 }]
  ])('%s, once per part', async (_, action) => {
    const { step, wrong } = await turnWith(action)
    expect([...wrong, ...wrongEnd(operation, step)]).toEqual([])
  })

  test('another ETag of one part: all start over', async () => {
    const { step, wrong, asked } = await turnWith({ etag: '"another"' }, 1)
    expect([...wrong, ...wrongEnd(operation, step)]).toEqual([])
    expect(asked.filter(request => rangeOf(request).first === 0)).toHaveLength(2)
  })

  test('a 404 of the second part ends the first', async () => {
    const startsAt = (start: number) => (request: RequestRecord) => rangeOf(request).first === start
    const { step, wrong, asked } = await shared.turn(operation, server => {
      const match = { server: 'storage' } as const
      server.fault({ match: { ...match, fits: startsAt(0) }, action: { drip: 2 << 20 } })
      // It is fetched once more.
      server.fault({ match: { ...match, fits: startsAt(8 << 20) }, times: 2, action: { status: 404 } })
    })
    expect([step.code, wrong]).toEqual([1, []])
    expect(errorOf(step.stdout).message).toMatch(/\b404\b/)
    expect(asked.find(startsAt(0))?.bytesSent).toBeLessThan(8 << 20)
  })
})
