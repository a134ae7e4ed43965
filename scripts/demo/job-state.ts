import type { data } from '@actions/expressions'
import { Dictionary } from '@actions/expressions/data/index'
import { DemoError } from './errors.js'
import { interpolated, type Scope } from './expressions.js'
import { HASH_FILES, statusFunctions } from './functions.js'
import { asData, type ContextValue, mapOf, PartialContext } from './values.js'
import type { Texts, WorkflowStep } from './workflow.js'

export type ContextValues = Readonly<Record<string, ContextValue>>

/** The result of a step. `conclusion` is the outcome after `continue-on-error`. */
export interface StepOutcome {
  outcome: 'success' | 'failure' | 'skipped'
  conclusion: 'success' | 'failure' | 'skipped'
  outputs: data.ExpressionData
}

/** The state of a running job: the context values for its next step. */
export class JobState {
  /** Whether a step has failed without `continue-on-error`. */
  isFailed = false
  readonly env: ContextValues
  readonly #contexts: Scope['contexts']
  readonly #steps = new Dictionary()

  constructor(contexts: Scope['contexts'], env: ContextValues) {
    this.#contexts = contexts
    this.env = env
  }

  /** The scope for the expressions of a step with this environment. */
  scope(env: ContextValues = this.env): Scope {
    return {
      contexts: {
        ...this.#contexts,
        steps: this.#steps,
        env: new PartialContext(env),
        job: asData({ status: this.isFailed ? 'failure' : 'success' })
      },
      functions: [...statusFunctions({ success: !this.isFailed, failure: this.isFailed }), HASH_FILES]
    }
  }

  end({ id }: WorkflowStep, { outcome, conclusion, outputs }: StepOutcome): void {
    if (conclusion === 'failure') this.isFailed = true
    if (id === undefined) return
    this.#steps.add(id, mapOf({ outcome: asData(outcome), conclusion: asData(conclusion), outputs }))
  }
}

/** Evaluates each text. A text that cannot be evaluated becomes an unknown value, which throws when it is read. */
export function evaluateEach(where: string, texts: Texts, scope: Scope): ContextValues {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]): [string, ContextValue] => {
      try {
        return [key, { value: asData(interpolated(`${where}.${key}`, text, scope)) }]
      } catch (error) {
        if (error instanceof DemoError) return [key, { unknown: error.message }]
        throw error
      }
    })
  )
}
