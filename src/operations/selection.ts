import type { Artifact } from '../domain/artifact.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import type { Sparing } from '../domain/retention.js'
import { type Criteria, inBase, type Spared, select } from '../domain/selection.js'
import { formatSize } from '../domain/size.js'
import { ActionError } from '../errors.js'
import type { Request } from '../request.js'
import { noteForeign, noteLeftForks } from './finder/forks.js'
import type { Look } from './finder/look.js'
import { isComplete, type Missing, missingOf } from './finder/missing.js'
import { notFound } from './finder/not-found.js'
import type { NotMeant } from './finder/not-meant.js'
import { notePassedBy } from './finder/passed-by.js'
import type { RunBook } from './finder/run-book.js'
import { lookUntilThere } from './finder/wait.js'
import { describeCriteria, nameList, placeName } from './finder/words.js'
import { amount } from './log-lines.js'
import type { Reporter, Services } from './services.js'

/** What a step is about: the artifacts, newest first, and the failure when some that were asked for are not there. */
export interface Selected {
  selected: Artifact[]
  /** What else was looked at, by what left it out. */
  spared: Spared[]
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
  request: Request,
  services: Services,
  sparingOf?: (look: Look) => Promise<Sparing>
): Promise<Selected> {
  const { report } = services
  const look = await lookUntilThere(request, services)
  const { candidates, complete, criteria, misses, notMeant, book } = look
  const sparing = await sparingOf?.(look)
  const { selected, expired, ...found } = select(candidates, { ...criteria, sparing }, look.now)
  const spared = complete ? found.spared : ofWhatWasRead(found.spared)
  const kept =
    request.operation === 'delete' && complete ? notSelected(candidates, selected, criteria) : undefined
  noteLeftOut(request, candidates, selected, services)
  const missing = missingOf(request, candidates, look.now)
  const failure =
    allSpared(request, { selected, spared, missing }) ??
    (await notFound(request, { ...look, ...found, missing, selected, expired }, services))
  if (failure !== undefined) {
    if (request.ifNoArtifactFound === 'error') return { selected, spared, kept, failure }
    if (request.ifNoArtifactFound === 'warn') report.warning(failure.message)
    else report.info(failure.message)
  }
  await noteForeign(request, selected, { book, report })
  await noteLeftForks(request, selected, look, report)
  await notePassedBy(request, { candidates, selected, expired, misses, book }, report)
  const asked = describeCriteria(request)
  report.info(
    `Selected ${amount(selected)} of ${await whereFrom(request, selected, book)}${asked && `: ${asked}`}${describeNotMeant(notMeant)}`
  )
  noteIdleGlobs(request, selected, { notMeant, report })
  return { selected, spared, kept, failure: undefined }
}

/** How much names, branches and runs left out, so that all numbers together are what there is. */
function describeNotMeant({ count, size, isWhole }: NotMeant): string {
  const where = isWhole ? '' : ' of what was read'
  return count === 0 ? '' : `; not meant${where}: ${plural(count, 'artifact')} (${formatSize(size)})`
}

/** A `!` that takes nothing away protects nothing: a slip in it, perhaps, and deletion is for good. */
function noteIdleGlobs(
  { operation, place }: Request,
  selected: readonly Artifact[],
  { notMeant, report }: { notMeant: NotMeant; report: Reporter }
): void {
  const isAllSeen = (place.kind === 'run' || place.kind === 'repository') && notMeant.isWhole
  if (!isAllSeen || selected.length === 0) return
  for (const [input, what] of [
    ['pattern', 'has such a name'],
    ['branch', 'is of such a branch']
  ] as const) {
    const lines = notMeant.idle(input)
    if (lines.length === 0) continue
    const text = `In ${input}, ${nameList(lines)} ${lines.length === 1 ? 'takes' : 'take'} nothing away: no artifact there ${what}`
    if (operation === 'delete') report.notice(text)
    else report.info(text)
  }
}

/** Where a list was left early, what it says of the rest is not all that there is. */
function ofWhatWasRead(spared: readonly Spared[]): Spared[] {
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
  request: Request,
  { selected, spared, missing }: { selected: Artifact[]; spared: Spared[]; missing: Missing }
): ActionError | undefined {
  if (request.operation !== 'delete' || selected.length > 0 || !isComplete(missing) || spared.length === 0)
    return undefined
  const rules = spared.map(({ rule, count }) => `${count} by ${rule}`).join(', ')
  return new ActionError(
    'artifact-not-found',
    `Nothing to delete in ${placeName(request)}: what there is is spared (${rules})`
  )
}

/** The searched place; where a run was searched for, the one that was found, and why it. */
async function whereFrom(request: Request, [newest]: readonly Artifact[], book: RunBook): Promise<string> {
  const place = placeName(request)
  const runId = newest?.workflow_run?.id
  if (request.place.kind !== 'search' || runId === undefined) return place
  const sha = newest?.workflow_run?.head_sha
  const commit = sha ? `, commit ${printable(sha.slice(0, 12))}` : ''
  const isAny = request.place.runs.conclusion === 'any'
  const { conclusion, status } = (isAny && (await book.known(runId))) || {}
  const ended = conclusion ?? status
  return `run ${runId} of ${place}${commit}${ended ? `, ${printable(ended)}` : ''}, the newest that fits`
}

/** What a reader should know of the artifacts that were asked for and not taken as they may have thought. */
function noteLeftOut(
  request: Request,
  candidates: Artifact[],
  selected: Artifact[],
  { report }: Services
): void {
  if (request.place.kind !== 'ids') return
  const { runId } = request.place
  const taken = new Set(selected.map(({ id }) => id))
  for (const artifact of candidates) {
    const from = artifact.workflow_run?.id
    if (runId !== undefined && from !== undefined && from !== runId) {
      report.notice(
        `Artifact ${artifact.id} "${printable(artifact.name)}" is of run ${from}, not of run ${runId}`
      )
    }
    const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id)
    if (request.latest && newer && !taken.has(artifact.id)) {
      report.warning(
        `Artifact ${artifact.id} "${printable(artifact.name)}" is left out: ${newer.id} has the same name and is newer (latest: false takes both)`
      )
    }
  }
}
