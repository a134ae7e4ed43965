import type { LimitHeaders } from '../http/rate-limits.js'
import { type ResponseHeaders, serverTime, wholeNumber } from '../http/retry-after.js'

/** The rate limit headers of a response. `now` is in ms since the epoch, used if the response has no `Date`. */
export function limitHeaders(headers: ResponseHeaders, now: number): LimitHeaders {
  const reset = resetTime(headers)
  return {
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    limit: wholeNumber(headers['x-ratelimit-limit']),
    resetIn: reset === undefined ? undefined : Math.max(0, reset - serverTime(headers, now))
  }
}

/** When the primary limit resets, in ms since the epoch. */
export function resetTime(headers: ResponseHeaders): number | undefined {
  const reset = wholeNumber(headers['x-ratelimit-reset'])
  return reset === undefined ? undefined : reset * 1000
}
