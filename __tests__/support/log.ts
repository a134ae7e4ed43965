const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md'

/** An annotation as the runner reads it from a line of the log. */
export interface Annotation {
  title: string
  message: string
}

/** Every `::error …::message` of a log; https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions */
export function errorsIn(stdout: string): Annotation[] {
  return stdout.split(/\r?\n/).flatMap(line => {
    const [, properties, message] = /^::error(?: (.*?))?::(.*)$/s.exec(line) ?? []
    if (message === undefined) return []
    const title = properties?.split(',').find(property => property.startsWith('title=')) ?? ''
    return [{ title: unescaped(title.slice('title='.length)), message: unescaped(message) }]
  })
}

/**
 * The one error of a log, without its last line, which links to the documentation of its code.
 *
 * @throws Error if there is no error, more than one, or one without a title or that line
 */
export function errorOf(stdout: string): Annotation {
  const [error, ...more] = errorsIn(stdout)
  if (error === undefined || more.length > 0) throw new Error(`expected one error in the log:\n${stdout}`)
  const [, code] = / \(([a-z-]+)\)$/.exec(error.title) ?? []
  if (code === undefined) throw new Error(`an error without a title:\n${stdout}`)
  const last = `\n\nDetails: ${TROUBLESHOOTING}#${code}`
  if (!error.message.endsWith(last)) throw new Error(`an error without its page:\n${stdout}`)
  return { ...error, message: error.message.slice(0, -last.length) }
}

/** The code of the one error of a log. */
export function errorCodeOf(stdout: string): string | undefined {
  return / \(([a-z-]+)\)$/.exec(errorOf(stdout).title)?.[1]
}

/** Checks that the one error is about a refused archive, and tells this. */
export function expectRefusal(stdout: string, fact: RegExp): void {
  const { title, message } = errorOf(stdout)
  expect(title).toContain('(archive-refused)')
  expect(message).toMatch(fact)
}

function unescaped(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%')
}
