import { ActionError, type ErrorCode, TOKEN_CODES } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import type { Artifact } from '../github/artifact.js'
import { allFailures, artifactsFailed } from '../messages/operations.js'
import type { Failed } from './result.js'

const MAX_HINTS = 3

/** The error's code is more useful than `artifacts-failed` if every failure has one of these. */
const COMMON_CODES: readonly ErrorCode[] = [...TOKEN_CODES, 'api-rate-limited']

/** Equal for errors that are the same failure, whatever their objects. */
export function failureKey(error: ActionError): unknown {
  if (!(error instanceof RequestError)) return error
  return JSON.stringify([error.code, error.status, error.subject, error.reason])
}

/** The error of a step in which some artifacts failed; undefined if none did. */
export function failureOf(
  operation: 'download' | 'delete',
  total: number,
  failed: readonly Failed[]
): ActionError | undefined {
  const failures = new Map<unknown, { error: ActionError; artifacts: Artifact[] }>()
  for (const { artifact, error } of failed) {
    const known = failures.get(failureKey(error))
    if (known === undefined) failures.set(failureKey(error), { error, artifacts: [artifact] })
    else known.artifacts.push(artifact)
  }
  const [first, ...more] = [...failures.values()].map(({ error }) => error)
  if (first === undefined) return undefined
  if (total === 1 || (more.length === 0 && failed.length === total)) return first
  const isCommon = COMMON_CODES.includes(first.code) && more.every(({ code }) => code === first.code)
  const list = [...failures.values()].map(({ error, artifacts }) => ({ text: textOf(error), artifacts }))
  return new ActionError(
    isCommon ? first.code : 'artifacts-failed',
    artifactsFailed(operation, { failed: failed.length, total, failures: list }),
    { hint: hintsOf([first, ...more]), cause: first }
  )
}

/** The error of a step that failed in up to two ways. */
export function bothOf(
  first: ActionError | undefined,
  second: ActionError | undefined
): ActionError | undefined {
  if (first === undefined || second === undefined) return first ?? second
  const hint = hintsOf([first, second])
  return new ActionError(first.code, allFailures([textOf(first), textOf(second)]), { hint, cause: first })
}

/** The finished text of an error, for the error that lists it. */
export function textOf(error: ActionError): string {
  return error.message
}

function hintsOf(errors: readonly ActionError[]): string {
  const hints = new Set(errors.map(({ hint }) => hint).filter(Boolean))
  return [...hints].slice(0, MAX_HINTS).join('\n')
}
