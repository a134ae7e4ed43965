import type { Artifact } from '../github/artifact.js'
import { printable } from '../messages/printable.js'
import type { Reporter } from '../messages/reporter.js'
import { artifactName } from '../messages/selection-words.js'
import type { Candidates } from './candidates.js'
import type { SelectionInputs } from './inputs.js'
import type { RunIndex } from './run-index.js'
import { isForeign } from './run-query.js'
import { select } from './select.js'

/** Runs are named up to here: a request each. */
const MAX_RUNS = 5

/** Why an artifact of another repository's commit is dangerous, for hints. */
export const FORK_DANGER =
  'Whoever opened that pull request chose what is in it: run, trust or publish nothing of it (https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/).'

/** Whose commit a run was made from, as it reads in a message. */
export async function headRepositoryName(runId: number | undefined, runIndex: RunIndex): Promise<string> {
  const run = runId === undefined ? undefined : await runIndex.get(runId).catch(() => undefined)
  const name = run?.head_repository?.full_name
  return name === undefined ? 'a repository that is not known (any more)' : printable(name)
}

/**
 * Says whose an artifact is that was taken because its run or its id was given outright. Not for the current run, nor
 * for a deletion, which takes nothing of it.
 */
export async function noteForeign(
  { place, operation, currentRunId }: SelectionInputs,
  selected: readonly Artifact[],
  { runIndex, report }: { runIndex: RunIndex; report: Reporter }
): Promise<void> {
  const isGiven = place.kind === 'ids' || (place.kind === 'run' && place.how !== 'current')
  if (operation === 'delete' || !isGiven) return
  const byRun = new Map<number | undefined, Artifact[]>()
  for (const artifact of selected.filter(isForeign)) {
    const runId = artifact.workflow_run?.id
    byRun.set(runId, [...(byRun.get(runId) ?? []), artifact])
  }
  if (currentRunId !== undefined) byRun.delete(currentRunId)
  for (const [runId, artifacts] of [...byRun].slice(0, MAX_RUNS)) {
    const [first, ...more] = artifacts as [Artifact]
    const what = `Artifact ${artifactName(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`
    const where = runId === undefined ? '' : `, run ${runId}`
    const text = `${what} of another repository: ${await headRepositoryName(runId, runIndex)}${where}. ${FORK_DANGER}`
    if (place.kind === 'run' && place.how === 'triggering') report.warning(text)
    else report.notice(text)
  }
  if (byRun.size > MAX_RUNS) report.notice(`${byRun.size - MAX_RUNS} runs more are of other repositories`)
}

/**
 * Says that an artifact of a fork was passed over, so that nobody wonders where it is: a notice where it would have
 * been taken in place of an own one, or where there is no own one; else a line of the log.
 */
export async function noteLeftForks(
  { operation, place }: SelectionInputs,
  selected: readonly Artifact[],
  { candidates, criteria, nearMisses, runIndex, now }: Candidates,
  report: Reporter
): Promise<void> {
  const [taken] = selected
  if (operation === 'delete' || taken === undefined) return
  const foreign = nearMisses.newestOfEach('foreign')
  if (foreign.length === 0) return
  const allowed =
    place.kind === 'search'
      ? foreign.filter(({ id }) => id > taken.id)
      : select([...candidates, ...foreign], criteria, now).selected.filter(isForeign)
  for (const artifact of allowed) {
    // No request is spent on it: where nothing is known of its run, it may fit.
    const fits = await runIndex.fitsIfKnown(artifact.workflow_run?.id ?? 0)
    if (fits === false) continue
    const own = selected.find(({ name }) => name === artifact.name)
    const what = `${artifactName(artifact)} of another head repository (a pull request from a fork)`
    if (fits && (own === undefined || own.id < artifact.id)) {
      report.notice(
        `Left out: ${what}, ${own ? `newer than ${own.id}, which is taken` : 'and no other has that name'}. Whoever opened that pull request chose what is in it; allow-forks: true would take it all the same`
      )
    } else report.info(`Left out: ${what}`)
    return
  }
}
