import { forEachConcurrently } from '../../concurrent.js'
import type { Artifact } from '../../domain/artifact.js'
import { readingPlan } from '../../domain/reading-plan.js'
import { ANY_RUN, isForeign, needsRun, type RunQuery } from '../../domain/run-query.js'
import { type Criteria, countsAll, inAgeAndSize, inBase } from '../../domain/selection.js'
import { ActionError } from '../../errors.js'
import type { EarlyStop, Read } from '../../github/pages.js'
import type { PullRequestHead } from '../../github/runs.js'
import type { Request } from '../../request.js'
import type { Services } from '../services.js'
import { Misses } from './misses.js'
import { RunBook } from './run-book.js'
import { Search } from './search.js'

/** What a look at the searched place showed. */
export interface Look {
  criteria: Criteria
  /** What to select from: the run group is met. */
  candidates: Artifact[]
  /** Whether that is all there is in the searched place; else only what a selection could want was read. */
  complete: boolean
  /** What was looked at and not taken, for messages. */
  misses: Misses
  /** What is known of runs. */
  book: RunBook
  pullRequest: PullRequestHead | undefined
}

/**
 * Looks for the artifacts that a request means, in as few requests as it takes.
 *
 * @param now in ms since the epoch
 */
export async function look(request: Request, services: Services, now: number): Promise<Look> {
  const { place } = request
  const query = place.kind === 'repository' || place.kind === 'search' ? place.runs : ANY_RUN
  const pullRequest = await pullRequestOf(query, services)
  const head = pullRequest && { branch: pullRequest.ref, repositoryId: pullRequest.repository?.id }
  const criteria: Criteria = {
    ...request,
    runs: query,
    head,
    limitKeeps: request.operation === 'delete' ? 'oldest' : 'newest'
  }
  const book = new RunBook({ runs: services.runs, query, head, concurrency: services.queue.concurrency })
  const misses = new Misses()
  const shared = { criteria, query, book, misses, now }
  const { items: candidates, complete } = await candidatesIn(request, services, shared)
  return { criteria, candidates, complete, misses, book, pullRequest }
}

interface Shared {
  criteria: Criteria
  query: RunQuery
  book: RunBook
  misses: Misses
  now: number
}

async function candidatesIn(request: Request, services: Services, shared: Shared): Promise<Read<Artifact>> {
  const { place } = request
  const { artifacts, queue } = services
  switch (place.kind) {
    case 'ids':
      return { items: await byIds(place.ids, services), complete: true }
    case 'run':
      return await inOneRun(place.runId, services, shared)
    case 'search':
      return {
        items: await new Search({ artifacts, concurrency: queue.concurrency, ...shared }).run(),
        complete: true
      }
    case 'repository':
      return await inRepository(services, { ...shared, leavesForks: leavesForks(request, place.runs) })
  }
}

async function byIds(ids: readonly number[], { artifacts, queue }: Services): Promise<Artifact[]> {
  const found: Artifact[] = []
  await forEachConcurrently(ids, queue.concurrency, async id => {
    const artifact = await artifacts.get(id)
    if (artifact !== undefined) found.push(artifact)
  })
  return found
}

/** The artifacts of one run fit a page or two: several names are not worth a request each. */
async function inOneRun(
  runId: number,
  { artifacts }: Services,
  { criteria, now }: Shared
): Promise<Read<Artifact>> {
  const [name, ...more] = criteria.names
  const isOf = inBase(criteria)
  return await artifacts.list({
    runId,
    name: more.length === 0 ? name : undefined,
    keep: isOf,
    stop: stopAt(criteria, now, page => page.filter(selectable(criteria, now)))
  })
}

/** What is foreign stays out of a download that did not name it. */
function leavesForks({ operation }: Request, { allowForks }: RunQuery): boolean {
  return operation === 'download' && !allowForks
}

/** In a repository each name is worth a request. */
async function inRepository(
  { artifacts, queue }: Services,
  { criteria, query, book, misses, now, leavesForks }: Shared & { leavesForks: boolean }
): Promise<Read<Artifact>> {
  const isOf = inBase(criteria)
  const isOfAge = inAgeAndSize(criteria, now)
  const isSelectable = selectable(criteria, now)
  const stays = (artifact: Artifact) => !(leavesForks && isForeign(artifact))
  const fitting = async (page: readonly Artifact[]) => {
    const open = page.filter(artifact => isSelectable(artifact) && stays(artifact))
    const runIds = await book.fitting(runIdsOf(open))
    return needsRun(query) ? open.filter(artifact => runIds.has(artifact.workflow_run?.id ?? 0)) : open
  }
  const found: Artifact[] = []
  let complete = true
  const readOne = async (name: string | undefined) => {
    const plan = { ...criteria, names: name === undefined ? [] : [name] }
    const keep = (artifact: Artifact) => {
      const isKept = isOf(artifact)
      if (!isKept && name !== undefined && artifact.name === name) misses.add('elsewhere', artifact)
      return isKept
    }
    const read = await artifacts.list({ name, keep, stop: stopAt(plan, now, fitting) })
    complete &&= read.complete
    // Not spread: there may be more than a call takes arguments.
    for (const artifact of read.items) found.push(artifact)
  }
  if (criteria.names.length === 0) await readOne(undefined)
  else await forEachConcurrently(criteria.names, queue.concurrency, readOne)

  const taken = found.filter(artifact => {
    const isTaken = stays(artifact)
    if (!isTaken && isOfAge(artifact)) misses.add('foreign', artifact)
    return isTaken
  })
  if (!needsRun(query)) return { items: taken, complete }
  // Keep rules count what cannot be selected too: it has to be of a run that fits.
  const isCounted = (artifact: Artifact) =>
    isSelectable(artifact) || (countsAll(criteria) && isOf(artifact) && !artifact.expired)
  const runIds = await book.fitting(runIdsOf(taken.filter(isCounted)))
  const items = taken.filter(artifact => {
    const isFit = !isCounted(artifact) || runIds.has(artifact.workflow_run?.id ?? 0)
    if (!isFit) misses.add('run', artifact)
    return isFit
  })
  return { items, complete }
}

/** Fits name, run (as far as the artifact tells), age and size, and is not expired. */
function selectable(criteria: Criteria, now: number): (artifact: Artifact) => boolean {
  const isOf = inBase(criteria)
  const isOfAge = inAgeAndSize(criteria, now)
  return artifact => isOf(artifact) && isOfAge(artifact) && (criteria.includeExpired || !artifact.expired)
}

function stopAt(
  criteria: Criteria,
  now: number,
  fitting: (page: readonly Artifact[]) => readonly Artifact[] | Promise<readonly Artifact[]>
): EarlyStop<Artifact> | undefined {
  const plan = readingPlan(criteria, now)
  return (
    plan && {
      from: plan.from,
      begin: () => {
        const isEnough = plan.begin()
        return async ({ items }) => isEnough(await fitting(items), items)
      }
    }
  )
}

function runIdsOf(artifacts: readonly Artifact[]): number[] {
  return artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined)
}

async function pullRequestOf(
  { pullRequest }: RunQuery,
  { runs }: Services
): Promise<PullRequestHead | undefined> {
  if (pullRequest === undefined) return undefined
  const found = await runs.pullRequestHead(pullRequest)
  if (found !== undefined) return found
  throw new ActionError(
    'api-not-found',
    `There is no pull request ${pullRequest}, or the token may not see it`,
    {
      hint: 'Check the number and the repository. For the own repository the job needs pull-requests: read besides actions: read.'
    }
  )
}
