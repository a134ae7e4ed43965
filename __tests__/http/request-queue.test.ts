import { setTimeout as sleep } from 'node:timers/promises'
import { type NextTry, RequestError } from '../../src/errors/request-error.js'
import { RequestQueue } from '../../src/http/request-queue.js'

const failing = (details: { retryable: boolean; retryAfter?: number; nextTry?: NextTry }) =>
  new RequestError('api-failed', 'failed', { status: 502, ...details })

describe('RequestQueue', () => {
  test('never has more than `concurrency` requests in flight', async () => {
    const queue = new RequestQueue({ concurrency: 3, retries: 0 })
    let inFlight = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 20 }, () =>
        queue.send(async () => {
          most = Math.max(most, ++inFlight)
          await sleep(2)
          inFlight--
        })
      )
    )
    expect(most).toBe(3)
  })

  /** Sends 100 requests at once. @returns the most in flight */
  async function mostOf(queue: RequestQueue, request = async () => {}): Promise<number> {
    let inFlight = 0
    let most = 0
    const send = () =>
      queue.withSlot(async () => {
        most = Math.max(most, ++inFlight)
        await sleep(2)
        inFlight--
        await request()
      })
    await Promise.allSettled(Array.from({ length: 100 }, send))
    return most
  }

  test('a number is a hard bound', async () => {
    const queue = new RequestQueue({ concurrency: 3, retries: 0 })
    queue.allow(32)
    expect(await mostOf(queue)).toBe(3)
  })

  test.each([
    [undefined, 8],
    [1, 8],
    [20, 20],
    [100, 48]
  ])('auto, with %s allowed: %d', async (allowed, most) => {
    const queue = new RequestQueue({ concurrency: 'auto', retries: 0 })
    if (allowed !== undefined) queue.allow(allowed)
    expect(await mostOf(queue)).toBe(most)
  })

  test.each([
    ['api-rate-limited', 403, 16],
    ['storage-failed', 429, 16],
    ['storage-failed', 503, 32]
  ] as const)('auto after %s with status %d: %d, and no more than that again', async (code, status, most) => {
    const queue = new RequestQueue({ concurrency: 'auto', retries: 0 })
    queue.allow(32)
    let refusals = 0
    // Requests that were in flight together count once.
    const request = async () => {
      if (++refusals <= 32) throw new RequestError(code, 'refused', { status, retryable: false })
    }
    await mostOf(queue, request)
    queue.allow(32)
    expect(await mostOf(queue)).toBe(most)
  })

  test('auto is never lowered under 1', async () => {
    const queue = new RequestQueue({ concurrency: 'auto', retries: 0 })
    await mostOf(queue, async () => {
      throw new RequestError('storage-failed', 'refused', { status: 429, retryable: false })
    })
    expect(await mostOf(queue)).toBe(1)
  })

  test('retries, and reports each pause', async () => {
    const pauses: number[] = []
    const queue = new RequestQueue({
      concurrency: 1,
      retries: 3,
      firstDelay: 4,
      onRetry: (_, delay) => pauses.push(delay)
    })
    const attempts: number[] = []
    const response = await queue.send(async attempt => {
      attempts.push(attempt)
      if (attempt < 3) throw failing({ retryable: true })
      return 'response'
    })
    expect(response).toBe('response')
    expect(attempts).toEqual([0, 1, 2, 3])
    // 4, 8 and 16 ms, of which up to half is jitter.
    expect(pauses.map((pause, index) => pause >= 2 * 2 ** index && pause <= 4 * 2 ** index)).toEqual([
      true,
      true,
      true
    ])
  })

  test('fails after `retries` retries, and an outer retry does not start again', async () => {
    const queue = new RequestQueue({ concurrency: 1, retries: 2, firstDelay: 1 })
    let calls = 0
    const outer = queue.retry(() =>
      queue.send(async () => {
        calls++
        throw failing({ retryable: true })
      })
    )
    await expect(outer).rejects.toMatchObject({ attempts: 1, retryable: false })
    expect(calls).toBe(3)
  })

  test('a try that moved bytes resets the count', async () => {
    const queue = new RequestQueue({ concurrency: 1, retries: 2, firstDelay: 1 })
    const progressed = [false, false, true, true, false, false, false]
    let calls = 0
    const work = queue.retry(() => {
      return Promise.reject(failing({ retryable: true, nextTry: progressed[calls++] ? 'free' : 'counted' }))
    })
    await expect(work).rejects.toMatchObject({ retryable: false, attempts: 3 })
    expect(calls).toBe(6)
  })

  test.each([
    [0, 1],
    [1, 2],
    [5, 2]
  ])('an error that is worth one more try gets one: retries %d', async (retries, expected) => {
    const queue = new RequestQueue({ concurrency: 1, retries, firstDelay: 1 })
    let calls = 0
    const work = queue.retry(() => {
      calls++
      return Promise.reject(failing({ retryable: true, nextTry: 'once' }))
    })
    await expect(work).rejects.toMatchObject({ retryable: false, attempts: expected })
    expect(calls).toBe(expected)
  })

  test('pauses grow up to 15 s and have jitter', async () => {
    const pauses: number[] = []
    const clock = { now: Date.now, sleep: () => Promise.resolve() }
    const queue = new RequestQueue({
      concurrency: 1,
      retries: 12,
      clock,
      onRetry: (_, delay) => pauses.push(delay)
    })
    await expect(queue.send(() => Promise.reject(failing({ retryable: true })))).rejects.toThrow('failed')
    expect(pauses).toHaveLength(12)
    const longest = pauses.slice(-7)
    expect(Math.max(...longest)).toBeLessThanOrEqual(15_000)
    expect(Math.min(...longest)).toBeGreaterThanOrEqual(7500)
    expect(new Set(longest).size).toBe(longest.length)
  })

  test('waits as long as the server asks for', async () => {
    const pauses: number[] = []
    const queue = new RequestQueue({
      concurrency: 1,
      retries: 1,
      firstDelay: 5000,
      onRetry: (_, delay) => pauses.push(delay)
    })
    await queue.send(async attempt => {
      if (attempt === 0) throw failing({ retryable: true, retryAfter: 7 })
    })
    expect(pauses).toEqual([7])
  })

  test.each([
    ['an error that is not retryable', () => failing({ retryable: false })],
    ['an error of another kind', () => new TypeError('a fault')]
  ])('%s is not retried', async (_, makeError) => {
    const queue = new RequestQueue({ concurrency: 1, retries: 5 })
    let calls = 0
    const error = makeError()
    const sent = queue.send(async () => {
      calls++
      throw error
    })
    await expect(sent).rejects.toBe(error)
    expect(calls).toBe(1)
  })

  test('a pause does not take up a slot, and an abort ends it', async () => {
    const controller = new AbortController()
    const queue = new RequestQueue({
      concurrency: 1,
      retries: 5,
      firstDelay: 60_000,
      signal: controller.signal
    })
    const pausing = queue.send(async () => {
      throw failing({ retryable: true })
    })
    await expect(queue.send(async () => 'passed')).resolves.toBe('passed')
    controller.abort()
    await expect(pausing).rejects.toThrow(/aborted/)
    await expect(queue.send(async () => 'too late')).rejects.toThrow(/aborted/)
  })
})
