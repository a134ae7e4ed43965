import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** Bytes to send, in memory or on disk. */
export interface Content {
  readonly size: number
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Iterable<Buffer> | AsyncIterable<Buffer>
}

// Large, so that a GiB costs a thousand turns of the loop and not sixteen thousand.
const CHUNK_BYTES = 1024 * 1024

export class BufferContent implements Content {
  readonly #bytes: Buffer
  readonly size: number

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.size = bytes.length
  }

  *read(start: number, end: number): Iterable<Buffer> {
    for (let at = start; at < end; at += CHUNK_BYTES) {
      yield this.#bytes.subarray(at, Math.min(end, at + CHUNK_BYTES))
    }
  }
}

/** A file on disk, streamed. */
export class FileContent implements Content {
  readonly #path: string
  readonly size: number

  private constructor(path: string, size: number) {
    this.#path = path
    this.size = size
  }

  static async open(path: string): Promise<FileContent> {
    return new FileContent(path, (await stat(path)).size)
  }

  read(start: number, end: number): Iterable<Buffer> | AsyncIterable<Buffer> {
    if (start === end) return []
    return createReadStream(this.#path, { start, end: end - 1, highWaterMark: CHUNK_BYTES })
  }
}

/** All of it, for what is known to be small. */
export async function bytesOf(content: Content): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content.read(0, content.size)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** All of what a client sends. */
export async function receive(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** `sha256:<hex>`, the way the API writes a digest. */
export async function digestOf(content: Content): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of content.read(0, content.size)) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}
