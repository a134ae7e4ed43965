import { ActionError, type ErrorCode, type ErrorDetails } from './action-error.js'

/**
 * How the next try counts: as one of `retries`; as the only one for errors of this kind; not at all, because this try made
 * progress; or not at all and without a pause.
 */
export type NextTry = 'counted' | 'once' | 'free' | 'immediate'

export interface RequestDetails extends ErrorDetails {
  /** HTTP status; undefined if no response arrived. */
  status?: number | undefined
  /** Whether another try may succeed. */
  retryable: boolean
  /** The wait that the server asks for, in ms. */
  retryAfter?: number | undefined
  nextTry?: NextTry
  /** Whether the request never reached a server. */
  unsent?: boolean
  /** The subject of the request, printable: `Artifact "dist" (17)`. */
  subject?: string | undefined
  /** Why it failed, printable and without the subject. */
  reason?: string | undefined
  /** The `message` field of the response, not printable. */
  serverMessage?: string | undefined
  attempts?: number
  afterLostAnswer?: boolean
}

/** A failed request. Immutable: the code that throws it sets its fields. */
export class RequestError extends ActionError {
  override readonly name = 'RequestError'
  readonly status: number | undefined
  readonly retryable: boolean
  readonly retryAfter: number | undefined
  readonly nextTry: NextTry
  /** Whether the server may have carried out the request: no response arrived, or a 408 or 5xx, perhaps from a proxy. */
  readonly mayBeDone: boolean
  readonly subject: string | undefined
  readonly reason: string
  readonly serverMessage: string | undefined
  /** The number of tries so far. */
  readonly attempts: number
  /** Whether the server may have carried out an earlier try whose response was lost. */
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
    this.mayBeDone = status === undefined ? !unsent : status === 408 || status >= 500
    this.subject = details.subject
    this.reason = details.reason ?? message
    this.serverMessage = details.serverMessage
    this.attempts = attempts
    this.afterLostAnswer = afterLostAnswer
  }

  /** A copy that is not retryable: what the retry layer throws when it gives up. */
  asFinal(learned: { attempts?: number; afterLostAnswer?: boolean } = {}): RequestError {
    const { attempts = this.attempts, afterLostAnswer = this.afterLostAnswer } = learned
    const isSame = attempts === this.attempts && afterLostAnswer === this.afterLostAnswer
    return isSame && !this.retryable ? this : this.#copy({ attempts, afterLostAnswer, retryable: false })
  }

  /** A copy for a caller that can try again in another way. */
  asRetryable(nextTry: NextTry): RequestError {
    return this.#copy({ retryable: true, nextTry })
  }

  /** A copy with another hint. */
  withHint(hint: string): RequestError {
    return this.#copy({ hint })
  }

  #copy(changes: Partial<RequestDetails>): RequestError {
    const copy = new RequestError(this.code, this.message, {
      ...this.#details,
      cause: this.cause,
      ...changes
    })
    if (this.stack !== undefined) copy.stack = this.stack
    return copy
  }
}

/**
 * Whether a retry may succeed after this status of the API or of storage, or after a broken connection (undefined).
 * `storageStatusHint` has the advice for each status of storage. `RangeReader` also retries its 401 and 403.
 */
export function isTransient(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}
