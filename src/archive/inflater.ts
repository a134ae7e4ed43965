import { Readable } from 'node:stream'
import { constants, createInflateRaw, inflateRawSync, type Zlib } from 'node:zlib'
import { attempt } from '../errors/attempt.js'
import { mayUseInternals } from '../memory/node-internals.js'
import { guarded, type TerminateGuard } from './terminate-guard.js'

/** The size of an output buffer, in bytes. */
const OUTPUT = 2 << 20
/** The largest content that `inflate` returns, in bytes: one byte of the buffer shows whether there is more. */
export const MAX_BUFFERED = OUTPUT - 1
/** How much the plain implementation returns at once, in bytes. */
const PLAIN_OUTPUT = 1 << 20

/** Content that was inflated in one go. */
export interface Inflated {
  content: Buffer
  /** How many bytes of the input were consumed. */
  consumed: number
}

/** Inflates raw deflate data. All errors have zlib's `code`, such as `Z_BUF_ERROR` for data that ends too early. */
export interface Inflater {
  /** Whether `inflateChunks` reads ahead: then its input chunks have to stay valid. */
  readonly readsAhead: boolean
  /** How many bytes of input `inflateChunks` has consumed; without `readsAhead` it is current with each chunk. */
  readonly consumed: number
  /**
   * Inflates all data in one go. The content is valid until the next call.
   *
   * @param size the expected size, at most `MAX_BUFFERED`. Longer content is an error, or returned with one more byte
   */
  inflate(input: Buffer, size: number): Inflated
  /**
   * Inflates data chunk by chunk. A chunk stays valid while the next one is produced. Ends with the data, even if input
   * is left over.
   *
   * @param length of all input, in bytes
   */
  inflateChunks(input: Iterable<Buffer>, length: number): AsyncIterable<Buffer>
}

/** @param guard of the calling thread, if it may be terminated */
export function createInflater(guard?: TerminateGuard): Inflater {
  return (mayUseInternals() && guarded(guard, createInternalInflater)) || new PlainInflater(guard)
}

/** With the public calls of zlib. */
class PlainInflater implements Inflater {
  readonly readsAhead = true
  consumed = 0
  readonly #guard: TerminateGuard | undefined

  constructor(guard: TerminateGuard | undefined) {
    this.#guard = guard
  }

  inflate(input: Buffer, size: number): Inflated {
    const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1, info: true }
    const result = guarded(this.#guard, () => inflateRawSync(input, options))
    const { buffer, engine } = result as unknown as { buffer: Buffer; engine: Zlib }
    return { content: buffer, consumed: engine.bytesWritten }
  }

  async *inflateChunks(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
    const input = Readable.from(chunks)
    const engine = guarded(this.#guard, () => createInflateRaw({ chunkSize: PLAIN_OUTPUT }))
    input.on('error', error => engine.destroy(error))
    try {
      yield* input.pipe(engine) as AsyncIterable<Buffer>
      this.consumed = engine.bytesWritten
    } finally {
      input.destroy()
      engine.destroy()
    }
  }
}

/** The undocumented part of Node's zlib streams: lib/zlib.js, `processChunkSync`. */
interface ZlibStream {
  _handle: {
    writeSync(
      flush: number,
      input: Buffer,
      inputAt: number,
      inputLength: number,
      output: Buffer,
      outputAt: number,
      outputLength: number
    ): void
    reset(): void
    onerror: (message: string, errno: number, code: string) => void
  }
  /** Free bytes of the output, remaining bytes of the input. */
  _writeState: Uint32Array
  close(): void
}

/**
 * With the private handle of Node's zlib streams: synchronous, chunk by chunk, into two buffers that are reused. The
 * public calls either need all data at once or use the thread pool, and allocate a buffer for each result. This takes a
 * third less time and creates no garbage.
 */
class InternalInflater implements Inflater {
  readonly readsAhead = false
  consumed = 0
  readonly #stream: ZlibStream
  /** Used in turn: one is filled while the other is written to disk. */
  readonly #outputs: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(OUTPUT), Buffer.allocUnsafeSlow(OUTPUT)]
  #errorCode: string | undefined

  constructor(stream: ZlibStream) {
    this.#stream = stream
    stream._handle.onerror = (_message, _errno, code) => {
      this.#errorCode = code
    }
  }

  inflate(input: Buffer, size: number): Inflated {
    const { _handle: handle, _writeState: state } = this.#stream
    const [output] = this.#outputs
    this.#reset()
    handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, size + 1)
    const [free = 0, inputLeft = 0] = state
    this.#throwIfFailed()
    return { content: output.subarray(0, size + 1 - free), consumed: input.length - inputLeft }
  }

  async *inflateChunks(input: Iterable<Buffer>, length: number): AsyncGenerator<Buffer> {
    this.#reset()
    let read = 0
    for (const chunk of input) {
      read += chunk.length
      yield* this.#push(chunk, read === length)
      if (this.consumed < read) return
    }
  }

  *#push(input: Buffer, isLast: boolean): Generator<Buffer> {
    const { _handle: handle, _writeState: state } = this.#stream
    const flush = isLast ? constants.Z_FINISH : constants.Z_NO_FLUSH
    for (let at = 0; ; ) {
      const [output] = this.#outputs
      handle.writeSync(flush, input, at, input.length - at, output, 0, OUTPUT)
      const [free = 0, inputLeft = 0] = state
      this.consumed += input.length - inputLeft - at
      at = input.length - inputLeft
      this.#throwIfFailed()
      if (free < OUTPUT) {
        this.#outputs.reverse()
        yield output.subarray(0, OUTPUT - free)
      }
      // With free space left, all input is consumed or the data has ended.
      if (free > 0) return
    }
  }

  #reset(): void {
    this.#stream._handle.reset()
    this.#errorCode = undefined
    this.consumed = 0
  }

  #throwIfFailed(): void {
    if (this.#errorCode !== undefined) throw Object.assign(new Error('inflate'), { code: this.#errorCode })
  }

  /** Whether the private handle behaves as expected. */
  works(): boolean {
    this.#reset()
    const text = [DEFLATED.subarray(0, 10), DEFLATED.subarray(10)]
      .flatMap((chunk, index) => Array.from(this.#push(chunk, index === 1), String))
      .join('')
    return (
      text === TEXT &&
      this.consumed === DEFLATED.length &&
      this.#errorCodeOf(DEFLATED.subarray(0, -3)) === 'Z_BUF_ERROR' &&
      this.#errorCodeOf(INVALID) === 'Z_DATA_ERROR'
    )
  }

  #errorCodeOf(input: Buffer): unknown {
    try {
      this.inflate(input, TEXT.length)
      return undefined
    } catch (error) {
      return (error as { code?: unknown }).code
    }
  }
}

/** Constants, because deflating the text in each thread would take longer than the rest of the check. */
const TEXT = 'to be sure, '.repeat(30)
const DEFLATED = Buffer.from('2bc957484a55282e2d4ad551281965d38c0d00', 'hex')
/** A reserved block type (RFC 1951, 3.2.3). */
const INVALID = Buffer.from([0x07, 0, 0, 0])

// A call with wrong arguments would abort the process, so this check is only for known versions of Node.
function createInternalInflater(): Inflater | undefined {
  const inflater = attempt(() => new InternalInflater(createInflateRaw() as unknown as ZlibStream))
  return attempt(() => inflater?.works()) ? inflater : undefined
}
