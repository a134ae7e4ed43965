import pLimit from 'p-limit'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { RequestError } from '../errors/request-error.js'
import type { Artifact, WorkflowRunOfArtifact } from './artifact.js'
import { isOfWorkflow, type PullRequestHead, type Run, type RunFilters } from './run.js'
import type { RunsApi } from './runs-api.js'

/** Up to this many runs, or pull requests, are requested one by one, more of them by the list. */
const SINGLE_REQUESTS = 3

/**
 * The runs of a server whose artifacts do not describe them. Many runs are read from their list, newest first. The head of
 * a run of a pull request is that of the pull request, which is requested once. After a few, the list of those that changed
 * last is read too, since they have the newest runs.
 */
export class RunBook {
  readonly #runs: RunsApi
  readonly #concurrency: number
  /** As the server describes them; undefined for a run that does not exist. */
  readonly #known = new Map<number, Run | undefined>()
  /** The same with their heads. */
  readonly #complete = new Map<number, Promise<Run | undefined>>()
  readonly #described = new Map<number, Run>()
  readonly #heads = new Map<number, Promise<PullRequestHead | undefined>>()
  #recentHeads: Promise<Map<number, PullRequestHead>> | undefined
  #singleHeads = 0
  readonly #oneAtATime = pLimit(1)
  #nextPage = 1
  /** How many runs of the list were read. */
  #read = 0
  #pagesLeft = Number.POSITIVE_INFINITY

  constructor(runs: RunsApi, concurrency: number) {
    this.#runs = runs
    this.#concurrency = concurrency
  }

  /** A run with its head; undefined if it does not exist. */
  async get(runId: number): Promise<Run | undefined> {
    const known = this.#complete.get(runId) ?? this.#request(runId)
    this.#complete.set(runId, known)
    return await known
  }

  async page(...list: Parameters<RunsApi['page']>): ReturnType<RunsApi['page']> {
    return await this.#runs.page(...list)
  }

  async byNumber(workflow: string, number: number): Promise<Run | undefined> {
    const run = await this.#runs.byNumber(workflow, number)
    // Numbers count the runs of all workflows.
    if (run === undefined || !isOfWorkflow(run, workflow)) return undefined
    this.#known.set(run.id, run)
    return await this.get(run.id)
  }

  /** A run that was described. */
  described(runId: number | undefined): Run | undefined {
    return runId === undefined ? undefined : this.#described.get(runId)
  }

  /** Adds to artifacts what their runs tell. @throws RequestError */
  async describe(artifacts: readonly Artifact[]): Promise<void> {
    const ids = [...new Set(artifacts.map(({ workflow_run: run }) => run?.id))].filter(id => id !== undefined)
    await this.#oneAtATime(() => this.#readList(ids))
    const described = new Map<number, WorkflowRunOfArtifact>()
    await forEachConcurrently(ids, this.#concurrency, async id => {
      const run = await this.get(id)
      if (run === undefined) return
      this.#described.set(id, run)
      described.set(id, asInArtifacts(run))
    })
    // A server without a list of runs has no single run either: the list says so.
    if (described.size < ids.length && this.#nextPage === 1) await this.#oneAtATime(() => this.#readPage())
    for (const artifact of artifacts) {
      const run = described.get(artifact.workflow_run?.id ?? 0)
      if (run !== undefined) artifact.workflow_run = run
    }
  }

  /** The runs in several lists, newest first, each without its head. A server may ignore filters. @throws RequestError */
  async *newestFirst(lists: readonly RunFilters[]): AsyncGenerator<Run> {
    const open: { runs: AsyncGenerator<Run>; next: Run | undefined }[] = []
    for (const filters of lists) {
      const runs = this.#pages(filters)
      open.push({ runs, next: await nextOf(runs) })
    }
    for (;;) {
      const [run] = open.flatMap(({ next }) => next ?? []).toSorted((a, b) => b.id - a.id)
      if (run === undefined) return
      if (!this.#known.has(run.id)) this.#known.set(run.id, run)
      yield run
      for (const list of open) if (list.next?.id === run.id) list.next = await nextOf(list.runs)
    }
  }

  async *#pages(filters: RunFilters): AsyncGenerator<Run> {
    let seen = 0
    for (let page = 1; ; page++) {
      const { items, total } = await this.#runs.page(filters, page)
      yield* items
      seen += items.length
      if (items.length === 0 || seen >= total) return
    }
  }

  async #readList(ids: readonly number[]): Promise<void> {
    for (;;) {
      const open = ids.filter(id => !this.#known.has(id)).length
      const isWorthIt = open > SINGLE_REQUESTS || open >= this.#pagesLeft
      if (open === 0 || this.#pagesLeft === 0 || !isWorthIt) return
      await this.#readPage()
    }
  }

  async #readPage(): Promise<void> {
    const { items, total } = await this.#runs.page({}, this.#nextPage++)
    for (const run of items) this.#known.set(run.id, run)
    this.#read += items.length
    const left = total - this.#read
    this.#pagesLeft = items.length === 0 ? 0 : Math.max(0, Math.ceil(left / items.length))
  }

  async #request(runId: number): Promise<Run | undefined> {
    if (!this.#known.has(runId)) this.#known.set(runId, await this.#runs.get(runId))
    const run = this.#known.get(runId)
    if (run?.pull_number === undefined) return run
    const head = this.#heads.get(run.pull_number) ?? this.#headOf(run.pull_number)
    this.#heads.set(run.pull_number, head)
    const { ref, repository } = (await head) ?? {}
    return { ...run, head_branch: ref ?? null, head_repository: repository ?? run.head_repository ?? null }
  }

  /** Undefined if it cannot be read: then the run may be of a fork. */
  async #headOf(pullRequest: number): Promise<PullRequestHead | undefined> {
    if (this.#singleHeads++ >= SINGLE_REQUESTS) {
      this.#recentHeads ??= orElse(this.#runs.recentPullRequestHeads(), new Map())
      const head = (await this.#recentHeads).get(pullRequest)
      if (head !== undefined) return head
    }
    return await orElse(this.#runs.pullRequestHead(pullRequest), undefined)
  }

  /** The head of a pull request that was read already. */
  noteHead(pullRequest: number, head: PullRequestHead): void {
    this.#heads.set(pullRequest, Promise.resolve(head))
  }
}

async function orElse<T>(request: Promise<T>, other: T): Promise<T> {
  try {
    return await request
  } catch (error) {
    if (error instanceof RequestError) return other
    throw error
  }
}

async function nextOf(runs: AsyncGenerator<Run>): Promise<Run | undefined> {
  const { value, done } = await runs.next()
  return done ? undefined : value
}

/** What artifacts tell of their run. */
export function asInArtifacts(run: Run): WorkflowRunOfArtifact {
  return {
    id: run.id,
    repository_id: run.repository?.id ?? null,
    head_repository_id: run.head_repository?.id ?? null,
    head_branch: run.head_branch ?? null,
    head_sha: run.head_sha ?? null
  }
}
