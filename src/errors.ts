/** What went wrong, as a stable word: docs/TROUBLESHOOTING.md and tests go by it. */
export type ErrorCode =
  | 'input-invalid'
  | 'api-unauthorized'
  | 'api-forbidden'
  | 'api-not-found'
  | 'api-rate-limited'
  | 'api-rejected'
  | 'api-failed'
  | 'api-answer-invalid'
  | 'artifact-not-found'
  | 'artifact-expired'
  | 'artifact-name-invalid'
  | 'artifacts-failed'
  | 'storage-failed'
  | 'digest-mismatch'
  | 'archive-refused'
  | 'target-refused'
  | 'target-conflict'
  | 'disk-full'
  | 'disk-failed'

interface Details {
  /** What the user can do about it: one or two sentences. */
  hint?: string
  /** The error underneath. Never one that carries a signed URL. */
  cause?: unknown
}

/**
 * The one error family of the action: `message` says what failed and why and is safe to print (everything from
 * outside went through `printable`), `hint` says what to do.
 */
export class ActionError extends Error {
  override readonly name: string = 'ActionError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
  }
}

/** The class of a refusal: the rows of docs/DESIGN.md, "What an archive may be". */
export type RefusalClass =
  | 'path'
  | 'name'
  | 'link'
  | 'duplicate'
  | 'mismatch'
  | 'structure'
  | 'overlap'
  | 'size'
  | 'crc'
  | 'deflate'
  | 'unsupported'
  | 'truncated'
  | 'not-a-zip'
  | 'limit'

/** An archive that is not taken. `entry` is the entry's path as printed, where one entry is to blame. */
export class ArchiveError extends ActionError {
  override readonly name = 'ArchiveError'
  readonly refusal: RefusalClass
  readonly entry: string | undefined

  constructor(refusal: RefusalClass, reason: string, details: Details & { entry?: string } = {}) {
    super(
      'archive-refused',
      details.entry === undefined ? reason : `entry "${details.entry}": ${reason}`,
      details
    )
    this.refusal = refusal
    this.entry = details.entry
  }
}

/** The message of anything thrown: a thrown string must fail the step too. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
