import { isDeepStrictEqual } from 'node:util'
import { ActionError } from '../errors/action-error.js'
import { isTransient, RequestError } from '../errors/request-error.js'
import type { BufferProvider, ByteRange } from '../http/exchange.js'
import type { RequestQueue } from '../http/request-queue.js'
import { formatSize } from '../messages/size.js'
import { type StorageAnswer, type StorageClient, storageError } from './storage-client.js'

/** What the first answer says of a blob. */
export interface ResponseFacts {
  /** In bytes; undefined where the server does not say (older GHES pack while they send). */
  size: number | undefined
  /** Whether ranges are served: without, what breaks starts over. */
  ranges: boolean
  contentType: string | undefined
  contentDisposition: string | undefined
}

/** Takes bytes in order from `position` on; a promise makes the connection wait. */
export type Sink = (chunk: Buffer, position: number) => void | Promise<void>

/**
 * Storage cannot go on where it stopped: what came so far is void, and the whole has to come again. Not a RequestError,
 * so that it passes the tries of one range and reaches those of the whole.
 */
export class StartOver extends ActionError {
  override readonly name = 'StartOver'
  /** Whether ranges are worth asking for the next time. */
  readonly ranges: boolean
  /** The message without the artifact. */
  readonly why: string

  constructor(label: string, why: string, ranges: boolean) {
    super('storage-failed', `${label} could not be downloaded: ${why}`)
    this.why = why
    this.ranges = ranges
  }
}

interface RangeReaderOptions {
  /** The artifact as it reads in an error, already printable. */
  label: string
  /** Asks the API for a new signed URL, and masks it. */
  issueUrl: () => Promise<URL>
  /** Told of each further URL that storage leads to, before it is asked for: a secret too. */
  onRedirect: (url: URL) => void
  /** False: the server is known not to serve ranges properly. */
  ranges: boolean
  client: StorageClient
  queue: RequestQueue
  signal: AbortSignal
  /** Told of each chunk's length as it comes. */
  onBytes: (count: number) => void
}

/** A signed URL, asked for once by all who wait for it. */
interface SignedUrl {
  issued: Promise<URL>
  /** Bytes have come through it. */
  served: boolean
}

/**
 * The bytes of one artifact in storage, in ranges, each of which goes on at the byte where it stopped: after a cut, a
 * stall, a short answer, an expired URL. What changes in the meantime (the ETag, the size) starts over.
 */
export class RangeReader {
  readonly #options: RangeReaderOptions
  #url: SignedUrl | undefined
  #facts: ResponseFacts | undefined
  #validators: Validators | undefined

  constructor(options: RangeReaderOptions) {
    this.#options = options
  }

  /**
   * Asks for the first `length` bytes, or for all where ranges are not served. One request when nothing goes wrong.
   *
   * @param choose called once, with the facts; answers with where the bytes go. Undefined: nowhere
   * @returns the facts
   * @throws StartOver, RequestError, and what the sink throws
   */
  async open(
    length: number,
    choose: (facts: ResponseFacts) => Sink | undefined,
    signal?: AbortSignal
  ): Promise<ResponseFacts> {
    let sink: Sink | undefined
    await this.#readOn(
      { start: 0, end: length },
      facts => {
        sink ??= choose(facts)
        return sink
      },
      { signal }
    )
    if (this.#facts === undefined) throw new TypeError('no facts, and no error')
    return this.#facts
  }

  /** Reads a range, in order, resuming where it has to. @throws StartOver, RequestError, and what the sink throws */
  async read(range: ByteRange, sink: Sink, signal?: AbortSignal): Promise<void> {
    await this.#readOn(range, () => sink, { signal })
  }

  /** The same, into memory of the caller's: the sink is told of views of that, though not always, and not waited for. */
  async readInto(room: BufferProvider, range: ByteRange, sink: Sink, signal?: AbortSignal): Promise<void> {
    await this.#readOn(range, () => sink, { signal, room })
  }

  /** Connects, for a `readInto` that will come soon. */
  async prepare(): Promise<void> {
    this.#options.client.prepare(await this.#signed().issued)
  }

  /** A range as one buffer, in the memory given or in new, for what is known to be small. */
  async bytes({ start, end }: ByteRange, signal?: AbortSignal, into?: Buffer): Promise<Buffer> {
    const buffer = into?.subarray(0, end - start) ?? Buffer.allocUnsafe(end - start)
    const put = (chunk: Buffer, position: number) => {
      chunk.copy(buffer, position - start)
    }
    await this.read({ start, end }, put, signal)
    return buffer
  }

  async #readOn(
    range: ByteRange,
    sinkFor: (facts: ResponseFacts) => Sink | undefined,
    { signal = this.#options.signal, room }: { signal?: AbortSignal | undefined; room?: BufferProvider }
  ): Promise<void> {
    const { label, client, queue, ranges, onBytes, onRedirect } = this.#options
    let at = range.start
    const isDone = () => at >= Math.min(range.end, this.#facts?.size ?? Number.POSITIVE_INFINITY)
    await queue.retry(async () => {
      const before = at
      const signed = this.#signed()
      try {
        const url = await signed.issued
        await queue.withSlot(async () => {
          const answer = await client.get({
            label,
            url,
            range: ranges ? { start: at, end: range.end } : undefined,
            ifMatch: strongEtag(this.#validators?.etag),
            room,
            signal,
            onRedirect
          })
          let checked: { facts: ResponseFacts; end: number }
          let sink: Sink | undefined
          try {
            checked = this.#check(answer, { start: at, end: range.end })
            sink = sinkFor(checked.facts)
          } catch (error) {
            answer.discard()
            throw error
          }
          if (sink === undefined) return answer.discard()
          const { facts, end } = checked
          const take = sink
          await answer.read(chunk => {
            // Whose bytes those beyond its range are, nobody knows.
            if (at + chunk.length > end) throw new StartOver(label, 'storage sent more than it said', false)
            const position = at
            at += chunk.length
            signed.served = true
            onBytes(chunk.length)
            return take(chunk, position)
          })
          if (!facts.ranges) return
          if (!isDone()) throw storageError(label, 'storage ended its answer early')
        })
      } catch (error) {
        // All of the range has come: how the connection ended after that is nobody's concern.
        if (error instanceof RequestError && this.#facts?.ranges && isDone()) return
        throw this.#judge(error, { signed, at, before })
      }
    }, signal)
  }

  /** What an error means for the next try. */
  #judge(error: unknown, { signed, at, before }: { signed: SignedUrl; at: number; before: number }): unknown {
    if (!(error instanceof RequestError) || error.code !== 'storage-failed') return error
    const { label } = this.#options
    if (this.#facts?.ranges === false) {
      // Nothing to go on from: all of it comes again.
      return isTransient(error.status) ? new StartOver(label, reasonOf(error, label, at), false) : error
    }
    const ranOut = error.status === 401 || error.status === 403
    if (ranOut && this.#url === signed) this.#url = undefined
    // A URL that never served a byte was perhaps never good: its tries count.
    const isFree = at > before || (ranOut && signed.served)
    return new RequestError(
      'storage-failed',
      `${label} could not be downloaded: ${at === 0 ? reasonOf(error, label) : reasonOf(error, label, at)}`,
      {
        hint: error.hint,
        status: error.status,
        retryable: error.retryable || ranOut,
        retryAfter: error.retryAfter,
        // A URL that has served needs no pause, only a new one.
        nextTry: ranOut && signed.served ? 'immediate' : isFree ? 'free' : 'counted'
      }
    )
  }

  #signed(): SignedUrl {
    if (this.#url === undefined) {
      const url: SignedUrl = { issued: this.#options.issueUrl(), served: false }
      // A failure is not kept: the next try asks again.
      url.issued.catch(() => {
        if (this.#url === url) this.#url = undefined
      })
      this.#url = url
    }
    return this.#url
  }

  /**
   * Holds an answer against what is known of the blob, and learns from the first one.
   *
   * @returns the facts, and where by its own word its bytes end in the blob
   */
  #check({ status, headers }: StorageAnswer, asked: ByteRange): { facts: ResponseFacts; end: number } {
    const { label } = this.#options
    const known = this.#facts
    const about = {
      contentType: headers['content-type'],
      contentDisposition: headers['content-disposition']
    }
    if (status === 412) throw new StartOver(label, 'it was replaced by another in storage meanwhile', true)
    if (status === 200) {
      if (known?.ranges) throw new StartOver(label, 'storage no longer serves ranges', false)
      const size = headers['content-length']
      const facts = { ...about, ranges: false, size: size === undefined ? undefined : Number(size) }
      this.#facts = facts
      return { facts, end: Number.POSITIVE_INFINITY }
    }
    const [, start, last, total] =
      /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
    // Of an empty blob no range can be had, nor does the refusal tell the name of a raw one.
    if (status === 416) throw new StartOver(label, 'storage has no such range', false)
    const end = Number(last) + 1
    const isWhatWasAsked = Number(start) === asked.start && end <= Math.min(asked.end, Number(total))
    if (!isWhatWasAsked || (known !== undefined && Number(total) !== known.size)) {
      throw new StartOver(label, 'storage sent another range than was asked for', false)
    }
    const validators = { etag: headers.etag, lastModified: headers['last-modified'] }
    if (known === undefined) {
      const facts = { ...about, ranges: true, size: Number(total) }
      this.#validators = validators
      this.#facts = facts
      return { facts, end }
    }
    if (!isDeepStrictEqual(validators, this.#validators))
      throw new StartOver(label, 'it was replaced by another in storage meanwhile', true)
    return { facts: known, end }
  }
}

/** What tells one version of a blob from another (RFC 9110, 8.8), a weak ETag too. */
interface Validators {
  etag: string | undefined
  lastModified: string | undefined
}

/** RFC 9110, 13.1.1: If-Match compares strongly, so a weak ETag never matches. */
function strongEtag(etag: string | undefined): string | undefined {
  return etag?.startsWith('"') ? etag : undefined
}

function reasonOf(error: RequestError, label: string, at?: number): string {
  const reason = error.message.replace(`${label} could not be downloaded: `, '')
  return at === undefined ? reason : `${reason}, at byte ${at} (${formatSize(at)})`
}
