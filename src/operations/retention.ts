import { forEachConcurrently } from '../concurrent.js'
import type { Artifact } from '../domain/artifact.js'
import { plural } from '../domain/plural.js'
import {
  groupName,
  keepRules,
  liveBranches,
  type Sparing,
  sparedByAny,
  unfinishedRuns,
  type WorkflowOf
} from '../domain/retention.js'
import { ActionError, RequestError } from '../errors.js'
import { PER_PAGE } from '../github/pages.js'
import type { DeleteRequest } from '../request.js'
import type { Services } from './services.js'

/** What a run may be before it is completed; https://docs.github.com/en/rest/actions/workflow-runs */
const UNFINISHED = ['in_progress', 'queued', 'requested', 'waiting', 'pending'] as const

/** What the server gives of a filtered list of runs. */
const MAX_RESULTS = 1000

/** What a clean-up spares, and the group that each artifact is counted in. */
export interface Rules {
  sparing: Sparing
  groupOf: (artifact: Artifact) => string
}

/**
 * What a clean-up spares, with what has to be asked for it. Runs are asked for after the artifacts: one that has begun
 * since is then not taken for completed.
 *
 * @throws ActionError or RequestError where something that decides cannot be read: then nothing is to be deleted
 */
export async function rulesOf(
  request: DeleteRequest,
  candidates: readonly Artifact[],
  services: Services
): Promise<Rules> {
  const sparings: Sparing[] = []
  let groupOf: Rules['groupOf'] = artifact => groupName(artifact, 'name')
  if (candidates.length === 0) return { sparing: sparedByAny(sparings), groupOf }
  if (request.keepLatest !== undefined || request.keepSize !== undefined) {
    const workflowOf = request.groupBy === 'workflow' ? await workflows(candidates, services) : undefined
    sparings.push(keepRules(request, workflowOf))
    groupOf = artifact => groupName(artifact, request.groupBy, workflowOf)
  }
  if (request.goneBranches) sparings.push(liveBranches(await services.refs.names()))
  if (request.place.kind === 'repository') sparings.push(unfinishedRuns(await unfinishedRunIds(services)))
  return { sparing: sparedByAny(sparings), groupOf }
}

async function unfinishedRunIds({ runs, queue }: Services): Promise<Set<number>> {
  const found = new Set<number>()
  await forEachConcurrently(UNFINISHED, queue.concurrency, async status => {
    try {
      const first = await runs.page({ status }, 1)
      if (first.total > MAX_RESULTS) throw tooMany(status, first.total)
      const all = first.items.length < first.total ? await runs.list({ status }) : first.items
      for (const run of [...first.items, ...all]) if (run.status !== 'completed') found.add(run.id)
    } catch (error) {
      // A server that does not know a status has no run in it.
      if (!(error instanceof RequestError && error.status === 422)) throw error
    }
  })
  return found
}

function tooMany(status: string, total: number): ActionError {
  return new ActionError(
    'api-rejected',
    `${total} runs are ${status}, and the API names no more than ${plural(MAX_RESULTS, 'run')}: which artifacts are of runs that are not completed cannot be told`,
    { hint: 'Nothing was deleted. Run the step again when fewer runs are waiting.' }
  )
}

/** The workflows of the artifacts' runs: by lists of 100 runs, or run by run where that takes fewer requests. */
async function workflows(artifacts: readonly Artifact[], { runs, queue }: Services): Promise<WorkflowOf> {
  const wanted = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined))
  const known = new Map<number, number | undefined>()
  const missing = () => [...wanted].filter(id => !known.has(id))
  for (let page = 1; missing().length > 1; page++) {
    const { items, total } = await runs.page({}, page)
    for (const { id, workflow_id: workflow } of items) known.set(id, workflow ?? undefined)
    const pagesLeft = Math.ceil(total / Math.max(1, Math.min(items.length, PER_PAGE))) - page
    if (items.length === 0 || pagesLeft <= 0 || missing().length <= pagesLeft) break
  }
  await forEachConcurrently(missing(), queue.concurrency, async id => {
    known.set(id, (await runs.get(id))?.workflow_id ?? undefined)
  })
  return ({ workflow_run: run }) => (run?.id === undefined ? undefined : known.get(run.id))
}
