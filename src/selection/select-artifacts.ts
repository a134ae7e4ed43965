import { ActionError } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import type { Reporter } from '../messages/reporter.js'
import {
  idleExclusions,
  nothingToDelete,
  otherRun,
  selectedLine,
  skippedOlder
} from '../messages/selection.js'
import type { Candidates } from './candidates.js'
import { noteForeign, noteSkippedForks } from './forks.js'
import type { SelectionInputs } from './inputs.js'
import type { KeepRule } from './keep-rules.js'
import { isComplete, missingOf } from './missing.js'
import { findNotFound } from './not-found.js'
import { inBase, type Kept, select } from './select.js'
import type { SelectionServices } from './services.js'
import { noteSkippedNewer } from './skipped-newer.js'
import { waitForCandidates } from './wait.js'

export interface Selected {
  /** Newest first. */
  selected: Artifact[]
  /** What matches and is not selected, by reason. */
  kept: Kept[]
  /** For a deletion, the live artifacts that match and are not selected; undefined if the list was not read to its end. */
  keptArtifacts: Artifact[] | undefined
  /** Set if some of what was asked for was not found, unless `if-no-artifact-found` accepts that. */
  failure: ActionError | undefined
}

/**
 * The artifacts that the inputs select, in as few requests as possible.
 *
 * @param keepRuleOf returns what a deletion keeps, once all candidates are known
 */
export async function selectArtifacts(
  given: SelectionInputs,
  services: SelectionServices,
  keepRuleOf?: (candidates: Candidates) => Promise<KeepRule>
): Promise<Selected> {
  const { report } = services
  const { candidates, failedRun } = await waitForCandidates(given, services)
  const inputs: SelectionInputs = { ...given, place: candidates.place }
  const { artifacts, complete, criteria, runIndex, now } = candidates
  const keep = await keepRuleOf?.(candidates)
  const found = select(artifacts, { ...criteria, keep }, now)
  const { selected } = found
  const kept = complete ? found.kept : found.kept.map(group => ({ ...group, isPartial: true }))
  const keptArtifacts =
    inputs.operation === 'delete' && complete ? notSelected(candidates, selected) : undefined
  noteIds(inputs, artifacts, selected, report)
  const missing = missingOf(inputs, artifacts, now)
  const isAllKept =
    inputs.operation === 'delete' && selected.length === 0 && isComplete(missing) && kept.length > 0
  const failure = isAllKept
    ? new ActionError('artifact-not-found', nothingToDelete(inputs, kept))
    : await findNotFound(inputs, { candidates, missing, found, failedRun }, services)
  if (failure !== undefined) {
    if (inputs.ifNoArtifactFound === 'error') return { selected, kept, keptArtifacts, failure }
    if (inputs.ifNoArtifactFound === 'warn') report.warning(failure.message)
    else report.info(failure.message)
  }
  await noteForeign(inputs, selected, { runIndex, report })
  await noteSkippedForks(inputs, selected, candidates, report)
  await noteSkippedNewer(inputs, { candidates, found }, report)
  await reportSelected(inputs, selected, candidates, report)
  return { selected, kept, keptArtifacts, failure: undefined }
}

function notSelected({ artifacts, criteria }: Candidates, selected: readonly Artifact[]): Artifact[] {
  const ids = new Set(selected.map(({ id }) => id))
  return artifacts.filter(inBase(criteria)).filter(({ id, expired }) => !expired && !ids.has(id))
}

/** Reports ids of another run, and ids that a newer artifact of the same name replaces. */
function noteIds(
  { place, latest }: SelectionInputs,
  artifacts: readonly Artifact[],
  selected: readonly Artifact[],
  report: Reporter
): void {
  if (place.kind !== 'ids') return
  const { runId: expected } = place
  for (const artifact of artifacts) {
    const from = artifact.workflow_run?.id
    if (expected !== undefined && from !== undefined && from !== expected) {
      report.notice(otherRun(artifact, { from, expected }))
    }
    const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id)
    if (latest && newer && !selected.includes(artifact)) {
      report.warning(skippedOlder(artifact, newer.id))
    }
  }
}

/** The line that sums up the selection; then exclusions without effect, since a typo in one protects nothing. */
async function reportSelected(
  inputs: SelectionInputs,
  selected: readonly Artifact[],
  { excluded, runIndex }: Candidates,
  report: Reporter
): Promise<void> {
  const { place, operation } = inputs
  // With a conclusion in the query, the line has it already.
  const showsEnd = place.kind === 'search' && place.runs.conclusion === 'any'
  const run = showsEnd ? await runIndex.known(selected[0]?.workflow_run?.id ?? 0) : undefined
  const ended = run?.conclusion ?? run?.status ?? undefined
  report.info(selectedLine(inputs, { selected, ended, excluded }))

  const isAllRead = (place.kind === 'run' || place.kind === 'repository') && excluded.isWhole
  if (!isAllRead || selected.length === 0) return
  for (const input of ['pattern', 'branch'] as const) {
    const lines = excluded.idle(input)
    if (lines.length === 0) continue
    const text = idleExclusions(input, lines)
    if (operation === 'delete') report.notice(text)
    else report.info(text)
  }
}
