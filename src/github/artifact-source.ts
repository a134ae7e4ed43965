import type { ActionError } from '../errors/action-error.js'
import type { ApiFailure } from './api-response.js'
import type { Artifact } from './artifact.js'
import type { EarlyStop, Read } from './pages.js'

export interface ListOptions {
  /** The artifacts of this run; of the whole repository when undefined. */
  runId?: number | undefined
  /** Exact name. */
  name?: string | undefined
  /** Exact names that the caller needs, if `name` is not one. A source may still return others. */
  names?: readonly string[] | undefined
  /** Whether the artifacts satisfy the caller. If not, a source that may not list all looks for more. */
  isEnough?: ((artifacts: readonly Artifact[]) => boolean) | undefined
  /** What to hold in memory: all, unless told. */
  keep?: ((artifact: Artifact) => boolean) | undefined
  /** How the list need not be read to its end. */
  stop?: EarlyStop<Artifact> | undefined
  /** Adds to the artifacts of a page what the server does not tell of their runs, before `keep` and `stop`. */
  describe?: ((artifacts: readonly Artifact[]) => Promise<void>) | undefined
}

/** Where the bytes of an artifact are. */
export interface BytesLocation {
  /** Without `api`, a signed URL: a secret. */
  url: URL
  /** Set if it is a URL of the API, which may also redirect to a signed URL. */
  api?: ApiBytes
}

export interface ApiBytes {
  /** With the token: for this URL only, and never along a redirect. */
  headers: Readonly<Record<string, string>>
  /** Called before each request. */
  onRequest: () => void
  /** The error for an unsuccessful response. */
  errorOf: (failure: ApiFailure) => ActionError
}

export interface UrlOptions {
  /** Whether the caller compares the digest of all bytes, and asks `isReplaced` if it differs. */
  isVerified: boolean
}

/** Where operations get artifacts from: the REST API, or the run's own artifact service with the REST API behind it. */
export interface ArtifactSource {
  /** Each artifact once, in no promised order. */
  list(options: ListOptions): Promise<Read<Artifact>>
  /** The artifacts with these ids; those that do not exist are left out. */
  getAll(ids: readonly number[]): Promise<Artifact[]>
  /** Where `getAll` looks for an id. */
  readonly idsOf: 'run' | 'repository'
  /** What the lists so far may have left out, for people. */
  notes(): string[]
  /**
   * Where the bytes of an artifact are now.
   *
   * @throws RequestError, and ActionError with code `artifact-expired` or `artifact-not-found`
   */
  locate(artifact: Artifact, options: UrlOptions): Promise<BytesLocation>
  /**
   * Checks the rate limit before transfers. Each artifact of the list takes one request.
   *
   * @returns a line for the log if the requests have to wait for the rate limit; else undefined
   * @throws RequestError with code `api-rate-limited` if they cannot all be sent
   */
  afford(artifacts: readonly Artifact[]): string | undefined
  /** Whether the artifact's URL may have led to another artifact, and a new one leads to its own bytes. */
  isReplaced(artifact: Artifact): Promise<boolean>
  /** Whether requests about the artifact go to the REST API, as far as is known. */
  usesRest(artifact: Artifact): boolean
  /** `gone`: it no longer existed at the first try. */
  delete(artifact: Artifact): Promise<'deleted' | 'gone'>
}
