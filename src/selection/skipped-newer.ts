import type { Artifact } from '../github/artifact.js'
import { MAX_NAMED } from '../messages/formats.js'
import type { Reporter } from '../messages/reporter.js'
import { duplicateNames, newerExpired, skippedNewerRun } from '../messages/selection.js'
import type { Candidates } from './candidates.js'
import type { SelectionInputs } from './inputs.js'
import { isForeign } from './run-query.js'
import type { Selection } from './select.js'

type Found = Pick<Selection, 'selected' | 'expired'>

/**
 * Reports newer or equal artifacts that the reader may have expected instead of the selected ones. `forks.ts` reports those
 * of forks.
 */
export async function noteSkippedNewer(
  inputs: SelectionInputs,
  { candidates, found }: { candidates: Candidates; found: Found },
  report: Reporter
): Promise<void> {
  await noteNewerRun(inputs, candidates, found, report)
  if (inputs.operation === 'delete' || !inputs.latest) return
  noteDuplicates(inputs, candidates, found, report)
  await noteNewerExpired(candidates, found, report)
}

/** A line of the log only: failed runs are common. */
async function noteNewerRun(
  inputs: SelectionInputs,
  { order, nearMisses, runIndex }: Candidates,
  { selected: [newest] }: Found,
  report: Reporter
): Promise<void> {
  const artifact = nearMisses.newest('run')
  if (inputs.place.kind !== 'search' || newest === undefined) return
  if (artifact === undefined || order(artifact, newest) > 0) return
  const runId = artifact.workflow_run?.id
  const run = await runIndex.known(runId ?? 0)
  const isCurrent = runId !== undefined && runId === inputs.currentRunId
  report.info(skippedNewerRun({ artifact, run, isCurrent, isForeign: isForeign(artifact) }))
}

/** A run that was re-run may have several artifacts of a name. */
function noteDuplicates(
  { place }: SelectionInputs,
  { artifacts }: Candidates,
  { selected }: Found,
  report: Reporter
): void {
  if (place.kind !== 'run' && place.kind !== 'search') return
  const newestOf = new Map(selected.map(artifact => [artifact.name, artifact]))
  const older = new Map<Artifact, number>()
  for (const { name, id, expired, workflow_run: run } of artifacts) {
    const newest = newestOf.get(name)
    if (newest === undefined || id >= newest.id || expired || run?.id !== newest.workflow_run?.id) continue
    older.set(newest, (older.get(newest) ?? 0) + 1)
  }
  if (older.size === 0) return
  report.notice(duplicateNames([...older].map(([artifact, count]) => ({ artifact, older: count }))))
}

async function noteNewerExpired(
  { order, nearMisses, runIndex }: Candidates,
  { selected, expired }: Found,
  report: Reporter
): Promise<void> {
  const pairs: { artifact: Artifact; selected: number }[] = []
  for (const artifact of selected) {
    const { name, id } = artifact
    if (pairs.length === MAX_NAMED) break
    const matching = expired.find(other => other.name === name)
    const skipped = nearMisses.newest('expired', name)
    // The run of an artifact that a search skipped may not match.
    const runId = skipped !== undefined && order(skipped, artifact) < 0 ? skipped.workflow_run?.id : undefined
    const isMatch = runId !== undefined && (await runIndex.matches(runId))
    const [newest] = [matching, isMatch ? skipped : undefined]
      .filter(other => other !== undefined)
      .filter(other => order(other, artifact) < 0)
      .toSorted(order)
    if (newest !== undefined) pairs.push({ artifact: newest, selected: id })
  }
  if (pairs.length > 0) report.notice(newerExpired(pairs))
}
