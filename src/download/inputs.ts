import type { Repository } from '../github/repository.js'
import type { Matcher } from '../text/glob.js'

export const DIGEST_HANDLING = ['error', 'warn', 'info', 'ignore'] as const
export const CONFLICT_HANDLING = ['overwrite', 'skip', 'error'] as const

/** SHA-256 in lower-case hex: of the only artifact, or by artifact name. */
export type ExpectedDigests = string | ReadonlyMap<string, string>

export interface DownloadInputs {
  repository: Repository
  /** Without a trailing slash. */
  apiUrl: string
  /** How long a connection may move no byte, in ms. */
  stallTimeout: number
  /** Absolute. */
  path: string
  mergeMultiple: boolean
  files: Matcher | undefined
  /** Undefined: archives inside artifacts stay as they are. */
  unpack: Matcher | undefined
  skipDecompress: boolean
  /** Undefined: none is expected. */
  expectedDigest: ExpectedDigests | undefined
  digestMismatch: (typeof DIGEST_HANDLING)[number]
  onConflict: (typeof CONFLICT_HANDLING)[number]
  /** In bytes; undefined: limited by the disk only. */
  maxExtractedSize: number | undefined
  /** Whether to keep verified archives in the runner's tool cache. */
  cache: boolean
  deleteAfter: boolean
}
