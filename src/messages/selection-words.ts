import type { Artifact } from '../github/artifact.js'
import { fullName } from '../github/repository.js'
import type { Run } from '../github/run.js'
import type { DeleteSelectionInputs, SelectionInputs } from '../selection/inputs.js'
import { describeQuery, isForeign } from '../selection/run-query.js'
import { formatMoment } from './duration.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** How many names a message lists. */
export const MAX_NAMED = 10

/** The searched place, for messages. */
export function placeName({ place, repository }: Pick<SelectionInputs, 'place' | 'repository'>): string {
  const name = fullName(repository)
  switch (place.kind) {
    case 'run':
      return `run ${place.runId} of ${name}`
    case 'ids':
      return name
    case 'search':
    case 'repository': {
      const query = printable(describeQuery(place.runs))
      return query === '' ? name : `${name} (${query})`
    }
  }
}

/** What was asked of the artifacts, as it reads after what was selected; empty where all are meant. */
export function describeCriteria(inputs: SelectionInputs): string {
  const { place, names, pattern, olderThan, newerThan, largerThan, smallerThan, shard, limit } = inputs
  const last = inputs.operation === 'delete' ? 'oldest' : 'newest'
  return [
    names.length > 0 && `named ${nameList(names)}`,
    pattern?.lines && `named like ${nameList(pattern.lines)}`,
    place.kind === 'ids' && plural(place.ids.length, 'id'),
    olderThan && `older than ${formatMoment(olderThan)}`,
    newerThan && `newer than ${formatMoment(newerThan)}`,
    largerThan !== undefined && `larger than ${formatSize(largerThan)}`,
    smallerThan !== undefined && `smaller than ${formatSize(smallerThan)}`,
    inputs.includeExpired && 'expired ones too',
    place.kind === 'repository' && inputs.latest && 'the newest of each name',
    inputs.operation === 'delete' && describeKept(inputs),
    shard && `shard ${shard.index}/${shard.count}`,
    limit > 0 && `the ${last} ${limit} at most`
  ]
    .filter(Boolean)
    .join(', ')
}

/** What a clean-up spares by rule. */
function describeKept({ keepLatest, keepSize, groupBy, goneBranches }: DeleteSelectionInputs): string {
  const rules = [keepLatest && `${keepLatest}`, keepSize && formatSize(keepSize)].filter(Boolean)
  const groups = groupBy === 'all' ? '' : ` of each ${groupBy.replaceAll('-', ' ')}`
  return [
    goneBranches && 'of branches that are gone',
    rules.length > 0 && `all but the newest ${rules.join(' and ')}${groups}`
  ]
    .filter(Boolean)
    .join(', ')
}

export function nameList(names: readonly string[]): string {
  return firstOf(names, name => `"${printable(name)}"`)
}

/** The first few, as `print` has them, and how many more there are. */
export function firstOf<T>(all: readonly T[], print: (item: T) => string): string {
  const listed = all.slice(0, MAX_NAMED).map(print)
  return `${listed.join(', ')}${all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''}`
}

/** `"dist" (123)` */
export function artifactName({ id, name }: Artifact): string {
  return `"${printable(name)}" (${id})`
}

/** Why an artifact is not taken whose run does not fit, as far as that run is known. */
export function describeMisfit(
  artifact: Artifact,
  run: Run | undefined,
  { currentRunId }: SelectionInputs
): string {
  const id = artifact.workflow_run?.id
  const is = [
    isForeign(artifact) && `of ${run?.head_repository?.full_name ?? 'another repository'}`,
    run?.path && `workflow ${run.path}`,
    run?.event && `event ${run.event}`,
    run && (run.conclusion ? `conclusion ${run.conclusion}` : `no conclusion yet: ${run.status ?? 'unknown'}`)
  ]
  const what = is.filter(Boolean).join(', ') || 'which the token may not see'
  const which = id !== undefined && id === currentRunId ? ' (this one)' : ''
  return `${artifactName(artifact)} of run ${id}${which}, which does not fit (${printable(what)})`
}

export function describeExpired(artifact: Artifact): string {
  const { expires_at: day } = artifact
  return `${artifactName(artifact)} expired${day === null ? '' : ` on ${printable(day.slice(0, 10))}`}`
}
