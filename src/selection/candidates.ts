import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import type { EarlyStop, Read } from '../github/pages.js'
import { RunBook } from '../github/run-book.js'
import { ExcludedArtifacts } from './excluded-artifacts.js'
import type { Place, SelectionInputs } from './inputs.js'
import { NearMisses } from './near-misses.js'
import type { NotFoundReason } from './not-found-reason.js'
import { pagingPlan } from './paging-plan.js'
import type { Reading } from './reading.js'
import { resolveRuns } from './resolve-runs.js'
import { RunIndex } from './run-index.js'
import { searchRunList } from './run-list-search.js'
import { distanceOf, isForeign, needsRun, newestRunFirst } from './run-query.js'
import { searchRun } from './run-search.js'
import { type Criteria, countsAll, inBase, matchesAgeAndSize, matchesName, select } from './select.js'
import type { SelectionServices } from './services.js'
import { UnfinishedRuns } from './unfinished-runs.js'

/** What was read of the searched place, to select from. */
export interface Candidates extends Reading {
  /** Where they were searched: the inputs' place, with the commits and the pull request that were looked up. */
  place: Place
  /** Artifacts whose runs match. */
  artifacts: Artifact[]
  /** Whether these are all; else only those that the selection can need were read. */
  complete: boolean
  /** Why no artifact at all can match. */
  cause: NotFoundReason | undefined
}

/**
 * Finds the artifacts that a selection chooses from, in as few requests as possible.
 *
 * @param now in ms since the epoch
 */
export async function findCandidates(
  inputs: SelectionInputs,
  services: SelectionServices,
  now: number
): Promise<Candidates> {
  const { operation } = inputs
  const { runs, head, pull, cause: unresolved } = await resolveRuns(inputs, services)
  const { place: given } = inputs
  const place = 'runs' in given ? { ...given, runs } : given
  const criteria: Criteria = {
    ...inputs,
    runs,
    head,
    limitKeeps: operation === 'delete' ? 'oldest' : 'newest'
  }
  const { runs: api } = services
  const { concurrency } = services.queue
  const book = api.dialect.artifactsTellRuns
    ? undefined
    : new RunBook(api, { concurrency, event: place.kind === 'repository' ? runs.event : undefined })
  if (runs.pullRequest !== undefined && pull !== undefined) book?.noteHead(runs.pullRequest, pull)
  const order = place.kind === 'search' ? newestRunFirst : newestFirst
  const reading: Reading = {
    criteria,
    isNamed: matchesName(criteria),
    isOfAge: matchesAgeAndSize(criteria, now),
    order,
    nearMisses: new NearMisses(order),
    excluded: new ExcludedArtifacts(criteria),
    runIndex: new RunIndex({
      runs: book ?? api,
      query: runs,
      head,
      concurrency,
      canList: book === undefined
    }),
    unfinished: new UnfinishedRuns(services, needsFacts(inputs, criteria) ? book : undefined),
    book,
    now
  }
  const { items: artifacts, complete } =
    unresolved === undefined
      ? await read({ ...inputs, place }, services, reading)
      : { items: [], complete: true }
  const { workflow = '', runNumber } = runs
  const isUnknown =
    unresolved === undefined && runNumber !== undefined && (await reading.runIndex.numbered()) === undefined
  const unknownRun = isUnknown ? ({ kind: 'unknown-run', runNumber, workflow } as const) : undefined
  return { ...reading, place, artifacts, complete, cause: unresolved ?? unknownRun }
}

async function read(
  inputs: SelectionInputs,
  services: SelectionServices,
  reading: Reading
): Promise<Read<Artifact>> {
  const { place } = inputs
  switch (place.kind) {
    case 'ids':
      return await described(inputs, reading, {
        items: await services.artifacts.getAll(place.ids),
        complete: true
      })
    case 'run': {
      const read = await inOneRun(place.runId, inputs.minCount, services, reading)
      if (place.how !== 'current') await expectRun(place.runId, read, services, reading)
      return await described(inputs, reading, read)
    }
    case 'search': {
      const { book } = reading
      const items =
        book === undefined ? await searchRun(reading, services) : await searchRunList(reading, book, services)
      return { items, complete: true }
    }
    case 'repository':
      return ofNearestCommit(
        await inRepository(services, reading, {
          skipsForks: skipsForks(inputs),
          describe: needsFacts(inputs, reading.criteria)
            ? artifacts => reading.book?.describe(artifacts.filter(reading.isNamed))
            : undefined
        }),
        reading
      )
  }
}

/** Adds what the given runs tell, for the log and the notice about forks. Not for the current run, nor for a deletion. */
async function described(
  { place, operation, currentRunId }: SelectionInputs,
  { book }: Reading,
  read: Read<Artifact>
): Promise<Read<Artifact>> {
  if (book === undefined || operation === 'delete' || (place.kind === 'run' && place.how === 'current'))
    return read
  try {
    await book.describe(read.items.filter(({ workflow_run: run }) => run?.id !== currentRunId))
  } catch (error) {
    // The selection does not depend on it.
    if (!(error instanceof RequestError)) throw error
  }
  return read
}

/** Whether a selection in a repository leaves out artifacts of other head repositories. */
function skipsForks({ place, operation }: SelectionInputs): boolean {
  return operation === 'download' && place.kind === 'repository' && !place.runs.allowForks
}

/** Whether a selection in a repository depends on what the runs of artifacts tell. */
function needsFacts(inputs: SelectionInputs, criteria: Criteria): boolean {
  const { runs, goneBranches = false } = criteria
  const asksForRuns = needsRun(runs) || runs.branch !== undefined || runs.commit !== undefined
  return (
    asksForRuns || criteria.head !== undefined || goneBranches || countsAll(criteria) || skipsForks(inputs)
  )
}

/** The artifacts of one run take a page or two: several names are not worth a request each. */
async function inOneRun(
  runId: number,
  minCount: number,
  { artifacts }: SelectionServices,
  { criteria, excluded, now }: Reading
): Promise<Read<Artifact>> {
  const [name, ...more] = criteria.names
  const read = await artifacts.list({
    runId,
    name: more.length === 0 ? name : undefined,
    names: criteria.names,
    isEnough: found => minCount === 0 || select(found, criteria, now).selected.length >= minCount,
    keep: excluded.filter(inBase(criteria)),
    stop: stopAt(criteria, now, page => page.filter(selectable(criteria, now)))
  })
  excluded.isWhole = read.complete
  return read
}

/**
 * Some servers list no artifacts of a run that does not exist, where others respond with 404.
 *
 * @throws RequestError if the given run does not exist
 */
async function expectRun(
  runId: number,
  { items }: Read<Artifact>,
  { runs }: SelectionServices,
  { excluded, runIndex }: Reading
): Promise<void> {
  if (!runs.dialect.listsUnknownRuns || items.length + excluded.count > 0) return
  const run = await runs.getExisting(runId)
  if (run !== undefined) runIndex.note(run)
}

/** In a repository each name is worth a request. With a run number, only that run is read. */
async function inRepository(
  { artifacts, queue }: SelectionServices,
  reading: Reading,
  options: {
    skipsForks: boolean
    describe: ((artifacts: readonly Artifact[]) => Promise<void> | undefined) | undefined
  }
): Promise<Read<Artifact>> {
  const { skipsForks, describe } = options
  const { criteria, isNamed, isOfAge, runIndex, nearMisses, excluded, unfinished, now } = reading
  const runId = (await runIndex.numbered())?.id
  if (criteria.runs.runNumber !== undefined && runId === undefined) return { items: [], complete: true }
  const isInBase = inBase(criteria)
  const isSelectable = selectable(criteria, now)
  const isAllowed = (artifact: Artifact) => !(skipsForks && isForeign(artifact))
  const keepsOldest = criteria.limitKeeps === 'oldest'
  // With several names, one name's list does not show which artifacts of another existed before.
  const { lineage } = criteria.runs
  // The artifacts of the nearest commit need not be the newest.
  const limit = lineage || (keepsOldest && criteria.names.length > 1) ? 0 : criteria.limit
  const latest = criteria.latest && lineage === undefined
  const limitsDeletion = keepsOldest && limit > 0 && !criteria.goneBranches
  let newest = 0
  const matching = async (page: readonly Artifact[]) => {
    const wanted = page.filter(artifact => isSelectable(artifact) && isAllowed(artifact))
    // What is kept does not count towards the limit.
    const keep = limitsDeletion && wanted.length > 0 ? await unfinished.keepRule(newest) : undefined
    const reasonFor = keep?.(wanted)
    const open = wanted.filter(artifact => reasonFor?.(artifact) === undefined)
    const runIds = await runIndex.matching(runIdsOf(open))
    return needsRun(criteria.runs)
      ? open.filter(artifact => runIds.has(artifact.workflow_run?.id ?? 0))
      : open
  }
  const found: Artifact[] = []
  let complete = true
  const readOne = async (name: string | undefined) => {
    const plan = { ...criteria, limit, latest, names: name === undefined ? [] : [name] }
    const keep = excluded.filter(artifact => {
      newest = Math.max(newest, artifact.id)
      const isKept = isInBase(artifact)
      if (!isKept && isNamed(artifact)) nearMisses.add('other-commit', artifact)
      return isKept
    })
    const read = await artifacts.list({
      runId,
      name,
      keep,
      stop: stopAt(plan, now, matching),
      describe: describe && (async page => await describe(page))
    })
    complete &&= read.complete
    excluded.isWhole &&= read.complete
    // Not spread: there may be more than a call takes arguments.
    for (const artifact of read.items) found.push(artifact)
  }
  if (criteria.names.length === 0) await readOne(undefined)
  else await forEachConcurrently(criteria.names, queue.concurrency, readOne)

  const allowed = found.filter(artifact => {
    if (isAllowed(artifact)) return true
    nearMisses.add(isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact)
    return false
  })
  if (!needsRun(criteria.runs)) return { items: allowed, complete }
  // Keep rules count live artifacts that cannot be selected too, if their run matches.
  const isCounted = (artifact: Artifact) =>
    isSelectable(artifact) || (countsAll(criteria) && isInBase(artifact) && !artifact.expired)
  const runIds = await runIndex.matching(runIdsOf(allowed.filter(isCounted)))
  const items = allowed.filter(artifact => {
    if (isCounted(artifact)) {
      if (runIds.has(artifact.workflow_run?.id ?? 0)) return true
      nearMisses.add('run', artifact)
      excluded.add(artifact)
      return false
    }
    // Its run is not worth a request, so nothing is known of it.
    complete = false
    if (isOfAge(artifact)) nearMisses.add('unchecked', artifact)
    return false
  })
  return { items, complete }
}

/** Of several commits in `ancestors`, only the artifacts of the nearest that has a selectable one. */
function ofNearestCommit(read: Read<Artifact>, { criteria, now }: Reading): Read<Artifact> {
  if (criteria.runs.lineage === undefined) return read
  const distance = ({ workflow_run: run }: Artifact) =>
    distanceOf(run?.head_sha, criteria.runs) ?? Number.POSITIVE_INFINITY
  const isSelectable = selectable(criteria, now)
  const nearest = read.items.reduce(
    (least, artifact) => (isSelectable(artifact) ? Math.min(least, distance(artifact)) : least),
    Number.POSITIVE_INFINITY
  )
  if (nearest === Number.POSITIVE_INFINITY) return read
  return { ...read, items: read.items.filter(artifact => distance(artifact) === nearest) }
}

/** Matches by name, run (as far as the artifact describes it), age and size, and is not expired. */
function selectable(criteria: Criteria, now: number): (artifact: Artifact) => boolean {
  const isInBase = inBase(criteria)
  const isOfAge = matchesAgeAndSize(criteria, now)
  return artifact => isInBase(artifact) && isOfAge(artifact) && (criteria.includeExpired || !artifact.expired)
}

function stopAt(
  criteria: Criteria,
  now: number,
  matching: (page: readonly Artifact[]) => readonly Artifact[] | Promise<readonly Artifact[]>
): EarlyStop<Artifact> | undefined {
  const plan = pagingPlan(criteria, now)
  return (
    plan && {
      from: plan.from,
      begin: () => {
        const isEnough = plan.begin()
        return async ({ items }) => isEnough(await matching(items), items)
      }
    }
  )
}

function runIdsOf(artifacts: readonly Artifact[]): number[] {
  return artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined)
}
