import { type Artifact, newestFirst } from './artifact.js'
import type { Matcher } from './glob.js'

/** What a step asks of an artifact, beyond where it is. */
export interface Criteria {
  /** Exact names; empty: any. */
  names: readonly string[]
  pattern: Matcher | undefined
  includeExpired: boolean
  /** Only the highest id of each name. */
  latest: boolean
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

/** The artifacts that meet all criteria: filters, then `latest`, then `limit`. The order of the input does not matter. */
export function select(artifacts: readonly Artifact[], criteria: Criteria): Selection {
  const names = new Set(criteria.names)
  const fitting = artifacts
    .filter(
      artifact =>
        (names.size === 0 || names.has(artifact.name)) && (criteria.pattern?.(artifact.name) ?? true)
    )
    .sort(newestFirst)
  const live = criteria.includeExpired ? fitting : fitting.filter(artifact => !artifact.expired)
  const kept = criteria.latest ? newestOfEachName(live) : live
  return {
    selected: limited(kept, criteria),
    expired: criteria.includeExpired ? [] : fitting.filter(artifact => artifact.expired)
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
