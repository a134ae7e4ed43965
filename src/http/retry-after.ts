/** Header values by their names in lower case. */
export type HeaderValues = Record<string, string | string[] | number | undefined>

/** A moment past this, in s, is no moment: it would not fit a date. */
const LAST_SECOND = 1e11

/**
 * What the server asks to wait (`Retry-After`, RFC 9110, 10.2.3: seconds or a date), in ms; undefined where it does not.
 * `now` is our clock in ms, used where the server does not tell its own.
 */
export function retryAfter(headers: HeaderValues, now: number): number | undefined {
  const value = headers['retry-after']
  const seconds = wholeNumber(value)
  if (seconds !== undefined) return seconds * 1000
  const date = Date.parse(String(value ?? ''))
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now))
}

/** The runner's clock may be wrong: the server's own is what its moments go by. */
export function serverTime(headers: HeaderValues, now: number): number {
  const date = Date.parse(String(headers.date ?? ''))
  return Number.isNaN(date) ? now : date
}

export function wholeNumber(value: HeaderValues[string]): number | undefined {
  const text = String(value ?? '')
  return /^\d+$/.test(text) && Number(text) < LAST_SECOND ? Number(text) : undefined
}
