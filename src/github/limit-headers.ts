import type { LimitHeaders } from '../http/rate-limits.js'
import { serverTime, wholeNumber } from '../http/retry-after.js'

/** Header values by their names in lower case. */
export type ResponseHeaders = Record<string, string | number | undefined>

/** What an answer says of the limits. `now` is our clock in ms, used where the server does not tell its own. */
export function limitHeaders(headers: ResponseHeaders, now: number): LimitHeaders {
  return {
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    resetIn: differenceOf(wholeNumber(headers['x-ratelimit-reset']), serverTime(headers, now))
  }
}

/** When the primary limit lifts, as ISO 8601. */
export function resetTime(headers: ResponseHeaders): string | undefined {
  const reset = wholeNumber(headers['x-ratelimit-reset'])
  return reset === undefined ? undefined : new Date(reset * 1000).toISOString()
}

function differenceOf(seconds: number | undefined, now: number): number | undefined {
  return seconds === undefined ? undefined : Math.max(0, seconds * 1000 - now)
}
