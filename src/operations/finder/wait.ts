import { setTimeout as sleep } from 'node:timers/promises'
import { formatDuration } from '../../domain/duration.js'
import { select } from '../../domain/selection.js'
import type { Request } from '../../request.js'
import type { Services } from '../services.js'
import { type Look, look } from './look.js'
import { isComplete, missingOf } from './missing.js'
import { nameList, placeName } from './words.js'

/** The first pause between two looks, in ms; then longer and longer, up to LONGEST times that. */
export const LOOK_DELAY = 2000
const GROWTH = 1.5
/** 15 s for 2 s. */
const LONGEST = 7.5

/**
 * Looks until everything that was asked for is there or `wait-timeout` is over. Looks after the first are conditional
 * requests, which cost nothing of the rate limit while nothing changes.
 *
 * A run that is waited for and has completed gets one last look: uploads appear with a little delay. For the same
 * reason an exact name of the current run gets a second look even without `wait-timeout`.
 */
export async function lookUntilThere(request: Request, services: Services): Promise<Look> {
  const { report, lookDelay, signal } = services
  const started = Date.now()
  let found = await look(request, services, started)
  if (isThere(request, found)) return found
  if (request.waitTimeout === 0) {
    if (!isWorthSecondLook(request, found)) return found
    report.info(`${awaited(request, found)} is not there (yet): looking once more`)
    await sleep(lookDelay, undefined, { signal })
    return await look(request, services, Date.now())
  }
  const end = started + request.waitTimeout
  report.info(
    `Waiting up to ${formatDuration(request.waitTimeout)} for ${awaited(request, found)} in ${placeName(request)}`
  )
  let isLast = false
  for (let delay = lookDelay; !isLast; delay = Math.min(delay * GROWTH, lookDelay * LONGEST)) {
    isLast = await isOver(request, services)
    const left = end - Date.now()
    if (left <= delay) isLast = true
    await sleep(Math.max(0, Math.min(isLast ? lookDelay : delay, left)), undefined, { signal })
    found = await look(request, services, Date.now())
    if (isThere(request, found)) break
  }
  const why = isThere(request, found) ? 'it is there' : 'it is not there'
  report.info(`Waited ${formatDuration(Date.now() - started)}: ${why}`)
  return found
}

function isThere(request: Request, { candidates, criteria, now }: Look): boolean {
  return (
    isComplete(missingOf(request, candidates, now)) && select(candidates, criteria, now).selected.length > 0
  )
}

/** An exact name of the current run that is not there at all. */
function isWorthSecondLook(request: Request, { candidates, now }: Look): boolean {
  const { place, operation } = request
  if (operation === 'delete' || place.kind !== 'run' || place.how !== 'current') return false
  const missing = missingOf({ ...request, includeExpired: true }, candidates, now)
  return missing.names.length > 0
}

/** Whether the run that is waited for has completed. The current one has not, and a search may find a later one. */
async function isOver({ place }: Request, { runs }: Services): Promise<boolean> {
  if (place.kind !== 'run' || place.how === 'current') return false
  const run = await runs.get(place.runId)
  return run === undefined || run.status === 'completed'
}

function awaited(request: Request, { candidates, now }: Look): string {
  const { ids, names } = missingOf(request, candidates, now)
  const parts = [
    names.length > 0 && nameList(names),
    ids.length > 0 && `artifact ${ids.map(({ id }) => id).join(', ')}`
  ]
  return parts.filter(Boolean).join(' and ') || 'an artifact'
}
