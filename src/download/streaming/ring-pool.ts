import pLimit, { type LimitFunction } from 'p-limit'
import { garbageCollector } from '../../memory/garbage-collector.js'
import { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'

/** All ring buffers of a step together, in bytes. */
const TOTAL = 48 << 20
/** One ring buffer, in bytes: six parts, some being received and some being read. More gain nothing. */
const LARGEST = 24 << 20

/** The ring buffers of a step: streaming downloads share a fixed amount of memory. */
export class RingPool {
  /** Limits the streaming downloads, each of which takes one ring buffer. */
  readonly #limit: LimitFunction
  /** Limits the downloads that have not requested their last part. */
  readonly #turns: LimitFunction
  readonly #size: number
  /** The memory of finished downloads: otherwise each would wait for a garbage collection. */
  readonly #free: SharedArrayBuffer[] = []
  #created = 0

  /** @param streams the most streaming downloads at a time */
  constructor(streams: number) {
    this.#limit = pLimit(streams)
    this.#turns = pLimit(streams)
    this.#size = Math.min(LARGEST, TOTAL / streams)
  }

  /**
   * Runs a download when a ring buffer is free.
   *
   * @param prepare called when the download has to wait, and an earlier one has requested its last part
   * @param download calls `onLastPart` when it has requested its last part
   */
  async run<T>(prepare: () => void, download: (onLastPart: () => void) => Promise<T>): Promise<T> {
    let onLastPart = () => {}
    const turn = new Promise<void>(resolve => {
      onLastPart = resolve
    })
    await new Promise<void>(begin => {
      void this.#turns(() => {
        begin()
        return turn
      })
    })
    try {
      if (this.#limit.activeCount === this.#limit.concurrency) prepare()
      return await this.#limit(() => download(onLastPart))
    } finally {
      onLastPart()
    }
  }

  /** A ring buffer for a download inside `run`. */
  take(): SharedRingBuffer {
    // An earlier download failed. The memory of its ring is collected now: Node.js 20 does not count shared memory.
    if (this.#free.length === 0 && this.#created++ >= this.#limit.concurrency) garbageCollector.collectAll()
    return new SharedRingBuffer(this.#size, this.#free.pop())
  }

  /** Only after success: after a failure something may still write to it. */
  giveBack({ memory }: SharedRingBuffer): void {
    this.#free.push(memory.bytes)
  }
}
