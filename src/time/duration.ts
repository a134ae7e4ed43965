const UNITS: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000
}

/** So many ms before now, or a fixed moment in ms since the epoch. */
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

/** For a person, in the two largest units: `45 s`, `2 m 5 s`, `3 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's']
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** How long something took, for a person: `40 ms`, `0.4 s`, `2 m 5 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
}

/** A moment after "older than", for a person: `7 d`, `45 s`, `2026-01-31T00:00:00.000Z`. */
export function formatMoment(moment: Moment): string {
  if ('at' in moment) return new Date(moment.at).toISOString()
  return moment.ago < 3_600_000 ? formatDuration(moment.ago) : formatAge(moment.ago)
}

/** How old something is, for a person: `just now`, `5 min`, `3 h`, `12 d`. */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}

/** Milliseconds since the epoch. */
export function epochOf(moment: Moment, now: number): number {
  return 'at' in moment ? moment.at : now - moment.ago
}
