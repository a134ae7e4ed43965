import type { Artifact } from '../github/artifact.js'
import type { SelectionInputs } from './inputs.js'
import { inAgeAndSize } from './select.js'

/** What was asked for by name or id and is not there, or only as an expired artifact. */
export interface Missing {
  /** Undefined artifact: there is none of that id. */
  ids: { id: number; expired: Artifact | undefined }[]
  names: string[]
}

/**
 * A name whose artifacts are all of another age or size than was asked for is missing as well, but to a clean-up: there
 * it is spared.
 *
 * @param now in ms since the epoch
 */
export function missingOf(inputs: SelectionInputs, candidates: readonly Artifact[], now: number): Missing {
  const { operation, place, names, includeExpired } = inputs
  if (place.kind !== 'ids' && names.length === 0) return { ids: [], names: [] }
  const usable = candidates.filter(artifact => includeExpired || !artifact.expired)
  const byId = new Map(candidates.map(artifact => [artifact.id, artifact]))
  const usableIds = new Set(usable.map(({ id }) => id))
  const fitting = operation === 'delete' ? usable : usable.filter(inAgeAndSize(inputs, now))
  const there = new Set(fitting.map(({ name }) => name))
  const ids = place.kind === 'ids' ? place.ids : []
  return {
    ids: ids.filter(id => !usableIds.has(id)).map(id => ({ id, expired: byId.get(id) })),
    names: names.filter(name => !there.has(name))
  }
}

export function isComplete({ ids, names }: Missing): boolean {
  return ids.length === 0 && names.length === 0
}
