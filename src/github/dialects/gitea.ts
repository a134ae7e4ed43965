import { ARTIFACT_TRAITS, type Artifact } from '../artifact.js'
import { pageOf } from '../pages.js'
import type { PullRequestHead, Run } from '../run.js'
import type { Dialect } from './dialect.js'
import { GITHUB, given, isArtifact, isRun } from './github.js'
import { eventOf } from './hooks.js'

/** The same id gets the content of a re-run. */
const TRAITS = { givesDigests: false, agesFrom: 'updated_at' } as const

/** Words for `status` that this action uses and that the server knows. Any other word is a 400. */
const STATUSES = ['success', 'failure', 'cancelled', 'skipped', 'pending', 'queued', 'in_progress']

/** https://docs.gitea.com/api/ */
export const GITEA: Dialect = {
  ...GITHUB,
  pageSize: 50,
  pageOf: (page, size) => ({ limit: size, page }),
  mayListOldestFirst: true,
  artifactsTellRuns: false,
  serviceTraits: TRAITS,
  readArtifacts: ({ data }) => {
    const page = pageOf(data, 'artifacts', isArtifact)
    return page && { total: page.total, items: page.items.map(artifactOf) }
  },
  readArtifact: data => (isArtifact(data) ? artifactOf(data) : undefined),
  runList: ({ event, branch, head_sha, status }) => ({
    path: '/repos/{owner}/{repo}/actions/runs',
    parameters: given({ event, branch, head_sha, status: knownStatus(status, STATUSES) })
  }),
  readRuns: ({ data }, { event }) => {
    const page = pageOf(data, 'workflow_runs', isRun)
    return page && { total: page.total, items: page.items.map(run => runOf(run, event)) }
  },
  readRun: data => (isRun(data) ? runOf(data) : undefined),
  readPullRequest,
  unfinished: [['pending'], ['queued'], ['in_progress']],
  workflows: 'list',
  namesHooks: true,
  pullRequestsOfCommit: 'merged',
  mergeBaseOf: 'pull-request',
  commitDetails: { stat: 'false', files: 'false', verification: 'false' },
  runListSince: { server: 'Gitea', version: '1.25' },
  listsUnknownRuns: true,
  buildsTestMerges: false,
  omits: 'old-uploads',
  tokensGetAccessFrom: 'account'
}

export function knownStatus(status: string | undefined, known: readonly string[]): string | undefined {
  return status !== undefined && known.includes(status) ? status : undefined
}

/** Go writes a date that is missing as that of the year 1, or as the start of the epoch. */
export function dateOrNull(date: string | null | undefined): string | null {
  return !date || /^(0001|1970)-01-01T/.test(date) ? null : date
}

/** The other fields of its `workflow_run` are empty. */
function artifactOf(artifact: Artifact): Artifact {
  const { id, repository_id, head_sha } = artifact.workflow_run ?? {}
  return {
    ...artifact,
    expires_at: dateOrNull(artifact.expires_at),
    digest: artifact.digest || null,
    workflow_run:
      id === undefined
        ? null
        : {
            id,
            repository_id: repository_id ?? null,
            head_repository_id: null,
            head_branch: null,
            head_sha: head_sha || null
          },
    [ARTIFACT_TRAITS]: TRAITS
  }
}

/**
 * `path` is `ci.yml@refs/heads/main`, or `ci.yml@refs/pull/1/head`: then only the pull request tells the head.
 *
 * @param asked the event that the runs were filtered by
 */
function runOf(run: Run & { started_at?: unknown; completed_at?: unknown }, asked?: string): Run {
  const [, kind, name = ''] = /@refs\/(heads|tags|pull)\/(.+)$/.exec(run.path ?? '') ?? []
  const pullRequest = kind === 'pull' ? Number.parseInt(name, 10) : undefined
  const { started_at: started, completed_at: completed } = run
  return {
    ...run,
    // Up to 1.26, the name of the hook.
    event: run.event ? eventOf(run.event, asked) : null,
    // Up to 1.26, it does not tell when the run was created.
    created_at: dateOrNull(run.created_at) ?? dateOrNull(typeof started === 'string' ? started : null),
    updated_at: dateOrNull(typeof completed === 'string' ? completed : null),
    ...headOf(run, { branch: kind === 'pull' ? undefined : run.head_branch || name, pullRequest })
  }
}

/**
 * Only runs of pull requests can be of another repository. If such a run has another ref than that of its pull request,
 * nothing tells its head.
 */
export function headOf(
  run: Run,
  { branch, pullRequest }: { branch: string | undefined; pullRequest: number | undefined }
): Pick<Run, 'head_branch' | 'head_repository' | 'pull_number'> {
  if (pullRequest !== undefined) return { head_branch: null, head_repository: null, pull_number: pullRequest }
  if (/^pull_request/.test(run.event ?? '')) return { head_branch: null, head_repository: null }
  return { head_branch: branch || null, head_repository: run.repository ?? null }
}

/**
 * Once the branch is deleted, only `label` has its name. The repository of a deleted fork has the id -1. A pull request
 * that was pushed as `refs/for/main` has no branch, and this repository as its head. Everyone who can read the repository
 * can push it: https://docs.gitea.com/usage/agit
 */
function readPullRequest(data: unknown): PullRequestHead | undefined {
  const { head, flow } = (data ?? {}) as {
    /** Of Forgejo. */
    flow?: unknown
    head?: {
      ref?: unknown
      label?: unknown
      sha?: unknown
      repo_id?: unknown
      repo?: { full_name?: unknown } | null
    }
  }
  const { ref, label, sha, repo_id: id, repo } = head ?? {}
  if (typeof ref !== 'string') return undefined
  const isGone = /^refs\/pull\//.test(ref)
  const isBranchless = flow === 1 || (isGone && label === '')
  const name = repo?.full_name
  return {
    ref: isGone && !isBranchless && typeof label === 'string' ? label : ref,
    sha: typeof sha === 'string' ? sha.toLowerCase() : undefined,
    repository:
      Number.isSafeInteger(id) && Number(id) > 0 && !isBranchless
        ? { id: Number(id), full_name: typeof name === 'string' ? name : undefined }
        : undefined
  }
}
