import * as messages from '../messages/inputs.js'
import type { Operation } from './action-inputs.js'
import { type Environment, ownApiUrl } from './environment.js'
import type { Values } from './input-table.js'
import type { Problems } from './problems.js'
import { RUN_GROUP } from './run-inputs.js'

/** Reports inputs that contradict each other. */
export function checkContradictions(operation: Operation, values: Values, problems: Problems): void {
  // An invalid value is not missing, so it is not reported twice.
  const isNamed = values.name !== undefined || values['artifact-ids'] !== undefined
  if (operation === 'get' && !isNamed && !problems.has('name', 'artifact-ids')) {
    problems.add('name', messages.getWithoutName())
  }
  if (operation === 'delete') checkDelete(values, problems)
  checkMinCount(operation, values, problems)
  if (values['delete-after'] && values.files !== undefined) {
    problems.add('delete-after', messages.deleteAfterFiles())
  }
  if (values['delete-after'] && values['on-conflict'] === 'skip') {
    problems.add('delete-after', messages.deleteAfterSkip())
  }
  if (values['expected-digest'] !== undefined && values.files !== undefined) {
    problems.add('expected-digest', messages.digestOfFiles())
  }
  if (values['skip-decompress'] && values.files !== undefined) {
    problems.add('files', messages.filesOfWholeArchive())
  }
  if (values['skip-decompress'] && values.unpack !== undefined) {
    problems.add('unpack', messages.unpackOfWholeArchive())
  }
}

/** Refuses a `min-count` that cannot be reached, whatever artifacts exist. */
function checkMinCount(operation: Operation, values: Values, problems: Problems): void {
  const isOneOfEach = values.latest ?? operation === 'download'
  const most = {
    limit: values.limit || undefined,
    'artifact-ids': values['artifact-ids']?.length,
    name: isOneOfEach ? values.name?.length : undefined
  }
  const minCount = values['min-count']
  for (const [input, max] of Object.entries(most)) {
    if (max !== undefined && max < minCount) {
      problems.add('min-count', messages.minCountOutOfReach(minCount, { input, max }))
    }
  }
}

/** The inputs that limit what `delete` deletes. */
const FILTERS = [
  'name',
  'pattern',
  'artifact-ids',
  'branch',
  'older-than',
  'newer-than',
  'larger-than',
  'smaller-than',
  'keep-latest',
  'keep-runs',
  'keep-size',
  'gone-branches'
] as const
/** Those of them that make sense only for the artifacts of several runs. */
const RETENTION = ['older-than', 'keep-latest', 'keep-size', 'gone-branches'] as const

function checkDelete(values: Values, problems: Problems): void {
  // Protecting some branches does not mean deleting everything else: an input beside it may have evaluated to empty.
  const onlyExcludes = values.branch?.lines.every(line => line.startsWith('!')) ?? false
  const isSet = (input: (typeof FILTERS)[number]) =>
    values[input] !== undefined && values[input] !== false && !(input === 'branch' && onlyExcludes)
  if (!FILTERS.some(isSet) && !problems.has(...FILTERS)) {
    problems.add('name', messages.deleteEverything(FILTERS, onlyExcludes))
  }
  const isOfManyRuns = values.scope === 'repository' || values['artifact-ids'] !== undefined
  if (isSet('keep-runs') && !isOfManyRuns && !problems.has('scope', 'artifact-ids')) {
    problems.add('keep-runs', messages.keepRunsOfOneRun())
  }
  const hasPlace = isOfManyRuns || RUN_GROUP.some(input => values[input] !== undefined)
  if (hasPlace || problems.has('scope', 'artifact-ids', ...RUN_GROUP)) return
  for (const input of RETENTION) {
    if (isSet(input)) problems.add(input, messages.deleteOfCurrentRun(RUN_GROUP))
  }
}

/** Checks that the token may be sent to `api-url`, and that it is a token for that server. */
export function checkApiUrl(text: string, token: string, env: Environment, problems: Problems): void {
  const kind = apiUrlProblem(text, env)
  if (kind !== undefined) {
    // The text before an @ is a password.
    problems.add('api-url', messages.invalidValue(text.replace(/\/\/[^/]*@/, '//***@'), { kind }))
  } else if (!isOwnOrigin(text, env) && token !== '' && token === env.GITHUB_TOKEN) {
    problems.add('github-token', messages.jobTokenForOtherServer(new URL(text).origin))
  }
}

function apiUrlProblem(text: string, env: Environment) {
  if (!URL.canParse(text)) return 'api-url'
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '' || /[?#]/.test(text)) return 'api-url-parts'
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  const isAllowed = protocol === 'https:' || (protocol === 'http:' && (isLoopback || isOwnOrigin(text, env)))
  return isAllowed ? undefined : 'api-url-protocol'
}

function isOwnOrigin(url: string, env: Environment): boolean {
  const own = ownApiUrl(env)
  return URL.canParse(own) && new URL(own).origin === new URL(url).origin
}
