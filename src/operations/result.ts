import type { ActionError } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import type { Operation } from '../inputs/action-inputs.js'
import type { GroupTally } from '../selection/group-tally.js'
import type { Kept } from '../selection/select.js'

/** An artifact that could not be downloaded or deleted. */
export interface Failed {
  artifact: Artifact
  error: ActionError
}

/** What became of a plan to delete. With a dry run, what would become of it. */
export interface Deletions {
  dryRun: boolean
  deleted: Artifact[]
  /** Gone before this step came. */
  gone: Artifact[]
  failed: Failed[]
  /** Of the plan, what was not tried, or refused for a rate limit. */
  remaining: Artifact[]
  /** The limit that ended it early. */
  stopped?: ActionError
  /** What was looked at and is not in the plan, by what spared it. */
  spared?: Kept[]
  /** What is kept and what is deleted of each group. */
  groups?: GroupTally[]
}

/** An artifact whose files are in place. */
export interface Placed {
  artifact: Artifact
  /** Absolute folder that its files are in. */
  folder: string
  /** Files that it holds (with `files`: those picked). */
  files: number
  /** Their bytes. */
  extractedSize: number
  /** Undefined: the server gave no digest. */
  digestAgreed: boolean | undefined
}

export interface Downloads {
  /** Absolute. */
  path: string
  placed: Placed[]
  failed: Failed[]
  /** Files put in place: of a path that comes from two artifacts one, with on-conflict: skip not those that were there. */
  files: number
  /** Bytes received from storage, those of failed tries too. */
  transferredBytes: number
  /** Artifacts that came out of the tool cache. */
  cacheHits: number
}

/**
 * What a step did: what outputs and summary are made of. An operation that fails half-way still returns it, with
 * `failure` set.
 */
export interface Result {
  operation: Operation
  /** Newest first; for delete the plan. */
  selected: Artifact[]
  downloads?: Downloads
  deletions?: Deletions
  failure?: ActionError
}
