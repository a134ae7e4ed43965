import { issueCommand } from '../node_modules/@actions/core/lib/command.js'
import { closeAllGuards } from './archive/terminate-guard.js'
import { ActionError, asActionError } from './errors/action-error.js'
import { readInputs } from './inputs/inputs.js'
import { abandonAll } from './install/target.js'
import { printable } from './messages/printable.js'
import type { Options } from './report/run-and-report.js'

/**
 * By POSIX shells: 128 and the signal's number. On Windows the runner sends Ctrl+C, which Node calls SIGINT, then
 * Ctrl+Break, which it calls SIGBREAK; https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 143 } as const

/** How long the event loop may stay open after the last line, in ms (an idle connection, a forgotten timer). */
const GRACE = 1000
/** How long an operation has to stop once a signal came, in ms, before its temporaries are removed anyway. */
const STOP_GRACE = 1000

/**
 * The step as a process: what `run` leaves to it are the ways out. A signal, a fault nobody caught and an exit before
 * the end all leave no partial file and no temporary, and none of them is a green step.
 */
export async function runProcess(): Promise<void> {
  const controller = new AbortController()
  let ended = false
  const leave = (code: number): never => {
    ended = true
    for (const problem of abandonAll()) issueCommand('warning', {}, problem)
    process.exit(code)
  }
  process.once('exit', () => {
    closeAllGuards()
    if (ended) return
    // Nothing keeps the process alive and the operation has not ended: its promise will never settle.
    fail(new ActionError('internal', 'The step ended before its work was done'))
    abandonAll()
  })
  process.once('uncaughtException', error => {
    fail(asActionError(error))
    leave(1)
  })
  const operation = run({ signal: controller.signal })
  for (const signal of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
    process.once(signal, () => {
      const reason = new ActionError('interrupted', `The step was stopped by ${signal}`)
      controller.abort(reason)
      setTimeout(() => {
        fail(reason)
        leave(EXIT_CODES[signal])
      }, STOP_GRACE).unref()
      void operation.finally(() => leave(EXIT_CODES[signal]))
    })
  }
  await operation
  ended = true
  setTimeout(() => process.exit(), GRACE).unref()
}

const MAX_STACK_LINES = 30

/** One step, from its inputs to its outputs and summary. The one place that catches everything. */
export async function run(options: Options = {}): Promise<void> {
  const { env = process.env } = options
  try {
    const warned: string[] = []
    const inputs = readInputs(env, text => {
      warned.push(text)
      issueCommand('warning', {}, text)
    })
    issueCommand('add-mask', {}, inputs.token)
    // @actions/github looks for a proxy as it is loaded, and throws at what is none.
    const { passwordsOf, proxyFor } = await import('./http/proxy.js')
    // Nothing here tells it; should a library, the runner hides it.
    for (const password of passwordsOf(proxyFor(inputs.apiUrl))) issueCommand('add-mask', {}, password)
    // Loaded only once the inputs are known to be right: a step that fails on one fails fast.
    const { runStep } = await import('./report/run-and-report.js')
    const failure = await runStep(inputs, env, { ...options, warned })
    if (failure) fail(failure)
  } catch (error) {
    fail(asActionError(error))
  }
}

/** The one error of a step, and its exit code. core.setFailed knows no title. */
function fail(failure: ActionError): void {
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
