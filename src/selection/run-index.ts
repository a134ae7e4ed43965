import pLimit from 'p-limit'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { RequestError } from '../errors/request-error.js'
import { type Page, PER_PAGE } from '../github/pages.js'
import type { Run, RunFilters } from '../github/run.js'
import type { RunsApi } from '../github/runs-api.js'
import { type BranchFilter, type Head, matchesRun, needsRun, type RunQuery } from './run-query.js'

/** How many runs are requested one by one before the list of matching runs, which returns 100 per page. */
const SINGLE_REQUESTS = 3
/** The most runs of a filtered list; https://docs.github.com/en/rest/actions/workflow-runs */
export const MAX_LISTED_RUNS = 1000

const WHOLE_SHA = /^(?:.{40}|.{64})$/

/** Beyond the server's cap, a new list continues with the runs created before the last one. */
interface ListWindow {
  created: string | undefined
  page: number
  /** How many were read of it, and how many it has. */
  items: number
  total: number
}

/** What several indexes know of runs. */
interface Known {
  runs: Map<number, Promise<Run | undefined>>
  /** The run of the query's number. */
  numbered: Promise<Run | undefined> | undefined
}

interface Options {
  runs: Pick<RunsApi, 'get' | 'page' | 'byNumber'>
  query: RunQuery
  /** Of the query's pull request. */
  head: Head | undefined
  concurrency: number
  /** Whether the list of matching runs can be trusted: a run that is not in it does not match. */
  canList: boolean
}

/**
 * Whether runs match a query in the fields that artifacts do not have. Each run is requested at most once. After a few,
 * the list of matching runs is read too, newest first: a run that is newer than the last one read, and not in the list,
 * does not match. The list is trusted only while its ids fall. Each run in it is checked again, because a server may
 * ignore a filter.
 */
export class RunIndex {
  readonly #options: Options
  readonly #filters: RunFilters
  readonly #shared: Known
  readonly #oneAtATime = pLimit(1)
  readonly #checked = new Set<number>()
  readonly #noted = new Map<number, Run>()
  #requests = 0
  /** Requests that the list saved. */
  #saved = 0
  #pagesRead = 0
  /** Every matching run with this id or a higher one is known. */
  #coveredTo = Number.POSITIVE_INFINITY
  /** How many runs of the list were read. */
  #listed = 0
  #window: ListWindow = { created: undefined, page: 1, items: 0, total: 0 }
  #total: number | undefined
  #canList: boolean

  constructor(options: Options, shared: Known = { runs: new Map(), numbered: undefined }) {
    this.#options = options
    this.#shared = shared
    this.#filters = filtersOf(options.query, options.head)
    this.#canList = options.canList && Object.values(this.#filters).some(value => value !== undefined)
  }

  /** The index of the same query for one branch. Runs that one of them knows are not requested again. */
  ofBranch(branch: BranchFilter | undefined): RunIndex {
    const { query } = this.#options
    return branch === query.branch
      ? this
      : new RunIndex({ ...this.#options, query: { ...query, branch } }, this.#shared)
  }

  /** A run; undefined if it does not exist or the token cannot read it. */
  async get(runId: number): Promise<Run | undefined> {
    const known = this.#known.get(runId) ?? this.#options.runs.get(runId)
    this.#known.set(runId, known)
    return await known
  }

  /** The run of the query's number; undefined if it does not exist. */
  async numbered(): Promise<Run | undefined> {
    const { workflow, runNumber } = this.#options.query
    if (workflow === undefined || runNumber === undefined) return undefined
    this.#shared.numbered ??= this.#options.runs.byNumber(workflow, runNumber)
    const run = await this.#shared.numbered
    if (run !== undefined) this.#known.set(run.id, this.#shared.numbered)
    // No other run matches.
    this.#coveredTo = 0
    this.#canList = false
    return run
  }

  /** Whether a run matches. */
  async matches(runId: number): Promise<boolean> {
    if (!needsRun(this.#options.query)) return true
    await this.numbered()
    if (!this.#checked.has(runId)) {
      this.#checked.add(runId)
      if (this.#isDecided(runId)) this.#saved++
      // A page has to save at least the request that it costs.
      else if (++this.#requests > SINGLE_REQUESTS && this.#saved >= this.#pagesRead) await this.#readOn()
    }
    return await this.#judge(runId)
  }

  /** Adds a run that was requested after its artifacts were listed. */
  note(run: Run): void {
    this.#known.set(run.id, Promise.resolve(run))
    this.#noted.set(run.id, run)
  }

  /** A run that was requested after its artifacts were listed: if it has completed, they show all of them. */
  noted(runId: number): Run | undefined {
    return this.#noted.get(runId)
  }

  /** A run that was requested or listed already. */
  async known(runId: number): Promise<Run | undefined> {
    return await this.#known.get(runId)
  }

  /** Whether a run matches; undefined if that needs a request. */
  async matchesIfKnown(runId: number): Promise<boolean | undefined> {
    if (!needsRun(this.#options.query)) return true
    return this.#isDecided(runId) ? await this.#judge(runId) : undefined
  }

  /** The matching runs among many, in the fewest requests: run by run, or by the list. */
  async matching(runIds: Iterable<number>): Promise<Set<number>> {
    const all = [...new Set(runIds)]
    if (!needsRun(this.#options.query)) return new Set(all)
    await this.numbered()
    const open = () => all.filter(runId => !this.#isDecided(runId)).length
    while (this.#canList && open() > (this.#total === undefined ? SINGLE_REQUESTS : this.#pagesLeft)) {
      await this.#readOn()
    }
    const matching = new Set<number>()
    await forEachConcurrently(all, this.#options.concurrency, async runId => {
      if (await this.#judge(runId)) matching.add(runId)
    })
    return matching
  }

  /** All matching runs, if the first page of their list holds them; else undefined. */
  async few(): Promise<Run[] | undefined> {
    if (this.#canList && this.#total === undefined) await this.#readOn()
    if (this.#coveredTo > 0) return undefined
    const known = await Promise.all(this.#known.values())
    return known.filter(run => run !== undefined).filter(run => matchesRun(run, this.#options.query))
  }

  get #known(): Known['runs'] {
    return this.#shared.runs
  }

  #isDecided(runId: number): boolean {
    return this.#known.has(runId) || runId >= this.#coveredTo
  }

  async #judge(runId: number): Promise<boolean> {
    if (!this.#known.has(runId) && runId >= this.#coveredTo) return false
    const run = await this.get(runId)
    return run !== undefined && matchesRun(run, this.#options.query)
  }

  get #pagesLeft(): number {
    return Math.ceil(((this.#total ?? 0) - this.#listed) / PER_PAGE)
  }

  /** Reads one more page of the list of matching runs. */
  async #readOn(): Promise<void> {
    await this.#oneAtATime(async () => {
      if (!this.#canList) return
      const { created, page } = this.#window
      this.#pagesRead++
      try {
        this.#add(await this.#options.runs.page({ ...this.#filters, created }, page))
      } catch (error) {
        // The workflow does not exist now; its runs may.
        if (!(error instanceof RequestError && error.status === 404)) throw error
        this.#canList = false
      }
    })
  }

  #add({ total, items }: Page<Run>): void {
    const window = this.#window
    for (const run of items) if (!this.#known.has(run.id)) this.#known.set(run.id, Promise.resolve(run))
    const fresh = items.filter(({ id }) => id < this.#coveredTo)
    const falls = fresh.every(({ id }, index) => index === 0 || id < (fresh[index - 1] as Run).id)
    // A deleted run moves others to pages that were read: a run that is not in the list may match.
    if (!falls || (window.page > 1 && total < window.total)) {
      this.#canList = false
      this.#coveredTo = Number.POSITIVE_INFINITY
      return
    }
    this.#total ??= total
    this.#listed += fresh.length
    window.page++
    window.total = total
    window.items += items.length
    const last = fresh.at(-1)
    this.#coveredTo = last?.id ?? this.#coveredTo
    const isCapped = this.#isFiltered && window.items >= MAX_LISTED_RUNS
    if (!isCapped && (items.length === 0 || window.items >= total)) {
      this.#coveredTo = 0
      this.#canList = false
    } else if (isCapped && last?.created_at) {
      this.#window = { created: `*..${last.created_at}`, page: 1, items: 0, total: 0 }
    } else if (isCapped) {
      this.#canList = false
    }
  }

  /** Lists of all runs, or of all runs of a workflow, are not capped. */
  get #isFiltered(): boolean {
    const { workflow: _, ...filters } = this.#filters
    return Object.values(filters).some(value => value !== undefined)
  }
}

/** The filters that the server knows. */
export function filtersOf(
  { workflow, branch, commit, lineage, merged, event, conclusion }: RunQuery,
  head?: Head
): RunFilters {
  const [line = ''] = branch?.lines ?? []
  const isOneBranch = branch?.lines.length === 1 && !/^!|[*?[\]{}\\]/.test(line)
  return {
    // The file name: the server finds workflows by that or by id.
    workflow: workflow?.split('/').at(-1),
    branch: head?.branch ?? (isOneBranch ? line : undefined),
    event,
    head_sha: commit !== undefined && lineage === undefined && WHOLE_SHA.test(commit) ? commit : merged?.head,
    status: conclusion === 'any' ? undefined : conclusion
  }
}
