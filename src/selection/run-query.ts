import { type Artifact, newestFirst, type WorkflowRunOfArtifact } from '../github/artifact.js'
import type { PullRequestEnds } from '../github/commits-api.js'
import { isOfWorkflow, type Run } from '../github/run.js'
import type { Matcher } from '../text/glob.js'
import type { Lineage } from './lineage.js'

/** The inputs that select runs. */
export interface RunQuery {
  /** Counts the runs of `workflow`. */
  runNumber: number | undefined
  /** File name, path or id. */
  workflow: string | undefined
  /** On the head branch; for a tag push that is the tag. */
  branch: BranchFilter | undefined
  /** Head SHA, or how it begins, in lower case. */
  commit: string | undefined
  /** How many ancestors of `commit` are searched too; the nearest that has a matching artifact is selected. */
  ancestors: number
  /** `commit` and these ancestors; undefined without ancestors, and until they were listed. */
  lineage: Lineage | undefined
  /** `commit` is the merge base of these, the ends of a pull request. It is undefined until they were compared. */
  mergeBase: PullRequestEnds | undefined
  /** Its number; its head is a `Head`. */
  pullRequest: number | undefined
  /**
   * Instead of the number: the commit that a pull request was merged as. Only runs of its head commit match, since other
   * pull requests may use its branch. That commit is undefined until the pull request was looked up.
   */
  merged: { as: string; head: string | undefined } | undefined
  event: string | undefined
  /** `any`: whatever it is, and runs without one. */
  conclusion: string
  /** Whether artifacts of another head repository may be selected. */
  allowForks: boolean
}

/** Any run. */
export const ANY_RUN: RunQuery = {
  runNumber: undefined,
  workflow: undefined,
  branch: undefined,
  commit: undefined,
  ancestors: 0,
  lineage: undefined,
  mergeBase: undefined,
  pullRequest: undefined,
  merged: undefined,
  event: undefined,
  conclusion: 'any',
  allowForks: false
}

/** A branch, or globs on branches. */
export interface BranchFilter {
  /** As given, without `refs/heads/`. */
  lines: readonly string[]
  matches: Matcher
}

/** The branches that a search for a run tries, in their order. */
export function branchesOf({ branch }: RunQuery): (BranchFilter | undefined)[] {
  if (branch === undefined || branch.lines.length === 1) return [branch]
  return branch.lines.map(line => ({ lines: [line], matches: name => name === line }))
}

/** The head of a pull request. */
export interface Head {
  branch: string
  /** Undefined for a deleted fork: other deleted forks may have a branch of that name. */
  repositoryId: number | undefined
  /** Of its last commit, in lower case: identifies a deleted fork. */
  sha: string | undefined
}

/**
 * Whether an artifact's own description of its run matches. A field that is missing matches no filter.
 *
 * @param head of the query's pull request
 */
export function matchesEmbedded(
  run: WorkflowRunOfArtifact | null | undefined,
  query: RunQuery,
  head?: Head
): boolean {
  const { branch, merged } = query
  // Null on servers other than GitHub.
  const { head_branch, head_sha, head_repository_id } = run ?? {}
  if (branch !== undefined && !(head_branch && branch.matches(head_branch))) return false
  if (distanceOf(head_sha, query) === undefined) return false
  if (merged !== undefined && (merged.head === undefined || head_sha?.toLowerCase() !== merged.head))
    return false
  if (head === undefined) return true
  if (head_branch !== head.branch || (head_repository_id ?? undefined) !== head.repositoryId) return false
  return head.repositoryId !== undefined || (head.sha !== undefined && head_sha?.toLowerCase() === head.sha)
}

/**
 * How many commits a run's head commit is before the commit of the query, in the order of `git log`: 0 for the commit
 * itself, and for any commit without one; undefined if it does not match.
 */
export function distanceOf(
  sha: string | null | undefined,
  { commit, lineage }: RunQuery
): number | undefined {
  if (commit === undefined) return 0
  const own = sha?.toLowerCase() ?? ''
  return own.startsWith(commit) ? 0 : lineage?.distanceOf(own)
}

/** Whether the query needs the run itself, which costs a request. */
export function needsRun({ workflow, event, conclusion }: RunQuery): boolean {
  // A number needs a workflow.
  return workflow !== undefined || event !== undefined || conclusion !== 'any'
}

/** Whether a run matches in the fields that artifacts do not have. */
export function matchesRun(run: Run, { runNumber, workflow, event, conclusion }: RunQuery): boolean {
  return (
    (runNumber === undefined || run.run_number === runNumber) &&
    (workflow === undefined || isOfWorkflow(run, workflow)) &&
    (event === undefined || run.event === event) &&
    (conclusion === 'any' || run.conclusion === conclusion)
  )
}

/** The newest run has the highest id. Within a run, the newest artifact comes first. */
export function newestRunFirst(a: Artifact, b: Artifact): number {
  return (b.workflow_run?.id ?? 0) - (a.workflow_run?.id ?? 0) || newestFirst(a, b)
}

/** Whether an artifact is known to be built from another repository's commit. */
export function isKnownForeign(artifact: Pick<Artifact, 'workflow_run'>): boolean {
  const { repository_id: own, head_repository_id: head } = artifact.workflow_run ?? {}
  return own != null && head != null && own !== head
}

/**
 * Whether an artifact was built from another repository's commit (a pull request from a fork): its contents are not
 * trusted. An unknown head repository counts as another one.
 */
export function isForeign({ workflow_run: run }: Pick<Artifact, 'workflow_run'>): boolean {
  return run?.head_repository_id == null || run.head_repository_id !== run.repository_id
}
