import { ActionError, type ErrorCode, type ErrorDetails } from './action-error.js'

/**
 * How the next try counts: as one of `retries`; not at all, because this try made progress; or not at all and without a
 * pause before it.
 */
export type NextTry = 'counted' | 'free' | 'immediate'

interface RequestDetails extends ErrorDetails {
  /** HTTP status; undefined if no response arrived. */
  status?: number | undefined
  /** Whether another try may succeed. */
  retryable: boolean
  /** How long the server asks to wait, in ms. */
  retryAfter?: number | undefined
  nextTry?: NextTry
  /** Whether the request never reached a server. */
  unsent?: boolean
  /** What the request was about, printable: `Artifact "dist" (17)`. */
  subject?: string | undefined
  /** What went wrong, printable and without the subject. */
  reason?: string | undefined
  /** The `message` of the server's answer, as it sent it. */
  serverMessage?: string | undefined
  attempts?: number
  afterLostAnswer?: boolean
}

/** A request that failed. Whoever throws it sets its fields; nobody changes them. */
export class RequestError extends ActionError {
  override readonly name = 'RequestError'
  readonly status: number | undefined
  readonly retryable: boolean
  readonly retryAfter: number | undefined
  readonly nextTry: NextTry
  /** Whether the server may have carried out the request although no answer arrived. */
  readonly mayBeDone: boolean
  readonly subject: string | undefined
  readonly reason: string
  readonly serverMessage: string | undefined
  /** How many tries were made. */
  readonly attempts: number
  /** Whether an earlier try may have been carried out although its answer was lost. */
  readonly afterLostAnswer: boolean
  readonly #details: RequestDetails

  constructor(code: ErrorCode, message: string, details: RequestDetails) {
    super(code, message, details)
    const { status, unsent = false, nextTry = 'counted', attempts = 1, afterLostAnswer = false } = details
    this.#details = details
    this.status = status
    this.retryable = details.retryable
    this.retryAfter = details.retryAfter
    this.nextTry = nextTry
    this.mayBeDone = status === undefined ? !unsent : status >= 500
    this.subject = details.subject
    this.reason = details.reason ?? message
    this.serverMessage = details.serverMessage
    this.attempts = attempts
    this.afterLostAnswer = afterLostAnswer
  }

  /** This error as the final one: what the layer that retries throws when it gives up. */
  asFinal({
    attempts = this.attempts,
    afterLostAnswer = this.afterLostAnswer
  }: {
    attempts?: number
    afterLostAnswer?: boolean
  } = {}): RequestError {
    const isSame = attempts === this.attempts && afterLostAnswer === this.afterLostAnswer
    if (isSame && !this.retryable) return this
    const learned = { attempts, afterLostAnswer, retryable: false, cause: this.cause }
    const final = new RequestError(this.code, this.message, { ...this.#details, ...learned })
    if (this.stack !== undefined) final.stack = this.stack
    return final
  }
}

/** Whether a status or a broken connection (undefined) may be another thing next time. */
export function isTransient(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}
