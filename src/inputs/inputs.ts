import { homedir } from 'node:os'
import path from 'node:path'
import { CONFLICT_HANDLING, DIGEST_HANDLING } from '../download/inputs.js'
import { ActionError, messageOf } from '../errors/action-error.js'
import { runtimeRefused } from '../messages/artifact-service.js'
import { printable } from '../messages/printable.js'
import { FOUND_HANDLING, type Place } from '../selection/inputs.js'
import { GROUPINGS } from '../selection/keep-rules.js'
import { LONGEST_TIMER } from '../time/clock.js'
import { DEFAULTS, type InputName } from './action-defaults.js'
import { type ActionInputs, BACKENDS, CONCLUSIONS, OPERATIONS, type Operation } from './action-inputs.js'
import { isOwnServer, outsideCurrentRun } from './backend-rules.js'
import { OF_THE_STEP, unknownInputs } from './input-names.js'
import * as parse from './input-parsers.js'
import { checkApiUrl, checkContradictions } from './input-rules.js'
import { currentRunId, isOwnRepository, placeOf, RUN_GROUP } from './run-inputs.js'

const ALL = OPERATIONS
const LISTING = ['list', 'download', 'delete'] as const
const DOWNLOAD = ['download'] as const
const DELETE = ['delete'] as const

/** Every input: the operations it is for, and its parser. Names, descriptions and defaults are in action.yml. */
export const INPUTS = {
  operation: { operations: ALL, parser: parse.oneOf(OPERATIONS) },
  repository: { operations: ALL, parser: parse.repository },
  'github-token': { operations: ALL, parser: parse.singleLine },
  'api-url': { operations: ALL, parser: parse.singleLine },
  backend: { operations: ALL, parser: parse.oneOf(BACKENDS) },
  scope: { operations: LISTING, parser: parse.oneOf(['run', 'repository']) },
  'run-id': { operations: ALL, parser: parse.runId },
  workflow: { operations: ALL, parser: parse.workflow },
  branch: { operations: ALL, parser: parse.branches },
  commit: { operations: ALL, parser: parse.commit },
  'pull-request': { operations: ALL, parser: parse.integer(1) },
  event: { operations: ALL, parser: parse.event },
  conclusion: { operations: ALL, parser: parse.oneOf(CONCLUSIONS) },
  'allow-forks': { operations: ['list', 'get', 'download'], parser: parse.boolean },
  name: { operations: ALL, parser: parse.names },
  pattern: { operations: LISTING, parser: parse.globs },
  'artifact-ids': { operations: ALL, parser: parse.ids },
  'older-than': { operations: LISTING, parser: parse.moment },
  'newer-than': { operations: LISTING, parser: parse.moment },
  'larger-than': { operations: LISTING, parser: parse.size },
  'smaller-than': { operations: LISTING, parser: parse.size },
  'include-expired': { operations: ['list', 'get', 'delete'], parser: parse.boolean },
  latest: { operations: ['list', 'download'], parser: parse.boolean },
  shard: { operations: LISTING, parser: parse.shard },
  limit: { operations: LISTING, parser: parse.integer(0) },
  'if-no-artifact-found': { operations: ALL, parser: parse.oneOf(FOUND_HANDLING) },
  'wait-timeout': { operations: ['list', 'get', 'download'], parser: parse.duration },
  path: { operations: DOWNLOAD, parser: parse.singleLine },
  'merge-multiple': { operations: DOWNLOAD, parser: parse.boolean },
  files: { operations: DOWNLOAD, parser: parse.globs },
  'skip-decompress': { operations: DOWNLOAD, parser: parse.boolean },
  'digest-mismatch': { operations: DOWNLOAD, parser: parse.oneOf(DIGEST_HANDLING) },
  'on-conflict': { operations: DOWNLOAD, parser: parse.oneOf(CONFLICT_HANDLING) },
  'max-extracted-size': { operations: DOWNLOAD, parser: parse.size },
  cache: { operations: DOWNLOAD, parser: parse.boolean },
  'delete-after': { operations: DOWNLOAD, parser: parse.boolean },
  'keep-latest': { operations: DELETE, parser: parse.integer(1) },
  'keep-size': { operations: DELETE, parser: parse.positive(parse.size) },
  'group-by': { operations: DELETE, parser: parse.oneOf(GROUPINGS) },
  'gone-branches': { operations: DELETE, parser: parse.boolean },
  'max-deletes': { operations: DELETE, parser: parse.integer(0) },
  'dry-run': { operations: DELETE, parser: parse.boolean },
  concurrency: { operations: ALL, parser: parse.integer(1, 64) },
  retries: { operations: ALL, parser: parse.integer(0, 100) },
  'stall-timeout': { operations: ALL, parser: parse.positive(parse.duration) },
  'rate-limit-wait': { operations: ALL, parser: parse.duration },
  summary: { operations: ALL, parser: parse.boolean }
} as const satisfies Record<InputName, { operations: readonly Operation[]; parser: parse.Parser<unknown> }>

type ValueOf<Name extends InputName> = ReturnType<(typeof INPUTS)[Name]['parser']>

/** Inputs that a step may leave without a value: no default, or one that the environment may lack. */
type OptionalName = {
  [Name in InputName]: (typeof DEFAULTS)[Name] extends '' | '${{ github.repository }}' | '${{ github.token }}'
    ? Name
    : never
}[InputName]

/** The values of the inputs. One that is not allowed is a problem, and its value undefined until that is thrown. */
export type Values = { [Name in Exclude<InputName, OptionalName>]: ValueOf<Name> } & {
  [Name in OptionalName]: ValueOf<Name> | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What is wrong with the inputs: all of it, to be said in one go. */
export class Problems {
  readonly #found: { input: string; text: string }[] = []

  /** `text` reads on after the input's name: what was given, and what is allowed. */
  add(input: string, text: string): void {
    this.#found.push({ input, text })
  }

  has(input: InputName): boolean {
    return this.hasAny([input])
  }

  hasAny(inputs: readonly InputName[]): boolean {
    return this.#found.some(({ input }) => inputs.some(name => name === input))
  }

  /** @throws ActionError with code `input-invalid` when there are any */
  throwIfAny(): void {
    const [first, ...more] = this.#found.map(({ input, text }) => `${input} ${text}`)
    if (first === undefined) return
    const message =
      more.length === 0 ? `Invalid input: ${first}` : `Invalid inputs:\n- ${[first, ...more].join('\n- ')}`
    throw new ActionError('input-invalid', message)
  }
}

/**
 * Reads all inputs as the runner passes them (`INPUT_*`).
 *
 * @param warn told what is allowed and most likely not what was meant
 * @throws ActionError with code `input-invalid` that lists every problem: the input, what was given, what is allowed
 */
export function readInputs(env: Environment, warn: (text: string) => void): ActionInputs {
  const problems = new Problems()
  const values = readValues(env, problems)
  const { operation, repository, 'github-token': token = '', 'api-url': apiUrl } = values
  if (repository === undefined && !problems.has('repository')) {
    problems.add('repository', 'is empty; allowed: owner/repo')
  }
  if (!problems.has('api-url')) checkApiUrl(apiUrl, values, env, problems)
  checkStrangers(operation, env, { problems, warn })
  checkEmpty(values, env, warn)
  const place = placeOf(values, env, problems)
  const ownServer = isOwnServer(apiUrl, env.GITHUB_API_URL)
  if (values.backend === 'runtime') checkRuntime(values, { place, ownServer }, env, problems)
  if (!problems.has('operation')) {
    checkForeignInputs(values, env, problems)
    checkContradictions(operation, values, problems)
  }
  problems.throwIfAny()
  if (repository === undefined || place === undefined) throw new TypeError('no value, and no problem told')
  const strict = operation === 'get' || operation === 'download'
  const shared = {
    repository,
    ownRepository: isOwnRepository(repository, env),
    token,
    apiUrl: apiUrl.replace(/\/+$/, ''),
    ownServer,
    backend: values.backend,
    concurrency: values.concurrency,
    retries: values.retries,
    stallTimeout: Math.min(LONGEST_TIMER, values['stall-timeout']),
    rateLimitWait: values['rate-limit-wait'],
    summary: values.summary ?? operation !== 'get',
    place,
    currentRunId: isOwnRepository(repository, env) ? currentRunId(env) : undefined,
    names: values.name ?? [],
    pattern: values.pattern,
    includeExpired: values['include-expired'],
    olderThan: values['older-than'],
    newerThan: values['newer-than'],
    largerThan: values['larger-than'],
    smallerThan: values['smaller-than'],
    latest: values.latest ?? latestByDefault(operation, place),
    shard: values.shard,
    limit: values.limit,
    ifNoArtifactFound: values['if-no-artifact-found'] ?? (strict ? 'error' : 'ignore'),
    waitTimeout: values['wait-timeout']
  }
  switch (operation) {
    case 'list':
    case 'get':
      return { operation, ...shared }
    case 'delete':
      return {
        operation,
        ...shared,
        keepLatest: values['keep-latest'],
        keepSize: values['keep-size'],
        groupBy: values['group-by'],
        goneBranches: values['gone-branches'],
        maxDeletes: values['max-deletes'],
        dryRun: values['dry-run']
      }
    case 'download':
      return {
        operation,
        ...shared,
        path: absolutePath(values.path),
        mergeMultiple: values['merge-multiple'],
        files: values.files,
        skipDecompress: values['skip-decompress'],
        digestMismatch: values['digest-mismatch'],
        onConflict: values['on-conflict'],
        maxExtractedSize: values['max-extracted-size'],
        cache: values.cache,
        deleteAfter: values['delete-after']
      }
  }
}

function checkRuntime(
  values: Values,
  { place, ownServer }: { place: Place | undefined; ownServer: boolean },
  env: Environment,
  problems: Problems
): void {
  if (place === undefined) return
  const outside = outsideCurrentRun({
    place,
    runInputs: RUN_GROUP.filter(input => values[input] !== undefined),
    ownRepository: values.repository === undefined || isOwnRepository(values.repository, env),
    ownServer,
    hasRunId: currentRunId(env) !== undefined,
    includeExpired: values['include-expired']
  })
  if (outside.length > 0) problems.add('backend', runtimeRefused(outside))
}

/** `get` by name is the newest of each name by its nature; by id it is that id. */
function latestByDefault(operation: Operation, place: Place): boolean {
  return operation === 'download' || (operation === 'get' && place.kind !== 'ids')
}

function readValues(env: Environment, problems: Problems): Values {
  const read = (name: InputName) => {
    const text = textOf(name, env)
    if (text === '') return undefined
    try {
      return INPUTS[name].parser(text)
    } catch (error) {
      const given = name === 'github-token' ? '' : `"${printable(text, 100)}" `
      problems.add(name, `${given}is not allowed; ${messageOf(error)}`)
      return undefined
    }
  }
  return Object.fromEntries(inputNames().map(name => [name, read(name)])) as Values
}

function inputNames(): InputName[] {
  return Object.keys(INPUTS) as InputName[]
}

/** The text of an input. An empty value is an input not given, so it has its default. */
function textOf(name: InputName, env: Environment): string {
  return givenText(name, env) || defaultOf(name, env)
}

/** What the runner passes for an input; https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs */
function givenText(name: InputName, env: Environment): string {
  return env[`INPUT_${name.toUpperCase()}`]?.trim() ?? ''
}

/** The default in action.yml, with the expressions that the runner fills in. */
function defaultOf(name: InputName, env: Environment): string {
  const text: string = DEFAULTS[name]
  switch (text) {
    case '${{ github.repository }}':
      return env.GITHUB_REPOSITORY ?? ''
    case '${{ github.api_url }}':
      return env.GITHUB_API_URL ?? 'https://api.github.com'
    case '${{ github.workspace }}':
      return env.GITHUB_WORKSPACE ?? process.cwd()
    case '${{ github.token }}':
      return ''
    default:
      return text
  }
}

/** Inputs of other operations are refused, unless their value is the default, which the runner always passes. */
function checkForeignInputs(values: Values, env: Environment, problems: Problems): void {
  const { operation } = values
  for (const name of inputNames()) {
    const operations: readonly Operation[] = INPUTS[name].operations
    const [given, usual] = [givenText(name, env), defaultOf(name, env)]
    // The value, however it is spelt: `False` is `false`.
    const isSame = usual !== '' && values[name] === INPUTS[name].parser(usual)
    const isDefault =
      given === usual || isSame || (name === 'path' && path.resolve(given) === path.resolve(usual))
    if (operations.includes(operation) || given === '' || isDefault) continue
    // The runner fills in the default: that none was given cannot be told.
    const which = operation === DEFAULTS.operation ? `${operation} (the default)` : operation
    problems.add(
      name,
      `"${printable(given, 100)}" does nothing with operation: ${which}; allowed with: ${operations.join(', ')}`
    )
  }
}

/**
 * Inputs that are none of ours: a slip is refused. Others may be variables of the job, or inputs of a composite action
 * around it, which then passes them on under our names.
 */
function checkStrangers(
  operation: Operation,
  env: Environment,
  { problems, warn }: { problems: Problems; warn: (text: string) => void }
): void {
  for (const { variable, given, value, ours, isOfCleanUp, isSlip } of unknownInputs(env)) {
    if (isSlip) {
      problems.add(
        given,
        `is not an input of this action; did you mean ${ours[0]}? (If ${variable} is a variable of the job, give it another name.)`
      )
    } else if (!ours.some(name => name !== OF_THE_STEP && isPassedOn(name, value, env))) {
      const near = ours.map(name => (name === OF_THE_STEP ? `${name} of the step, beside with` : name))
      const downloads = isOfCleanUp && operation === DEFAULTS.operation
      warn(
        `${given} is not an input of this action, and does nothing; the nearest here is ${near.join(' or ')}${downloads ? '. This step downloads: operation: delete is not set' : ''}`
      )
    }
  }
}

/** Whether one of ours was given too. The default of the token is not known, so that it counts only with the same value. */
function isPassedOn(name: InputName, value: string, env: Environment): boolean {
  const ours = textOf(name, env)
  return ours === value || (name !== 'github-token' && ours !== defaultOf(name, env))
}

/** What is deleted where one of these came to nothing. */
const DELETES_MORE = {
  'dry-run': 'this step deletes',
  'gone-branches': 'branches that are there are meant too'
} as const

/**
 * The runner fills in the default only where the key is absent: what is there and empty was to be something. Never
 * advised is `|| 'true'`: it makes true of a false too.
 */
function checkEmpty({ operation }: Values, env: Environment, warn: (text: string) => void): void {
  if (operation !== 'delete') return
  for (const [name, what] of Object.entries(DELETES_MORE)) {
    if (env[`INPUT_${name.toUpperCase()}`]?.trim() !== '') continue
    warn(
      `${name} is empty, as if it were not given: ${what}. An expression in it came to nothing; where that is meant (by a schedule, say), write \${{ … || 'false' }}`
    )
  }
}

/** `~` and `~/…` are the home folder, as in actions/download-artifact; a relative path starts at the working directory. */
function absolutePath(text: string): string {
  return path.resolve(text.replace(/^~(?=$|[/\\])/, homedir()))
}
