import { closeAllGuards } from './archive/terminate-guard.js'
import { ActionError, asActionError } from './errors/action-error.js'
import { readInputs } from './inputs/inputs.js'
import { abandonAll } from './install/target.js'
import { printable } from './messages/printable.js'
import { endedEarly, errorAnnotation, stoppedBySignal } from './messages/run.js'
import type { Host } from './operations/index.js'
import { logReporter } from './report/log-reporter.js'
import type { Note } from './report/summary.js'
import { issueCommand } from './report/workflow-command.js'
import { STOP_GRACE } from './time/clock.js'

/**
 * 128 plus the signal's number, as in POSIX shells. On Windows the runner sends Ctrl+C, which is SIGINT in Node, then
 * Ctrl+Break, which is SIGBREAK; https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 143 } as const
type Signal = keyof typeof EXIT_CODES

/** How long the process may live after the step, in ms: an idle connection or a timer can keep it alive. */
const EXIT_GRACE = 1000

/** The bundled extraction worker, beside the entry. A literal in `new URL()` would make the bundler copy the unbundled file. */
const WORKER = 'worker.js'

/**
 * Runs one step as a process and sets its exit code. However the process ends, it leaves no partial or temporary
 * files, and it succeeds only if the operation finished.
 */
export async function runProcess(): Promise<void> {
  const controller = new AbortController()
  let finished = false
  const exit = (code: number): never => {
    finished = true
    for (const problem of abandonAll()) issueCommand('warning', problem)
    process.exit(code)
  }
  process.once('uncaughtException', error => {
    failStep(asActionError(error))
    exit(1)
  })
  process.once('exit', () => {
    closeAllGuards()
    if (finished) return
    // Node exits because nothing is pending, so the promise of the step will never settle.
    failStep(new ActionError('internal', endedEarly()))
    abandonAll()
  })
  const step = run({ signal: controller.signal })
  for (const signal of Object.keys(EXIT_CODES) as Signal[]) {
    process.once(signal, () => {
      const reason = new ActionError('interrupted', stoppedBySignal(signal))
      controller.abort(reason)
      void step.finally(() => exit(EXIT_CODES[signal]))
      setTimeout(() => {
        failStep(reason)
        exit(EXIT_CODES[signal])
      }, STOP_GRACE).unref()
    })
  }
  await step
  finished = true
  setTimeout(() => process.exit(), EXIT_GRACE).unref()
}

/**
 * One step: inputs, operation, outputs and summary. Catches all errors and reports one.
 *
 * @param options tests shorten pauses, and pass the built worker
 */
export async function run(options: Partial<Omit<Host, 'report'>> = {}): Promise<void> {
  const { env = process.env, signal = new AbortController().signal, ...rest } = options
  const notes: Note[] = []
  const report = logReporter(notes)
  const warn = (text: string) => report.warning(text)
  try {
    const inputs = readInputs(env, warn)
    for (const token of [inputs.token, env.ACTIONS_RUNTIME_TOKEN]) if (token) report.secret(token)
    // Loaded only after the inputs are valid, so that a step with an invalid input fails fast. The proxy comes first:
    // @actions/github also reads it when it is loaded, and throws if it is invalid.
    const { passwordsOf, proxyFor } = await import('./http/proxy.js')
    for (const password of passwordsOf(proxyFor(inputs.apiUrl))) report.secret(password)
    const { runOperation } = await import('./operations/index.js')
    const { writeReport } = await import('./report/report.js')
    const { workerUrl = new URL(WORKER, import.meta.url), ...delays } = rest
    const { result, usage } = await runOperation(inputs, { env, report, signal, workerUrl, ...delays })
    const failure = writeReport(result, { inputs, env, usage, notes, warn })
    if (failure) failStep(failure)
  } catch (error) {
    failStep(asActionError(error))
  }
}

/** Reports the error of the step and sets the exit code. */
function failStep(failure: ActionError): void {
  const { title, explanation, page } = failure
  issueCommand('error', errorAnnotation(explanation, page), { title })
  process.exitCode = 1
  for (let error: unknown = failure; error instanceof Error; error = error.cause) {
    issueCommand('debug', stackOf(error))
  }
}

const MAX_STACK_LINES = 30

/** The stack of an error for the debug log. The message in it can be a long text from a server. */
function stackOf({ stack = '' }: Error): string {
  return stack
    .split('\n', MAX_STACK_LINES)
    .map(line => printable(line))
    .join('\n')
}
