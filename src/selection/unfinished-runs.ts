import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import type { Run } from '../github/run.js'
import { tooManyRuns, tooManyRunsAdvice } from '../messages/selection.js'
import { anyOf, type KeepRule, unfinishedRuns, uploadedAfter } from './keep-rules.js'
import type { SelectionServices } from './services.js'

/**
 * The statuses of a run before it is completed (https://docs.github.com/en/rest/actions/workflow-runs), in their order: a
 * run that leaves one list before it is read appears in the next.
 */
const UNFINISHED = [['requested', 'pending', 'waiting'], ['queued'], ['in_progress']] as const

/** The most runs that the server returns of a filtered list. */
const MAX_RESULTS = 1000

/** The runs of a repository that are not completed, requested at most once. */
export class UnfinishedRuns {
  readonly #services: Pick<SelectionServices, 'runs' | 'queue'>
  #rule: Promise<KeepRule> | undefined

  constructor(services: Pick<SelectionServices, 'runs' | 'queue'>) {
    this.#services = services
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
    const rules = [unfinishedRuns(await this.#ids())]
    if (newest !== undefined) rules.push(uploadedAfter(newest))
    return anyOf(rules)
  }

  async #ids(): Promise<Set<number>> {
    const { queue } = this.#services
    const found = new Set<number>()
    for (const statuses of UNFINISHED) {
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
      if (first.total > MAX_RESULTS) {
        throw new ActionError(
          'api-rejected',
          tooManyRuns(status, { total: first.total, limit: MAX_RESULTS }),
          { hint: tooManyRunsAdvice() }
        )
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
