import { isDeepStrictEqual } from 'node:util'
import { RequestError } from '../errors/request-error.js'
import type { BytesLocation } from '../github/artifact-source.js'
import type { BufferProvider, ByteRange } from '../http/exchange.js'
import type { RequestQueue } from '../http/request-queue.js'
import {
  artifactReplaced,
  otherRangeSent,
  rangeNotSatisfiable,
  rangesNoLongerServed,
  reasonAtByte,
  responseEndedEarly,
  tooManyBytesSent
} from '../messages/storage.js'
import type { StorageClient, StorageResponse } from './storage-client.js'
import { StartOver, storageError } from './storage-error.js'

/** What the first response says of an artifact in storage. */
export interface ResponseFacts {
  /** In bytes; undefined if the server does not say (older GHES pack while they send). */
  size: number | undefined
  /** Whether ranges are served. Without them a broken download starts over. */
  servesRanges: boolean
  contentType: string | undefined
  contentDisposition: string | undefined
  /** Whether the path of the URL ends in `.zip`. */
  isZipUrl?: boolean | undefined
  /** Whether the bytes are those of an archive, whatever the headers say. */
  isArchive?: boolean | undefined
}

/** Takes bytes in order from `position` on; the connection waits for a promise. */
export type Sink = (chunk: Buffer, position: number) => void | Promise<void>

/** The first response. Its body waits until `receive` or `discard` is called, one of them once. */
export interface FirstResponse {
  facts: ResponseFacts
  /** Receives the requested range, resuming as needed. @throws StartOver, RequestError, errors of the sink */
  receive: (sink: Sink) => Promise<void>
  /** Drops a body that nobody receives. Settles when the request has ended. */
  discard: () => Promise<void>
}

interface RangeReaderOptions {
  /** The artifact in errors, printable. */
  subject: string
  /** Finds out where the bytes are now, and masks a signed URL. */
  locate: () => Promise<BytesLocation>
  /** Called with each redirect target before it is requested: a secret too. */
  onRedirect: (url: URL) => void
  /** False if the server is known not to serve ranges properly. */
  mayUseRanges: boolean
  client: StorageClient
  queue: RequestQueue
  signal: AbortSignal
  /** Called with the length of each chunk. */
  onBytes: (count: number) => void
}

/** Where the bytes are, shared by all concurrent requests. */
interface Location {
  found: Promise<BytesLocation>
  /** Whether it has delivered bytes. */
  hasServed: boolean
}

/**
 * Reads ranges of one artifact in storage. Each range resumes at the byte where it stopped: after a cut, a stall, a short
 * response, an expired URL. If the content changes meanwhile (ETag, size), the download starts over.
 */
export class RangeReader {
  readonly #options: RangeReaderOptions
  #location: Location | undefined
  #facts: ResponseFacts | undefined
  #validators: Validators | undefined

  constructor(options: RangeReaderOptions) {
    this.#options = options
  }

  /**
   * Requests the first `length` bytes, or everything if ranges are not served. One request if nothing goes wrong.
   *
   * @throws StartOver, RequestError; then no request is in flight
   */
  async open(length: number, signal?: AbortSignal): Promise<FirstResponse> {
    return await new Promise((resolve, reject) => {
      // Headers and body share one loop of retries, so that both count against `retries`.
      let chosen: Promise<Sink> | undefined
      const sinkFor = (facts: ResponseFacts) => {
        chosen ??= new Promise((choose, abandon) => {
          const receive = (sink: Sink) => {
            choose(sink)
            return received
          }
          const discard = async () => {
            abandon(new Error('discarded'))
            await received.catch(() => {})
          }
          resolve({ facts, receive, discard })
        })
        return chosen
      }
      const received = this.#read({ start: 0, end: length }, sinkFor, { signal })
      received.catch(reject)
    })
  }

  /** Reads a range in order, resuming as needed. @throws StartOver, RequestError, errors of the sink */
  async read(range: ByteRange, sink: Sink, signal?: AbortSignal): Promise<void> {
    await this.#read(range, () => sink, { signal })
  }

  /**
   * Reads a range into the caller's memory. The sink may get views of it or other buffers, and its promise is not
   * awaited.
   */
  async readInto(
    bufferAt: BufferProvider,
    range: ByteRange,
    sink: Sink,
    signal?: AbortSignal
  ): Promise<void> {
    await this.#read(range, () => sink, { signal, bufferAt })
  }

  /** Connects for a `readInto` that follows soon. */
  async prepare(): Promise<void> {
    this.#options.client.prepare((await this.#locate().found).url)
  }

  /** A small range as one buffer: `into`, if given, or new memory. */
  async bytes({ start, end }: ByteRange, signal?: AbortSignal, into?: Buffer): Promise<Buffer> {
    const buffer = into?.subarray(0, end - start) ?? Buffer.allocUnsafe(end - start)
    const put = (chunk: Buffer, position: number) => {
      chunk.copy(buffer, position - start)
    }
    await this.read({ start, end }, put, signal)
    return buffer
  }

  async #read(
    range: ByteRange,
    sinkFor: (facts: ResponseFacts) => Sink | Promise<Sink>,
    {
      signal = this.#options.signal,
      bufferAt
    }: { signal?: AbortSignal | undefined; bufferAt?: BufferProvider }
  ): Promise<void> {
    const { subject, client, queue, mayUseRanges, onBytes, onRedirect } = this.#options
    let position = range.start
    const isComplete = () => position >= Math.min(range.end, this.#facts?.size ?? Number.POSITIVE_INFINITY)
    await queue.retry(async () => {
      const start = position
      const location = this.#locate()
      try {
        const { url, api } = await location.found
        await queue.withSlot(async () => {
          const response = await client.get({
            subject,
            url,
            api,
            range: mayUseRanges ? { start, end: range.end } : undefined,
            ifMatch: strongEtag(this.#validators?.etag),
            bufferAt,
            signal,
            onRedirect
          })
          // The next range need not ask the API for the way again.
          if (api !== undefined && response.url.href !== url.href) {
            location.found = Promise.resolve({ url: response.url })
          }
          let checked: { facts: ResponseFacts; end: number }
          let sink: Sink
          try {
            checked = this.#check(response, { start, end: range.end })
            sink = await sinkFor(checked.facts)
          } catch (error) {
            response.discard()
            throw error
          }
          const { facts, end } = checked
          await response.read(chunk => {
            // Nobody knows where bytes beyond the announced range belong.
            if (position + chunk.length > end) {
              throw new StartOver(subject, tooManyBytesSent(), { mayUseRanges: false })
            }
            const at = position
            position += chunk.length
            location.hasServed = true
            onBytes(chunk.length)
            return sink(chunk, at)
          })
          if (facts.servesRanges && !isComplete()) throw storageError(subject, responseEndedEarly())
        })
      } catch (error) {
        // The range is complete: how the connection ended after that does not matter.
        if (error instanceof RequestError && this.#facts?.servesRanges && isComplete()) return
        throw this.#forNextTry(error, { location, position, hasProgressed: position > start })
      }
    }, signal)
  }

  /** The error with its meaning for the next try. */
  #forNextTry(
    error: unknown,
    { location, position, hasProgressed }: { location: Location; position: number; hasProgressed: boolean }
  ): unknown {
    if (!(error instanceof RequestError) || error.code !== 'storage-failed') return error
    const { subject } = this.#options
    const { status, retryAfter, hint } = error
    const reason = reasonAtByte(error.reason, position)
    // Without ranges nothing can resume.
    if (this.#facts?.servesRanges === false) {
      return error.retryable ? new StartOver(subject, reason, { mayUseRanges: false }) : error
    }
    const isExpired = status === 401 || status === 403
    if (isExpired && this.#location === location) this.#location = undefined
    // A URL that has delivered bytes has expired: it is replaced at once. One that never did may be wrong: its tries count.
    const nextTry = isExpired && location.hasServed ? 'immediate' : hasProgressed ? 'free' : 'counted'
    return storageError(subject, reason, {
      status,
      hint,
      retryable: error.retryable || isExpired,
      retryAfter,
      nextTry
    })
  }

  #locate(): Location {
    if (this.#location === undefined) {
      const location: Location = { found: this.#options.locate(), hasServed: false }
      // A failure is not kept: the next try asks again.
      location.found.catch(() => {
        if (this.#location === location) this.#location = undefined
      })
      this.#location = location
    }
    return this.#location
  }

  /**
   * Compares a response with the earlier ones, and learns from the first.
   *
   * @returns the facts, and where the announced bytes end in the artifact
   */
  #check(
    { status, headers, url, problem }: StorageResponse,
    requested: ByteRange
  ): { facts: ResponseFacts; end: number } {
    const { subject } = this.#options
    const known = this.#facts
    const startOver = (reason: string, mayUseRanges = false) =>
      new StartOver(subject, reason, { mayUseRanges })
    const content = {
      contentType: headers['content-type'],
      contentDisposition: headers['content-disposition'],
      isZipUrl: /\.zip$/i.test(url.pathname)
    }
    if (status === 412) throw startOver(artifactReplaced(problem), true)
    if (status === 200) {
      if (known?.servesRanges) throw startOver(rangesNoLongerServed())
      const size = headers['content-length']
      const facts = { ...content, servesRanges: false, size: size === undefined ? undefined : Number(size) }
      this.#facts = facts
      return { facts, end: Number.POSITIVE_INFINITY }
    }
    const [, start, last, total] =
      /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
    // An empty file has no range, and a 416 does not tell its name.
    if (status === 416) throw startOver(rangeNotSatisfiable(problem))
    const end = Number(last) + 1
    const isRequested = Number(start) === requested.start && end <= Math.min(requested.end, Number(total))
    if (!isRequested || (known !== undefined && Number(total) !== known.size)) {
      throw startOver(otherRangeSent())
    }
    const validators = { etag: headers.etag, lastModified: headers['last-modified'] }
    if (known === undefined) {
      const facts = { ...content, servesRanges: true, size: Number(total) }
      this.#validators = validators
      this.#facts = facts
      return { facts, end }
    }
    if (!isDeepStrictEqual(validators, this.#validators)) throw startOver(artifactReplaced(), true)
    return { facts: known, end }
  }
}

/** What tells one version of the content from another (RFC 9110, 8.8); the ETag may be weak. */
interface Validators {
  etag: string | undefined
  lastModified: string | undefined
}

/** RFC 9110, 13.1.1: If-Match compares strongly, so a weak ETag never matches. */
function strongEtag(etag: string | undefined): string | undefined {
  return etag?.startsWith('"') ? etag : undefined
}
