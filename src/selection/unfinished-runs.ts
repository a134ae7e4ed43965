import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import type { Run } from '../github/run.js'
import { plural } from '../messages/plural.js'
import { type Sparing, sparedByAny, unfinishedRuns, uploadedAfter } from './keep-rules.js'
import type { SelectionServices } from './services.js'

/**
 * What a run may be before it is completed (https://docs.github.com/en/rest/actions/workflow-runs), in the order in which
 * it goes: a list that is asked for once those before it are there has what they no longer had.
 */
const UNFINISHED = [['requested', 'pending', 'waiting'], ['queued'], ['in_progress']] as const

/** What the server gives of a filtered list of runs. */
const MAX_RESULTS = 1000

/** The runs of a repository that are not completed, asked for at most once. */
export class UnfinishedRuns {
  readonly #services: Pick<SelectionServices, 'runs' | 'queue'>
  #asked: Promise<Sparing> | undefined

  constructor(services: Pick<SelectionServices, 'runs' | 'queue'>) {
    this.#services = services
  }

  /**
   * Spares what these runs have made. A run that begins later is not among them, so that what is not known to have been
   * there before is spared too.
   *
   * @param newest the highest id that was seen before the call; undefined where all artifacts are known
   * @throws ActionError or RequestError where they cannot be told: then nothing is to be deleted
   */
  async sparing(newest?: number): Promise<Sparing> {
    this.#asked ??= this.#ask(newest)
    return await this.#asked
  }

  async #ask(newest: number | undefined): Promise<Sparing> {
    const sparings = [unfinishedRuns(await this.#ids())]
    if (newest !== undefined) sparings.push(uploadedAfter(newest))
    return sparedByAny(sparings)
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
      if (first.total > MAX_RESULTS) throw tooMany(status, first.total)
      if (first.items.length >= first.total) return first.items
      return [...first.items, ...(await runs.list({ status }))]
    } catch (error) {
      // A server that does not know a status has no run in it.
      if (error instanceof RequestError && error.status === 422) return []
      throw error
    }
  }
}

function tooMany(status: string, total: number): ActionError {
  return new ActionError(
    'api-rejected',
    `${total} runs are ${status}, and the API names no more than ${plural(MAX_RESULTS, 'run')}: which artifacts are of runs that are not completed cannot be told`,
    { hint: 'Nothing was deleted. Run the step again when fewer runs are waiting.' }
  )
}
