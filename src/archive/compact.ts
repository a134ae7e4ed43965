import type { Entry } from './central-header.js'
import { ExtractionPlan } from './extract.js'

/** Extents of an archive that travel, and the same entries as they lie when only these are put one after the other. */
export interface Compact {
  /** `start` and `end` in the archive, `to` where the bytes go. In bytes, in order. */
  ranges: { start: number; end: number; to: number }[]
  plan: ExtractionPlan
}

/** A gap this small costs less than a request of its own, in bytes. */
const MERGED_GAP = 64 << 10

/** What of an archive is needed for the picked entries alone. */
export function compact(plan: ExtractionPlan): Compact {
  const ranges: Compact['ranges'] = []
  const entries: Entry[] = []
  for (const entry of plan.entries) {
    if (!plan.picked.has(entry)) continue
    let last = ranges.at(-1)
    if (last !== undefined && entry.offset - last.end <= MERGED_GAP) last.end = entry.end
    else {
      last = {
        start: entry.offset,
        end: entry.end,
        to: last === undefined ? 0 : last.to + last.end - last.start
      }
      ranges.push(last)
    }
    const moved = last.to - last.start
    entries.push({ ...entry, offset: entry.offset + moved, end: entry.end + moved })
  }
  return { ranges, plan: new ExtractionPlan(entries, new Set(entries), plan.to) }
}
