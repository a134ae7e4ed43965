import { CONFLICT_HANDLING, DIGEST_HANDLING } from '../download/inputs.js'
import { GROUPINGS } from '../selection/groupings.js'
import { FOUND_HANDLING } from '../selection/inputs.js'
import type { DEFAULTS, InputName } from './action-defaults.js'
import { BACKENDS, CONCLUSIONS, OPERATIONS, type Operation } from './action-inputs.js'
import * as parse from './input-parsers.js'

/** Three pages of commits. */
const MAX_ANCESTORS = 250
const ALL = OPERATIONS
const LISTING = ['list', 'download', 'delete'] as const
const DOWNLOAD = ['download'] as const
const DELETE = ['delete'] as const

/** Each input with its operations and its parser. Names, descriptions and defaults are in action.yml. */
export const INPUTS = {
  operation: { operations: ALL, parser: parse.oneOf(OPERATIONS) },
  repository: { operations: ALL, parser: parse.repository },
  'github-token': { operations: ALL, parser: parse.singleLine },
  'api-url': { operations: ALL, parser: parse.singleLine },
  backend: { operations: ALL, parser: parse.oneOf(BACKENDS) },
  scope: { operations: LISTING, parser: parse.oneOf(['run', 'repository']) },
  'run-id': { operations: ALL, parser: parse.runId },
  'run-number': { operations: ALL, parser: parse.unless('*', parse.integer(1)) },
  workflow: { operations: ALL, parser: parse.unless('*', parse.workflow) },
  branch: { operations: ALL, parser: parse.unless('**', parse.branches) },
  commit: { operations: ALL, parser: parse.unless('*', parse.commit) },
  ancestors: { operations: ['list', 'get', 'download'], parser: parse.integer(0, MAX_ANCESTORS) },
  'pull-request': { operations: ALL, parser: parse.unless('*', parse.pullRequest) },
  event: { operations: ALL, parser: parse.unless('*', parse.event) },
  conclusion: { operations: ALL, parser: parse.unless('auto', parse.oneOf([...CONCLUSIONS, 'auto'])) },
  'allow-forks': { operations: ['list', 'get', 'download'], parser: parse.boolean },
  name: { operations: ALL, parser: parse.unless('*', parse.names) },
  pattern: { operations: LISTING, parser: parse.unless('**', parse.globs) },
  'artifact-ids': { operations: ALL, parser: parse.unless('*', parse.ids) },
  'older-than': { operations: LISTING, parser: parse.unless('*', parse.moment) },
  'newer-than': { operations: LISTING, parser: parse.unless('*', parse.moment) },
  'larger-than': { operations: LISTING, parser: parse.unless('*', parse.size) },
  'smaller-than': { operations: LISTING, parser: parse.unless('*', parse.size) },
  'include-expired': { operations: ['list', 'get', 'delete'], parser: parse.boolean },
  latest: { operations: ['list', 'download'], parser: parse.boolean },
  shard: { operations: LISTING, parser: parse.unless('1/1', parse.shard) },
  limit: { operations: LISTING, parser: parse.integer(0) },
  'min-count': { operations: ['list', 'download'], parser: parse.integer(0) },
  'if-no-artifact-found': { operations: ALL, parser: parse.oneOf(FOUND_HANDLING) },
  'wait-timeout': { operations: ['list', 'get', 'download'], parser: parse.duration },
  path: { operations: DOWNLOAD, parser: parse.singleLine },
  'merge-multiple': { operations: DOWNLOAD, parser: parse.boolean },
  files: { operations: DOWNLOAD, parser: parse.unless('**', parse.globs) },
  unpack: { operations: DOWNLOAD, parser: parse.globs },
  'skip-decompress': { operations: DOWNLOAD, parser: parse.boolean },
  'expected-digest': { operations: DOWNLOAD, parser: parse.digests },
  'digest-mismatch': { operations: DOWNLOAD, parser: parse.oneOf(DIGEST_HANDLING) },
  'on-conflict': { operations: DOWNLOAD, parser: parse.oneOf(CONFLICT_HANDLING) },
  'max-extracted-size': { operations: DOWNLOAD, parser: parse.unless('*', parse.size) },
  cache: { operations: DOWNLOAD, parser: parse.boolean },
  'delete-after': { operations: DOWNLOAD, parser: parse.boolean },
  'keep-latest': { operations: DELETE, parser: parse.unlessZero(parse.integer(0)) },
  'keep-runs': { operations: DELETE, parser: parse.unlessZero(parse.integer(0)) },
  'keep-size': { operations: DELETE, parser: parse.unlessZero(parse.size) },
  'group-by': { operations: DELETE, parser: parse.unless('auto', parse.oneOf([...GROUPINGS, 'auto'])) },
  'gone-branches': { operations: DELETE, parser: parse.boolean },
  'max-deletes': { operations: DELETE, parser: parse.unless('*', parse.integer(0)) },
  'dry-run': { operations: DELETE, parser: parse.boolean },
  concurrency: { operations: ALL, parser: parse.autoOr(1, 64) },
  retries: { operations: ALL, parser: parse.integer(0, 100) },
  'stall-timeout': { operations: ALL, parser: parse.positive(parse.duration) },
  'rate-limit-wait': { operations: ALL, parser: parse.duration },
  summary: { operations: ALL, parser: parse.boolean }
} as const satisfies Record<InputName, { operations: readonly Operation[]; parser: parse.Parser<unknown> }>

type ValueOf<Name extends InputName> = ReturnType<(typeof INPUTS)[Name]['parser']>

/** Inputs that can be without a value: their default is empty or evaluates to empty outside of a job. */
type OptionalName = {
  [Name in InputName]: (typeof DEFAULTS)[Name] extends
    | ''
    | '${{ github.repository }}'
    | '${{ github.token }}'
    | '${{ github.run_id }}'
    ? Name
    : never
}[InputName]

/** The values of the inputs. An invalid input has a problem, and its value is undefined. */
export type Values = { [Name in Exclude<InputName, OptionalName>]: ValueOf<Name> } & {
  [Name in OptionalName]: ValueOf<Name> | undefined
}
