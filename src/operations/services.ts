import type { ArtifactsApi } from '../github/artifacts-api.js'
import type { RefsApi } from '../github/refs-api.js'
import type { RunsApi } from '../github/runs-api.js'
import type { RequestQueue } from '../http/request-queue.js'

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
  artifacts: ArtifactsApi
  runs: RunsApi
  refs: RefsApi
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
  /** The built extraction worker. */
  workerUrl: URL
  /** The first pause before looking again for what is not there yet, in ms. */
  lookDelay: number
}
