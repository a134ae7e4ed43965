import { type Artifact, newestFirst } from '../github/artifact.js'
import type { Reporter } from '../messages/reporter.js'
import { artifactName, describeExpired, describeMisfit, MAX_NAMED } from '../messages/selection-words.js'
import type { SelectionInputs } from './inputs.js'
import type { NearMisses } from './near-misses.js'
import type { RunIndex } from './run-index.js'

interface Looked {
  candidates: readonly Artifact[]
  selected: readonly Artifact[]
  /** What would fit and has expired. */
  expired: readonly Artifact[]
  nearMisses: NearMisses
  runIndex: RunIndex
}

/** Says where another artifact of a name was taken than a reader may think. */
export async function notePassedBy(inputs: SelectionInputs, looked: Looked, report: Reporter): Promise<void> {
  await tellNewerRun(inputs, looked, report)
  if (inputs.operation === 'delete' || !inputs.latest) return
  noteDuplicates(inputs, looked, report)
  await noteNewerExpired(looked, report)
}

/** What a search passed over is no news where builds fail and go on: a line of the log. */
async function tellNewerRun(
  inputs: SelectionInputs,
  { selected: [taken], nearMisses, runIndex }: Looked,
  report: Reporter
): Promise<void> {
  const newer = nearMisses.newest('run')
  if (inputs.place.kind !== 'search' || taken === undefined || newer === undefined || newer.id < taken.id)
    return
  const run = await runIndex.known(newer.workflow_run?.id ?? 0)
  report.info(`Passed over: the newer ${describeMisfit(newer, run, inputs)}`)
}

/** A run that was run again may hold several artifacts of a name: of one run that is not what one expects. */
function noteDuplicates(
  { place }: SelectionInputs,
  { candidates, selected }: Looked,
  report: Reporter
): void {
  if (place.kind !== 'run' && place.kind !== 'search') return
  const taken = new Map(selected.map(artifact => [artifact.name, artifact]))
  const older = candidates.filter(({ name, id, expired, workflow_run: run }) => {
    const newest = taken.get(name)
    return newest !== undefined && id < newest.id && !expired && run?.id === newest.workflow_run?.id
  })
  const names = [...new Set(older.map(({ name }) => name))]
  if (names.length === 0) return
  const told = names.slice(0, MAX_NAMED).map(name => {
    const count = older.filter(artifact => artifact.name === name).length
    return `${artifactName(taken.get(name) as Artifact)} and not ${count} older`
  })
  report.notice(`The run holds several artifacts of one name; taken is the newest: ${told.join(', ')}`)
}

async function noteNewerExpired(
  { selected, expired, nearMisses, runIndex }: Looked,
  report: Reporter
): Promise<void> {
  const told: string[] = []
  for (const artifact of selected) {
    if (told.length === MAX_NAMED) break
    const fitting = expired.find(({ name }) => name === artifact.name)
    const passed = nearMisses.newest('expired', artifact.name)
    // What a search passed over may be of a run that does not fit either.
    const isPassed = passed !== undefined && passed.id > artifact.id && (await fits(passed, runIndex))
    const [newest] = [fitting, isPassed ? passed : undefined]
      .filter(found => found !== undefined)
      .filter(({ id }) => id > artifact.id)
      .toSorted(newestFirst)
    if (newest !== undefined) told.push(`${describeExpired(newest)}, so the older ${artifact.id} is taken`)
  }
  if (told.length > 0) report.notice(`Not the newest: ${told.join('; ')}`)
}

async function fits({ workflow_run: run }: Artifact, runIndex: RunIndex): Promise<boolean> {
  return run?.id !== undefined && (await runIndex.fits(run.id))
}
