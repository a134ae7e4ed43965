import * as messages from '../messages/inputs.js'
import type { Place } from '../selection/inputs.js'
import type { RunQuery } from '../selection/run-query.js'
import { hasAlternatives } from '../text/glob.js'
import {
  currentRunId,
  currentSha,
  type Environment,
  isOwnRepository,
  pullRequestEnds,
  triggeringRunId
} from './environment.js'
import { MERGE_BASE } from './input-parsers.js'
import type { Values } from './input-table.js'
import type { Problems } from './problems.js'

/** The inputs that search for a run. */
const SEARCH_INPUTS = [
  'run-number',
  'workflow',
  'branch',
  'commit',
  'pull-request',
  'event',
  'conclusion'
] as const
/** Those of them that search for a successful run unless `conclusion` is set. */
const DEFAULT_TO_SUCCESS = ['workflow', 'branch', 'pull-request', 'event'] as const
/** The inputs that select a run. */
export const RUN_GROUP = ['run-id', ...SEARCH_INPUTS] as const

type SearchInput = (typeof SEARCH_INPUTS)[number]

/**
 * Where to look for artifacts; undefined if an input has a problem.
 *
 * @param isElsewhere whether that is another repository or another server than those of the job
 */
export function placeOf(
  values: Values,
  isElsewhere: boolean,
  env: Environment,
  problems: Problems
): Place | undefined {
  const searchInputs = SEARCH_INPUTS.filter(input => values[input] !== undefined)
  checkCombinations(values, searchInputs, problems)
  if (values['run-number'] !== undefined && values.workflow === undefined && !problems.has('workflow')) {
    problems.add('run-number', messages.numberWithoutWorkflow(values['run-number']))
  }
  if (values.ancestors > 0 && values.commit === undefined && !problems.has('commit')) {
    problems.add('ancestors', messages.ancestorsWithoutCommit(values.ancestors))
  }
  const run = givenRun(values, env, problems)
  const lookedUp = toLookUp(values, isElsewhere, env, problems)
  if (values['artifact-ids'] !== undefined) {
    return { kind: 'ids', ids: values['artifact-ids'], runId: run?.runId }
  }
  if (values.scope === 'repository') return { kind: 'repository', runs: queryOf(values, lookedUp, 'any') }
  if (values['run-id'] !== undefined) return run && { kind: 'run', ...run }
  if (searchInputs.length > 0) {
    checkBranch(values, problems)
    const toSuccess =
      values['run-number'] === undefined && DEFAULT_TO_SUCCESS.some(input => values[input] !== undefined)
    return { kind: 'search', runs: queryOf(values, lookedUp, toSuccess ? 'success' : 'any') }
  }
  if (problems.has('scope', 'artifact-ids', ...RUN_GROUP)) return undefined
  return currentRun(isElsewhere, env, problems)
}

function currentRun(isElsewhere: boolean, env: Environment, problems: Problems): Place | undefined {
  const runId = currentRunId(env)
  if (runId === undefined) {
    problems.add('run-id', messages.noCurrentRun())
    return undefined
  }
  if (isElsewhere) problems.add('run-id', messages.noRunElsewhere(SEARCH_INPUTS))
  return { kind: 'run', runId, how: 'current' }
}

function queryOf(values: Values, lookedUp: LookedUp, defaultConclusion: string): RunQuery {
  const { commit, 'pull-request': pullRequest } = values
  return {
    runNumber: values['run-number'],
    workflow: values.workflow,
    branch: values.branch,
    commit: commit === MERGE_BASE ? undefined : commit,
    ancestors: values.ancestors,
    lineage: undefined,
    pullRequest: pullRequest === 'merged' ? undefined : pullRequest,
    ...lookedUp,
    event: values.event,
    conclusion: values.conclusion ?? defaultConclusion,
    allowForks: values['allow-forks']
  }
}

function checkCombinations(values: Values, searchInputs: readonly SearchInput[], problems: Problems): void {
  const { scope, 'run-id': runId, 'artifact-ids': ids } = values
  const isRepository = scope === 'repository'
  if (runId !== undefined && isRepository) problems.add('run-id', messages.runIdWithScope(runId))
  if (runId !== undefined && searchInputs.length > 0) {
    problems.add('run-id', messages.runIdWithSearch(runId, searchInputs))
  }
  if (ids === undefined) return
  if (isRepository) problems.add('artifact-ids', messages.idsWithScope())
  const others = [...searchInputs, ...(values['allow-forks'] ? ['allow-forks'] : [])]
  if (others.length > 0) problems.add('artifact-ids', messages.idsWithSearch(others))
}

/** With `scope: run`, `branch` has names, which the search tries in order. */
function checkBranch({ branch }: Values, problems: Problems): void {
  for (const line of branch?.lines ?? []) {
    const [, pullRequest] = /^refs\/pull\/(\d+)\//.exec(line) ?? []
    if (pullRequest !== undefined) {
      problems.add('branch', messages.branchOfPullRequest(line, pullRequest))
    } else if (/^!|[*?[]/.test(line) || hasAlternatives(line)) {
      problems.add('branch', messages.branchGlob(line))
    }
  }
}

/** What the selection has to look up, from the event and the commit of this job. */
type LookedUp = Pick<RunQuery, 'mergeBase' | 'merged'>

function toLookUp(
  { commit, 'pull-request': pullRequest }: Values,
  isElsewhere: boolean,
  env: Environment,
  problems: Problems
): LookedUp {
  const mergeBase = commit === MERGE_BASE ? pullRequestEnds(env) : undefined
  if (commit === MERGE_BASE && (isElsewhere || mergeBase === undefined)) {
    problems.add('commit', messages.noMergeBase(isElsewhere ? 'elsewhere' : 'no-pull-request'))
  }
  const as = pullRequest === 'merged' ? currentSha(env) : undefined
  if (pullRequest === 'merged' && (isElsewhere || as === undefined)) {
    problems.add('pull-request', messages.noMergeCommit(isElsewhere ? 'elsewhere' : 'no-sha'))
  }
  return { mergeBase, merged: as === undefined ? undefined : { as, head: undefined } }
}

function givenRun(
  { 'run-id': given, repository }: Values,
  env: Environment,
  problems: Problems
): { runId: number; how: 'given' | 'triggering' } | undefined {
  if (given === undefined) return undefined
  const isOwn = repository === undefined || isOwnRepository(repository, env)
  if (given !== 'triggering') return { runId: given, how: 'given' }
  const runId = triggeringRunId(env)
  if (runId !== undefined && isOwn) return { runId, how: 'triggering' }
  const event = env.GITHUB_EVENT_NAME ?? 'no event'
  problems.add('run-id', messages.noTriggeringRun(runId === undefined ? event : undefined))
  return undefined
}
