import { ActionError } from '../errors/action-error.js'
import type { Kind } from './folder.js'

/** What happens to a file whose path exists already, or comes from two trees. */
export type OnConflict = 'overwrite' | 'skip' | 'error'

/** Why a staged entry cannot be put where it belongs. */
export type Obstacle = 'file exists' | 'file in the way' | 'folder in the way' | 'link' | 'special'

/** What to do with a staged entry. */
export type Move = 'place' | 'merge' | 'replace' | 'keep'

type Verdict = { move: Move } | { obstacle: Obstacle }

const ON_FILE: Record<OnConflict, Verdict> = {
  overwrite: { move: 'replace' },
  skip: { move: 'keep' },
  error: { obstacle: 'file exists' }
}

/** The one rule, for the check before the first move and again for each move. */
export function decide(staged: 'file' | 'folder', there: Kind, onConflict: OnConflict): Verdict {
  if (there === 'missing') return { move: 'place' }
  if (there === 'link' || there === 'special') return { obstacle: there }
  if (staged === 'folder') return there === 'folder' ? { move: 'merge' } : { obstacle: 'file in the way' }
  return there === 'folder' ? { obstacle: 'folder in the way' } : ON_FILE[onConflict]
}

const SAYS: Record<Obstacle, string> = {
  'file exists': 'exists already',
  'file in the way': 'is a file already, but has to be a folder',
  'folder in the way': 'is a folder already, but has to be a file',
  link: 'is a symbolic link',
  special: 'is a device, a FIFO or a socket'
}

const LISTED = 5

/** Who is in whose way, for the message. */
export interface Parties {
  /** What is put in, at the start of a sentence: `Artifact "NAME"`. */
  readonly what: string
  /** Where: `"/path"`. */
  readonly into: string
  /** An entry's path as it is printed, with what else is to be said of it. */
  print(segments: readonly string[]): string
  /** What to do about a file that exists. */
  readonly hint: string
}

/** The obstacles that were found, as one error: the first few by name, the others counted. */
export class Obstacles {
  readonly #parties: Parties
  readonly #listed: string[] = []
  readonly #met = new Set<Obstacle>()
  #count = 0

  constructor(parties: Parties) {
    this.#parties = parties
  }

  add(segments: readonly string[], obstacle: Obstacle): void {
    this.#count++
    this.#met.add(obstacle)
    if (this.#listed.length < LISTED) this.#listed.push(`${this.#parties.print(segments)} ${SAYS[obstacle]}`)
  }

  throwIfAny(): void {
    if (this.#count > 0) throw this.error()
  }

  /** `target-refused` where something is in the way that is never written through, else `target-conflict`. */
  error(): ActionError {
    const { what, into } = this.#parties
    const more = this.#count > this.#listed.length ? `; and ${this.#count - this.#listed.length} more` : ''
    const refused = this.#met.has('link') || this.#met.has('special')
    return new ActionError(
      refused ? 'target-refused' : 'target-conflict',
      `${what} cannot be put into ${into}: ${this.#listed.join('; ')}${more}`,
      { hint: this.#hint(refused) }
    )
  }

  #hint(refused: boolean): string {
    if (refused)
      return 'Links, devices and the like in the target are never written through: remove them first.'
    const onlyFiles = this.#met.size === 1 && this.#met.has('file exists')
    return onlyFiles
      ? this.#parties.hint
      : 'A folder never replaces a file, nor a file a folder: choose another path.'
  }
}
