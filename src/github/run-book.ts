import pLimit from 'p-limit'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { Artifact, WorkflowRunOfArtifact } from './artifact.js'
import { sharesHook } from './dialects/hooks.js'
import { EventFilter } from './event-filter.js'
import type { Page } from './pages.js'
import { orElse, RecentHeads } from './recent-heads.js'
import { isOfWorkflow, type PullRequestHead, type Run, type RunFilters } from './run.js'
import type { RunsApi } from './runs-api.js'

/** Up to this many runs, or pull requests, are requested one by one, more of them by the list. */
const SINGLE_REQUESTS = 3
/** Up to this many runs in all are requested one by one where that takes fewer requests than their list. */
const MORE_SINGLE_REQUESTS = 20

/**
 * The runs of a server whose artifacts do not describe them. Many runs are read from their list, newest first. The head of
 * a run of a pull request is that of the pull request, which is requested once. If there are more than a few, the list of
 * those that changed last is read too, since they have the newest runs.
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
  readonly #recentHeads: RecentHeads
  #singleHeads = 0
  #singleRuns = 0
  /** The pages of lists with filters, by both. */
  readonly #listed = new Map<string, Promise<Page<Run>>>()
  readonly #oneAtATime = pLimit(1)
  /** Which of the runs are of this event, if only lists tell. */
  readonly #event: EventFilter | undefined
  #nextPage = 1
  /** How many runs of the list were read. */
  #read = 0
  #pagesLeft = Number.POSITIVE_INFINITY
  /** The ids of the first and the last of them. */
  #idsRead: readonly [number, number] = [0, 0]

  /** @param event that the runs have to have */
  constructor(runs: RunsApi, { concurrency, event }: { concurrency: number; event?: string | undefined }) {
    this.#runs = runs
    this.#event = event !== undefined && sharesHook(event) ? new EventFilter(runs, event) : undefined
    this.#recentHeads = new RecentHeads(runs)
    this.#concurrency = concurrency
  }

  /** A run with its head; undefined if it does not exist. */
  async get(runId: number): Promise<Run | undefined> {
    const known = this.#complete.get(runId) ?? this.#request(runId)
    this.#complete.set(runId, known)
    const run = await known
    return run && (this.#event?.corrected(run) ?? run)
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
    await this.#oneAtATime(async () => {
      await this.#readList(ids)
      await this.#event?.readTo(Math.min(...ids))
    })
    const described = new Map<number, WorkflowRunOfArtifact>()
    await forEachConcurrently(ids, this.#concurrency, async id => {
      const run = await this.get(id)
      if (run === undefined) return
      this.#described.set(id, this.#event?.corrected(run) ?? run)
      described.set(id, asInArtifacts(run))
    })
    // A server without a list of runs has no single run either: the list says so.
    if (described.size < ids.length && this.#nextPage === 1) await this.#oneAtATime(() => this.#readPage())
    for (const artifact of artifacts) {
      const run = described.get(artifact.workflow_run?.id ?? 0)
      if (run !== undefined) artifact.workflow_run = run
    }
  }

  /**
   * The runs in several lists, newest first, each without its head. A server may ignore filters. A list is begun before the
   * next is asked for.
   *
   * @throws RequestError
   */
  async *newestFirst(lists: Iterable<RunFilters>): AsyncGenerator<Run> {
    const open: { runs: AsyncGenerator<Run>; next: Run | undefined }[] = []
    for (const filters of lists) {
      const runs = this.#pages(filters)
      open.push({ runs, next: await nextOf(runs) })
    }
    await this.#expectHeads()
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
      const key = JSON.stringify([filters, page])
      const listed = this.#listed.get(key) ?? this.#runs.page(filters, page)
      this.#listed.set(key, listed)
      const { items, total } = await listed
      yield* items
      seen += items.length
      if (items.length === 0 || seen >= total) return
    }
  }

  async #readList(ids: readonly number[]): Promise<void> {
    while (this.#isWorthPage(ids.filter(id => !this.#known.has(id)))) await this.#readPage()
  }

  /** Whether these runs are worth another page of the list. */
  #isWorthPage(open: readonly number[]): boolean {
    if (this.#pagesLeft === 0) return false
    const areMany = open.length > SINGLE_REQUESTS
    if (this.#nextPage === 1) return areMany
    if (areMany && this.#singleRuns + open.length > MORE_SINGLE_REQUESTS) return true
    return open.toSorted((a, b) => b - a).some((id, index) => this.#pagesTo(id) <= index + 1)
  }

  /** About how many pages have to be read to reach a run. */
  #pagesTo(runId: number): number {
    const [first, last] = this.#idsRead
    const idsPerPage = (first - last + 1) / (this.#nextPage - 1)
    return Math.min(this.#pagesLeft, Math.ceil((last - runId) / idsPerPage))
  }

  async #readPage(): Promise<void> {
    const { items, total } = await this.#runs.page({}, this.#nextPage++)
    for (const run of items) this.#known.set(run.id, run)
    this.#idsRead = [this.#idsRead[0] || (items[0]?.id ?? 0), items.at(-1)?.id ?? 0]
    this.#read += items.length
    const left = total - this.#read
    this.#pagesLeft = items.length === 0 ? 0 : Math.max(0, Math.ceil(left / items.length))
  }

  async #request(runId: number): Promise<Run | undefined> {
    if (!this.#known.has(runId)) {
      this.#singleRuns++
      this.#known.set(runId, await this.#runs.get(runId))
    }
    const run = this.#known.get(runId)
    if (run?.pull_number === undefined) return run
    const head = this.#heads.get(run.pull_number) ?? this.#headOf(run.pull_number)
    this.#heads.set(run.pull_number, head)
    const { ref, repository } = (await head) ?? {}
    return { ...run, head_branch: ref ?? null, head_repository: repository ?? run.head_repository ?? null }
  }

  /** Reads the list of pull requests at once if more than a few have newer runs than the newest of a branch. */
  async #expectHeads(): Promise<void> {
    const runs = (await Promise.all(this.#listed.values())).flatMap(({ items }) => items)
    const ofBranch = runs.filter(run => run.pull_number === undefined).map(({ id }) => id)
    const newest = Math.max(0, ...ofBranch)
    const pulls = runs.filter(({ id }) => id > newest).map(run => run.pull_number)
    const open = new Set(pulls.filter(number => number !== undefined && !this.#heads.has(number)))
    if (open.size > SINGLE_REQUESTS) this.#singleHeads = SINGLE_REQUESTS
  }

  /** Undefined if it cannot be read: then the run may be of a fork. */
  async #headOf(pullRequest: number): Promise<PullRequestHead | undefined> {
    if (this.#singleHeads++ >= SINGLE_REQUESTS) {
      const head = await this.#recentHeads.find(pullRequest)
      if (head !== undefined) return head
    }
    return await orElse(this.#runs.pullRequestHead(pullRequest), undefined)
  }

  /** The head of a pull request that was read already. */
  noteHead(pullRequest: number, head: PullRequestHead): void {
    this.#heads.set(pullRequest, Promise.resolve(head))
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
