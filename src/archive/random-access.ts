import { read } from 'node:fs'
import { promisify } from 'node:util'
import { ArchiveError } from '../errors/archive-error.js'
import { fileEnds } from '../messages/archive.js'

const readAsync = promisify(read)

/** Random access to the bytes of an archive: a file, memory, or ranges over HTTP. */
export interface RandomAccess {
  /** In bytes. */
  readonly size: number
  /**
   * Reads exactly `length` bytes at `offset`, or throws.
   *
   * @param into memory that may be used for them, of at least this length
   */
  read(offset: number, length: number, into?: Buffer): Promise<Buffer>
}

/** An archive in an open file. The caller closes it. */
export class FileAccess implements RandomAccess {
  readonly size: number
  readonly #descriptor: number

  constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor
    this.size = size
  }

  async read(offset: number, length: number, into?: Buffer): Promise<Buffer> {
    const buffer = into?.subarray(0, length) ?? Buffer.allocUnsafe(length)
    for (let filled = 0; filled < length; ) {
      const position = offset + filled
      const { bytesRead } = await readAsync(this.#descriptor, buffer, filled, length - filled, position)
      if (bytesRead === 0) throw new ArchiveError('truncated', fileEnds(position))
      filled += bytesRead
    }
    return buffer
  }
}
