import { setTimeout as sleep } from 'node:timers/promises'
import { formatDuration } from '../messages/duration.js'
import { nameList, placeName } from '../messages/selection-words.js'
import { type Candidates, findCandidates } from './candidates.js'
import type { SelectionInputs } from './inputs.js'
import { isComplete, missingOf } from './missing.js'
import { select } from './select.js'
import type { SelectionServices } from './services.js'

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
export async function lookUntilThere(
  inputs: SelectionInputs,
  services: SelectionServices
): Promise<Candidates> {
  const { report, lookDelay, signal } = services
  const started = Date.now()
  let found = await findCandidates(inputs, services, started)
  if (isThere(inputs, found)) return found
  if (inputs.waitTimeout === 0) {
    if (!isWorthSecondLook(inputs, found)) return found
    report.info(`${awaited(inputs, found)} is not there (yet): looking once more`)
    await sleep(lookDelay, undefined, { signal })
    return await findCandidates(inputs, services, Date.now())
  }
  const end = started + inputs.waitTimeout
  report.info(
    `Waiting up to ${formatDuration(inputs.waitTimeout)} for ${awaited(inputs, found)} in ${placeName(inputs)}`
  )
  let isLast = false
  for (let delay = lookDelay; !isLast; delay = Math.min(delay * GROWTH, lookDelay * LONGEST)) {
    isLast = await isOver(inputs, services)
    const left = end - Date.now()
    if (left <= delay) isLast = true
    await sleep(Math.max(0, Math.min(isLast ? lookDelay : delay, left)), undefined, { signal })
    found = await findCandidates(inputs, services, Date.now())
    if (isThere(inputs, found)) break
  }
  const why = isThere(inputs, found) ? 'it is there' : 'it is not there'
  report.info(`Waited ${formatDuration(Date.now() - started)}: ${why}`)
  return found
}

function isThere(inputs: SelectionInputs, { candidates, criteria, now }: Candidates): boolean {
  return (
    isComplete(missingOf(inputs, candidates, now)) && select(candidates, criteria, now).selected.length > 0
  )
}

/** An exact name of the current run that is not there at all. */
function isWorthSecondLook(inputs: SelectionInputs, { candidates, now }: Candidates): boolean {
  const { place, operation } = inputs
  if (operation === 'delete' || place.kind !== 'run' || place.how !== 'current') return false
  const missing = missingOf({ ...inputs, includeExpired: true }, candidates, now)
  return missing.names.length > 0
}

/** Whether the run that is waited for has completed. The current one has not, and a search may find a later one. */
async function isOver({ place }: SelectionInputs, { runs }: SelectionServices): Promise<boolean> {
  if (place.kind !== 'run' || place.how === 'current') return false
  const run = await runs.get(place.runId)
  return run === undefined || run.status === 'completed'
}

function awaited(inputs: SelectionInputs, { candidates, now }: Candidates): string {
  const { ids, names } = missingOf(inputs, candidates, now)
  const parts = [
    names.length > 0 && nameList(names),
    ids.length > 0 && `artifact ${ids.map(({ id }) => id).join(', ')}`
  ]
  return parts.filter(Boolean).join(' and ') || 'an artifact'
}
