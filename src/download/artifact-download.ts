import { setMaxListeners } from 'node:events'
import { ArchiveError } from '../errors/archive-error.js'
import { RequestError } from '../errors/request-error.js'
import { ARTIFACT_TRAITS, type Artifact } from '../github/artifact.js'
import type { Target } from '../install/target.js'
import { noArchive } from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import { type FirstResponse, RangeReader } from '../storage/range-reader.js'
import { secretsOf } from '../storage/signed-url.js'
import { StartOver, storageError } from '../storage/storage-error.js'
import { type Attempt, type DownloadContext, openContext } from './context.js'
import { rawFileName } from './file-name.js'
import { fetchFromCache } from './from-cache.js'
import type { DownloadInputs } from './inputs.js'
import { downloadRanges } from './ranges.js'
import type { DownloadServices } from './services.js'
import { inFolders, type WithStaging } from './staging-folders.js'
import { chooseStrategy, firstRequestLength, isLarge, type TransferRules } from './strategy.js'
import { downloadStreaming } from './streaming/streaming-download.js'
import { mustHash, ReplacedError } from './verify.js'
import { downloadWhole, type Fetched } from './whole-file.js'

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
    const { progress, client, pool } = this.#context
    progress.close()
    client.close()
    await pool.close()
  }

  /**
   * Fills a new staging folder, which the caller removes.
   *
   * @throws ActionError, or an error of the file system; then nothing is left
   */
  async fetch(artifact: Artifact, target: Target): Promise<WithStaging<Fetched>> {
    const fetched = await this.#fetch(artifact, target)
    const { unpack } = this.#context.inputs
    if (unpack === undefined) return fetched
    // Most steps do not need it: loading tar-stream takes time.
    const { unpackNested } = await import('./unpack-nested.js')
    return await unpackNested(this.#context, artifact, { fetched, target, unpack })
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

/** Fetches an artifact, from the start again when a try fails and another one is worth it. */
async function fetchFromStorage(
  context: DownloadContext,
  artifact: Artifact,
  target: Target
): Promise<WithStaging<Fetched>> {
  const { inputs, services, pool, rings, sharing, cache } = context
  const rules: TransferRules = {
    artifact,
    // The cache needs the whole archive.
    mayBePartial: inputs.files !== undefined && cache === undefined,
    mayStream: inputs.files === undefined && isLarge(artifact, sharing.whole)
  }
  let mayUseRanges = true
  return await services.queue.retry(async () => {
    try {
      return await inFolders(target, async folders => {
        const reader = openReader(context, rules, { artifact, mayUseRanges })
        const attempt = { context, artifact, reader, rules, stop: new AbortController(), ...folders }
        if (!rules.mayStream) return await transfer(attempt)
        // The first thread starts now; more of them once the number of entries is known.
        if (!inputs.skipDecompress) pool.prepare(1)
        return await rings.run(
          () => void reader.prepare().catch(() => {}),
          onLastPart => transfer({ ...attempt, onLastPart })
        )
      })
    } catch (error) {
      // It was just listed, and may be missing for a moment after its upload.
      if (error instanceof RequestError) throw error.status === 404 ? error.asRetryable('once') : error
      if (!(error instanceof StartOver)) throw error
      // The first time, the server only turned out to serve no ranges.
      const nextTry = mayUseRanges && !error.mayUseRanges ? 'free' : 'counted'
      mayUseRanges &&= error.mayUseRanges
      throw storageError(artifactTitle(artifact), error.reason, { nextTry })
    }
  })
}

function openReader(
  { inputs, services, client, progress }: DownloadContext,
  { mayBePartial }: TransferRules,
  { artifact, mayUseRanges }: { artifact: Artifact; mayUseRanges: boolean }
): RangeReader {
  const { artifacts, queue, report, signal } = services
  const mask = (url: URL) => {
    for (const secret of secretsOf(url)) report.secret(secret)
  }
  return new RangeReader({
    subject: artifactTitle(artifact),
    locate: async () => {
      const isVerified = mustHash(inputs, artifact) && !mayBePartial
      const location = await artifacts.locate(artifact, { isVerified })
      if (location.api === undefined) mask(location.url)
      return location
    },
    onRedirect: mask,
    mayUseRanges,
    client,
    queue,
    signal,
    onBytes: count => progress.add(count)
  })
}

/** Transfers, verifies and unpacks. No request is in flight when it returns or throws. */
async function transfer(attempt: Attempt): Promise<Fetched> {
  const { context, artifact, reader, rules, stop } = attempt
  const { signal } = context.services
  // More than ten requests may be in flight.
  setMaxListeners(0, stop.signal)
  const onAbort = () => stop.abort(signal.reason)
  signal.addEventListener('abort', onAbort)
  let response: FirstResponse | undefined
  try {
    response = await reader.open(firstRequestLength(rules), stop.signal)
    const assumed = assumeArchive(artifact, response)
    const strategy = chooseStrategy(assumed.facts, rules)
    if (strategy.kind === 'ranges') return await downloadRanges(attempt, assumed, strategy.size)
    if (strategy.kind === 'streaming') return await downloadStreaming(attempt, assumed, strategy.size)
    return await downloadWhole(attempt, response)
  } catch (error) {
    releaseStackFrames(error)
    throw response !== undefined && isOtherFile(artifact, response, error)
      ? new StartOver(artifactTitle(artifact), noArchive(), { mayUseRanges: false })
      : error
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop.abort(new Error('finished'))
    await response?.discard()
  }
}

/** An artifact of which only the bytes tell an archive is probably one. */
function assumeArchive(artifact: Artifact, response: FirstResponse): FirstResponse {
  const { facts } = response
  return artifact[ARTIFACT_TRAITS]?.isArchiveByBytes
    ? { ...response, facts: { ...facts, isArchive: true } }
    : response
}

/** Whether it turned out to be none. Then it is transferred as a whole. */
function isOtherFile(artifact: Artifact, { facts }: FirstResponse, error: unknown): boolean {
  if (!artifact[ARTIFACT_TRAITS]?.isArchiveByBytes || !facts.servesRanges) return false
  const { cause } = error as { cause?: unknown }
  const isNoArchive = cause instanceof ArchiveError && cause.refusal === 'not-a-zip'
  return isNoArchive && rawFileName(artifact.name, facts) !== undefined
}

/**
 * Until its stack is first read, an error keeps what its frames refer to: a ring buffer of 24 MiB too, for as long as the
 * step keeps its failures.
 */
function releaseStackFrames(error: unknown): void {
  for (let current = error; current instanceof Error; current = current.cause) void current.stack
}
