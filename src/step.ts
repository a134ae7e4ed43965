import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import type { ActionError } from './errors.js'
import type { Environment } from './inputs.js'
import type { Options } from './main.js'
import { runOperation } from './operations/index.js'
import { outputsOf, writeOutputs } from './outputs.js'
import type { Request } from './request.js'
import { summaryOf } from './summary.js'

/** Bundled on its own, beside the entry; not named in place, where the bundler would copy it without its imports. */
const WORKER = 'worker.js'

/**
 * The operation that the inputs ask for, then its outputs and its summary.
 *
 * @returns what failed though the operation came to its end: part of the work, say
 * @throws ActionError when it did not
 */
export async function runStep(
  request: Request,
  env: Environment,
  options: Options
): Promise<ActionError | undefined> {
  const { result, usage } = await runOperation(request, {
    report: {
      debug: core.debug,
      info: core.info,
      notice: core.notice,
      warning: core.warning,
      group: core.startGroup,
      endGroup: core.endGroup,
      secret: core.setSecret
    },
    signal: options.signal ?? new AbortController().signal,
    workerUrl: options.workerUrl ?? new URL(WORKER, import.meta.url),
    firstDelay: options.firstDelay,
    clock: options.clock,
    lookDelay: options.lookDelay
  })
  const outputs = outputsOf(result, usage, request)
  for (const warning of writeOutputs(outputs, result, env)) core.warning(warning)
  if (request.summary && env.GITHUB_STEP_SUMMARY) {
    appendFileSync(env.GITHUB_STEP_SUMMARY, summaryOf(result, { usage, request, now: Date.now() }))
  }
  return result.failure
}
