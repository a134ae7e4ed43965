import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'
import { Obstacles, type OnConflict } from './conflict.js'
import { makeFolders, removeFolders } from './created-folders.js'
import { diskError, errnoOf } from './disk-error.js'
import { Root } from './folder.js'
import { joinTrees, type StagedTree } from './install.js'
import { type Disk, Journal, nodeDisk, openArea } from './journal.js'
import { Merge } from './merge.js'
import { whyNoFolder } from './no-folder.js'
import { placeForStaging } from './staging.js'
import { keepTemporary, removeAllTemporaries, removeTemporary } from './temporary.js'

/** A folder to fill before anything of it is seen. */
export interface Staging {
  readonly folder: string
  /** Gives up what was staged. Not needed after an install. */
  remove(): Promise<void>
}

/** What an install did. */
export interface Installed {
  /** Files that were put into the target. */
  readonly files: number
  /** Files left out under `on-conflict: skip`. */
  readonly skipped: number
}

const opened = new Set<Target>()

/** The folder that the user named in `path`. */
export class Target {
  /** Its real path: absolute, without symbolic links. */
  readonly path: string
  readonly #disk: Disk
  #made: readonly string[]
  #home: string | undefined
  #folders = 0
  #journal: Journal | undefined
  #queue: Promise<unknown> = Promise.resolve()

  constructor(path: string, made: readonly string[], disk: Disk) {
    this.path = path
    this.#made = made
    this.#disk = disk
    opened.add(this)
  }

  /** A new staging folder on the target's file system, which other users cannot look into. */
  async stage(): Promise<Staging> {
    try {
      const folder = this.#newFolder()
      return { folder, remove: () => removeTemporary(folder) }
    } catch (error) {
      throw diskError(error, `No staging folder could be made for "${printable(this.path)}"`)
    }
  }

  /**
   * Puts staged trees into the target, all of them or nothing: they are joined while still staged, the result is checked
   * against the target as a whole, then moved. After an error the target is what it was before, and what was staged is
   * used up. One install runs at a time.
   */
  install(trees: readonly StagedTree[], { onConflict }: { onConflict: OnConflict }): Promise<Installed> {
    const installed = this.#queue.then(() => this.#install(trees, onConflict))
    this.#queue = installed.catch(() => undefined)
    return installed
  }

  /** Removes what is staged, and the folders that were made for the target when nothing was put into it. */
  async close(): Promise<void> {
    if (this.#home !== undefined) await removeTemporary(this.#home)
    this.removeMade()
    opened.delete(this)
  }

  /** Undoes an install that is under way, without waiting for anything. Answers with what could not be undone. */
  abandon(): string[] {
    const problems = this.#journal?.undo() ?? []
    if (problems.length > 0 && this.#home !== undefined) {
      // The files that were replaced are in there.
      keepTemporary(this.#home)
      this.#home = undefined
    }
    return problems
  }

  /** Removes the folders that were made for the target, as far as nothing is in them. */
  removeMade(): void {
    removeFolders(this.#made)
  }

  async #install([first, ...others]: readonly StagedTree[], onConflict: OnConflict): Promise<Installed> {
    if (first === undefined) return { files: 0, skipped: 0 }
    const temporaries: string[] = []
    let lost: string[] = []
    try {
      const work = this.#newFolder()
      temporaries.push(work)
      const joined = await joinTrees([first, ...others], { work, onConflict, disk: this.#disk })
      const root = new Root(this.path)
      const journal = new Journal(root, this.#disk)
      this.#journal = journal
      const obstacles = new Obstacles({
        what: others.length === 0 ? `Artifact "${first.label}"` : 'The artifacts',
        into: `"${printable(this.path)}"`,
        print: segments => root.print(segments),
        hint: 'Set on-conflict to overwrite or skip, or choose another path.'
      })
      const merge = new Merge({ root, onConflict, obstacles, journal, disk: this.#disk, temporaries })
      await merge.check(joined.folder)
      if (!this.#moveWhole(joined.folder)) await merge.move(joined.folder, openArea(work))
      journal.commit()
      this.#made = []
      return { files: merge.files - merge.kept, skipped: joined.skipped + merge.kept }
    } catch (error) {
      lost = this.abandon()
      const failed = diskError(error, `Files could not be put into "${printable(this.path)}"`)
      if (lost.length === 0) throw failed
      throw new ActionError('disk-failed', `${failed.message}. Undoing it failed too: ${lost.join('; ')}`, {
        cause: failed
      })
    } finally {
      this.#journal = undefined
      for (const folder of temporaries)
        await (lost.length > 0 ? keepTemporary(folder) : removeTemporary(folder))
    }
  }

  // A target that was made for this step and is still empty is replaced by the staged folder itself, in one rename. Not
  // one that was there before: it may be someone's working directory. Where this is not possible, nothing has happened.
  #moveWhole(folder: string): boolean {
    if (this.#made.length === 0) return false
    try {
      this.#disk.rename(folder, this.path)
      return true
    } catch {
      return false
    }
  }

  #newFolder(): string {
    // Another job that shares the path may have given up and removed the folder that it had made.
    mkdirSync(this.path, { recursive: true })
    this.#home ??= placeForStaging(this.path)
    const folder = join(this.#home, `folder-${this.#folders++}`)
    mkdirSync(folder)
    return folder
  }
}

/** Opens the folder that the user named, made when missing. A link that the user named is followed, as any program does. */
export async function openTarget(path: string, disk: Disk = nodeDisk): Promise<Target> {
  const absolute = resolve(path)
  let made: string[] = []
  try {
    made = makeFolders(absolute)
    const real = realpathSync.native(absolute)
    if (!statSync(real).isDirectory()) throw refused('is a file, not a folder', absolute)
    accessSync(real, constants.W_OK)
    return new Target(real, made, disk)
  } catch (error) {
    removeFolders(made)
    const code = errnoOf(error)
    if (code === 'ENOTDIR' || code === 'ENOENT') throw refused(whyNoFolder(absolute), absolute)
    throw diskError(error, `The folder "${printable(absolute)}" cannot be used as path`)
  }
}

/**
 * Undoes every install that is under way and removes every temporary folder, before it returns: for signal handlers and
 * the exit. What was installed stays. Answers with what could not be undone or removed, as sentences to print.
 */
export function abandonAll(): string[] {
  const problems = [...opened].flatMap(target => target.abandon())
  const left = removeAllTemporaries().map(folder => `"${printable(folder)}" could not be removed`)
  for (const target of opened) target.removeMade()
  opened.clear()
  return [...problems, ...left]
}

function refused(why: string, path: string): ActionError {
  return new ActionError('target-refused', `path "${printable(path)}" ${why}`, {
    hint: 'Choose another path.'
  })
}
