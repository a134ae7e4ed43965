import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import type { Run } from '../github/run.js'
import type { RunBook } from '../github/run-book.js'
import { tooManyRuns, tooManyRunsAdvice } from '../messages/selection.js'
import { anyOf, describedRuns, type KeepRule, unfinishedRuns, uploadedAfter } from './keep-rules.js'
import { MAX_LISTED_RUNS } from './run-index.js'
import type { SelectionServices } from './services.js'

/** The runs of a repository that are not completed, requested at most once. */
export class UnfinishedRuns {
  readonly #services: Pick<SelectionServices, 'runs' | 'queue'>
  readonly #book: RunBook | undefined
  #rule: Promise<KeepRule> | undefined

  /** @param book that describes the run of each artifact, if it does */
  constructor(services: Pick<SelectionServices, 'runs' | 'queue'>, book?: RunBook) {
    this.#services = services
    this.#book = book
  }

  /**
   * Keeps the artifacts of these runs. A run that begins later is not among them, so artifacts with an id above `newest`
   * are kept too.
   *
   * @param newest the highest id that was read before the call; undefined if all artifacts are known
   * @throws ActionError or RequestError if the runs cannot be listed: then nothing may be deleted
   */
  async keepRule(newest?: number): Promise<KeepRule> {
    this.#rule ??= this.#createRule(newest)
    return await this.#rule
  }

  async #createRule(newest: number | undefined): Promise<KeepRule> {
    const book = this.#book
    if (book !== undefined) return describedRuns(({ workflow_run: run }) => book.described(run?.id)?.status)
    const rules = [unfinishedRuns(await this.#ids())]
    if (newest !== undefined) rules.push(uploadedAfter(newest))
    return anyOf(rules)
  }

  async #ids(): Promise<Set<number>> {
    const { queue, runs } = this.#services
    const found = new Set<number>()
    for (const statuses of runs.dialect.unfinished) {
      await forEachConcurrently(statuses, queue.concurrency, async status => {
        for (const run of await this.#ofStatus(status)) {
          if (run.status !== 'completed') found.add(run.id)
        }
      })
    }
    return found
  }

  async #ofStatus(status: string): Promise<Run[]> {
    const { runs } = this.#services
    try {
      const first = await runs.page({ status }, 1)
      if (first.total > MAX_LISTED_RUNS) {
        const message = tooManyRuns(status, { total: first.total, limit: MAX_LISTED_RUNS })
        throw new ActionError('api-rejected', message, { hint: tooManyRunsAdvice() })
      }
      if (first.items.length >= first.total) return first.items
      return [...first.items, ...(await runs.list({ status }))]
    } catch (error) {
      // A server that does not know a status has no run of it.
      if (error instanceof RequestError && error.status === 422) return []
      throw error
    }
  }
}
