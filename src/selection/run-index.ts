import pLimit from 'p-limit'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { RequestError } from '../errors/request-error.js'
import { type Page, PER_PAGE } from '../github/pages.js'
import type { Run } from '../github/run.js'
import type { RunFilters, RunsApi } from '../github/runs-api.js'
import { fitsRun, type Head, needsRun, type RunQuery } from './run-query.js'

/** So many runs are looked at one by one before the list of those that fit is asked for, which tells of 100 at once. */
const LOOKS_BEFORE_LIST = 3
/** What the server gives of a filtered list; https://docs.github.com/en/rest/actions/workflow-runs */
const MAX_RESULTS = 1000

const WHOLE_SHA = /^(?:.{40}|.{64})$/

/** The list goes on beyond the server's cap as a new list, of the runs that were made before the last one. */
interface Window {
  created: string | undefined
  page: number
  /** How many it has given so far, and how many it has. */
  items: number
  total: number
}

interface Options {
  runs: RunsApi
  query: RunQuery
  /** Of the query's pull request. */
  head: Head | undefined
  concurrency: number
}

/**
 * What is known of runs: whether they fit a query in what artifacts do not say of them. A run is asked for at most
 * once. After a few, the list of runs that fit is read along, from the newest: a run that is newer than the end of
 * what was read, and not in it, does not fit. The list is only trusted while its ids fall; each run in it is checked
 * again, because a server may not know a filter.
 */
export class RunIndex {
  readonly #options: Options
  readonly #filters: RunFilters
  readonly #known = new Map<number, Promise<Run | undefined>>()
  readonly #oneAtATime = pLimit(1)
  readonly #asked = new Set<number>()
  #looks = 0
  /** Runs that the list decided. */
  #spared = 0
  #pagesRead = 0
  /** Every fitting run with this id or a higher one is known. */
  #coveredTo = Number.POSITIVE_INFINITY
  /** How many runs of the list are known. */
  #listed = 0
  #window: Window = { created: undefined, page: 1, items: 0, total: 0 }
  #total: number | undefined
  #canList: boolean

  constructor(options: Options) {
    this.#options = options
    this.#filters = filtersOf(options.query, options.head)
    this.#canList = Object.values(this.#filters).some(value => value !== undefined)
  }

  /** A run; undefined when there is none, or the token may not see it. */
  async get(runId: number): Promise<Run | undefined> {
    const known = this.#known.get(runId) ?? this.#options.runs.get(runId)
    this.#known.set(runId, known)
    return await known
  }

  /** Whether a run fits. */
  async fits(runId: number): Promise<boolean> {
    if (!needsRun(this.#options.query)) return true
    if (!this.#asked.has(runId)) {
      this.#asked.add(runId)
      if (this.#isDecided(runId)) this.#spared++
      // A page has to spare at least the request that it costs.
      else if (++this.#looks > LOOKS_BEFORE_LIST && this.#spared >= this.#pagesRead) await this.#readOn()
    }
    return await this.#judge(runId)
  }

  /** A run that was looked at or listed already. */
  async known(runId: number): Promise<Run | undefined> {
    return await this.#known.get(runId)
  }

  /** Whether a run fits; undefined where that would have to be asked. */
  async fitsIfKnown(runId: number): Promise<boolean | undefined> {
    if (!needsRun(this.#options.query)) return true
    return this.#isDecided(runId) ? await this.#judge(runId) : undefined
  }

  /** Those of many runs that fit, in the fewest requests: run by run, or by the list. */
  async fitting(runIds: Iterable<number>): Promise<Set<number>> {
    const all = [...new Set(runIds)]
    if (!needsRun(this.#options.query)) return new Set(all)
    const open = () => all.filter(runId => !this.#isDecided(runId)).length
    while (this.#canList && open() > (this.#total === undefined ? LOOKS_BEFORE_LIST : this.#pagesLeft)) {
      await this.#readOn()
    }
    const fitting = new Set<number>()
    await forEachConcurrently(all, this.#options.concurrency, async runId => {
      if (await this.#judge(runId)) fitting.add(runId)
    })
    return fitting
  }

  /** All runs that fit, where the server has a list of them that is known after one page. */
  async few(): Promise<Run[] | undefined> {
    if (this.#canList && this.#total === undefined) await this.#readOn()
    if (this.#coveredTo > 0) return undefined
    const known = await Promise.all(this.#known.values())
    return known.filter(run => run !== undefined).filter(run => fitsRun(run, this.#options.query))
  }

  #isDecided(runId: number): boolean {
    return this.#known.has(runId) || runId >= this.#coveredTo
  }

  async #judge(runId: number): Promise<boolean> {
    if (!this.#known.has(runId) && runId >= this.#coveredTo) return false
    const run = await this.get(runId)
    return run !== undefined && fitsRun(run, this.#options.query)
  }

  get #pagesLeft(): number {
    return Math.ceil(((this.#total ?? 0) - this.#listed) / PER_PAGE)
  }

  /** One page more of the list of runs that fit. */
  async #readOn(): Promise<void> {
    await this.#oneAtATime(async () => {
      if (!this.#canList) return
      const { created, page } = this.#window
      this.#pagesRead++
      try {
        this.#take(await this.#options.runs.page({ ...this.#filters, created }, page))
      } catch (error) {
        // No such workflow now; runs of it may still be there.
        if (!(error instanceof RequestError && error.status === 404)) throw error
        this.#canList = false
      }
    })
  }

  #take({ total, items }: Page<Run>): void {
    const window = this.#window
    for (const run of items) if (!this.#known.has(run.id)) this.#known.set(run.id, Promise.resolve(run))
    const fresh = items.filter(({ id }) => id < this.#coveredTo)
    const falls = fresh.every(({ id }, index) => index === 0 || id < (fresh[index - 1] as Run).id)
    // A run that is gone moves others to pages that were read: what is not in the list may fit after all.
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
    const isCapped = this.#isFiltered && window.items >= MAX_RESULTS
    if (!isCapped && (items.length === 0 || window.items >= total)) {
      this.#coveredTo = 0
      this.#canList = false
    } else if (isCapped && last?.created_at) {
      this.#window = { created: `*..${last.created_at}`, page: 1, items: 0, total: 0 }
    } else if (isCapped) {
      this.#canList = false
    }
  }

  /** Lists of all runs, or of all of a workflow, are not capped. */
  get #isFiltered(): boolean {
    const { workflow: _, ...filters } = this.#filters
    return Object.values(filters).some(value => value !== undefined)
  }
}

/** What the server can filter by. */
function filtersOf({ workflow, branch, commit, event, conclusion }: RunQuery, head?: Head): RunFilters {
  const [line = ''] = branch?.lines ?? []
  const isOneBranch = branch?.lines.length === 1 && !/^!|[*?[\]{}\\]/.test(line)
  return {
    // A path's last part: the server finds workflows by that or by id.
    workflow: workflow?.split('/').at(-1),
    branch: head?.branch ?? (isOneBranch ? line : undefined),
    event,
    head_sha: commit !== undefined && WHOLE_SHA.test(commit) ? commit : undefined,
    status: conclusion === 'any' ? undefined : conclusion
  }
}
