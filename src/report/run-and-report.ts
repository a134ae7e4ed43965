import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import { type ActionError, asActionError } from '../errors/action-error.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import type { Environment } from '../inputs/environment.js'
import { runOperation } from '../operations/index.js'
import type { Clock } from '../time/clock.js'
import { commandFileError, outputsOf, writeOutputs } from './outputs.js'
import { type Note, summaryOf } from './summary.js'

/** Bundled on its own, beside the entry; not named in place, where the bundler would copy it without its imports. */
const WORKER = 'worker.js'

export interface Options {
  env?: Environment
  signal?: AbortSignal
  /** The built extraction worker, beside this file unless a test says otherwise. */
  workerUrl?: URL
  /** First pause before a retry, in ms; tests shorten it. */
  firstDelay?: number
  /** What pauses go by; tests pass one that runs faster. */
  clock?: Clock
  /** First pause before looking again for what is not there yet, in ms; tests shorten it. */
  lookDelay?: number
}

/**
 * The operation that the inputs ask for, then its outputs and its summary.
 *
 * @param options with what the inputs were warned of already
 * @returns what failed though the operation came to its end: part of the work, say
 * @throws ActionError when it did not
 */
export async function runStep(
  inputs: ActionInputs,
  env: Environment,
  options: Options & { warned: readonly string[] }
): Promise<ActionError | undefined> {
  const notes: Note[] = options.warned.map(text => ({ kind: 'warning', text }))
  const warn = (text: string) => {
    notes.push({ kind: 'warning', text })
    core.warning(text)
  }
  const { result, usage } = await runOperation(inputs, {
    report: {
      debug: core.debug,
      info: core.info,
      notice: text => {
        notes.push({ kind: 'notice', text })
        core.notice(text)
      },
      warning: warn,
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
  const outputs = outputsOf(result, usage, inputs)
  // Without outputs later steps would go on with nothing; without a summary they miss nothing.
  let unwritten: ActionError | undefined
  try {
    for (const warning of writeOutputs(outputs, result, env)) warn(warning)
  } catch (error) {
    unwritten = asActionError(error)
    if (result.failure) warn(unwritten.message)
  }
  const summary = summaryOf(result, { notes, usage, inputs, now: Date.now() })
  try {
    if (inputs.summary && env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, summary)
  } catch (error) {
    core.warning(commandFileError(error, 'The summary could not be written to GITHUB_STEP_SUMMARY').message)
  }
  return result.failure ?? unwritten
}
