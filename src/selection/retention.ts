import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { Artifact } from '../github/artifact.js'
import { PER_PAGE } from '../github/pages.js'
import { type Run, workflowFile } from '../github/run.js'
import type { RunBook } from '../github/run-book.js'
import type { Candidates } from './candidates.js'
import type { DeleteSelectionInputs } from './inputs.js'
import {
  anyOf,
  groupName,
  type KeepRule,
  keepRules,
  liveBranches,
  unfinishedRuns,
  type WorkflowOf
} from './keep-rules.js'
import type { RunIndex } from './run-index.js'
import { countsAll } from './select.js'
import type { SelectionServices } from './services.js'

/** What a deletion keeps, and the group that each artifact is counted in. */
export interface Retention {
  keep: KeepRule
  groupOf: (artifact: Artifact) => string
}

/**
 * Reads what the rules of a deletion depend on. Runs are requested after the artifacts, unless they were while these were
 * read, so that a run that begins meanwhile does not count as completed.
 *
 * @throws ActionError or RequestError if something that decides cannot be read: then nothing may be deleted
 */
export async function retentionOf(
  inputs: DeleteSelectionInputs,
  candidates: Pick<Candidates, 'artifacts' | 'unfinished' | 'runIndex' | 'book'>,
  services: SelectionServices
): Promise<Retention> {
  const { artifacts, unfinished, runIndex, book } = candidates
  const rules: KeepRule[] = []
  let groupOf: Retention['groupOf'] = artifact => groupName(artifact, 'name')
  if (artifacts.length === 0) return { keep: anyOf(rules), groupOf }
  if (countsAll(inputs)) {
    // Expired artifacts count for no group.
    const counted = artifacts.filter(artifact => inputs.includeExpired || !artifact.expired)
    const workflowOf =
      inputs.groupBy === 'workflow' ? await workflows(counted, { book, runIndex }, services) : undefined
    rules.push(keepRules(inputs, workflowOf))
    groupOf = artifact => groupName(artifact, inputs.groupBy, workflowOf)
  }
  if (inputs.goneBranches) rules.push(liveBranches(await services.refs.names()))
  if (inputs.place.kind === 'repository') rules.push(await unfinished.keepRule())
  if (inputs.place.kind === 'search') rules.push(await foundRun(inputs, artifacts, runIndex))
  return { keep: anyOf(rules), groupOf }
}

/** Keeps the run that was found while it is not completed, unless it is the current one. */
async function foundRun(
  { currentRunId }: DeleteSelectionInputs,
  [artifact]: readonly Artifact[],
  runIndex: RunIndex
): Promise<KeepRule> {
  const runId = artifact?.workflow_run?.id
  if (runId === undefined || runId === currentRunId) return unfinishedRuns(new Set())
  const run = await runIndex.get(runId)
  return unfinishedRuns(new Set(run?.status === 'completed' ? [] : [runId]))
}

/** The workflows of the artifacts' runs: by lists of 100 runs, or run by run if that takes fewer requests. */
async function workflows(
  artifacts: readonly Artifact[],
  { book, runIndex }: { book: RunBook | undefined; runIndex: RunIndex },
  { runs, queue }: SelectionServices
): Promise<WorkflowOf> {
  if (book !== undefined) {
    await book.describe(artifacts)
    return ({ workflow_run: run }) => workflowOfRun(book.described(run?.id) ?? { id: 0 })
  }
  const wanted = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined))
  const known = new Map<number, ReturnType<WorkflowOf>>()
  for (const id of wanted) {
    const run = await runIndex.known(id)
    if (run !== undefined) known.set(id, workflowOfRun(run))
  }
  const missing = () => [...wanted].filter(id => !known.has(id))
  for (let page = 1; missing().length > 1; page++) {
    const { items, total } = await runs.page({}, page)
    for (const run of items) known.set(run.id, workflowOfRun(run))
    const pagesLeft = Math.ceil(total / Math.max(1, Math.min(items.length, PER_PAGE))) - page
    if (items.length === 0 || pagesLeft <= 0 || missing().length <= pagesLeft) break
  }
  await forEachConcurrently(missing(), queue.concurrency, async id => {
    const run = await runs.get(id)
    known.set(id, run && workflowOfRun(run))
  })
  return ({ workflow_run: run }) => (run?.id === undefined ? undefined : known.get(run.id))
}

/** Gitea gives no id. */
function workflowOfRun({ workflow_id: id, path }: Run): ReturnType<WorkflowOf> {
  return id ?? (path ? workflowFile(path) : undefined)
}
