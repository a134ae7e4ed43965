import type { Artifact } from '../github/artifact.js'
import { workflowFile } from '../github/run.js'
import { mostLikely, similarNames } from '../text/similar-names.js'
import { runsOf, type SelectionInputs } from './inputs.js'
import type { NotFoundReason } from './not-found-reason.js'
import type { SelectionServices } from './services.js'

/** Whether a text looks like a list in one line: `a, b`, or `a b` if one of them exists. */
export function isFolded(text: string, names: readonly string[]): boolean {
  const words = text.split(/[\s,]+/)
  return /\S,\s*\S/.test(text) || words.some(word => word !== text && names.includes(word))
}

/**
 * Typos in the search inputs: the server then returns nothing, without a reason.
 *
 * @param others reads the artifacts of the searched place; undefined if that is not worth a request
 */
export async function findTypos(
  { place }: SelectionInputs,
  { runs }: SelectionServices,
  others: () => Promise<readonly Artifact[] | undefined>
): Promise<NotFoundReason[]> {
  const query = runsOf(place)
  if (query === undefined) return []
  const { workflow, branch } = query
  const typos: NotFoundReason[] = []
  if (workflow !== undefined && !(await runs.hasWorkflow(workflow).catch(() => true))) {
    const isId = /^\d+$/.test(workflow)
    const similar = isId ? [] : similarNames(workflowFile(workflow), await workflowFiles(runs))
    const lacks = runs.dialect.workflows === 'list-of-runs' ? 'runs' : 'workflow'
    typos.push({ kind: 'unknown-workflow', workflow, lacks, similar })
  }
  const { lines = [] } = branch ?? {}
  for (const line of lines) {
    // Globs, and lists that are no order of branches to try, may include branches that do not exist.
    if (!/^[^*?[{!]+$/.test(line) || (place.kind === 'repository' && lines.length > 1)) continue
    const similar = similarBranch(line, (await others().catch(() => undefined)) ?? [])
    if (similar !== undefined) typos.push({ kind: 'branch-typo', branch: line, similar })
  }
  return typos
}

/** Of the newest runs. */
async function workflowFiles(runs: SelectionServices['runs']): Promise<string[]> {
  const newest = await runs.page({}, 1).catch(() => undefined)
  return (newest?.items ?? []).map(({ path }) => workflowFile(path ?? '')).filter(Boolean)
}

/** The branch with artifacts that a branch without any is probably a typo of. */
function similarBranch(branch: string, others: readonly Artifact[]): string | undefined {
  const branches = others.map(({ workflow_run: run }) => run?.head_branch).filter(name => name != null)
  return branches.includes(branch) ? undefined : mostLikely(branch, branches)
}
