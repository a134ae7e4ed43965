import { type Artifact, totalSize } from '../domain/artifact.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import { select } from '../domain/selection.js'
import { formatSize } from '../domain/size.js'
import type { ActionError } from '../errors.js'
import type { Request } from '../request.js'
import { noteForeign, noteLeftForks } from './finder/forks.js'
import { missingOf } from './finder/missing.js'
import { notFound } from './finder/not-found.js'
import { lookUntilThere } from './finder/wait.js'
import { placeName } from './finder/words.js'
import type { Services } from './services.js'

/** What a step is about: the artifacts, newest first, and the failure when some that were asked for are not there. */
export interface Selected {
  selected: Artifact[]
  failure: ActionError | undefined
}

/** The artifacts that a request means, in as few requests as it takes. */
export async function selectArtifacts(request: Request, services: Services): Promise<Selected> {
  const { report } = services
  const look = await lookUntilThere(request, services)
  const { candidates, criteria, misses, book } = look
  const { selected, expired } = select(candidates, criteria, Date.now())
  noteLeftOut(request, candidates, selected, services)
  const missing = missingOf(request, candidates)
  const failure = await notFound(request, { ...look, missing, selected, expired }, services)
  if (failure !== undefined) {
    if (request.ifNoArtifactFound === 'error') return { selected, failure }
    if (request.ifNoArtifactFound === 'warn') report.warning(failure.message)
    else report.info(failure.message)
  }
  await noteForeign(request, selected, { book, report })
  noteLeftForks(request, selected, { misses, report })
  report.info(
    `Selected ${plural(selected.length, 'artifact')} (${formatSize(totalSize(selected))}) of ${whereFrom(request, selected)}`
  )
  return { selected, failure: undefined }
}

/** The searched place; where a run was searched for, the one that was found. */
function whereFrom(request: Request, [newest]: readonly Artifact[]): string {
  const place = placeName(request)
  const runId = newest?.workflow_run?.id
  return request.place.kind === 'search' && runId !== undefined ? `run ${runId} of ${place}` : place
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
