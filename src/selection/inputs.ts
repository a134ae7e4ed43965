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

export interface SelectionFields {
  repository: Repository
  /** Without a trailing slash. */
  apiUrl: string
  place: Place
  /** The run of this job; undefined outside of a run, and for another repository. */
  currentRunId: number | undefined
  names: string[]
  pattern: Matcher | undefined
  includeExpired: boolean
  olderThan: Moment | undefined
  newerThan: Moment | undefined
  /** In bytes. */
  largerThan: number | undefined
  smallerThan: number | undefined
  latest: boolean
  shard: Shard | undefined
  limit: number
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
  | (SelectionFields & { operation: 'list' | 'get' })
  | (SelectionFields & { operation: 'download' })
  | DeleteSelectionInputs
