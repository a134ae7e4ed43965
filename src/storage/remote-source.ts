import type { RangeReader } from './range-reader.js'

/** How much of the end is fetched at once, in bytes: the directory of some 2,000 entries. */
export const SMALL_TAIL = 256 << 10
/** Of what comes whole anyway: the directory of some 20,000 entries. */
export const LARGE_TAIL = 2 << 20

/** Random access to a blob by ranges. Its end, where an archive's directory is, is fetched once and kept. */
export class RemoteSource {
  /** In bytes. */
  readonly size: number
  readonly #reader: RangeReader
  readonly #signal: AbortSignal
  readonly #tailStart: number
  #tail: Promise<Buffer> | undefined

  /** @param tail how much of the end, in bytes */
  constructor(
    reader: RangeReader,
    { size, tail, signal }: { size: number; tail: number; signal: AbortSignal }
  ) {
    this.#reader = reader
    this.#signal = signal
    this.size = size
    this.#tailStart = Math.max(0, size - tail)
  }

  /** Exactly `length` bytes at `offset`, perhaps in the memory given. @throws StartOver, RequestError */
  async read(offset: number, length: number, into?: Buffer): Promise<Buffer> {
    const end = offset + length
    if (end <= this.#tailStart) return await this.#reader.bytes({ start: offset, end }, this.#signal, into)
    this.#tail ??= this.#reader.bytes({ start: this.#tailStart, end: this.size }, this.#signal)
    const inTail = (await this.#tail).subarray(Math.max(0, offset - this.#tailStart), end - this.#tailStart)
    if (offset >= this.#tailStart) return inTail
    return Buffer.concat([
      await this.#reader.bytes({ start: offset, end: this.#tailStart }, this.#signal),
      inTail
    ])
  }
}
