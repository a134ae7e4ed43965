import { DemoError } from './demo-error.js'
import { holds, interpolated } from './expressions.js'
import { type JobProgress, knownOf } from './job-progress.js'
import type { Machine, Stage } from './stage.js'
import { asData, PartlyKnown } from './values.js'
import type { Texts, WorkflowJob, WorkflowStep } from './workflow.js'

/** Plays the steps of a job that use this action, one after the other, and says which others there are. */
export async function playSteps(
  { id, steps }: WorkflowJob,
  { progress, machine, stage }: { progress: JobProgress; machine: Machine; stage: Stage }
): Promise<void> {
  const others = new OtherSteps(id === '' ? '' : `job ${id}: `, line => stage.say(line))
  for (const [index, step] of steps.entries()) {
    if (!step.isOurs) {
      others.add(step, passOver(step, progress, stage))
      continue
    }
    others.say()
    const end = await playStep(step, { progress, machine, stage })
    if (end === 'failure' && index < steps.length - 1) {
      stage.say(
        `${step.title} failed: what follows in its job is skipped, but for steps with always() or failure()\n`
      )
    }
  }
  others.say()
}

/** A step of ours, its conclusion. */
async function playStep(
  step: WorkflowStep,
  { progress, machine, stage }: { progress: JobProgress; machine: Machine; stage: Stage }
): Promise<'success' | 'failure' | 'skipped'> {
  const { title } = step
  const env = { ...progress.env, ...knownOf(`${title}: env`, step.env, progress.scope()) }
  const scope = progress.scope(env)
  if (!holds(`${title}: if`, step.condition, scope)) {
    const why = progress.isFailed
      ? 'a step before it failed'
      : `its condition does not hold: ${step.condition}`
    stage.say(`${title} is skipped, as ${why}\n`)
    progress.end(step, { outcome: 'skipped', conclusion: 'skipped', outputs: asData({}) })
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
  const goesOn = interpolated(`${title}: continue-on-error`, step.continueOnError, scope) === 'true'
  const variables: Record<string, string> = {}
  for (const [name, found] of Object.entries(env)) {
    if ('value' in found) variables[name] = found.value.coerceString()
    else stage.say(`${title}: ${name} is not in its environment: ${found.unknown}`)
  }
  const { code, outputs } = await machine.run({ title, written: step.inputs, inputs, env: variables })
  const outcome = code === 0 ? 'success' : 'failure'
  const conclusion = goesOn ? 'success' : outcome
  if (outcome !== conclusion) stage.say(`${title} failed: its job goes on all the same (continue-on-error)\n`)
  progress.end(step, { outcome, conclusion, outputs: asData(outputs) })
  return conclusion
}

/** Of a step that is not ours: whether it would have been run, as far as can be told. */
function passOver(step: WorkflowStep, progress: JobProgress, stage: Stage): boolean {
  const isRun = attempt(() => holds(step.title, step.condition, progress.scope())) ?? true
  if (!isRun) {
    progress.end(step, { outcome: 'skipped', conclusion: 'skipped', outputs: asData({}) })
    return false
  }
  const { name } = step.inputs
  const uploaded =
    step.kind === 'actions/upload-artifact'
      ? attempt(() => stage.uploaded(interpolated(step.title, name ?? 'artifact', progress.scope())))
      : undefined
  const outputs =
    uploaded === undefined
      ? new PartlyKnown({}, `${step.title} is not run here, so it has no outputs`)
      : asData(uploaded)
  progress.end(step, { outcome: 'success', conclusion: 'success', outputs })
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

/** The steps between ours, to be named together. */
class OtherSteps {
  readonly #title: string
  readonly #say: (line: string) => void
  #run: string[] = []
  #skipped: string[] = []

  constructor(title: string, say: (line: string) => void) {
    this.#title = title
    this.#say = say
  }

  add({ kind }: WorkflowStep, isRun: boolean): void {
    ;(isRun ? this.#run : this.#skipped).push(kind)
  }

  say(): void {
    const lines = [
      ['not run here', this.#run],
      ['skipped by their conditions', this.#skipped]
    ] as const
    for (const [what, kinds] of lines) {
      const count = `${kinds.length} other ${kinds.length === 1 ? 'step' : 'steps'}`
      const names = [...new Set(kinds)].join(', ')
      if (kinds.length > 0) this.#say(`${this.#title}${what}: ${count} (${names})\n`)
    }
    this.#run = []
    this.#skipped = []
  }
}
