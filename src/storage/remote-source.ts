import type { RangeReader } from './range-reader.js'

/** How much of the end is fetched at once, in bytes: the directory of about 2,000 entries. */
export const SMALL_TAIL = 256 << 10
/** The same for an archive that is transferred whole: the directory of about 20,000 entries. */
export const LARGE_TAIL = 2 << 20

/** Random access to an artifact in storage. Its end, with the directory of an archive, is fetched once and kept. */
export class RemoteSource {
  /** In bytes. */
  readonly size: number
  readonly #reader: RangeReader
  readonly #signal: AbortSignal
  readonly #tailStart: number
  #tail: Promise<Buffer> | undefined

  /** @param tail the size of the end that is kept, in bytes */
  constructor(
    reader: RangeReader,
    { size, tail, signal }: { size: number; tail: number; signal: AbortSignal }
  ) {
    this.#reader = reader
    this.#signal = signal
    this.size = size
    this.#tailStart = Math.max(0, size - tail)
  }

  /** Exactly `length` bytes at `offset`; `into` may be used for them. @throws StartOver, RequestError */
  async read(offset: number, length: number, into?: Buffer): Promise<Buffer> {
    const end = offset + length
    if (end <= this.#tailStart) return await this.#reader.bytes({ start: offset, end }, this.#signal, into)
    this.#tail ??= this.#reader.bytes({ start: this.#tailStart, end: this.size }, this.#signal)
    const inTail = (await this.#tail).subarray(Math.max(0, offset - this.#tailStart), end - this.#tailStart)
    if (offset >= this.#tailStart) return inTail
    const before = await this.#reader.bytes({ start: offset, end: this.#tailStart }, this.#signal)
    return Buffer.concat([before, inTail])
  }
}
