import { open } from 'node:fs/promises'
import path from 'node:path'
import { type Extraction, type PlanOptions, planExtraction } from '../../archive/extract.js'
import type { WorkerPool } from '../../archive/worker-pool.js'
import { allOrAbort } from '../../concurrency/all-or-abort.js'
import { ArchiveError } from '../../errors/archive-error.js'
import type { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import type { FirstResponse, RangeReader } from '../../storage/range-reader.js'
import { LARGE_TAIL, RemoteSource, SMALL_TAIL } from '../../storage/remote-source.js'
import type { Attempt } from '../context.js'
import { firstRequestLength } from '../strategy.js'
import { checkDigest, handleDigest, mustHash, refusalOf } from '../verify.js'
import { type Fetched, finishFile, keptFileName, planOptions } from '../whole-file.js'
import { hashRing } from './hasher.js'
import { PartStream } from './part-stream.js'
import { writeRing } from './ring-buffer-file.js'
import type { RingPool } from './ring-pool.js'

/** Everything goes through a ring buffer: hashed, and unpacked or written, while it comes. */
export async function downloadStreaming(
  attempt: Attempt,
  { facts, receive }: FirstResponse,
  size: number
): Promise<Fetched> {
  const { context, artifact, work, to } = attempt
  const { inputs, pool, progress, cache } = context
  progress.expect(artifact.id, size)
  const stream = new HashedStream(attempt, size)
  if (cache !== undefined || keptFileName(inputs, artifact, facts) !== undefined) {
    const file = path.join(work, 'archive')
    const sha256 = await stream.write(receive, file)
    return await finishFile(attempt, { file, bytes: size, sha256 }, facts)
  }
  const options = { ...planOptions(inputs, to), pool, mustHash: mustHash(inputs, artifact) }
  const { sha256, outcome } = await stream.unpack(receive, options)
  const digestCheck = sha256 === undefined ? 'unchecked' : checkDigest(artifact, sha256)
  const refusal = outcome instanceof ArchiveError ? refusalOf(artifact, outcome, { digestCheck }) : undefined
  if (refusal?.retryable && refusal.nextTry === 'counted') throw refusal
  // A wrong digest is reported before a refusal.
  if (sha256 !== undefined) await handleDigest(context, artifact, sha256)
  if (outcome instanceof ArchiveError) throw refusal
  return { ...outcome, digestCheck, fromCache: false }
}

/** The parts of an artifact in a ring buffer, which are hashed, and written or unpacked. */
class HashedStream {
  readonly #size: number
  readonly #reader: RangeReader
  readonly #stop: AbortController
  readonly #ring: SharedRingBuffer
  readonly #rings: RingPool
  readonly #stream: PartStream
  /** Lower-case hex. */
  readonly #sha256: Promise<string>
  /** The other readers hold the ring buffer until they begin, so hashing may wait for them. */
  #readersBegin: () => void = () => {}

  /** @param size of the whole artifact, in bytes */
  constructor({ context, reader, rules, stop, onLastPart }: Attempt, size: number) {
    const { services, rings } = context
    this.#size = size
    this.#reader = reader
    this.#stop = stop
    const ring = rings.take()
    this.#rings = rings
    this.#ring = ring
    const { concurrency } = services.queue
    const from = firstRequestLength(rules)
    this.#stream = new PartStream(reader, { ring, size, from, concurrency, stop, onLastPart })
    const workerUrl = new URL('hash-worker.js', services.workerUrl)
    const after = new Promise<void>(resolve => {
      this.#readersBegin = resolve
    })
    this.#sha256 = hashRing(ring, { size, workerUrl, signal: stop.signal, after })
  }

  /** Writes it to a file. @returns lower-case hex of the SHA-256 */
  async write(receiveFirst: FirstResponse['receive'], file: string): Promise<string> {
    const ring = this.#ring
    // Before the first await: the ring must not move on without it.
    const consumer = ring.consumer()
    this.#readersBegin()
    const handle = await open(file, 'wx')
    try {
      const size = this.#size
      const writing = writeRing(handle, { ring, consumer, size, signal: this.#stop.signal })
      const [sha256] = await allOrAbort(this.#stop, [this.#sha256, this.#stream.read(receiveFirst), writing])
      this.#rings.giveBack(ring)
      return sha256
    } finally {
      await handle.close()
    }
  }

  /**
   * Unpacks it while it comes. The directory is fetched first, from the end.
   *
   * @param options with `mustHash`, a refused archive is still hashed to its end
   * @returns the extraction or the refusal; the SHA-256 of all bytes unless a refusal ended it early
   */
  async unpack(
    receiveFirst: FirstResponse['receive'],
    options: PlanOptions & { pool: WorkerPool; mustHash: boolean }
  ): Promise<{ sha256: string | undefined; outcome: Extraction | ArchiveError }> {
    const extraction = this.#extract(options).catch((error: unknown) => {
      // A limit is reported without a verified digest: the rest is not needed.
      if (error instanceof ArchiveError && error.refusal !== 'limit' && options.mustHash) return error
      throw error
    })
    try {
      const tasks = [this.#sha256, extraction, this.#stream.read(receiveFirst)] as const
      const [sha256, outcome] = await allOrAbort(this.#stop, tasks)
      this.#rings.giveBack(this.#ring)
      return { sha256, outcome }
    } catch (error) {
      if (error instanceof ArchiveError) return { sha256: undefined, outcome: error }
      throw error
    }
  }

  /** How many bytes of the end hold the directory: 1 to 2 % of an archive of small files. */
  get #tail(): number {
    return Math.max(SMALL_TAIL, Math.min(LARGE_TAIL, Math.ceil(this.#size / 50)))
  }

  async #extract({ pool, ...options }: PlanOptions & { pool: WorkerPool }): Promise<Extraction> {
    const { signal } = this.#stop
    const consumer = this.#ring.consumer()
    try {
      const source = new RemoteSource(this.#reader, { size: this.#size, tail: this.#tail, signal })
      const plan = await planExtraction(source, { ...options, onCount: entries => pool.prepare(entries) })
      this.#readersBegin()
      return await plan.extract({ ring: this.#ring, consumer }, { pool, signal })
    } finally {
      // The hash continues without it.
      consumer.release(this.#size)
      this.#readersBegin()
    }
  }
}
