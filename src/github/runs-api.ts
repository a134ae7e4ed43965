import { RequestError } from '../errors/request-error.js'
import {
  noRunList,
  noRunListAdvice,
  toGetPullRequest,
  toGetRun,
  toListPullRequests,
  toListRuns,
  toListWorkflows
} from '../messages/api.js'
import { type ApiClient, orUndefined } from './api-client.js'
import { failedRequest } from './api-error.js'
import type { Dialect } from './dialects/dialect.js'
import { allOf, hasNextPage, type Page, readPages } from './pages.js'
import { type PullRequestHead, type Run, type RunFilters, workflowFile } from './run.js'

/** The workflow runs (https://docs.github.com/en/rest/actions/workflow-runs) and pull requests of one repository. */
export class RunsApi {
  readonly #client: ApiClient
  #hasRuns = true
  readonly #existing = new Set<number>()
  /** By id, of the runs that were read. */
  readonly #numbers = new Map<number, number>()

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** How the server differs from others, as far as that is known. */
  get dialect(): Dialect {
    return this.#client.dialect
  }

  /** Whether the server has runs to ask for: true until it says otherwise. */
  get hasRuns(): boolean {
    return this.#hasRuns
  }

  /** The number of a run that was read. */
  numberOf(runId: number): number | undefined {
    return this.#numbers.get(runId)
  }

  #note(runs: readonly Run[]): void {
    for (const { id, run_number: number } of runs) if (number != null) this.#numbers.set(id, number)
  }

  /** One run by id, or undefined if it does not exist (404). */
  async get(runId: number): Promise<Run | undefined> {
    return this.#hasRuns ? await orUndefined(this.#get(runId)) : undefined
  }

  /**
   * The same for a run that has to exist: undefined if this server has no runs to ask for, and if it existed before.
   *
   * @throws RequestError with status 404 if it does not exist
   */
  async getExisting(runId: number): Promise<Run | undefined> {
    if (this.#existing.has(runId) || !this.#hasRuns) return undefined
    try {
      const run = await this.#get(runId)
      this.#existing.add(runId)
      return run
    } catch (error) {
      if (!this.#isUnknownPath(error)) throw error
      this.#hasRuns = false
      return undefined
    }
  }

  async #get(runId: number): Promise<Run> {
    return await this.#client.get({
      doing: toGetRun(this.#client.repositoryName, runId),
      thing: `run ${runId}`,
      path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
      parameters: { run_id: runId },
      read: ({ data }) => {
        const run = this.#client.recognize(data).readRun(data)
        if (run?.id !== runId) return undefined
        this.#note([run])
        return run
      },
      expected: 'run'
    })
  }

  /** Whether the server is too old to have runs: the router's answer has no message, unlike that about a repository. */
  #isUnknownPath(error: unknown): boolean {
    const mayBeOld = this.#client.dialect.runListSince !== undefined
    return mayBeOld && error instanceof RequestError && error.status === 404 && !error.serverMessage
  }

  /**
   * One page of the runs that the server returns for these filters, newest first. Pages count from 1. The server may
   * ignore filters.
   *
   * @throws RequestError with status 404 if the workflow does not exist
   */
  async page(filters: RunFilters, page: number, perPage?: number): Promise<Page<Run>> {
    const { dialect, repositoryName } = this.#client
    const { path, parameters } = dialect.runList(filters)
    const doing = toListRuns(repositoryName, filters.workflow)
    try {
      return await this.#client.get({
        doing,
        path,
        parameters: { ...parameters, ...dialect.pageOf(page, perPage ?? dialect.pageSize) },
        read: response => {
          const read = this.#client.recognize(response.data).readRuns(response, filters)
          this.#note(read?.items ?? [])
          return read
        },
        expected: 'runs'
      })
    } catch (error) {
      const { runListSince: since } = this.#client.dialect
      if (since === undefined || !this.#isUnknownPath(error)) throw error
      // Without the status: nothing that was asked for is missing.
      const details = { reason: noRunList(since), hint: noRunListAdvice(), retryable: false, cause: error }
      throw failedRequest('api-not-found', doing, details)
    }
  }

  /**
   * The run of a workflow that has this number; undefined if there is none. Numbers fall along the list, so those of the
   * newest runs show which page has the run at the latest. It is on an earlier page if runs were deleted, or if the
   * server counts the runs of all workflows together.
   */
  async byNumber(workflow: string, number: number): Promise<Run | undefined> {
    let [first, last] = [1, Number.POSITIVE_INFINITY]
    const filters = { workflow, runNumber: number }
    for (let page = 1; first <= last; ) {
      const { total, items } = (await orUndefined(this.page(filters, page))) ?? { total: 0, items: [] }
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

  /**
   * Whether a workflow exists, or on a server without a list of workflows, whether it has runs: true if the server does
   * not tell. `workflow` is its file name or id.
   */
  async hasWorkflow(workflow: string): Promise<boolean> {
    const { workflows } = this.#client.dialect
    if (workflows === 'unknown') return true
    if (workflows === 'list-of-runs') {
      return (await this.page({ workflow: workflowFile(workflow) }, 1, 1)).total > 0
    }
    if (workflows === 'runs') return (await orUndefined(this.page({ workflow }, 1, 1))) !== undefined
    const files = await this.#client.get({
      doing: toListWorkflows(this.#client.repositoryName),
      path: '/repos/{owner}/{repo}/actions/workflows',
      parameters: {},
      read: ({ data }) => workflowFilesOf(data),
      expected: 'workflows'
    })
    return files.includes(workflowFile(workflow))
  }

  /** All runs that the server returns for these filters. */
  async list(filters: RunFilters): Promise<Run[]> {
    const readPage = (page: number) => this.page(filters, page)
    return (await readPages({ concurrency: this.#client.concurrency, readPage })).items
  }

  /**
   * A page of the heads of all pull requests, by number, on Gitea and Forgejo. The pull requests that changed last come
   * first.
   */
  async pullRequestHeads(page: number): Promise<{ heads: Map<number, PullRequestHead>; isLast: boolean }> {
    const { dialect, repositoryName } = this.#client
    return await this.#client.get({
      doing: toListPullRequests(repositoryName),
      path: '/repos/{owner}/{repo}/pulls',
      parameters: { state: 'all', sort: 'recentupdate', ...dialect.pageOf(page, dialect.pageSize) },
      read: ({ data, headers }) => {
        if (!Array.isArray(data)) return undefined
        const heads = new Map<number, PullRequestHead>()
        for (const item of data as unknown[]) {
          const head = dialect.readPullRequest(item)
          const { number } = (item ?? {}) as { number?: unknown }
          if (head !== undefined && Number.isSafeInteger(number)) heads.set(Number(number), head)
        }
        return { heads, isLast: !hasNextPage(headers) && data.length < dialect.pageSize }
      },
      expected: 'pull-requests'
    })
  }

  /** The head of a pull request. */
  async pullRequestHead(number: number): Promise<PullRequestHead> {
    return await getPullRequest(this.#client, number, data => this.#client.dialect.readPullRequest(data))
  }
}

/** What `read` finds in a pull request. */
export async function getPullRequest<T>(
  client: ApiClient,
  number: number,
  read: (data: unknown) => T | undefined
): Promise<T> {
  return await client.get({
    doing: toGetPullRequest(client.repositoryName, number),
    thing: `pull request ${number}`,
    path: '/repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    read: ({ data }) => read(data),
    expected: 'pull-request'
  })
}

/** The files of the workflows in a list. */
function workflowFilesOf(data: unknown): string[] | undefined {
  const { workflows } = (data ?? {}) as { workflows?: unknown }
  return allOf(workflows, workflow => {
    const { path } = (workflow ?? {}) as { path?: unknown }
    return typeof path === 'string' ? workflowFile(path) : undefined
  })
}
