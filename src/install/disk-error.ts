import { ActionError, messageOf } from '../errors/action-error.js'
import { diskAdvice, diskFailed, diskReason } from '../messages/install.js'

/** The code of a system error, such as `ENOENT`. Undefined for other errors. */
export function errnoOf(thrown: unknown): string | undefined {
  // Not by `instanceof Error`: errors of node:fs belong to another realm than code in a vm context.
  const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown
  return hasCode && typeof thrown.code === 'string' ? thrown.code : undefined
}

/**
 * Turns an error of the file system into an ActionError. An ActionError is returned unchanged.
 *
 * @param what failed, as a printable sentence without a period
 * @param hint what to do, instead of the advice for the code of the error
 */
export function diskError(thrown: unknown, what: string, hint?: string): ActionError {
  if (thrown instanceof ActionError) return thrown
  const code = errnoOf(thrown) ?? ''
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new ActionError(isFull ? 'disk-full' : 'disk-failed', diskFailed(what, reasonOf(thrown)), {
    hint: hint ?? (diskAdvice(code) || undefined),
    cause: thrown
  })
}

/** Why a call failed, as a text: the meaning of a system error, or the code of an ActionError. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof ActionError) return thrown.title
  return diskReason(errnoOf(thrown) ?? '', messageOf(thrown))
}
