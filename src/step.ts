import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import { type ActionError, asActionError } from './errors.js'
import type { Environment } from './inputs.js'
import type { Options } from './main.js'
import { runOperation } from './operations/index.js'
import { commandFileError, outputsOf, writeOutputs } from './outputs.js'
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
  const summary = summaryOf(result, { usage, request, now: Date.now() })
  // Without outputs later steps would go on with nothing; without a summary they miss nothing.
  let unwritten: ActionError | undefined
  try {
    for (const warning of writeOutputs(outputs, result, env)) core.warning(warning)
  } catch (error) {
    unwritten = asActionError(error)
    if (result.failure) core.warning(unwritten.message)
  }
  try {
    if (request.summary && env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, summary)
  } catch (error) {
    core.warning(commandFileError(error, 'The summary could not be written to GITHUB_STEP_SUMMARY').message)
  }
  return result.failure ?? unwritten
}
