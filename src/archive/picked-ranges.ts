import type { Entries } from './entries.js'

/** A range of an archive, `start` (inclusive) to `end` (exclusive), and its position `to` in a smaller file. In bytes. */
export interface PickedRange {
  start: number
  end: number
  to: number
}

/** A gap this small costs less than a request of its own, in bytes. */
const MAX_GAP = 64 << 10

/** The ranges that hold the picked entries, in order and placed one after the other. */
export function pickedRanges(entries: Entries): PickedRange[] {
  const ranges: PickedRange[] = []
  for (let position = 0; position < entries.length; position++) {
    if (!entries.isPicked(position)) continue
    const { start, end } = entries.extentAt(position)
    const last = ranges.at(-1)
    if (last !== undefined && start - last.end <= MAX_GAP) last.end = end
    else ranges.push({ start, end, to: last === undefined ? 0 : last.to + last.end - last.start })
  }
  return ranges
}
