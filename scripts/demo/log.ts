import { styleText } from 'node:util'
import { indented } from './layout.js'

/** Commands that the log of a run does not show. */
const HIDDEN = ['add-mask', 'debug', 'endgroup']

/** Formats a log as the page of a run does: groups and annotations instead of workflow commands. */
export function formatLog(stdout: string): string {
  const lines = stdout.split('\n').flatMap(line => {
    const [, command, properties = '', text = ''] = /^::([a-z-]+)(?: (.*?))?::(.*)$/.exec(line) ?? []
    if (command === undefined) return line === '' ? [] : [line]
    if (HIDDEN.includes(command)) return []
    if (command === 'group') return [styleText('bold', `▾ ${unescaped(text)}`)]
    const label = `${command[0]?.toUpperCase()}${command.slice(1)}: `
    const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1]
    const shown = title === undefined ? label : `${label}${unescapedProperty(title)}\n`
    return styleText(command === 'error' ? 'red' : 'yellow', shown + unescaped(text)).split('\n')
  })
  return indented(lines.join('\n'))
}

/** https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

function unescapedProperty(text: string): string {
  return unescaped(text.replaceAll('%3A', ':').replaceAll('%2C', ','))
}
