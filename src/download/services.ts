import type { ArtifactSource } from '../github/artifact-source.js'
import type { RequestQueue } from '../http/request-queue.js'
import type { Reporter } from '../messages/reporter.js'

export interface DownloadServices {
  artifacts: ArtifactSource
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
  /** The built extraction worker. */
  workerUrl: URL
}
