import { setMaxListeners } from 'node:events'
import pLimit, { type LimitFunction } from 'p-limit'
import { RequestError } from '../errors/request-error.js'
import { type Clock, systemClock } from '../time/clock.js'
import { type Permit, RateLimits } from './rate-limits.js'

/** Requests in flight with `auto`: at first, and at most. GitHub allows 100 that all jobs of a repository share. */
const AUTO_START = 8
const AUTO_MOST = 48
/** First pause before a retry, in ms; doubled each time. */
const FIRST_DELAY = 500
const LONGEST_DELAY = 15_000
/** A request fails if the server asks for a longer pause than this, in ms. */
const LONGEST_RETRY_AFTER = 60_000

interface QueueOptions {
  /** The most requests in flight, API and storage together. `auto`: adapts, see `allow`. */
  concurrency: number | 'auto'
  /** Tries after the first. */
  retries: number
  /** In ms. Tests shorten it. */
  firstDelay?: number
  signal?: AbortSignal
  clock?: Clock
  /** By default, requests fail instead of waiting for a limit. */
  limits?: RateLimits
  /** Called before each pause. `delay` is in ms. */
  onRetry?: (error: RequestError, delay: number) => void
}

/**
 * Limits the number of requests in flight, and is the only layer that retries. It retries a `RequestError` that is
 * `retryable`, after an exponential pause with jitter or after the `Retry-After` of the server. A request does not take
 * up a slot while it pauses. All requests obey the same rate limits.
 */
export class RequestQueue {
  readonly limits: RateLimits
  readonly #options: QueueOptions
  readonly #limit: LimitFunction
  /** How often `auto` was lowered. Requests that were in flight together lower it once. */
  #lowered = 0

  constructor(options: QueueOptions) {
    this.#options = options
    this.limits = options.limits ?? new RateLimits({ longestWait: 0 })
    this.#limit = pLimit(options.concurrency === 'auto' ? AUTO_START : options.concurrency)
    // Node warns about more than ten listeners, and more requests may pause.
    if (options.signal) setMaxListeners(0, options.signal)
  }

  /** The most requests in flight now. */
  get concurrency(): number {
    return this.#limit.concurrency
  }

  /** Lets `auto` have more requests in flight, up to 48, unless a server has refused some as too many. */
  allow(requests: number): void {
    if (this.#options.concurrency !== 'auto' || this.#lowered > 0) return
    this.#limit.concurrency = Math.max(this.concurrency, Math.min(requests, AUTO_MOST))
  }

  /**
   * Sends a request, with retries. A request that is refused because of a rate limit is sent again when RateLimits
   * allows it, which does not count as a retry.
   *
   * @param points the cost against the limits of the API; 0 for a request to another server
   * @throws RequestError, not retryable, with the number of tries
   */
  async send<T>(request: (attempt: number) => Promise<T>, points = 0): Promise<T> {
    return await this.retry(async attempt => {
      for (;;) {
        try {
          return await this.#withPermit(points, permit => this.#observed(permit, () => request(attempt)))
        } catch (error) {
          if (!isRateLimited(error) || !error.retryable) throw error
        }
      }
    })
  }

  /** The longest pause after try number `attempt`, from 0, if the server asks for none. In ms. */
  longestPause(attempt: number): number {
    return Math.min(LONGEST_DELAY, (this.#options.firstDelay ?? FIRST_DELAY) * 2 ** attempt)
  }

  /**
   * Calls `action` when fewer than `concurrency` requests are in flight and no rate limit stops all requests. Do not nest
   * calls: the inner one would wait for the outer one.
   */
  async withSlot<T>(action: () => Promise<T>): Promise<T> {
    return await this.#withPermit(0, action)
  }

  async #withPermit<T>(points: number, action: (permit: Permit) => Promise<T>): Promise<T> {
    for (;;) {
      const outcome = await this.#limit(async () => {
        this.#options.signal?.throwIfAborted()
        const permit = this.limits.admit(points)
        // Not awaited here: a waiting request does not take up a slot.
        if (!('points' in permit)) return { wait: permit }
        const lowered = this.#lowered
        try {
          return { value: await action(permit) }
        } catch (error) {
          if (isRefusedAsTooMany(error) && lowered === this.#lowered) this.#lower()
          throw error
        } finally {
          this.limits.leave(permit)
        }
      })
      if ('value' in outcome) return outcome.value
      await outcome.wait
    }
  }

  /** Halves `auto`. */
  #lower(): void {
    if (this.#options.concurrency !== 'auto') return
    this.#lowered++
    this.#limit.concurrency = Math.max(1, this.concurrency >> 1)
  }

  async #observed<T>(permit: Permit, request: () => Promise<T>): Promise<T> {
    try {
      const value = await request()
      this.limits.passed(permit)
      return value
    } catch (error) {
      throw isRateLimited(error) ? this.limits.refused(permit, error) : error
    }
  }

  /**
   * Calls `action` with the number of the try, from 0, until it succeeds, fails with an error that is not retryable, or no
   * tries are left. If `nextTry` of the error is `free` or `immediate`, the count starts again.
   *
   * @param signal aborts the pause before the next try
   * @throws RequestError, not retryable, with the number of tries
   */
  async retry<T>(action: (attempt: number) => Promise<T>, signal = this.#options.signal): Promise<T> {
    const { retries, onRetry, clock = systemClock } = this.#options
    let mayBeDone = false
    let hasRetriedOnce = false
    for (let attempt = 0; ; attempt++) {
      try {
        return await action(attempt)
      } catch (error) {
        if (!(error instanceof RequestError)) throw error
        const { retryAfter = 0, nextTry } = error
        const learned = { attempts: attempt + 1, afterLostAnswer: error.afterLostAnswer || mayBeDone }
        mayBeDone ||= error.mayBeDone
        const isUsedUp =
          nextTry === 'once' ? hasRetriedOnce || retries === 0 : nextTry === 'counted' && attempt >= retries
        // A stopped step reports the result of its last request and does not retry.
        const isStopped = this.#options.signal?.aborted === true
        if (!error.retryable || isUsedUp || isStopped || retryAfter > LONGEST_RETRY_AFTER) {
          throw error.asFinal(learned)
        }
        if (nextTry === 'once') hasRetriedOnce = true
        else if (nextTry !== 'counted') attempt = 0
        const exponential = this.longestPause(attempt) * (0.5 + Math.random() / 2)
        const delay = nextTry === 'immediate' ? 0 : retryAfter || exponential
        onRetry?.(error, delay)
        await clock.sleep(delay, signal)
      }
    }
  }
}

function isRateLimited(error: unknown): error is RequestError {
  return error instanceof RequestError && error.code === 'api-rate-limited'
}

/** Whether the API or storage refuses so many requests. */
function isRefusedAsTooMany(error: unknown): boolean {
  return isRateLimited(error) || (error instanceof RequestError && error.status === 429)
}
