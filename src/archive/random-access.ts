import { read } from 'node:fs'
import { promisify } from 'node:util'
import { ArchiveError } from '../errors/archive-error.js'

const readAsync = promisify(read)

/** Random access to the bytes of an archive: a file, memory, or ranges over HTTP. */
export interface RandomAccess {
  /** In bytes. */
  readonly size: number
  /**
   * Exactly `length` bytes at `offset`; fewer are an error of the source.
   *
   * @param into memory that may be used for them, at least as long
   */
  read(offset: number, length: number, into?: Buffer): Promise<Buffer>
}

/** An archive in an open file, which stays the caller's to close. */
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
      const { bytesRead } = await readAsync(
        this.#descriptor,
        buffer,
        filled,
        length - filled,
        offset + filled
      )
      if (bytesRead === 0) throw new ArchiveError('truncated', `the file ends at byte ${offset + filled}`)
      filled += bytesRead
    }
    return buffer
  }
}
