import { replacer } from '@actions/expressions/data/index'
import { DemoError } from './errors.js'
import { evaluateToData, type Scope } from './expressions.js'

export type Combination = Record<string, unknown>

/**
 * Returns the first combination of a `strategy.matrix`, and the number of combinations.
 *
 * @throws DemoError if the matrix is not a map of non-empty lists
 */
export function firstCombination(
  where: string,
  matrix: unknown,
  scope: Scope
): { combination: Combination; total: number } {
  const lists = Object.entries(mapOf(where, evaluateAll(where, matrix, scope))).map(
    ([key, value]): [string, unknown[]] => {
      if (key === 'include' || key === 'exclude')
        throw new DemoError(`${where}.${key}: the demo does not support ${key}`)
      if (!Array.isArray(value)) throw new DemoError(`${where}.${key} must be a list`)
      if (value.length === 0) throw new DemoError(`${where}.${key} must not be empty`)
      return [key, value]
    }
  )
  return {
    combination: Object.fromEntries(lists.map(([key, [first]]) => [key, first])),
    total: lists.reduce((product, [, { length }]) => product * length, 1)
  }
}

/** Evaluates all expressions in a value. */
function evaluateAll(where: string, value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const found = evaluateToData(where, value, scope)
    return typeof found === 'string' ? found : JSON.parse(JSON.stringify(found, replacer))
  }
  if (Array.isArray(value)) return value.map(item => evaluateAll(where, item, scope))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, evaluateAll(`${where}.${key}`, item, scope)])
  )
}

function mapOf(where: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DemoError(`${where} must be a map`)
  }
  return value as Record<string, unknown>
}
