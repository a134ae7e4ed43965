import { RequestError } from '../errors/request-error.js'
import { toGetPullRequest, toGetRun, toListRuns } from '../messages/api.js'
import type { ApiClient } from './api-client.js'
import { type Page, PER_PAGE, pageOf, readPages } from './pages.js'
import { fullName } from './repository.js'
import type { Run } from './run.js'

/** The server's filters. With any of them but `workflow`, it returns only the newest 1,000 runs. */
export interface RunFilters {
  /** File name or id. */
  workflow?: string | undefined
  branch?: string | undefined
  event?: string | undefined
  /** A whole SHA. */
  head_sha?: string | undefined
  /** A status or a conclusion. */
  status?: string | undefined
  /** The time of creation, in the syntax of GitHub's search: `*..2026-01-31T00:00:00Z`. */
  created?: string | undefined
}

export interface PullRequestHead {
  ref: string
  /** The last commit, in lower case. */
  sha: string | undefined
  /** Undefined if the fork was deleted. */
  repository: { id: number; full_name: string } | undefined
}

/** The workflow runs (https://docs.github.com/en/rest/actions/workflow-runs) and pull requests of one repository. */
export class RunsApi {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** One run by id, or undefined if it does not exist (404). */
  async get(runId: number): Promise<Run | undefined> {
    return await orUndefined(
      this.#client.request({
        ...this.#client.call(toGetRun(fullName(this.#client.repository), runId)),
        method: 'GET',
        path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
        parameters: { ...this.#client.repository, run_id: runId },
        read: ({ data }) => (isRun(data) && data.id === runId ? data : undefined),
        expected: 'run'
      })
    )
  }

  /**
   * One page of the runs that the server returns for these filters, newest first. Pages count from 1. The server may
   * ignore filters.
   *
   * @throws RequestError with status 404 if the workflow does not exist
   */
  async page({ workflow, ...filters }: RunFilters, page: number, perPage = PER_PAGE): Promise<Page<Run>> {
    const given = Object.entries(filters).filter(([, value]) => value !== undefined)
    return await this.#client.request({
      ...this.#client.call(toListRuns(fullName(this.#client.repository), workflow)),
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
      expected: 'runs'
    })
  }

  /**
   * The run of a workflow that has this number; undefined if there is none. Numbers fall along the list, so those of the
   * newest runs show which page has the run at the latest. It is on an earlier page if runs were deleted, or if the
   * server counts the runs of all workflows together.
   */
  async byNumber(workflow: string, number: number): Promise<Run | undefined> {
    let [first, last] = [1, Number.POSITIVE_INFINITY]
    for (let page = 1; first <= last; ) {
      const { total, items } = (await orUndefined(this.page({ workflow }, page))) ?? { total: 0, items: [] }
      const run = items.find(item => item.run_number === number)
      const [newest, oldest] = [items[0]?.run_number, items.at(-1)?.run_number]
      if (run !== undefined || newest == null || oldest == null) return run
      if (number > newest) last = page - 1
      else if (number < oldest) {
        first = page + 1
        const after = Math.ceil((oldest - number) / items.length)
        // A new run may have moved it to the next page.
        last = Math.min(last + 1, page + after, Math.ceil(total / items.length))
      } else return undefined
      page = page === 1 ? last : Math.floor((first + last) / 2)
    }
    return undefined
  }

  /** Whether a workflow exists. `workflow` is its file name or id. */
  async hasWorkflow(workflow: string): Promise<boolean> {
    return (await orUndefined(this.page({ workflow }, 1, 1))) !== undefined
  }

  /** All runs that the server returns for these filters. */
  async list(filters: RunFilters): Promise<Run[]> {
    const readPage = (page: number) => this.page(filters, page)
    return (await readPages({ concurrency: this.#client.concurrency, readPage })).items
  }

  /** The head of a pull request. */
  async pullRequestHead(number: number): Promise<PullRequestHead> {
    return await this.#client.request({
      ...this.#client.call(toGetPullRequest(fullName(this.#client.repository), number), {
        thing: `pull request ${number}`
      }),
      method: 'GET',
      path: '/repos/{owner}/{repo}/pulls/{pull_number}',
      parameters: { ...this.#client.repository, pull_number: number },
      read: ({ data }) => headOfPull(data),
      expected: 'pull-request'
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
    (run?.run_number == null || Number.isSafeInteger(run.run_number)) &&
    [
      run?.path,
      run?.event,
      run?.status,
      run?.conclusion,
      run?.head_branch,
      run?.head_sha,
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

/** The head of a pull request of the REST API; undefined for another shape. */
export function headOfPull(data: unknown): PullRequestHead | undefined {
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
