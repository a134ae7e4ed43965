import { EOL } from 'node:os'

/** Commands to the runner; https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
type Command = 'debug' | 'notice' | 'warning' | 'error' | 'group' | 'endgroup' | 'add-mask'

/**
 * Prints a command to the runner, as `issueCommand` of @actions/core does. This is our own function because loading
 * @actions/core also loads an HTTP client: a step with an invalid input would then take 56 ms instead of 46 ms.
 *
 * @param properties only values that are not empty
 */
export function issueCommand(command: Command, text = '', properties: Record<string, string> = {}): void {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  print(`::${[command, pairs.join()].filter(Boolean).join(' ')}::${escapeData(text)}`)
}

/** Prints a line to the log. The text is printable, so the runner finds no command in it. */
export function print(line: string): void {
  process.stdout.write(`${line}${EOL}`)
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
