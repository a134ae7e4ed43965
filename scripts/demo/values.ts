import type { data } from '@actions/expressions'
import { Dictionary, reviver, StringData } from '@actions/expressions/data/index'

/** Converts a JSON value to expression data. */
export function asData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), reviver) as data.ExpressionData
}

/** A map of expression data. */
export function mapOf(values: Readonly<Record<string, data.ExpressionData>>): Dictionary {
  return new Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value })))
}

/** A value, or the reason why the demo does not know it. */
export type ContextValue = { value: data.ExpressionData } | { unknown: string }

/** A context with unknown values. Reading an unknown value throws an error with the reason. */
export class PartialContext extends Dictionary {
  readonly #unknown = new Map<string, string>()
  readonly #others: string | undefined

  /** @param others the reason why all other keys are unknown; without it, they are empty */
  constructor(entries: Readonly<Record<string, ContextValue>>, others?: string) {
    super()
    for (const [key, entry] of Object.entries(entries)) {
      if ('value' in entry) this.add(key, entry.value)
      else this.#unknown.set(key.toLowerCase(), entry.unknown)
    }
    this.#others = others
  }

  override get(key: string): data.ExpressionData | undefined {
    const found = super.get(key)
    const why = this.#unknown.get(key.toLowerCase()) ?? this.#others
    if (found === undefined && why !== undefined) throw new Error(why)
    return found
  }
}

/** The `secrets` context. Every name has a value. */
export class Secrets extends Dictionary {
  readonly #ofJob: string
  readonly #other: string

  constructor({ ofJob, other }: { ofJob: string; other: string }) {
    super()
    this.#ofJob = ofJob
    this.#other = other
  }

  override get(name: string): data.ExpressionData {
    return new StringData(name.toLowerCase() === 'github_token' ? this.#ofJob : this.#other)
  }
}
