import { plural } from '../domain/plural.js'
import { ActionError, type ErrorCode } from '../errors.js'
import type { Failed } from './result.js'

/** How many failures the message tells; the log has all. */
const MAX_TOLD = 10
const MAX_HINTS = 3

/** What is refused for its token would be refused for every artifact: that is what to tell, not how many it met. */
export const OF_THE_TOKEN: readonly ErrorCode[] = ['api-unauthorized', 'api-forbidden']

/**
 * The one error of a step in which some artifacts failed; undefined when none did. Each failure's own message names its
 * artifact.
 */
export function failureOf(doing: string, total: number, failed: readonly Failed[]): ActionError | undefined {
  const errors = [...new Map(failed.map(({ error }) => [error.message, error])).values()]
  const [first] = errors
  if (first === undefined) return undefined
  if (total === 1 || (errors.length === 1 && failed.length === total)) return first
  const told = errors.slice(0, MAX_TOLD).map(({ message }) => `- ${message}`)
  if (errors.length > MAX_TOLD) told.push(`- and ${errors.length - MAX_TOLD} more`)
  const hints = [...new Set(errors.map(({ hint }) => hint).filter(hint => hint !== undefined))]
  return new ActionError(
    errors.every(({ code }) => code === first.code && OF_THE_TOKEN.includes(code))
      ? first.code
      : 'artifacts-failed',
    `Could not ${doing} ${failed.length} of ${plural(total, 'artifact')}:\n${told.join('\n')}`,
    { hint: hints.slice(0, MAX_HINTS).join('\n'), cause: first }
  )
}
