import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import type { Page, Read } from '../github/pages.js'
import type { Run } from '../github/run.js'
import type { Reading } from './reading.js'
import { isForeign, matchesEmbedded } from './run-query.js'
import { matchesAgeAndSize, matchesName } from './select.js'
import type { SelectionServices } from './services.js'

/** Up to this many pages are read to the end before runs are requested. */
const FEW_PAGES = 2

/**
 * The search for a run: the newest matching artifact (highest id) whose run matches. Artifacts describe most of their
 * run; the run itself is requested only for the rest.
 */
export class RunSearch {
  readonly #reading: Reading
  readonly #services: SelectionServices
  readonly #isNamed: (artifact: Artifact) => boolean
  readonly #isOfAge: (artifact: Artifact) => boolean
  /** The artifacts of the runs whose lists were read. */
  readonly #listed = new Map<number, Artifact[]>()

  constructor(reading: Reading, services: SelectionServices) {
    this.#reading = reading
    this.#services = services
    this.#isNamed = matchesName(reading.criteria)
    this.#isOfAge = matchesAgeAndSize(reading.criteria, reading.now)
  }

  /** The artifacts of the run that was found, matching or not; none if no run matches. */
  async run(): Promise<Artifact[]> {
    const { names } = this.#reading.criteria
    const reads: Read<Artifact>[] = []
    if (names.length === 0) reads.push(await this.#read(undefined))
    else {
      await forEachConcurrently(names, this.#services.queue.concurrency, async name => {
        reads.push(await this.#read(name))
      })
    }
    const seen = [...reads.flatMap(({ items }) => items), ...[...this.#listed.values()].flat()]
    const found = await this.#newest(seen)
    const runId = found?.workflow_run?.id
    if (runId === undefined) return []
    const ofRun = seen.filter(artifact => artifact.workflow_run?.id === runId)
    return this.#isWhole(ofRun, reads, runId) ? ofRun : await this.#artifactsOf(runId)
  }

  /** Whether everything that the selection can need of a run was read. */
  #isWhole(ofRun: readonly Artifact[], reads: readonly Read<Artifact>[], runId: number): boolean {
    const { latest, names } = this.#reading.criteria
    if (this.#listed.has(runId) || reads.every(({ complete }) => complete)) return true
    // Lists are read newest first.
    return latest && names.length > 0 && names.every(name => ofRun.some(artifact => artifact.name === name))
  }

  async #read(name: string | undefined): Promise<Read<Artifact>> {
    return await this.#services.artifacts.list({
      name,
      keep: this.#isNamed,
      stop: {
        from: 'newest',
        begin: () => {
          let isFirst = name === undefined
          return async page => {
            if ((await this.#newest(page.items)) !== undefined) return true
            const isByRuns = isFirst && (await this.#tryRuns(page))
            isFirst = false
            return isByRuns
          }
        }
      }
    })
  }

  /**
   * Searches run by run: if few runs match, their own lists cost less than the rest of the repository's. The run that
   * changed last comes first. The search ends once the found artifact is newer than the remaining runs.
   *
   * @returns whether it searched; what it found is in `#listed`
   */
  async #tryRuns({ total, items }: Page<Artifact>): Promise<boolean> {
    const pagesLeft = Math.ceil(total / Math.max(1, items.length)) - 1
    if (pagesLeft <= FEW_PAGES) return false
    const runs = await this.#reading.runIndex.few()
    if (runs === undefined || runs.length >= pagesLeft) return false
    let newest: Artifact | undefined
    for (const run of runs.toSorted(lastChangedFirst)) {
      if (newest?.created_at && Date.parse(newest.created_at) > lastChange(run)) break
      const found = await this.#newest(await this.#artifactsOf(run.id))
      if (found !== undefined && (newest === undefined || found.id > newest.id)) newest = found
    }
    return true
  }

  async #artifactsOf(runId: number): Promise<Artifact[]> {
    const known = this.#listed.get(runId)
    if (known !== undefined) return known
    const { names } = this.#reading.criteria
    const { items } = await this.#services.artifacts.list({
      runId,
      name: names.length === 1 ? names[0] : undefined,
      keep: this.#isNamed
    })
    this.#listed.set(runId, items)
    return items
  }

  /** The newest matching artifact whose run matches. */
  async #newest(artifacts: readonly Artifact[]): Promise<Artifact | undefined> {
    const { criteria, runIndex, nearMisses } = this.#reading
    for (const artifact of artifacts.toSorted(newestFirst)) {
      if (!this.#isNamed(artifact)) continue
      const run = artifact.workflow_run
      const isFork = isForeign(artifact) && !criteria.runs.allowForks
      if (!matchesEmbedded(run, criteria.runs, criteria.head)) nearMisses.add('other-commit', artifact)
      else if (!this.#isOfAge(artifact)) nearMisses.add(isFork ? 'foreign-filtered' : 'filtered', artifact)
      else if (artifact.expired && !criteria.includeExpired) nearMisses.add('expired', artifact)
      else if (isFork) nearMisses.add('foreign', artifact)
      else if (run?.id === undefined) continue
      else if (await runIndex.matches(run.id)) return artifact
      else nearMisses.add('run', artifact)
    }
    return undefined
  }
}

/**
 * No artifact of the run is newer. Infinite for a run without a date, and for one in progress: its date is when its
 * status changed, not when it last uploaded.
 */
function lastChange({ status, updated_at: date }: Run): number {
  return date && status === 'completed' ? Date.parse(date) : Number.POSITIVE_INFINITY
}

function lastChangedFirst(a: Run, b: Run): number {
  const [changedA, changedB] = [lastChange(a), lastChange(b)]
  // Not subtracted first: both may be infinite.
  return changedA === changedB ? b.id - a.id : changedB - changedA
}
