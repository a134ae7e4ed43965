import { forEachConcurrently } from '../concurrent.js'
import { type Artifact, totalSize } from '../domain/artifact.js'
import { nearest } from '../domain/nearest.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import { fullName } from '../domain/repository.js'
import { type Criteria, select } from '../domain/selection.js'
import { formatSize } from '../domain/size.js'
import { ActionError } from '../errors.js'
import type { Request } from '../request.js'
import type { Services } from './services.js'

/** What a step is about: the artifacts, newest first, and the failure when some that were asked for are not there. */
export interface Selected {
  selected: Artifact[]
  failure: ActionError | undefined
}

/** How many names a message lists. */
const MAX_NAMED = 10

/**
 * The artifacts that a request means, in as few requests as it takes: a single name is filtered by the server; ids are
 * asked for one by one.
 */
export async function selectArtifacts(request: Request, services: Services): Promise<Selected> {
  const { report } = services
  const candidates = await findCandidates(request, services)
  const { selected, expired } = select(candidates, criteriaOf(request), Date.now())
  noteLeftOut(request, candidates, selected, services)
  const problems = await findMissing(request, candidates, expired, services)
  if (problems.length === 0 && selected.length === 0)
    problems.push(await nothingFits(request, expired, services))
  if (problems.length > 0) {
    const failure = notFound(request, problems, expired.length > 0)
    if (request.ifNoArtifactFound === 'error') return { selected, failure }
    if (request.ifNoArtifactFound === 'warn') report.warning(failure.message)
    else report.info(failure.message)
  }
  report.info(
    `Selected ${plural(selected.length, 'artifact')} (${formatSize(totalSize(selected))}) of ${placeName(request)}`
  )
  return { selected, failure: undefined }
}

function criteriaOf(request: Request): Criteria {
  return {
    ...request,
    runs: request.place.kind === 'repository' ? request.place.runs : undefined,
    limitKeeps: request.operation === 'delete' ? 'oldest' : 'newest'
  }
}

async function findCandidates(
  { place, names }: Request,
  { artifacts, queue }: Services
): Promise<Artifact[]> {
  if (place.kind === 'ids') {
    const found: Artifact[] = []
    await forEachConcurrently(place.ids, queue.concurrency, async id => {
      const artifact = await artifacts.get(id)
      if (artifact !== undefined) found.push(artifact)
    })
    return found
  }
  const runId = place.kind === 'run' ? place.runId : undefined
  const [only] = names
  // The artifacts of one run fit a page or two; in a repository each name is worth a request.
  if (names.length === 0 || (names.length > 1 && place.kind === 'run')) return await artifacts.list({ runId })
  if (names.length === 1) return await artifacts.list({ runId, name: only })
  const found: Artifact[] = []
  for (const name of names) {
    for (const artifact of await artifacts.list({ runId, name })) found.push(artifact)
  }
  return found
}

/** Each id and each name that was asked for and is not there, or only as an expired artifact. */
async function findMissing(
  request: Request,
  candidates: Artifact[],
  expired: Artifact[],
  services: Services
): Promise<string[]> {
  const problems: string[] = []
  const usable = (artifact: Artifact) => request.includeExpired || !artifact.expired
  if (request.place.kind === 'ids') {
    const found = new Map(candidates.map(artifact => [artifact.id, artifact]))
    for (const id of request.place.ids) {
      const artifact = found.get(id)
      if (artifact === undefined) problems.push(`artifact ${id} does not exist, or the token may not see it`)
      else if (!usable(artifact)) problems.push(describeExpired(artifact))
    }
  }
  const there = new Set(candidates.filter(usable).map(({ name }) => name))
  const missing = request.names.filter(name => !there.has(name))
  if (missing.length > 0) {
    const others = await otherNames(request, candidates, services)
    for (const name of missing) {
      const old = expired.find(artifact => artifact.name === name)
      problems.push(old ? describeExpired(old) : describeMissing(name, others))
    }
  }
  return problems
}

async function nothingFits(request: Request, expired: Artifact[], services: Services): Promise<string> {
  if (expired.length > 0) {
    const [newest] = expired as [Artifact]
    return `${expired.length} would fit but expired; the newest: ${describeExpired(newest)}`
  }
  const others = await otherNames(request, [], services)
  if (others.length === 0) return 'there are none at all'
  return request.pattern === undefined
    ? 'none fits'
    : `no name fits the pattern; there are: ${nameList(others)}`
}

/** Live names in the searched place: of a repository only the newest, to keep an error cheap. */
async function otherNames(
  request: Request,
  candidates: Artifact[],
  { artifacts }: Services
): Promise<string[]> {
  if (request.place.kind === 'ids') return candidates.map(({ name }) => name)
  const runId = request.place.kind === 'run' ? request.place.runId : undefined
  const listed = await artifacts.list({ runId, firstPageOnly: true })
  return [...new Set(listed.filter(artifact => !artifact.expired).map(({ name }) => name))]
}

function describeMissing(name: string, others: string[]): string {
  const near = nearest(name, others)
  const hint = near.length === 0 ? 'there are none at all' : `the nearest: ${nameList(near)}`
  return `"${printable(name)}" is not there; ${hint}`
}

function describeExpired({ id, name, expires_at: day }: Artifact): string {
  return `"${printable(name)}" (${id}) expired${day === null ? '' : ` on ${printable(day.slice(0, 10))}`}`
}

function nameList(names: string[]): string {
  const listed = names.slice(0, MAX_NAMED).map(name => `"${printable(name)}"`)
  return `${listed.join(', ')}${names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : ''}`
}

function notFound(request: Request, problems: string[], anyExpired: boolean): ActionError {
  const shown = problems.slice(0, MAX_NAMED)
  if (problems.length > shown.length) shown.push(`${problems.length - shown.length} more are missing`)
  const message = `Not found in ${placeName(request)}: ${shown.join('; ')}`
  return new ActionError(anyExpired ? 'artifact-expired' : 'artifact-not-found', message, {
    hint: anyExpired
      ? 'Run the workflow again, or raise retention-days where the artifact is uploaded.'
      : 'Check the name, and that the job that uploads has ended (needs:). if-no-artifact-found: warn or ignore lets the step pass.'
  })
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

/** The searched place, for messages. */
function placeName({ place, repository }: Request): string {
  const name = fullName(repository)
  return place.kind === 'run' ? `run ${place.runId} of ${name}` : name
}
