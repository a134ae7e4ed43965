import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HttpClient } from '@actions/http-client'
import { formatSize } from '../domain/size.js'
import { isTransient, messageOf, RequestError } from '../errors.js'

const MAX_REDIRECTS = 5

/** The bytes of an artifact, in a file, and what storage said of them. */
export interface Downloaded {
  bytes: number
  /** Lower-case hex of the SHA-256 of the bytes. */
  sha256: string
  contentType: string | undefined
  contentDisposition: string | undefined
}

interface DownloadOptions {
  /** The artifact as it reads in an error, already printable. */
  label: string
  /** The signed URL: a secret. Never the token: Azure refuses it, and it is none of storage's business. */
  url: URL
  /** Overwritten. */
  file: string
  signal?: AbortSignal | undefined
  /** Told of each chunk's length as it comes. */
  onBytes?: (count: number) => void
}

/**
 * Streams the bytes behind a signed URL into a file, hashing on the way.
 *
 * @throws RequestError for a status other than 200, a broken connection or a body shorter than its Content-Length
 */
export async function download({ label, url, file, signal, onBytes }: DownloadOptions): Promise<Downloaded> {
  const client = new HttpClient('artifact-action', [], { allowRedirects: false })
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      onBytes?.(chunk.length)
      hash.update(chunk)
      done(null, chunk)
    }
  })
  try {
    const message = await get(client, url, label)
    await pipeline(message, count, createWriteStream(file), { signal })
    const expected = message.headers['content-length']
    if (expected !== undefined && Number(expected) !== bytes) {
      throw failure(
        label,
        `the connection ended after ${formatSize(bytes)} of ${formatSize(Number(expected))}`
      )
    }
    return {
      bytes,
      sha256: hash.digest('hex'),
      contentType: message.headers['content-type'],
      contentDisposition: message.headers['content-disposition']
    }
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof RequestError || isDiskError(error)) throw error
    throw failure(label, `the connection broke after ${formatSize(bytes)} (${codeOf(error)})`)
  } finally {
    client.dispose()
  }
}

async function get(client: HttpClient, start: URL, label: string): Promise<IncomingMessage> {
  let url = start
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const { message } = await client.get(url.href)
    const status = message.statusCode ?? 0
    if (status === 200) return message
    message.resume()
    const location = message.headers.location
    if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
      throw failure(label, `storage answered ${status}`, status)
    }
    const next = new URL(location, url)
    if (next.protocol !== 'https:' && next.protocol !== url.protocol) {
      throw failure(
        label,
        `storage redirects from ${url.protocol} to ${next.protocol}, which is refused`,
        status
      )
    }
    url = next
  }
  throw failure(label, `storage redirects more than ${MAX_REDIRECTS} times`, 302)
}

/** No cause: an error of the HTTP stack may hold the signed URL. */
function failure(label: string, what: string, status?: number): RequestError {
  return new RequestError('storage-failed', `${label} could not be downloaded: ${what}`, {
    hint: 'Is the storage host reachable from this runner (firewall, proxy)? Run the step again.',
    status,
    // 401 and 403: the signed URL ran out; the next try asks for a new one.
    retryable: isTransient(status) || status === 401 || status === 403
  })
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? messageOf(error).replace(/\?\S*/g, '')
}

/** Errors of the file system carry a path, those of sockets do not. */
function isDiskError(error: unknown): boolean {
  return (
    typeof (error as { path?: unknown }).path === 'string' || (error as { code?: string }).code === 'ENOSPC'
  )
}
