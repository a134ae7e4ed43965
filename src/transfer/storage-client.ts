import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { HttpClient } from '@actions/http-client'
import { printable } from '../domain/printable.js'
import { isTransient, messageOf, RequestError } from '../errors.js'

const MAX_REDIRECTS = 5
/** A longer wait than this, in s, is an error that says so. */
const LONGEST_RETRY_AFTER = 60

/** Bytes `start` to `end`, the latter not included. */
export interface ByteRange {
  start: number
  end: number
}

export interface StorageRequest {
  /** The artifact as it reads in an error, already printable. */
  label: string
  /** The signed URL: a secret. Never the token: Azure refuses it, and it is none of storage's business. */
  url: URL
  range?: ByteRange | undefined
  /** A strong ETag that the bytes must still have. */
  ifMatch?: string | undefined
  signal: AbortSignal
  /** Told of where storage redirects to before it is asked there: a secret too. */
  onRedirect: (url: URL) => void
}

/** What storage answered; the body is still to come. */
export interface StorageAnswer {
  status: number
  headers: IncomingMessage['headers']
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
 * GET requests to blob storage, over `node:https` with the agent of @actions/http-client, which knows the proxy
 * variables. Connections are kept for the next range.
 */
export class StorageClient {
  /** By scheme: a client keeps the agent of the first one that it sees. */
  readonly #clients = new Map<string, HttpClient>()
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
        throw storageError(request.label, `storage answered ${status}`, {
          status,
          retryAfter: retryAfterOf(headers)
        })
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

  close(): void {
    for (const client of this.#clients.values()) client.dispose()
  }

  #agentFor({ protocol, href }: URL): http.Agent {
    const client = this.#clients.get(protocol) ?? new HttpClient('artifact-action', [], { keepAlive: true })
    this.#clients.set(protocol, client)
    return client.getAgent(href)
  }

  #note(
    { label, range }: Pick<StorageRequest, 'label' | 'range'>,
    { host }: URL,
    { statusCode, headers }: IncomingMessage,
    started: number
  ): void {
    if (this.#onAnswer === undefined) return
    const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`
    const id = headers['x-ms-request-id']
    const requestId = id === undefined ? '' : `, request id ${printable(String(id))}`
    const time = Math.round(performance.now() - started)
    this.#onAnswer(`GET ${host}: ${label}${bytes}: ${statusCode} after ${time} ms${requestId}`)
  }

  async #send({ label, range, ifMatch, signal }: StorageRequest, url: URL): Promise<StorageAnswer> {
    const stop = new AbortController()
    const started = performance.now()
    let message: IncomingMessage | undefined
    const watch = setTimeout(() => {
      // Paused: it is the disk that is slow.
      if (message?.isPaused()) watch.refresh()
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
      const stalled = stop.signal.aborted
      const what = stalled
        ? `storage sent nothing for ${this.#stallTimeout / 1000} s`
        : `the connection to ${url.hostname} broke (${causeOf(error)})`
      return storageError(label, what)
    }
    try {
      signal.throwIfAborted()
      message = await new Promise<IncomingMessage>((resolve, reject) => {
        const { request } = url.protocol === 'https:' ? https : http
        request(url, {
          agent: this.#agentFor(url),
          headers: {
            'user-agent': 'artifact-action',
            ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch })
          },
          signal: stop.signal
        })
          .on('response', resolve)
          .on('error', reject)
          .end()
      })
    } catch (error) {
      throw broken(error)
    }
    const body = message
    this.#note({ label, range }, url, body, started)
    return {
      status: body.statusCode ?? 0,
      headers: body.headers,
      read: async onChunk => {
        try {
          await readBody(body, chunk => {
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
        body.on('error', () => {})
        // What is left may be long: the connection is not worth keeping.
        body.destroy()
      }
    }
  }
}

/** The connection's fault, told from one of `onChunk`. */
class BrokenBody extends Error {}

/** By listeners: an iterator's promise for every chunk of 64 KiB costs more than the hash does. */
async function readBody(
  message: IncomingMessage,
  onChunk: (chunk: Buffer) => void | Promise<void>
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) => reject(new BrokenBody('', { cause }))
    let busy: Promise<void> | undefined
    message.on('data', (chunk: Buffer) => {
      try {
        busy = onChunk(chunk) ?? undefined
        if (busy === undefined) return
        message.pause()
        busy.then(() => message.resume(), reject)
      } catch (error) {
        reject(error)
      }
    })
    // The end may come while it is paused: what takes the last chunk is waited for.
    message.on('end', () => resolve(busy))
    message.on('error', fail)
    message.on('close', () => fail({ code: 'ended early' }))
  })
}

/** No cause: an error of the HTTP stack may hold the signed URL. */
export function storageError(
  label: string,
  what: string,
  { status, retryAfter }: { status?: number; retryAfter?: number | undefined } = {}
): RequestError {
  return new RequestError('storage-failed', `${label} could not be downloaded: ${what}`, {
    hint: 'Is the storage host reachable from this runner (firewall, proxy)? Run the step again.',
    status,
    retryable: isTransient(status) && (retryAfter === undefined || retryAfter <= LONGEST_RETRY_AFTER * 1000),
    retryAfter
  })
}

/** `Retry-After` (RFC 9110, 10.2.3), a number of seconds or a date, in ms. */
function retryAfterOf(headers: IncomingMessage['headers']): number | undefined {
  const text = headers['retry-after']
  if (text === undefined) return undefined
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

/** What broke a connection, without a query string that a URL in it may have. */
function causeOf(error: unknown): string {
  return (error as { code?: string }).code ?? messageOf(error).replace(/\?\S*/g, '')
}
