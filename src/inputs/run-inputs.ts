import { readFileSync } from 'node:fs'
import { type Repository, sameRepository } from '../github/repository.js'
import { printable } from '../messages/printable.js'
import type { Place } from '../selection/inputs.js'
import type { RunQuery } from '../selection/run-query.js'
import { hasAlternatives } from '../text/glob.js'
import type { Environment, Problems, Values } from './inputs.js'

/** The inputs that choose among runs. */
const SELECTORS = ['workflow', 'branch', 'commit', 'pull-request', 'event', 'conclusion'] as const
/** Those that, when a run is searched for, mean one that went well unless `conclusion` says otherwise. */
const MEAN_SUCCESS = ['workflow', 'branch', 'pull-request', 'event'] as const
/** The inputs that say which run. */
export const RUN_GROUP = ['run-id', ...SELECTORS] as const

/** Where the artifacts are looked for; undefined where there is no run to look in. */
export function placeOf(values: Values, env: Environment, problems: Problems): Place | undefined {
  const given = SELECTORS.filter(input => values[input] !== undefined)
  checkTogether(values, given, problems)
  const runId = givenRun(values, env, problems)
  if (values['artifact-ids'] !== undefined) {
    return { kind: 'ids', ids: values['artifact-ids'], runId: runId?.runId }
  }
  if (values.scope === 'repository') return { kind: 'repository', runs: queryOf(values, 'any') }
  if (values['run-id'] !== undefined) return runId && { kind: 'run', ...runId }
  if (given.length > 0) {
    checkBranch(values, problems)
    const usual = MEAN_SUCCESS.some(input => values[input] !== undefined) ? 'success' : 'any'
    return { kind: 'search', runs: queryOf(values, usual) }
  }
  if (problems.hasAny(['scope', 'artifact-ids', ...RUN_GROUP])) return undefined
  const current = currentRunId(env)
  if (current === undefined) {
    problems.add(
      'run-id',
      'is not given, and this is no workflow run (GITHUB_RUN_ID is not set); allowed: the id of a run'
    )
    return undefined
  }
  if (values.repository !== undefined && !isOwnRepository(values.repository, env)) {
    problems.add(
      'run-id',
      `is not given, and the current run is not in that repository; allowed: the id of one of its runs, what to find one by (${SELECTORS.join(', ')}), artifact-ids, or scope: repository`
    )
  }
  return { kind: 'run', runId: current, how: 'current' }
}

/** The run of this job. */
export function currentRunId(env: Environment): number | undefined {
  const current = Number(env.GITHUB_RUN_ID)
  return Number.isSafeInteger(current) && current >= 1 ? current : undefined
}

export function isOwnRepository(repository: Repository, env: Environment): boolean {
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/')
  return sameRepository(repository, { owner, repo })
}

function queryOf(values: Values, usualConclusion: string): RunQuery {
  return {
    workflow: values.workflow,
    branch: values.branch,
    commit: values.commit,
    pullRequest: values['pull-request'],
    event: values.event,
    conclusion: values.conclusion ?? usualConclusion,
    allowForks: values['allow-forks']
  }
}

function checkTogether(
  values: Values,
  selectors: readonly (typeof SELECTORS)[number][],
  problems: Problems
): void {
  const inRepository = values.scope === 'repository'
  const { 'run-id': runId, 'artifact-ids': ids } = values
  if (runId !== undefined && inRepository) {
    problems.add('run-id', `"${runId}" is one run, scope: repository is every run; allowed: one of the two`)
  }
  if (runId !== undefined && selectors.length > 0) {
    problems.add(
      'run-id',
      `"${runId}" says already which run it is; allowed: without ${selectors.join(', ')}`
    )
  }
  if (ids === undefined) return
  if (inRepository) {
    problems.add(
      'artifact-ids',
      'are found wherever in the repository they are; allowed: without scope: repository'
    )
  }
  const useless = [...selectors, ...(values['allow-forks'] ? ['allow-forks'] : [])]
  if (useless.length > 0) {
    problems.add(
      'artifact-ids',
      `say already which artifacts they are, of whatever run; allowed: without ${useless.join(', ')}`
    )
  }
}

/** A run is searched for on one branch, by its name. */
function checkBranch({ branch }: Values, problems: Problems): void {
  if (branch === undefined) return
  const [line = '', ...more] = branch.lines
  const given = `"${printable(branch.lines.join('\n'), 100)}"`
  const [, pullRequest] = /^refs\/pull\/(\d+)\//.exec(line) ?? []
  if (pullRequest !== undefined) {
    problems.add('branch', `${given} is no branch; allowed: pull-request: ${pullRequest}`)
  } else if (more.length > 0 || /^!|[*?[]/.test(line) || hasAlternatives(line)) {
    problems.add(
      'branch',
      `${given} is not one branch; allowed: a branch name, or scope: repository, where globs choose among all runs`
    )
  }
}

function givenRun(
  { 'run-id': given, repository }: Values,
  env: Environment,
  problems: Problems
): { runId: number; how: 'current' | 'given' | 'triggering' } | undefined {
  if (given === undefined) return undefined
  const own = repository === undefined || isOwnRepository(repository, env)
  if (given !== 'triggering') {
    return { runId: given, how: own && given === currentRunId(env) ? 'current' : 'given' }
  }
  const runId = triggeringRunId(env)
  if (runId === undefined || !own) {
    const why =
      runId === undefined
        ? `was started by ${printable(env.GITHUB_EVENT_NAME ?? 'nothing')}`
        : 'is in another repository'
    problems.add(
      'run-id',
      `"triggering" is the run that started this one, and this one ${why}; allowed: on workflow_run events, in their repository`
    )
    return undefined
  }
  return { runId, how: 'triggering' }
}

/** Of a `workflow_run` event; https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
function triggeringRunId(env: Environment): number | undefined {
  if (env.GITHUB_EVENT_NAME !== 'workflow_run' || !env.GITHUB_EVENT_PATH) return undefined
  try {
    const event = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) as {
      workflow_run?: { id?: unknown }
    }
    const id = event.workflow_run?.id
    return Number.isSafeInteger(id) ? Number(id) : undefined
  } catch {
    return undefined
  }
}
