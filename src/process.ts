import { issueCommand } from '../node_modules/@actions/core/lib/command.js'
import { shutAllGates } from './archive/gate.js'
import { ActionError, asActionError } from './errors.js'
import { fail, main } from './main.js'
import { abandonAll } from './target/target.js'

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
 * The step as a process: what `main` leaves to it are the ways out. A signal, a fault nobody caught and an exit before
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
    shutAllGates()
    if (ended) return
    // Nothing keeps the process alive and the operation has not ended: its promise will never settle.
    fail(new ActionError('internal', 'The step ended before its work was done'))
    abandonAll()
  })
  process.once('uncaughtException', error => {
    fail(asActionError(error))
    leave(1)
  })
  const operation = main({ signal: controller.signal })
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
