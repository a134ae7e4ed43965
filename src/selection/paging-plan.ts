import { ARTIFACT_TRAITS, type Artifact } from '../github/artifact.js'
import { epochOf } from '../time/moment.js'
import { type Criteria, countsAll } from './select.js'
import { isInShard } from './shard.js'

/** How far dates may be out of the order of ids, in ms. */
const SLACK = 3_600_000

/** From which end a list is read, and when to stop. */
export interface ReadingPlan {
  from: 'newest' | 'oldest'
  /**
   * Begins a reading. The function gets one page after another from that end (first its matching artifacts, then all of
   * them, highest id first) and returns whether nothing further on can be selected.
   */
  begin: () => (matching: readonly Artifact[], page: readonly Artifact[]) => boolean
}

/**
 * How much of a list a selection needs; undefined for all of it. A limit, the latest of given names and `newer-than`
 * read from the newest end; `older-than` alone, and the limit of a deletion, from the oldest.
 *
 * @param now in ms since the epoch
 */
export function pagingPlan(criteria: Criteria, now: number): ReadingPlan | undefined {
  if (countsAll(criteria)) return undefined
  // Which artifacts are of deleted branches is known only when all are read.
  if (criteria.goneBranches && criteria.limit > 0) return pagingPlan({ ...criteria, limit: 0 }, now)
  const { olderThan, newerThan, limit, limitKeeps, latest, names } = criteria
  const before = olderThan === undefined ? Number.POSITIVE_INFINITY : epochOf(olderThan, now)
  const after = newerThan === undefined ? Number.NEGATIVE_INFINITY : epochOf(newerThan, now)
  const counts = limit > 0 && limitKeeps === 'newest'
  const isFromNewest = newerThan !== undefined || counts || (latest && names.length > 0)
  if (!isFromNewest && olderThan === undefined && limit === 0) return undefined
  const from = isFromNewest ? 'newest' : 'oldest'
  const isPast = (page: readonly Artifact[]) =>
    isFromNewest
      ? isBeyond(page.at(-1), created => created <= after - SLACK)
      : isBeyond(page[0], created => created >= before + SLACK)
  const begin = () => {
    const isFull = counter(criteria, from)
    return (matching: readonly Artifact[], page: readonly Artifact[]) => isFull(matching) || isPast(page)
  }
  return { from, begin }
}

/** Whether the far end of a page is beyond a moment; false without a date, and if dates do not follow the ids. */
function isBeyond(end: Artifact | undefined, beyond: (created: number) => boolean): boolean {
  if (end?.[ARTIFACT_TRAITS]?.agesFrom !== undefined) return false
  return typeof end?.created_at === 'string' && beyond(Date.parse(end.created_at))
}

/** Counts matching artifacts page by page, until the limit or the names are used up. */
function counter(
  { limit, limitKeeps, latest, shard, names }: Criteria,
  from: Criteria['limitKeeps']
): (matching: readonly Artifact[]) => boolean {
  const seen = new Set<string>()
  let count = 0
  return matching => {
    for (const { id, name } of matching) {
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
