import { RequestError } from '../../src/errors/request-error.js'
import { RateLimits } from '../../src/http/rate-limits.js'
import { RequestQueue } from '../../src/http/request-queue.js'
import { waitReason } from '../../src/messages/rate-limits.js'
import { steppedClock } from '../support/clock.js'

const MINUTE = 60_000

/** A queue with its own clock and no known limits. */
function setUp({ longestWait = 5 * MINUTE, concurrency = 1, retries = 0 } = {}) {
  const clock = steppedClock()
  const waits: [seconds: number, reason: string][] = []
  const limits = new RateLimits({
    longestWait,
    clock,
    onWait: (wait, reason) => waits.push([wait / 1000, reason])
  })
  const queue = new RequestQueue({ concurrency, retries, clock, limits })
  return { clock, waits, limits, queue }
}

const refusal = (retryAfter?: number) =>
  new RequestError('api-rate-limited', 'refused', { status: 403, retryable: true, retryAfter })

/** A request that is refused `times` times. `sent` has the times of its tries, in s from the start. */
function refusing(clock: { now(): number }, times: number, retryAfter?: number) {
  const start = clock.now()
  const sent: number[] = []
  const request = async () => {
    sent.push((clock.now() - start) / 1000)
    if (sent.length <= times) throw refusal(retryAfter)
    return 'response'
  }
  return { sent, request }
}

describe('a refusal', () => {
  test.each([
    ['retry-after: 30', 30_000, [0, 30, 60]],
    ['retry-after: 0, which must not cause many requests', 0, [0, 1, 3]],
    ['no retry-after: a minute, then exponentially longer', undefined, [0, 60, 180]]
  ])('with %s', async (_, retryAfter, expected) => {
    const { clock, queue } = setUp()
    const { sent, request } = refusing(clock, 2, retryAfter)
    await expect(queue.send(request, 1)).resolves.toBe('response')
    expect(sent).toEqual(expected)
  })

  test.each([
    ['one wait is too long', 6 * MINUTE, [0]],
    ['all waits together are too long', 2 * MINUTE, [0, 120, 240]],
    ['waits without retry-after are too long', undefined, [0, 60, 180]]
  ])('is an error if %s', async (_, retryAfter, expected) => {
    const { clock, queue } = setUp()
    const { sent, request } = refusing(clock, 99, retryAfter)
    await expect(queue.send(request, 1)).rejects.toMatchObject({ code: 'api-rate-limited', retryable: false })
    expect(sent).toEqual(expected)
  })

  test('without a wait stops further requests to the API until the limit resets, but none to storage', async () => {
    const { clock, queue } = setUp({ longestWait: 0 })
    await expect(queue.send(refusing(clock, 1, MINUTE).request, 1)).rejects.toThrow('refused')
    const { sent, request } = refusing(clock, 0)
    await expect(queue.send(request, 1)).rejects.toMatchObject({
      code: 'api-rate-limited',
      status: 403,
      reason: 'refused',
      retryable: false,
      message: expect.stringContaining('2026-11-24T00:01:00Z')
    })
    expect(sent).toEqual([])
    await expect(queue.withSlot(async () => 'bytes')).resolves.toBe('bytes')
    clock.pass(MINUTE)
    await expect(queue.send(request, 1)).resolves.toBe('response')
  })

  test('makes all requests wait, and counts once for requests in flight together', async () => {
    const { clock, queue, waits } = setUp({ concurrency: 3 })
    const together = Array.from({ length: 3 }, () => refusing(clock, 1))
    const late = refusing(clock, 0)
    const responses = together.map(({ request }) => queue.send(request, 1))
    const bytes = queue.withSlot(late.request)
    await Promise.all([...responses, bytes])
    expect(together.map(({ sent }) => sent)).toEqual([
      [0, 60],
      [0, 60],
      [0, 60]
    ])
    expect(late.sent).toEqual([60])
    expect(waits).toEqual([[60, waitReason('requested')]])
  })

  test('with a reset in the past causes a wait of a minute', async () => {
    const { clock, queue, limits } = setUp()
    const { sent, request } = refusing(clock, 2)
    const stale = async () => {
      limits.note({ remaining: 0, resetIn: 0 })
      return await request()
    }
    await expect(queue.send(stale, 1)).resolves.toBe('response')
    expect(sent).toEqual([0, 60, 180])
  })

  test('after a success starts with the first wait', async () => {
    const { clock, queue } = setUp()
    for (let round = 0; round < 3; round++) {
      const { sent, request } = refusing(clock, 1)
      await queue.send(request, 1)
      expect(sent).toEqual([0, 60])
    }
  })
})

describe('x-ratelimit-remaining: 0', () => {
  test('makes requests to the API wait for the reset, but none to storage', async () => {
    const { clock, queue, limits, waits } = setUp()
    limits.note({ remaining: 0, resetIn: 90_000 })
    const { sent, request } = refusing(clock, 0)
    await queue.withSlot(request)
    await queue.send(request, 1)
    expect(sent).toEqual([0, 90])
    expect(waits).toEqual([[90, waitReason('used-up')]])
    expect(limits.remaining).toBe(undefined)
  })

  test.each([
    ['the reset is too late', 6 * MINUTE, /2026-11-24T00:06:00Z.*x-ratelimit-remaining/],
    ['there is no reset', undefined, /^(?!.*2026).*x-ratelimit-remaining/]
  ])('is an error if %s, and nothing is sent', async (_, resetIn, message) => {
    const { clock, queue, limits } = setUp()
    limits.note({ remaining: 0, resetIn })
    const { sent, request } = refusing(clock, 0)
    await expect(queue.send(request, 1)).rejects.toMatchObject({
      code: 'api-rate-limited',
      message: expect.stringMatching(message)
    })
    expect(sent).toEqual([])
  })

  test('with a refusal waits for the reset, not for a minute', async () => {
    const { clock, queue, limits } = setUp()
    let tries = 0
    const start = clock.now()
    await queue.send(async () => {
      if (tries++ > 0) return
      limits.note({ remaining: 0, resetIn: 7000 })
      throw refusal()
    }, 1)
    expect(clock.now() - start).toBe(7000)
  })

  test('requests in flight never exceed what is left', async () => {
    const { queue, limits } = setUp({ concurrency: 8 })
    let remaining = 3
    let inFlight = 0
    limits.note({ remaining, resetIn: MINUTE })
    const requests = Array.from({ length: 8 }, () =>
      queue.send(async () => {
        if (remaining === 0) remaining = 100
        inFlight++
        expect(inFlight).toBeLessThanOrEqual(remaining)
        await Promise.resolve()
        inFlight--
        limits.note({ remaining: --remaining, resetIn: MINUTE })
      }, 1)
    )
    await Promise.all(requests)
  })

  test('responses in another order: the lowest value counts, until the next hour', () => {
    const { limits } = setUp()
    limits.note({ remaining: 7, resetIn: MINUTE })
    limits.note({ remaining: 9, resetIn: MINUTE + 900 })
    expect(limits.remaining).toBe(7)
    limits.note({ remaining: 5000, resetIn: 61 * MINUTE })
    expect(limits.remaining).toBe(5000)
    limits.note({ remaining: undefined, resetIn: undefined })
    expect(limits.remaining).toBe(5000)
  })

  test.each([
    ['nothing known', undefined, true],
    ['enough left', { remaining: 10, resetIn: 6 * MINUTE }, true],
    ['too little left', { remaining: 9, resetIn: 6 * MINUTE }, false],
    ['too little left, but a reset within the wait', { remaining: 9, resetIn: MINUTE }, true],
    ['too little left, and no reset', { remaining: 9, resetIn: undefined }, false]
  ])('whether the limit affords ten requests: %s', (_, headers, expected) => {
    const { limits } = setUp()
    if (headers) limits.note(headers)
    expect(limits.plan(10).isCovered).toBe(expected)
  })

  // In minutes from now. The limit is 100 requests per hour.
  test.each<[string, number, number, number, number, Partial<Record<string, number | boolean>>]>([
    ['enough left', 40, 40, 30, 0, { isCovered: true }],
    ['one reset within the wait', 140, 40, 30, 30, { isCovered: true, lastReset: 30 }],
    ['one reset too late', 140, 40, 30, 29, { isCovered: false, lastReset: 30, possibleAt: 1 }],
    ['one reset, and no wait', 100, 40, 30, 0, { isCovered: false, lastReset: 30, possibleAt: 30 }],
    ['two resets within the wait', 240, 40, 30, 90, { isCovered: true, lastReset: 90 }],
    [
      'two resets, of which one is too late',
      240,
      40,
      30,
      89,
      { isCovered: false, lastReset: 90, possibleAt: 1 }
    ],
    ['more than the hour has, later', 200, 40, 30, 20, { isCovered: false, lastReset: 90, possibleAt: 70 }],
    ['more than the hour has, and no wait', 101, 40, 30, 0, { isCovered: false, lastReset: 30 }],
    ['more than two hours have', 301, 40, 30, 60, { isCovered: false, lastReset: 150 }],
    ['a reset that is over', 100, 0, 0, 0, { isCovered: true }]
  ])('the plan of a number of requests: %s', (_, requests, remaining, reset, wait, expected) => {
    const { limits, clock } = setUp({ longestWait: wait * MINUTE })
    limits.note({ remaining, resetIn: reset * MINUTE, limit: 100 })
    const minutes = (time: number | undefined) =>
      time === undefined ? undefined : (time - clock.now()) / MINUTE
    const { isCovered, lastReset, possibleAt } = limits.plan(requests)
    expect({ isCovered, lastReset: minutes(lastReset), possibleAt: minutes(possibleAt) }).toEqual(expected)
  })
})

describe('the limit of points per minute', () => {
  const deletes = async (count: number, limited: boolean) => {
    const { clock, queue, limits, waits } = setUp({ concurrency: 8 })
    const start = clock.now()
    const times: number[] = []
    for (let index = 0; index < count; index++) {
      await queue.send(async () => {
        times.push((clock.now() - start) / 1000)
        if (limited) limits.note({ remaining: 5000, resetIn: 60 * MINUTE })
      }, 5)
    }
    return { times, waits }
  }

  test('with limit headers: 180 deletes at once, then a pause', async () => {
    const { times, waits } = await deletes(361, true)
    expect([times[0], times[179], times[180], times[359], times[360]]).toEqual([0, 0, 60, 60, 120])
    expect(waits).toEqual(Array(2).fill([60, waitReason('pace')]))
  })

  test('without limit headers: no pause', async () => {
    const { times, waits } = await deletes(1000, false)
    expect(times.at(-1)).toBe(0)
    expect(waits).toEqual([])
  })

  test('an abort ends every wait', async () => {
    const controller = new AbortController()
    const limits = new RateLimits({ longestWait: MINUTE, signal: controller.signal })
    const queue = new RequestQueue({ concurrency: 2, retries: 0, limits, signal: controller.signal })
    limits.note({ remaining: 1, resetIn: MINUTE })
    const never = queue.send(() => new Promise(() => {}), 1)
    const behind = queue.send(async () => {}, 1)
    void never.catch(() => {})
    await Promise.resolve()
    controller.abort()
    await expect(behind).rejects.toThrow(/abort/)
  })
})
