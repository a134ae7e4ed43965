import { ERRORS } from '../messages/error-codes.js'
import { printable } from '../messages/printable.js'

const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md'

export type ErrorCode = keyof typeof ERRORS

export interface ErrorDetails {
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

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
  }

  /** For the head of an annotation: `Artifact not found (artifact-not-found)`. */
  get title(): string {
    return `${ERRORS[this.code].title} (${this.code})`
  }

  /** What failed and why, then what to do about it. */
  get explanation(): string {
    return `${this.message}\n\n${this.hint || ERRORS[this.code].advice}`
  }

  /** Where more is told: the log of a run has no titles, so that the code is not in it otherwise. */
  get page(): string {
    return `${TROUBLESHOOTING}#${this.code}`
  }
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
