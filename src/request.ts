import type { Matcher } from './domain/glob.js'
import type { Repository } from './domain/repository.js'

export const OPERATIONS = ['list', 'get', 'download', 'delete'] as const
export type Operation = (typeof OPERATIONS)[number]

export const FOUND_HANDLING = ['error', 'warn', 'ignore'] as const
export const DIGEST_HANDLING = ['error', 'warn', 'info', 'ignore'] as const
export const CONFLICT_HANDLING = ['overwrite', 'skip', 'error'] as const

/** Where the artifacts are looked for. */
export type Place =
  | { kind: 'run'; runId: number }
  | { kind: 'repository' }
  /** By id, wherever in the repository; `runId` is only compared. */
  | { kind: 'ids'; ids: number[]; runId: number | undefined }

export interface ServiceInputs {
  repository: Repository
  /** Whether that is the repository of this job. */
  ownRepository: boolean
  token: string
  /** Without a trailing slash. */
  apiUrl: string
  concurrency: number
  /** How long a connection may move no byte, in ms. */
  stallTimeout: number
  summary: boolean
}

export interface SelectionInputs {
  place: Place
  names: string[]
  pattern: Matcher | undefined
  includeExpired: boolean
  latest: boolean
  limit: number
  ifNoArtifactFound: (typeof FOUND_HANDLING)[number]
}

export interface DownloadInputs {
  /** Absolute. */
  path: string
  mergeMultiple: boolean
  files: Matcher | undefined
  skipDecompress: boolean
  digestMismatch: (typeof DIGEST_HANDLING)[number]
  onConflict: (typeof CONFLICT_HANDLING)[number]
  /** In bytes; undefined: no limit but the disk. */
  maxExtractedSize: number | undefined
  /** Whether verified archives are kept in the runner's tool cache. */
  cache: boolean
  deleteAfter: boolean
}

export interface DeleteInputs {
  dryRun: boolean
}

type RequestOf<Name extends Operation, Inputs = unknown> = { operation: Name } & ServiceInputs &
  SelectionInputs &
  Inputs

export type ListRequest = RequestOf<'list'>
export type GetRequest = RequestOf<'get'>
export type DownloadRequest = RequestOf<'download', DownloadInputs>
export type DeleteRequest = RequestOf<'delete', DeleteInputs>
export type Request = ListRequest | GetRequest | DownloadRequest | DeleteRequest
