import type { Artifact } from '../github/artifact.js'
import type { Run } from '../github/run.js'
import type { DeleteSelectionInputs, SelectionInputs } from '../selection/inputs.js'
import type { NotFoundReason, RunMismatch } from '../selection/not-found-reason.js'
import type { RunQuery } from '../selection/run-query.js'
import type { Kept } from '../selection/select.js'
import { formatDuration, formatMoment } from './duration.js'
import {
  amount,
  amountOf,
  artifactName,
  artifactTitle,
  firstAndCount,
  listed,
  MAX_NAMED,
  nameList,
  shortSha
} from './formats.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

// What was searched

type Searched = Pick<SelectionInputs, 'place' | 'repository'>

/** The searched place: `run 5 of octo-org/app`, `octo-org/app (branch main)`. */
export function placeName({ place, repository }: Searched): string {
  const name = `${repository.owner}/${repository.repo}`
  if (place.kind === 'run') return `run ${place.runId} of ${name}`
  const query = place.kind === 'ids' ? '' : describeQuery(place.runs, place.kind)
  return query === '' ? name : `${name} (${query})`
}

/** `branch main, workflow ci.yml, conclusion success`; empty for any run. */
export function describeQuery(query: RunQuery, kind: 'search' | 'repository'): string {
  const { lines = [] } = query.branch ?? {}
  // A search tries one branch after the other.
  const separator = kind === 'search' ? ', else ' : ', '
  return printable(
    listOf([
      query.runNumber !== undefined && `run number ${query.runNumber}`,
      query.workflow !== undefined && `workflow ${query.workflow}`,
      query.branch &&
        `branch ${lines.length > 1 ? lines.map(line => `"${line}"`).join(separator) : lines[0]}`,
      commitText(query),
      pullRequestText(query),
      query.event !== undefined && `event ${query.event}`,
      query.conclusion !== 'any' && `conclusion ${query.conclusion}`
    ])
  )
}

/** `commit 0123456 (merge base of 89abcde and cdef012) or its 100 ancestors (the last is 456789a)` */
function commitText({ commit, mergeBase, ancestors, lineage }: RunQuery): string | false {
  if (commit === undefined && mergeBase === undefined) return false
  const base = mergeBase && `merge base of ${shortSha(mergeBase.base)} and ${shortSha(mergeBase.head)}`
  const itself = commit === undefined ? `${base}` : `commit ${commit}${note(base)}`
  if (ancestors === 0) return itself
  const count = plural(lineage?.ancestors ?? ancestors, 'ancestor')
  return `${itself} or its ${count}${note(lineage !== undefined && lineage.ancestors > 0 && `the last is ${shortSha(lineage.last)}`)}`
}

/** `pull request 5 (merged as 0123456, head commit 89abcde)` */
function pullRequestText({ pullRequest, merged }: RunQuery): string | false {
  if (merged === undefined) return pullRequest !== undefined && `pull request ${pullRequest}`
  const as = `merged as ${shortSha(merged.as)}`
  if (pullRequest === undefined) return `pull request ${as}`
  return `pull request ${pullRequest} (${as}, head commit ${shortSha(merged.head ?? 'unknown')})`
}

/** The filters on artifacts: `name "dist", older than 7 d`; empty for none. */
export function describeFilters(inputs: SelectionInputs): string {
  const { place, names, pattern, olderThan, newerThan, largerThan, smallerThan } = inputs
  const { shard, limit, minCount } = inputs
  return listOf([
    names.length > 0 && `name ${nameList(names)}`,
    pattern?.lines && `pattern ${nameList(pattern.lines)}`,
    place.kind === 'ids' && plural(place.ids.length, 'ID'),
    olderThan && `older than ${formatMoment(olderThan)}`,
    newerThan && `newer than ${formatMoment(newerThan)}`,
    largerThan !== undefined && `larger than ${formatSize(largerThan)}`,
    smallerThan !== undefined && `smaller than ${formatSize(smallerThan)}`,
    inputs.includeExpired && 'including expired artifacts',
    place.kind === 'repository' && inputs.latest && 'newest of each name',
    inputs.operation === 'delete' && describeKeepRules(inputs),
    shard && `shard ${shard.index}/${shard.count}`,
    limit > 0 && `limit ${limit} (${inputs.operation === 'delete' ? 'oldest' : 'newest'} first)`,
    minCount > 0 && `at least ${minCount}`
  ])
}

function describeKeepRules(inputs: DeleteSelectionInputs): string {
  const { keepLatest, keepRuns, keepSize, groupBy, goneBranches } = inputs
  const rules = [
    keepLatest && `${keepLatest}`,
    keepRuns && plural(keepRuns, 'run'),
    keepSize && formatSize(keepSize)
  ].filter(Boolean)
  const groups = groupBy === 'all' ? '' : ` of each ${groupBy.replaceAll('-', ' ')}`
  return listOf([
    goneBranches && 'from deleted branches',
    rules.length > 0 && `keep the newest ${rules.join(' and ')}${groups}`
  ])
}

const listOf = (parts: readonly (string | false | null | undefined | 0)[]) => parts.filter(Boolean).join(', ')

// What was selected

/** The line that sums up a selection. `ended` is the conclusion or status of the run, `excluded` what was read besides. */
export function selectedLine(
  inputs: SelectionInputs,
  selection: {
    selected: readonly Artifact[]
    ended: string | undefined
    /** Of the run, on servers whose pages show it instead of the id. */
    number?: number | undefined
    excluded: { count: number; size: number; isWhole: boolean }
  }
): string {
  const { selected, ended, number, excluded } = selection
  const filters = describeFilters(inputs)
  const least = excluded.isWhole ? '' : 'at least '
  return [
    `Selected ${amountOf(selected)} from ${sourceOf(inputs, selected, { ended, number })}`,
    filters && `Filters: ${filters}`,
    excluded.count > 0 && `Excluded: ${least}${amount(excluded)}`
  ]
    .filter(Boolean)
    .join('. ')
}

/** `run 9 of octo-org/app (branch main, commit 0123456)`, or the searched place for artifacts of several runs. */
function sourceOf(
  inputs: Searched,
  selected: readonly Artifact[],
  { ended, number }: { ended: string | undefined; number: number | undefined }
): string {
  const { id, head_branch: branch, head_sha: commit } = selected[0]?.workflow_run ?? {}
  const isOneRun = id !== undefined && selected.every(({ workflow_run: run }) => run?.id === id)
  if (!isOneRun) return placeName(inputs)
  const { place, repository } = inputs
  const { lineage } = 'runs' in place ? place.runs : {}
  const distance = lineage?.distanceOf(commit?.toLowerCase() ?? '')
  const facts = listOf([
    number !== undefined && `number ${number}`,
    branch && `branch ${printable(branch)}`,
    commit && `commit ${shortSha(commit)}${distance ? `, ${plural(distance, 'commit')} back` : ''}`,
    ended && printable(ended)
  ])
  const run = `run ${id} of ${repository.owner}/${repository.repo}${facts && ` (${facts})`}`
  const query = 'runs' in place ? describeQuery(place.runs, place.kind) : ''
  if (place.kind === 'search') return `${run}, the newest match for ${query}`
  return query === '' ? run : `${run}, which matches ${query}`
}

/** A `!` line of an input that excludes nothing is probably a typo. */
export function idleExclusions(input: 'pattern' | 'branch', lines: readonly string[]): string {
  const verb = lines.length === 1 ? 'excludes' : 'exclude'
  const reason = input === 'pattern' ? 'has such a name' : 'is from such a branch'
  return `In ${input}, ${nameList(lines)} ${verb} nothing: no artifact ${reason}`
}

const KEEP_REASONS: Record<Kept['reason'], string> = {
  'age-or-size': 'age or size does not match',
  expired: 'already expired',
  latest: 'not the newest of their name',
  'keep-latest': 'keep-latest',
  'keep-runs': 'keep-runs',
  'keep-size': 'keep-size',
  'existing-branch': 'gone-branches: branch or tag exists or is unknown',
  'foreign-branch': 'gone-branches: from another or an unknown repository',
  'unfinished-run': 'run is not completed',
  'unknown-run': 'run is unknown while some runs are not completed',
  'unknown-group': 'group-by: branch or workflow of the run is unknown',
  'late-upload': 'uploaded after the runs were checked',
  shard: 'in another shard',
  limit: 'limit reached'
}

/** `3 artifacts, 3.0 kB (age or size does not match)` */
export function keptArtifacts({ reason, count, size, isPartial }: Kept): string {
  const least = isPartial ? 'at least ' : ''
  return `${least}${plural(count, 'artifact')}, ${formatSize(size)} (${KEEP_REASONS[reason]})`
}

export const keptLine = (kept: Kept) =>
  `  ${kept.reason === 'expired' ? 'skipped' : 'kept'}: ${keptArtifacts(kept)}`

export const nothingToDelete = (inputs: Searched, kept: readonly Kept[]) =>
  `Nothing to delete in ${placeName(inputs)}. Kept: ${kept.map(keptArtifacts).join('; ')}`

// What was skipped

export const otherRun = (artifact: Artifact, { from, expected }: { from: number; expected: number }) =>
  `${artifactTitle(artifact)} is from run ${from}, not from run ${expected}`

export const skippedOlder = (artifact: Artifact, newer: number) =>
  `Skipped artifact ${artifactName(artifact)}: ${newer} has the same name and is newer. Set latest: false to select both.`

export const skippedNewerRun = (mismatch: RunMismatch) =>
  `Skipped the newer ${artifactName(mismatch.artifact)}, which does not match: its ${mismatchOf(mismatch)}`

/** @param duplicates the selected artifacts, with how many older ones of the same name and run there are */
export function duplicateNames(duplicates: readonly { artifact: Artifact; older: number }[]): string {
  const list = listed(
    duplicates,
    ({ artifact, older }) => `${artifactName(artifact)}, skipped ${older} older`
  )
  return `The run has several artifacts with the same name. Selected the newest: ${list}`
}

/** @param pairs each expired artifact with the id of the older one that was selected */
export function newerExpired(pairs: readonly { artifact: Artifact; selected: number }[]): string {
  const list = pairs.map(({ artifact, selected }) => `${expiredArtifact(artifact)}, selected ${selected}`)
  return `Selected older artifacts because the newest have expired: ${list.join('; ')}`
}

export function expiredArtifact(artifact: Artifact): string {
  const { expires_at: day } = artifact
  return `${artifactName(artifact)} expired${day === null ? '' : ` on ${printable(day.slice(0, 10))}`}`
}

// Forks

/** Why an artifact of a fork is dangerous. */
export const forkDanger = () =>
  'The author of that pull request controls its contents: do not run, trust or publish them (https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/).'

export function foreignArtifacts(
  artifacts: readonly [Artifact, ...Artifact[]],
  { repository, runId }: { repository: string | undefined; runId: number | undefined }
): string {
  return `Artifact ${firstAndCount(artifacts)}: built from ${headRepository(repository, runId)}. ${forkDanger()}`
}

export const moreForeignRuns = (count: number) =>
  `${plural(count, 'more run')} built commits of other repositories`

/** @param reason what the fork's artifact would have replaced; undefined where it may not match anyway */
export function skippedForkArtifact(artifact: Artifact, reason?: { newerThan: number | undefined }): string {
  const skipped = `Skipped ${artifactName(artifact)}: it comes from another head repository (a pull request from a fork)`
  if (reason === undefined) return skipped
  const why =
    reason.newerThan === undefined
      ? 'No other artifact has that name'
      : `It is newer than ${reason.newerThan}, which was selected`
  return `${skipped}. ${why}. The author of that pull request controls its contents. Set allow-forks: true to select it anyway.`
}

export const deletedFork = (pullRequest: number) =>
  `The head repository of pull request ${pullRequest} no longer exists: its artifacts cannot be distinguished from those of other deleted forks`

export function deletedForkAdvice(sha: string | undefined): string {
  const commit =
    sha === undefined ? '' : `, or commit: ${printable(sha)} for the artifacts of its last commit`
  return `Nothing was deleted. Set artifact-ids${commit}.`
}

export const severalMerged = (sha: string, pulls: readonly number[]) =>
  `Several pull requests with different head commits were merged as commit ${shortSha(sha)}: ${listed(pulls, String)}`

export const severalMergedAdvice = () =>
  'Instead of merged, set pull-request to one of these numbers, and commit to its head commit.'

function headRepository(repository: string | undefined, runId: number | undefined): string {
  const name = repository === undefined ? 'an unknown repository' : `the repository ${printable(repository)}`
  return runId === undefined ? name : `${name} (run ${runId})`
}

// Waiting

interface Missing {
  names: readonly string[]
  ids: readonly number[]
  minCount: number
}

/** What a step waits for: `"dist" and artifact 5`. */
function awaited({ names, ids, minCount }: Missing): string {
  const parts = [names.length > 0 && nameList(names), ids.length > 0 && `artifact ${ids.join(', ')}`]
  return parts.filter(Boolean).join(' and ') || (minCount > 1 ? `${minCount} artifacts` : 'an artifact')
}

/** @param time in ms; undefined for a single check */
export function checkingAgain(missing: Missing, time?: number): string {
  const again = time === undefined ? 'once more' : `again for up to ${formatDuration(time)}`
  return `Not found yet: ${awaited(missing)}. Checking ${again}`
}

/** @param timeout in ms */
export function waiting(
  inputs: Searched,
  { missing, timeout }: { missing: Missing; timeout: number }
): string {
  return `Waiting up to ${formatDuration(timeout)} for ${awaited(missing)} in ${placeName(inputs)}`
}

/** @param elapsed in ms */
export const waited = (elapsed: number, isFound: boolean) =>
  `Waited ${formatDuration(elapsed)}: ${isFound ? 'found' : 'not found'}`

// Not found

/** @param notes whole sentences that may explain it */
export function notFound(
  inputs: Searched,
  { reasons, notes = [] }: { reasons: readonly NotFoundReason[]; notes?: readonly string[] }
): string {
  const causes: readonly NotFoundReason['kind'][] = ['unknown-workflow', 'branch-typo', 'failed-run']
  const isCause = ({ kind }: NotFoundReason) => causes.includes(kind)
  const missing = reasons.filter(reason => !isCause(reason))
  const shown = [...reasons.filter(isCause), ...missing.slice(0, MAX_NAMED)].map(reasonText)
  if (missing.length > MAX_NAMED) shown.push(`${missing.length - MAX_NAMED} more`)
  return [`Not found in ${placeName(inputs)}: ${shown.join('; ')}`, ...notes].join('. ')
}

/** Why one artifact was not found. */
export function reasonText(reason: NotFoundReason): string {
  switch (reason.kind) {
    case 'unknown-workflow': {
      const lacks = { workflow: 'does not exist', runs: 'has no runs' }[reason.lacks]
      return `workflow ${printable(reason.workflow)} ${lacks}${note(similarNames(reason.similar))}`
    }
    case 'not-merged': {
      const others = `pull requests with this commit: ${reason.pulls.join(', ')}`
      return `no pull request was merged as commit ${shortSha(reason.sha)}${note(reason.pulls.length > 0 && others)}`
    }
    case 'unknown-run':
      return `workflow ${printable(reason.workflow)} has no run with the number ${reason.runNumber}`
    case 'branch-typo':
      return `no recent artifact is from branch ${printable(reason.branch)} (did you mean ${printable(reason.similar)}?)`
    case 'failed-run':
      return `run ${reason.run.id} completed with conclusion ${printable(reason.run.conclusion ?? 'unknown')}`
    case 'unknown-id':
      return reason.place === 'run'
        ? `artifact ${reason.id} (the run's artifact service does not list it)`
        : `artifact ${reason.id} (it does not exist, or the token cannot read it)`
    case 'unknown-name': {
      const { name, isList, similar } = reason
      const others = similar?.length === 0 ? 'there are no artifacts' : similarNames(similar ?? [])
      return `"${printable(name)}"${note(isList && 'write one name per line', others)}`
    }
    case 'name-of-other-run':
      return `"${printable(reason.name)}" (the selected run ${reason.runId} does not have it)`
    case 'outside-pattern':
      return `"${printable(reason.name)}" (it does not match pattern; an artifact must match both name and pattern)`
    case 'expired':
      return reason.count === undefined
        ? expiredArtifact(reason.artifact)
        : `${plural(reason.count, 'matching artifact')} expired; the newest: ${expiredArtifact(reason.artifact)}`
    case 'foreign': {
      const { artifact, repository, own } = reason
      const from = headRepository(repository, artifact.workflow_run?.id)
      return own === undefined
        ? `only a fork has a match: ${artifactName(artifact)} from ${from}`
        : `the newest, ${artifactName(own.artifact)}, does not match: its ${mismatchOf(own)}; the newest match is ${artifactName(artifact)} from ${from}`
    }
    case 'age-or-size': {
      const { artifact, isForeign } = reason
      const fork = isForeign ? ' from another head repository (a fork)' : ''
      const created =
        artifact.created_at === null ? 'without a date' : `created ${printable(artifact.created_at)}`
      return `the newest, ${artifactName(artifact)}${fork}, does not match by age or size (${created}, ${formatSize(artifact.size_in_bytes)})`
    }
    case 'run-mismatch':
      return `the newest, ${artifactName(reason.artifact)}, does not match: its ${mismatchOf(reason)}`
    case 'other-commit': {
      const { head_branch: branch, head_sha: sha } = reason.artifact.workflow_run ?? {}
      return `the newest, ${artifactName(reason.artifact)}, is from branch ${printable(branch ?? 'unknown')}, commit ${shortSha(sha ?? 'unknown')}`
    }
    case 'excluded':
      return `the filters exclude all artifacts: ${reason.kept.map(keptArtifacts).join('; ')}`
    case 'too-few': {
      const { selected, minCount, kept, forks } = reason
      const others = kept.length > 0 && `not selected: ${kept.map(keptArtifacts).join('; ')}`
      const found = `selected: ${listed(selected, artifactName)}`
      const skipped = forks.length > 0 && `skipped from forks: ${listed(forks, artifactName)}`
      const count = plural(selected.length, 'artifact')
      return `only ${count}, but min-count is ${minCount}${note(found, others, skipped)}`
    }
    case 'no-artifacts':
      return 'there are no artifacts'
    case 'no-match':
      return 'no artifact matches'
    case 'pattern-mismatch': {
      const { typo, place, names } = reason
      const advice = {
        list: 'write one pattern per line',
        regexp: 'a pattern is a glob with *, **, ?, {a,b} and [x], not a regular expression'
      }
      return `no artifact name matches pattern${note(typo && advice[typo], names && `names in the ${place}: ${nameList(names)}`)}`
    }
  }
}

function similarNames(names: readonly string[]): string | false {
  return names.length > 0 && `similar names: ${nameList(names)}`
}

function note(...parts: (string | false | undefined)[]): string {
  const said = parts.filter(Boolean)
  return said.length === 0 ? '' : ` (${said.join('; ')})`
}

/** `run 9 (this run) has workflow ci.yml, event push, conclusion failure` */
function mismatchOf({ artifact, run, isCurrent, isForeign }: RunMismatch): string {
  const which = `run ${artifact.workflow_run?.id}${isCurrent ? ' (this run)' : ''}`
  const facts = runFacts(run, isForeign)
  return facts === '' ? `${which} is not readable with this token` : `${which} has ${printable(facts)}`
}

function runFacts(run: Run | undefined, isForeign: boolean): string {
  return listOf([
    isForeign && `head repository ${run?.head_repository?.full_name ?? 'unknown'}`,
    run?.path && `workflow ${run.path}`,
    run?.event && `event ${run.event}`,
    run && (run.conclusion ? `conclusion ${run.conclusion}` : `status ${run.status ?? 'unknown'}`)
  ])
}

// What to do when something is not found

/**
 * What the reader should check, for something that does not exist where it was searched.
 *
 * @param isOnlyRun whether the server has no run but the current one
 */
export function whatToCheck(
  inputs: SelectionInputs,
  reasons: readonly NotFoundReason[],
  isOnlyRun = false
): string {
  const { place } = inputs
  if (reasons.every(({ kind }) => kind === 'age-or-size'))
    return `Check ${ageAndSizeInputs(inputs).join(', ')}.`
  if (reasons.every(({ kind }) => kind === 'outside-pattern')) return 'Check name and pattern.'
  if (reasons.every(({ kind }) => kind === 'unknown-run')) return 'Check run-number and workflow.'
  if (reasons.every(({ kind }) => kind === 'not-merged')) {
    return 'Check that the commit of this job is the merge of a pull request. For other pushes, set commit or branch instead.'
  }
  if (reasons.every(({ kind }) => kind === 'too-few')) {
    return 'Add the jobs that upload the artifacts to needs:. To wait for artifacts that no job of this workflow uploads, set wait-timeout.'
  }
  switch (place.kind) {
    case 'run':
      if (isOnlyRun && place.how === 'current')
        return 'Check the name. If another job uploads the artifact, add that job to needs:.'
      return place.how === 'current'
        ? 'Check the name. If another job uploads the artifact, add that job to needs:.\nThis step searched the current run. To search another one, set run-id, run-number, workflow, branch, commit, pull-request, event or conclusion.'
        : 'Check the name, and that this is the run that uploads it.'
    case 'search':
      return 'Find the run that should have it. Compare its workflow file, branch, event and conclusion with the inputs.'
    case 'repository':
      return 'Check the names and the filters. To see what exists, use operation: list with fewer filters.'
    case 'ids':
      return 'Check the IDs and the repository.'
  }
}

function ageAndSizeInputs({ olderThan, newerThan, largerThan, smallerThan }: SelectionInputs): string[] {
  const given = {
    'older-than': olderThan,
    'newer-than': newerThan,
    'larger-than': largerThan,
    'smaller-than': smallerThan
  }
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([input]) => input)
}

export const notFoundAdvice = () =>
  'To let the step pass without an artifact, set if-no-artifact-found to warn or ignore.'

export const expiredAdvice = () =>
  'Run the workflow again, or raise retention-days in the step that uploads the artifact.'

export function forkAdvice(operation: SelectionInputs['operation']): string {
  return operation === 'delete'
    ? 'Set scope: repository to select artifacts of forks too.'
    : 'Set allow-forks: true to select artifacts of forks too.'
}

export const mergeCommitNote = () =>
  'On pull_request events, github.sha is a merge commit, and no run has it as its head SHA. Set commit to ${{ github.event.pull_request.head.sha }}.'

/** For Gitea before 1.25. */
export const runMayNotExist = (runId: number) => `This server does not tell whether run ${runId} exists.`

export const unfinishedRunNote = () =>
  'GitHub Enterprise Server lists no artifacts of a run that is still in progress.'

// Runs that are not completed

export const tooManyRuns = (status: string, { total, limit }: { total: number; limit: number }) =>
  `There are ${total} runs with status ${status}, but the API lists only ${limit}, so not all artifacts of unfinished runs are known`

export const tooManyRunsAdvice = () => 'Nothing was deleted. Run the step again when fewer runs are waiting.'
