import type { Content } from '../http/content.js'
import { epochOf, type Moment } from './moment.js'

/** What an artifact says of its run. */
export interface ArtifactRun {
  readonly id: number
  readonly repository: { readonly id: number; readonly full_name: string }
  /** Null where the fork is gone. */
  readonly head_repository: { readonly id: number; readonly full_name: string } | null
  readonly head_branch: string | null
  readonly head_sha: string
  readonly status: string
  readonly run_attempt: number
}

/**
 * How late the REST API lists an artifact that is uploaded: after so many lists that leave it out, or as soon as a
 * condition holds. Requests by id find it at once.
 */
export type Listed = { afterLists: number } | { when: () => boolean }

/** What the API says of an artifact, where a test wants it otherwise than it would come by itself. */
export interface ArtifactFields {
  /** Now, unless told. */
  created_at?: Moment | null
  /** 90 days after `created_at`, unless told. */
  expires_at?: Moment | null
  /** Whether `expires_at` has passed, unless told. */
  expired?: boolean
  /** That of the bytes, unless told; null as on old artifacts, `absent` as on GHES. */
  digest?: string | null
  /** That of the bytes, unless told. */
  size_in_bytes?: number
  /** Uploaded by upload-artifact v3: the server keeps the files, not an archive. Its size is that of the files. */
  isOldProtocol?: boolean
  /** Null or no `workflow_run` at all, as other servers may have it. */
  workflow_run?: null | 'absent'
  /** The job that uploads it, `build` by default. */
  job?: string
  /** At once, unless told. */
  listed?: Listed
  /** How many requests for its `/zip` answer 404 first: none, unless told. `Infinity` is allowed. */
  zipNotFound?: number
}

/** What storage holds of an artifact and says of it. */
export interface Blob {
  content: Content
  contentType: string
  /** The name in Content-Disposition. */
  filename: string
}

const RETENTION_MS = 90 * 24 * 60 * 60 * 1000

/** One artifact. What can be written to may be changed by a test in mid-flight. */
export class Artifact {
  readonly id: number
  readonly run: ArtifactRun
  readonly isOldProtocol: boolean
  name: string
  size_in_bytes: number
  /** Milliseconds since the epoch. */
  created_at: number | null
  /** Milliseconds since the epoch, where a later upload replaced the content: else that of `created_at`. */
  replaced_at: number | undefined
  /** Milliseconds since the epoch. */
  expires_at: number | null
  digest: string | null
  readonly workflow_run: null | 'absent' | undefined
  readonly job: string
  /** The attempt of the run that uploaded it. */
  readonly attempt: number
  /** Whether the run's artifact service lists it. The REST API always does. */
  inService = true
  /** How many more requests for its `/zip` answer 404. */
  zipNotFound: number
  /** None for an artifact that was only made to be listed. */
  blob: Blob | undefined
  #expired: boolean | undefined
  readonly #listed: Listed
  #leftOut = 0

  constructor(id: number, run: ArtifactRun, name: string, fields: ArtifactFields, blob?: Blob) {
    const { created_at = new Date(), expires_at } = fields
    this.id = id
    this.run = run
    this.name = name
    this.isOldProtocol = fields.isOldProtocol ?? false
    this.size_in_bytes = fields.size_in_bytes ?? blob?.content.size ?? 0
    this.created_at = created_at === null ? null : epochOf(created_at)
    this.expires_at = expires_at === null ? null : this.#expiry(expires_at, fields.expired)
    this.digest = fields.digest ?? null
    this.workflow_run = fields.workflow_run
    this.job = fields.job ?? 'build'
    this.attempt = run.run_attempt
    this.zipNotFound = fields.zipNotFound ?? 0
    this.#listed = fields.listed ?? { afterLists: 0 }
    this.blob = blob
    this.#expired = fields.expired
  }

  /** Whether the list that is now answered holds it. */
  appears(): boolean {
    if ('when' in this.#listed) return this.#listed.when()
    this.#leftOut += 1
    return this.#leftOut > this.#listed.afterLists
  }

  get expired(): boolean {
    return this.#expired ?? (this.expires_at !== null && this.expires_at <= Date.now())
  }

  set expired(expired: boolean) {
    this.#expired = expired
  }

  /** Another upload of the same name, on servers that keep the id: `created_at` of `fields` is its date. */
  replace({ created_at, digest = null, size_in_bytes }: ArtifactFields, blob?: Blob): this {
    this.blob = blob
    this.digest = digest
    this.size_in_bytes = size_in_bytes ?? blob?.content.size ?? 0
    this.replaced_at = epochOf(created_at ?? new Date())
    return this
  }

  #expiry(expires_at: Moment | undefined, expired: boolean | undefined): number {
    if (expires_at !== undefined) return epochOf(expires_at)
    const expiry = (this.created_at ?? Date.now()) + RETENTION_MS
    return expired === true ? Math.min(expiry, epochOf(new Date())) : expiry
  }
}
