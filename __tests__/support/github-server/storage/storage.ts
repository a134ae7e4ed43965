import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, type Headers, storageError } from '../http/answer.js'
import type { Content } from '../http/content.js'
import type { FaultEffects } from '../http/faults.js'
import type { Artifact, Blob } from '../model/artifact.js'
import { shaOf } from '../model/ids.js'
import { parseRange } from './range.js'
import type { BlobStyle, Granted, SignedUrls } from './signed-urls.js'

export interface StorageOptions {
  /** Whether `Range` is honoured: true, unless told. */
  ranges?: boolean
  /** No length, no ranges, no ETag: older GHES pack the archive while it is being sent. */
  chunked?: boolean
  etag?: boolean
  contentDisposition?: boolean
  /** Storage is at the API's own origin, and does not mind the token there. */
  sameOrigin?: boolean
  /** The pace of a connection. */
  bytesPerSecond?: number
  /** Milliseconds before each answer. */
  latency?: number
  /** How long a signed URL is good for, in milliseconds: 10 minutes, unless told. */
  urlLifetime?: number
  /** The bytes are in another storage: signs its URLs. */
  signUrl?: (artifact: Artifact) => string
}

export interface StorageRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  effects: FaultEffects
  /** The answer to a URL that is expired or wrong. */
  urlExpired: Answer
}

const EXPIRED_MESSAGE =
  'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.'

export const URL_EXPIRED = storageError(403, 'AuthenticationFailed', EXPIRED_MESSAGE)

/** Blob storage as Azure does it: a request in, an answer out. */
export class Storage {
  readonly #urls: SignedUrls
  /** May be changed by a test in mid-flight. */
  readonly options: StorageOptions

  constructor(urls: SignedUrls, options: StorageOptions) {
    this.#urls = urls
    this.options = options
  }

  answer({ method, path, query, headers, effects, urlExpired }: StorageRequest): Answer {
    if (method !== 'GET' && method !== 'HEAD') {
      return storageError(
        405,
        'UnsupportedHttpVerb',
        'The resource does not support the specified Http Verb.'
      )
    }
    if (headers.authorization !== undefined && this.options.sameOrigin !== true) {
      return storageError(403, 'AuthenticationFailed', EXPIRED_MESSAGE)
    }
    const granted = this.#urls.redeem(path, query)
    if (granted === 'wrong' || granted === 'expired') return urlExpired
    return this.send(granted, headers, effects)
  }

  /** The bytes of a blob, or the part that the request asks for. */
  send(granted: Granted, headers: IncomingHttpHeaders, effects: FaultEffects): Answer {
    if (granted.blob === undefined) {
      return storageError(404, 'BlobNotFound', 'The specified blob does not exist.')
    }
    const etag = effects.etag ?? `"0x8DC${shaOf(`blob ${granted.artifactId}`).slice(0, 12).toUpperCase()}"`
    const ifMatch = headers['if-match']
    if (this.#hasEtag(granted.style) && ifMatch !== undefined && ifMatch !== '*' && ifMatch !== etag) {
      return storageError(
        412,
        'ConditionNotMet',
        'The condition specified using HTTP conditional header(s) is not met.'
      )
    }
    const shown = this.#blobHeaders(granted.blob, granted.style, etag)
    const range = this.#hasRanges(granted.style) ? headers.range : undefined
    const chunked = this.options.chunked === true || granted.style?.chunked === true
    return this.#part({ status: 200, headers: shown, body: granted.blob.content, chunked }, range, effects)
  }

  #part(whole: Answer & { body: Content }, range: string | undefined, effects: FaultEffects): Answer {
    const { headers, body: content } = whole
    if (effects.ignoreRange) return whole
    const part = parseRange(range, content.size)
    if (part === undefined) return whole
    if (part === 'unsatisfiable') {
      return storageError(
        416,
        'InvalidRange',
        'The range specified is invalid for the current size of the resource.',
        {
          'content-range': `bytes */${content.size}`
        }
      )
    }
    const contentRange = `bytes ${part.start}-${part.end - 1}/${content.size}`
    return {
      status: 206,
      headers: { ...headers, 'content-range': effects.contentRange ?? contentRange },
      body: content,
      part
    }
  }

  #hasRanges(style: BlobStyle | undefined): boolean {
    return style?.ranges !== false && this.options.ranges !== false && this.options.chunked !== true
  }

  #hasEtag(style: BlobStyle | undefined): boolean {
    return style?.etag !== false && this.options.etag !== false && this.options.chunked !== true
  }

  #blobHeaders({ contentType, filename }: Blob, style: BlobStyle | undefined, etag: string): Headers {
    const validators: Headers = {
      ...(this.#hasEtag(style) ? { etag } : {}),
      ...(this.#hasRanges(style) && style?.acceptRanges !== false ? { 'accept-ranges': 'bytes' } : {})
    }
    if (style !== undefined) return { ...style.headers, ...validators }
    return {
      'content-type': contentType,
      'x-ms-blob-type': 'BlockBlob',
      'x-ms-request-id': randomUUID(),
      ...(this.options.contentDisposition === false ? {} : { 'content-disposition': disposition(filename) }),
      ...validators
    }
  }
}

/** RFC 6266: a plain name for old clients, an encoded one that takes precedence. */
function disposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
