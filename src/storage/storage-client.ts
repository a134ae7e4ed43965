import { ActionError, messageOf } from '../errors/action-error.js'
import type { RequestError } from '../errors/request-error.js'
import { messageIn } from '../github/api-error.js'
import type { ApiBytes } from '../github/artifact-source.js'
import { certificateCode } from '../http/certificate.js'
import {
  BrokenBody,
  type BufferProvider,
  type ByteRange,
  ConnectionError,
  type Exchange
} from '../http/exchange.js'
import { retryAfter } from '../http/retry-after.js'
import { openTransport } from '../http/transport.js'
import { certificateHint, certificateRefused } from '../messages/network.js'
import {
  connectionBroke,
  redirectRefused,
  type StorageProblem,
  storageResponse,
  storageSilent,
  storageStatus,
  storageStatusHint,
  tooManyRedirects,
  unreachableHint
} from '../messages/storage.js'
import { readProblem, readText, requestIdOf } from './error-body.js'
import { storageError } from './storage-error.js'

const MAX_REDIRECTS = 5

export interface StorageRequest {
  /** The artifact in errors, printable. */
  subject: string
  /** A signed URL is a secret. No token is sent to it: Azure rejects it, and storage must not see it. */
  url: URL
  /** Set if `url` is one of the API. */
  api?: ApiBytes | undefined
  range?: ByteRange | undefined
  /** Where the bytes of `range` may be received without a copy; then nothing waits for the reader. */
  bufferAt?: BufferProvider | undefined
  /** A strong ETag that the content must still have. */
  ifMatch?: string | undefined
  signal: AbortSignal
  /** Called with each redirect target before it is requested: a secret too. */
  onRedirect: (url: URL) => void
}

/** A response of storage whose body has not been read yet. */
export interface StorageResponse extends Omit<Exchange, 'isPaused'> {
  /** After redirects. A secret. */
  url: URL
  /** What storage says of a 412 or 416. */
  problem?: StorageProblem
  /** As in `Exchange`. @throws RequestError for a connection that breaks or stalls; errors of `onChunk` as they are */
  read: Exchange['read']
}

/** GET requests to blob storage, over connections that are kept for the next range. */
export class StorageClient {
  readonly #transport = openTransport()
  readonly #stallTimeout: number
  readonly #debug: (line: string) => void

  /**
   * @param stallTimeout how long a connection may move no byte, in ms
   * @param debug receives a line for each response, without path and query
   */
  constructor(stallTimeout: number, debug: (line: string) => void = () => {}) {
    this.#stallTimeout = stallTimeout
    this.#debug = debug
  }

  /**
   * Follows redirects: to http only from http, and to no other scheme.
   *
   * @throws RequestError if no response comes, and for every status except 200, 206, 412 and 416; errors of the API
   */
  async get(request: StorageRequest): Promise<StorageResponse> {
    const { subject } = request
    let { url } = request
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const api = hop === 0 ? request.api : undefined
      api?.onRequest()
      const response = await this.#send(request, url, api?.headers)
      const { status, headers } = response
      if (status === 200 || status === 206) return response
      if (status === 412 || status === 416) {
        const problem = await readProblem(response, url)
        request.signal.throwIfAborted()
        return { ...response, problem }
      }
      const { location } = headers
      if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
        if (api !== undefined) {
          const detail = messageIn(await readText(response))
          request.signal.throwIfAborted()
          throw api.errorOf({ status, headers, detail })
        }
        const wait = retryAfter(headers, Date.now())
        const problem = await readProblem(response, url)
        request.signal.throwIfAborted()
        const hint = storageStatusHint(status, problem)
        throw storageError(subject, storageStatus(status, problem, wait), { status, retryAfter: wait, hint })
      }
      response.discard()
      const next = new URL(location, url)
      if (next.protocol !== 'https:' && !(next.protocol === 'http:' && url.protocol === 'http:')) {
        throw storageError(subject, redirectRefused(url.protocol, next.protocol), { status })
      }
      request.onRedirect(next)
      url = next
    }
    throw storageError(subject, tooManyRedirects(MAX_REDIRECTS), { status: 302 })
  }

  /** Connects for a request with `bufferAt` that follows soon. */
  prepare(url: URL): void {
    this.#transport.prepare(url)
  }

  close(): void {
    this.#transport.close()
  }

  async #send(
    request: StorageRequest,
    url: URL,
    apiHeaders: ApiBytes['headers'] = {}
  ): Promise<StorageResponse> {
    const { subject, range, ifMatch, bufferAt, signal } = request
    const stop = new AbortController()
    const started = performance.now()
    let exchange: Exchange | undefined
    const stallTimer = setTimeout(() => {
      // Paused: the disk is slow, not the server.
      if (exchange?.isPaused()) stallTimer.refresh()
      else stop.abort()
    }, this.#stallTimeout)
    const onAbort = () => stop.abort()
    signal.addEventListener('abort', onAbort)
    const end = () => {
      clearTimeout(stallTimer)
      signal.removeEventListener('abort', onAbort)
    }
    const failure = (error: unknown): unknown => {
      end()
      if (signal.aborted) return signal.reason
      // An unusable proxy: it explains itself, and a retry does not help.
      if (error instanceof ActionError) return error
      // Once storage has responded, it can be reached.
      const hint = exchange === undefined ? unreachableHint() : undefined
      if (stop.signal.aborted) {
        return storageError(subject, storageSilent(this.#stallTimeout / 1000), { hint })
      }
      return connectionError(subject, { host: url.hostname, error, hint })
    }
    const headers = {
      'user-agent': 'artifact-action',
      ...apiHeaders,
      ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch })
    }
    try {
      signal.throwIfAborted()
      exchange = await this.#transport.send({ url, headers, range, bufferAt, signal: stop.signal })
    } catch (error) {
      throw failure(error)
    }
    const response = exchange
    const { status, headers: received } = response
    this.#debug(
      storageResponse({
        host: url.host,
        subject,
        range,
        status,
        elapsed: performance.now() - started,
        requestId: requestIdOf(received)
      })
    )
    return {
      url,
      status,
      headers: received,
      read: async onChunk => {
        try {
          await response.read(chunk => {
            stallTimer.refresh()
            return onChunk(chunk)
          })
          end()
        } catch (error) {
          const reported = error instanceof BrokenBody ? failure(error.cause) : error
          end()
          stop.abort()
          throw reported
        }
      },
      discard: () => {
        end()
        response.discard()
      }
    }
  }
}

function connectionError(
  subject: string,
  { host, error, hint }: { host: string; error: unknown; hint: string | undefined }
): RequestError {
  const certificate = certificateCode(error)
  if (certificate === undefined)
    return storageError(subject, connectionBroke(host, problemOf(error)), { hint })
  // A tunnel's error is about the certificate of the proxy.
  const reason = error instanceof ConnectionError ? error.reason : certificateRefused(host, certificate)
  return storageError(subject, reason, { retryable: false, hint: certificateHint(certificate) })
}

/** What broke a connection: its code, or a message without the query string of a URL in it. */
function problemOf(error: unknown): string {
  if (error instanceof ConnectionError) return error.reason
  return (error as { code?: string }).code ?? messageOf(error).replace(/\?\S*/g, '')
}
