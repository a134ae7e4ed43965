import { setTimeout as sleep } from 'node:timers/promises'
import { checkingAgain, waited, waiting } from '../messages/selection.js'
import { type Candidates, findCandidates } from './candidates.js'
import type { SelectionInputs } from './inputs.js'
import { isComplete, missingOf } from './missing.js'
import { select } from './select.js'
import type { SelectionServices } from './services.js'

/** The first pause between two checks, in ms; it grows up to LONGEST times that. */
export const LOOK_DELAY = 2000
const GROWTH = 1.5
/** 15 s for 2 s. */
const LONGEST = 7.5

/**
 * Checks until everything that was asked for exists or `wait-timeout` is over. Checks after the first are conditional
 * requests, which do not count against the rate limit while nothing changes.
 *
 * A run that has completed is checked one last time, because uploads are listed with a delay. For the same reason an
 * exact name of the current run is checked twice even without `wait-timeout`.
 */
export async function waitForCandidates(
  inputs: SelectionInputs,
  services: SelectionServices
): Promise<Candidates> {
  const { report, lookDelay, signal } = services
  const started = Date.now()
  let found = await findCandidates(inputs, services, started)
  if (isFound(inputs, found)) return found
  const missing = namesAndIds(inputs, found)
  if (inputs.waitTimeout === 0) {
    if (!isWorthSecondCheck(inputs, found)) return found
    report.info(checkingAgain(missing))
    await sleep(lookDelay, undefined, { signal })
    return await findCandidates(inputs, services, Date.now())
  }
  const end = started + inputs.waitTimeout
  report.info(waiting(inputs, { missing, timeout: inputs.waitTimeout }))
  let isLast = false
  for (let delay = lookDelay; !isLast; delay = Math.min(delay * GROWTH, lookDelay * LONGEST)) {
    isLast = await isOver(inputs, services)
    const left = end - Date.now()
    if (left <= delay) isLast = true
    await sleep(Math.max(0, Math.min(isLast ? lookDelay : delay, left)), undefined, { signal })
    found = await findCandidates(inputs, services, Date.now())
    if (isFound(inputs, found)) break
  }
  report.info(waited(Date.now() - started, isFound(inputs, found)))
  return found
}

function isFound(inputs: SelectionInputs, { artifacts, criteria, now }: Candidates): boolean {
  return isComplete(missingOf(inputs, artifacts, now)) && select(artifacts, criteria, now).selected.length > 0
}

/** An exact name of the current run that is not listed, not even as expired. */
function isWorthSecondCheck(inputs: SelectionInputs, { artifacts, now }: Candidates): boolean {
  const { place, operation } = inputs
  if (operation === 'delete' || place.kind !== 'run' || place.how !== 'current') return false
  return missingOf({ ...inputs, includeExpired: true }, artifacts, now).names.length > 0
}

/** Whether the run has completed. The current one has not, and a search may find a later one. */
async function isOver({ place }: SelectionInputs, { runs }: SelectionServices): Promise<boolean> {
  if (place.kind !== 'run' || place.how === 'current') return false
  const run = await runs.get(place.runId)
  return run === undefined || run.status === 'completed'
}

function namesAndIds(
  inputs: SelectionInputs,
  { artifacts, now }: Candidates
): { names: string[]; ids: number[] } {
  const { ids, names } = missingOf(inputs, artifacts, now)
  return { names, ids: ids.map(({ id }) => id) }
}
