import type { Repository } from '../github/repository.js'
import type { KeepRules } from '../selection/keep-rules.js'
import type { RunQuery } from '../selection/run-query.js'
import type { Shard } from '../selection/shard.js'
import type { Matcher } from '../text/glob.js'
import type { Moment } from '../time/duration.js'

export const OPERATIONS = ['list', 'get', 'download', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

export const FOUND_HANDLING = ['error', 'warn', 'ignore'] as const
export const DIGEST_HANDLING = ['error', 'warn', 'info', 'ignore'] as const
/** Of runs; https://docs.github.com/en/rest/actions/workflow-runs. `any` is any, none too. */
export const CONCLUSIONS = [
  'success',
  'failure',
  'cancelled',
  'skipped',
  'timed_out',
  'neutral',
  'action_required',
  'stale',
  'startup_failure',
  'any'
] as const
export const CONFLICT_HANDLING = ['overwrite', 'skip', 'error'] as const

/** Where the artifacts are looked for. */
export type Place =
  | { kind: 'run'; runId: number; how: 'current' | 'given' | 'triggering' }
  /** The newest run that fits and holds a matching artifact. */
  | { kind: 'search'; runs: RunQuery }
  | { kind: 'repository'; runs: RunQuery }
  /** By id, wherever in the repository; `runId` is only compared. */
  | { kind: 'ids'; ids: number[]; runId: number | undefined }

export interface ConnectionInputs {
  repository: Repository
  /** Whether that is the repository of this job. */
  ownRepository: boolean
  token: string
  /** Without a trailing slash. */
  apiUrl: string
  concurrency: number
  /** Tries after the first. */
  retries: number
  /** How long a connection may move no byte, in ms. */
  stallTimeout: number
  /** In ms. */
  rateLimitWait: number
  summary: boolean
}

export interface SelectionInputs {
  place: Place
  /** The run of this job; undefined outside of one, and where another repository is meant. */
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
  ifNoArtifactFound: (typeof FOUND_HANDLING)[number]
  /** In ms. */
  waitTimeout: number
}

export interface DownloadInputs {
  /** Absolute. */
  path: string
  mergeMultiple: boolean
  files: Matcher | undefined
  skipDecompress: boolean
  digestMismatch: (typeof DIGEST_HANDLING)[number]
  onConflict: (typeof CONFLICT_HANDLING)[number]
  /** In bytes; undefined: no limit but the disk. */
  maxExtractedSize: number | undefined
  /** Whether verified archives are kept in the runner's tool cache. */
  cache: boolean
  deleteAfter: boolean
}

export interface DeleteInputs extends KeepRules {
  /** Only what was made on a branch or tag that is no more. */
  goneBranches: boolean
  /** A larger plan is not carried out. */
  maxDeletes: number | undefined
  dryRun: boolean
}

type InputsOf<Name extends Operation, Inputs = unknown> = { operation: Name } & ConnectionInputs &
  SelectionInputs &
  Inputs

export type ListActionInputs = InputsOf<'list'>
export type GetActionInputs = InputsOf<'get'>
export type DownloadActionInputs = InputsOf<'download', DownloadInputs>
export type DeleteActionInputs = InputsOf<'delete', DeleteInputs>
export type ActionInputs = ListActionInputs | GetActionInputs | DownloadActionInputs | DeleteActionInputs
