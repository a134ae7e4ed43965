/** Values by header name in lower case. */
export type ResponseHeaders = Record<string, string | string[] | number | undefined>

/** Larger numbers of seconds do not fit a Date. */
const MAX_SECONDS = 1e11

/**
 * The wait that the server asks for, in ms (`Retry-After`, RFC 9110, 10.2.3: seconds or a date). Undefined without that
 * header. `now` is in ms since the epoch, used if the response has no `Date`.
 */
export function retryAfter(headers: ResponseHeaders, now: number): number | undefined {
  const value = headers['retry-after']
  const seconds = wholeNumber(value)
  if (seconds !== undefined) return seconds * 1000
  const date = Date.parse(String(value ?? ''))
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now))
}

/** In ms since the epoch. The clock of the runner may be wrong, so differences use the clock of the server. */
export function serverTime(headers: ResponseHeaders, now: number): number {
  const date = Date.parse(String(headers.date ?? ''))
  return Number.isNaN(date) ? now : date
}

export function wholeNumber(value: ResponseHeaders[string]): number | undefined {
  const text = String(value ?? '')
  return /^\d+$/.test(text) && Number(text) < MAX_SECONDS ? Number(text) : undefined
}
