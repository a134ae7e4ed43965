import type { ArtifactSource } from '../github/artifact-source.js'
import type { RefsApi } from '../github/refs-api.js'
import type { RunsApi } from '../github/runs-api.js'
import type { RequestQueue } from '../http/request-queue.js'
import type { Reporter } from '../messages/reporter.js'

/** What a selection works with. */
export interface SelectionServices {
  artifacts: ArtifactSource
  runs: RunsApi
  refs: RefsApi
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
  /** The first pause before looking again for what is not there yet, in ms. */
  lookDelay: number
}
