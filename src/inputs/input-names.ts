import { printable } from '../messages/printable.js'
import { mostLikely } from '../text/similar-names.js'
import { DEFAULTS, type InputName } from './action-defaults.js'

const NAMES = Object.keys(DEFAULTS) as InputName[]

/** Not in `with:`, but beside it. */
export const OF_THE_STEP = 'continue-on-error'

/**
 * What other actions call it (docs/MIGRATING.md has the differences), and names that one may expect. In lower case, as
 * the runner knows no other; what is nearly one of ours needs no row.
 */
export const CALLED_ELSEWHERE: Readonly<Record<string, readonly (InputName | typeof OF_THE_STEP)[]>> = {
  age: ['older-than'],
  'artifact-name': ['name'],
  exceptprefix: ['pattern'],
  'expire-in': ['older-than'],
  failonerror: [OF_THE_STEP],
  name_is_regexp: ['pattern'],
  onlyprefix: ['pattern'],
  pr: ['pull-request'],
  ref: ['branch', 'commit'],
  repo: ['repository'],
  run_number: ['run-id'],
  sha: ['commit'],
  'skip-recent': ['keep-latest'],
  'skip-tags': ['branch'],
  skip_unpack: ['skip-decompress'],
  token: ['github-token'],
  useglob: ['pattern'],
  workflow_conclusion: ['conclusion']
}

/** Only actions that delete have these: a step that keeps one may be thought to delete. */
const OF_CLEAN_UPS = [
  'age',
  'exceptprefix',
  'expire-in',
  'failonerror',
  'onlyprefix',
  'skip-recent',
  'skip-tags',
  'useglob'
]

/** A variable `INPUT_…` that is none of ours, and which of ours was to be given. */
export interface UnknownInput {
  /** Printable. */
  variable: string
  /** Printable, in lower case. */
  given: string
  /** Never to be printed: it may be a token. */
  value: string
  ours: readonly (InputName | typeof OF_THE_STEP)[]
  /** Whether it is of an action that deletes. */
  isOfCleanUp: boolean
  /** Whether it is so near that it can be nothing else: a step with `dry_run: true` would delete. */
  isSlip: boolean
}

/** What was given under names that are none of ours. The runner passes such inputs on and only warns. */
export function unknownInputs(env: Readonly<Record<string, string | undefined>>): UnknownInput[] {
  return Object.entries(env).flatMap(([variable, text = '']): UnknownInput[] => {
    const value = text.trim()
    if (!variable.startsWith('INPUT_') || value === '') return []
    const given = variable.slice('INPUT_'.length).toLowerCase()
    if (Object.hasOwn(DEFAULTS, given)) return []
    const slip = given === 'dry' ? 'dry-run' : (mostLikely(given, NAMES) as InputName | undefined)
    const ours = slip ? [slip] : Object.hasOwn(CALLED_ELSEWHERE, given) ? CALLED_ELSEWHERE[given] : undefined
    if (ours === undefined) return []
    const isSlip = slip !== undefined
    const isOfCleanUp = OF_CLEAN_UPS.includes(given)
    return [
      { variable: printable(variable, 100), given: printable(given, 100), value, ours, isOfCleanUp, isSlip }
    ]
  })
}
