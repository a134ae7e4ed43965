import { setMaxListeners } from 'node:events'
import pLimit, { type LimitFunction } from 'p-limit'
import { RequestError } from '../errors/request-error.js'
import { type Clock, systemClock } from '../time/clock.js'
import { type Permit, RateLimits } from './rate-limits.js'

/** First pause before a retry, in ms; doubled each time. */
const FIRST_DELAY = 500
const LONGEST_DELAY = 15_000
/** Where a server asks for a longer pause than this before one request, the request has failed. In ms. */
const LONGEST_RETRY_AFTER = 60_000

interface QueueOptions {
  /** Requests in flight at once, those to the API and to storage together. */
  concurrency: number
  /** Tries after the first. */
  retries: number
  /** In ms; tests shorten it. */
  firstDelay?: number
  signal?: AbortSignal
  clock?: Clock
  /** Without it a limit is not waited for. */
  limits?: RateLimits
  /** Told before each pause. */
  onRetry?: (error: RequestError, delay: number) => void
}

/**
 * Sends requests, a bounded number at once, and is the one layer that tries again: what failed with a `RequestError`
 * that says it is `retryable`, after an exponential pause with jitter, or after what the server asked for
 * (Retry-After is authoritative when present). A request does not hold its place while it pauses. The limits of the API
 * are one gate for all.
 */
export class RequestQueue {
  readonly concurrency: number
  readonly limits: RateLimits
  readonly #options: QueueOptions
  readonly #limit: LimitFunction

  constructor(options: QueueOptions) {
    this.#options = options
    this.concurrency = options.concurrency
    this.limits = options.limits ?? new RateLimits({ longestWait: 0 })
    this.#limit = pLimit(options.concurrency)
    // More than ten may pause at once.
    if (options.signal) setMaxListeners(0, options.signal)
  }

  /**
   * A request that is all there is to a try. One that was refused for a limit is sent again once that lifts, which is not
   * a try: the limit is waited for as long as RateLimits says.
   *
   * @param points what it costs against the limits of the API; 0 for one that is none of its business
   */
  async send<T>(request: (attempt: number) => Promise<T>, points = 0): Promise<T> {
    return await this.retry(async attempt => {
      for (;;) {
        try {
          return await this.#pass(points, permit => this.#observed(permit, () => request(attempt)))
        } catch (error) {
          if (!isRefusal(error) || !error.retryable) throw error
        }
      }
    })
  }

  /**
   * Calls `action` when fewer than `concurrency` requests are in flight, and the server does not want silence. Not to be
   * nested: the inner would wait for the outer.
   */
  async withSlot<T>(action: () => Promise<T>): Promise<T> {
    return await this.#pass(0, action)
  }

  async #pass<T>(points: number, action: (permit: Permit) => Promise<T>): Promise<T> {
    for (;;) {
      const outcome = await this.#limit(async () => {
        this.#options.signal?.throwIfAborted()
        const permit = this.limits.admit(points)
        // Not awaited here: what waits at the gate does not hold a place.
        if (!('points' in permit)) return { opens: permit }
        try {
          return { value: await action(permit) }
        } finally {
          this.limits.leave(permit)
        }
      })
      if ('value' in outcome) return outcome.value
      await outcome.opens
    }
  }

  async #observed<T>(permit: Permit, request: () => Promise<T>): Promise<T> {
    try {
      const value = await request()
      this.limits.passed(permit)
      return value
    } catch (error) {
      throw isRefusal(error) ? this.limits.refused(permit, error) : error
    }
  }

  /**
   * Calls `action` with the number of the try, from 0, until it succeeds, fails for good or has no tries left. A try that
   * `progressed` does not count: the next one is the first again.
   *
   * @param signal ends the pause before the next try
   */
  async retry<T>(action: (attempt: number) => Promise<T>, signal = this.#options.signal): Promise<T> {
    const { retries, onRetry, firstDelay = FIRST_DELAY, clock = systemClock } = this.#options
    let lostAnswer = false
    for (let attempt = 0; ; attempt++) {
      try {
        return await action(attempt)
      } catch (error) {
        if (!(error instanceof RequestError)) throw error
        const { retryAfter = 0, nextTry } = error
        const learned = { attempts: attempt + 1, afterLostAnswer: error.afterLostAnswer || lostAnswer }
        lostAnswer ||= error.mayBeDone
        const isUsedUp = nextTry === 'counted' && attempt >= retries
        // A step that is stopped reports the result of its last request, not another try.
        const isStopped = this.#options.signal?.aborted === true
        if (!error.retryable || isUsedUp || isStopped || retryAfter > LONGEST_RETRY_AFTER) {
          throw error.asFinal(learned)
        }
        if (nextTry !== 'counted') attempt = 0
        const exponential = Math.min(LONGEST_DELAY, firstDelay * 2 ** attempt) * (0.5 + Math.random() / 2)
        const delay = nextTry === 'immediate' ? 0 : retryAfter || exponential
        onRetry?.(error, delay)
        await clock.sleep(delay, signal)
      }
    }
  }
}

function isRefusal(error: unknown): error is RequestError {
  return error instanceof RequestError && error.code === 'api-rate-limited'
}
