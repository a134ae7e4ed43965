import { ActionError } from '../errors/action-error.js'
import { isTransient, type NextTry, RequestError } from '../errors/request-error.js'
import { storageFailed } from '../messages/storage.js'

/**
 * A request to storage that failed. Without a cause: an error of the HTTP stack may hold the signed URL.
 *
 * @param subject printable: `Artifact "dist" (17)`
 */
export function storageError(
  subject: string,
  reason: string,
  details: {
    status?: number | undefined
    retryAfter?: number | undefined
    retryable?: boolean
    hint?: string | undefined
    nextTry?: NextTry
  } = {}
): RequestError {
  return new RequestError('storage-failed', storageFailed(subject, reason), {
    subject,
    reason,
    retryable: isTransient(details.status),
    ...details
  })
}

/**
 * The download cannot resume and has to start over. Not a RequestError: the retries of one range let it pass to those of
 * the whole artifact.
 */
export class StartOver extends ActionError {
  override readonly name = 'StartOver'
  readonly reason: string
  /** Whether the next try may request ranges. */
  readonly mayUseRanges: boolean

  constructor(subject: string, reason: string, { mayUseRanges }: { mayUseRanges: boolean }) {
    super('storage-failed', storageFailed(subject, reason))
    this.reason = reason
    this.mayUseRanges = mayUseRanges
  }
}
