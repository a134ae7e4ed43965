import type { IncomingHttpHeaders } from 'node:http'
import { ActionError, messageOf } from '../errors/action-error.js'
import { isTransient, type NextTry, RequestError } from '../errors/request-error.js'
import { exchangeByAgent } from '../http/agent-exchange.js'
import { Agents } from '../http/agents.js'
import { DirectConnections } from '../http/direct-connections.js'
import { BrokenBody, type BufferProvider, type ByteRange, type Exchange } from '../http/exchange.js'
import { retryAfter } from '../http/retry-after.js'
import { NO_TUNNEL } from '../http/tunnel.js'
import { printable } from '../messages/printable.js'

const MAX_REDIRECTS = 5

export interface StorageRequest {
  /** The artifact as it reads in an error, already printable. */
  label: string
  /** The signed URL: a secret. Never the token: Azure refuses it, and it is none of storage's business. */
  url: URL
  range?: ByteRange | undefined
  /** Where the bytes of `range` may be received straight away; what reads them is not waited for then. */
  room?: BufferProvider | undefined
  /** A strong ETag that the bytes must still have. */
  ifMatch?: string | undefined
  signal: AbortSignal
  /** Told of where storage redirects to before it is asked there: a secret too. */
  onRedirect: (url: URL) => void
}

/** What storage answered; the body is still to come. */
export interface StorageAnswer {
  status: number
  headers: IncomingHttpHeaders
  /**
   * Hands on the body, chunk by chunk, and waits where `onChunk` does.
   *
   * @throws RequestError for a connection that breaks or stalls, whatever `onChunk` throws as it is
   */
  read(onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void>
  /** Gives up the body and its connection. */
  discard(): void
}

/**
 * GET requests to blob storage: over `node:https`, directly where the caller has room for what comes, or through the
 * proxy that @actions/http-client finds in the environment. Connections are kept for the next range.
 */
export class StorageClient {
  readonly #agents = new Agents()
  readonly #direct = new DirectConnections()
  readonly #stallTimeout: number
  readonly #onAnswer: ((line: string) => void) | undefined

  /**
   * @param stallTimeout how long a connection may move no byte, in ms
   * @param onAnswer told of each answer, for the debug log: host, status, time and request id. No path, no query
   */
  constructor(stallTimeout: number, onAnswer?: (line: string) => void) {
    this.#stallTimeout = stallTimeout
    this.#onAnswer = onAnswer
  }

  /**
   * Follows redirects, to http only from http, and to no other scheme.
   *
   * @throws RequestError where no answer comes, and for every status but 200, 206, 412 and 416
   */
  async get(request: StorageRequest): Promise<StorageAnswer> {
    let { url } = request
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await this.#send(request, url)
      const { status, headers } = answer
      if ([200, 206, 412, 416].includes(status)) return answer
      answer.discard()
      const { location } = headers
      if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
        const wait = retryAfter(headers, Date.now())
        const asks = wait ? ` and asks to wait ${Math.ceil(wait / 1000)} s` : ''
        throw storageError(request.label, `storage answered ${status}${asks}`, { status, retryAfter: wait })
      }
      const next = new URL(location, url)
      if (next.protocol !== 'https:' && !(next.protocol === 'http:' && url.protocol === 'http:')) {
        const what = `storage redirects from ${url.protocol} to ${next.protocol}, which is refused`
        throw storageError(request.label, what, { status })
      }
      request.onRedirect(next)
      url = next
    }
    throw storageError(request.label, `storage redirects more than ${MAX_REDIRECTS} times`, { status: 302 })
  }

  /** Connects, for requests with room that will come soon. */
  prepare(url: URL): void {
    this.#direct.prepare(url)
  }

  close(): void {
    this.#direct.close()
    this.#agents.close()
  }

  #note(
    { label, range }: StorageRequest,
    { host }: URL,
    { status, headers }: Exchange,
    started: number
  ): void {
    if (this.#onAnswer === undefined) return
    const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`
    const id = headers['x-ms-request-id']
    const requestId = id === undefined ? '' : `, request id ${printable(String(id))}`
    const time = Math.round(performance.now() - started)
    this.#onAnswer(`GET ${host}: ${label}${bytes}: ${status} after ${time} ms${requestId}`)
  }

  /** One request to one server. */
  async #send(request: StorageRequest, url: URL): Promise<StorageAnswer> {
    const { label, signal } = request
    const stop = new AbortController()
    const started = performance.now()
    let exchange: Exchange | undefined
    const watch = setTimeout(() => {
      // Paused: it is the disk that is slow.
      if (exchange?.isPaused()) watch.refresh()
      else stop.abort()
    }, this.#stallTimeout)
    const onAbort = () => stop.abort()
    signal.addEventListener('abort', onAbort)
    const end = () => {
      clearTimeout(watch)
      signal.removeEventListener('abort', onAbort)
    }
    const broken = (error: unknown): unknown => {
      end()
      if (signal.aborted) return signal.reason
      // A proxy that cannot be used: it says so itself, and no try is of use.
      if (error instanceof ActionError) return error
      const stalled = stop.signal.aborted
      const what = stalled
        ? `storage sent nothing for ${this.#stallTimeout / 1000} s`
        : `the connection to ${url.hostname} broke (${causeOf(error)})`
      return storageError(label, what)
    }
    try {
      signal.throwIfAborted()
      exchange = await this.#exchange(request, url, stop.signal)
    } catch (error) {
      throw broken(error)
    }
    const answer = exchange
    this.#note(request, url, answer, started)
    return {
      status: answer.status,
      headers: answer.headers,
      read: async onChunk => {
        try {
          await answer.read(chunk => {
            watch.refresh()
            return onChunk(chunk)
          })
          end()
        } catch (error) {
          const failure = error instanceof BrokenBody ? broken(error.cause) : error
          end()
          stop.abort()
          throw failure
        }
      },
      discard: () => {
        end()
        answer.discard()
      }
    }
  }

  async #exchange(
    { range, ifMatch, room }: StorageRequest,
    url: URL,
    signal: AbortSignal
  ): Promise<Exchange> {
    const headers = {
      'user-agent': 'artifact-action',
      ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch })
    }
    if (room !== undefined && range !== undefined && this.#direct.reaches(url)) {
      const exchange = await this.#direct.exchange({ url, headers, range, room, signal })
      if (exchange !== undefined) return exchange
    }
    return await exchangeByAgent({ url, headers, resends: true, signal }, this.#agents.for(url))
  }
}

/** No cause: an error of the HTTP stack may hold the signed URL. */
export function storageError(
  label: string,
  what: string,
  {
    status,
    retryAfter,
    nextTry
  }: { status?: number; retryAfter?: number | undefined; nextTry?: NextTry } = {}
): RequestError {
  return new RequestError('storage-failed', `${label} could not be downloaded: ${what}`, {
    hint: 'Is the storage host reachable from this runner (firewall, proxy)? Run the step again.',
    status,
    retryable: isTransient(status),
    retryAfter,
    ...(nextTry && { nextTry }),
    subject: label,
    reason: what
  })
}

/** What broke a connection, without a query string that a URL in it may have. A proxy's refusal says more than its code. */
function causeOf(error: unknown): string {
  const { code = NO_TUNNEL } = error as { code?: string }
  return code === NO_TUNNEL ? printable(messageOf(error).replace(/\?\S*/g, '')) : code
}
