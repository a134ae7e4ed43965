import { printable } from './printable.js'

const MAX_VALUE = 100

/** The values that an input accepts. */
export type Expected =
  | { kind: keyof typeof EXPECTED }
  | { kind: 'one-of'; words: readonly string[] }
  | { kind: 'integer'; min: number; max?: number; orWord?: string }
  | { kind: 'globs'; pattern: string; problem: 'length' | 'alternatives'; max: number }

const EXPECTED = {
  boolean: 'true or false',
  size: 'a size such as 500, 10KB, 1.5GB or 4GiB',
  duration: 'a duration such as 90s, 15m, 36h, 7d or 2w',
  moment: 'a duration (90s, 15m, 36h, 7d, 2w), a date (2026-01-31) or a date-time (2026-01-31T10:00:00Z)',
  shard: 'i/n with 1 ≤ i ≤ n, such as 2/5',
  positive: 'more than 0',
  'single-line': 'one line without control characters',
  names: 'exact names, one per line. For globs, use the input pattern',
  ids: 'artifact IDs (whole numbers from 1), separated by commas or new lines',
  'run-id': 'the ID of a run, a whole number from 1, or triggering',
  workflow: 'the file name of a workflow (ci.yml), its path or its ID',
  'pull-request': 'the number of a pull request, a whole number from 1, or merged',
  commit: 'the SHA of a commit, at least its first 7 characters, or merge-base',
  event: 'the name of an event, such as push or schedule',
  branches: 'branches or globs, one per line',
  'whole-lines':
    'a name or glob on each line. After ! or refs/heads/, an expression probably evaluated to empty',
  digests: 'one digest (sha256: and 64 hex digits), or one line NAME=sha256:HEX for each artifact',
  repository: 'owner/repo',
  'api-url': 'the base URL of a REST API, such as https://HOST/api/v3',
  'api-url-parts': 'a URL without user info, query or fragment',
  'api-url-protocol': 'https, or http for loopback and for the server that runs this job'
} as const

/** All problems of a step's inputs. */
export function invalidInputs(problems: readonly { input: string; text: string }[]): string {
  const [first = '', ...more] = problems.map(({ input, text }) => `${input} ${text}`)
  return more.length === 0 ? `Invalid input: ${first}` : `Invalid inputs:\n- ${[first, ...more].join('\n- ')}`
}

/** @param value undefined if it must not be printed */
export const invalidValue = (value: string | undefined, expected: Expected) =>
  `${value === undefined ? '' : `${quoted(value)} `}is not valid. Allowed: ${describeExpected(expected)}`

function describeExpected(expected: Expected): string {
  if (expected.kind === 'one-of') return listOf(expected.words, 'or')
  if (expected.kind === 'integer') {
    const { min, max, orWord } = expected
    return `${orWord === undefined ? '' : `${orWord} or `}a whole number from ${min}${max === undefined ? '' : ` to ${max}`}`
  }
  if (expected.kind === 'globs') {
    const { pattern, problem, max } = expected
    const limit = problem === 'length' ? `${max} characters` : `${max} alternatives in braces`
    return `globs of at most ${limit}, one per line. Too large: ${quoted(pattern)}`
  }
  return EXPECTED[expected.kind]
}

export const emptyRepository = () => `is empty. Allowed: ${EXPECTED.repository}`

/** An unknown input that is almost certainly a typo of a known one. */
export const misspelledInput = (known: string, variable: string) =>
  `is not an input of this action. Did you mean ${known}? If the job sets the environment variable ${printable(variable, MAX_VALUE)}, rename that variable`

/** An input of another action. */
export function unknownInput(unknown: {
  input: string
  /** The inputs to use instead. */
  replacements: readonly string[]
  /** Whether the last replacement is a key of the step instead of an input. */
  isStepKey: boolean
  /** Whether the step looks like one that deletes, but downloads by default. */
  isDownload: boolean
}): string {
  const { input, replacements, isStepKey, isDownload } = unknown
  const use = `${listOf(replacements, 'or')}${isStepKey ? ' of the step, outside of with,' : ''}`
  const note = isDownload ? '. This step downloads, because operation: delete is not set' : ''
  return `${printable(input, MAX_VALUE)} is not an input of this action and has no effect. Use ${use} instead${note}`
}

export const emptyForDelete = (byDefault: string) =>
  `is empty: its expression probably evaluated to empty. With delete, that can delete more than you want. To accept the default, write ${orDefault(byDefault)}`

export const emptyRunIdElsewhere = () =>
  'is empty, and the current run is not in that repository or on that server. Set the ID of a run, or remove run-id'

export const emptyDigest = () =>
  "is empty: its expression probably evaluated to empty. To check no digest, write ${{ … || '*' }}"

/** Empty inputs that count as their defaults. */
export function emptyInputs(empty: readonly { input: string; byDefault: string }[]): string {
  const effects = empty.map(({ input, byDefault }) => `${input} is empty: ${effectOf(byDefault)}`)
  const fixes = empty.map(({ input, byDefault }) => `${input}: ${orDefault(byDefault)}`)
  return `${effects.join('. ')}. An expression probably evaluated to empty. To accept the default, write ${fixes.join(', ')}`
}

function effectOf(byDefault: string): string {
  if (byDefault === '*' || byDefault === '**') return 'it restricts nothing'
  const expression = expressionOf(byDefault)
  if (expression === 'github.run_id') return 'the current run is used'
  if (expression === 'github.token') return 'no token is used'
  return `${expression ?? byDefault} is used`
}

/** `${{ … || '*' }}`: an expression with a default. */
const orDefault = (byDefault: string) => `\${{ … || ${expressionOf(byDefault) ?? `'${byDefault}'`} }}`

function expressionOf(text: string): string | undefined {
  return /^\$\{\{ (.*) \}\}$/.exec(text)?.[1]
}

/** An input of another operation. */
export function otherOperation(given: {
  value: string
  operation: string
  isDefaultOperation: boolean
  allowedWith: readonly string[]
}): string {
  const { value, operation, isDefaultOperation, allowedWith } = given
  const which = isDefaultOperation ? `${operation} (the default)` : operation
  return `${quoted(value)} has no effect with operation: ${which}. Allowed with operation: ${listOf(allowedWith, 'or')}`
}

export const getWithoutName = () =>
  'is not set. For get, set name or artifact-ids. To find artifacts by pattern, use operation: list'

export const deleteAfterFiles = () =>
  '"true" would delete the whole artifact, but the input files downloads only a part. Remove one of the two inputs'

export const deleteAfterSkip = () =>
  '"true" would also delete files that on-conflict: skip did not write. Use on-conflict: overwrite or error'

export const unpackOfWholeArchive = () =>
  'has no effect with skip-decompress: true, which keeps the whole archive. Remove unpack or skip-decompress'

export const filesOfWholeArchive = () =>
  'has no effect with skip-decompress: true, which keeps the whole archive. Remove files or skip-decompress'

export const digestOfFiles = () => 'cannot be combined with files: only a whole artifact has a digest'

/** A `min-count` above what another input selects at most. */
export const minCountOutOfReach = (minCount: number, { input, max }: { input: string; max: number }) =>
  `"${minCount}" cannot be reached: ${input} selects at most ${max}. Lower min-count or change ${input}`

/** @param excludesBranches whether `branch` only excludes */
export function deleteEverything(filters: readonly string[], excludesBranches: boolean): string {
  const rest = excludesBranches ? 'everything else' : 'everything'
  return `is not set, and no other input limits what to delete. Set at least one of ${listOf(filters, 'or')}. To delete ${rest}, set pattern: '*'`
}

export const deleteOfCurrentRun = (runInputs: readonly string[]) =>
  `would apply only to the current run. Add scope: repository, or select a run by ${listOf(runInputs, 'or')}`

/** `keep-runs` where only one run is searched. */
export const keepRunsOfOneRun = () =>
  'keeps the only run that the step looks at, so it deletes nothing. Add scope: repository'

export const jobTokenForOtherServer = (origin: string) =>
  `is the GITHUB_TOKEN of this job, but api-url is another server. Use a token of ${printable(origin)}`

export const noCurrentRun = () =>
  'is not set, and there is no current run (GITHUB_RUN_ID is not set). Set the ID of a run'

export const noRunElsewhere = (runInputs: readonly string[]) =>
  `is not set, and the current run is in another repository or on another server. Set the ID of a run, search by ${listOf(runInputs, 'or')}, or set artifact-ids or scope: repository`

export const runIdWithScope = (runId: number | string) =>
  `"${runId}" is one run, but scope: repository selects all runs. Remove run-id or scope`

export const runIdWithSearch = (runId: number | string, others: readonly string[]) =>
  `"${runId}" already selects the run. Remove run-id, or remove ${listOf(others, 'and')}`

export const idsWithScope = () =>
  'already select artifacts of the whole repository. Remove artifact-ids or scope: repository'

export const idsWithSearch = (others: readonly string[]) =>
  `already select the artifacts, of any run. Remove artifact-ids, or remove ${listOf(others, 'and')}`

export const numberWithoutWorkflow = (number: number) =>
  `"${number}" is the number of a run in one workflow. Also set workflow`

export const ancestorsWithoutCommit = (count: number) =>
  `"${count}" needs a commit whose ancestors to search. Also set commit`

/** @param problem why the job has no pull request to compare */
export function noMergeBase(problem: 'elsewhere' | 'no-pull-request'): string {
  const reason =
    problem === 'elsewhere' ? 'repository or api-url is another one' : 'the event of this job has none'
  return `"merge-base" needs a pull request in the repository of this job, but ${reason}. Set the SHA of a commit`
}

/** @param problem why the job has no merge commit */
export function noMergeCommit(problem: 'elsewhere' | 'no-sha'): string {
  const reason =
    problem === 'elsewhere' ? 'repository or api-url is another one' : 'GITHUB_SHA is not set to a commit'
  return `"merged" needs the commit of this job in its own repository, but ${reason}. Set the number of a pull request`
}

export const branchOfPullRequest = (value: string, pullRequest: string) =>
  `${quoted(value)} is not a branch. Use pull-request: ${pullRequest}`

export const branchGlob = (value: string) =>
  `${quoted(value)} is a glob, but a search for a run needs branch names, which it tries in order. To use globs, set scope: repository`

/** @param event undefined if the run was triggered by a run, but that run is in another repository */
export function noTriggeringRun(event: string | undefined): string {
  const reason =
    event === undefined ? 'repository is another repository' : `this run was triggered by ${printable(event)}`
  return `"triggering" needs a workflow_run event in the same repository, but ${reason}. Set the ID of a run`
}

const quoted = (value: string) => `"${printable(value, MAX_VALUE)}"`

function listOf(words: readonly string[], conjunction: 'and' | 'or'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`
}
