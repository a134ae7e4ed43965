import net from 'node:net'
import tls from 'node:tls'
import { bytesAfterResponse, connectionEndedEarly } from '../messages/network.js'
import {
  BrokenBody,
  type BufferProvider,
  type ByteRange,
  ConnectionError,
  type Exchange,
  type ExchangeRequest
} from './exchange.js'
import { bodyStartIn, type ResponseHead, readHead } from './response-head.js'

/** The limit of Node.js (`http.maxHeaderSize`), in bytes. */
const MAX_HEAD = 16 << 10
/** The most that one read takes, in bytes: 64 KiB to 1 MiB measured the same, and less stays in the CPU's cache. */
const MAX_READ = 256 << 10

export interface DirectRequest extends ExchangeRequest {
  range: ByteRange
  bufferAt: BufferProvider
}

/** A response that is being received. */
interface Reception {
  readonly range: ByteRange
  readonly bufferAt: BufferProvider
  /** Undefined: the response is not supported here. */
  readonly onHead: (head: ResponseHead | undefined) => void
  onFailure: (cause: unknown) => void
  head?: ResponseHead
  /** Where the next byte of the body belongs. */
  position: number
  /** How many bytes of the body are still to come. */
  left: number
  /** Chunks that came before `read`. */
  readonly early: Buffer[]
  onChunk?: (chunk: Buffer) => void
  onEnd?: () => void
}

/**
 * One connection to a server, without a proxy, that receives bodies into the caller's memory: `onread` of
 * https://nodejs.org/api/net.html#socketconnectoptions-connectlistener. Through `node:http` each chunk is a new buffer,
 * copied twice and collected later, at three times the CPU time. It supports simple responses only; for others the caller
 * falls back to `node:http`.
 */
export class DirectConnection {
  readonly #socket: net.Socket
  readonly #head = Buffer.allocUnsafeSlow(MAX_HEAD)
  #headLength = 0
  #reception: Reception | undefined
  #isClosed = false
  /** Whether any byte has come for the current request. */
  hasAnswered = false
  readonly #onIdle: () => void
  readonly #onClose: () => void

  /**
   * Connects. Certificates are checked as `node:tls` does by default.
   *
   * @param sessions TLS sessions by origin, which save a round trip and CPU time
   * @param onIdle called whenever the connection can take another request
   * @param onClose called once, when it no longer can
   */
  constructor(
    { protocol, hostname, port, origin }: URL,
    { sessions, onIdle, onClose }: { sessions: Map<string, Buffer>; onIdle: () => void; onClose: () => void }
  ) {
    this.#onIdle = onIdle
    this.#onClose = onClose
    const session = sessions.get(origin)
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
          ...(net.isIP(host) === 0 && { servername: host }),
          ...(session && { session })
        })
      : net.connect(options)
    this.#socket.setNoDelay(true)
    this.#socket.on('session', (made: Buffer) => sessions.set(origin, made))
    this.#socket.on('error', error => {
      // It may be the session.
      sessions.delete(origin)
      this.#fail(error)
    })
    this.#socket.on('end', () => this.#fail(endedEarly()))
    this.#socket.on('close', () => this.#fail(endedEarly()))
    // A paused socket emits no 'end'.
    this.#socket.resume()
  }

  /**
   * One exchange at a time.
   *
   * @returns undefined if the response is not supported; the connection is closed then
   * @throws the error that broke the connection
   */
  async exchange({ url, headers, range, bufferAt, signal }: DirectRequest): Promise<Exchange | undefined> {
    const onAbort = () => this.#fail(signal.reason)
    signal.addEventListener('abort', onAbort)
    this.hasAnswered = false
    const head = await new Promise<ResponseHead | undefined>((resolve, reject) => {
      this.#reception = {
        range,
        bufferAt,
        onHead: resolve,
        onFailure: reject,
        position: range.start,
        left: 0,
        early: []
      }
      if (this.#isClosed) return this.#fail(endedEarly())
      if (signal.aborted) return onAbort()
      const fields = Object.entries({ host: url.host, ...headers, connection: 'keep-alive' })
      const lines = fields.map(([field, value]) => `${field}: ${value}\r\n`).join('')
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
    this.#fail(endedEarly())
  }

  /** The promise of `onChunk` is not awaited: the bytes are in their final place. */
  async #read(onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void> {
    const reception = this.#reception
    if (reception?.head === undefined) throw new BrokenBody(endedEarly())
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
      this.#endIfComplete(reception)
    })
  }

  /** Where the next bytes go; Node.js calls this before each read. */
  #nextBuffer(): Uint8Array {
    // TLS delivers decrypted bytes even now, and would loop forever on an empty buffer.
    if (this.#isClosed) return this.#head
    const reception = this.#reception
    if (reception?.head === undefined) return this.#head.subarray(this.#headLength)
    const { position, left, range, bufferAt, onChunk } = reception
    const expected = Math.min(left, range.end - position)
    // Bytes beyond the range go where they do no harm, and the reader gets them as a chunk.
    if (expected <= 0) return this.#head
    // Without a reader the response may be discarded: it must not touch the caller's memory.
    const buffer = onChunk === undefined ? this.#head : bufferAt(position)
    return buffer.subarray(0, Math.min(buffer.length, expected, MAX_READ))
  }

  /** @returns false to pause until `read` */
  #received(count: number, buffer: Uint8Array): boolean {
    const reception = this.#reception
    if (this.#isClosed) return false
    if (reception === undefined) {
      // Bytes without a request.
      this.destroy()
      return false
    }
    this.hasAnswered = true
    if (reception.head !== undefined) {
      this.#receivedBody(reception, Buffer.from(buffer.buffer, buffer.byteOffset, count))
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
    if (start < bytes.length) this.#receivedBody(reception, bytes.subarray(start))
    reception.onHead(head)
    return false
  }

  #receivedBody(reception: Reception, chunk: Buffer): void {
    if (chunk.length > reception.left) {
      this.#fail(new ConnectionError('extra-bytes', bytesAfterResponse()))
      return
    }
    reception.position += chunk.length
    reception.left -= chunk.length
    // A copy: the next bytes overwrite this memory.
    if (reception.onChunk === undefined) reception.early.push(Buffer.from(chunk))
    else reception.onChunk(chunk)
    this.#endIfComplete(reception)
  }

  #endIfComplete(reception: Reception): void {
    const { left, onEnd, head } = reception
    if (left > 0 || onEnd === undefined || this.#reception !== reception) return
    this.#reception = undefined
    onEnd()
    if (head?.keepsAlive) this.#onIdle()
    else this.destroy()
  }

  /** @param cause undefined: a response that is not supported */
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

function endedEarly(): ConnectionError {
  return new ConnectionError('ended-early', connectionEndedEarly())
}
