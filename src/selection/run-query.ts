import type { Artifact, WorkflowRunOfArtifact } from '../github/artifact.js'
import { isOfWorkflow, type Run } from '../github/run.js'
import type { Matcher } from '../text/glob.js'

/** Which runs are meant: the inputs of the run group. */
export interface RunQuery {
  /** File name, path or id. */
  workflow: string | undefined
  /** On the head branch; for a tag push that is the tag. */
  branch: BranchFilter | undefined
  /** Head SHA, or how it begins, in lower case. */
  commit: string | undefined
  /** The number, and what `head` is looked up for. */
  pullRequest: number | undefined
  event: string | undefined
  /** `any` is any, none too. */
  conclusion: string
  /** Whether artifacts of another head repository may be taken. */
  allowForks: boolean
}

/** Any run at all. */
export const ANY_RUN: RunQuery = {
  workflow: undefined,
  branch: undefined,
  commit: undefined,
  pullRequest: undefined,
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

/** What a pull request comes from. */
export interface Head {
  branch: string
  /** Undefined where the fork is gone: others that are gone may have a branch of that name. */
  repositoryId: number | undefined
  /** Of its last commit, in lower case: what tells a fork that is gone from another. */
  sha: string | undefined
}

/**
 * Whether what an artifact says of its run fits. What it does not say fits nothing that is asked for.
 *
 * @param head of the query's pull request
 */
export function fitsEmbedded(
  run: WorkflowRunOfArtifact | null | undefined,
  { branch, commit }: RunQuery,
  head?: Head
): boolean {
  // The API's description knows no null in here; other servers do.
  const { head_branch, head_sha, head_repository_id } = run ?? {}
  if (branch !== undefined && !(head_branch && branch.matches(head_branch))) return false
  if (commit !== undefined && !head_sha?.toLowerCase().startsWith(commit)) return false
  if (head === undefined) return true
  if (head_branch !== head.branch || (head_repository_id ?? undefined) !== head.repositoryId) return false
  return head.repositoryId !== undefined || (head.sha !== undefined && head_sha?.toLowerCase() === head.sha)
}

/** Whether only the run itself can tell, which is a request more. */
export function needsRun({ workflow, event, conclusion }: RunQuery): boolean {
  return workflow !== undefined || event !== undefined || conclusion !== 'any'
}

/** Whether a run fits in what an artifact does not say of it. */
export function fitsRun(run: Run, { workflow, event, conclusion }: RunQuery): boolean {
  return (
    (workflow === undefined || isOfWorkflow(run, workflow)) &&
    (event === undefined || run.event === event) &&
    (conclusion === 'any' || run.conclusion === conclusion)
  )
}

/**
 * Whether an artifact was made from another repository's commit (a pull request from a fork), so that a stranger may
 * have chosen what is in it. Where the head repository is not known, it counts as another.
 */
export function isForeign({ workflow_run: run }: Pick<Artifact, 'workflow_run'>): boolean {
  return run?.head_repository_id == null || run.head_repository_id !== run.repository_id
}

/** The branch for a person: that of a fork is told from the own one of the same name. Not yet printable. */
export function branchTitle({ workflow_run: run }: Pick<Artifact, 'workflow_run'>): string {
  const branch = run?.head_branch ?? ''
  // Where a server does not say whose it is, nobody is called a fork.
  const isFork = run?.head_repository_id != null && isForeign({ workflow_run: run })
  return isFork ? `${branch} (fork)`.trim() : branch
}

/** As it reads in a message: `branch main, workflow ci.yml, conclusion success`. Not yet printable. */
export function describeQuery(query: RunQuery): string {
  return [
    query.workflow !== undefined && `workflow ${query.workflow}`,
    query.branch && `branch ${quotedWhereMore(query.branch.lines)}`,
    query.commit !== undefined && `commit ${query.commit}`,
    query.pullRequest !== undefined && `pull request ${query.pullRequest}`,
    query.event !== undefined && `event ${query.event}`,
    query.conclusion !== 'any' && `conclusion ${query.conclusion}`
  ]
    .filter(Boolean)
    .join(', ')
}

function quotedWhereMore(lines: readonly string[]): string {
  return lines.length > 1 ? lines.map(line => `"${line}"`).join(', ') : (lines[0] ?? '')
}
