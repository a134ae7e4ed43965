import { printable } from './domain/printable.js'

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
  | 'artifact-foreign'
  | 'artifact-name-invalid'
  | 'artifacts-failed'
  | 'plan-too-large'
  | 'storage-failed'
  | 'digest-mismatch'
  | 'archive-refused'
  | 'target-refused'
  | 'target-conflict'
  | 'disk-full'
  | 'disk-failed'
  | 'interrupted'
  | 'internal'

interface Details {
  /** What the user can do about it: one or two sentences. */
  hint?: string | undefined
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

/** A request that failed. `status` is the HTTP status, undefined where no answer came. */
export class RequestError extends ActionError {
  override readonly name = 'RequestError'
  readonly status: number | undefined
  /** Whether another try may succeed; the request queue ends it when the tries are used up. */
  retryable: boolean
  /** What the server asked to wait, in ms. */
  readonly retryAfter: number | undefined
  /** How many tries were made; kept by the request queue. */
  attempts = 1
  /** Whether its try moved bytes that need not be moved again: then it does not count as a try. */
  progressed = false
  /** Whether an earlier try may have been carried out without our hearing of it; kept by the request queue. */
  afterLostAnswer = false

  constructor(
    code: ErrorCode,
    message: string,
    details: Details & { status?: number | undefined; retryable: boolean; retryAfter?: number | undefined }
  ) {
    super(code, message, details)
    this.status = details.status
    this.retryable = details.retryable
    this.retryAfter = details.retryAfter
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
  /** The message without the entry. */
  readonly reason: string

  constructor(refusal: RefusalClass, reason: string, details: Details & { entry?: string | undefined } = {}) {
    super(
      'archive-refused',
      details.entry === undefined ? reason : `entry "${details.entry}": ${reason}`,
      details
    )
    this.refusal = refusal
    this.reason = reason
    this.entry = details.entry
  }
}

/** Whether a status or a broken connection (undefined) may be another thing next time. */
export function isTransient(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}

/** The message of anything thrown: a thrown string must fail the step too. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Anything thrown as one of the family: an error of another kind is a fault of ours. */
export function asActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown
  return new ActionError('internal', `Unexpected: ${printable(messageOf(thrown))}`, {
    hint: 'This is a fault of the action. Please report it, with the log of a run with debug logging.',
    cause: thrown
  })
}
