import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '../github/run.js'
import { asInArtifacts } from '../github/run-book.js'
import { checkingAgain, waited, waiting } from '../messages/selection.js'
import { type Candidates, findCandidates } from './candidates.js'
import { runsOf, type SelectionInputs } from './inputs.js'
import { isComplete, missingOf } from './missing.js'
import { filtersOf } from './run-index.js'
import { ANY_RUN, type Head, isForeign, matchesEmbedded, matchesRun, type RunQuery } from './run-query.js'
import { select } from './select.js'
import type { SelectionServices } from './services.js'

/** The first pause between two checks, in ms; it grows up to LONGEST times that. */
export const CHECK_DELAY = 2000
const GROWTH = 1.5
/** 15 s for 2 s. */
const LONGEST = 7.5
/** How long artifacts of a completed run may take to be listed, in units of the first pause: 60 s for 2 s. */
const LISTED_LATE = 30
/** How long a run that has just completed is checked without `wait-timeout`, in the same units: 15 s. */
const LISTED_SOON = 7.5
/** In ms. */
const JUST_COMPLETED = 60_000

/** What a wait ended with. */
export interface WaitResult {
  candidates: Candidates
  /** A run of the given workflow and number or commit that has completed with another conclusion, if all of them have. */
  failedRun: Run | undefined
}

/**
 * Checks until everything that was asked for exists (each name and id, and `min-count`) or `wait-timeout` is over. Checks after the first are conditional
 * requests, which do not count against the rate limit while nothing changes.
 *
 * Uploads are listed with a delay. So a completed run is checked for another minute, a run that has just completed for
 * 15 s even without `wait-timeout`, and an exact name or `min-count` of the current run twice.
 */
export async function waitForCandidates(
  inputs: SelectionInputs,
  services: SelectionServices
): Promise<WaitResult> {
  const { report, checkDelay, signal } = services
  const started = Date.now()
  let candidates = await findCandidates(inputs, services, started)
  if (isFound(inputs, candidates)) return { candidates, failedRun: undefined }
  const { waitTimeout } = inputs
  let failedRun = await failedNumbered(candidates)
  if (failedRun !== undefined || isOfFork(candidates)) return { candidates, failedRun }
  const { names, ids } = missingOf(inputs, candidates.artifacts, candidates.now)
  const missing = { names, ids: ids.map(({ id }) => id), minCount: inputs.minCount }
  if (waitTimeout > 0)
    report.info(waiting({ ...inputs, place: candidates.place }, { missing, timeout: waitTimeout }))
  let end = started + waitTimeout
  if (waitTimeout === 0) {
    const time = await extraTime(inputs, candidates, services)
    if (time === 0) return { candidates, failedRun: undefined }
    report.info(checkingAgain(missing, time > checkDelay ? time : undefined))
    end = Date.now() + time
  }
  let isCompleted = waitTimeout === 0
  for (let delay = checkDelay; ; delay = Math.min(delay * GROWTH, checkDelay * LONGEST)) {
    if (waitTimeout > 0) {
      failedRun = (await failedNumbered(candidates)) ?? (await failedRunOf(candidates, services))
    }
    if (failedRun !== undefined) break
    if (!isCompleted && (await hasCompleted(inputs, candidates, services))) {
      isCompleted = true
      end = Math.min(end, Date.now() + checkDelay * LISTED_LATE)
    }
    const left = Math.max(0, end - Date.now())
    await sleep(Math.min(delay, left), undefined, { signal })
    candidates = await findCandidates(inputs, services, Date.now())
    if (isFound(inputs, candidates) || isOfFork(candidates) || left <= delay) break
  }
  if (waitTimeout > 0) report.info(waited(Date.now() - started, isFound(inputs, candidates)))
  return { candidates, failedRun }
}

function isFound(inputs: SelectionInputs, { artifacts, criteria, now }: Candidates): boolean {
  const { selected } = select(artifacts, criteria, now)
  return isComplete(missingOf(inputs, artifacts, now)) && selected.length >= Math.max(1, inputs.minCount)
}

/** Whether a fork is not allowed, and only it can have artifacts of the given pull request. */
function isOfFork({ criteria, nearMisses }: Candidates): boolean {
  return criteria.head !== undefined && nearMisses.newest('foreign') !== undefined
}

/**
 * How long to check again without `wait-timeout`, in ms: for an exact name or `min-count` of the current run, and for a run
 * that has just completed. Not for what is listed as expired, nor for a deletion.
 */
async function extraTime(
  inputs: SelectionInputs,
  { artifacts, criteria, now, ...rest }: Candidates,
  { runs, checkDelay }: SelectionServices
): Promise<number> {
  const { place, operation } = inputs
  const runId = await givenRun(inputs, rest)
  if (operation === 'delete' || runId === undefined) return 0
  const live = { ...inputs, includeExpired: true }
  const all = { ...rest, artifacts, criteria: { ...criteria, includeExpired: true }, now }
  if (isFound(live, all)) return 0
  if (place.kind === 'run' && place.how === 'current') {
    const isCounted = inputs.minCount > 0 || missingOf(live, artifacts, now).names.length > 0
    return isCounted ? checkDelay : 0
  }
  const run = rest.runIndex.noted(runId) ?? (await runs.get(runId))
  const isRecent = run?.updated_at != null && Date.parse(run.updated_at) > now - JUST_COMPLETED
  return run?.status === 'completed' && isRecent ? checkDelay * LISTED_SOON : 0
}

/** Whether a given run has completed. The current one has not, and a search may find a later one. */
async function hasCompleted(
  inputs: SelectionInputs,
  candidates: Candidates,
  { runs }: SelectionServices
): Promise<boolean> {
  const { place } = inputs
  const runId = await givenRun(inputs, candidates)
  if (runId === undefined || (place.kind === 'run' && place.how === 'current')) return false
  const run = candidates.runIndex.noted(runId) ?? (await runs.get(runId))
  return run === undefined || run.status === 'completed'
}

/** The id of the run that is given by its id or its number. */
async function givenRun(
  { place }: SelectionInputs,
  { runIndex }: Pick<Candidates, 'runIndex'>
): Promise<number | undefined> {
  return place.kind === 'run' ? place.runId : (await runIndex.numbered())?.id
}

/** The run of the given number, if it completed with another conclusion. Not requested again. */
async function failedNumbered({ place, runIndex }: Candidates): Promise<Run | undefined> {
  const { conclusion = 'any' } = runsOf(place) ?? {}
  const run = await runIndex.numbered()
  const isOver = conclusion !== 'any' && run?.status === 'completed' && run.conclusion !== conclusion
  return isOver ? run : undefined
}

/**
 * The newest run of the given commit and workflow, if all of them completed with another conclusion; undefined while an
 * ancestor of the commit has a run that is not completed.
 */
async function failedRunOf(
  { place, criteria }: Candidates,
  { runs: api }: SelectionServices
): Promise<Run | undefined> {
  const runs = runsOf(place) ?? ANY_RUN
  const { merged, commit = merged?.head, workflow, conclusion, lineage } = runs
  if (commit === undefined || workflow === undefined || conclusion === 'any') return undefined
  const matchingRuns = async (query: RunQuery) => {
    const { total, items } = await api.page(filtersOf(query, criteria.head), 1)
    const matching = items.filter(run => isOfQuery(run, query, criteria.head))
    return { matching, isWhole: items.length >= total }
  }
  const query = { ...runs, conclusion: 'any' }
  const { matching, isWhole } = await matchingRuns({ ...query, lineage: undefined })
  // With the first digits of a commit, the list has runs of other commits too.
  if (!isWhole) return undefined
  const isOver = matching.every(run => run.status === 'completed' && run.conclusion !== conclusion)
  const [newest] = isOver ? matching : []
  if (newest === undefined || lineage === undefined) return newest
  const { matching: ofAncestors } = await matchingRuns(query)
  return ofAncestors.every(run => run.status === 'completed') ? newest : undefined
}

/** Whether a run matches a query: a run of a fork only if forks are allowed. */
function isOfQuery(run: Run, query: RunQuery, head: Head | undefined): boolean {
  const embedded = asInArtifacts(run)
  const isFork = isForeign({ workflow_run: embedded })
  return (query.allowForks || !isFork) && matchesEmbedded(embedded, query, head) && matchesRun(run, query)
}
