import { randomBytes } from 'node:crypto'
import type { Artifact, Blob } from '../model/artifact.js'
import { shaOf } from '../model/ids.js'

interface Grant {
  path: string
  blob: Blob | undefined
  artifactId: number
  /** Milliseconds since the epoch. */
  expiresAt: number
}

export interface Granted {
  blob: Blob | undefined
  artifactId: number
}

/** The path of all blobs, so that storage can be told from the API where both have one origin. */
export const STORAGE_PATH = '/actions-results/'

/** Signed URLs: given out by the API, honoured by storage for a while. */
export class SignedUrls {
  readonly #grants = new Map<string, Grant>()

  /** A new URL, with the query that Azure's have. */
  sign(artifact: Artifact, { origin, lifetimeMs }: { origin: string; lifetimeMs: number }): string {
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

  /** Every URL given out so far stops working. */
  expireAll(): void {
    for (const grant of this.#grants.values()) grant.expiresAt = 0
  }

  /** What a URL gives access to, or why it does not. */
  redeem(path: string, query: URLSearchParams): Granted | 'expired' | 'wrong' {
    const grant = this.#grants.get(query.get('sig') ?? '')
    if (grant === undefined || grant.path !== path) return 'wrong'
    return Date.now() < grant.expiresAt ? grant : 'expired'
  }
}
