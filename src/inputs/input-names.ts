import { printable } from '../messages/printable.js'
import { mostLikely } from '../text/similar-names.js'
import { DEFAULTS, type InputName } from './action-defaults.js'
import type { Environment } from './environment.js'

const NAMES = Object.keys(DEFAULTS) as InputName[]

/** A key of the step, not an input. */
export const STEP_KEY = 'continue-on-error'
type Replacement = InputName | typeof STEP_KEY

/**
 * Inputs of other actions (docs/MIGRATING.md explains the differences) and common guesses, in lower case, with the
 * inputs that replace them. Names that are close to one of our inputs need no row.
 */
export const REPLACEMENTS: Readonly<Record<string, readonly Replacement[]>> = {
  age: ['older-than'],
  'artifact-name': ['name'],
  exceptprefix: ['pattern'],
  'expire-in': ['older-than'],
  failonerror: [STEP_KEY],
  name_is_regexp: ['pattern'],
  onlyprefix: ['pattern'],
  pr: ['pull-request'],
  ref: ['branch', 'commit'],
  repo: ['repository'],
  sha: ['commit'],
  'skip-recent': ['keep-latest'],
  'skip-tags': ['branch'],
  skip_unpack: ['skip-decompress'],
  token: ['github-token'],
  useglob: ['pattern'],
  workflow_conclusion: ['conclusion']
}

/** Inputs that only actions that delete have: a step with one of them looks as if it deletes. */
const INPUTS_OF_DELETE_ACTIONS = [
  'age',
  'exceptprefix',
  'expire-in',
  'failonerror',
  'onlyprefix',
  'skip-recent',
  'skip-tags',
  'useglob'
]

/** A variable `INPUT_…` that is not an input of this action. */
export interface UnknownInput {
  variable: string
  /** Printable, in lower case. */
  name: string
  /** Must never be printed: it can be a token. */
  value: string
  replacements: readonly Replacement[]
  isOfDeleteAction: boolean
  /** Whether it is almost certainly a typo. Ignoring it would be dangerous: a step with `dry_run: true` would delete. */
  isTypo: boolean
}

/** The unknown inputs for which there is a replacement. The runner passes unknown inputs on and only warns. */
export function unknownInputs(env: Environment): UnknownInput[] {
  return Object.entries(env).flatMap(([variable, text = '']): UnknownInput[] => {
    const value = text.trim()
    if (!variable.startsWith('INPUT_') || value === '') return []
    const name = variable.slice('INPUT_'.length).toLowerCase()
    if (Object.hasOwn(DEFAULTS, name)) return []
    const intended = name === 'dry' ? 'dry-run' : (mostLikely(name, NAMES) as InputName | undefined)
    const known = Object.hasOwn(REPLACEMENTS, name) ? REPLACEMENTS[name] : undefined
    const replacements = intended ? [intended] : known
    if (replacements === undefined) return []
    return [
      {
        variable,
        name: printable(name, 100),
        value,
        replacements,
        isOfDeleteAction: INPUTS_OF_DELETE_ACTIONS.includes(name),
        isTypo: intended !== undefined
      }
    ]
  })
}
