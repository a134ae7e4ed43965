import type { Reporter } from '../messages/reporter.js'
import type { Note } from './summary.js'
import { issueCommand, print } from './workflow-command.js'

/** Writes to the log of the step. Adds warnings and notices to `notes`, because the summary repeats them. */
export function logReporter(notes: Note[]): Reporter {
  const note = (kind: Note['kind']) => (text: string) => {
    notes.push({ kind, text })
    issueCommand(kind, text)
  }
  return {
    debug: line => issueCommand('debug', line),
    info: print,
    notice: note('notice'),
    warning: note('warning'),
    group: title => issueCommand('group', title),
    endGroup: () => issueCommand('endgroup'),
    secret: value => issueCommand('add-mask', value)
  }
}
