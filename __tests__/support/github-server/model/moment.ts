export type Moment = string | Date

const SECOND_MS = 1000

/** Milliseconds since the epoch, in the whole seconds that the API knows. */
export function epochOf(moment: Moment): number {
  const epoch = new Date(moment).getTime()
  if (Number.isNaN(epoch)) throw new Error(`not a date: ${String(moment)}`)
  return Math.floor(epoch / SECOND_MS) * SECOND_MS
}

/** The way the API writes a moment: `2026-01-02T03:04:05Z`. */
export function apiDate(epoch: number): string {
  return new Date(epoch).toISOString().replace('.000Z', 'Z')
}
