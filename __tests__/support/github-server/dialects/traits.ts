import type { ServiceDialect } from '../artifact-service/dialects.js'
import type { OwnUrls } from '../artifact-service/own-urls.js'
import type { Artifact } from '../model/artifact.js'
import type { Numbering } from '../model/ids.js'
import type { PullRequest } from '../model/repository.js'
import type { Run, Workflow } from '../model/run.js'
import type { BlobStyle } from '../storage/signed-urls.js'
import type { ForgeCall } from './call.js'

/** An error before the server adds its `url`. */
export interface ForgeError {
  status: number
  message: string
  errors?: readonly string[] | null
}

/** Why a request is refused. The text is what the request asked for. */
export type ForgeRefusal =
  /** There is no such artifact. */
  | 'artifact'
  /** The artifact has expired. */
  | 'expired'
  /** There is no such run: its id. */
  | 'run'
  /** There is no such branch: its name. */
  | 'branch'
  /** There is nothing else of the kind. */
  | 'nothing'
  /** No pull request was merged as the commit: the repository's id. */
  | 'pull'
  /** A run has no such status: the word. */
  | 'status'
  /** The token is not known. */
  | 'token'
  /** Somebody without a token wants to write. */
  | 'anonymous'
  /** The token may not write. */
  | 'write'
  /** The token may not read. */
  | 'read'
  /** A signed link has expired, or is wrong. */
  | 'link'

/** What the headers of a list tell. */
export interface ListHeaders {
  /** `Link` */
  links: boolean
  /** `X-Total-Count` */
  total: boolean
}

/** Whether a run fits the value of a filter. */
export type RunFilter = (run: Run, value: string, call: ForgeCall) => boolean

/** What Gitea and the servers that came from it do, each in its way. */
export interface ForgeTraits {
  /** The artifact service of its runs. */
  service: ServiceDialect
  numbering: Numbering
  /** `Cache-Control` of whatever is not an artifact. */
  cacheControl: string
  errors: Readonly<Record<ForgeRefusal, (what: string) => ForgeError>>
  /** Endpoints that it does not have. */
  lacks: readonly string[]
  /** Endpoints of later versions: clients may ask for them. */
  lacksYet: readonly string[]
  /** Paths whose plain 404 has no `Cache-Control`. */
  bareNotFound: RegExp
  artifacts: {
    order: 'asc' | 'desc'
    headers: ListHeaders
    body: (views: readonly object[], total: number) => unknown
    view: (call: ForgeCall, artifact: Artifact) => object
    /** Whether uploads of the old protocol are among them. */
    hasOldProtocol: boolean
    /** Whether a run that does not exist has an empty list. */
    emptyForUnknownRun: boolean
  }
  /** The bytes of an artifact: behind a signed URL, or on the API's own. */
  bytes: OwnUrls | 'in the answer'
  /** How the server itself sends an artifact. */
  style: (artifact: Artifact) => BlobStyle
  runs: {
    headers: ListHeaders
    /** Whether `limit` counts only beside `page`. */
    limitNeedsPage: boolean
    /** Whether a parameter that is given several times has several values; else the first counts. */
    takesLists: boolean
    /** By parameter. Other parameters are ignored. */
    filters: Readonly<Record<string, RunFilter>>
    /** The values of `status`; undefined for a word that is refused. */
    hasStatus: (word: string) => boolean
    view: (call: ForgeCall, run: Run) => object
  }
  workflowView: (call: ForgeCall, workflow: Workflow) => object
  /** What a pull request has besides what it has on all of them. */
  pullView: (call: ForgeCall, pull: PullRequest) => object
  /** Whether a comparison has the files of all commits too. */
  comparesFiles: boolean
  /** Whether commits have the accounts of their authors. */
  knowsAuthors: boolean
  /** Whether a job knows the attempt of its run. */
  tellsAttempt: boolean
}
