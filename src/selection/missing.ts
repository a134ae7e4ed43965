import type { Artifact } from '../github/artifact.js'
import type { SelectionInputs } from './inputs.js'
import { matchesAgeAndSize } from './select.js'

/** The given names and ids that were not found, or only as an expired artifact. */
export interface Missing {
  /** Undefined artifact: there is none of that id. */
  ids: { id: number; expired: Artifact | undefined }[]
  names: string[]
}

/**
 * A name is missing too where age or size matches none of its artifacts, except for `delete`, which keeps these.
 *
 * @param now in ms since the epoch
 */
export function missingOf(inputs: SelectionInputs, candidates: readonly Artifact[], now: number): Missing {
  const { operation, place, names, includeExpired } = inputs
  if (place.kind !== 'ids' && names.length === 0) return { ids: [], names: [] }
  const usable = candidates.filter(artifact => includeExpired || !artifact.expired)
  const byId = new Map(candidates.map(artifact => [artifact.id, artifact]))
  const usableIds = new Set(usable.map(({ id }) => id))
  const matching = operation === 'delete' ? usable : usable.filter(matchesAgeAndSize(inputs, now))
  const found = new Set(matching.map(({ name }) => name))
  const ids = place.kind === 'ids' ? place.ids : []
  return {
    ids: ids.filter(id => !usableIds.has(id)).map(id => ({ id, expired: byId.get(id) })),
    names: names.filter(name => !found.has(name))
  }
}

export function isComplete({ ids, names }: Missing): boolean {
  return ids.length === 0 && names.length === 0
}
