import { randomBytes } from 'node:crypto'
import type { Headers } from '../http/answer.js'
import type { Artifact, Blob } from '../model/artifact.js'
import { shaOf } from '../model/ids.js'

/** How another storage than Azure's shows a blob. */
export interface BlobStyle {
  headers: Headers
  ranges: boolean
  etag: boolean
  /** Whether it says that it has ranges. It does unless told. */
  acceptRanges?: false
  /** Made while it is sent: no length. */
  chunked?: true
}

export interface Granted {
  blob: Blob | undefined
  artifactId: number
  /** Azure's unless told. */
  style?: BlobStyle
}

interface Grant extends Granted {
  path: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

export interface SignOptions {
  origin: string
  lifetimeMs: number
}

/** A URL of another storage than Azure's, and the blob there. */
export interface UrlForm extends BlobStyle {
  path: string
  /** Gets the signature as `signatureParameter`. */
  query: Readonly<Record<string, string>>
  signatureParameter: (typeof SIGNATURE_PARAMETERS)[number]
}

const SIGNATURE_PARAMETERS = ['sig', 'X-Amz-Signature'] as const

/** The path of all blobs, so that storage can be told from the API where both have one origin. */
export const STORAGE_PATH = '/actions-results/'

/** Signed URLs: given out by the API, honoured by storage for a while. */
export class SignedUrls {
  readonly #grants = new Map<string, Grant>()

  /** A new URL, with the query that Azure's have. */
  sign(artifact: Artifact, { origin, lifetimeMs }: SignOptions): string {
    const path = `${STORAGE_PATH}${shaOf(`run ${artifact.run.id}`)}/artifacts/${shaOf(`artifact ${artifact.id}`)}`
    const expiresAt = Date.now() + lifetimeMs
    const sig = randomBytes(32).toString('base64')
    this.#grants.set(sig, { path, blob: artifact.blob, artifactId: artifact.id, expiresAt })
    const query = new URLSearchParams({
      rsct: artifact.blob?.contentType ?? 'application/zip',
      se: new Date(expiresAt).toISOString(),
      sig,
      sp: 'r',
      sr: 'b',
      sv: '2025-11-05'
    })
    return `${origin}${path}?${query.toString()}`
  }

  /** A new URL of another form. */
  signAs(form: UrlForm, artifact: Artifact, { origin, lifetimeMs }: SignOptions): string {
    const { path, query, signatureParameter, ...style } = form
    const sig = randomBytes(32).toString('base64url')
    const { blob, id: artifactId } = artifact
    this.#grants.set(sig, { path, blob, artifactId, style, expiresAt: Date.now() + lifetimeMs })
    return `${origin}${path}?${new URLSearchParams({ [signatureParameter]: sig, ...query }).toString()}`
  }

  /** Every URL given out so far stops working. */
  expireAll(): void {
    for (const grant of this.#grants.values()) grant.expiresAt = 0
  }

  /** What a URL gives access to, or why it does not. */
  redeem(path: string, query: URLSearchParams): Granted | 'expired' | 'wrong' {
    const grant = this.#grants.get(signatureIn(query))
    if (grant === undefined || grant.path !== path) return 'wrong'
    return Date.now() < grant.expiresAt ? grant : 'expired'
  }
}

/** What signs a URL, under any of the names that storages have for it. */
export function signatureIn(query: URLSearchParams): string {
  const name = SIGNATURE_PARAMETERS.find(parameter => query.has(parameter))
  return query.get(name ?? '') ?? ''
}
