import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, write } from 'node:fs'
import { promisify } from 'node:util'
import { fileIncomplete } from '../messages/download.js'

/** How much is written at once, in bytes: there are two of these to a sink, and 64 sinks at the most. */
const BUFFER = 128 << 10

const writeAsync = promisify(write)

/** Those of sinks that are done. */
const spare: Buffer[] = []

/**
 * Bytes in order into a file, overwritten, hashed on the way. They are copied into one of two buffers while the other is
 * written: what waits for the disk is bounded, and the chunks they came in can be collected at once.
 */
export class FileSink {
  /** How many bytes have come. */
  bytes = 0
  readonly file: string
  readonly #hash = createHash('sha256')
  readonly #descriptor: number
  readonly #buffers: [filling: Buffer, writing: Buffer] = [newBuffer(), newBuffer()]
  #filled = 0
  #written: Promise<void> = Promise.resolve()
  /** Stays true where that failed. */
  #isWriting = false
  /** The chunk that waits for the disk. */
  #taking: Promise<void> | undefined
  #isClosed = false

  constructor(file: string) {
    this.file = file
    this.#descriptor = openSync(file, 'w')
  }

  /** Waits where the disk is behind; the chunk has to stand until then. @throws the file system's errors */
  write(chunk: Buffer): Promise<void> | undefined {
    // The hash would agree with what came, whatever became of the file.
    if (this.#taking !== undefined) throw new TypeError('a chunk came before the last one was taken')
    this.bytes += chunk.length
    this.#hash.update(chunk)
    const taking = this.#put(chunk)
    if (taking === undefined) return undefined
    this.#taking = taking
    return taking.finally(() => {
      this.#taking = undefined
    })
  }

  /** All is on its way to the disk. @returns lower-case hex of the SHA-256 of the bytes */
  async end(): Promise<string> {
    await this.#written
    await this.#writeAll(this.#buffers[0].subarray(0, this.#filled))
    const { size } = fstatSync(this.#descriptor)
    if (size !== this.bytes) throw new Error(fileIncomplete(size, this.bytes))
    this.#close()
    return this.#hash.digest('hex')
  }

  /** Gives up. */
  async discard(): Promise<void> {
    await this.#taking?.catch(() => {})
    await this.#written.catch(() => {})
    this.#close()
  }

  #put(chunk: Buffer): Promise<void> | undefined {
    const count = chunk.copy(this.#buffers[0], this.#filled)
    this.#filled += count
    if (this.#filled < BUFFER) return undefined
    const rest = chunk.subarray(count)
    return this.#isWriting ? this.#written.then(() => this.#swap(rest)) : this.#swap(rest)
  }

  #swap(rest: Buffer): Promise<void> | undefined {
    this.#isWriting = true
    this.#written = this.#writeAll(this.#buffers[0]).then(() => {
      this.#isWriting = false
    })
    // Whoever writes or ends hears of it.
    this.#written.catch(() => {})
    this.#buffers.reverse()
    this.#filled = 0
    return this.#put(rest)
  }

  /** A disk that fills up may take a part first. */
  async #writeAll(buffer: Buffer): Promise<void> {
    for (let at = 0; at < buffer.length; ) {
      at += (await writeAsync(this.#descriptor, buffer, at)).bytesWritten
    }
  }

  #close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    closeSync(this.#descriptor)
    spare.push(...this.#buffers)
  }
}

function newBuffer(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER)
}
