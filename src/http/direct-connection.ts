import net from 'node:net'
import tls from 'node:tls'
import { BrokenBody, type BufferProvider, type ByteRange, type Exchange, type Sending } from './exchange.js'
import { type AnswerHead, bodyStartIn, readHead } from './response-head.js'

/** As Node's own limit (`http.maxHeaderSize`), in bytes. */
const MAX_HEAD = 16 << 10
/** Bytes that one read takes at most: 64 KiB to 1 MiB were level when measured, and fewer stay in the cache. */
const MAX_READ = 256 << 10

export interface DirectSending extends Sending {
  range: ByteRange
  room: BufferProvider
}

/** The answer that is on its way. */
interface Reception {
  readonly range: ByteRange
  readonly room: BufferProvider
  /** Undefined: the answer is not one that is understood here. */
  readonly onHead: (head: AnswerHead | undefined) => void
  onFailure: (cause: unknown) => void
  head?: AnswerHead
  /** Where the next byte of the body belongs, and how many are still to come. */
  position: number
  left: number
  /** Chunks that came before anybody read. */
  readonly early: Buffer[]
  onChunk?: (chunk: Buffer) => void
  onEnd?: () => void
}

/**
 * One connection to a server, without a proxy, that receives bodies straight into the caller's memory: `onread` of
 * https://nodejs.org/api/net.html#socketconnectoptions-connectlistener. Through `node:http` each chunk is a new buffer,
 * copied twice and collected later, at three times the CPU time. It knows the plain case of an answer only; the caller
 * asks in another way for what it does not understand.
 */
export class DirectConnection {
  readonly #socket: net.Socket
  readonly #head = Buffer.allocUnsafeSlow(MAX_HEAD)
  #headLength = 0
  #reception: Reception | undefined
  #isClosed = false
  #hasAnswered = false
  readonly #onIdle: () => void
  readonly #onClose: () => void

  /**
   * Connects. Certificates are checked as `node:tls` does by default.
   *
   * @param onIdle told whenever it can take another request
   * @param onClose told once, when it no longer can
   */
  constructor({ protocol, hostname, port }: URL, onIdle: () => void, onClose: () => void) {
    this.#onIdle = onIdle
    this.#onClose = onClose
    const isSecure = protocol === 'https:'
    const host = hostname.replace(/^\[|\]$/g, '')
    const options = {
      host,
      port: Number(port) || (isSecure ? 443 : 80),
      onread: {
        buffer: () => this.#nextBuffer(),
        callback: (count: number, buffer: Uint8Array) => this.#received(count, buffer)
      }
    }
    this.#socket = isSecure
      ? tls.connect({
          ...options,
          // As node:https does.
          ALPNProtocols: ['http/1.1'],
          ...(net.isIP(host) === 0 && { servername: host })
        })
      : net.connect(options)
    this.#socket.setNoDelay(true)
    this.#socket.on('error', error => this.#fail(error))
    this.#socket.on('end', () => this.#fail({ code: 'ended early' }))
    this.#socket.on('close', () => this.#fail({ code: 'ended early' }))
    // Flowing, or its end would not be told.
    this.#socket.resume()
  }

  /** Whether anything has come since it was asked last. */
  get hasAnswered(): boolean {
    return this.#hasAnswered
  }

  /**
   * One exchange at a time.
   *
   * @returns undefined where the answer is not understood; the connection is closed then
   * @throws whatever broke the connection
   */
  async exchange({ url, headers, range, room, signal }: DirectSending): Promise<Exchange | undefined> {
    const onAbort = () => this.#fail(signal.reason)
    signal.addEventListener('abort', onAbort)
    this.#hasAnswered = false
    const head = await new Promise<AnswerHead | undefined>((resolve, reject) => {
      this.#reception = {
        range,
        room,
        onHead: resolve,
        onFailure: reject,
        position: range.start,
        left: 0,
        early: []
      }
      if (this.#isClosed) return this.#fail({ code: 'ended early' })
      if (signal.aborted) return onAbort()
      const fields = Object.entries({ host: url.host, ...headers, connection: 'keep-alive' })
      const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`, 'latin1')
    }).finally(() => signal.removeEventListener('abort', onAbort))
    if (head === undefined) return undefined
    return {
      status: head.status,
      headers: head.headers,
      isPaused: () => false,
      read: async onChunk => {
        signal.addEventListener('abort', onAbort)
        if (signal.aborted) onAbort()
        try {
          await this.#read(onChunk)
        } finally {
          signal.removeEventListener('abort', onAbort)
        }
      },
      discard: () => this.destroy()
    }
  }

  destroy(): void {
    this.#fail({ code: 'given up' })
  }

  /** What `onChunk` returns is not waited for: the bytes have their place already. */
  async #read(onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void> {
    const reception = this.#reception
    if (reception?.head === undefined) throw new BrokenBody({ code: 'ended early' })
    await new Promise<void>((resolve, reject) => {
      reception.onFailure = cause => reject(new BrokenBody(cause))
      reception.onEnd = resolve
      reception.onChunk = chunk => {
        try {
          void onChunk(chunk)
        } catch (error) {
          reject(error)
          this.destroy()
        }
      }
      for (const chunk of reception.early) {
        reception.onChunk(chunk)
        if (this.#isClosed) return
      }
      this.#socket.resume()
      this.#endIfWhole(reception)
    })
  }

  /** Where the next bytes go: asked for before each read. */
  #nextBuffer(): Uint8Array {
    // TLS hands on what it has decrypted even now, and would turn for ever on a buffer without room.
    if (this.#isClosed) return this.#head
    const reception = this.#reception
    if (reception?.head === undefined) return this.#head.subarray(this.#headLength)
    const { position, left, range, room, onChunk } = reception
    const wanted = Math.min(left, range.end - position)
    // What is more than was asked for goes where it does no harm, and whoever reads is told.
    if (wanted <= 0) return this.#head
    // The caller's memory is none of an answer's that nobody wants to read.
    const place = onChunk === undefined ? this.#head : room(position)
    return place.subarray(0, Math.min(place.length, wanted, MAX_READ))
  }

  /** @returns false to hear no more until somebody reads */
  #received(count: number, buffer: Uint8Array): boolean {
    const reception = this.#reception
    if (this.#isClosed) return false
    if (reception === undefined) {
      // Nothing was asked for.
      this.destroy()
      return false
    }
    this.#hasAnswered = true
    if (reception.head !== undefined) {
      this.#tookBody(reception, Buffer.from(buffer.buffer, buffer.byteOffset, count))
      return true
    }
    this.#headLength += count
    const bytes = this.#head.subarray(0, this.#headLength)
    const start = bodyStartIn(bytes)
    if (start === undefined && bytes.length < MAX_HEAD) return true
    const head = start === undefined ? undefined : readHead(bytes.subarray(0, start))
    if (start === undefined || head === undefined) {
      this.#fail(undefined)
      return false
    }
    reception.head = head
    reception.left = head.length
    this.#headLength = 0
    if (start < bytes.length) this.#tookBody(reception, bytes.subarray(start))
    reception.onHead(head)
    return false
  }

  #tookBody(reception: Reception, chunk: Buffer): void {
    if (chunk.length > reception.left) {
      // Of no answer.
      this.#fail({ code: 'sent more than it said' })
      return
    }
    reception.position += chunk.length
    reception.left -= chunk.length
    // A copy: the next bytes come where these are.
    if (reception.onChunk === undefined) reception.early.push(Buffer.from(chunk))
    else reception.onChunk(chunk)
    this.#endIfWhole(reception)
  }

  #endIfWhole(reception: Reception): void {
    const { left, onEnd, head } = reception
    if (left > 0 || onEnd === undefined || this.#reception !== reception) return
    this.#reception = undefined
    onEnd()
    if (head?.keepsAlive) this.#onIdle()
    else this.destroy()
  }

  /** @param cause undefined: an answer that is not understood */
  #fail(cause: unknown): void {
    const reception = this.#reception
    if (!this.#isClosed) {
      this.#isClosed = true
      this.#socket.destroy()
      this.#onClose()
    }
    this.#reception = undefined
    if (reception === undefined) return
    if (cause === undefined) reception.onHead(undefined)
    else reception.onFailure(cause)
  }
}
