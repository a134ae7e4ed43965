// The package's entry loads an HTTP client, for half of the time that a step with a wrong input takes.
import { issueCommand } from '../node_modules/@actions/core/lib/command.js'
import type { Clock } from './clock.js'
import { printable } from './domain/printable.js'
import { type ActionError, asActionError } from './errors.js'
import { type Environment, readInputs } from './inputs.js'

const MAX_STACK_LINES = 30

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

/** One step, from its inputs to its outputs and summary. The one place that catches everything. */
export async function main(options: Options = {}): Promise<void> {
  const { env = process.env } = options
  try {
    const warned: string[] = []
    const request = readInputs(env, text => {
      warned.push(text)
      issueCommand('warning', {}, text)
    })
    issueCommand('add-mask', {}, request.token)
    // @actions/github looks for a proxy as it is loaded, and throws at what is none.
    const { passwordsOf, proxyFor } = await import('./proxy.js')
    // Nothing here tells it; should a library, the runner hides it.
    for (const password of passwordsOf(proxyFor(request.apiUrl))) issueCommand('add-mask', {}, password)
    // Loaded only once the inputs are known to be right: a step that fails on one fails fast.
    const { runStep } = await import('./step.js')
    const failure = await runStep(request, env, { ...options, warned })
    if (failure) fail(failure)
  } catch (error) {
    fail(asActionError(error))
  }
}

/** The one error of a step, and its exit code. core.setFailed knows no title. */
export function fail(failure: ActionError): void {
  issueCommand('error', { title: failure.title }, `${failure.explanation}\n\nMore: ${failure.page}`)
  process.exitCode = 1
  for (let error: unknown = failure; error instanceof Error; error = error.cause) {
    issueCommand('debug', {}, stackOf(error))
  }
}

/** Where an error comes from, for the debug log. A cause's message may be what a server said, however long. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n', MAX_STACK_LINES)
    .map(line => printable(line))
    .join('\n')
}
