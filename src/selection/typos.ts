import type { Artifact } from '../github/artifact.js'
import { printable } from '../messages/printable.js'
import { nameList } from '../messages/selection-words.js'
import { likelyMeant, similarNames } from '../text/similar-names.js'
import type { SelectionInputs } from './inputs.js'
import type { SelectionServices } from './services.js'

/** Whether it looks like a list in one line: `a, b`, or `a b` where one of them is there. */
export function isFolded(text: string, names: readonly string[]): boolean {
  const words = text.split(/[\s,]+/)
  return /\S,\s*\S/.test(text) || words.some(word => word !== text && names.includes(word))
}

/**
 * Slips in what was searched by: the server gives nothing then, and does not say why.
 *
 * @param others asked for what there is in the searched place, where that is worth a request
 */
export async function findTypos(
  { place }: SelectionInputs,
  { runs }: SelectionServices,
  others: () => Promise<readonly Artifact[] | undefined>
): Promise<string[]> {
  if (place.kind !== 'search' && place.kind !== 'repository') return []
  const { workflow, branch } = place.runs
  const slips: (string | undefined)[] = []
  if (workflow !== undefined && !(await runs.hasWorkflow(workflow).catch(() => true))) {
    const isId = /^\d+$/.test(workflow)
    const near = isId ? [] : similarNames(fileName(workflow), await workflowFiles(runs))
    const hint = near.length === 0 ? '' : ` (the nearest: ${nameList(near)})`
    slips.push(`there is no workflow ${printable(workflow)}${hint}`)
  }
  const [line = '', ...more] = branch?.lines ?? []
  // A glob, or several, may mean what is not there.
  if (more.length === 0 && /^[^*?[{!]+$/.test(line)) {
    slips.push(branchSlip(line, (await others().catch(() => undefined)) ?? []))
  }
  return slips.filter(slip => slip !== undefined)
}

/** Of the newest runs. */
async function workflowFiles(runs: SelectionServices['runs']): Promise<string[]> {
  const newest = await runs.page({}, 1).catch(() => undefined)
  return (newest?.items ?? []).map(({ path }) => fileName(path ?? '')).filter(Boolean)
}

function fileName(path: string): string {
  return path.replace(/@.*$/, '').replace(/^.*\//, '')
}

/** A branch without artifacts that is a slip away from one that has some. */
function branchSlip(branch: string, others: readonly Artifact[]): string | undefined {
  const branches = others.map(({ workflow_run: run }) => run?.head_branch).filter(name => name != null)
  const near = branches.includes(branch) ? undefined : likelyMeant(branch, branches)
  return (
    near &&
    `none of the newest artifacts is of branch ${printable(branch)} (did you mean ${printable(near)}?)`
  )
}
