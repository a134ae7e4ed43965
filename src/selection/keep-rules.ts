import { type Artifact, newestFirst } from '../github/artifact.js'
import { isForeign } from './run-query.js'

export const GROUPINGS = ['name', 'branch', 'name-and-branch', 'workflow', 'all'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** What a clean-up spares of each group. Each rule spares by itself: what one of them spares is spared. */
export interface KeepRules {
  /** The newest so many. */
  keepLatest: number | undefined
  /** The newest, while their sizes sum to at most so many bytes. */
  keepSize: number | undefined
  groupBy: Grouping
}

/** The rule that spares an artifact, as it reads in the log; undefined for none. */
export type SparedBy = (artifact: Artifact) => string | undefined

/** What spares artifacts, once it is known which of them count. */
export type Sparing = (counted: readonly Artifact[]) => SparedBy

/** The workflow of an artifact's run, by id; undefined where that is not known. */
export type WorkflowOf = (artifact: Artifact) => number | undefined

/**
 * The keep rules, counting among the artifacts that are given, in whatever order. Those of another head repository form
 * groups of their own, one for each: a fork's upload takes no place of the repository's.
 */
export function keepRules(
  { keepLatest = 0, keepSize, groupBy }: KeepRules,
  workflowOf: WorkflowOf = () => undefined
): Sparing {
  return counted => {
    const rules = new Map<number, string>()
    for (const group of groupsOf(counted, groupBy, workflowOf)) {
      let sum = 0
      for (const [index, { id, size_in_bytes: size }] of group.entries()) {
        sum += size
        if (index < keepLatest) rules.set(id, 'keep-latest')
        else if (keepSize !== undefined && sum <= keepSize) rules.set(id, 'keep-size')
        else break
      }
    }
    return ({ id }) => rules.get(id)
  }
}

/** Spares all but what this repository's own runs made on a branch that is neither a branch nor a tag now. */
export function liveBranches(refs: ReadonlySet<string>): Sparing {
  return () => artifact => {
    if (isForeign(artifact)) return 'gone-branches (of another repository, or not known)'
    const branch = artifact.workflow_run?.head_branch
    return !branch || refs.has(branch) ? 'gone-branches (branch or tag exists, or is not known)' : undefined
  }
}

/** Spares what runs that are not completed have made so far; while there are any, what may be theirs too. */
export function unfinishedRuns(runs: ReadonlySet<number>): Sparing {
  return () =>
    ({ workflow_run: run }) => {
      if (runs.size === 0) return undefined
      if (run?.id == null) return 'a run that is not known while some are not completed'
      return runs.has(run.id) ? 'a run that is not completed' : undefined
    }
}

/** Spares what has a higher id: it is not known to have been there before the runs were asked for. */
export function uploadedAfter(newest: number): Sparing {
  return () =>
    ({ id }) =>
      id > newest ? 'an upload meanwhile' : undefined
}

/** The first rule of all that spares. */
export function sparedByAny(sparings: readonly Sparing[]): Sparing {
  return counted => {
    const rules = sparings.map(sparing => sparing(counted))
    return artifact => {
      for (const rule of rules) {
        const name = rule(artifact)
        if (name !== undefined) return name
      }
      return undefined
    }
  }
}

/** The group of an artifact as a reader knows it: `dist on main`. Not yet printable. */
export function groupName(
  artifact: Artifact,
  groupBy: Grouping,
  workflowOf: WorkflowOf = () => undefined
): string {
  const branch = artifact.workflow_run?.head_branch ?? 'no branch'
  const workflow = workflowOf(artifact)
  const name = {
    name: artifact.name,
    branch,
    'name-and-branch': `${artifact.name} on ${branch}`,
    workflow: workflow === undefined ? 'workflow not known' : `workflow ${workflow}`,
    all: 'all'
  }[groupBy]
  return isForeign(artifact) ? `${name} (fork)` : name
}

/** Each group newest first. */
function groupsOf(
  artifacts: readonly Artifact[],
  groupBy: Grouping,
  workflowOf: WorkflowOf
): Iterable<readonly Artifact[]> {
  const groups = new Map<string, Artifact[]>()
  for (const artifact of artifacts.toSorted(newestFirst)) {
    const key = groupKey(artifact, groupBy, workflowOf)
    const group = groups.get(key)
    if (group) group.push(artifact)
    else groups.set(key, [artifact])
  }
  return groups.values()
}

function groupKey(artifact: Artifact, groupBy: Grouping, workflowOf: WorkflowOf): string {
  const run = artifact.workflow_run
  const foreign = isForeign(artifact) ? (run?.head_repository_id ?? 'unknown') : 'own'
  const parts = {
    name: () => [artifact.name],
    branch: () => [run?.head_branch],
    'name-and-branch': () => [artifact.name, run?.head_branch],
    workflow: () => [workflowOf(artifact)],
    all: () => []
  }[groupBy]()
  // As JSON no name can be made to look like another group.
  return JSON.stringify([foreign, ...parts])
}
