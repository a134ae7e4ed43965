import { performance } from 'node:perf_hooks'
import type { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import type { FirstResponse, RangeReader } from '../../storage/range-reader.js'

/** The range of one request, in bytes: 70 ms at 60 MB/s, so that a latency of 20 ms costs little. */
export const PART = 4 << 20
/** The same in a ring buffer that holds fewer than six such parts. In bytes. */
const SMALL_PART = 2 << 20
/** Readers are notified in steps, in bytes: to wake a thread costs as much as to copy this much. */
const STEP = 1 << 20
/** How often to check whether the readers wait, and how long they wait before another connection is added. In ms. */
const TICK = 20
/** Readers this close behind the last byte wait for the network, or will soon. In bytes: each holds one or two MiB. */
const CLOSE_BEHIND = 4 << 20

interface StreamOptions {
  ring: SharedRingBuffer
  /** Of the whole artifact, in bytes. */
  size: number
  /** Where the first part ends, which the caller has requested. */
  from: number
  /** The most connections. */
  concurrency: number
  /** Ends all requests, including that of the first part; used when one fails. */
  stop: AbortController
  /** Called when all parts have been requested. */
  onLastPart?: (() => void) | undefined
}

interface Part {
  /** Up to where it has been received. */
  position: number
  readonly end: number
}

/**
 * Receives an artifact into a ring buffer in parts. It begins with one connection and adds another whenever both the
 * readers and this thread are idle: on a fast network more connections gain nothing and cost memory, on a slow one they
 * are up to four times as fast.
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
    this.#parts = [{ position: 0, end: options.from }]
  }

  /**
   * Receives all parts.
   *
   * @param receiveFirst receives the first part
   * @throws StartOver, RequestError; no request is in flight when it throws
   */
  async read(receiveFirst: FirstResponse['receive']): Promise<void> {
    const { ring, size, stop } = this.#options
    const running = new Set<Promise<unknown>>()
    let failure: { error: unknown } | undefined
    let wake: () => void = () => {}
    const track = (request: Promise<unknown>) => {
      this.#open++
      const tracked = request
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
      // While this thread is busy, more connections would only add work.
      const now = performance.eventLoopUtilization()
      const { active } = performance.eventLoopUtilization(now, loop)
      loop = now
      // After a late tick it is unknown whether this thread waited for the network or for a core.
      waited = this.#isSlow ? waited + Math.max(0, TICK - active) : 0
      if (waited < TICK || this.#connections >= this.#options.concurrency) return
      waited -= TICK
      this.#connections++
      wake()
    }, TICK)
    // Connects while the first part is received. If that fails, the next request reports why.
    void this.#reader.prepare().catch(() => {})
    try {
      const first = this.#parts[0] as Part
      track(receiveFirst((chunk, position) => this.#receive(first, chunk, position)))
      // A failure ends the other requests; they are awaited too.
      while ((failure === undefined && this.#next < size) || running.size > 0) {
        while (failure === undefined && this.#mayBegin()) track(this.#readPart())
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

  /** Whether the readers wait for the network, or, if none has begun yet, the ring buffer has room. */
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

  /** A single connection receives half the ring buffer while the other half is read. */
  get #partSize(): number {
    const { size } = this.#options.ring
    if (this.#connections === 1) return size / 2
    return size < 6 * PART ? SMALL_PART : PART
  }

  async #readPart(): Promise<void> {
    const part: Part = {
      position: this.#next,
      end: Math.min(this.#next + this.#partSize, this.#options.size)
    }
    this.#next = part.end
    this.#parts.push(part)
    if (part.end === this.#options.size) this.#options.onLastPart?.()
    await this.#reader.readInto(
      position => this.#options.ring.memoryAt(position),
      { start: part.position, end: part.end },
      (chunk, position) => this.#receive(part, chunk, position),
      this.#options.stop.signal
    )
  }

  #receive(part: Part, chunk: Buffer, position: number): void {
    const { ring } = this.#options
    ring.write(position, chunk)
    part.position = position + chunk.length
    const isComplete = part.position === part.end
    if (part !== this.#parts[0] || (!isComplete && part.position - ring.received < STEP)) return
    while (this.#parts.length > 0 && this.#parts[0]?.position === this.#parts[0]?.end) this.#parts.shift()
    ring.advance(this.#parts[0]?.position ?? this.#next)
  }
}
