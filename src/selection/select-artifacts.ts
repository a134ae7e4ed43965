import { ActionError } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import { amount } from '../messages/log-lines.js'
import { plural } from '../messages/plural.js'
import { printable } from '../messages/printable.js'
import type { Reporter } from '../messages/reporter.js'
import { describeCriteria, nameList, placeName } from '../messages/selection-words.js'
import { formatSize } from '../messages/size.js'
import type { Candidates } from './candidates.js'
import type { ExcludedArtifacts } from './excluded-artifacts.js'
import { noteForeign, noteLeftForks } from './forks.js'
import type { SelectionInputs } from './inputs.js'
import type { Sparing } from './keep-rules.js'
import { isComplete, type Missing, missingOf } from './missing.js'
import { notFound } from './not-found.js'
import type { RunIndex } from './run-index.js'
import { type Criteria, inBase, type Kept, select } from './select.js'
import type { SelectionServices } from './services.js'
import { notePassedBy } from './skipped-newer.js'
import { lookUntilThere } from './wait.js'

/** What a step is about: the artifacts, newest first, and the failure when some that were asked for are not there. */
export interface Selected {
  selected: Artifact[]
  /** What else was looked at, by what left it out. */
  spared: Kept[]
  /** Of a clean-up, what is there and not selected; undefined where not all of it was read. */
  kept: Artifact[] | undefined
  failure: ActionError | undefined
}

/**
 * The artifacts that a request means, in as few requests as it takes.
 *
 * @param sparingOf asked, once all candidates are known, what of them a clean-up spares
 */
export async function selectArtifacts(
  inputs: SelectionInputs,
  services: SelectionServices,
  sparingOf?: (look: Candidates) => Promise<Sparing>
): Promise<Selected> {
  const { report } = services
  const look = await lookUntilThere(inputs, services)
  const { candidates, complete, criteria, nearMisses, excluded, runIndex } = look
  const sparing = await sparingOf?.(look)
  const { selected, expired, ...found } = select(candidates, { ...criteria, sparing }, look.now)
  const spared = complete ? found.spared : ofWhatWasRead(found.spared)
  const kept =
    inputs.operation === 'delete' && complete ? notSelected(candidates, selected, criteria) : undefined
  noteLeftOut(inputs, candidates, selected, services)
  const missing = missingOf(inputs, candidates, look.now)
  const failure =
    allSpared(inputs, { selected, spared, missing }) ??
    (await notFound(inputs, { ...look, ...found, missing, selected, expired }, services))
  if (failure !== undefined) {
    if (inputs.ifNoArtifactFound === 'error') return { selected, spared, kept, failure }
    if (inputs.ifNoArtifactFound === 'warn') report.warning(failure.message)
    else report.info(failure.message)
  }
  await noteForeign(inputs, selected, { runIndex, report })
  await noteLeftForks(inputs, selected, look, report)
  await notePassedBy(inputs, { candidates, selected, expired, nearMisses, runIndex }, report)
  const asked = describeCriteria(inputs)
  report.info(
    `Selected ${amount(selected)} of ${await whereFrom(inputs, selected, runIndex)}${asked && `: ${asked}`}${describeNotMeant(excluded)}`
  )
  noteIdleGlobs(inputs, selected, { excluded, report })
  return { selected, spared, kept, failure: undefined }
}

/** How much names, branches and runs left out, so that all numbers together are what there is. */
function describeNotMeant({ count, size, isWhole }: ExcludedArtifacts): string {
  const where = isWhole ? '' : ' of what was read'
  return count === 0 ? '' : `; not meant${where}: ${plural(count, 'artifact')} (${formatSize(size)})`
}

/** A `!` that takes nothing away protects nothing: a slip in it, perhaps, and deletion is for good. */
function noteIdleGlobs(
  { operation, place }: SelectionInputs,
  selected: readonly Artifact[],
  { excluded, report }: { excluded: ExcludedArtifacts; report: Reporter }
): void {
  const isAllSeen = (place.kind === 'run' || place.kind === 'repository') && excluded.isWhole
  if (!isAllSeen || selected.length === 0) return
  for (const [input, what] of [
    ['pattern', 'has such a name'],
    ['branch', 'is of such a branch']
  ] as const) {
    const lines = excluded.idle(input)
    if (lines.length === 0) continue
    const text = `In ${input}, ${nameList(lines)} ${lines.length === 1 ? 'takes' : 'take'} nothing away: no artifact there ${what}`
    if (operation === 'delete') report.notice(text)
    else report.info(text)
  }
}

/** Where a list was left early, what it says of the rest is not all that there is. */
function ofWhatWasRead(spared: readonly Kept[]): Kept[] {
  return spared.map(({ rule, ...amount }) => ({ rule: `${rule} (of what was read)`, ...amount }))
}

function notSelected(
  candidates: readonly Artifact[],
  selected: readonly Artifact[],
  criteria: Criteria
): Artifact[] {
  const ids = new Set(selected.map(({ id }) => id))
  return candidates.filter(inBase(criteria)).filter(({ id, expired }) => !expired && !ids.has(id))
}

/** Where a clean-up finds that nothing may go, that is all there is to say. */
function allSpared(
  inputs: SelectionInputs,
  { selected, spared, missing }: { selected: Artifact[]; spared: Kept[]; missing: Missing }
): ActionError | undefined {
  if (inputs.operation !== 'delete' || selected.length > 0 || !isComplete(missing) || spared.length === 0)
    return undefined
  const rules = spared.map(({ rule, count }) => `${count} by ${rule}`).join(', ')
  return new ActionError(
    'artifact-not-found',
    `Nothing to delete in ${placeName(inputs)}: what there is is spared (${rules})`
  )
}

/** The searched place; where a run was searched for, the one that was found, and why it. */
async function whereFrom(
  inputs: SelectionInputs,
  [newest]: readonly Artifact[],
  runIndex: RunIndex
): Promise<string> {
  const place = placeName(inputs)
  const runId = newest?.workflow_run?.id
  if (inputs.place.kind !== 'search' || runId === undefined) return place
  const sha = newest?.workflow_run?.head_sha
  const commit = sha ? `, commit ${printable(sha.slice(0, 12))}` : ''
  const isAny = inputs.place.runs.conclusion === 'any'
  const { conclusion, status } = (isAny && (await runIndex.known(runId))) || {}
  const ended = conclusion ?? status
  return `run ${runId} of ${place}${commit}${ended ? `, ${printable(ended)}` : ''}, the newest that fits`
}

/** What a reader should know of the artifacts that were asked for and not taken as they may have thought. */
function noteLeftOut(
  inputs: SelectionInputs,
  candidates: Artifact[],
  selected: Artifact[],
  { report }: SelectionServices
): void {
  if (inputs.place.kind !== 'ids') return
  const { runId } = inputs.place
  const taken = new Set(selected.map(({ id }) => id))
  for (const artifact of candidates) {
    const from = artifact.workflow_run?.id
    if (runId !== undefined && from !== undefined && from !== runId) {
      report.notice(
        `Artifact ${artifact.id} "${printable(artifact.name)}" is of run ${from}, not of run ${runId}`
      )
    }
    const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id)
    if (inputs.latest && newer && !taken.has(artifact.id)) {
      report.warning(
        `Artifact ${artifact.id} "${printable(artifact.name)}" is left out: ${newer.id} has the same name and is newer (latest: false takes both)`
      )
    }
  }
}
