import { ArchiveError } from '../errors/archive-error.js'
import { sameNameOnDisk, tooManyPaths, tooManyPathsAdvice } from '../messages/archive.js'
import { foldPath, refusePath } from './entry-path.js'
import { PathTable } from './path-table.js'

/**
 * The most files and folders, with those that no entry names: a small archive may need very many. That many take about
 * 400 MB of memory and, on a fast disk, ten minutes. The largest artifacts that are known have a few hundred thousand.
 */
export const MAX_PATHS = 4_000_000

/** Finds paths that are one on a file system that ignores case and normalization. */
export class FoldedNames {
  readonly #paths: PathTable
  readonly #folded: PathTable

  constructor(paths: PathTable) {
    this.#paths = paths
    this.#folded = new PathTable(paths.size)
  }

  /** Checks the paths that were added since the last call. @throws ArchiveError */
  check(): void {
    const paths = this.#paths
    for (let node = this.#folded.size + 1; node <= paths.size; node++) {
      // Each path adds one node, so both tables use the same numbers. Folding whole paths would take quadratic time.
      const other = this.#folded.child(paths.parentOf(node), foldPath(paths.nameOf(node)))
      if (other === node) continue
      throw refusePath('duplicate', sameNameOnDisk(paths.pathOf(other)), paths.pathOf(node))
    }
  }
}

export function tooManyError(): ArchiveError {
  return new ArchiveError('limit', tooManyPaths(MAX_PATHS), { hint: tooManyPathsAdvice() })
}
