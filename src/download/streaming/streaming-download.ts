import { open } from 'node:fs/promises'
import { type Extraction, type PlanOptions, planExtraction } from '../../archive/extract.js'
import type { WorkerPool } from '../../archive/worker-pool.js'
import { allOrAbort } from '../../concurrency/all-or-abort.js'
import { ArchiveError } from '../../errors/archive-error.js'
import { garbageCollector } from '../../memory/garbage-collector.js'
import { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import type { RangeReader } from '../../storage/range-reader.js'
import { LARGE_TAIL, RemoteSource, SMALL_TAIL } from '../../storage/remote-source.js'
import { hashWindow } from './hasher.js'
import { PartStream } from './part-stream.js'
import { writeWindow } from './ring-buffer-file.js'

/** What is on its way between connections and threads, in bytes: six parts, some on their way and some that are read. */
const WINDOW = 24 << 20

interface TransferOptions {
  /** Of the whole blob, in bytes. */
  size: number
  /** How many bytes the first request asked for. */
  firstLength: number
  concurrency: number
  /** The built hashing thread. */
  workerUrl: URL
  rings: Rings
  stop: AbortController
}

/** The memory of a window that has ended well: for the next one, or that of each would wait to be collected. */
export interface Rings {
  free?: SharedArrayBuffer | undefined
  /** Whether there has been a window. */
  hasMade?: boolean
}

/** A large blob on its way through memory: hashed in order, and written or unpacked, while it comes in parts. */
export class StreamingDownload {
  readonly size: number
  readonly #reader: RangeReader
  readonly #stop: AbortController
  readonly #ring: SharedRingBuffer
  readonly #rings: Rings
  readonly #stream: PartStream
  /** Lower-case hex. */
  readonly #sha256: Promise<string>
  /** The hash need not begin before the readers do, who hold the window until then. */
  #readersBegin: () => void = () => {}

  constructor(
    reader: RangeReader,
    { size, firstLength, concurrency, workerUrl, rings, stop }: TransferOptions
  ) {
    this.size = size
    this.#reader = reader
    this.#stop = stop
    // The one before has failed. Node 20 does not count shared memory as something to collect.
    if (rings.free === undefined && rings.hasMade) garbageCollector.collectAll()
    rings.hasMade = true
    const ring = new SharedRingBuffer(WINDOW, rings.free)
    // Not given back after a failure: who knows what still comes.
    rings.free = undefined
    this.#rings = rings
    this.#ring = ring
    this.#stream = new PartStream(reader, { ring, size, from: firstLength, concurrency, stop })
    const after = new Promise<void>(resolve => {
      this.#readersBegin = resolve
    })
    this.#sha256 = hashWindow(ring, { size, workerUrl, signal: stop.signal, after })
  }

  /** Takes the bytes of the first request. */
  readonly firstPart = (chunk: Buffer, position: number): void => this.#stream.firstPart(chunk, position)

  /**
   * Writes it into a file.
   *
   * @param opening settles when the first request has ended
   * @returns lower-case hex of the SHA-256
   */
  async write(opening: Promise<unknown>, file: string): Promise<string> {
    const ring = this.#ring
    // Before anything is waited for: the window is not to move on without it.
    const consumer = ring.consumer()
    this.#readersBegin()
    const handle = await open(file, 'wx')
    try {
      const { size } = this
      const writing = writeWindow(handle, { ring, consumer, size, signal: this.#stop.signal })
      const [sha256] = await allOrAbort(this.#stop, [this.#sha256, this.#stream.read(opening), writing])
      this.#rings.free = ring.memory.bytes
      return sha256
    } finally {
      await handle.close()
    }
  }

  /**
   * Unpacks it as it passes by: the directory is fetched first, from the end.
   *
   * @param opening settles when the first request has ended
   * @param mustHash whether an archive that is refused is hashed to its end all the same
   * @returns the refusal, with the SHA-256 of all bytes where they had to be hashed; or what was unpacked
   */
  async unpack(
    opening: Promise<unknown>,
    options: PlanOptions & { pool: WorkerPool; mustHash: boolean }
  ): Promise<{ sha256: string | undefined; outcome: Extraction | ArchiveError }> {
    const extraction = this.#extract(options).catch((error: unknown) => {
      // A limit is no word on whose bytes they are: no more of them need come.
      if (error instanceof ArchiveError && error.refusal !== 'limit' && options.mustHash) return error
      throw error
    })
    try {
      const works = [this.#sha256, extraction, this.#stream.read(opening)] as const
      const [sha256, outcome] = await allOrAbort(this.#stop, works)
      this.#rings.free = this.#ring.memory.bytes
      return { sha256, outcome }
    } catch (error) {
      if (error instanceof ArchiveError) return { sha256: undefined, outcome: error }
      throw error
    }
  }

  /** A directory is about 1 or 2 % of an archive of small files. */
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
      // The hash goes on without it.
      consumer.release(this.size)
      this.#readersBegin()
    }
  }
}
