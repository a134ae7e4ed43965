import type { Artifacts } from '../github/artifacts.js'
import type { Refs } from '../github/refs.js'
import type { Runs } from '../github/runs.js'
import type { RequestQueue } from '../request-queue.js'

/** Where an operation says what it does. Text from outside is printable by the time it comes here. */
export interface Reporter {
  debug(line: string): void
  info(line: string): void
  notice(line: string): void
  warning(line: string): void
  /** What is said from now on until `endGroup` is folded under a title. Groups do not nest. */
  group(title: string): void
  endGroup(): void
  /** Masks a value in the log from now on. */
  secret(value: string): void
}

/** What an operation works with. */
export interface Services {
  artifacts: Artifacts
  runs: Runs
  refs: Refs
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
  /** The built extraction worker. */
  workerUrl: URL
  /** The first pause before looking again for what is not there yet, in ms. */
  lookDelay: number
}
