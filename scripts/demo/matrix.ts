import { replacer } from '@actions/expressions/data/index'
import { DemoError } from './demo-error.js'
import { dataOf, type Scope } from './expressions.js'

export type Combination = Record<string, unknown>

/**
 * The combinations of a `strategy.matrix`, in GitHub's order: the first is the one that is played.
 *
 * @throws DemoError for what is no matrix, or one without values
 */
export function combinationsOf(where: string, matrix: unknown, scope: Scope): Combination[] {
  const { include = [], exclude = [], ...vectors } = mapOf(where, resolved(where, matrix, scope))
  const keys = Object.keys(vectors)
  const excluded = entriesOf(`${where}.exclude`, exclude)
  const combinations = keys
    .reduce<Combination[]>(
      (sofar, key) =>
        sofar.flatMap(one =>
          listOf(`${where}.${key}`, vectors[key]).map(value => ({ ...one, [key]: value }))
        ),
      keys.length === 0 ? [] : [{}]
    )
    .filter(one => !excluded.some(entry => Object.keys(entry).every(key => isSame(entry[key], one[key]))))
  const added: Combination[] = []
  for (const entry of entriesOf(`${where}.include`, include)) {
    const fitting = combinations.filter(one =>
      keys.every(key => !Object.hasOwn(entry, key) || isSame(entry[key], one[key]))
    )
    for (const one of fitting) Object.assign(one, entry)
    if (fitting.length === 0) added.push(entry)
  }
  const all = [...combinations, ...added]
  if (all.length === 0) throw new DemoError(`${where} has no combination`)
  return all
}

/** With its expressions evaluated, wherever they are. */
function resolved(where: string, value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const found = dataOf(where, value, scope)
    return typeof found === 'string' ? found : JSON.parse(JSON.stringify(found, replacer))
  }
  if (Array.isArray(value)) return value.map(item => resolved(where, item, scope))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolved(`${where}.${key}`, item, scope)])
  )
}

function mapOf(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DemoError(`${where} is not a map`)
  }
  return value as Record<string, unknown>
}

/** Of `include` or `exclude`. */
function entriesOf(where: string, value: unknown): Combination[] {
  if (!Array.isArray(value)) throw new DemoError(`${where} is not a list`)
  return value.map((entry, index) => mapOf(`${where}[${index}]`, entry))
}

function listOf(where: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new DemoError(`${where} is not a list`)
  if (value.length === 0) throw new DemoError(`${where} is empty`)
  return value
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
