import type { Artifact } from '../github/artifact.js'
import type { Reporter } from '../messages/reporter.js'
import { foreignArtifacts, moreForeignRuns, skippedForkArtifact } from '../messages/selection.js'
import type { Candidates } from './candidates.js'
import type { SelectionInputs } from './inputs.js'
import type { RunIndex } from './run-index.js'
import { isForeign, isKnownForeign } from './run-query.js'
import { select } from './select.js'

/** How many runs are named: each costs a request. */
const MAX_RUNS = 5

/** The head repository of a run; undefined if it is deleted or not known. */
export async function headRepository(
  runId: number | undefined,
  runIndex: RunIndex
): Promise<string | undefined> {
  const run = runId === undefined ? undefined : await runIndex.get(runId).catch(() => undefined)
  return run?.head_repository?.full_name
}

/**
 * Reports artifacts that are known to be of other repositories, and were selected because their run or id was given. Not for the current run,
 * nor for a deletion, which does not use their contents.
 */
export async function noteForeign(
  { place, operation, currentRunId }: SelectionInputs,
  selected: readonly Artifact[],
  { runIndex, report }: { runIndex: RunIndex; report: Reporter }
): Promise<void> {
  const isGiven = place.kind === 'ids' || (place.kind === 'run' && place.how !== 'current')
  if (operation === 'delete' || !isGiven) return
  const byRun = new Map<number | undefined, [Artifact, ...Artifact[]]>()
  for (const artifact of selected.filter(isKnownForeign)) {
    const runId = artifact.workflow_run?.id
    const known = byRun.get(runId)
    if (known === undefined) byRun.set(runId, [artifact])
    else known.push(artifact)
  }
  if (currentRunId !== undefined) byRun.delete(currentRunId)
  for (const [runId, artifacts] of [...byRun].slice(0, MAX_RUNS)) {
    const text = foreignArtifacts(artifacts, { repository: await headRepository(runId, runIndex), runId })
    if (place.kind === 'run' && place.how === 'triggering') report.warning(text)
    else report.notice(text)
  }
  if (byRun.size > MAX_RUNS) report.notice(moreForeignRuns(byRun.size - MAX_RUNS))
}

/**
 * Reports that an artifact of a fork was skipped: as a notice if it would have replaced an own one or no own one has its
 * name, else as a line of the log.
 */
export async function noteSkippedForks(
  { operation, place }: SelectionInputs,
  selected: readonly Artifact[],
  { artifacts, criteria, order, nearMisses, runIndex, now }: Candidates,
  report: Reporter
): Promise<void> {
  const [newest] = selected
  if (operation === 'delete' || newest === undefined) return
  const foreign = nearMisses.newestOfEach('foreign')
  if (foreign.length === 0) return
  const skipped =
    place.kind === 'search'
      ? foreign.filter(artifact => order(artifact, newest) < 0)
      : select([...artifacts, ...foreign], criteria, now).selected.filter(isForeign)
  for (const artifact of skipped) {
    // Without a request: if nothing is known of its run, it may match.
    const matches = await runIndex.matchesIfKnown(artifact.workflow_run?.id ?? 0)
    if (matches === false) continue
    const own = selected.find(({ name }) => name === artifact.name)
    if (matches && (own === undefined || order(artifact, own) < 0)) {
      report.notice(skippedForkArtifact(artifact, { newerThan: own?.id }))
    } else report.info(skippedForkArtifact(artifact))
    return
  }
}
