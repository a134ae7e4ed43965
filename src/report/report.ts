import { appendFileSync } from 'node:fs'
import type { ActionError } from '../errors/action-error.js'
import type { Environment } from '../inputs/environment.js'
import { diskError } from '../install/disk-error.js'
import { type CommandFile, commandFileHint, commandFileNotWritten } from '../messages/report.js'
import type { Result } from '../operations/result.js'
import { outputsOf, writeOutputs } from './outputs.js'
import { type Context, summaryOf } from './summary.js'

interface ReportContext extends Omit<Context, 'now'> {
  env: Environment
  /** Adds to the notes. */
  warn: (text: string) => void
}

/**
 * Writes the outputs and the summary of a step.
 *
 * @returns the error of the step: that of the operation, else that of outputs that could not be written. Later steps
 * depend on outputs, but not on a summary.
 */
export function writeReport(result: Result, context: ReportContext): ActionError | undefined {
  const { inputs, env, usage, notes, warn } = context
  let outputError: ActionError | undefined
  try {
    const warnings = writeOutputs(outputsOf(result, usage, inputs), result, env)
    for (const warning of warnings) warn(warning)
  } catch (error) {
    outputError = commandFileError(error, 'GITHUB_OUTPUT')
    if (result.failure) warn(outputError.message)
  }
  if (inputs.summary && env.GITHUB_STEP_SUMMARY) {
    const summary = summaryOf(result, { notes, usage, inputs, now: Date.now() })
    try {
      appendFileSync(env.GITHUB_STEP_SUMMARY, summary)
    } catch (error) {
      warn(commandFileError(error, 'GITHUB_STEP_SUMMARY').message)
    }
  }
  return result.failure ?? outputError
}

/** An error for a file of the runner that cannot be written. */
function commandFileError(thrown: unknown, file: CommandFile): ActionError {
  return diskError(thrown, commandFileNotWritten(file), commandFileHint())
}
