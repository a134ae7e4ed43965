import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitHubServer } from './github-server/index.js'
import type { Job, StepResult } from './runner.js'
import { paths } from './tree.js'
import { commandsIn } from './workflow-commands.js'

/** The commands that the action issues; any other command is forged. */
const OURS = new Set(['debug', 'notice', 'warning', 'error', 'add-mask', 'group', 'endgroup'])
/** The start of the data of a forged command: tests that try to forge one use it. */
export const FORGED = 'pwned'
/** Characters that move a terminal's cursor or reorder text. */
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/
const STACK_LINE = /^\s+at .+:\d+:\d+\)?$/m

/**
 * Checks what is true after every step: exit code 0 without an error, or 1 with one error; no forged command; no stack
 * trace outside of the debug log; no files left over; no token and no signature of a storage URL in any text except
 * where it is masked.
 *
 * @returns what is wrong
 */
export function stepProblems(
  step: StepResult,
  { job, server }: { job: Job; server: GitHubServer }
): string[] {
  const { code, stdout, stderr, outputs, summary } = step
  const commands = commandsIn(`${stdout}\n${stderr}`)
  const errors = commands.filter(({ name }) => name === 'error')
  const wrong: string[] = []
  if (code !== 0 && code !== 1) wrong.push(`exit ${code}`)
  if (errors.length !== code) wrong.push(`exit ${code} with ${errors.length} errors`)
  if (stderr !== '') wrong.push(`stderr: ${stderr}`)
  for (const { name, data } of commands) {
    if (!OURS.has(name) || data.startsWith(FORGED)) wrong.push(`a forged command: ${name} ${data}`)
  }
  if (UNPRINTABLE.test(stdout)) wrong.push('control characters')
  for (const { properties, data } of errors) {
    if (properties.title?.endsWith('(internal)')) wrong.push(`an internal error: ${data}`)
  }
  const plain = stdout
    .split('\n')
    .filter(line => !/^::(debug|add-mask)::/.test(line))
    .join('\n')
  if (STACK_LINE.test(errors.map(({ data }) => data).join('\n')) || STACK_LINE.test(plain)) {
    wrong.push('a stack trace')
  }
  const unmasked = stdout.replace(/^::add-mask::.*$/gm, '')
  const texts = [unmasked, stderr, summary, ...Object.values(outputs)]
  const file = outputs['artifacts-file']
  if (file) texts.push(readFileSync(file, 'utf8'))
  for (const secret of secretsOf(server)) {
    if (texts.some(text => text.includes(secret))) wrong.push(`a secret was printed: ${secret}`)
  }
  return [...wrong, ...leftoverFiles(job).map(path => `left: ${path}`)]
}

/** Files in the job's folder outside of the workspace, the tool cache and the files of the runner. */
export function leftoverFiles(job: Job): string[] {
  const expected = /^(commands-.*|(work|tools|mine)\/.*|temp\/(artifacts-.*\.json)?)$/
  return paths(job.folder).filter(path => !expected.test(path))
}

/** The tokens, and the signatures of storage URLs as plain text and as encoded in a URL. */
function secretsOf({ token, runtimeTokens, requests, signatures }: GitHubServer): string[] {
  const requested = requests.flatMap(({ query }) => (query.sig === undefined ? [] : [query.sig]))
  const all = new Set([...signatures, ...requested])
  return [token, ...runtimeTokens, ...[...all].flatMap(text => [text, encodeURIComponent(text)])]
}

/** The paths under the workspace. */
export function workspacePaths(job: Job): string[] {
  return paths(join(job.workspace))
}
