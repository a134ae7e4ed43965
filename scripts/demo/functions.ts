import { BooleanData } from '@actions/expressions/data/index'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'

/** `success()` and its like, of a step or a job before which things stand so. Nothing is ever cancelled here. */
export function statusFunctions({
  success,
  failure
}: {
  success: boolean
  failure: boolean
}): FunctionDefinition[] {
  const all = { always: true, success, failure, cancelled: false }
  return Object.entries(all).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new BooleanData(value)
  }))
}

/** Known on GitHub, and not here. */
export const HASH_FILES: FunctionDefinition = {
  name: 'hashFiles',
  minArgs: 1,
  maxArgs: 255,
  call: () => {
    throw new Error('nothing is checked out here')
  }
}
