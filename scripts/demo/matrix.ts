import { replacer } from '@actions/expressions/data/index'
import { DemoError } from './demo-error.js'
import { dataOf, type Scope } from './expressions.js'

export type Combination = Record<string, unknown>

/**
 * The first combination of a `strategy.matrix`, which is the one that is played, and how many there are.
 *
 * @throws DemoError for what is no matrix, one without values, or one that is not made of lists alone
 */
export function firstOf(
  where: string,
  matrix: unknown,
  scope: Scope
): { combination: Combination; total: number } {
  const lists = Object.entries(mapOf(where, resolved(where, matrix, scope))).map(
    ([key, value]): [string, unknown[]] => {
      if (key === 'include' || key === 'exclude') throw new DemoError(`${where}.${key} is not played here`)
      if (!Array.isArray(value)) throw new DemoError(`${where}.${key} is not a list`)
      if (value.length === 0) throw new DemoError(`${where}.${key} is empty`)
      return [key, value]
    }
  )
  return {
    combination: Object.fromEntries(lists.map(([key, [first]]) => [key, first])),
    total: lists.reduce((product, [, { length }]) => product * length, 1)
  }
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
