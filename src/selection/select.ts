import { type Artifact, newestFirst, totalSize, uploadedAt } from '../github/artifact.js'
import { epochOf } from '../time/moment.js'
import type { Filters } from './inputs.js'
import type { KeepReason, KeepRule, KeepRules } from './keep-rules.js'
import { type Head, matchesEmbedded, type RunQuery } from './run-query.js'
import { isInShard } from './shard.js'

/** The filters of a selection: run, then those of the inputs in their order. A deletion also has its keep rules. */
export interface Criteria extends Filters, Partial<Omit<KeepRules, 'groupBy'>> {
  runs: RunQuery
  /** Of the pull request in `runs`. */
  head?: Head | undefined
  /** Whether only artifacts of deleted branches are selected. */
  goneBranches?: boolean
  /** What a deletion keeps, keep rules included: counts what is live and matches by run, name and pattern. */
  keep?: KeepRule | undefined
  /** Which end the limit keeps: a deletion begins with the oldest. */
  limitKeeps: 'newest' | 'oldest'
}

export interface Selection {
  /** Newest first. */
  selected: Artifact[]
  /** Expired artifacts that match otherwise; newest first. */
  expired: Artifact[]
  /** Artifacts that match by run, name and pattern and are not selected, by reason. */
  kept: Kept[]
}

/** Artifacts that are not selected for one reason; the size is the sum of their bytes. */
export interface Kept {
  reason: KeepReason | 'age-or-size' | 'expired' | 'latest' | 'shard' | 'limit'
  count: number
  size: number
  /** Whether more may be kept, in the part of the list that was not read. */
  isPartial?: boolean
}

/**
 * The artifacts that match, filter by filter: run, name and pattern, age and size, expiry, `latest`, what is kept, shard,
 * limit. The order of the input does not matter.
 *
 * @param now in ms since the epoch
 */
export function select(artifacts: readonly Artifact[], criteria: Criteria, now: number): Selection {
  const base = artifacts.filter(inBase(criteria)).sort(newestFirst)
  const filtered = base.filter(matchesAgeAndSize(criteria, now))
  const live = criteria.includeExpired ? filtered : filtered.filter(artifact => !artifact.expired)
  const newest = criteria.latest ? newestOfEachName(live) : live
  // Expired artifacts do not count for the keep rules.
  const reasonFor = criteria.keep?.(base.filter(artifact => !artifact.expired)) ?? (() => undefined)
  const planned = newest.filter(artifact => reasonFor(artifact) === undefined)
  const { shard } = criteria
  const shared = shard ? planned.filter(({ id }) => isInShard(id, shard)) : planned
  const selected = limited(shared, criteria)
  return {
    selected,
    expired: criteria.includeExpired ? [] : filtered.filter(artifact => artifact.expired),
    kept: [
      difference('age-or-size', base, filtered),
      difference('expired', filtered, live),
      difference('latest', live, newest),
      ...byReason(newest, reasonFor),
      difference('shard', planned, shared),
      difference('limit', shared, selected)
    ].filter(({ count }) => count > 0)
  }
}

/** Whether keep rules count artifacts that cannot be selected too, so that all live ones have to be known. */
export function countsAll(rules: Pick<Criteria, 'keepLatest' | 'keepRuns' | 'keepSize'>): boolean {
  return [rules.keepLatest, rules.keepRuns, rules.keepSize].some(rule => rule !== undefined)
}

function difference(reason: Kept['reason'], before: readonly Artifact[], after: readonly Artifact[]): Kept {
  return { reason, count: before.length - after.length, size: totalSize(before) - totalSize(after) }
}

function byReason(artifacts: readonly Artifact[], reasonFor: ReturnType<KeepRule>): Kept[] {
  const kept = new Map<string, Kept>()
  for (const artifact of artifacts) {
    const reason = reasonFor(artifact)
    if (reason === undefined) continue
    const { count, size } = kept.get(reason) ?? { count: 0, size: 0 }
    kept.set(reason, { reason, count: count + 1, size: size + artifact.size_in_bytes })
  }
  return [...kept.values()].toSorted((a, b) => (a.reason < b.reason ? -1 : 1))
}

/** By run, name and pattern. */
export function inBase(criteria: Criteria): (artifact: Artifact) => boolean {
  const isNamed = matchesName(criteria)
  return artifact => isNamed(artifact) && matchesEmbedded(artifact.workflow_run, criteria.runs, criteria.head)
}

/** By name and pattern. */
export function matchesName(criteria: Pick<Criteria, 'names' | 'pattern'>): (artifact: Artifact) => boolean {
  const { names, pattern } = criteria
  const wanted = new Set(names)
  return ({ name }) => (wanted.size === 0 || wanted.has(name)) && (pattern?.(name) ?? true)
}

/** By age and size. A null or invalid date matches neither `older-than` nor `newer-than`. */
export function matchesAgeAndSize(
  criteria: Pick<Criteria, 'olderThan' | 'newerThan' | 'largerThan' | 'smallerThan'>,
  now: number
): (artifact: Artifact) => boolean {
  const { olderThan, newerThan, largerThan, smallerThan } = criteria
  const before = olderThan === undefined ? undefined : epochOf(olderThan, now)
  const after = newerThan === undefined ? undefined : epochOf(newerThan, now)
  return artifact => {
    const { size_in_bytes: size } = artifact
    const created = Date.parse(uploadedAt(artifact) ?? '')
    return (
      (before === undefined || created < before) &&
      (after === undefined || created > after) &&
      (largerThan === undefined || size > largerThan) &&
      (smallerThan === undefined || size < smallerThan)
    )
  }
}

function newestOfEachName(sorted: readonly Artifact[]): Artifact[] {
  const seen = new Set<string>()
  return sorted.filter(({ name }) => !seen.has(name) && seen.add(name))
}

function limited(sorted: Artifact[], { limit, limitKeeps }: Criteria): Artifact[] {
  if (limit === 0) return sorted
  return limitKeeps === 'newest' ? sorted.slice(0, limit) : sorted.slice(-limit)
}
