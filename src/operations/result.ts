import type { DigestCheck } from '../download/verify.js'
import type { ActionError } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import type { ActionInputs, Operation } from '../inputs/action-inputs.js'
import type { GroupTally } from '../selection/group-tally.js'
import type { Kept } from '../selection/select.js'

/** An artifact that could not be downloaded or deleted. */
export interface Failed {
  artifact: Artifact
  error: ActionError
}

/** The outcome of a deletion. With a dry run, the expected one. */
export interface Deletions {
  dryRun: boolean
  deleted: Artifact[]
  /** Deleted before this step tried. */
  gone: Artifact[]
  failed: Failed[]
  /** Planned, but not tried, or refused by a rate limit. */
  remaining: Artifact[]
  /** The rate limit or signal that ended it early. */
  stopped?: ActionError
  /** Artifacts that match and are not in the plan, by reason. */
  kept?: Kept[]
  /** How much of each group is kept and deleted. */
  groups?: GroupTally[]
}

/** An artifact whose files are installed. */
export interface Placed {
  artifact: Artifact
  /** Absolute path of the folder with its files. */
  folder: string
  /** The number of its files (with `files`: those that match). */
  files: number
  /** In bytes. */
  extractedSize: number
  digestCheck: DigestCheck
}

/** The total size of the files of these artifacts, in bytes. */
export function extractedSize(placed: readonly Placed[]): number {
  return placed.reduce((sum, { extractedSize: size }) => sum + size, 0)
}

export interface Downloads {
  /** Absolute. */
  path: string
  placed: Placed[]
  failed: Failed[]
  /** Files written: a path of two artifacts counts once, one that `on-conflict: skip` leaves as it is not at all. */
  files: number
  /** Bytes received from storage, including those of failed tries. */
  transferredBytes: number
  /** Artifacts taken from the tool cache. */
  cacheHits: number
}

/** What a step did, for outputs and summary. An operation that fails half-way returns it with `failure` set. */
export interface Result {
  operation: Operation
  /** Newest first; for delete the plan. */
  selected: Artifact[]
  downloads?: Downloads
  deletions?: Deletions
  /** What the address of a run's page has; undefined if that is not known. The id by default. */
  pageNumberOf?: (runId: number) => number | undefined
  failure?: ActionError
}

/** What a step cost. */
export interface Usage {
  apiRequests: number
  /** Requests to the run's artifact service. */
  serviceRequests: number
  /** Undefined if the server reports no rate limit. */
  rateLimitRemaining: number | undefined
}

/** Whether the server shows these deletions in its storage quota only hours later. */
export function isQuotaLate(
  { onGitHubCom }: Pick<ActionInputs, 'onGitHubCom'>,
  { dryRun, deleted }: Pick<Deletions, 'dryRun' | 'deleted'>
): boolean {
  return onGitHubCom && !dryRun && deleted.length > 0
}
