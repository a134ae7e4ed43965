import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import type { Artifact } from '../github/artifact.js'
import type { EarlyStop, Read } from '../github/pages.js'
import type { PullRequestHead } from '../github/runs-api.js'
import { printable } from '../messages/printable.js'
import { ExcludedArtifacts } from './excluded-artifacts.js'
import type { SelectionInputs } from './inputs.js'
import { NearMisses } from './near-misses.js'
import { pagingPlan } from './paging-plan.js'
import { RunIndex } from './run-index.js'
import { ANY_RUN, isForeign, needsRun, type RunQuery } from './run-query.js'
import { Search } from './run-search.js'
import { type Criteria, countsAll, inAgeAndSize, inBase } from './select.js'
import type { SelectionServices } from './services.js'
import { UnfinishedRuns } from './unfinished-runs.js'

/** What a look at the searched place showed. */
export interface Candidates {
  criteria: Criteria
  /** What to select from: the run group is met. */
  candidates: Artifact[]
  /** Whether that is all there is in the searched place; else only what a selection could want was read. */
  complete: boolean
  /** What was looked at and not taken, for messages. */
  nearMisses: NearMisses
  excluded: ExcludedArtifacts
  /** What is known of runs. */
  runIndex: RunIndex
  /** What spares from a clean-up of the repository. */
  unfinished: UnfinishedRuns
  pullRequest: PullRequestHead | undefined
  /** The moment that ages count from, in ms since the epoch: for the selection too, or it takes what nobody checked. */
  now: number
}

/**
 * Looks for the artifacts that a request means, in as few requests as it takes.
 *
 * @param now in ms since the epoch
 */
export async function findCandidates(
  inputs: SelectionInputs,
  services: SelectionServices,
  now: number
): Promise<Candidates> {
  const { place } = inputs
  const query = place.kind === 'repository' || place.kind === 'search' ? place.runs : ANY_RUN
  const pullRequest =
    query.pullRequest === undefined ? undefined : await services.runs.pullRequestHead(query.pullRequest)
  if (inputs.operation === 'delete') refuseGoneFork(query, pullRequest)
  const head = pullRequest && {
    branch: pullRequest.ref,
    repositoryId: pullRequest.repository?.id,
    sha: pullRequest.sha
  }
  const criteria: Criteria = {
    ...inputs,
    runs: query,
    head,
    limitKeeps: inputs.operation === 'delete' ? 'oldest' : 'newest'
  }
  const runIndex = new RunIndex({ runs: services.runs, query, head, concurrency: services.queue.concurrency })
  const nearMisses = new NearMisses()
  const unfinished = new UnfinishedRuns(services)
  const excluded = new ExcludedArtifacts(criteria)
  const shared = { criteria, query, runIndex, nearMisses, excluded, unfinished, now }
  const { items: candidates, complete } = await candidatesIn(inputs, services, shared)
  return { criteria, candidates, complete, nearMisses, excluded, runIndex, unfinished, pullRequest, now }
}

interface Shared {
  criteria: Criteria
  query: RunQuery
  runIndex: RunIndex
  nearMisses: NearMisses
  excluded: ExcludedArtifacts
  unfinished: UnfinishedRuns
  now: number
}

async function candidatesIn(
  inputs: SelectionInputs,
  services: SelectionServices,
  shared: Shared
): Promise<Read<Artifact>> {
  const { place } = inputs
  const { artifacts, queue } = services
  switch (place.kind) {
    case 'ids':
      return { items: await artifacts.getAll(place.ids), complete: true }
    case 'run':
      return await inOneRun(place.runId, services, shared)
    case 'search':
      return {
        items: await new Search({ artifacts, concurrency: queue.concurrency, ...shared }).run(),
        complete: true
      }
    case 'repository':
      return await inRepository(services, { ...shared, leavesForks: leavesForks(inputs, place.runs) })
  }
}

/** The artifacts of one run fit a page or two: several names are not worth a request each. */
async function inOneRun(
  runId: number,
  { artifacts }: SelectionServices,
  { criteria, excluded, now }: Shared
): Promise<Read<Artifact>> {
  const [name, ...more] = criteria.names
  const isOf = inBase(criteria)
  const read = await artifacts.list({
    runId,
    name: more.length === 0 ? name : undefined,
    keep: artifact => {
      const isKept = isOf(artifact)
      if (!isKept) excluded.add(artifact)
      return isKept
    },
    stop: stopAt(criteria, now, page => page.filter(selectable(criteria, now)))
  })
  excluded.isWhole = read.complete
  return read
}

/** What is foreign stays out of a download that did not name it. */
function leavesForks({ operation }: SelectionInputs, { allowForks }: RunQuery): boolean {
  return operation === 'download' && !allowForks
}

/** In a repository each name is worth a request. */
async function inRepository(
  { artifacts, queue }: SelectionServices,
  {
    criteria,
    query,
    runIndex,
    nearMisses,
    excluded,
    unfinished,
    now,
    leavesForks
  }: Shared & { leavesForks: boolean }
): Promise<Read<Artifact>> {
  const isOf = inBase(criteria)
  const isNamed = inBase({ ...criteria, runs: undefined })
  const isOfAge = inAgeAndSize(criteria, now)
  const isSelectable = selectable(criteria, now)
  const stays = (artifact: Artifact) => !(leavesForks && isForeign(artifact))
  const keepsOldest = criteria.limitKeeps === 'oldest'
  // Where names are many, what one's list has shown does not tell which of another's were there before.
  const limit = keepsOldest && criteria.names.length > 1 ? 0 : criteria.limit
  const limitsDeletion = keepsOldest && limit > 0 && !criteria.goneBranches
  let newest = 0
  const fitting = async (page: readonly Artifact[]) => {
    const wanted = page.filter(artifact => isSelectable(artifact) && stays(artifact))
    // What is spared does not use up the limit.
    const sparing = limitsDeletion && wanted.length > 0 ? await unfinished.sparing(newest) : undefined
    const sparedBy = sparing?.(wanted)
    const open = wanted.filter(artifact => sparedBy?.(artifact) === undefined)
    const runIds = await runIndex.fitting(runIdsOf(open))
    return needsRun(query) ? open.filter(artifact => runIds.has(artifact.workflow_run?.id ?? 0)) : open
  }
  const found: Artifact[] = []
  let complete = true
  const readOne = async (name: string | undefined) => {
    const plan = { ...criteria, limit, names: name === undefined ? [] : [name] }
    const keep = (artifact: Artifact) => {
      newest = Math.max(newest, artifact.id)
      const isKept = isOf(artifact)
      if (!isKept) excluded.add(artifact)
      if (!isKept && isNamed(artifact)) nearMisses.add('elsewhere', artifact)
      return isKept
    }
    const read = await artifacts.list({ name, keep, stop: stopAt(plan, now, fitting) })
    complete &&= read.complete
    excluded.isWhole &&= read.complete
    // Not spread: there may be more than a call takes arguments.
    for (const artifact of read.items) found.push(artifact)
  }
  if (criteria.names.length === 0) await readOne(undefined)
  else await forEachConcurrently(criteria.names, queue.concurrency, readOne)

  const taken = found.filter(artifact => {
    const isTaken = stays(artifact)
    if (!isTaken) nearMisses.add(isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact)
    return isTaken
  })
  if (!needsRun(query)) return { items: taken, complete }
  // Keep rules count what cannot be selected too: it has to be of a run that fits.
  const isCounted = (artifact: Artifact) =>
    isSelectable(artifact) || (countsAll(criteria) && isOf(artifact) && !artifact.expired)
  const runIds = await runIndex.fitting(runIdsOf(taken.filter(isCounted)))
  const items = taken.filter(artifact => {
    const isFit = runIds.has(artifact.workflow_run?.id ?? 0)
    if (isCounted(artifact)) {
      if (isFit) return true
      nearMisses.add('run', artifact)
      excluded.add(artifact)
      return false
    }
    // Not worth a request, so that nothing is known of its run.
    complete = false
    if (isOfAge(artifact)) nearMisses.add('unchecked', artifact)
    return false
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
  const plan = pagingPlan(criteria, now)
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

/** Of a fork that is gone nobody tells which artifacts were its own, and deletion is for good. */
function refuseGoneFork({ pullRequest: number }: RunQuery, head: PullRequestHead | undefined): void {
  if (head === undefined || head.repository !== undefined) return
  const commit =
    head.sha === undefined ? '' : `, or commit: ${printable(head.sha)} for what its last commit has made`
  throw new ActionError(
    'artifact-foreign',
    `Pull request ${number} comes from a repository that is gone: its artifacts cannot be told from those of other such repositories`,
    { hint: `Nothing was deleted. Give artifact-ids${commit}.` }
  )
}
