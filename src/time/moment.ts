const UNITS: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000
}

/** A number of ms before now, or a fixed time in ms since the epoch. */
export type Moment = { ago: number } | { at: number }

/** Milliseconds of `90s`, `15m`, `36h`, `7d` or `2w`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? []
  const duration = Number(digits) * (UNITS[unit] ?? Number.NaN)
  return Number.isSafeInteger(duration) ? duration : undefined
}

/**
 * A duration, an ISO 8601 date (`2026-01-31`, UTC midnight) or a date-time (`2026-01-31T10:00:00+02:00`, UTC without an
 * offset); undefined for anything else, the 30th of February too.
 */
export function parseMoment(text: string): Moment | undefined {
  const ago = parseDuration(text)
  if (ago !== undefined) return { ago }
  const [, day, time = 'T00:00', offset = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? []
  // Date moves the 30th of February to March.
  const midnight = new Date(`${day}T00:00Z`)
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(`${day}T`)) return undefined
  const at = Date.parse(`${day}${time}${offset}`)
  return Number.isNaN(at) ? undefined : { at }
}

/** In ms since the epoch. */
export function epochOf(moment: Moment, now: number): number {
  return 'at' in moment ? moment.at : now - moment.ago
}
