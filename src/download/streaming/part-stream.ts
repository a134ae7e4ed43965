import { performance } from 'node:perf_hooks'
import type { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import type { RangeReader } from '../../storage/range-reader.js'

/** What one request of several asks for, in bytes: at 60 MB/s 70 ms, so that 20 ms of latency cost little. */
export const PART = 4 << 20
/**
 * With one connection there is no one to share with: fewer requests, in bytes. Half a window, so that one part comes while
 * another is read.
 */
const LONE_PART = 12 << 20
/** The readers are told of so much at once, in bytes: waking a thread costs as much as copying that. */
const STEP = 1 << 20
/** How often it is looked whether the readers wait for bytes, and after how much waiting there is one connection more, in ms. */
const TICK = 20
/** Readers that are this close behind the last byte wait for the network or are about to, in bytes: each holds one MiB or two. */
const CLOSE_BEHIND = 4 << 20

interface StreamOptions {
  ring: SharedRingBuffer
  /** Of the whole blob. */
  size: number
  /** Where the first part ends, which is coming already. */
  from: number
  /** Connections at the most. */
  concurrency: number
  /** Ends all requests, that of the first part too; used when one fails. */
  stop: AbortController
}

interface Part {
  /** Up to where it has come. */
  at: number
  readonly end: number
}

/**
 * Streams a blob into a window in parts. It begins with one connection and takes another whenever the readers have
 * nothing to do and this thread has not either: on a fast network more of them gain nothing and cost memory, on a slow
 * one they are worth four times.
 */
export class PartStream {
  readonly #reader: RangeReader
  readonly #options: StreamOptions
  readonly #parts: Part[]
  #next: number
  #connections = 1
  #open = 0

  constructor(reader: RangeReader, options: StreamOptions) {
    this.#reader = reader
    this.#options = options
    this.#next = options.from
    this.#parts = [{ at: 0, end: options.from }]
  }

  /** Takes the bytes of the first part, which the caller has asked for. */
  firstPart(chunk: Buffer, position: number): void {
    this.#take(this.#parts[0] as Part, chunk, position)
  }

  /**
   * Reads all the other parts.
   *
   * @param first the first part: settles when it has come
   * @throws StartOver, RequestError; no request is in flight any more when it throws
   */
  async read(first: Promise<unknown>): Promise<void> {
    const { ring, size, stop } = this.#options
    const running = new Set<Promise<unknown>>()
    let failure: { error: unknown } | undefined
    let wake: () => void = () => {}
    const begin = (work: Promise<unknown>) => {
      this.#open++
      const tracked = work
        .catch(error => {
          failure ??= { error }
          stop.abort(error)
        })
        .finally(() => {
          this.#open--
          running.delete(tracked)
          wake()
        })
      running.add(tracked)
    }
    const off = ring.onChange(() => wake())
    const onStop = () => {
      failure ??= { error: stop.signal.reason }
      wake()
    }
    stop.signal.addEventListener('abort', onStop)
    let waited = 0
    let loop = performance.eventLoopUtilization()
    const ticker = setInterval(() => {
      // While this thread has other things to do, more connections would only be more to do.
      const now = performance.eventLoopUtilization()
      const { active } = performance.eventLoopUtilization(now, loop)
      loop = now
      // Of a tick that came late, nobody knows whether this thread waited for the network or for a core.
      waited = this.#isSlow ? waited + Math.max(0, TICK - active) : 0
      if (waited < TICK || this.#connections >= this.#options.concurrency) return
      waited -= TICK
      this.#connections++
      wake()
    }, TICK)
    // While the first part comes; where that fails, the requests to come tell why.
    void this.#reader.prepare().catch(() => {})
    try {
      begin(first)
      // After a failure, which ends the others, they are waited for all the same.
      while ((failure === undefined && this.#next < size) || running.size > 0) {
        while (failure === undefined && this.#mayBegin()) begin(this.#readPart())
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      if (failure) throw (failure as { error: unknown }).error
    } finally {
      clearInterval(ticker)
      stop.signal.removeEventListener('abort', onStop)
      off()
    }
  }

  /** Whether the network is what is waited for: by the readers, or, where none has begun yet, by an empty room. */
  get #isSlow(): boolean {
    const { ring } = this.#options
    if (ring.received - ring.released < CLOSE_BEHIND) return true
    return ring.released === 0 && this.#hasRoom
  }

  get #hasRoom(): boolean {
    const { ring, size } = this.#options
    return ring.fits(Math.min(this.#next + this.#partSize, size))
  }

  #mayBegin(): boolean {
    return this.#open < this.#connections && this.#next < this.#options.size && this.#hasRoom
  }

  get #partSize(): number {
    return this.#connections === 1 ? LONE_PART : PART
  }

  async #readPart(): Promise<void> {
    const part: Part = { at: this.#next, end: Math.min(this.#next + this.#partSize, this.#options.size) }
    this.#next = part.end
    this.#parts.push(part)
    await this.#reader.readInto(
      position => this.#options.ring.memoryAt(position),
      { start: part.at, end: part.end },
      (chunk, position) => this.#take(part, chunk, position),
      this.#options.stop.signal
    )
  }

  #take(part: Part, chunk: Buffer, position: number): void {
    const { ring } = this.#options
    ring.write(position, chunk)
    part.at = position + chunk.length
    const isWhole = part.at === part.end
    if (part !== this.#parts[0] || (!isWhole && part.at - ring.received < STEP)) return
    while (this.#parts.length > 0 && this.#parts[0]?.at === this.#parts[0]?.end) this.#parts.shift()
    ring.advance(this.#parts[0]?.at ?? this.#next)
  }
}
