import type { WorkflowRunOfArtifact } from './artifact.js'
import type { Matcher } from './glob.js'

/** Which runs are meant: the inputs of the run group. */
export interface RunQuery {
  /** On the head branch; for a tag push that is the tag. */
  branch: BranchFilter | undefined
}

/** A branch, or globs on branches. */
export interface BranchFilter {
  /** As given, without `refs/heads/`. */
  lines: readonly string[]
  matches: Matcher
}

/** Whether what an artifact says of its run fits the query. A branch that is not known fits none. */
export function fitsQuery(run: WorkflowRunOfArtifact | null | undefined, { branch }: RunQuery): boolean {
  const head = run?.head_branch ?? undefined
  return branch === undefined || (head !== undefined && branch.matches(head))
}
