import pLimit, { type LimitFunction } from 'p-limit'
import { WorkerPool } from '../archive/worker-pool.js'
import type { Artifact } from '../github/artifact.js'
import { fullName } from '../github/repository.js'
import { cacheUnavailable } from '../messages/download.js'
import { ArchiveCache } from '../storage/archive-cache.js'
import type { RangeReader } from '../storage/range-reader.js'
import { StorageClient } from '../storage/storage-client.js'
import type { DownloadInputs } from './inputs.js'
import { Progress } from './progress.js'
import type { DownloadServices } from './services.js'
import type { Folders } from './staging-folders.js'
import { type Sharing, sharingOf, type TransferRules } from './strategy.js'
import { RingPool } from './streaming/ring-pool.js'

/** Archives whose directories are in memory at once: 64 of 50,000 files each took 390 MB. */
const DIRECTORIES = 8

/** What the downloads of one step share. */
export interface DownloadContext {
  inputs: DownloadInputs
  services: DownloadServices
  client: StorageClient
  pool: WorkerPool
  progress: Progress
  cache: ArchiveCache | undefined
  sharing: Sharing
  rings: RingPool
  directoryLimit: LimitFunction
  /** For archives inside artifacts. */
  unpackLimit: LimitFunction
}

/** One try to download an artifact, with folders of its own. */
export interface Attempt extends Folders {
  context: DownloadContext
  artifact: Artifact
  reader: RangeReader
  rules: TransferRules
  /** Ends all requests of this try. */
  stop: AbortController
  /** Called when a streaming download has requested its last part. */
  onLastPart?: (() => void) | undefined
}

/** @param artifacts all that will be downloaded, for the progress */
export function openContext(
  inputs: DownloadInputs,
  services: DownloadServices,
  artifacts: readonly Artifact[]
): DownloadContext {
  const { report, workerUrl } = services
  const cache = cacheOf(inputs)
  if (inputs.cache && cache === undefined) report.warning(cacheUnavailable())
  const sharing = sharingOf(artifacts)
  services.queue.allow(sharing.requests)
  const sizes = artifacts.map(({ id, size_in_bytes: size }) => [id, inputs.files ? undefined : size] as const)
  return {
    inputs,
    services,
    client: new StorageClient(inputs.stallTimeout, line => report.debug(line)),
    pool: new WorkerPool({ workerUrl, archives: sharing.streams }),
    progress: new Progress(sizes, line => report.info(line)),
    cache,
    sharing,
    rings: new RingPool(sharing.streams),
    directoryLimit: pLimit(DIRECTORIES),
    unpackLimit: pLimit(1)
  }
}

/** The tool cache, if it is selected and available. */
export function cacheOf({ cache, apiUrl, repository }: DownloadInputs): ArchiveCache | undefined {
  if (!cache || !ArchiveCache.isAvailable()) return undefined
  return new ArchiveCache(`${apiUrl} ${fullName(repository)}`)
}
