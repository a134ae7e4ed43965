import { ExtractionPlan } from './extract.js'

/** An extent of an archive that travels: `start` and `end` in the archive, `to` where the bytes go. In bytes. */
export interface Range {
  start: number
  end: number
  to: number
}

/** The same entries as they lie when only these ranges are put one after the other. */
export interface Compact {
  /** In order. */
  ranges: Range[]
  plan: ExtractionPlan
}

/** A gap this small costs less than a request of its own, in bytes. */
const MERGED_GAP = 64 << 10

/** What of an archive is needed for the picked entries alone. */
export function compactRanges({ entries, to }: ExtractionPlan): Compact {
  const ranges: Range[] = []
  for (let position = 0; position < entries.length; position++) {
    if (!entries.isPicked(position)) continue
    const { start, end } = entries.extentAt(position)
    const last = ranges.at(-1)
    if (last !== undefined && start - last.end <= MERGED_GAP) last.end = end
    else ranges.push({ start, end, to: last === undefined ? 0 : last.to + last.end - last.start })
  }
  return { ranges, plan: new ExtractionPlan(entries, to, ranges) }
}
