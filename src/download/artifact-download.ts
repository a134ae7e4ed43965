import { setMaxListeners } from 'node:events'
import path from 'node:path'
import { ArchiveError } from '../errors/archive-error.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import type { Target } from '../install/target.js'
import { digestNotChecked } from '../messages/download.js'
import { type FirstResponse, RangeReader } from '../storage/range-reader.js'
import { secretsOf } from '../storage/signed-url.js'
import { StartOver, storageError } from '../storage/storage-error.js'
import { closeContext, type DownloadContext, openContext } from './context.js'
import { FileSink } from './file-sink.js'
import { fetchFromCache } from './from-cache.js'
import type { DownloadInputs } from './inputs.js'
import { fetchRanges } from './ranges.js'
import type { DownloadServices } from './services.js'
import { type Folders, inFolders, type WithStaging } from './staging-folders.js'
import { chooseStrategy, firstLength, isLarge, type StrategyOptions } from './strategy.js'
import { StreamingDownload } from './streaming/streaming-download.js'
import { unpackNested } from './unpack-nested.js'
import { digestAgrees, digestHandling, handleDigest, ReplacedError, refusalOf } from './verify.js'
import { type Fetched, finishFile, keptFileName, planOptions } from './whole-file.js'

/** Downloads artifacts into staging folders: transferred, verified, unpacked. */
export class ArtifactDownloader {
  readonly #context: DownloadContext

  /** @param artifacts all that will be downloaded, for the progress */
  constructor(inputs: DownloadInputs, services: DownloadServices, artifacts: readonly Artifact[]) {
    this.#context = openContext(inputs, services, artifacts)
  }

  /** Bytes received from storage, including those of failed tries. */
  get transferredBytes(): number {
    return this.#context.progress.bytes
  }

  async close(): Promise<void> {
    await closeContext(this.#context)
  }

  /**
   * Fills a new staging folder, which the caller removes.
   *
   * @throws ActionError, or an error of the file system; then nothing is left
   */
  async fetch(artifact: Artifact, target: Target): Promise<WithStaging<Fetched>> {
    const fetched = await this.#fetch(artifact, target)
    return await unpackNested(this.#context, artifact, { fetched, target })
  }

  async #fetch(artifact: Artifact, target: Target): Promise<WithStaging<Fetched>> {
    const context = this.#context
    const cached = await fetchFromCache(context, artifact, target)
    if (cached !== undefined) return cached
    try {
      return await fetchFromStorage(context, artifact, target)
    } catch (error) {
      // Its URL led to another artifact of the same name, uploaded meanwhile.
      if (!(error instanceof ReplacedError)) throw error
      return await fetchFromStorage(context, artifact, target)
    }
  }
}

/** One try to download an artifact, with folders of its own. */
interface Attempt extends Folders {
  context: DownloadContext
  artifact: Artifact
  reader: RangeReader
  options: StrategyOptions
  /** Ends all requests of this try. */
  stop: AbortController
}

async function fetchFromStorage(
  context: DownloadContext,
  artifact: Artifact,
  target: Target
): Promise<WithStaging<Fetched>> {
  const { inputs, services, pool, rings, sharing } = context
  const mayStream = inputs.files === undefined && isLarge(artifact, sharing.whole)
  const selectsFiles = inputs.files !== undefined && context.cache === undefined
  const options = { artifact, selectsFiles, mayStream }
  let ranges = true
  return await services.queue.retry(async () => {
    const reader = readerOf(context, artifact, ranges)
    try {
      return await inFolders(target, async folders => {
        const attempt = { context, artifact, reader, options, stop: new AbortController(), ...folders }
        if (!mayStream) return await transfer(attempt)
        // The first thread starts now; more of them once the number of entries is known.
        if (!inputs.skipDecompress) pool.prepare(1)
        return await rings.limit(() => transfer(attempt))
      })
    } catch (error) {
      // It was just listed, and may be missing for a moment after its upload.
      if (error instanceof RequestError) throw error.status === 404 ? error.asRetryable('once') : error
      if (!(error instanceof StartOver)) throw error
      // The first time, the server only turned out to serve no ranges.
      const nextTry = ranges && !error.mayUseRanges ? 'free' : 'counted'
      ranges &&= error.mayUseRanges
      throw storageError(titleOf(artifact), error.reason, { nextTry })
    }
  })
}

function readerOf(
  { inputs, services, client, progress, cache }: DownloadContext,
  artifact: Artifact,
  ranges: boolean
) {
  const { artifacts, queue, report, signal } = services
  const mayTakeRanges = inputs.files !== undefined && cache === undefined
  const isVerified =
    Boolean(artifact.digest) && digestHandling(inputs, artifact) !== 'ignore' && !mayTakeRanges
  const mask = (url: URL) => {
    for (const secret of secretsOf(url)) report.secret(secret)
  }
  return new RangeReader({
    subject: titleOf(artifact),
    issueUrl: async () => {
      const url = await artifacts.downloadUrl(artifact, { isVerified })
      mask(url)
      return url
    },
    onRedirect: mask,
    ranges,
    client,
    queue,
    signal,
    onBytes: count => progress.add(count)
  })
}

/** Transfers, verifies and unpacks. No request is in flight when it returns or throws. */
async function transfer(attempt: Attempt): Promise<Fetched> {
  const { context, artifact, reader, options, stop } = attempt
  const { signal } = context.services
  // More than ten requests may be in flight.
  setMaxListeners(0, stop.signal)
  const onAbort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', onAbort)
  let first: FirstResponse | undefined
  try {
    first = await reader.open(firstLength(options), stop.signal)
    const { facts } = first
    const strategy = chooseStrategy(facts, options)
    if (strategy.kind === 'ranges') return await transferRanges(attempt, first, strategy.size)
    if (facts.size !== undefined) context.progress.expect(artifact.id, facts.size)
    if (strategy.kind === 'streaming') return await transferStreaming(attempt, first, strategy.size)
    return await transferWhole(attempt, first)
  } catch (error) {
    releaseStackFrames(error)
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort(new Error('finished'))
    await first?.discard()
  }
}

/** Everything goes into a file, is verified, then unpacked. */
async function transferWhole(
  { context, artifact, reader, options, stop, work, to }: Attempt,
  { facts, receive }: FirstResponse
): Promise<Fetched> {
  const sink = new FileSink(path.join(work, 'archive'))
  const write = (chunk: Buffer) => sink.write(chunk)
  try {
    await receive(write)
    const rest = { start: firstLength(options), end: facts.size ?? 0 }
    if (facts.ranges && rest.end > rest.start) await reader.read(rest, write, stop.signal)
    const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() }
    return await finishFile(context, artifact, { whole, facts, work, to })
  } finally {
    await sink.discard()
  }
}

/** Only the ranges of selected files are transferred. The digest of the whole archive cannot be checked. */
async function transferRanges(
  { context, artifact, reader, stop, work, to }: Attempt,
  { receive }: FirstResponse,
  size: number
): Promise<Fetched> {
  const { inputs, services, pool, progress, directoryLimit } = context
  const options = {
    ...planOptions(inputs, to),
    size,
    work,
    pool,
    concurrency: services.queue.concurrency,
    stop,
    onPlan: (bytes: number) => progress.expect(artifact.id, bytes)
  }
  // The first bytes told the size. The directory is at the end.
  await receive(() => {})
  try {
    const extraction = await directoryLimit(() => fetchRanges(reader, options))
    if (artifact.digest && extraction.files > 0) services.report.info(digestNotChecked(titleOf(artifact)))
    return { ...extraction, digestAgreed: undefined, fromCache: false }
  } catch (error) {
    throw error instanceof ArchiveError ? refusalOf(artifact, error) : error
  }
}

/** Everything goes through a ring buffer: hashed, and unpacked or written, while it comes. */
async function transferStreaming(
  { context, artifact, reader, options, stop, work, to }: Attempt,
  { facts, receive }: FirstResponse,
  size: number
): Promise<Fetched> {
  const { inputs, services, pool, rings, cache } = context
  const stream = new StreamingDownload(reader, {
    size,
    firstLength: firstLength(options),
    concurrency: services.queue.concurrency,
    workerUrl: new URL('hash-worker.js', services.workerUrl),
    rings,
    stop
  })
  const firstPart = receive(stream.firstPart)
  if (cache !== undefined || keptFileName(inputs, artifact, facts) !== undefined) {
    const file = path.join(work, 'archive')
    const whole = { file, bytes: size, sha256: await stream.write(firstPart, file) }
    return await finishFile(context, artifact, { whole, facts, work, to })
  }
  // If the digest counts, all bytes are hashed even after a refusal: a wrong digest is reported first.
  const mustHash = Boolean(artifact.digest) && digestHandling(inputs, artifact) !== 'ignore'
  const { sha256, outcome } = await stream.unpack(firstPart, { ...planOptions(inputs, to), pool, mustHash })
  const digestAgreed = sha256 === undefined ? undefined : digestAgrees(artifact, sha256)
  const refusal = outcome instanceof ArchiveError ? refusalOf(artifact, outcome, { digestAgreed }) : undefined
  if (refusal?.retryable && refusal.nextTry === 'counted') throw refusal
  if (sha256 !== undefined) await handleDigest(context, artifact, sha256)
  if (outcome instanceof ArchiveError) throw refusal
  return { ...outcome, digestAgreed, fromCache: false }
}

/**
 * Until its stack is first read, an error keeps what its frames refer to: a ring buffer of 24 MiB too, for as long as the
 * step keeps its failures.
 */
function releaseStackFrames(error: unknown): void {
  for (let current = error; current instanceof Error; current = current.cause) void current.stack
}
