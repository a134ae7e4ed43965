import { open } from 'node:fs/promises'
import { type Extraction, type PlanOptions, planExtraction } from '../../archive/extract.js'
import type { WorkerPool } from '../../archive/worker-pool.js'
import { allOrAbort } from '../../concurrency/all-or-abort.js'
import { ArchiveError } from '../../errors/archive-error.js'
import type { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import type { RangeReader } from '../../storage/range-reader.js'
import { LARGE_TAIL, RemoteSource, SMALL_TAIL } from '../../storage/remote-source.js'
import { hashRing } from './hasher.js'
import { PartStream } from './part-stream.js'
import { writeRing } from './ring-buffer-file.js'
import type { RingPool } from './ring-pool.js'

interface TransferOptions {
  /** Of the whole artifact, in bytes. */
  size: number
  /** How many bytes the first request asked for. */
  firstLength: number
  concurrency: number
  /** The built hashing thread. */
  workerUrl: URL
  rings: RingPool
  stop: AbortController
}

/** A large artifact that comes in parts through a ring buffer: hashed, and written or unpacked meanwhile. */
export class StreamingDownload {
  readonly size: number
  readonly #reader: RangeReader
  readonly #stop: AbortController
  readonly #ring: SharedRingBuffer
  readonly #rings: RingPool
  readonly #stream: PartStream
  /** Lower-case hex. */
  readonly #sha256: Promise<string>
  /** The other readers hold the ring buffer until they begin, so hashing may wait for them. */
  #readersBegin: () => void = () => {}

  constructor(
    reader: RangeReader,
    { size, firstLength, concurrency, workerUrl, rings, stop }: TransferOptions
  ) {
    this.size = size
    this.#reader = reader
    this.#stop = stop
    const ring = rings.take()
    this.#rings = rings
    this.#ring = ring
    this.#stream = new PartStream(reader, { ring, size, from: firstLength, concurrency, stop })
    const after = new Promise<void>(resolve => {
      this.#readersBegin = resolve
    })
    this.#sha256 = hashRing(ring, { size, workerUrl, signal: stop.signal, after })
  }

  /** The sink of the first request. */
  readonly firstPart = (chunk: Buffer, position: number): void => this.#stream.firstPart(chunk, position)

  /**
   * Writes it to a file.
   *
   * @param firstPart settles when the first request has ended
   * @returns lower-case hex of the SHA-256
   */
  async write(firstPart: Promise<unknown>, file: string): Promise<string> {
    const ring = this.#ring
    // Before the first await: the ring must not move on without it.
    const consumer = ring.consumer()
    this.#readersBegin()
    const handle = await open(file, 'wx')
    try {
      const { size } = this
      const writing = writeRing(handle, { ring, consumer, size, signal: this.#stop.signal })
      const [sha256] = await allOrAbort(this.#stop, [this.#sha256, this.#stream.read(firstPart), writing])
      this.#rings.giveBack(ring)
      return sha256
    } finally {
      await handle.close()
    }
  }

  /**
   * Unpacks it while it comes. The directory is fetched first, from the end.
   *
   * @param firstPart settles when the first request has ended
   * @param mustHash whether a refused archive is still hashed to its end
   * @returns the extraction or the refusal; the SHA-256 of all bytes unless a refusal ended it early
   */
  async unpack(
    firstPart: Promise<unknown>,
    options: PlanOptions & { pool: WorkerPool; mustHash: boolean }
  ): Promise<{ sha256: string | undefined; outcome: Extraction | ArchiveError }> {
    const extraction = this.#extract(options).catch((error: unknown) => {
      // A limit is reported without a verified digest: the rest is not needed.
      if (error instanceof ArchiveError && error.refusal !== 'limit' && options.mustHash) return error
      throw error
    })
    try {
      const tasks = [this.#sha256, extraction, this.#stream.read(firstPart)] as const
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
    return Math.max(SMALL_TAIL, Math.min(LARGE_TAIL, Math.ceil(this.size / 50)))
  }

  async #extract({ pool, ...options }: PlanOptions & { pool: WorkerPool }): Promise<Extraction> {
    const { signal } = this.#stop
    const consumer = this.#ring.consumer()
    try {
      const source = new RemoteSource(this.#reader, { size: this.size, tail: this.#tail, signal })
      const plan = await planExtraction(source, { ...options, onCount: entries => pool.prepare(entries) })
      this.#readersBegin()
      return await plan.extract({ ring: this.#ring, consumer }, { pool, signal })
    } finally {
      // The hash continues without it.
      consumer.release(this.size)
      this.#readersBegin()
    }
  }
}
