/** A number of ms before now, or a fixed time in ms since the epoch. */
export type Moment = { ago: number } | { at: number }

/** In ms since the epoch. */
export function epochOf(moment: Moment, now: number): number {
  return 'at' in moment ? moment.at : now - moment.ago
}
