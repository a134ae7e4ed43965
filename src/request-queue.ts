import { setTimeout as sleep } from 'node:timers/promises'
import pLimit, { type LimitFunction } from 'p-limit'
import { RequestError } from './errors.js'

/** First pause before a retry, in ms; doubled each time. */
const FIRST_DELAY = 500
const LONGEST_DELAY = 15_000

interface QueueOptions {
  /** Requests in flight at once, those to the API and to storage together. */
  concurrency: number
  /** Tries after the first. */
  retries: number
  /** In ms; tests shorten it. */
  firstDelay?: number
  signal?: AbortSignal
  /** Told before each pause. */
  onRetry?: (error: RequestError, delay: number) => void
}

/**
 * Sends requests, a bounded number at once, and is the one layer that tries again: what failed with a `RequestError`
 * that says it is `retryable`, after an exponential pause with jitter, or after what the server asked for
 * (Retry-After is authoritative when present). A request does not hold its place while it pauses.
 */
export class RequestQueue {
  readonly concurrency: number
  readonly #options: QueueOptions
  readonly #limit: LimitFunction

  constructor(options: QueueOptions) {
    this.#options = options
    this.concurrency = options.concurrency
    this.#limit = pLimit(options.concurrency)
  }

  /** A request that is all there is to a try. */
  async send<T>(request: (attempt: number) => Promise<T>): Promise<T> {
    return await this.retry(attempt => this.place(() => request(attempt)))
  }

  /** Calls `action` when fewer than `concurrency` requests are in flight. Not to be nested: the inner would wait for the outer. */
  async place<T>(action: () => Promise<T>): Promise<T> {
    return await this.#limit(() => {
      this.#options.signal?.throwIfAborted()
      return action()
    })
  }

  /**
   * Calls `action` with the number of the try, from 0, until it succeeds, fails for good or has no tries left. A try that
   * `progressed` does not count: the next one is the first again.
   *
   * @param signal ends the pause before the next try
   */
  async retry<T>(action: (attempt: number) => Promise<T>, signal = this.#options.signal): Promise<T> {
    const { retries, onRetry, firstDelay = FIRST_DELAY } = this.#options
    for (let attempt = 0; ; attempt++) {
      try {
        return await action(attempt)
      } catch (error) {
        if (!(error instanceof RequestError)) throw error
        error.attempts = attempt + 1
        if (error.progressed) attempt = 0
        else if (attempt >= retries) error.retryable = false
        if (!error.retryable) throw error
        const exponential = Math.min(LONGEST_DELAY, firstDelay * 2 ** attempt) * (0.5 + Math.random() / 2)
        const delay = error.retryAfter ?? exponential
        onRetry?.(error, delay)
        await sleep(delay, undefined, { signal })
      }
    }
  }
}
