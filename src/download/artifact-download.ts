import { setMaxListeners } from 'node:events'
import path from 'node:path'
import pLimit from 'p-limit'
import { WorkerPool } from '../archive/worker-pool.js'
import { ActionError, messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import { fullName } from '../github/repository.js'
import type { Staging, Target } from '../install/target.js'
import { printable } from '../messages/printable.js'
import { ArchiveCache, type CachedArchive, readThrough } from '../storage/archive-cache.js'
import { RangeReader, type ResponseFacts, type Sink, StartOver } from '../storage/range-reader.js'
import { secretsOf } from '../storage/signed-url.js'
import { StorageClient, storageError } from '../storage/storage-client.js'
import { rawFileName } from './file-name.js'
import { FileSink } from './file-sink.js'
import type { DownloadInputs } from './inputs.js'
import { Progress } from './progress.js'
import { fetchParts } from './ranges.js'
import type { DownloadServices } from './services.js'
import { type Folders, inFolders } from './staging-folders.js'
import { type Rings, StreamingDownload } from './streaming/streaming-download.js'
import { digestAgrees, refusalOf } from './verify.js'
import { type Fetched, planOptions, WholeFiles } from './whole-file.js'

/** What is smaller comes whole in one request. In bytes. */
const WHOLE = 8 << 20
/** With `files`: what the first request asks for, and what is not worth asking for in parts. In bytes. */
const FIRST_LOOK = 64 << 10
const SMALL = 1 << 20

/** Archives whose directories are in memory at once: at 64, of 50,000 files each, they took 390 MB. */
const DIRECTORIES = 8

/** How the bytes are had, decided by the first answer of storage. */
type Strategy =
  | { kind: 'file'; sink: FileSink; facts: ResponseFacts }
  | { kind: 'streaming'; transfer: StreamingDownload; facts: ResponseFacts }
  | { kind: 'parts'; size: number }

/**
 * Gets artifacts into staging folders: transferred, verified, unpacked. A large archive is hashed and unpacked while it
 * comes; of one of which `files` are wanted only these travel; all others go through a file.
 */
export class ArtifactDownloader {
  /** Bytes received from storage, those of failed tries too. */
  transferredBytes = 0
  readonly #inputs: DownloadInputs
  readonly #services: DownloadServices
  readonly #client: StorageClient
  readonly #rings: Rings = {}
  readonly #pool: WorkerPool
  readonly #cache: ArchiveCache | undefined
  readonly #files: WholeFiles
  readonly #progress: Progress
  /** One window at a time: a large artifact takes every connection that it can use. */
  readonly #oneStream = pLimit(1)
  readonly #fewDirectories = pLimit(DIRECTORIES)

  /** @param artifacts all that will be fetched, for the progress that it tells */
  constructor(inputs: DownloadInputs, services: DownloadServices, artifacts: readonly Artifact[]) {
    this.#inputs = inputs
    this.#services = services
    this.#client = new StorageClient(inputs.stallTimeout, line => services.report.debug(line))
    this.#pool = new WorkerPool({ workerUrl: services.workerUrl })
    const { apiUrl, repository, cache } = inputs
    if (cache && ArchiveCache.isThere()) this.#cache = new ArchiveCache(`${apiUrl} ${fullName(repository)}`)
    else if (cache)
      services.report.warning('cache: this runner has no tool cache (RUNNER_TOOL_CACHE is not set)')
    const limit = this.#fewDirectories
    this.#files = new WholeFiles({ inputs, services, pool: this.#pool, cache: this.#cache, limit })
    this.#progress = new Progress(
      artifacts.map(({ id, size_in_bytes: size }) => [id, inputs.files ? undefined : size] as const),
      line => services.report.info(line)
    )
  }

  async close(): Promise<void> {
    this.#progress.close()
    this.#client.close()
    await this.#pool.close()
  }

  /**
   * Fills a new staging folder, which is the caller's to remove.
   *
   * @throws ActionError, or an error of the file system; then nothing is left
   */
  async fetch(artifact: Artifact, target: Target): Promise<Fetched & { staging: Staging }> {
    const cached = await this.#cache?.find(artifact)
    const found = cached && (await inFolders(target, folders => this.#fromCache(artifact, cached, folders)))
    if (found !== undefined) {
      this.#progress.expect(artifact.id, 0)
      return found
    }
    try {
      return await this.#fetchFromStorage(artifact, target)
    } catch (error) {
      // Its URL may have led to another artifact of the same name, uploaded meanwhile.
      const isOther = error instanceof ActionError && error.code === 'digest-mismatch'
      if (!isOther || !(await this.#services.artifacts.isReplaced(artifact))) throw error
      return await this.#fetchFromStorage(artifact, target)
    }
  }

  async #fetchFromStorage(artifact: Artifact, target: Target): Promise<Fetched & { staging: Staging }> {
    let ranges = true
    const fetched = await this.#services.queue.retry(async () => {
      const reader = this.#blobOf(artifact, ranges)
      try {
        // Each try has folders of its own: what an earlier one left is nobody's.
        return await inFolders(target, folders => this.#fromStorage(artifact, reader, folders))
      } catch (error) {
        if (!(error instanceof StartOver)) throw error
        // Once: that the server serves no ranges is learned, not a failure.
        const nextTry = ranges && !error.ranges ? 'free' : 'counted'
        ranges &&= error.ranges
        throw storageError(titleOf(artifact), error.why, { nextTry })
      }
    })
    if (fetched === undefined) throw new TypeError('nothing fetched, and no error')
    return fetched
  }

  async #fromCache(
    artifact: Artifact,
    cached: CachedArchive,
    { work, to }: Folders
  ): Promise<Fetched | undefined> {
    const { report, signal } = this.#services
    const sink = new FileSink(path.join(work, 'archive'))
    try {
      await readThrough(cached.file, chunk => sink.write(chunk))
      const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() }
      const digestAgreed = digestAgrees(artifact, whole.sha256)
      if (whole.sha256 !== cached.sha256 || digestAgreed === false) throw new Error('its bytes have changed')
      const unpacked = await this.#files.unpack(artifact, { whole, facts: cached, to, digestAgreed })
      return { ...unpacked, digestAgreed, fromCache: true }
    } catch (error) {
      await sink.discard()
      signal.throwIfAborted()
      if (error instanceof ActionError && !isDamage(error)) throw error
      const why = printable(messageOf(error))
      report.info(`${titleOf(artifact)}: its entry in the tool cache is left aside: ${why}`)
      return undefined
    }
  }

  #blobOf(artifact: Artifact, ranges: boolean): RangeReader {
    const { artifacts, queue, report, signal } = this.#services
    const mask = (url: URL) => {
      for (const secret of secretsOf(url)) report.secret(secret)
    }
    return new RangeReader({
      label: titleOf(artifact),
      issueUrl: async () => {
        const url = await artifacts.downloadUrl(artifact)
        mask(url)
        return url
      },
      onRedirect: mask,
      ranges,
      client: this.#client,
      queue,
      signal,
      onBytes: count => {
        this.transferredBytes += count
        this.#progress.add(count)
      }
    })
  }

  async #fromStorage(artifact: Artifact, reader: RangeReader, folders: Folders): Promise<Fetched> {
    const isLarge = this.#inputs.files === undefined && artifact.size_in_bytes > WHOLE
    // How many entries it has will be known when the first thread is there.
    if (isLarge && !this.#inputs.skipDecompress) this.#pool.prepare(1)
    return await (isLarge
      ? this.#oneStream(() => this.#transfer({ artifact, reader, ...folders, mayStream: true }))
      : this.#transfer({ artifact, reader, ...folders, mayStream: false }))
  }

  async #transfer(attempt: Attempt): Promise<Fetched> {
    const { reader } = attempt
    const { signal } = this.#services
    const stop = new AbortController()
    // More than ten requests may be in flight.
    setMaxListeners(0, stop.signal)
    const onAbort = () => stop.abort(signal.reason)
    signal.addEventListener('abort', onAbort)
    const first = this.#inParts ? (attempt.artifact.size_in_bytes > SMALL ? FIRST_LOOK : SMALL) : WHOLE
    let way: Strategy | undefined
    let opening: Promise<unknown> = Promise.resolve()
    try {
      way = await new Promise<Strategy>((resolve, reject) => {
        const choose = (facts: ResponseFacts): Sink => {
          const { way, sink } = this.#wayFor(facts, { ...attempt, first, stop })
          resolve(way)
          return sink
        }
        opening = reader.open(first, choose, stop.signal)
        opening.catch(reject)
      })
      if (way.kind !== 'parts' && way.facts.size !== undefined) {
        this.#progress.expect(attempt.artifact.id, way.facts.size)
      }
      if (way.kind === 'streaming') return await this.#throughStream(attempt, { ...way, opening })
      await opening
      if (way.kind === 'parts') return await this.#throughParts(attempt, { size: way.size, stop })
      const { sink, facts } = way
      const end = facts.size ?? 0
      if (facts.ranges && end > first) await reader.read({ start: first, end }, chunk => sink.write(chunk))
      return await this.#throughFile(attempt, way)
    } catch (error) {
      releaseStackFrames(error)
      throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      stop.abort(new Error('given up'))
      await opening.catch(() => {})
      if (way?.kind === 'file') await way.sink.discard()
    }
  }

  /** Whether only what `files` picks is to travel. An archive that is to be kept travels whole. */
  get #inParts(): boolean {
    return this.#inputs.files !== undefined && this.#cache === undefined
  }

  #wayFor(
    facts: ResponseFacts,
    options: Attempt & { first: number; stop: AbortController }
  ): { way: Strategy; sink: Sink } {
    const { artifact, reader, work, first, stop, mayStream } = options
    const { size, ranges } = facts
    if (ranges && size !== undefined && size > first) {
      if (this.#inParts && size > SMALL && rawFileName(artifact.name, facts) === undefined) {
        return { way: { kind: 'parts', size }, sink: () => {} }
      }
      if (mayStream) {
        const { concurrency } = this.#services.queue
        const workerUrl = new URL('hash-worker.js', this.#services.workerUrl)
        const rings = this.#rings
        const transfer = new StreamingDownload(reader, { size, first, concurrency, workerUrl, rings, stop })
        return { way: { kind: 'streaming', transfer, facts }, sink: transfer.firstPart }
      }
    }
    const sink = new FileSink(path.join(work, 'archive'))
    return { way: { kind: 'file', sink, facts }, sink: chunk => sink.write(chunk) }
  }

  /** All of it is in a file: verified, then unpacked. */
  async #throughFile(
    { artifact, work, to }: Attempt,
    { sink, facts }: Strategy & { kind: 'file' }
  ): Promise<Fetched> {
    const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() }
    return await this.#files.take(artifact, { whole, facts, work, to })
  }

  /** It passes through a window: hashed, and unpacked or written, while it comes. */
  async #throughStream(
    { artifact, work, to }: Attempt,
    { transfer, facts, opening }: Strategy & { kind: 'streaming' } & { opening: Promise<unknown> }
  ): Promise<Fetched> {
    if (this.#cache !== undefined || this.#files.keptAs(artifact, facts) !== undefined) {
      const file = path.join(work, 'archive')
      const whole = { file, bytes: transfer.size, sha256: await transfer.write(opening, file) }
      return await this.#files.take(artifact, { whole, facts, work, to })
    }
    // What the archive must not be is told once it is known to be the right one.
    const mustHash = Boolean(artifact.digest) && this.#inputs.digestMismatch !== 'ignore'
    const options = { ...planOptions(this.#inputs, to), pool: this.#pool, mustHash }
    const { sha256, outcome } = await transfer.unpack(opening, options)
    const digestAgreed = sha256 === undefined ? undefined : digestAgrees(artifact, sha256)
    const refusal =
      outcome instanceof ArchiveError ? refusalOf(artifact, { error: outcome, digestAgreed }) : undefined
    if (refusal?.retryable) throw refusal
    if (sha256 !== undefined) this.#files.handleDigest(artifact, sha256)
    if (outcome instanceof ArchiveError) throw refusal
    return { ...outcome, digestAgreed, fromCache: false }
  }

  /** Only what `files` picks travels: the digest of the whole cannot be checked. */
  async #throughParts(
    { artifact, reader, work, to }: Attempt,
    { size, stop }: { size: number; stop: AbortController }
  ): Promise<Fetched> {
    const { queue, report } = this.#services
    const options = {
      ...planOptions(this.#inputs, to),
      size,
      work,
      pool: this.#pool,
      concurrency: queue.concurrency,
      stop,
      onPlan: (bytes: number) => this.#progress.expect(artifact.id, bytes)
    }
    try {
      const extraction = await this.#fewDirectories(() => fetchParts(reader, options))
      if (artifact.digest && extraction.files > 0) {
        report.info(
          `${titleOf(artifact)}: only the picked files travelled, so its digest is not checked; their CRC-32 and the archive's structure are`
        )
      }
      return { ...extraction, digestAgreed: undefined, fromCache: false }
    } catch (error) {
      throw error instanceof ArchiveError ? refusalOf(artifact, { error, digestAgreed: undefined }) : error
    }
  }
}

interface Attempt extends Folders {
  artifact: Artifact
  reader: RangeReader
  /** Whether this is the one that may use a window. */
  mayStream: boolean
}

/**
 * Until its stack is first read, an error holds all that its frames had at hand: a window of 24 MiB too, for as long as
 * the step remembers what failed.
 */
function releaseStackFrames(error: unknown): void {
  for (let held = error; held instanceof Error; held = held.cause) void held.stack
}

/** Whether a cached archive is not what it was: it was taken once, so only a limit may be another now. */
function isDamage({ cause }: ActionError): boolean {
  return cause instanceof ArchiveError && cause.refusal !== 'limit'
}
