import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { Artifact } from '../github/artifact.js'
import type { Page, Read } from '../github/pages.js'
import type { Reading } from './reading.js'
import type { RunIndex } from './run-index.js'
import {
  branchesOf,
  distanceOf,
  isForeign,
  matchesEmbedded,
  newestRunFirst,
  type RunQuery
} from './run-query.js'
import type { SelectionServices } from './services.js'

/** Up to this many pages are read to the end before runs are requested. */
const FEW_PAGES = 2

/** What the searches so far have read. */
interface Memory {
  /** The named artifacts of the repository; undefined until a list was read to its end. */
  all: Artifact[] | undefined
  /** The artifacts of the runs whose lists were read. */
  ofRun: Map<number, Artifact[]>
}

/** The artifacts of the run that a search finds, matching or not; none if no run matches. Branches are tried in order. */
export async function searchRun(reading: Reading, services: SelectionServices): Promise<Artifact[]> {
  const { runs } = reading.criteria
  const memory: Memory = { all: undefined, ofRun: new Map() }
  for (const branch of branchesOf(runs)) {
    const search = new RunSearch({ ...runs, branch }, memory, reading, services)
    const found = await search.run()
    if (found.length > 0) return found
  }
  return []
}

/**
 * The search for a run: the newest run (highest id) that matches and holds a matching artifact; with ancestors, of the
 * nearest commit that has one. Artifacts describe most
 * of their run; the run itself is requested only for the rest.
 *
 * A re-run of an old run uploads artifacts with higher ids than those of newer runs. So the search goes on until the
 * artifacts are older than the run that it found: no newer run has such artifacts.
 */
class RunSearch {
  readonly #query: RunQuery
  readonly #memory: Memory
  readonly #runIndex: RunIndex
  readonly #reading: Reading
  readonly #services: SelectionServices
  /** The best matching run so far. */
  #best: { runId: number; distance: number } | undefined
  /** Whether the search ended with the lists of single runs. */
  #isByRuns = false

  constructor(query: RunQuery, memory: Memory, reading: Reading, services: SelectionServices) {
    this.#query = query
    this.#memory = memory
    this.#runIndex = reading.runIndex.ofBranch(query.branch)
    this.#reading = reading
    this.#services = services
  }

  async run(): Promise<Artifact[]> {
    const seen =
      this.#query.runNumber === undefined
        ? (this.#memory.all ?? (await this.#readLists()))
        : await this.#readNumbered()
    // A list whose ids do not fall is read without stops.
    await this.#consider(seen)
    if (this.#best === undefined) return []
    const { runId } = this.#best
    if (this.#isByRuns) return await this.#artifactsOf(runId)
    return seen.filter(artifact => artifact.workflow_run?.id === runId)
  }

  /** The named artifacts of the repository, as far as the search needs them. */
  async #readLists(): Promise<Artifact[]> {
    const { names } = this.#reading.criteria
    const reads: Read<Artifact>[] = []
    if (names.length === 0) reads.push(await this.#read(undefined))
    else {
      await forEachConcurrently(names, this.#services.queue.concurrency, async name => {
        reads.push(await this.#read(name))
      })
    }
    const seen = reads.flatMap(({ items }) => items)
    // Nothing that was not read can match, on any branch.
    if (this.#best === undefined && !this.#isByRuns) this.#memory.all = seen
    return seen
  }

  /** The named artifacts of the run with the given number. */
  async #readNumbered(): Promise<Artifact[]> {
    const run = await this.#runIndex.numbered()
    return run === undefined ? [] : await this.#artifactsOf(run.id)
  }

  async #read(name: string | undefined): Promise<Read<Artifact>> {
    return await this.#services.artifacts.list({
      name,
      keep: this.#reading.isNamed,
      stop: {
        from: 'newest',
        begin: () => {
          let count = 0
          const { lineage } = this.#query
          return async page => {
            const isFirst = count === 0
            count += page.items.length
            await this.#consider(page.items)
            if (count >= page.total) return false
            if (await this.#isOver(page.items.at(-1))) return true
            return isFirst && name === undefined && lineage === undefined && (await this.#tryRuns(page))
          }
        }
      }
    })
  }

  /**
   * Whether the oldest artifact so far is older than the found run, and than every nearer commit: then so is every
   * artifact of a better run.
   */
  async #isOver(oldest: Artifact | undefined): Promise<boolean> {
    if (typeof oldest?.created_at !== 'string') return false
    const created = Date.parse(oldest.created_at)
    const { lineage } = this.#query
    if (this.#best === undefined) return lineage !== undefined && created < lineage.builtSince()
    const { runId, distance } = this.#best
    if (lineage !== undefined && distance > 0 && created >= lineage.builtSince(distance)) return false
    const { created_at: began } = (await this.#runIndex.get(runId)) ?? {}
    return typeof began === 'string' && created < Date.parse(began)
  }

  /**
   * Searches run by run, newest first: if few runs match, their own lists cost less than the rest of the repository's.
   *
   * @returns whether it searched
   */
  async #tryRuns({ total, items }: Page<Artifact>): Promise<boolean> {
    const pagesLeft = Math.ceil(total / Math.max(1, items.length)) - 1
    if (pagesLeft <= FEW_PAGES) return false
    const runs = await this.#runIndex.few()
    const newer = runs?.filter(({ id }) => id > (this.#best?.runId ?? 0))
    if (newer === undefined || newer.length >= pagesLeft) return false
    this.#isByRuns = true
    for (const { id } of newer.toSorted((a, b) => b.id - a.id)) {
      await this.#consider(await this.#artifactsOf(id))
      if (this.#best?.runId === id) break
    }
    return true
  }

  async #artifactsOf(runId: number): Promise<Artifact[]> {
    const known = this.#memory.ofRun.get(runId)
    if (known !== undefined) return known
    const { names } = this.#reading.criteria
    const { items } = await this.#services.artifacts.list({
      runId,
      name: names.length === 1 ? names[0] : undefined,
      keep: this.#reading.isNamed
    })
    this.#memory.ofRun.set(runId, items)
    return items
  }

  /** Looks for a matching artifact of a matching run that is better than the one found so far. */
  async #consider(artifacts: readonly Artifact[]): Promise<void> {
    const { criteria, nearMisses } = this.#reading
    for (const artifact of artifacts.toSorted((a, b) => this.#compare(a, b))) {
      const run = artifact.workflow_run
      if (!this.#isBetter(artifact)) return
      if (!this.#reading.isNamed(artifact)) continue
      const isFork = isForeign(artifact) && !criteria.runs.allowForks
      if (!matchesEmbedded(run, this.#query, criteria.head)) {
        // It may match another branch of the search.
        if (!matchesEmbedded(run, criteria.runs, criteria.head)) nearMisses.add('other-commit', artifact)
      } else if (!this.#reading.isOfAge(artifact))
        nearMisses.add(isFork ? 'foreign-filtered' : 'filtered', artifact)
      else if (artifact.expired && !criteria.includeExpired) nearMisses.add('expired', artifact)
      else if (isFork) nearMisses.add('foreign', artifact)
      else if (run?.id === undefined) continue
      else if (await this.#runIndex.matches(run.id)) {
        // Another list may have found a better one meanwhile.
        if (this.#isBetter(artifact)) this.#best = { runId: run.id, distance: this.#distanceOf(artifact) }
      } else nearMisses.add('run', artifact)
    }
  }

  /** Nearest commit first, then newest run first. */
  #compare(a: Artifact, b: Artifact): number {
    const [near, far] = [this.#distanceOf(a), this.#distanceOf(b)]
    return near === far ? newestRunFirst(a, b) : near - far
  }

  #isBetter(artifact: Artifact): boolean {
    if (this.#best === undefined) return true
    const { runId, distance } = this.#best
    const own = this.#distanceOf(artifact)
    return own === distance ? (artifact.workflow_run?.id ?? 0) > runId : own < distance
  }

  #distanceOf({ workflow_run: run }: Artifact): number {
    return distanceOf(run?.head_sha, this.#query) ?? Number.POSITIVE_INFINITY
  }
}
