/** The shared memory of a ring buffer, to be sent as worker data. */
export interface RingMemory {
  /** The bytes of the stream, byte `p` at `p mod length`. */
  readonly bytes: SharedArrayBuffer
  /** One 64-bit number: how many bytes of the stream have arrived without a gap. */
  readonly received: SharedArrayBuffer
}

/** How long a reader sleeps before it reports that it still waits, in ms. */
const MAX_SLEEP = 1000

export interface RingConsumer {
  /** Frees all bytes before `upTo` for this consumer. */
  release(upTo: number): void
}

/**
 * A ring buffer for a stream of bytes that connections write out of order and threads read in order. It is in shared
 * memory, so that no bytes are copied or allocated between the socket and hash or inflate. Bytes are overwritten once all
 * consumers have released them. Writers wait until their bytes fit: this is the back-pressure.
 */
export class SharedRingBuffer {
  readonly memory: RingMemory
  readonly #bytes: Uint8Array
  readonly #received: BigInt64Array
  readonly #released = new Map<RingConsumer, number>()
  readonly #listeners = new Set<() => void>()
  #low = 0

  /**
   * @param capacity in bytes
   * @param bytes memory of a ring buffer that is no longer used
   */
  constructor(capacity: number, bytes = new SharedArrayBuffer(capacity)) {
    const received = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)
    this.memory = { bytes, received }
    this.#bytes = new Uint8Array(bytes)
    this.#received = new BigInt64Array(received)
  }

  /** In bytes. */
  get size(): number {
    return this.#bytes.length
  }

  /** How many bytes of the stream have arrived without a gap. */
  get received(): number {
    return Number(this.#received[0])
  }

  /** How many bytes all consumers have released. */
  get released(): number {
    return this.#low
  }

  /** Whether all bytes before `end` fit without overwriting bytes that are still needed. */
  fits(end: number): boolean {
    return end <= this.#low + this.#bytes.length
  }

  /** The memory for the bytes from `position` on, up to the end of the ring. Check `fits` before. */
  memoryAt(position: number): Uint8Array {
    return this.#bytes.subarray(position % this.#bytes.length)
  }

  /** Copies bytes to their place. Check `fits` before. A view of `memoryAt` is in place already. */
  write(position: number, chunk: Uint8Array): void {
    if (chunk.buffer === this.memory.bytes) return
    const at = position % this.#bytes.length
    const first = Math.min(chunk.length, this.#bytes.length - at)
    this.#bytes.set(first === chunk.length ? chunk : chunk.subarray(0, first), at)
    if (first < chunk.length) this.#bytes.set(chunk.subarray(first), 0)
  }

  /** Views of bytes that have arrived and are not released: two if they wrap around the end of the ring. */
  pieces(position: number, length: number): Buffer[] {
    return piecesOf(this.memory.bytes, position, length)
  }

  /** Makes all bytes before `position` available to readers. */
  advance(position: number): void {
    if (position <= this.received) return
    Atomics.store(this.#received, 0, BigInt(position))
    Atomics.notify(this.#received, 0)
    this.#changed()
  }

  /**
   * Adds a consumer. All consumers must be added before one releases bytes: otherwise bytes that a later one needs would
   * be overwritten.
   */
  consumer(): RingConsumer {
    if (this.#low > 0) throw new RangeError('a consumer must be added before bytes are released')
    const consumer: RingConsumer = {
      release: upTo => {
        if (upTo <= (this.#released.get(consumer) ?? 0)) return
        this.#released.set(consumer, upTo)
        const low = Math.min(...this.#released.values())
        if (low === this.#low) return
        this.#low = low
        this.#changed()
      }
    }
    this.#released.set(consumer, 0)
    return consumer
  }

  /** Calls `listener` when bytes arrive or are released. @returns a function that stops this */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** Reads a ring buffer in another thread, which sleeps until the bytes arrive. */
export class RingReader {
  readonly #bytes: SharedArrayBuffer
  readonly #received: BigInt64Array
  readonly #onWait: () => void

  /** @param onWait called now and then while it waits */
  constructor({ bytes, received }: RingMemory, onWait: () => void = () => {}) {
    this.#bytes = bytes
    this.#received = new BigInt64Array(received)
    this.#onWait = onWait
  }

  /** How many bytes of the stream have arrived without a gap. */
  get received(): number {
    return Number(Atomics.load(this.#received, 0))
  }

  /**
   * Views of the bytes, valid until the consumer of the caller releases them: two if they wrap around the end of the ring.
   */
  pieces(position: number, length: number): Buffer[] {
    this.#await(position + length)
    return piecesOf(this.#bytes, position, length)
  }

  /** The bytes as one buffer: a copy if they wrap around the end of the ring. */
  read(position: number, length: number): Buffer {
    const [first, ...rest] = this.pieces(position, length)
    return rest.length === 0 ? (first as Buffer) : Buffer.concat([first as Buffer, ...rest])
  }

  #await(end: number): void {
    for (;;) {
      const received = Atomics.load(this.#received, 0)
      if (received >= end) return
      if (Atomics.wait(this.#received, 0, received, MAX_SLEEP) === 'timed-out') this.#onWait()
    }
  }
}

function piecesOf(ring: SharedArrayBuffer, position: number, length: number): Buffer[] {
  const at = position % ring.byteLength
  const first = Math.min(length, ring.byteLength - at)
  const pieces = [Buffer.from(ring, at, first)]
  if (first < length) pieces.push(Buffer.from(ring, 0, length - first))
  return pieces
}
