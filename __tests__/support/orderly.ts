import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitHubServer } from './github-server/index.js'
import type { Job, StepResult } from './runner.js'
import { paths } from './tree.js'
import { commandsIn } from './workflow-commands.js'

/** What the action says to the runner; anything else is forged. */
const OURS = new Set(['debug', 'notice', 'warning', 'error', 'add-mask', 'group', 'endgroup'])
/** How a forged command's data begins, by agreement with the tests that try to forge one. */
export const FORGED = 'pwned'
/** What moves a terminal's cursor, or reorders what is read. */
const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/
const STACK_LINE = /^\s+at .+:\d+:\d+\)?$/m

/**
 * What holds after every step, whatever happened in it: an end of 0 without or of 1 with one error; no command to the
 * runner but ours; no stack trace outside the debug log; nothing left on the machine but what was asked for; no
 * signature of a storage URL, and no token, anywhere but where they are masked.
 *
 * @returns what does not hold
 */
export function disorders(step: StepResult, { job, server }: { job: Job; server: GitHubServer }): string[] {
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
  for (const { data } of errors) {
    if (/^Unexpected|fault of the action/.test(data)) wrong.push(`an error nobody thought of: ${data}`)
  }
  const plain = stdout
    .split('\n')
    .filter(line => !/^::(debug|add-mask)::/.test(line))
    .join('\n')
  if (STACK_LINE.test(errors.map(({ data }) => data).join('\n')) || STACK_LINE.test(plain)) {
    wrong.push('a stack trace')
  }
  const unmasked = stdout.replace(/^::add-mask::.*$/gm, '')
  const told = [unmasked, stderr, summary, ...Object.values(outputs)]
  const file = outputs['artifacts-file']
  if (file) told.push(readFileSync(file, 'utf8'))
  for (const secret of secretsOf(server)) {
    if (told.some(text => text.includes(secret))) wrong.push(`a secret was told: ${secret}`)
  }
  return [...wrong, ...leftBeside(job).map(path => `left: ${path}`)]
}

/** What is in the job's folder beside the workspace, the tool cache and what the runner itself put there. */
export function leftBeside(job: Job): string[] {
  const expected = /^(commands-.*|(work|tools|mine)\/.*|temp\/(artifacts-.*\.json)?)$/
  return paths(job.folder).filter(path => !expected.test(path))
}

/** The token, and what signs the storage URLs that were given out, as it is and as it is written in a URL. */
function secretsOf({ token, requests, signatures }: GitHubServer): string[] {
  const asked = requests.flatMap(({ query }) => (query.sig === undefined ? [] : [query.sig]))
  const all = new Set([...signatures, ...asked])
  return [token, ...[...all].flatMap(text => [text, encodeURIComponent(text)])]
}

/** The paths under the workspace. */
export function inWorkspace(job: Job): string[] {
  return paths(join(job.workspace))
}
