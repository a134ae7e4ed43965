import { type Artifact, newestFirst, totalSize } from '../github/artifact.js'
import type { Matcher } from '../text/glob.js'
import { epochOf, type Moment } from '../time/moment.js'
import type { SparedBy, Sparing } from './keep-rules.js'
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
  /** How a clean-up's keep rules count; undefined: it has none. */
  keepLatest?: number | undefined
  keepSize?: number | undefined
  /** Whether only what was made on branches that are gone is meant. */
  goneBranches?: boolean
  /** What spares artifacts from a clean-up, keep rules among it: it is given what is live and in the base. */
  sparing?: Sparing | undefined
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
  /** Of the base, what is not selected, by what left it out; nothing that left out none. */
  spared: Kept[]
}

/** So many artifacts, of so many bytes together, that one rule left out. */
export interface Kept {
  rule: string
  count: number
  size: number
}

/**
 * The artifacts that meet all criteria, stage by stage: the base (run, name, pattern, not expired), age and size,
 * `latest`, what is spared, shard, limit. The order of the input does not matter.
 *
 * @param now in ms since the epoch
 */
export function select(artifacts: readonly Artifact[], criteria: Criteria, now: number): Selection {
  const base = artifacts.filter(inBase(criteria)).sort(newestFirst)
  const filtered = base.filter(inAgeAndSize(criteria, now))
  const live = criteria.includeExpired ? filtered : filtered.filter(artifact => !artifact.expired)
  const newest = criteria.latest ? newestOfEachName(live) : live
  // Expired ones take no place among the newest.
  const sparedBy = criteria.sparing?.(base.filter(artifact => !artifact.expired)) ?? (() => undefined)
  const planned = newest.filter(artifact => sparedBy(artifact) === undefined)
  const shared = criteria.shard ? sharedOut(planned, criteria.shard) : planned
  const selected = limited(shared, criteria)
  return {
    selected,
    expired: criteria.includeExpired ? [] : filtered.filter(artifact => artifact.expired),
    spared: [
      leftOut('age or size', base, filtered),
      leftOut('expiry', filtered, live),
      leftOut('latest', live, newest),
      ...byRule(newest, sparedBy),
      leftOut('shard', planned, shared),
      leftOut('limit', shared, selected)
    ].filter(({ count }) => count > 0)
  }
}

/** Whether rules count among more than what can be selected, so that all that is live has to be known. */
export function countsAll({ keepLatest, keepSize }: Criteria): boolean {
  return keepLatest !== undefined || keepSize !== undefined
}

function leftOut(rule: string, before: readonly Artifact[], after: readonly Artifact[]): Kept {
  return { rule, count: before.length - after.length, size: totalSize(before) - totalSize(after) }
}

function byRule(artifacts: readonly Artifact[], sparedBy: SparedBy): Kept[] {
  const spared = new Map<string, Kept>()
  for (const artifact of artifacts) {
    const rule = sparedBy(artifact)
    if (rule === undefined) continue
    const { count, size } = spared.get(rule) ?? { count: 0, size: 0 }
    spared.set(rule, { rule, count: count + 1, size: size + artifact.size_in_bytes })
  }
  return [...spared.values()].toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
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
  {
    olderThan,
    newerThan,
    largerThan,
    smallerThan
  }: Pick<Criteria, 'olderThan' | 'newerThan' | 'largerThan' | 'smallerThan'>,
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
