import { BooleanData } from '@actions/expressions/data/index'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'

/** The status functions, such as `success()`. The demo never cancels a run. */
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

/** `hashFiles()` is not supported, because the demo has no checkout. */
export const HASH_FILES: FunctionDefinition = {
  name: 'hashFiles',
  minArgs: 1,
  maxArgs: 255,
  call: () => {
    throw new Error('the demo has no checkout')
  }
}
