import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** How much may wait for the disk, in bytes. */
const BUFFER = 1 << 20

/** Bytes in order into a file, overwritten, hashed on the way. */
export class FileSink {
  /** How many bytes have come. */
  bytes = 0
  readonly file: string
  readonly #hash = createHash('sha256')
  readonly #stream: WriteStream
  readonly #finished: Promise<void>

  constructor(file: string) {
    this.file = file
    this.#stream = createWriteStream(file, { highWaterMark: BUFFER })
    this.#finished = finished(this.#stream)
    // Whoever writes or ends hears of it.
    this.#finished.catch(() => {})
  }

  /** Waits where the disk is behind. @throws the file system's errors */
  write(chunk: Buffer): Promise<void> | undefined {
    this.bytes += chunk.length
    this.#hash.update(chunk)
    if (this.#stream.write(chunk)) return undefined
    return Promise.race([once(this.#stream, 'drain').then(() => {}), this.#finished])
  }

  /** All is on its way to the disk. @returns lower-case hex of the SHA-256 of the bytes */
  async end(): Promise<string> {
    this.#stream.end()
    await this.#finished
    return this.#hash.digest('hex')
  }

  /** Gives up. */
  async discard(): Promise<void> {
    this.#stream.destroy()
    await this.#finished.catch(() => {})
  }
}
