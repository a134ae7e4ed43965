import { RequestError } from '../errors/request-error.js'
import { printable } from '../messages/printable.js'
import type { ApiClient } from './api-client.js'
import { type Page, PER_PAGE, pageOf, readPages } from './pages.js'
import { fullName } from './repository.js'
import type { Run } from './run.js'

/** What the server filters run lists by. With any but the workflow it gives the newest 1,000 results only. */
export interface RunFilters {
  /** File name or id. */
  workflow?: string | undefined
  branch?: string | undefined
  event?: string | undefined
  /** A whole SHA. */
  head_sha?: string | undefined
  /** A status or a conclusion. */
  status?: string | undefined
  /** When the run was made, in the syntax of GitHub's search: `*..2026-01-31T00:00:00Z`. */
  created?: string | undefined
}

export interface PullRequestHead {
  ref: string
  /** Of its last commit, in lower case. */
  sha: string | undefined
  /** Undefined where the fork is gone. */
  repository: { id: number; full_name: string } | undefined
}

/**
 * The endpoints about workflow runs (https://docs.github.com/en/rest/actions/workflow-runs) of one repository, and what
 * a pull request comes from.
 */
export class RunsApi {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** One run by id; undefined when there is none (404). */
  async get(runId: number): Promise<Run | undefined> {
    return await orUndefined(
      this.#client.request({
        ...this.#client.call(`get run ${runId} of ${fullName(this.#client.repository)}`),
        method: 'GET',
        path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
        parameters: { ...this.#client.repository, run_id: runId },
        read: ({ data }) => (isRun(data) && data.id === runId ? data : undefined),
        expected: 'that workflow run'
      })
    )
  }

  /**
   * One page, from 1, of the runs that the server says fit, newest first. Not checked on this side.
   *
   * @throws RequestError with status 404 where there is no such workflow
   */
  async page({ workflow, ...filters }: RunFilters, page: number, perPage = PER_PAGE): Promise<Page<Run>> {
    const of = workflow === undefined ? '' : `workflow ${printable(workflow)} of `
    const given = Object.entries(filters).filter(([, value]) => value !== undefined)
    return await this.#client.request({
      ...this.#client.call(`list the runs of ${of}${fullName(this.#client.repository)}`),
      method: 'GET',
      path:
        workflow === undefined
          ? '/repos/{owner}/{repo}/actions/runs'
          : '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
      parameters: {
        ...this.#client.repository,
        ...(workflow !== undefined && { workflow_id: workflow }),
        ...(Object.fromEntries(given) as Record<string, string>),
        per_page: perPage,
        page
      },
      read: ({ data }) => pageOf(data, 'workflow_runs', isRun),
      expected: 'a list of workflow runs'
    })
  }

  /** Whether there is a workflow, by file name or id. */
  async hasWorkflow(workflow: string): Promise<boolean> {
    return (await orUndefined(this.page({ workflow }, 1, 1))) !== undefined
  }

  /** All runs that the server gives for these filters. */
  async list(filters: RunFilters): Promise<Run[]> {
    const readPage = (page: number) => this.page(filters, page)
    return (await readPages({ concurrency: this.#client.concurrency, readPage })).items
  }

  /** What a pull request comes from. */
  async pullRequestHead(number: number): Promise<PullRequestHead> {
    const thing = `pull request ${number}`
    return await this.#client.request({
      ...this.#client.call(`get ${thing} of ${fullName(this.#client.repository)}`, {
        also: 'pull-requests',
        thing
      }),
      method: 'GET',
      path: '/repos/{owner}/{repo}/pulls/{pull_number}',
      parameters: { ...this.#client.repository, pull_number: number },
      read: ({ data }) => headOf(data),
      expected: 'a pull request'
    })
  }
}

async function orUndefined<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined
    throw error
  }
}

function isRun(value: unknown): value is Run {
  const run = value as Partial<Record<keyof Run, unknown>> | null
  return (
    Number.isSafeInteger(run?.id) &&
    [
      run?.path,
      run?.event,
      run?.status,
      run?.conclusion,
      run?.head_branch,
      run?.created_at,
      run?.updated_at
    ].every(field => field === undefined || field === null || typeof field === 'string') &&
    [run?.repository, run?.head_repository].every(isRepositoryOrNull)
  )
}

function isRepositoryOrNull(value: unknown): boolean {
  if (value === undefined || value === null) return true
  const { id, full_name: name } = value as { id?: unknown; full_name?: unknown }
  return Number.isSafeInteger(id) && (name === undefined || typeof name === 'string')
}

function headOf(data: unknown): PullRequestHead | undefined {
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
