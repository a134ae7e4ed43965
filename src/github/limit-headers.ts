import type { LimitHeaders } from '../rate-limits.js'

/** Header values by their names in lower case. */
export type Headers = Record<string, string | number | undefined>

/** A moment past this, in s, is no moment: it would not fit a date. */
const LAST_SECOND = 1e11

/** What an answer says of the limits. `now` is our clock in ms, used where the server does not tell its own. */
export function limitHeaders(headers: Headers, now: number): LimitHeaders {
  return {
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    resetIn: differenceOf(wholeNumber(headers['x-ratelimit-reset']), serverTime(headers, now))
  }
}

/** What the server asks to wait (`retry-after`: seconds or a date), in ms; undefined where it does not. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers['retry-after']
  const seconds = wholeNumber(value)
  if (seconds !== undefined) return seconds * 1000
  const date = Date.parse(String(value ?? ''))
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now))
}

/** When the primary limit lifts, as ISO 8601. */
export function resetTime(headers: Headers): string | undefined {
  const reset = wholeNumber(headers['x-ratelimit-reset'])
  return reset === undefined ? undefined : new Date(reset * 1000).toISOString()
}

function differenceOf(seconds: number | undefined, now: number): number | undefined {
  return seconds === undefined ? undefined : Math.max(0, seconds * 1000 - now)
}

/** The runner's clock may be wrong: the server's own is what its moments go by. */
function serverTime(headers: Headers, now: number): number {
  const date = Date.parse(String(headers.date ?? ''))
  return Number.isNaN(date) ? now : date
}

function wholeNumber(value: string | number | undefined): number | undefined {
  const text = String(value ?? '')
  return /^\d+$/.test(text) && Number(text) < LAST_SECOND ? Number(text) : undefined
}
