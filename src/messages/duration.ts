import type { Moment } from '../time/moment.js'

/** Text in the two largest units: `45 s`, `2 m 5 s`, `3 h`. */
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

/** How long something took: `40 ms`, `0.4 s`, `2 m 5 s`. */
export function formatElapsed(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)
}

/** A moment as it reads after "older than": `7 d`, `45 s`, `2026-01-31T00:00:00.000Z`. */
export function formatMoment(moment: Moment): string {
  if ('at' in moment) return new Date(moment.at).toISOString()
  return moment.ago < 3_600_000 ? formatDuration(moment.ago) : formatAge(moment.ago)
}

/** A point in time, in ms since the epoch: `2026-01-31T00:00:00Z`. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** ` until 2026-01-31T00:00:00Z`; empty for an unknown time or none. */
export function formatUntil(time: number | undefined): string {
  return time === undefined || time === Number.POSITIVE_INFINITY ? '' : ` until ${formatTime(time)}`
}

/** How old something of this date is; empty without a valid date. `now` is in ms since the epoch. */
export function formatAgeSince(date: string | null, now: number): string {
  const at = Date.parse(date ?? '')
  return Number.isNaN(at) ? '' : formatAge(now - at)
}

/** How old something is: `just now`, `5 min`, `3 h`, `12 d`. */
export function formatAge(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}
