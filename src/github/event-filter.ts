import type { Run } from './run.js'
import type { RunsApi } from './runs-api.js'

/** Tells the event of runs, for a server whose runs name a hook that several events have: by the list of one event. */
export class EventFilter {
  readonly #runs: RunsApi
  readonly #event: string
  readonly #ids = new Set<number>()
  #nextPage = 1
  #read = 0
  /** Every run of the event with this id or a higher one is known. */
  #coveredTo = Number.POSITIVE_INFINITY

  constructor(runs: RunsApi, event: string) {
    this.#runs = runs
    this.#event = event
  }

  /** Reads the list down to this run. @throws RequestError */
  async readTo(runId: number): Promise<void> {
    while (this.#runs.dialect.namesHooks && runId < this.#coveredTo) {
      const { items, total } = await this.#runs.page({ event: this.#event }, this.#nextPage++)
      for (const run of items) this.#ids.add(run.id)
      this.#read += items.length
      this.#coveredTo = this.#read < total ? (items.at(-1)?.id ?? 0) : 0
    }
  }

  /** The run with its event; null if it has another one. A run that is older than those read is returned as it is. */
  corrected(run: Run): Run {
    if (run.id < this.#coveredTo) return run
    if (this.#ids.has(run.id)) return { ...run, event: this.#event }
    return run.event === this.#event ? { ...run, event: null } : run
  }
}
