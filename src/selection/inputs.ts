import type { Repository } from '../github/repository.js'
import type { Matcher } from '../text/glob.js'
import type { Moment } from '../time/moment.js'
import type { KeepRules } from './keep-rules.js'
import type { RunQuery } from './run-query.js'
import type { Shard } from './shard.js'

export const FOUND_HANDLING = ['error', 'warn', 'ignore'] as const

/** Where artifacts are searched. */
export type Place =
  | { kind: 'run'; runId: number; how: 'current' | 'given' | 'triggering' }
  /** The newest run that matches and has a matching artifact. */
  | { kind: 'search'; runs: RunQuery }
  | { kind: 'repository'; runs: RunQuery }
  /** By id, anywhere in the repository; `runId` is only compared. */
  | { kind: 'ids'; ids: number[]; runId: number | undefined }

/** The inputs that filter artifacts, in the order in which they apply. */
export interface Filters {
  /** Exact names; empty: any. */
  names: readonly string[]
  pattern: Matcher | undefined
  includeExpired: boolean
  /** By `created_at`; a null date matches neither. */
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
}

export interface SelectionFields extends Filters {
  repository: Repository
  place: Place
  /** The run of this job; undefined outside of a run, and for another repository. */
  currentRunId: number | undefined
  /** Fewer selected artifacts count as not found; 0 is no minimum. */
  minCount: number
  ifNoArtifactFound: (typeof FOUND_HANDLING)[number]
  /** In ms. */
  waitTimeout: number
}

export interface DeleteFields extends KeepRules {
  /** Only artifacts of branches and tags that no longer exist. */
  goneBranches: boolean
  /** A larger plan deletes nothing. */
  maxDeletes: number | undefined
  dryRun: boolean
}

/** The inputs that a selection depends on, by operation. */
export type DeleteSelectionInputs = SelectionFields & DeleteFields & { operation: 'delete' }
export type SelectionInputs =
  | (SelectionFields & { operation: 'list' | 'get' | 'download' })
  | DeleteSelectionInputs

/** The runs that a place describes; undefined if it needs none. */
export function runsOf(place: Place): RunQuery | undefined {
  return place.kind === 'search' || place.kind === 'repository' ? place.runs : undefined
}
