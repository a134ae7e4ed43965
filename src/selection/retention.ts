import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { Artifact } from '../github/artifact.js'
import { PER_PAGE } from '../github/pages.js'
import type { Candidates } from './candidates.js'
import type { DeleteSelectionInputs } from './inputs.js'
import {
  groupName,
  keepRules,
  liveBranches,
  type Sparing,
  sparedByAny,
  unfinishedRuns,
  type WorkflowOf
} from './keep-rules.js'
import type { RunIndex } from './run-index.js'
import type { SelectionServices } from './services.js'

/** What a clean-up spares, and the group that each artifact is counted in. */
export interface Rules {
  sparing: Sparing
  groupOf: (artifact: Artifact) => string
}

/**
 * What a clean-up spares, with what has to be asked for it. Runs are asked for after the artifacts, if they were not while
 * these were read: one that has begun since is then not taken for completed.
 *
 * @throws ActionError or RequestError where something that decides cannot be read: then nothing is to be deleted
 */
export async function rulesOf(
  inputs: DeleteSelectionInputs,
  { candidates, unfinished, runIndex }: Candidates,
  services: SelectionServices
): Promise<Rules> {
  const sparings: Sparing[] = []
  let groupOf: Rules['groupOf'] = artifact => groupName(artifact, 'name')
  if (candidates.length === 0) return { sparing: sparedByAny(sparings), groupOf }
  if (inputs.keepLatest !== undefined || inputs.keepSize !== undefined) {
    const workflowOf = inputs.groupBy === 'workflow' ? await workflows(candidates, services) : undefined
    sparings.push(keepRules(inputs, workflowOf))
    groupOf = artifact => groupName(artifact, inputs.groupBy, workflowOf)
  }
  if (inputs.goneBranches) sparings.push(liveBranches(await services.refs.names()))
  if (inputs.place.kind === 'repository') sparings.push(await unfinished.sparing())
  if (inputs.place.kind === 'search') sparings.push(await foundRun(inputs, candidates, runIndex))
  return { sparing: sparedByAny(sparings), groupOf }
}

/** Spares the run that was found while it goes on, unless it is this one, which knows best. */
async function foundRun(
  { currentRunId }: DeleteSelectionInputs,
  [artifact]: readonly Artifact[],
  runIndex: RunIndex
): Promise<Sparing> {
  const runId = artifact?.workflow_run?.id
  if (runId === undefined || runId === currentRunId) return unfinishedRuns(new Set())
  const run = await runIndex.get(runId)
  return unfinishedRuns(new Set(run?.status === 'completed' ? [] : [runId]))
}

/** The workflows of the artifacts' runs: by lists of 100 runs, or run by run where that takes fewer requests. */
async function workflows(
  artifacts: readonly Artifact[],
  { runs, queue }: SelectionServices
): Promise<WorkflowOf> {
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
