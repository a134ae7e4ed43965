import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import type { ArtifactSource } from '../github/artifact-source.js'
import type { Page, Read } from '../github/pages.js'
import type { Run } from '../github/run.js'
import type { NearMisses } from './near-misses.js'
import type { RunIndex } from './run-index.js'
import { fitsEmbedded, isForeign, type RunQuery } from './run-query.js'
import { type Criteria, inAgeAndSize, inBase } from './select.js'

interface Options {
  artifacts: ArtifactSource
  concurrency: number
  query: RunQuery
  criteria: Criteria
  runIndex: RunIndex
  /** Told what was looked at and not taken. */
  nearMisses: NearMisses
  /** In ms since the epoch. */
  now: number
}

/** Fewer pages than this are read to their end, before runs are asked for. */
const FEW_PAGES = 2

/**
 * The search for a run: the newest artifact (highest id) that matches, of a run that fits. What artifacts say of their
 * run decides most of it; the run itself is looked at only for what they do not say.
 */
export class Search {
  readonly #options: Options
  readonly #isNamed: (artifact: Artifact) => boolean
  readonly #isOfAge: (artifact: Artifact) => boolean
  /** The artifacts of runs that were listed, by run. */
  readonly #listed = new Map<number, Artifact[]>()

  constructor(options: Options) {
    this.#options = options
    this.#isNamed = inBase({ ...options.criteria, runs: undefined })
    this.#isOfAge = inAgeAndSize(options.criteria, options.now)
  }

  /** The artifacts of the run that is found, those that match among them; none when no run is found. */
  async run(): Promise<Artifact[]> {
    const { names } = this.#options.criteria
    const reads: Read<Artifact>[] = []
    if (names.length === 0) reads.push(await this.#read(undefined))
    else {
      await forEachConcurrently(names, this.#options.concurrency, async name => {
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

  /** Whether all is known of a run that the selection can want of it. */
  #isWhole(ofRun: readonly Artifact[], reads: readonly Read<Artifact>[], runId: number): boolean {
    const { latest, names } = this.#options.criteria
    if (this.#listed.has(runId) || reads.every(({ complete }) => complete)) return true
    // What was read, was read from the newest on.
    return latest && names.length > 0 && names.every(name => ofRun.some(artifact => artifact.name === name))
  }

  async #read(name: string | undefined): Promise<Read<Artifact>> {
    return await this.#options.artifacts.list({
      name,
      keep: this.#isNamed,
      stop: {
        from: 'newest',
        begin: () => {
          let isFirst = name === undefined
          return async page => {
            if ((await this.#newest(page.items)) !== undefined) return true
            const goesByRuns = isFirst && (await this.#tryRuns(page))
            isFirst = false
            return goesByRuns
          }
        }
      }
    })
  }

  /**
   * Runs first: where the server names the few runs that fit, their own lists cost less than the rest of the
   * repository's. The run that changed last comes first; once a found artifact is newer than all that is left, it is
   * the newest.
   *
   * @returns whether this was the way; what was found is in `#listed`
   */
  async #tryRuns({ total, items }: Page<Artifact>): Promise<boolean> {
    const pagesLeft = Math.ceil(total / Math.max(1, items.length)) - 1
    if (pagesLeft <= FEW_PAGES) return false
    const runs = await this.#options.runIndex.few()
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
    const { names } = this.#options.criteria
    const { items } = await this.#options.artifacts.list({
      runId,
      name: names.length === 1 ? names[0] : undefined,
      keep: this.#isNamed
    })
    this.#listed.set(runId, items)
    return items
  }

  /** The newest that matches, of a run that fits. */
  async #newest(artifacts: readonly Artifact[]): Promise<Artifact | undefined> {
    const { query, criteria, runIndex, nearMisses } = this.#options
    for (const artifact of artifacts.toSorted(newestFirst)) {
      if (!this.#isNamed(artifact)) continue
      const run = artifact.workflow_run
      const isLeft = isForeign(artifact) && !query.allowForks
      if (!fitsEmbedded(run, query, criteria.head)) nearMisses.add('elsewhere', artifact)
      else if (!this.#isOfAge(artifact)) nearMisses.add(isLeft ? 'foreign-filtered' : 'filtered', artifact)
      else if (artifact.expired && !criteria.includeExpired) nearMisses.add('expired', artifact)
      else if (isLeft) nearMisses.add('foreign', artifact)
      else if (run?.id === undefined) continue
      else if (await runIndex.fits(run.id)) return artifact
      else nearMisses.add('run', artifact)
    }
    return undefined
  }
}

/**
 * Nothing of a run is newer. A run without a date may hold anything, and so may one that goes on: its date is when its
 * status changed, not when it uploaded.
 */
function lastChange({ status, updated_at: date }: Run): number {
  return date && status === 'completed' ? Date.parse(date) : Number.POSITIVE_INFINITY
}

function lastChangedFirst(a: Run, b: Run): number {
  const [changedA, changedB] = [lastChange(a), lastChange(b)]
  // Not subtracted first: both may be infinite.
  return changedA === changedB ? b.id - a.id : changedB - changedA
}
