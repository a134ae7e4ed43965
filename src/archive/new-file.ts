import { closeSync, constants, futimesSync, openSync, writeFile, writeSync } from 'node:fs'
import { promisify } from 'node:util'

const append = promisify<number, Buffer, void>(writeFile)

/** The flag `wx`, which Node would parse again for each file. */
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL

/** What an archive says of a file besides its content. */
export interface FileAttributes {
  /** Of a new file: the system subtracts the umask. */
  mode: number
  /** In ms since the epoch. */
  mtime: number
}

/** A file that must not exist yet, with the mode (less the umask) and the time of its entry. */
export class NewFile {
  readonly #mtime: number
  readonly #descriptor: number

  constructor(path: string, { mode, mtime }: FileAttributes) {
    this.#mtime = mtime
    this.#descriptor = openSync(path, CREATE, mode)
  }

  write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at)
  }

  /** In Node's thread pool. The bytes have to stay valid until it is done. */
  async writeInBackground(bytes: Buffer): Promise<void> {
    await append(this.#descriptor, bytes)
  }

  /** Call this once the content is checked. */
  finish(): void {
    futimesSync(this.#descriptor, timeOf(this.#mtime), timeOf(this.#mtime))
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** A time for node:fs. @param mtime in ms since the epoch */
export function timeOf(mtime: number): Date | number {
  // Node replaces a negative number by the current time.
  return mtime < 0 ? new Date(mtime) : mtime / 1000
}
