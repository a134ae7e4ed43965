import { homedir } from 'node:os'
import path from 'node:path'
import { runtimeRefused } from '../messages/artifact-service.js'
import * as messages from '../messages/inputs.js'
import type { Place } from '../selection/inputs.js'
import { LONGEST_TIMER } from '../time/clock.js'
import { DEFAULTS, type InputName } from './action-defaults.js'
import type { ActionInputs, Operation } from './action-inputs.js'
import {
  currentRunId,
  type Environment,
  inputText,
  isOnGitHubCom,
  isOwnRepository,
  isOwnServer,
  ownApiUrl
} from './environment.js'
import { STEP_KEY, unknownInputs } from './input-names.js'
import { InvalidValue } from './input-parsers.js'
import { checkApiUrl, checkContradictions } from './input-rules.js'
import { INPUTS, type Values } from './input-table.js'
import { Problems } from './problems.js'
import { placeOf, RUN_GROUP } from './run-inputs.js'

/**
 * Reads and checks all inputs.
 *
 * @param env with the inputs as the runner passes them (`INPUT_*`)
 * @param warn gets a text for each input that is probably a mistake
 * @throws InputError with all problems
 */
export function readInputs(env: Environment, warn: (text: string) => void): ActionInputs {
  const problems = new Problems(warn)
  const values = readValues(env, problems)
  // The runner passes the current run's ID by default, also beside inputs that choose another run.
  if (values['run-id'] === currentRunId(env)) values['run-id'] = undefined
  const { operation, repository, 'github-token': token = '', 'api-url': apiUrl } = values
  if (repository === undefined && !problems.has('repository')) {
    problems.add('repository', messages.emptyRepository())
  }
  if (!problems.has('api-url')) checkApiUrl(apiUrl, token, env, problems)
  checkUnknownInputs(operation, env, problems)
  const ownServer = isOwnServer(apiUrl, env)
  const isElsewhere =
    (!ownServer && !problems.has('api-url')) ||
    (repository !== undefined && !isOwnRepository(repository, env))
  checkEmptyInputs(operation, isElsewhere, env, problems)
  const place = placeOf(values, isElsewhere, env, problems)
  if (values.backend === 'runtime') checkRuntime(values, { place, ownServer }, env, problems)
  if (!problems.has('operation')) {
    checkOtherOperations(values, env, problems)
    checkContradictions(operation, values, problems)
  }
  problems.throwIfAny()
  if (repository === undefined || place === undefined) throw new TypeError('no value and no problem')
  const isStrict = operation === 'get' || operation === 'download' || values['min-count'] > 0
  const shared = {
    repository,
    ownRepository: isOwnRepository(repository, env),
    token,
    apiUrl: apiUrl.replace(/\/+$/, ''),
    ownServer,
    onGitHubCom: ownServer && isOnGitHubCom(env),
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
    minCount: values['min-count'],
    ifNoArtifactFound: values['if-no-artifact-found'] ?? (isStrict ? 'error' : 'ignore'),
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
        keepRuns: values['keep-runs'],
        keepSize: values['keep-size'],
        groupBy: values['group-by'] ?? (values['keep-runs'] === undefined ? 'name' : 'workflow'),
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
        unpack: values.unpack,
        skipDecompress: values['skip-decompress'],
        expectedDigest: values['expected-digest'],
        digestMismatch: values['digest-mismatch'],
        onConflict: values['on-conflict'],
        maxExtractedSize: values['max-extracted-size'],
        cache: values.cache,
        deleteAfter: values['delete-after']
      }
  }
}

/** Refuses the inputs that keep `backend: runtime` from working: it reads only the current run of this job. */
function checkRuntime(
  values: Values,
  { place, ownServer }: { place: Place | undefined; ownServer: boolean },
  env: Environment,
  problems: Problems
): void {
  if (place === undefined) return
  const { repository } = values
  const isCurrent = place.kind === 'ids' || (place.kind === 'run' && place.how === 'current')
  const runInputs = RUN_GROUP.filter(input => values[input] !== undefined)
  const outside = [
    ...(isCurrent ? [] : place.kind === 'repository' ? ['scope: repository'] : runInputs),
    ...(repository === undefined || isOwnRepository(repository, env) ? [] : ['repository']),
    ...(currentRunId(env) === undefined ? ['no GITHUB_RUN_ID'] : []),
    ...(ownServer ? [] : ['api-url']),
    ...(values['include-expired'] ? ['include-expired: true'] : [])
  ]
  if (outside.length > 0) problems.add('backend', runtimeRefused(outside))
}

/** `get` by name selects the newest artifact of each name; by ID, exactly that artifact. */
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
      if (!(error instanceof InvalidValue)) throw error
      const value = name === 'github-token' ? undefined : text
      problems.add(name, messages.invalidValue(value, error.expected))
      return undefined
    }
  }
  return Object.fromEntries(inputNames().map(name => [name, read(name)])) as Values
}

function inputNames(): InputName[] {
  return Object.keys(INPUTS) as InputName[]
}

/** The text of an input. An empty input counts as its default. */
function textOf(name: InputName, env: Environment): string {
  return inputText(name, env) || defaultOf(name, env)
}

/** The default in action.yml, with the expressions that the runner evaluates. */
function defaultOf(name: InputName, env: Environment): string {
  const text: string = DEFAULTS[name]
  switch (text) {
    case '${{ github.repository }}':
      return env.GITHUB_REPOSITORY ?? ''
    case '${{ github.api_url }}':
      return ownApiUrl(env)
    case '${{ github.workspace }}':
      return env.GITHUB_WORKSPACE ?? process.cwd()
    case '${{ github.run_id }}':
      return String(currentRunId(env) ?? '')
    case '${{ github.token }}':
      return ''
    default:
      return text
  }
}

/** Refuses inputs of other operations unless they have their default, which the runner always passes. */
function checkOtherOperations(values: Values, env: Environment, problems: Problems): void {
  const { operation } = values
  for (const name of inputNames()) {
    const operations: readonly Operation[] = INPUTS[name].operations
    const [given, byDefault] = [inputText(name, env) ?? '', defaultOf(name, env)]
    if (operations.includes(operation) || given === '' || given === byDefault) continue
    // The same value in another spelling: `False` is `false`.
    if (byDefault !== '' && values[name] === INPUTS[name].parser(byDefault)) continue
    if (name === 'path' && path.resolve(given) === path.resolve(byDefault)) continue
    const isDefaultOperation = operation === DEFAULTS.operation
    const facts = { value: given, operation, isDefaultOperation, allowedWith: operations }
    problems.add(name, messages.otherOperation(facts))
  }
}

/**
 * Refuses typos and warns about inputs of other actions. Those can also be variables of the job, or inputs of a
 * surrounding composite action that passes them on under our names: then there is no warning.
 */
function checkUnknownInputs(operation: Operation, env: Environment, problems: Problems): void {
  for (const { variable, name, value, replacements, isOfDeleteAction, isTypo } of unknownInputs(env)) {
    const [first = ''] = replacements
    if (isTypo) problems.add(name, messages.misspelledInput(first, variable))
    else if (!replacements.some(input => input !== STEP_KEY && isPassedOn(input, value, env))) {
      const isDownload = isOfDeleteAction && operation === DEFAULTS.operation
      problems.warn(
        messages.unknownInput({ input: name, replacements, isStepKey: first === STEP_KEY, isDownload })
      )
    }
  }
}

/** Whether one of our inputs is set too. The default of the token is unknown, so only an equal token counts. */
function isPassedOn(name: InputName, value: string, env: Environment): boolean {
  const text = textOf(name, env)
  return text === value || (name !== 'github-token' && text !== defaultOf(name, env))
}

/**
 * The runner passes the default if the key is absent. So an empty input was written, and its expression evaluated to
 * empty. `delete` refuses that; otherwise the input counts as its default, with a warning.
 */
function checkEmptyInputs(
  operation: Operation,
  isElsewhere: boolean,
  env: Environment,
  problems: Problems
): void {
  const accepted: { input: InputName; byDefault: string }[] = []
  for (const name of inputNames()) {
    const byDefault: string = DEFAULTS[name]
    // The token that act passes by default is empty.
    const canBeEmpty = byDefault === '' || (name === 'github-token' && env.ACT === 'true')
    if (canBeEmpty || inputText(name, env) !== '') continue
    const operations: readonly Operation[] = INPUTS[name].operations
    if (name === 'run-id' && isElsewhere) problems.add(name, messages.emptyRunIdElsewhere())
    // An expression without a value must not turn the check off.
    else if (name === 'expected-digest' && operation === 'download')
      problems.add(name, messages.emptyDigest())
    else if (operation === 'delete' && operations.includes(operation)) {
      problems.add(name, messages.emptyForDelete(byDefault))
    } else accepted.push({ input: name, byDefault })
  }
  if (accepted.length > 0) problems.warn(messages.emptyInputs(accepted))
}

/** The absolute path. `~` and `~/…` are the home folder, as in actions/download-artifact. */
function absolutePath(text: string): string {
  return path.resolve(text.replace(/^~(?=$|[/\\])/, homedir()))
}
