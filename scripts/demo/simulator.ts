import type { data } from '@actions/expressions'
import { interpolated, isConditionMet, type Scope } from './expressions.js'
import { statusFunctions } from './functions.js'
import type { Host, JobRunner } from './host.js'
import { type ContextValues, evaluateEach, JobState } from './job-state.js'
import { type Combination, firstCombination } from './matrix.js'
import { simulateSteps } from './simulate-steps.js'
import { asData, mapOf, PartialContext } from './values.js'
import type { Workflow, WorkflowJob } from './workflow.js'

interface JobOutcome {
  result: 'success' | 'failure' | 'skipped'
  outputs: PartialContext
}

/**
 * Runs the steps of a workflow that use this action, as GitHub would: in the order of `needs:`, with conditions. Only the
 * first combination of a matrix runs.
 *
 * @returns whether the run succeeded
 * @throws DemoError if an expression cannot be evaluated
 */
export async function simulateWorkflow(workflow: Workflow, host: Host): Promise<boolean> {
  const ended = new Map<string, JobOutcome>()
  for (const job of workflow.jobs) ended.set(job.id, await simulateJob(job, { workflow, host, ended }))
  return [...ended.values()].every(({ result }) => result !== 'failure')
}

async function simulateJob(
  job: WorkflowJob,
  { workflow, host, ended }: { workflow: Workflow; host: Host; ended: ReadonlyMap<string, JobOutcome> }
): Promise<JobOutcome> {
  const at = (key: string) => (job.id === '' ? key : `job ${job.id}: ${key}`)
  const before = ancestorsOf(job, workflow).map(id => ended.get(id)?.result)
  const success = before.every(result => result === 'success')
  const scope: Scope = {
    contexts: { ...host.contexts, needs: needsOf(job, ended) },
    functions: statusFunctions({ success, failure: before.includes('failure') })
  }
  if (!isConditionMet(at('if'), job.condition, scope)) {
    const why = success ? `the condition is false: ${job.condition}` : 'a job in its needs: did not succeed'
    host.print(`${at('skipped')}, because ${why}\n`)
    return { result: 'skipped', outputs: new PartialContext({}) }
  }
  if (job.steps.length === 0) {
    host.print(`${at('not run')}, because the demo does not support reusable workflows\n`)
    return {
      result: 'success',
      outputs: new PartialContext({}, `the demo does not run job ${job.id}, so its outputs are unknown`)
    }
  }
  const { combination, total } =
    job.matrix === undefined
      ? { combination: {}, total: 1 }
      : firstCombination(at('matrix'), job.matrix, scope)
  if (total > 1) {
    host.print(`${at(`runs the first of ${total} matrix combinations`)} (${shown(combination)})\n`)
  }
  const runner = host.startRunner(job.permissions)
  try {
    const state = stateOf(job, { workflow, runner, scope, combination, total })
    await simulateSteps(job, { state, runner, host })
    const outputs = new PartialContext(evaluateEach(at('outputs'), job.outputs, state.scope()))
    if (!state.isFailed) return { result: 'success', outputs }
    const continuesOnError =
      interpolated(at('continue-on-error'), job.continueOnError, state.scope()) === 'true'
    if (continuesOnError) host.print(`${at('failed')}, but the run continues (continue-on-error)\n`)
    // On GitHub, `needs` then has the result `success`: https://github.com/actions/runner/issues/1161
    return { result: continuesOnError ? 'success' : 'failure', outputs }
  } finally {
    runner.remove()
  }
}

function stateOf(
  job: WorkflowJob,
  {
    workflow,
    runner,
    scope,
    combination,
    total
  }: { workflow: Workflow; runner: JobRunner; scope: Scope; combination: Combination; total: number }
): JobState {
  const contexts = {
    ...scope.contexts,
    ...runner.contexts,
    matrix: asData(combination),
    strategy: asData({ 'fail-fast': true, 'job-index': 0, 'job-total': total, 'max-parallel': total })
  }
  const within = (env: ContextValues): Scope => ({
    ...scope,
    contexts: { ...contexts, env: new PartialContext(env) }
  })
  const ofWorkflow = evaluateEach('env', workflow.env, within({}))
  const env = { ...ofWorkflow, ...evaluateEach(`job ${job.id}: env`, job.env, within(ofWorkflow)) }
  return new JobState(contexts, env)
}

function needsOf({ needs }: WorkflowJob, ended: ReadonlyMap<string, JobOutcome>): data.ExpressionData {
  return mapOf(
    Object.fromEntries(
      needs.map(need => {
        const { result = 'skipped', outputs = new PartialContext({}) } = ended.get(need) ?? {}
        return [need, mapOf({ result: asData(result), outputs })]
      })
    )
  )
}

/** The ids of all jobs that this job needs, directly or indirectly. */
function ancestorsOf({ needs }: WorkflowJob, workflow: Workflow): string[] {
  return needs.flatMap(need => {
    const job = workflow.jobs.find(({ id }) => id === need)
    return job === undefined ? [] : [need, ...ancestorsOf(job, workflow)]
  })
}

function shown(combination: Combination): string {
  return Object.entries(combination)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
}
