import type { Artifact } from '../github/artifact.js'
import type { Run } from '../github/run.js'
import type { Kept } from './select.js'

/** An artifact whose run does not match, with what is known of that run. */
export interface RunMismatch {
  artifact: Artifact
  /** Undefined: the token cannot read it. */
  run: Run | undefined
  isCurrent: boolean
  isForeign: boolean
}

/** Why an artifact that was asked for is not selected. */
export type NotFoundReason =
  /** `runs`: the server only tells that it has no runs. */
  | { kind: 'unknown-workflow'; workflow: string; lacks: 'workflow' | 'runs'; similar: readonly string[] }
  /** No pull request was merged as that commit; `pulls` have it too. */
  | { kind: 'not-merged'; sha: string; pulls: readonly number[] }
  /** No run of that workflow has this number. */
  | { kind: 'unknown-run'; runNumber: number; workflow: string }
  | { kind: 'branch-typo'; branch: string; similar: string }
  /** All runs of the commit completed with another conclusion; this is the newest. */
  | { kind: 'failed-run'; run: Run }
  | { kind: 'unknown-id'; id: number; place: 'run' | 'repository' }
  /** `similar` is undefined where other names were not read; `isList`: several names in one line. */
  | { kind: 'unknown-name'; name: string; isList: boolean; similar: readonly string[] | undefined }
  /** The run that was selected does not have it, but others do. */
  | { kind: 'name-of-other-run'; name: string; runId: number }
  | { kind: 'outside-pattern'; name: string }
  /** `count`: how many matching artifacts have expired; `artifact` is the newest. */
  | { kind: 'expired'; artifact: Artifact; count?: number }
  /** `own`: the repository's own artifact, whose run does not match. */
  | { kind: 'foreign'; artifact: Artifact; repository: string | undefined; own?: RunMismatch }
  | { kind: 'age-or-size'; artifact: Artifact; isForeign: boolean }
  | ({ kind: 'run-mismatch' } & RunMismatch)
  | { kind: 'other-commit'; artifact: Artifact }
  | { kind: 'excluded'; kept: readonly Kept[] }
  /** Fewer than `min-count`. `forks`: skipped because they come from forks. */
  | {
      kind: 'too-few'
      selected: readonly Artifact[]
      minCount: number
      kept: readonly Kept[]
      forks: readonly Artifact[]
    }
  | { kind: 'no-artifacts' }
  | { kind: 'no-match' }
  | {
      kind: 'pattern-mismatch'
      /** What the pattern probably was meant as. */
      typo: 'list' | 'regexp' | undefined
      place: 'run' | 'repository'
      /** The names there; undefined where they were not read. */
      names: readonly string[] | undefined
    }
