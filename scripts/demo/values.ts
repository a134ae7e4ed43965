import type { data } from '@actions/expressions'
import { Dictionary, reviver, StringData } from '@actions/expressions/data/index'

/** What JSON can say, as expressions have it. */
export function asData(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), reviver) as data.ExpressionData
}

/** A map of what is data already. */
export function mapOf(values: Readonly<Record<string, data.ExpressionData>>): Dictionary {
  return new Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value })))
}

/** A value, or why it is not known here. */
export type Perhaps = { value: data.ExpressionData } | { unknown: string }

/** A map with keys whose value is not known here: to read one of them is an error that says why. */
export class PartlyKnown extends Dictionary {
  readonly #unknown = new Map<string, string>()
  readonly #others: string | undefined

  /** `others` says why all keys that are not among the entries are unknown, if they are. */
  constructor(entries: Readonly<Record<string, Perhaps>>, others?: string) {
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

/** `secrets`: whatever the name, there is one. */
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
