/** What a thread needs to read along: plain shared memory, which travels as worker data. */
export interface RingMemory {
  /** The bytes of the stream, byte `p` at `p mod length`. */
  readonly bytes: SharedArrayBuffer
  /** One 64-bit number: how many bytes of the stream have come, without a gap. */
  readonly received: SharedArrayBuffer
}

/** How long a reader sleeps before it says that it still waits, in ms. */
const LONGEST_NAP = 1000

/** One that reads along, and says up to where its bytes are no longer needed. */
export interface RingConsumer {
  release(upTo: number): void
}

/**
 * A window on a stream of bytes that is written out of order by connections and read in order by threads: a ring in
 * shared memory, so that nothing is copied or allocated on the way from the socket to hash and inflate. It moves on as
 * its slowest consumer does; what does not fit waits, and that is the back-pressure.
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
   * @param bytes of a window that nobody reads or writes any more
   */
  constructor(capacity: number, bytes = new SharedArrayBuffer(capacity)) {
    const received = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)
    this.memory = { bytes, received }
    this.#bytes = new Uint8Array(bytes)
    this.#received = new BigInt64Array(received)
  }

  /** Up to where the stream has come without a gap. */
  get received(): number {
    return Number(this.#received[0])
  }

  /** Up to where every consumer is done. */
  get released(): number {
    return this.#low
  }

  /** Whether all before `end` fits beside what is still needed. */
  hasRoomTo(end: number): boolean {
    return end <= this.#low + this.#bytes.length
  }

  /** Where the bytes from `position` on belong, up to where the ring begins anew; the caller has asked `hasRoomTo`. */
  roomAt(position: number): Uint8Array {
    return this.#bytes.subarray(position % this.#bytes.length)
  }

  /** Puts bytes where they belong; the caller has asked `hasRoomTo`. A view of what `roomAt` gave is there already. */
  write(position: number, chunk: Uint8Array): void {
    if (chunk.buffer === this.memory.bytes) return
    const at = position % this.#bytes.length
    const first = Math.min(chunk.length, this.#bytes.length - at)
    this.#bytes.set(first === chunk.length ? chunk : chunk.subarray(0, first), at)
    if (first < chunk.length) this.#bytes.set(chunk.subarray(first), 0)
  }

  /** Bytes that have come and are not released yet: themselves, not a copy. In two pieces where the ring begins anew. */
  pieces(position: number, length: number): Buffer[] {
    return piecesOf(this.memory.bytes, position, length)
  }

  /** Shows the readers all before `position`. */
  advance(position: number): void {
    if (position <= this.received) return
    Atomics.store(this.#received, 0, BigInt(position))
    Atomics.notify(this.#received, 0)
    this.#changed()
  }

  /**
   * A consumer that has released nothing yet: the window does not move past byte 0 without it. All are there before the
   * first one releases anything, or bytes that a later one needs would be overwritten.
   */
  consumer(): RingConsumer {
    if (this.#low > 0) throw new RangeError('the window has moved on: this consumer would miss its beginning')
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

  /** Calls `listener` whenever bytes have come or room has. Answers with how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The reading side of a window, for another thread: it sleeps until what it wants has come. */
export class RingReader {
  readonly #bytes: SharedArrayBuffer
  readonly #received: BigInt64Array
  readonly #onWait: () => void

  /** @param onWait called now and then while it sleeps: it is alive */
  constructor({ bytes, received }: RingMemory, onWait: () => void = () => {}) {
    this.#bytes = bytes
    this.#received = new BigInt64Array(received)
    this.#onWait = onWait
  }

  /** Up to where the stream has come without a gap. */
  get received(): number {
    return Number(Atomics.load(this.#received, 0))
  }

  /**
   * The bytes themselves, not a copy: they stand until the caller's consumer releases them. In two pieces where the ring
   * begins anew.
   */
  pieces(position: number, length: number): Buffer[] {
    this.#await(position + length)
    return piecesOf(this.#bytes, position, length)
  }

  /** The bytes as one buffer, which is a copy where the ring begins anew. */
  read(position: number, length: number): Buffer {
    const [first, ...rest] = this.pieces(position, length)
    return rest.length === 0 ? (first as Buffer) : Buffer.concat([first as Buffer, ...rest])
  }

  #await(end: number): void {
    for (;;) {
      const received = Atomics.load(this.#received, 0)
      if (received >= end) return
      if (Atomics.wait(this.#received, 0, received, LONGEST_NAP) === 'timed-out') this.#onWait()
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
