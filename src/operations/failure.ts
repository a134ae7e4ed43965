import { ActionError, type ErrorCode } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import { plural } from '../messages/plural.js'
import { artifactName, firstOf } from '../messages/selection-words.js'
import type { Failed } from './result.js'

/** How many failures the message tells; the log has all. */
const MAX_TOLD = 10
const MAX_HINTS = 3

/** What is refused for its token would be refused for every artifact: that is what to tell, not how many it met. */
export const OF_THE_TOKEN: readonly ErrorCode[] = ['api-unauthorized', 'api-forbidden']
/** So would be what is refused for a limit, until that lifts. */
const OF_ALL: readonly ErrorCode[] = [...OF_THE_TOKEN, 'api-rate-limited']

/**
 * The one error of a step in which some artifacts failed; undefined when none did. Most failures' messages name their
 * artifact; whom one met besides, as a limit does, is named with it.
 */
export function failureOf(doing: string, total: number, failed: readonly Failed[]): ActionError | undefined {
  const met = new Map<string, { error: ActionError; artifacts: Artifact[] }>()
  for (const { artifact, error } of failed) {
    const known = met.get(error.message)
    if (known === undefined) met.set(error.message, { error, artifacts: [artifact] })
    else known.artifacts.push(artifact)
  }
  const [first, ...more] = [...met.values()].map(({ error }) => error)
  if (first === undefined) return undefined
  if (total === 1 || (more.length === 0 && failed.length === total)) return first
  const told = [...met.values()]
    .slice(0, MAX_TOLD)
    .map(({ error: { message }, artifacts }) => `- ${message}${besides(message, artifacts)}`)
  if (met.size > MAX_TOLD) told.push(`- and ${met.size - MAX_TOLD} more`)
  const isOfAll = OF_ALL.includes(first.code) && more.every(({ code }) => code === first.code)
  return new ActionError(
    isOfAll ? first.code : 'artifacts-failed',
    `Could not ${doing} ${failed.length} of ${plural(total, 'artifact')}:\n${told.join('\n')}`,
    { hint: hintsOf([first, ...more]), cause: first }
  )
}

/** The one error of a step that failed in two ways. */
export function bothOf(
  first: ActionError | undefined,
  second: ActionError | undefined
): ActionError | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return new ActionError(first.code, `${first.message}\n${second.message}`, {
    hint: hintsOf([first, second]),
    cause: first
  })
}

function hintsOf(errors: readonly ActionError[]): string {
  const hints = new Set(errors.map(({ hint }) => hint).filter(Boolean))
  return [...hints].slice(0, MAX_HINTS).join('\n')
}

function besides(message: string, artifacts: readonly Artifact[]): string {
  if (artifacts.length === 1) return ''
  const others = artifacts.filter(artifact => !message.includes(artifactName(artifact)))
  return others.length === 0 ? '' : `; so for ${firstOf(others, artifactName)}`
}
