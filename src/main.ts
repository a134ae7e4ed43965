import { appendFileSync } from 'node:fs'
import * as core from '@actions/core'
import type { Clock } from './clock.js'
import { printable } from './domain/printable.js'
import { type ActionError, asActionError } from './errors.js'
import { type Environment, readInputs } from './inputs.js'
import { commandFileError, outputsOf, writeOutputs } from './outputs.js'
import { summaryOf } from './summary.js'

/** Bundled on its own, beside the entry; not named in place, where the bundler would copy it without its imports. */
const WORKER = 'worker.js'

const MAX_STACK_LINES = 30

interface Options {
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

/** One step, from its inputs to its outputs and summary. The one place that catches everything. */
export async function main(options: Options = {}): Promise<void> {
  const { env = process.env } = options
  try {
    const failure = await step(env, options)
    if (failure) fail(failure)
  } catch (error) {
    fail(asActionError(error))
  }
}

async function step(env: Environment, options: Options): Promise<ActionError | undefined> {
  const request = readInputs(env)
  core.setSecret(request.token)
  // Loaded only once the inputs are known to be right: a step that fails on one fails fast.
  const { runOperation } = await import('./operations/index.js')
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

/** The one error of a step, and its exit code. core.setFailed knows no title. */
export function fail(failure: ActionError): void {
  core.error(failure.explanation, { title: failure.title })
  process.exitCode = 1
  for (let error: unknown = failure; error instanceof Error; error = error.cause) core.debug(stackOf(error))
}

/** Where an error comes from, for the debug log. A cause's message may be what a server said, however long. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n', MAX_STACK_LINES)
    .map(line => printable(line))
    .join('\n')
}
