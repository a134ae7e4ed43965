import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, writeFile } from 'node:fs'
import { promisify } from 'node:util'
import { fileIncomplete } from '../messages/download.js'

/** The size of one write, in bytes. Each sink has two buffers of it, and there are at most 64 sinks. */
const BUFFER = 128 << 10

/** Writes all bytes after those before. When a disk fills up, one write may take a part of them. */
const append = promisify<number, Buffer, void>(writeFile)

/** Buffers of finished sinks. */
const spare: Buffer[] = []

/**
 * Writes bytes in order to a file, which it overwrites, and hashes them. Chunks are copied into one of two buffers while
 * the other one is written: that bounds the memory that waits for the disk, and frees the chunks at once.
 */
export class FileSink {
  /** Bytes received. */
  bytes = 0
  readonly file: string
  readonly #hash = createHash('sha256')
  readonly #descriptor: number
  readonly #buffers: [filling: Buffer, writing: Buffer] = [newBuffer(), newBuffer()]
  #filled = 0
  #written: Promise<void> = Promise.resolve()
  /** Stays true after a failed write. */
  #isWriting = false
  /** The chunk that waits for the disk. */
  #pending: Promise<void> | undefined
  #isClosed = false

  constructor(file: string) {
    this.file = file
    this.#descriptor = openSync(file, 'w')
  }

  /** Returns a promise if the disk is behind; the chunk must stay unchanged until then. @throws errors of the file system */
  write(chunk: Buffer): Promise<void> | undefined {
    // Otherwise the file could differ from what was hashed.
    if (this.#pending !== undefined) throw new TypeError('a chunk came before the last one was written')
    this.bytes += chunk.length
    this.#hash.update(chunk)
    const pending = this.#put(chunk)
    if (pending === undefined) return undefined
    this.#pending = pending
    return pending.finally(() => {
      this.#pending = undefined
    })
  }

  /** Writes the rest. @returns the SHA-256 of all bytes in lower-case hex */
  async end(): Promise<string> {
    await this.#written
    await append(this.#descriptor, this.#buffers[0].subarray(0, this.#filled))
    const { size } = fstatSync(this.#descriptor)
    if (size !== this.bytes) throw new Error(fileIncomplete(size, this.bytes))
    this.#close()
    return this.#hash.digest('hex')
  }

  /** Closes the file after pending writes. No effect after `end`. */
  async discard(): Promise<void> {
    await this.#pending?.catch(() => {})
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
    this.#written = append(this.#descriptor, this.#buffers[0]).then(() => {
      this.#isWriting = false
    })
    // The next write or `end` reports it.
    this.#written.catch(() => {})
    this.#buffers.reverse()
    this.#filled = 0
    return this.#put(rest)
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
