import type { Artifact } from '../github/artifact.js'
import { epochOf } from '../time/moment.js'
import { type Criteria, countsAll } from './select.js'
import { isInShard } from './shard.js'

/** Dates may be a little out of the order of ids: so much, in ms, is allowed for. */
const SLACK = 3_600_000

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
export function pagingPlan(criteria: Criteria, now: number): ReadingPlan | undefined {
  if (countsAll(criteria)) return undefined
  // How many are on branches that are gone shows when all are known.
  if (criteria.goneBranches && criteria.limit > 0) return pagingPlan({ ...criteria, limit: 0 }, now)
  const { olderThan, newerThan, limit, limitKeeps, latest, names } = criteria
  const before = olderThan === undefined ? Number.POSITIVE_INFINITY : epochOf(olderThan, now)
  const after = newerThan === undefined ? Number.NEGATIVE_INFINITY : epochOf(newerThan, now)
  const counts = limit > 0 && limitKeeps === 'newest'
  if (newerThan !== undefined || counts || (latest && names.length > 0)) {
    return {
      from: 'newest',
      begin: () => {
        const isFull = counter(criteria, 'newest')
        return (fitting, page) =>
          isFull(fitting) || isBeyond(page.at(-1), created => created <= after - SLACK)
      }
    }
  }
  if (olderThan !== undefined || limit > 0) {
    return {
      from: 'oldest',
      begin: () => {
        const isFull = counter(criteria, 'oldest')
        return (fitting, page) => isFull(fitting) || isBeyond(page[0], created => created >= before + SLACK)
      }
    }
  }
  return undefined
}

/** Whether the far end of a page is beyond a moment. Without a date it tells nothing. */
function isBeyond(end: Artifact | undefined, beyond: (created: number) => boolean): boolean {
  return typeof end?.created_at === 'string' && beyond(Date.parse(end.created_at))
}

/** Says, page by page, whether what fits so far is all that the limit or the names let through. */
function counter(
  { limit, limitKeeps, latest, shard, names }: Criteria,
  from: Criteria['limitKeeps']
): (fitting: readonly Artifact[]) => boolean {
  const seen = new Set<string>()
  let count = 0
  return fitting => {
    for (const { id, name } of fitting) {
      const isNew = !seen.has(name)
      seen.add(name)
      if ((isNew || !latest) && (shard === undefined || isInShard(id, shard))) count++
    }
    return (
      (limit > 0 && limitKeeps === from && count >= limit) ||
      (latest && names.length > 0 && names.every(name => seen.has(name)))
    )
  }
}
