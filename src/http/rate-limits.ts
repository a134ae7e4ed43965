import { EventEmitter, once } from 'node:events'
import { RequestError } from '../errors/request-error.js'
import { type Clock, systemClock } from '../time/clock.js'
import { PointsWindow } from './points-window.js'

/** "Wait for at least one minute before retrying", then exponentially longer, in ms. */
const SECONDARY_WAIT = 60_000
/** The first wait where the server asks for less, in ms; doubled each time that it refuses again. */
const SHORTEST_WAIT = 1000
/** A shorter pause is not worth a line in the log, in ms. */
const TELLING_PAUSE = 5000

interface RateLimitsOptions {
  /** The longest wait for a limit to lift, in ms. */
  longestWait: number
  /** The pace is this job's share, one in so many, of what the limits allow. */
  share?: number
  clock?: Clock
  signal?: AbortSignal
  /** Told, once for all requests, that nothing is sent for so many ms, and why. */
  onWait?: (milliseconds: number, why: string) => void
}

/** What the limit headers of an answer say. All undefined where the server sends none. */
export interface LimitHeaders {
  remaining: number | undefined
  /** In ms, by the server's own clock. */
  resetIn: number | undefined
}

/** A request on its way. */
export interface Permit {
  points: number
  startedAt: number
}

interface Budget {
  remaining: number
  /** On our clock; undefined where the server does not say. */
  resetAt: number | undefined
}

/**
 * The limits of the API, obeyed by all requests of a step together: one gate that they pass before they are sent.
 *
 * - A refusal with `retry-after`, or by a secondary limit: nobody sends anything, to storage neither, for so long.
 * - `x-ratelimit-remaining: 0`: nothing more goes to the API until `x-ratelimit-reset`.
 * - Where the server sends limit headers at all, requests keep to the points that its secondary limits allow.
 *
 * A wait longer than `longestWait` is not begun: the request fails with `api-rate-limited`, and so do those after it.
 */
export class RateLimits {
  readonly #options: RateLimitsOptions
  readonly #clock: Clock
  readonly #window: PointsWindow
  readonly #answers = new EventEmitter().setMaxListeners(0)
  /** Whether the server sends limit headers. */
  #limited = false
  #budget: Budget | undefined
  #inFlight = 0
  #quietUntil = 0
  /** The refusals since the last success. */
  #refusals: { since: number; rounds: number } | undefined
  #givenUp: { error: RequestError; until: number } | undefined
  #toldUntil = 0

  constructor(options: RateLimitsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#window = new PointsWindow(options.share)
  }

  /** What the server said is left of the primary limit; undefined where it says nothing (GHES by default). */
  get remaining(): number | undefined {
    return this.#budget?.remaining
  }

  /** Whether so many more requests fit into what is left of the primary limit, or into a wait for more. */
  affords(requests: number): boolean {
    const { remaining = Number.POSITIVE_INFINITY, resetAt = Number.POSITIVE_INFINITY } = this.#budget ?? {}
    return requests <= remaining || resetAt - this.#clock.now() <= this.#options.longestWait
  }

  /** When the primary limit lifts, as ISO 8601; undefined where the server does not say. */
  get resetsAt(): string | undefined {
    const resetAt = this.#budget?.resetAt
    return resetAt === undefined ? undefined : isoTime(resetAt)
  }

  /**
   * A permit where a request may be sent now, else a promise that settles when it is worth asking again.
   *
   * @param points what it costs; 0 for a request to storage
   * @throws RequestError with code `api-rate-limited` when the wait would be longer than `longestWait`
   */
  admit(points: number): Permit | Promise<unknown> {
    const now = this.#clock.now()
    if (now < this.#quietUntil)
      return this.#pause(this.#quietUntil - now, 'the server asks for it (rate limit)')
    if (points > 0) {
      const wait = this.#budgetWait(now) ?? this.#paceWait(points, now)
      if (wait !== undefined) return wait
      this.#inFlight++
      this.#window.start(points)
    }
    return { points, startedAt: now }
  }

  /** A request has been answered, or will not be. */
  leave({ points }: Permit): void {
    if (points === 0) return
    this.#inFlight--
    this.#window.end(points, this.#clock.now())
    this.#answers.emit('answer')
  }

  /** What an answer's headers say. Answers may come in another order than the server gave them. */
  note({ remaining, resetIn }: LimitHeaders): void {
    if (remaining === undefined) return
    this.#limited = true
    const resetAt = resetIn === undefined ? undefined : this.#clock.now() + resetIn
    const before = this.#budget
    // The header has whole seconds: the same moment may come out a little different.
    const sameHour = before?.resetAt === undefined || (resetAt ?? 0) < before.resetAt + 60_000
    this.#budget =
      before !== undefined && sameHour && before.remaining < remaining ? before : { remaining, resetAt }
  }

  /** The server took a request: a limit that held has lifted. */
  passed({ startedAt }: Permit): void {
    if (startedAt >= this.#quietUntil) this.#refusals = undefined
  }

  /**
   * The server refused a request for a limit: the gate closes, unless the wait would be longer than `longestWait`.
   *
   * @returns what to throw for this request: the error, or its final form if the limit is not waited for
   */
  refused({ startedAt }: Permit, error: RequestError): RequestError {
    const now = this.#clock.now()
    this.#refusals ??= { since: now, rounds: 0 }
    // Those that were on their way together are refused together.
    if (this.#refusals.rounds === 0 || startedAt >= this.#quietUntil) this.#refusals.rounds++
    const usedUp = error.retryAfter === undefined && this.#budget?.remaining === 0
    const quiet = now + this.#quiet(error.retryAfter, this.#refusals.rounds)
    const resetAt = this.#budget?.resetAt
    // A reset that has passed already says nothing: not to ask again at once.
    const isStale = resetAt !== undefined && resetAt <= now
    const waitsForReset = usedUp && !isStale
    const until = waitsForReset ? resetAt : quiet
    if (until === undefined || until - this.#refusals.since > this.#options.longestWait) {
      const final = error.asFinal()
      this.#givenUp = { error: final, until: until ?? Number.POSITIVE_INFINITY }
      return final
    }
    if (!waitsForReset) this.#quietUntil = Math.max(this.#quietUntil, until)
    return error
  }

  #quiet(asked: number | undefined, rounds: number): number {
    const times = 2 ** (rounds - 1)
    return asked === undefined ? SECONDARY_WAIT * times : Math.max(asked, SHORTEST_WAIT * times)
  }

  #budgetWait(now: number): Promise<unknown> | undefined {
    if (this.#givenUp !== undefined && now < this.#givenUp.until) throw again(this.#givenUp.error)
    if (this.#budget === undefined) return undefined
    const { remaining, resetAt } = this.#budget
    if (resetAt !== undefined && now >= resetAt) {
      this.#budget = undefined
      return undefined
    }
    if (remaining === 0) {
      if (resetAt === undefined || resetAt - now > this.#options.longestWait) throw usedUp(resetAt)
      return this.#pause(resetAt - now, "the token's rate limit is used up")
    }
    // What is on its way may use up what is left.
    return this.#inFlight >= remaining ? this.#answer() : undefined
  }

  #paceWait(points: number, now: number): Promise<unknown> | undefined {
    if (!this.#limited) return undefined
    const wait = this.#window.wait(points, now)
    if (wait === 0) return undefined
    return wait === undefined
      ? this.#answer()
      : this.#pause(wait, 'the server allows so many requests a minute')
  }

  #answer(): Promise<unknown> {
    const { signal } = this.#options
    return once(this.#answers, 'answer', signal ? { signal } : {})
  }

  #pause(milliseconds: number, why: string): Promise<void> {
    const now = this.#clock.now()
    if (milliseconds >= TELLING_PAUSE && now >= this.#toldUntil) {
      this.#toldUntil = now + milliseconds
      this.#options.onWait?.(milliseconds, why)
    }
    return this.#clock.sleep(milliseconds, this.#options.signal)
  }
}

/** The advice on a limit that is used up. `until` is ISO 8601. */
export function usedUpHint(until: string | undefined): string {
  const when = until === undefined ? '' : ` until ${until}`
  return `The token's rate limit is used up${when}. A GITHUB_TOKEN has 1,000 requests an hour for each repository; the token of a GitHub App has more. rate-limit-wait says how long to wait for it.`
}

function usedUp(resetAt: number | undefined): RequestError {
  const until = resetAt === undefined ? undefined : isoTime(resetAt)
  const when = until === undefined ? '' : `, until ${until}`
  return new RequestError(
    'api-rate-limited',
    `The API takes no more requests${when}: x-ratelimit-remaining is 0`,
    { hint: usedUpHint(until), retryable: false }
  )
}

/** The same refusal for another request. */
function again(error: RequestError): RequestError {
  return new RequestError('api-rate-limited', error.message, {
    hint: error.hint,
    status: error.status,
    retryable: false,
    cause: error
  })
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
