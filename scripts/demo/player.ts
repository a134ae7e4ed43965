import type { data } from '@actions/expressions'
import { holds, interpolated, type Scope } from './expressions.js'
import { statusFunctions } from './functions.js'
import { JobProgress, type Known, knownOf } from './job-progress.js'
import { type Combination, firstOf } from './matrix.js'
import type { Machine, Stage } from './stage.js'
import { playSteps } from './steps.js'
import { asData, mapOf, PartlyKnown } from './values.js'
import type { Workflow, WorkflowJob } from './workflow.js'

interface JobEnd {
  result: 'success' | 'failure' | 'skipped'
  outputs: PartlyKnown
}

/**
 * Plays the steps of a workflow that use this action, as GitHub would: jobs after those that they need, conditions
 * asked, of a matrix the first combination.
 *
 * @returns whether the run would have succeeded
 * @throws DemoError where an expression cannot be evaluated
 */
export async function playWorkflow(workflow: Workflow, stage: Stage): Promise<boolean> {
  const ended = new Map<string, JobEnd>()
  for (const job of workflow.jobs) ended.set(job.id, await playJob(job, { workflow, stage, ended }))
  return [...ended.values()].every(({ result }) => result !== 'failure')
}

async function playJob(
  job: WorkflowJob,
  { workflow, stage, ended }: { workflow: Workflow; stage: Stage; ended: ReadonlyMap<string, JobEnd> }
): Promise<JobEnd> {
  const at = (key: string) => (job.id === '' ? key : `job ${job.id}: ${key}`)
  const before = ancestorsOf(job, workflow).map(id => ended.get(id)?.result)
  const success = before.every(result => result === 'success')
  const scope: Scope = {
    contexts: { ...stage.contexts, needs: needsOf(job, ended) },
    functions: statusFunctions({ success, failure: before.includes('failure') })
  }
  if (!holds(at('if'), job.condition, scope)) {
    const why = success
      ? `its condition does not hold: ${job.condition}`
      : 'a job that it needs did not succeed'
    stage.say(`${at('skipped')}, as ${why}\n`)
    return { result: 'skipped', outputs: new PartlyKnown({}) }
  }
  if (job.steps.length === 0) {
    stage.say(`${at('not run here')}, as it has no steps of its own\n`)
    return {
      result: 'success',
      outputs: new PartlyKnown({}, `job ${job.id} is not run here, so it has no outputs`)
    }
  }
  const { combination, total } =
    job.matrix === undefined ? { combination: {}, total: 1 } : firstOf(at('matrix'), job.matrix, scope)
  if (total > 1) {
    stage.say(`${at(`the first of ${total} combinations of its matrix`)}: ${shown(combination)}\n`)
  }
  const machine = stage.startMachine(job.permissions)
  try {
    const progress = progressOf(job, { workflow, machine, scope, combination, total })
    await playSteps(job, { progress, machine, stage })
    const outputs = new PartlyKnown(knownOf(at('outputs'), job.outputs, progress.scope()))
    if (!progress.isFailed) return { result: 'success', outputs }
    const goesOn = interpolated(at('continue-on-error'), job.continueOnError, progress.scope()) === 'true'
    if (goesOn) stage.say(`${at('failed')}, and the run goes on all the same (continue-on-error)\n`)
    // As `needs` has it on GitHub: https://github.com/actions/runner/issues/1161
    return { result: goesOn ? 'success' : 'failure', outputs }
  } finally {
    machine.remove()
  }
}

function progressOf(
  job: WorkflowJob,
  {
    workflow,
    machine,
    scope,
    combination,
    total
  }: { workflow: Workflow; machine: Machine; scope: Scope; combination: Combination; total: number }
): JobProgress {
  const contexts = {
    ...scope.contexts,
    ...machine.contexts,
    matrix: asData(combination),
    strategy: asData({ 'fail-fast': true, 'job-index': 0, 'job-total': total, 'max-parallel': total })
  }
  const within = (env: Known): Scope => ({ ...scope, contexts: { ...contexts, env: new PartlyKnown(env) } })
  const ofWorkflow = knownOf('env', workflow.env, within({}))
  const env = { ...ofWorkflow, ...knownOf(`job ${job.id}: env`, job.env, within(ofWorkflow)) }
  return new JobProgress(contexts, env)
}

function needsOf({ needs }: WorkflowJob, ended: ReadonlyMap<string, JobEnd>): data.ExpressionData {
  return mapOf(
    Object.fromEntries(
      needs.map(need => {
        const { result = 'skipped', outputs = new PartlyKnown({}) } = ended.get(need) ?? {}
        return [need, mapOf({ result: asData(result), outputs })]
      })
    )
  )
}

/** The jobs that it needs, those that they need, and so on. */
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
