import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import {
  installFailed,
  installNotUndone,
  notRemoved,
  stagingFailed,
  type TargetProblem,
  targetRefused,
  targetRefusedAdvice,
  targetUnusable
} from '../messages/install.js'
import { Obstacles, type OnConflict } from './conflict.js'
import { createFolders, removeEmptyFolders, whyNotFolder } from './create-folders.js'
import { diskError, errnoOf, reasonOf, withPaths } from './disk-error.js'
import { type Disk, Journal, nodeDisk, openWorkFolder } from './journal.js'
import { Merge } from './merge.js'
import { mergeStagedTrees, type StagedTree } from './staged-trees.js'
import { createStagingFolder } from './staging.js'
import { TargetRoot, withRealPaths } from './target-root.js'
import { keepTemporary, removeAllTemporaries, removeTemporary } from './temporary.js'

/** A folder to fill before its files become visible in the target. */
export interface Staging {
  readonly folder: string
  /** Removes what was staged. Not needed after an install. */
  remove(): Promise<void>
}

/** The path that the user named cannot be a folder. */
export class TargetRefusedError extends ActionError {
  override readonly name = 'TargetRefusedError'
  readonly problem: TargetProblem

  constructor(path: string, problem: TargetProblem) {
    super('target-refused', targetRefused(path, problem), { hint: targetRefusedAdvice() })
    this.problem = problem
  }
}

const openTargets = new Set<Target>()

/** The folder that the user named in `path`. */
export class Target {
  /** Its real path: absolute, without symbolic links. */
  readonly path: string
  readonly #disk: Disk
  /** Folders that were created for the target, and are removed if nothing is put into them. */
  #created: readonly string[]
  #stagingRoot: string | undefined
  #folders = 0
  #journal: Journal | undefined
  #queue: Promise<unknown> = Promise.resolve()

  constructor(path: string, created: readonly string[], disk: Disk) {
    this.path = path
    this.#created = created
    this.#disk = disk
    openTargets.add(this)
  }

  /** Creates a staging folder on the target's file system. Other users cannot access it. */
  async stage(): Promise<Staging> {
    try {
      const folder = this.#createFolder()
      return { folder, remove: () => removeTemporary(folder) }
    } catch (error) {
      throw diskError(error, stagingFailed(this.path))
    }
  }

  /**
   * Puts staged trees into the target, all or nothing: merges them while staged, checks the result against the target,
   * then moves it. After an error the target is unchanged. The staging folders are used up in any case. Only one install
   * runs at a time.
   *
   * @returns the number of files that were put into the target
   * @throws ActionError with code `target-refused`, `target-conflict`, `disk-full` or `disk-failed`
   */
  install(trees: readonly StagedTree[], { onConflict }: { onConflict: OnConflict }): Promise<number> {
    const installed = this.#queue.then(() => this.#install(trees, onConflict))
    this.#queue = installed.catch(() => undefined)
    return installed
  }

  /** Removes the staging folders. Removes the folders that were created for the target if they are empty. */
  async close(): Promise<void> {
    if (this.#stagingRoot !== undefined) await removeTemporary(this.#stagingRoot)
    this.removeCreated()
    openTargets.delete(this)
  }

  /** Undoes the current install synchronously. @returns what could not be undone, as sentences */
  abandon(): string[] {
    const problems = this.#journal?.undo() ?? []
    if (problems.length > 0 && this.#stagingRoot !== undefined) {
      // It contains the backups of replaced files.
      keepTemporary(this.#stagingRoot)
      this.#stagingRoot = undefined
    }
    return problems
  }

  /** Removes the folders that were created for the target if they are empty. */
  removeCreated(): void {
    removeEmptyFolders(this.#created)
  }

  async #install([first, ...others]: readonly StagedTree[], onConflict: OnConflict): Promise<number> {
    if (first === undefined) return 0
    const temporaries: string[] = []
    let problems: string[] = []
    try {
      const work = this.#createFolder()
      temporaries.push(work)
      const merged = await mergeStagedTrees([first, ...others], { work, onConflict, disk: this.#disk })
      const root = new TargetRoot(this.path)
      const journal = new Journal(root, this.#disk)
      this.#journal = journal
      const artifact = others.length === 0 ? first.label : undefined
      const obstacles = new Obstacles({ artifact, path: this.path })
      const merge = new Merge({ root, onConflict, obstacles, journal, disk: this.#disk, temporaries })
      await merge.check(merged)
      if (!this.#moveWhole(merged)) await merge.move(merged, openWorkFolder(work))
      journal.commit()
      this.#created = []
      return merge.files - merge.skipped
    } catch (thrown) {
      // Before anything else reuses the descriptors.
      const error = withPaths(thrown, withRealPaths)
      problems = this.abandon()
      if (problems.length === 0) throw diskError(error, installFailed(this.path))
      const message = installNotUndone(this.path, reasonOf(error), problems)
      throw new ActionError('disk-failed', message, { cause: error })
    } finally {
      this.#journal = undefined
      for (const folder of temporaries)
        await (problems.length > 0 ? keepTemporary(folder) : removeTemporary(folder))
    }
  }

  // Replaces a target that was created by this step and is still empty by the staged folder, in one rename. Not one that
  // existed before: it may be the working directory of a process. After a failure, nothing has changed.
  #moveWhole(folder: string): boolean {
    if (this.#created.length === 0) return false
    try {
      this.#disk.rename(folder, this.path)
      return true
    } catch {
      return false
    }
  }

  #createFolder(): string {
    // Another job with the same path may have removed the folder that it had created.
    mkdirSync(this.path, { recursive: true })
    this.#stagingRoot ??= createStagingFolder(this.path)
    const folder = join(this.#stagingRoot, `folder-${this.#folders++}`)
    // With the mode that it has in the target. Until then the staging root, with mode 0700, keeps others out.
    mkdirSync(folder)
    return folder
  }
}

/**
 * Opens the folder that the user named, and creates it if missing. A link that the user named is followed.
 *
 * @throws ActionError with code `target-refused`, `disk-full` or `disk-failed`
 */
export async function openTarget(path: string, disk: Disk = nodeDisk): Promise<Target> {
  const absolute = resolve(path)
  let created: string[] = []
  try {
    created = createFolders(absolute)
    const real = realpathSync.native(absolute)
    if (!statSync(real).isDirectory()) throw new TargetRefusedError(absolute, 'is a file')
    accessSync(real, constants.R_OK | constants.W_OK | constants.X_OK)
    return new Target(real, created, disk)
  } catch (error) {
    removeEmptyFolders(created)
    const code = errnoOf(error)
    if (code === 'ENOTDIR' || code === 'ENOENT')
      throw new TargetRefusedError(absolute, whyNotFolder(absolute))
    throw diskError(error, targetUnusable(absolute))
  }
}

/**
 * Synchronously undoes all current installs and removes all temporary folders: for signal handlers and the exit. Completed
 * installs stay.
 *
 * @returns what could not be undone or removed, as sentences
 */
export function abandonAll(): string[] {
  const problems = [...openTargets].flatMap(target => target.abandon())
  const remaining = removeAllTemporaries().map(notRemoved)
  for (const target of openTargets) target.removeCreated()
  openTargets.clear()
  return [...problems, ...remaining]
}
