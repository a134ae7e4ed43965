import { type ERRORS, errorExplanation, errorTitle, unexpectedError } from '../messages/error-codes.js'

const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md'

export type ErrorCode = keyof typeof ERRORS

/** The server refuses the token, so it would refuse it for every artifact. */
export const TOKEN_CODES: readonly ErrorCode[] = ['api-unauthorized', 'api-forbidden']

export interface ErrorDetails {
  /** What to do, in one or two sentences. The advice of the code by default. */
  hint?: string | undefined
  /** Never an error that contains a signed URL. */
  cause?: unknown
}

/** The base class of all errors of the action. `message` says what failed and why, and is safe to print. */
export class ActionError extends Error {
  override readonly name: string = 'ActionError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
  }

  /** For an annotation: `Artifact not found (artifact-not-found)`. */
  get title(): string {
    return errorTitle(this.code)
  }

  /** What failed and why, then what to do. */
  get explanation(): string {
    return errorExplanation(this.code, this.message, this.hint)
  }

  /** The section of the documentation. Its URL puts the code into the log, which does not show titles. */
  get page(): string {
    return `${TROUBLESHOOTING}#${this.code}`
  }
}

/** The message of any thrown value. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Any thrown value as an ActionError. Any other kind of error is a bug of the action. */
export function asActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown
  return new ActionError('internal', unexpectedError(messageOf(thrown)), { cause: thrown })
}
