import { DemoError } from './errors.js'
import { interpolated, isConditionMet } from './expressions.js'
import type { Host, JobRunner } from './host.js'
import { evaluateEach, type JobState } from './job-state.js'
import { asData, PartialContext } from './values.js'
import type { Texts, WorkflowJob, WorkflowStep } from './workflow.js'

/** Runs the steps of a job that use this action, and names the other steps. */
export async function simulateSteps(
  { id, steps }: WorkflowJob,
  { state, runner, host }: { state: JobState; runner: JobRunner; host: Host }
): Promise<void> {
  const others = new OtherSteps(id === '' ? '' : `job ${id}: `, line => host.print(line))
  for (const [index, step] of steps.entries()) {
    if (!step.isOurs) {
      others.add(step, skipOtherStep(step, state, host))
      continue
    }
    others.print()
    const end = await simulateStep(step, { state, runner, host })
    if (end === 'failure' && index < steps.length - 1) {
      host.print(
        `${step.title} failed. The rest of its job is skipped, except steps with always() or failure().\n`
      )
    }
  }
  others.print()
}

/** Runs a step that uses this action. @returns its conclusion */
async function simulateStep(
  step: WorkflowStep,
  { state, runner, host }: { state: JobState; runner: JobRunner; host: Host }
): Promise<'success' | 'failure' | 'skipped'> {
  const { title } = step
  const env = { ...state.env, ...evaluateEach(`${title}: env`, step.env, state.scope()) }
  const scope = state.scope(env)
  if (!isConditionMet(`${title}: if`, step.condition, scope)) {
    const why = state.isFailed ? 'an earlier step failed' : `the condition is false: ${step.condition}`
    host.print(`${title} is skipped, because ${why}\n`)
    state.end(step, { outcome: 'skipped', conclusion: 'skipped', outputs: asData({}) })
    return 'skipped'
  }
  const evaluated = (where: string, texts: Texts) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [
        name,
        interpolated(`${title}: ${where}${name}`, text, scope)
      ])
    )
  const inputs = evaluated('', step.inputs)
  const continuesOnError = interpolated(`${title}: continue-on-error`, step.continueOnError, scope) === 'true'
  const variables: Record<string, string> = {}
  for (const [name, found] of Object.entries(env)) {
    if ('value' in found) variables[name] = found.value.coerceString()
    else host.print(`${title}: the variable ${name} is not set: ${found.unknown}`)
  }
  const { code, outputs } = await runner.run({ title, written: step.inputs, inputs, env: variables })
  const outcome = code === 0 ? 'success' : 'failure'
  const conclusion = continuesOnError ? 'success' : outcome
  if (outcome !== conclusion) host.print(`${title} failed, but its job continues (continue-on-error)\n`)
  state.end(step, { outcome, conclusion, outputs: asData(outputs) })
  return conclusion
}

/** Handles a step of another action or a script. @returns whether its condition is met, or cannot be evaluated */
function skipOtherStep(step: WorkflowStep, state: JobState, host: Host): boolean {
  const isRun = attempt(() => isConditionMet(step.title, step.condition, state.scope())) ?? true
  if (!isRun) {
    state.end(step, { outcome: 'skipped', conclusion: 'skipped', outputs: asData({}) })
    return false
  }
  const { name } = step.inputs
  const uploadOutputs =
    step.kind === 'actions/upload-artifact'
      ? attempt(() => host.uploadOutputs(interpolated(step.title, name ?? 'artifact', state.scope())))
      : undefined
  const outputs =
    uploadOutputs === undefined
      ? new PartialContext({}, `the demo does not run ${step.title}, so its outputs are unknown`)
      : asData(uploadOutputs)
  state.end(step, { outcome: 'success', conclusion: 'success', outputs })
  return true
}

function attempt<Value>(value: () => Value): Value | undefined {
  try {
    return value()
  } catch (error) {
    if (error instanceof DemoError) return undefined
    throw error
  }
}

/** Collects consecutive steps of other actions and scripts, to name them in one line. */
class OtherSteps {
  readonly #title: string
  readonly #print: (line: string) => void
  #run: string[] = []
  #skipped: string[] = []

  constructor(title: string, print: (line: string) => void) {
    this.#title = title
    this.#print = print
  }

  add({ kind }: WorkflowStep, isRun: boolean): void {
    ;(isRun ? this.#run : this.#skipped).push(kind)
  }

  print(): void {
    const lines = [
      ['not run by the demo', this.#run],
      ['skipped by condition', this.#skipped]
    ] as const
    for (const [why, kinds] of lines) {
      const count = `${kinds.length} other ${kinds.length === 1 ? 'step' : 'steps'}`
      const names = [...new Set(kinds)].join(', ')
      if (kinds.length > 0) this.#print(`${this.#title}${count} ${why} (${names})\n`)
    }
    this.#run = []
    this.#skipped = []
  }
}
