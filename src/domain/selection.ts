import { type Artifact, newestFirst } from './artifact.js'
import { epochOf, type Moment } from './duration.js'
import type { Matcher } from './glob.js'
import { fitsEmbedded, type Head, type RunQuery } from './run-query.js'
import { isInShard, type Shard } from './shard.js'

/** What a step asks of an artifact, beyond where it is. */
export interface Criteria {
  /** Which runs are meant; undefined: those that were searched. */
  runs?: RunQuery | undefined
  /** Of the pull request in `runs`. */
  head?: Head | undefined
  /** Exact names; empty: any. */
  names: readonly string[]
  pattern: Matcher | undefined
  includeExpired: boolean
  /** By `created_at`; a null date fits neither. */
  olderThan: Moment | undefined
  newerThan: Moment | undefined
  /** In bytes, by `size_in_bytes`. */
  largerThan: number | undefined
  smallerThan: number | undefined
  /** Only the highest id of each name. */
  latest: boolean
  shard: Shard | undefined
  /** 0 is no limit. */
  limit: number
  /** Which end the limit keeps: a clean-up begins with the oldest. */
  limitKeeps: 'newest' | 'oldest'
}

export interface Selection {
  /** Newest first. */
  selected: Artifact[]
  /** What would have been selected had its files not expired; newest first. */
  expired: Artifact[]
}

/**
 * The artifacts that meet all criteria, stage by stage: the base (run, name, pattern, not expired), age and size,
 * `latest`, shard, limit. The order of the input does not matter.
 *
 * @param now in ms since the epoch
 */
export function select(artifacts: readonly Artifact[], criteria: Criteria, now: number): Selection {
  const base = artifacts.filter(inBase(criteria)).sort(newestFirst)
  const filtered = base.filter(inAgeAndSize(criteria, now))
  const live = criteria.includeExpired ? filtered : filtered.filter(artifact => !artifact.expired)
  const kept = criteria.latest ? newestOfEachName(live) : live
  const shared = criteria.shard ? sharedOut(kept, criteria.shard) : kept
  return {
    selected: limited(shared, criteria),
    expired: criteria.includeExpired ? [] : filtered.filter(artifact => artifact.expired)
  }
}

/** By run, name and pattern: what keep rules count among once expired ones are left out. */
export function inBase({ runs, head, names, pattern }: Criteria): (artifact: Artifact) => boolean {
  const wanted = new Set(names)
  return artifact =>
    (wanted.size === 0 || wanted.has(artifact.name)) &&
    (pattern?.(artifact.name) ?? true) &&
    (runs === undefined || fitsEmbedded(artifact.workflow_run, runs, head))
}

/** By age and size. A date that is null, or none, fits neither of `older-than` and `newer-than`. */
export function inAgeAndSize(
  { olderThan, newerThan, largerThan, smallerThan }: Criteria,
  now: number
): (artifact: Artifact) => boolean {
  const before = olderThan === undefined ? undefined : epochOf(olderThan, now)
  const after = newerThan === undefined ? undefined : epochOf(newerThan, now)
  return ({ created_at: date, size_in_bytes: size }) => {
    const created = date === null ? Number.NaN : Date.parse(date)
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

function sharedOut(artifacts: readonly Artifact[], shard: Shard): Artifact[] {
  return artifacts.filter(({ id }) => isInShard(id, shard))
}

function limited(sorted: Artifact[], { limit, limitKeeps }: Criteria): Artifact[] {
  if (limit === 0) return sorted
  return limitKeeps === 'newest' ? sorted.slice(0, limit) : sorted.slice(-limit)
}
