import { EventEmitter, once } from 'node:events'
import { RequestError } from '../errors/request-error.js'
import {
  rateLimitStillActive,
  rateLimitUsedUp,
  rateLimitUsedUpAdvice,
  waitReason
} from '../messages/rate-limits.js'
import { type Clock, systemClock } from '../time/clock.js'
import { PointsWindow } from './points-window.js'

/**
 * In ms, doubled after each further refusal. "Wait for at least one minute before retrying":
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
const SECONDARY_WAIT = 60_000
/** The shortest wait, even if the server asks for less. In ms, doubled after each further refusal. */
const MIN_WAIT = 1000
/** The primary limit is one per hour, in ms. */
const HOUR = 3_600_000
/** Only longer pauses are reported, in ms. */
const MIN_REPORTED_PAUSE = 5000

interface RateLimitsOptions {
  /** The longest wait for a limit to reset, in ms. */
  longestWait: number
  /** The number of jobs that share the limits. */
  share?: number
  clock?: Clock
  signal?: AbortSignal
  /** Called once per pause of all requests. */
  onWait?: (milliseconds: number, reason: string) => void
}

/** The rate limit headers of a response. All undefined if the server sends none. */
export interface LimitHeaders {
  remaining: number | undefined
  /** In ms, by the clock of the server. */
  resetIn: number | undefined
  /** Requests per hour. */
  limit?: number | undefined
}

/** How requests fit into the primary limit. Times are in ms since the epoch. */
export interface LimitPlan {
  /** Undefined if the server does not report it. */
  remaining: number | undefined
  resetAt: number | undefined
  /** The last reset that the requests need; undefined if they need none, or it is not known. */
  lastReset: number | undefined
  /** In ms: how long `lastReset` is away. */
  neededWait: number | undefined
  /** Whether the requests can be sent, with waits for resets that end within `longestWait`. */
  isCovered: boolean
  /** When the requests could start if they are not covered now. Undefined: never with this `longestWait`. */
  possibleAt: number | undefined
}

/** The permission to send one request. */
export interface Permit {
  points: number
  startedAt: number
}

interface Budget {
  remaining: number
  limit: number | undefined
  /** In ms since the epoch, by the local clock. Undefined if the server does not report it. */
  resetAt: number | undefined
}

/**
 * Makes all requests of a step obey the rate limits of the API:
 *
 * - After a refusal with `retry-after`, or by a secondary limit, all requests wait, those to storage too.
 * - After `x-ratelimit-remaining: 0`, requests to the API wait until `x-ratelimit-reset`.
 * - If the server sends limit headers, requests stay within the points of its secondary limits.
 *
 * Instead of waiting longer than `longestWait`, requests fail with `api-rate-limited` until the limit resets.
 */
export class RateLimits {
  readonly #options: RateLimitsOptions
  readonly #clock: Clock
  readonly #window: PointsWindow
  readonly #responses = new EventEmitter().setMaxListeners(0)
  /** Whether the server sends limit headers. */
  #limited = false
  #budget: Budget | undefined
  #inFlight = 0
  #quietUntil = 0
  /** Refusals since the last success. Requests that were in flight together count as one round. */
  #refusals: { since: number; rounds: number } | undefined
  #givenUp: { error: RequestError; until: number } | undefined
  #reportedUntil = 0

  constructor(options: RateLimitsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#window = new PointsWindow(options.share)
  }

  /** What is left of the primary limit. Undefined if the server does not report it (GHES by default). */
  get remaining(): number | undefined {
    return this.#budget?.remaining
  }

  /** Whether and when the primary limit allows this number of requests. */
  plan(requests: number): LimitPlan {
    const { longestWait } = this.#options
    const now = this.#clock.now()
    const { remaining, resetAt, limit = Number.POSITIVE_INFINITY } = this.#budget ?? {}
    const isOver = resetAt !== undefined && resetAt <= now
    const plan = { remaining, resetAt, lastReset: undefined, neededWait: undefined, possibleAt: undefined }
    if (remaining === undefined || requests <= (isOver ? limit : remaining))
      return { ...plan, isCovered: true }
    if (resetAt === undefined) return { ...plan, isCovered: false }
    /** The last reset that the requests need if `left` of them may be sent before `nextReset`. */
    const lastReset = (left: number, nextReset: number) =>
      nextReset + HOUR * (Math.max(1, Math.ceil((requests - left) / Math.max(1, limit))) - 1)
    const next = isOver ? now + HOUR : resetAt
    const last = lastReset(isOver ? limit : remaining, next)
    const neededWait = last - now
    if (neededWait <= longestWait) return { ...plan, lastReset: last, neededWait, isCovered: true }
    // Before the next reset, or in the hour after it: each later hour is like that one.
    const afterReset = requests <= limit ? next : Math.max(next, lastReset(limit, next + HOUR) - longestWait)
    const starts = [last - longestWait, afterReset]
    const possibleAt = starts.find((start, index) => start < next + HOUR * index)
    return { ...plan, lastReset: last, neededWait, isCovered: false, possibleAt }
  }

  /**
   * A permit if a request may be sent now. Otherwise a promise that settles when the caller should try again. After the
   * request, call `leave` with the permit.
   *
   * @param points the cost of the request; 0 for a request to storage
   * @throws RequestError with code `api-rate-limited` if the wait would be longer than `longestWait`
   */
  admit(points: number): Permit | Promise<unknown> {
    const now = this.#clock.now()
    if (now < this.#quietUntil) return this.#pause(this.#quietUntil - now, waitReason('requested'))
    if (points > 0) {
      const wait = this.#budgetWait(now) ?? this.#paceWait(points, now)
      if (wait !== undefined) return wait
      this.#inFlight++
      this.#window.start(points)
    }
    return { points, startedAt: now }
  }

  /** A request has ended, with or without a response. */
  leave({ points }: Permit): void {
    if (points === 0) return
    this.#inFlight--
    this.#window.end(points, this.#clock.now())
    this.#responses.emit('response')
  }

  /** Takes note of a response's headers. Responses may arrive in another order than the server sent them. */
  note({ remaining, resetIn, limit }: LimitHeaders): void {
    if (remaining === undefined) return
    this.#limited = true
    const resetAt = resetIn === undefined ? undefined : this.#clock.now() + resetIn
    const before = this.#budget
    // The headers have whole seconds, so the same reset may differ a little.
    const sameHour = before?.resetAt === undefined || (resetAt ?? 0) < before.resetAt + 60_000
    this.#budget =
      before !== undefined && sameHour && before.remaining < remaining
        ? before
        : { remaining, resetAt, limit }
  }

  /** The server accepted a request, so earlier refusals are over. */
  passed({ startedAt }: Permit): void {
    if (startedAt >= this.#quietUntil) this.#refusals = undefined
  }

  /**
   * The server refused a request because of a limit. All requests wait, unless that takes longer than `longestWait`.
   *
   * @returns what to throw for this request: the error, or a final copy of it if nobody waits
   */
  refused({ startedAt }: Permit, error: RequestError): RequestError {
    const now = this.#clock.now()
    this.#refusals ??= { since: now, rounds: 0 }
    // Requests that were in flight together are refused together.
    if (this.#refusals.rounds === 0 || startedAt >= this.#quietUntil) this.#refusals.rounds++
    const usedUp = error.retryAfter === undefined && this.#budget?.remaining === 0
    const quiet = now + this.#quiet(error.retryAfter, this.#refusals.rounds)
    const resetAt = this.#budget?.resetAt
    // A reset in the past must not cause a request at once.
    const isStale = resetAt !== undefined && resetAt <= now
    const waitsForReset = usedUp && !isStale
    const until = waitsForReset ? resetAt : quiet
    if (until === undefined || until - this.#refusals.since > this.#options.longestWait) {
      const final = error.asFinal()
      this.#givenUp = { error: final, until: until ?? Number.POSITIVE_INFINITY }
      return final
    }
    if (!waitsForReset) {
      this.#quietUntil = Math.max(this.#quietUntil, until)
      // Now: the next request may have to wait for a slot before it learns of the pause.
      this.#report(this.#quietUntil - now, waitReason('requested'))
    }
    return error
  }

  /** How long to send nothing, in ms. `asked` is what the server asks for. */
  #quiet(asked: number | undefined, rounds: number): number {
    const times = 2 ** (rounds - 1)
    return asked === undefined ? SECONDARY_WAIT * times : Math.max(asked, MIN_WAIT * times)
  }

  #budgetWait(now: number): Promise<unknown> | undefined {
    if (this.#givenUp !== undefined && now < this.#givenUp.until) throw stillActive(this.#givenUp)
    if (this.#budget === undefined) return undefined
    const { remaining, resetAt } = this.#budget
    if (resetAt !== undefined && now >= resetAt) {
      this.#budget = undefined
      return undefined
    }
    if (remaining === 0) {
      if (resetAt === undefined || resetAt - now > this.#options.longestWait) throw usedUp(resetAt)
      return this.#pause(resetAt - now, waitReason('used-up'))
    }
    // Requests in flight may use up what is left.
    return this.#inFlight >= remaining ? this.#response() : undefined
  }

  #paceWait(points: number, now: number): Promise<unknown> | undefined {
    if (!this.#limited) return undefined
    const wait = this.#window.wait(points, now)
    if (wait === 0) return undefined
    return wait === undefined ? this.#response() : this.#pause(wait, waitReason('pace'))
  }

  /** The end of any request in flight. */
  #response(): Promise<unknown> {
    const { signal } = this.#options
    return once(this.#responses, 'response', signal ? { signal } : {})
  }

  #pause(milliseconds: number, reason: string): Promise<void> {
    this.#report(milliseconds, reason)
    return this.#clock.sleep(milliseconds, this.#options.signal)
  }

  #report(milliseconds: number, reason: string): void {
    const now = this.#clock.now()
    if (milliseconds >= MIN_REPORTED_PAUSE && now >= this.#reportedUntil) {
      this.#reportedUntil = now + milliseconds
      this.#options.onWait?.(milliseconds, reason)
    }
  }
}

function usedUp(resetAt: number | undefined): RequestError {
  const hint = rateLimitUsedUpAdvice(resetAt)
  return new RequestError('api-rate-limited', rateLimitUsedUp(resetAt), { hint, retryable: false })
}

/** For a request that is not sent because an earlier one was refused. */
function stillActive({ error, until }: { error: RequestError; until: number }): RequestError {
  const { hint, status, reason } = error
  const details = { hint, status, reason, retryable: false, cause: error }
  return new RequestError('api-rate-limited', rateLimitStillActive(reason, until), details)
}
