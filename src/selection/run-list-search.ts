import type { Artifact } from '../github/artifact.js'
import type { Run, RunFilters } from '../github/run.js'
import { asInArtifacts, type RunBook } from '../github/run-book.js'
import type { Reading } from './reading.js'
import { filtersOf } from './run-index.js'
import { branchesOf, distanceOf, isForeign, matchesEmbedded, matchesRun, type RunQuery } from './run-query.js'
import type { SelectionServices } from './services.js'

/**
 * The search for a run where artifacts do not describe theirs: reads the list of runs, newest first, and the artifacts of
 * those that match.
 *
 * @returns the artifacts of the run that was found, matching or not; none if no run matches. Branches are tried in order.
 */
export async function searchRunList(
  reading: Reading,
  book: RunBook,
  services: SelectionServices
): Promise<Artifact[]> {
  const { runs } = reading.criteria
  const search = new RunListSearch(reading, book, services)
  for (const branch of branchesOf(runs)) {
    const found = await search.newest({ ...runs, branch })
    if (found !== undefined) return found
  }
  await search.noteForks()
  return []
}

/** After this many runs without a matching artifact, the artifacts are asked which runs have some. */
const FEW_RUNS = 3

class RunListSearch {
  readonly #reading: Reading
  readonly #book: RunBook
  readonly #services: SelectionServices
  /** The newest run of a fork that matches. */
  #fork: Run | undefined
  /** How many runs had no matching artifact. */
  #misses = 0
  /** The runs with named artifacts, once they were asked for and if they are few. */
  #holders: ReadonlySet<number> | undefined

  constructor(reading: Reading, book: RunBook, services: SelectionServices) {
    this.#reading = reading
    this.#book = book
    this.#services = services
  }

  /** The artifacts of the newest run that matches and has a matching one. */
  async newest(query: RunQuery): Promise<Artifact[] | undefined> {
    const { head, includeExpired } = this.#reading.criteria
    for await (const listed of this.#candidates(query)) {
      if (this.#holders?.has(listed.id) === false) continue
      const run = await this.#book.get(listed.id)
      if (run === undefined || !matchesEmbedded(asInArtifacts(run), query, head)) continue
      if (!query.allowForks && isForeign({ workflow_run: asInArtifacts(run) })) {
        this.#fork ??= run
        continue
      }
      const artifacts = await this.#artifactsOf(run)
      if (
        artifacts.some(artifact => this.#reading.isOfAge(artifact) && (includeExpired || !artifact.expired))
      )
        return artifacts
      for (const artifact of artifacts) {
        this.#reading.nearMisses.add(this.#reading.isOfAge(artifact) ? 'expired' : 'filtered', artifact)
      }
      if (++this.#misses === FEW_RUNS) await this.#findHolders()
    }
    return undefined
  }

  /** The runs that may match, the best first: the newest; with ancestors, those of the nearest commit. */
  async *#candidates(query: RunQuery): AsyncGenerator<Run> {
    const { lineage, workflow, runNumber } = query
    if (runNumber !== undefined && workflow !== undefined) {
      const run = await this.#reading.runIndex.numbered()
      if (run !== undefined && mayMatch(run, query)) yield run
      return
    }
    const found: Run[] = []
    for await (const run of this.#book.newestFirst(this.#listsOf(query))) {
      const began = Date.parse(run.created_at ?? '')
      if (lineage !== undefined && began < lineage.builtSince()) break
      if (!mayMatch(run, query)) continue
      if (lineage === undefined) yield run
      else found.push(run)
    }
    const distance = ({ head_sha: sha }: Run) => distanceOf(sha, query) ?? Number.POSITIVE_INFINITY
    yield* found.toSorted((a, b) => distance(a) - distance(b) || b.id - a.id)
  }

  /**
   * Lists of runs with a filter by branch may leave out those of pull requests, tags and schedules. Which of them is known
   * once the server has answered the first.
   */
  *#listsOf(query: RunQuery): Generator<RunFilters> {
    const filters = filtersOf(query, this.#reading.criteria.head)
    const { branch, event, ...rest } = filters
    if (branch === undefined) {
      yield filters
      return
    }
    const isOfPull = event?.startsWith('pull_request') === true
    const isScheduled = event === 'schedule'
    const { runs } = this.#services
    if (!isOfPull && !(isScheduled && runs.dialect.filtersTags)) yield filters
    if (event === undefined || isOfPull) {
      yield { ...rest, event: event ?? 'pull_request', pullRequest: query.pullRequest }
    }
    if (isOfPull || query.pullRequest !== undefined || !runs.dialect.filtersTags) return
    if (!isScheduled) yield { ...rest, event, tag: branch }
    if (isScheduled || event === undefined) yield { ...rest, event, scheduled: branch }
  }

  /** Reads the newest page of the named artifacts. It is of use if it has all of them. */
  async #findHolders(): Promise<void> {
    const { names } = this.#reading.criteria
    const { items, complete } = await this.#services.artifacts.list({
      name: names.length === 1 ? names[0] : undefined,
      keep: this.#reading.isNamed,
      stop: { from: 'newest', begin: () => () => true }
    })
    if (complete) this.#holders = new Set(items.map(({ workflow_run: run }) => run?.id ?? 0))
  }

  /** Notes what the newest run of a fork has, for the error. */
  async noteForks(): Promise<void> {
    if (this.#fork === undefined) return
    for (const artifact of await this.#artifactsOf(this.#fork)) {
      this.#reading.nearMisses.add(this.#reading.isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact)
    }
  }

  async #artifactsOf({ id }: Run): Promise<Artifact[]> {
    const { names } = this.#reading.criteria
    const { items } = await this.#services.artifacts.list({
      runId: id,
      name: names.length === 1 ? names[0] : undefined,
      keep: this.#reading.isNamed,
      describe: artifacts => this.#book.describe(artifacts)
    })
    return items
  }
}

/** Whether a run matches as far as its list tells: to look up its pull request takes a request. */
function mayMatch(run: Run, query: RunQuery): boolean {
  const { merged, pullRequest } = query
  const isOfOther = pullRequest !== undefined && (run.pull_number ?? pullRequest) !== pullRequest
  const isOfHead = merged === undefined || run.head_sha?.toLowerCase() === merged.head
  return !isOfOther && isOfHead && distanceOf(run.head_sha, query) !== undefined && matchesRun(run, query)
}
