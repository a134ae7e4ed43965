import type { data } from '@actions/expressions'
import { Dictionary } from '@actions/expressions/data/index'
import { DemoError } from './demo-error.js'
import { interpolated, type Scope } from './expressions.js'
import { HASH_FILES, statusFunctions } from './functions.js'
import { asData, mapOf, PartlyKnown, type Perhaps } from './values.js'
import type { Texts, WorkflowStep } from './workflow.js'

export type Known = Readonly<Record<string, Perhaps>>

/** How a step ended; `conclusion` is what `continue-on-error` made of it. */
export interface StepEnd {
  outcome: 'success' | 'failure' | 'skipped'
  conclusion: 'success' | 'failure' | 'skipped'
  outputs: data.ExpressionData
}

/** A job while its steps are played: what their expressions know by now. */
export class JobProgress {
  /** Whether a step has failed without `continue-on-error`. */
  isFailed = false
  readonly env: Known
  readonly #contexts: Scope['contexts']
  readonly #steps = new Dictionary()

  constructor(contexts: Scope['contexts'], env: Known) {
    this.#contexts = contexts
    this.env = env
  }

  /** What an expression of a step may name, whose environment is this. */
  scope(env: Known = this.env): Scope {
    return {
      contexts: {
        ...this.#contexts,
        steps: this.#steps,
        env: new PartlyKnown(env),
        job: asData({ status: this.isFailed ? 'failure' : 'success' })
      },
      functions: [...statusFunctions({ success: !this.isFailed, failure: this.isFailed }), HASH_FILES]
    }
  }

  end({ id }: WorkflowStep, { outcome, conclusion, outputs }: StepEnd): void {
    if (conclusion === 'failure') this.isFailed = true
    if (id === undefined) return
    this.#steps.add(id, mapOf({ outcome: asData(outcome), conclusion: asData(conclusion), outputs }))
  }
}

/** Texts with the values of their expressions, each for itself: one that cannot be evaluated says so when it is read. */
export function knownOf(where: string, texts: Texts, scope: Scope): Known {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]): [string, Perhaps] => {
      try {
        return [key, { value: asData(interpolated(`${where}.${key}`, text, scope)) }]
      } catch (error) {
        if (error instanceof DemoError) return [key, { unknown: error.message }]
        throw error
      }
    })
  )
}
