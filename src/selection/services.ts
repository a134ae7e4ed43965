import type { ArtifactSource } from '../github/artifact-source.js'
import type { CommitsApi } from '../github/commits-api.js'
import type { RefsApi } from '../github/refs-api.js'
import type { RunsApi } from '../github/runs-api.js'
import type { RequestQueue } from '../http/request-queue.js'
import type { Reporter } from '../messages/reporter.js'

/** The clients that a selection uses. */
export interface SelectionServices {
  artifacts: ArtifactSource
  runs: RunsApi
  commits: CommitsApi
  refs: RefsApi
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
  /** The first pause before checking again for artifacts that are not found yet, in ms. */
  checkDelay: number
}
