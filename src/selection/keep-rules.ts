import { type Artifact, newestFirst } from '../github/artifact.js'
import { groupTitle } from '../messages/formats.js'
import type { Grouping } from './groupings.js'
import { isForeign } from './run-query.js'

/** What a deletion keeps of each group: an artifact is kept if one of the rules keeps it. */
export interface KeepRules {
  /** How many of the newest. */
  keepLatest: number | undefined
  /** How many of the newest runs, each with all its artifacts. */
  keepRuns: number | undefined
  /** The newest, while their sizes sum to at most this many bytes. */
  keepSize: number | undefined
  groupBy: Grouping
}

/** Why a deletion keeps an artifact. */
export type KeepReason =
  | 'keep-latest'
  | 'keep-runs'
  | 'keep-size'
  | 'existing-branch'
  | 'foreign-branch'
  | 'unfinished-run'
  | 'unknown-run'
  | 'unknown-group'
  | 'late-upload'

/** Given the artifacts that count, says why an artifact is kept; undefined if it is not. */
export type KeepRule = (counted: readonly Artifact[]) => (artifact: Artifact) => KeepReason | undefined

/** The workflow of an artifact's run, by id, or by file name on servers without ids; undefined if it is not known. */
export type WorkflowOf = (artifact: Artifact) => number | string | undefined

/**
 * The keep rules, counting the given artifacts in any order. Each other head repository has groups of its own, so that
 * uploads of a fork do not push out the repository's artifacts.
 *
 * `keepRuns` keeps the whole run, with its artifacts in other groups and its expired ones. It also keeps an artifact whose
 * run is unknown, since that may be one of the newest.
 *
 * An artifact whose branch or workflow is unknown is kept if the groups depend on that.
 */
export function keepRules(
  { keepLatest = 0, keepRuns = 0, keepSize, groupBy }: KeepRules,
  workflowOf: WorkflowOf = () => undefined
): KeepRule {
  return counted => {
    const reasons = new Map<number, KeepReason>()
    const runs = new Set<number>()
    const isUnknown = (artifact: Artifact) => !hasGroup(artifact, groupBy, workflowOf)
    const known = counted.filter(artifact => !isUnknown(artifact))
    for (const group of groupsOf(known, groupBy, workflowOf)) {
      for (const runId of newestRuns(group, keepRuns)) runs.add(runId)
      let sum = 0
      for (const [index, { id, size_in_bytes: size }] of group.entries()) {
        sum += size
        if (index < keepLatest) reasons.set(id, 'keep-latest')
        else if (keepSize !== undefined && sum <= keepSize) reasons.set(id, 'keep-size')
        else break
      }
    }
    return artifact => {
      const { id, workflow_run: run } = artifact
      if (isUnknown(artifact)) return 'unknown-group'
      const isOfKeptRun = keepRuns > 0 && (run?.id == null || runs.has(run.id))
      return reasons.get(id) ?? (isOfKeptRun ? 'keep-runs' : undefined)
    }
  }
}

/** The highest ids of the runs of these artifacts. */
function newestRuns(artifacts: readonly Artifact[], count: number): number[] {
  const ids = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id != null))
  return [...ids].toSorted((a, b) => b - a).slice(0, count)
}

/** Keeps all but the artifacts of this repository's own runs on a branch or tag that no longer exists. */
export function liveBranches(refs: ReadonlySet<string>): KeepRule {
  return () => artifact => {
    if (isForeign(artifact)) return 'foreign-branch'
    const branch = artifact.workflow_run?.head_branch
    return !branch || refs.has(branch) ? 'existing-branch' : undefined
  }
}

/** Keeps the artifacts of runs that are not completed. While there are any, artifacts of unknown runs are kept too. */
export function unfinishedRuns(runs: ReadonlySet<number>): KeepRule {
  return () =>
    ({ workflow_run: run }) => {
      if (runs.size === 0) return undefined
      if (run?.id == null) return 'unknown-run'
      return runs.has(run.id) ? 'unfinished-run' : undefined
    }
}

/** The same where the run of each artifact was read. @param statusOf undefined if it is not known */
export function describedRuns(statusOf: (artifact: Artifact) => string | null | undefined): KeepRule {
  return () => artifact => {
    const status = statusOf(artifact)
    if (status === undefined) return 'unknown-run'
    return status === 'completed' ? undefined : 'unfinished-run'
  }
}

/** Keeps artifacts with a higher id: their runs may have begun after the unfinished runs were listed. */
export function uploadedAfter(newest: number): KeepRule {
  return () =>
    ({ id }) =>
      id > newest ? 'late-upload' : undefined
}

/** Keeps what one of the rules keeps, for the reason of the first that does. */
export function anyOf(rules: readonly KeepRule[]): KeepRule {
  return counted => {
    const reasonsFor = rules.map(rule => rule(counted))
    return artifact => {
      for (const reasonFor of reasonsFor) {
        const reason = reasonFor(artifact)
        if (reason !== undefined) return reason
      }
      return undefined
    }
  }
}

/** The group of an artifact as the reader knows it. Not printable yet. */
export function groupName(
  artifact: Artifact,
  groupBy: Grouping,
  workflowOf: WorkflowOf = () => undefined
): string {
  return groupTitle(groupBy, {
    name: artifact.name,
    branch: artifact.workflow_run?.head_branch ?? undefined,
    workflow: workflowOf(artifact),
    isForeign: isForeign(artifact)
  })
}

/** Whether it is known in which group an artifact belongs. */
function hasGroup(artifact: Artifact, groupBy: Grouping, workflowOf: WorkflowOf): boolean {
  if (groupBy === 'workflow') return workflowOf(artifact) !== undefined
  return !groupBy.includes('branch') || Boolean(artifact.workflow_run?.head_branch)
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
  // As JSON, no name can imitate another group.
  return JSON.stringify([foreign, ...parts])
}
