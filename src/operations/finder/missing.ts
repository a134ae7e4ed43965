import type { Artifact } from '../../domain/artifact.js'
import { inAgeAndSize } from '../../domain/selection.js'
import type { Request } from '../../request.js'

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
export function missingOf(request: Request, candidates: readonly Artifact[], now: number): Missing {
  const { operation, place, names, includeExpired } = request
  if (place.kind !== 'ids' && names.length === 0) return { ids: [], names: [] }
  const usable = candidates.filter(artifact => includeExpired || !artifact.expired)
  const byId = new Map(candidates.map(artifact => [artifact.id, artifact]))
  const usableIds = new Set(usable.map(({ id }) => id))
  const fitting = operation === 'delete' ? usable : usable.filter(inAgeAndSize(request, now))
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
