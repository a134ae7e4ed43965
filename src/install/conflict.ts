import { ActionError } from '../errors/action-error.js'
import {
  type Destination,
  installBlocked,
  installBlockedAdvice,
  type Obstacle,
  type ObstacleAt
} from '../messages/install.js'
import type { Kind } from './target-root.js'

/** What happens to a file whose path exists already or occurs in two trees. */
export type OnConflict = 'overwrite' | 'skip' | 'error'

/** What is staged. `unpack` stages links. */
export type StagedKind = 'file' | 'folder' | 'link'

/** What to do with a staged entry. */
export type Move = 'place' | 'merge' | 'replace' | 'skip'

type Decision = { move: Move } | { obstacle: Obstacle }

const ON_FILE: Record<OnConflict, Decision> = {
  overwrite: { move: 'replace' },
  skip: { move: 'skip' },
  error: { obstacle: 'file exists' }
}

/**
 * The rule for conflicts, for the check before the first move and again for each move.
 *
 * @param existing what is at the place of the staged entry
 */
export function decide(staged: StagedKind, existing: Kind, onConflict: OnConflict): Decision {
  if (existing === 'missing') return { move: 'place' }
  // A link replaces a link: probably its own one, of an earlier step. Neither is followed.
  if (existing === 'link' && staged === 'link') return ON_FILE[onConflict]
  if (existing === 'link' || existing === 'special') return { obstacle: existing }
  if (staged === 'folder') return existing === 'folder' ? { move: 'merge' } : { obstacle: 'blocking file' }
  return existing === 'folder' ? { obstacle: 'blocking folder' } : ON_FILE[onConflict]
}

const MAX_LISTED = 5

/** Files or folders that cannot be moved to their places. */
export class ConflictError extends ActionError {
  override readonly name = 'ConflictError'
  readonly obstacles: readonly ObstacleAt[]
  readonly count: number

  constructor(destination: Destination, { listed, kinds, count }: Obstacles) {
    // Links and special files are never followed.
    const code = kinds.has('link') || kinds.has('special') ? 'target-refused' : 'target-conflict'
    super(code, installBlocked(destination, listed, count), {
      hint: installBlockedAdvice(destination, kinds)
    })
    this.obstacles = listed
    this.count = count
  }
}

/** Collects obstacles for one error. */
export class Obstacles {
  readonly #destination: Destination
  readonly #ownerOf: (segments: readonly string[]) => string | undefined
  /** The first few. */
  readonly listed: ObstacleAt[] = []
  readonly kinds = new Set<Obstacle>()
  count = 0

  /** @param ownerOf the artifact that an existing file or folder comes from */
  constructor(
    destination: Destination,
    ownerOf: (segments: readonly string[]) => string | undefined = () => undefined
  ) {
    this.#destination = destination
    this.#ownerOf = ownerOf
  }

  add(segments: readonly string[], obstacle: Obstacle): void {
    this.count++
    this.kinds.add(obstacle)
    if (this.listed.length < MAX_LISTED)
      this.listed.push({ path: segments.join('/'), owner: this.#ownerOf(segments), obstacle })
  }

  throwIfAny(): void {
    if (this.count > 0) throw this.error()
  }

  error(): ConflictError {
    return new ConflictError(this.#destination, this)
  }
}
