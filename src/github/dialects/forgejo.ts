import type { ApiResponse } from '../api-response.js'
import { ARTIFACT_TRAITS, type Artifact } from '../artifact.js'
import { hasNextPage, pageOf } from '../pages.js'
import type { Run, RunFilters } from '../run.js'
import type { Dialect, RunList } from './dialect.js'
import { dateOrNull, GITEA, headOf } from './gitea.js'
import { given, isArtifact, isRun } from './github.js'
import { hooksOf } from './hooks.js'

/** Its headers do not tell an archive. */
const TRAITS = { givesDigests: false, isArchiveByBytes: true } as const

/** GitHub's statuses and conclusions as this server names them. Any other word is a 400. */
const STATUSES: Readonly<Record<string, string>> = {
  success: 'success',
  failure: 'failure',
  cancelled: 'cancelled',
  skipped: 'skipped',
  in_progress: 'running',
  queued: 'waiting',
  pending: 'blocked'
}
const CONCLUSIONS = ['success', 'failure', 'cancelled', 'skipped']

interface ForgejoRun {
  id: number
  workflow_id: string
  index_in_repo: number
  prettyref: string
  commit_sha: string
  is_fork_pull_request: boolean
  event: string
  trigger_event: string
  status: string
  created: string
  stopped: string
  repository: Run['repository']
}

/** https://codeberg.org/api/swagger */
export const FORGEJO: Dialect = {
  ...GITEA,
  serviceTraits: TRAITS,
  readArtifacts: ({ data, headers }) => {
    if (!Array.isArray(data)) return undefined
    const items = data.map(artifactOf)
    const total = totalOf(headers, items)
    return total !== undefined && items.every(item => item !== undefined) ? { total, items } : undefined
  },
  readArtifact: artifactOf,
  bytes: 'any',
  isExpired: message => /\bexpired\b|\bnot confirmed\b/i.test(message),
  // It compares hooks, not events.
  runList: filters =>
    runListOf(parametersOf(filters), filters.event === undefined ? [] : hooksOf(filters.event)),
  readRuns: ({ data }) => {
    const page = pageOf(data, 'workflow_runs', isForgejoRun)
    return page && { total: page.total, items: page.items.map(runOf) }
  },
  readRun: data => (isForgejoRun(data) ? runOf(data) : undefined),
  workflows: 'list-of-runs',
  runListSince: undefined,
  listsUnknownRuns: false,
  omits: undefined,
  pagesByNumber: true,
  namesHooks: false,
  filtersTags: true
}

/** @param events one of which a run has to have; any if empty */
export function runListOf(parameters: RunList['parameters'], events: readonly string[]): RunList {
  const path = '/repos/{owner}/{repo}/actions/runs'
  // Octokit does not repeat a parameter.
  const query = events.map(event => `event=${encodeURIComponent(event)}`).join('&')
  return { path: query === '' ? path : `${path}?${query}`, parameters }
}

/** The filters besides that by event. */
export function parametersOf(filters: RunFilters): Record<string, string> {
  const { runNumber, head_sha, status, workflow } = filters
  return given({
    ref: refOf(filters),
    head_sha,
    workflow_id: workflow,
    run_number: runNumber?.toString(),
    status: STATUSES[status ?? '']
  })
}

function refOf({ branch, tag, scheduled, pullRequest }: RunFilters): string | undefined {
  if (pullRequest !== undefined) return `refs/pull/${pullRequest}/head`
  if (tag !== undefined) return `refs/tags/${tag}`
  // https://codeberg.org/forgejo/forgejo/src/branch/forgejo/services/actions/notifier_helper.go
  if (scheduled !== undefined) return scheduled
  return branch === undefined ? undefined : `refs/heads/${branch}`
}

/** A proxy may drop the header: then only a single page is sure to be the whole list. */
function totalOf(headers: ApiResponse['headers'], items: readonly unknown[]): number | undefined {
  const total = Number(headers['x-total-count'])
  if (Number.isSafeInteger(total)) return total
  return hasNextPage(headers) || items.length >= GITEA.pageSize ? undefined : items.length
}

function artifactOf(data: unknown): Artifact | undefined {
  const { run_id, ...fields } = (data ?? {}) as { run_id?: unknown; expires_at?: string | null }
  const artifact = {
    ...fields,
    expires_at: dateOrNull(fields.expires_at),
    digest: null,
    workflow_run: Number.isSafeInteger(run_id)
      ? { id: run_id, repository_id: null, head_repository_id: null, head_branch: null, head_sha: null }
      : null
  }
  return isArtifact(artifact) ? { ...artifact, [ARTIFACT_TRAITS]: TRAITS } : undefined
}

function isForgejoRun(value: unknown): value is ForgejoRun {
  const run = (value ?? {}) as Record<keyof ForgejoRun, unknown>
  const texts = [run.workflow_id, run.prettyref, run.commit_sha, run.status]
  return (
    Number.isSafeInteger(run.index_in_repo) &&
    texts.every(text => typeof text === 'string') &&
    isRun({ id: run.id, repository: run.repository })
  )
}

function runOf(data: ForgejoRun): Run {
  const { status, prettyref, repository } = data
  const isCompleted = CONCLUSIONS.includes(status)
  const [, pull] = /^#(\d+)$/.exec(prettyref) ?? []
  const run: Run = {
    id: data.id,
    path: data.workflow_id,
    run_number: data.index_in_repo,
    event: data.trigger_event || data.event || null,
    status: isCompleted
      ? 'completed'
      : (Object.keys(STATUSES).find(word => STATUSES[word] === status) ?? null),
    conclusion: isCompleted ? status : null,
    head_sha: data.commit_sha,
    created_at: dateOrNull(data.created),
    updated_at: isCompleted ? dateOrNull(data.stopped) : null,
    repository: repository ?? null
  }
  const isOfPullRequest = /^pull_request/.test(run.event ?? '')
  const pullRequest = pull !== undefined && isOfPullRequest ? Number(pull) : undefined
  const head = headOf(run, { branch: prettyref, pullRequest })
  // It tells whether the head is a fork, if not which.
  const isOwn = isOfPullRequest && !data.is_fork_pull_request
  return { ...run, ...head, ...(isOwn && { head_repository: repository ?? null }) }
}
