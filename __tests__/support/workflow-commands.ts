/** A command to the runner, as it would carry it out. */
export interface WorkflowCommand {
  name: string
  properties: Record<string, string>
  data: string
}

/**
 * The commands that the runner finds in what a step prints: a port of both of its syntaxes (actions/runner,
 * src/Runner.Common/ActionCommand.cs and src/Runner.Worker/ActionCommandManager.cs). It looks for `::` first, at the
 * start of a line after white space, then for `##[` anywhere. Unlike the runner this takes any name for a command, so
 * that one of a runner to come is found too.
 */
export function commandsIn(stdout: string): WorkflowCommand[] {
  // As .NET reads lines: CR, LF and both together end one.
  return stdout.split(/\r\n|\r|\n/).flatMap(line => parseV2(line) ?? parseV1(line) ?? [])
}

const KEY = '::'
const PREFIX = '##['

function parseV2(line: string): WorkflowCommand | undefined {
  const message = line.trimStart()
  if (!message.startsWith(KEY)) return undefined
  const end = message.indexOf(KEY, KEY.length)
  if (end < 0) return undefined
  const [name, properties] = infoOf(message.slice(KEY.length, end), ',', {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%'
  })
  return {
    name,
    properties,
    data: unescaped(message.slice(end + KEY.length), { '%0D': '\r', '%0A': '\n', '%25': '%' })
  }
}

function parseV1(line: string): WorkflowCommand | undefined {
  const start = line.indexOf(PREFIX)
  if (start < 0) return undefined
  const end = line.indexOf(']', start)
  if (end < 0) return undefined
  const escapes = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' }
  const [name, properties] = infoOf(line.slice(start + PREFIX.length, end), ';', escapes)
  return { name, properties, data: unescaped(line.slice(end + 1), escapes) }
}

function infoOf(
  info: string,
  separator: string,
  escapes: Record<string, string>
): [string, Record<string, string>] {
  const space = info.indexOf(' ')
  if (space < 0) return [info, {}]
  const pairs = info
    .slice(space + 1)
    .trim()
    .split(separator)
    .filter(pair => pair.includes('='))
    .map(pair => {
      const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? []
      return [key, unescaped(value, escapes)] as const
    })
  return [info.slice(0, space), Object.fromEntries(pairs)]
}

function unescaped(text: string, escapes: Record<string, string>): string {
  return Object.entries(escapes).reduce((all, [code, plain]) => all.replaceAll(code, plain), text)
}
