import { printable } from '../messages/printable.js'
import type { Operation } from './action-inputs.js'
import type { Environment, Problems, Values } from './inputs.js'
import { RUN_GROUP } from './run-inputs.js'

/** What the values may not be together. */
export function checkContradictions(operation: Operation, values: Values, problems: Problems): void {
  // A value that is not allowed was given all the same: that it is missing is not said too.
  const named = values.name !== undefined || values['artifact-ids'] !== undefined
  if (operation === 'get' && !named && !problems.hasAny(['name', 'artifact-ids'])) {
    problems.add('name', 'is not given; get wants a name or artifact-ids (list finds artifacts by pattern)')
  }
  if (operation === 'delete') checkDelete(values, problems)
  if (values['delete-after'] && values.files !== undefined) {
    problems.add(
      'delete-after',
      '"true" with files would delete what was not written; allowed: without files'
    )
  }
  if (values['delete-after'] && values['on-conflict'] === 'skip') {
    problems.add(
      'delete-after',
      '"true" with on-conflict: skip would delete what was skipped; allowed: overwrite or error'
    )
  }
  if (values['skip-decompress'] && values.files !== undefined) {
    problems.add(
      'files',
      'cannot be picked from an archive that skip-decompress: true keeps whole; allowed: one of the two'
    )
  }
}

/** The inputs that say which artifacts to delete, and those of them that are about more than one run. */
const NARROWING = [
  'name',
  'pattern',
  'artifact-ids',
  'branch',
  'older-than',
  'newer-than',
  'larger-than',
  'smaller-than',
  'keep-latest',
  'keep-size',
  'gone-branches'
] as const
const RETENTION = ['older-than', 'keep-latest', 'keep-size', 'gone-branches'] as const

function checkDelete(values: Values, problems: Problems): void {
  const isGiven = (input: (typeof NARROWING)[number]) =>
    values[input] !== undefined && values[input] !== false && !(input === 'branch' && isProtection)
  // What protects some branches does not say that all else is meant: an input beside it may have come empty.
  const isProtection = values.branch?.lines.every(line => line.startsWith('!')) ?? false
  if (!NARROWING.some(isGiven) && !problems.hasAny(NARROWING)) {
    problems.add(
      'name',
      `is not given, and nothing else says which artifacts to delete; allowed: ${NARROWING.join(', ')} (to delete everything${isProtection ? ' else' : ''}, say pattern: '*')`
    )
  }
  const hasPlace =
    values.scope === 'repository' ||
    values['artifact-ids'] !== undefined ||
    RUN_GROUP.some(input => values[input] !== undefined)
  if (hasPlace || problems.hasAny(['scope', 'artifact-ids', ...RUN_GROUP])) return
  for (const input of RETENTION) {
    if (!isGiven(input)) continue
    problems.add(
      input,
      `would mean the artifacts of the current run; add scope: repository (or say which run: ${RUN_GROUP.join(', ')})`
    )
  }
}

/** Checks where the token may be sent, and that it is a token for there. */
export function checkApiUrl(text: string, values: Values, env: Environment, problems: Problems): void {
  // What stands before an @ is a password.
  const given = `"${printable(text.replace(/\/\/[^/]*@/, '//***@'), 100)}" is not allowed`
  if (!URL.canParse(text)) {
    problems.add('api-url', `${given}; allowed: the base URL of a REST API, such as https://HOST/api/v3`)
    return
  }
  const url = new URL(text)
  const own = env.GITHUB_API_URL ?? 'https://api.github.com'
  const ownOrigin = URL.canParse(own) && new URL(own).origin === url.origin
  const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
    problems.add('api-url', `${given}; allowed: a URL without user info, query or fragment`)
  } else if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (loopback || ownOrigin))) {
    problems.add(
      'api-url',
      `${given}; allowed: https, or http for loopback and for the server that this job runs on`
    )
  } else if (!ownOrigin && env.GITHUB_TOKEN !== undefined && values['github-token'] === env.GITHUB_TOKEN) {
    problems.add(
      'github-token',
      `is the GITHUB_TOKEN of this job, and api-url is another server; allowed: a token of ${url.origin}`
    )
  }
}
