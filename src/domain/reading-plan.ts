import type { Artifact } from './artifact.js'
import { epochOf } from './duration.js'
import { type Criteria, countsAll } from './selection.js'
import { isInShard } from './shard.js'

/** From which end a list is read, and when enough of it is known. */
export interface ReadingPlan {
  from: 'newest' | 'oldest'
  /**
   * Begins a reading. The function is given page after page from that end, ids falling on each (first what fits, then
   * all of it), and says whether nothing further on can be selected.
   */
  begin: () => (fitting: readonly Artifact[], page: readonly Artifact[]) => boolean
}

/**
 * How much of a list a selection needs; undefined where it needs all of it. The newest come first: what a limit, the
 * latest of given names or `newer-than` asks for is at that end. `older-than` alone, and a clean-up's limit, ask for
 * the other.
 *
 * @param now in ms since the epoch
 */
export function readingPlan(criteria: Criteria, now: number): ReadingPlan | undefined {
  if (countsAll(criteria)) return undefined
  // How many are on branches that are gone shows when all are known.
  if (criteria.goneBranches && criteria.limit > 0) return readingPlan({ ...criteria, limit: 0 }, now)
  const { olderThan, newerThan, limit, limitKeeps, latest, names } = criteria
  const before = olderThan === undefined ? Number.POSITIVE_INFINITY : epochOf(olderThan, now)
  const after = newerThan === undefined ? Number.NEGATIVE_INFINITY : epochOf(newerThan, now)
  const counts = limit > 0 && limitKeeps === 'newest'
  if (newerThan !== undefined || counts || (latest && names.length > 0)) {
    return {
      from: 'newest',
      begin: () => {
        const isFull = counter(criteria)
        // A page, not an artifact: dates may be a little out of order.
        return (fitting, page) =>
          isFull(fitting) || isBeyond(page, created => created <= after, newerThan !== undefined)
      }
    }
  }
  if (olderThan !== undefined || limit > 0) {
    return {
      from: 'oldest',
      begin: () => {
        const isFull = counter(criteria)
        return (fitting, page) =>
          isFull(fitting) || isBeyond(page, created => created >= before, olderThan !== undefined)
      }
    }
  }
  return undefined
}

/** Whether a page holds nothing but what is beyond a moment. An artifact without a date is never selected by one. */
function isBeyond(page: readonly Artifact[], beyond: (created: number) => boolean, byDate: boolean): boolean {
  return (
    byDate &&
    page.length > 0 &&
    page.every(({ created_at: date }) => date === null || beyond(Date.parse(date)))
  )
}

/** Says, page by page, whether what fits so far is all that the limit or the names let through. */
function counter({ limit, latest, shard, names }: Criteria): (fitting: readonly Artifact[]) => boolean {
  const seen = new Set<string>()
  let count = 0
  return fitting => {
    for (const { id, name } of fitting) {
      const isNew = !seen.has(name)
      seen.add(name)
      if ((isNew || !latest) && (shard === undefined || isInShard(id, shard))) count++
    }
    return (
      (limit > 0 && count >= limit) || (latest && names.length > 0 && names.every(name => seen.has(name)))
    )
  }
}
