import type { Artifact } from '../github/artifact.js'
import type { RunBook } from '../github/run-book.js'
import type { ExcludedArtifacts } from './excluded-artifacts.js'
import type { NearMisses } from './near-misses.js'
import type { RunIndex } from './run-index.js'
import type { Criteria } from './select.js'
import type { UnfinishedRuns } from './unfinished-runs.js'

/** What a selection knows while it reads the searched place. */
export interface Reading {
  criteria: Criteria
  /** Whether an artifact matches by name and pattern. */
  isNamed: (artifact: Artifact) => boolean
  /** Whether it matches by age and size. */
  isOfAge: (artifact: Artifact) => boolean
  /** Sorts the newest first: a search for a run takes the newest run, else the artifact's id counts. */
  order: (a: Artifact, b: Artifact) => number
  /** Artifacts that were read and do not match, for messages. */
  nearMisses: NearMisses
  excluded: ExcludedArtifacts
  runIndex: RunIndex
  unfinished: UnfinishedRuns
  /** Set if the server's artifacts do not describe their runs. */
  book: RunBook | undefined
  /** The time that ages count from, in ms since the epoch: one for the search and the selection. */
  now: number
}
