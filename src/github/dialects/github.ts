import { ARTIFACT_TRAITS, type Artifact, type WorkflowRunOfArtifact } from '../artifact.js'
import { pageOf } from '../pages.js'
import type { PullRequestHead, Run } from '../run.js'
import type { Dialect } from './dialect.js'

/** https://docs.github.com/en/rest/actions */
export const GITHUB: Dialect = {
  pageSize: 100,
  pageOf: (page, size) => ({ per_page: size, page }),
  mayListOldestFirst: false,
  artifactsTellRuns: true,
  serviceTraits: undefined,
  knowsCurrentRun: true,
  readArtifacts: ({ data }) => pageOf(data, 'artifacts', isArtifact),
  readArtifact: data => (isArtifact(data) ? data : undefined),
  bytes: 'redirect',
  isExpired: message => /\bexpired\b/i.test(message),
  runList: ({ workflow, branch, event, head_sha, status, created }) => ({
    path:
      workflow === undefined
        ? '/repos/{owner}/{repo}/actions/runs'
        : '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    parameters: {
      ...(workflow !== undefined && { workflow_id: workflow }),
      ...given({ branch, event, head_sha, status, created })
    }
  }),
  readRuns: ({ data }) => pageOf(data, 'workflow_runs', isRun),
  readRun: data => (isRun(data) ? data : undefined),
  readPullRequest,
  // https://docs.github.com/en/rest/actions/workflow-runs
  unfinished: [['requested', 'pending', 'waiting'], ['queued'], ['in_progress']],
  workflows: 'runs',
  pullRequestsOfCommit: 'all',
  mergeBaseOf: 'comparison',
  commitDetails: {},
  runListSince: undefined,
  listsUnfinished: true,
  listsUnknownRuns: false,
  buildsTestMerges: true,
  omits: undefined,
  pagesByNumber: false,
  namesHooks: false,
  filtersTags: false,
  tokensGetAccessFrom: 'workflow'
}

const NO_DIGESTS = { givesDigests: false } as const

/** GitHub Enterprise Server */
export const GITHUB_ENTERPRISE: Dialect = {
  ...GITHUB,
  listsUnfinished: false,
  readArtifacts: response => {
    const page = GITHUB.readArtifacts(response)
    for (const artifact of page?.items ?? []) artifact[ARTIFACT_TRAITS] = NO_DIGESTS
    return page
  },
  readArtifact: data => (isArtifact(data) ? { ...data, [ARTIFACT_TRAITS]: NO_DIGESTS } : undefined)
}

/** The filters that have a value. */
export function given(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >
}

export function isArtifact(value: unknown): value is Artifact {
  if (typeof value !== 'object' || value === null) return false
  const artifact = value as Record<keyof Artifact, unknown>
  return (
    Number.isSafeInteger(artifact.id) &&
    typeof artifact.name === 'string' &&
    Number.isSafeInteger(artifact.size_in_bytes) &&
    Number(artifact.size_in_bytes) >= 0 &&
    typeof artifact.expired === 'boolean' &&
    isTextOrNull(artifact.created_at) &&
    isTextOrNull(artifact.expires_at) &&
    isTextOrNull(artifact.updated_at ?? null) &&
    isTextOrNull(artifact.digest ?? null) &&
    isRunOrNull(artifact.workflow_run ?? null)
  )
}

/** Servers leave out fields or set them to null. Ids must be numbers, because they go into links. */
function isRunOrNull(value: unknown): boolean {
  if (value === null) return true
  if (typeof value !== 'object') return false
  const run = value as Record<keyof WorkflowRunOfArtifact, unknown>
  return (
    isIdOrNull(run.id ?? null) &&
    isIdOrNull(run.repository_id ?? null) &&
    isIdOrNull(run.head_repository_id ?? null) &&
    isTextOrNull(run.head_branch ?? null) &&
    isTextOrNull(run.head_sha ?? null)
  )
}

function isIdOrNull(value: unknown): boolean {
  return value === null || Number.isSafeInteger(value)
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string'
}

export function isRun(value: unknown): value is Run {
  const run = value as Partial<Record<keyof Run, unknown>> | null
  return (
    Number.isSafeInteger(run?.id) &&
    isIdOrNull(run?.run_number ?? null) &&
    [
      run?.path,
      run?.event,
      run?.status,
      run?.conclusion,
      run?.head_branch,
      run?.head_sha,
      run?.created_at,
      run?.updated_at
    ].every(field => isTextOrNull(field ?? null)) &&
    [run?.repository, run?.head_repository].every(isRepositoryOrNull)
  )
}

function isRepositoryOrNull(value: unknown): boolean {
  if (value === undefined || value === null) return true
  const { id, full_name: name } = value as { id?: unknown; full_name?: unknown }
  return Number.isSafeInteger(id) && (name === undefined || typeof name === 'string')
}

/** Of a pull request of the REST API. */
function readPullRequest(data: unknown): PullRequestHead | undefined {
  const { ref, sha, repo } =
    (data as { head?: { ref?: unknown; sha?: unknown; repo?: unknown } } | null)?.head ?? {}
  const { id, full_name } = (repo ?? {}) as { id?: unknown; full_name?: unknown }
  if (typeof ref !== 'string') return undefined
  const known = typeof id === 'number' && typeof full_name === 'string'
  return {
    ref,
    sha: typeof sha === 'string' ? sha.toLowerCase() : undefined,
    repository: known ? { id, full_name } : undefined
  }
}
