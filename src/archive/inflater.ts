import { constants, createInflateRaw } from 'node:zlib'
import { isKnownNode } from '../memory/known-node.js'

/** What of Node's zlib streams is used here and documented nowhere: lib/zlib.js, `processChunkSync`. */
interface Engine {
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
  /** Room left in the output, bytes left of the input. */
  _writeState: Uint32Array
  close(): void
}

/** Bytes that come out at once. */
const OUTPUT = 2 << 20
/** What inflates to no more than this comes whole, in bytes: with room for one more, which shows that there is more. */
export const MOST_WHOLE = OUTPUT - 1

/** Of data that was there whole. */
export interface Whole {
  /** What it inflates to. */
  content: Buffer
  /** How many of its bytes that took. */
  taken: number
}

/**
 * Raw inflate in the calling thread, a piece at a time, into two buffers that are used again. The public calls either want
 * the whole at once or go through the thread pool, and both make a buffer for each result: this takes a third less time
 * and leaves nothing to collect. It uses a private part of Node, so `create` tries it out first.
 */
export class Inflater {
  /** Bytes of input taken since the last reset. */
  taken = 0
  readonly #engine: Engine
  /** In turn: one is filled while the one before is written. */
  readonly #outputs: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(OUTPUT), Buffer.allocUnsafeSlow(OUTPUT)]
  #failure: string | undefined

  private constructor(engine: Engine) {
    this.#engine = engine
    engine._handle.onerror = (_message, _errno, code) => {
      this.#failure = code
    }
  }

  /** Undefined where this Node's zlib is not as it is known, or not known: then the public calls have to do. */
  static create(node = process.versions.node): Inflater | undefined {
    // Its code ends the process where a call has not the arguments that it expects: trying out does not do.
    if (!isKnownNode(node)) return undefined
    try {
      const inflater = new Inflater(createInflateRaw() as unknown as Engine)
      return inflater.#works() ? inflater : undefined
    } catch {
      return undefined
    }
  }

  /** Forgets the data before; the next push begins another. */
  reset(): void {
    this.#engine._handle.reset()
    this.#failure = undefined
    this.taken = 0
  }

  /**
   * What whole data inflates to, in one go. It stands until the next is asked for.
   *
   * @param size how much that should be, `MOST_WHOLE` at the most; one byte more shows that it is not all
   * @throws as `push`
   */
  whole(input: Buffer, size: number): Whole {
    const { _handle: handle, _writeState: state } = this.#engine
    const [output] = this.#outputs
    this.reset()
    handle.writeSync(constants.Z_FINISH, input, 0, input.length, output, 0, size + 1)
    const [roomLeft = 0, inputLeft = 0] = state
    this.#check()
    return { content: output.subarray(0, size + 1 - roomLeft), taken: input.length - inputLeft }
  }

  /**
   * What a piece of input inflates to. Each buffer stands until the next but one is asked for, by another push too.
   *
   * @param isLast whether the data has to end with this piece
   * @param room how much may come out at once, in bytes
   * @throws an error whose `code` is zlib's own, `Z_BUF_ERROR` where data that should have ended has not
   */
  *push(input: Buffer, isLast: boolean, room = OUTPUT): Generator<Buffer> {
    const { _handle: handle, _writeState: state } = this.#engine
    const flush = isLast ? constants.Z_FINISH : constants.Z_NO_FLUSH
    for (let at = 0; ; ) {
      const [output] = this.#outputs
      handle.writeSync(flush, input, at, input.length - at, output, 0, room)
      const [roomLeft = 0, inputLeft = 0] = state
      this.taken += input.length - inputLeft - at
      at = input.length - inputLeft
      this.#check()
      if (roomLeft < room) {
        this.#outputs.reverse()
        yield output.subarray(0, room - roomLeft)
      }
      // Room left: all that there was is taken, or the data ended before the input.
      if (roomLeft > 0) return
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw Object.assign(new Error('inflate'), { code: this.#failure })
  }

  #works(): boolean {
    this.reset()
    const pieces = [
      ...copied(this.push(DEFLATED.subarray(0, 10), false, 50)),
      ...copied(this.push(DEFLATED.subarray(10), true, 50))
    ]
    const isRight = this.taken === DEFLATED.length && Buffer.concat(pieces).toString() === TEXT
    return (
      isRight &&
      this.#codeOf(DEFLATED.subarray(0, -3)) === 'Z_BUF_ERROR' &&
      this.#codeOf(NO_DEFLATE) === 'Z_DATA_ERROR'
    )
  }

  #codeOf(input: Buffer): unknown {
    this.reset()
    try {
      for (const _ of this.push(input, true));
      return undefined
    } catch (error) {
      return (error as { code?: unknown }).code
    }
  }
}

/** Each thread tries its engine: of what a deflater made once, since making it takes longer than all else of the trial. */
const TEXT = 'to be sure, '.repeat(30)
const DEFLATED = Buffer.from('2bc957484a55282e2d4ad551281965d38c0d00', 'hex')
/** A block of a type that there is not (RFC 1951, 3.2.3). */
const NO_DEFLATE = Buffer.from([0x07, 0, 0, 0])

function* copied(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece)
}
