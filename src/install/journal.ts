import { lstatSync, mkdirSync, readdirSync, realpathSync, renameSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { notRemoved, notRestored } from '../messages/install.js'
import { type Folder, type Kind, kindOf, type TargetRoot } from './target-root.js'

/** The calls that change the target. Tests make them fail. */
export interface Disk {
  rename(from: string, to: string): void
  copy(from: string, to: string): Promise<void>
}

export const nodeDisk: Disk = {
  rename: renameSync,
  copy: (from, to) =>
    // Without `verbatimSymlinks`, it makes the targets of links absolute.
    cp(from, to, {
      recursive: true,
      preserveTimestamps: true,
      errorOnExist: true,
      force: false,
      verbatimSymlinks: true
    })
}

/** A work folder on the file system of the target: for staged entries, and backups of replaced files. */
export interface WorkFolder {
  readonly path: string
  /** Whether the file system treats names as equal that differ in case. */
  readonly folds: boolean
  backups: number
}

/** The inode of a placed entry, or the backup path of a replaced file. */
type Change = number | bigint | string

/** The changes in one folder of the target, in order. Two lists, because an object per change takes twice the memory. */
export interface FolderChanges {
  readonly segments: readonly string[]
  /** The folder that the entries come from. */
  readonly staged: string
  readonly names: string[]
  readonly changes: Change[]
}

/** A folder of the target that is being changed. */
export interface ChangedFolder {
  readonly log: FolderChanges
  readonly workFolder: WorkFolder
  folder: Folder
}

/** Creates the folder for backups in a work folder. */
export function openWorkFolder(path: string): WorkFolder {
  mkdirSync(join(path, 'replaced'))
  const upperCase = join(dirname(path), basename(path).toUpperCase())
  return { path, folds: kindOf(upperCase) !== 'missing', backups: 0 }
}

/**
 * Makes and records every change of the target, in one synchronous step, so that a signal handler between two changes can
 * undo all of them. All changes are renames: a staged entry to its place, or a replaced file to a backup.
 */
export class Journal {
  readonly #root: TargetRoot
  readonly #disk: Disk
  #folders: FolderChanges[] = []
  /** Whether it was committed or undone: no more changes are allowed. */
  isClosed = false

  constructor(root: TargetRoot, disk: Disk) {
    this.#root = root
    this.#disk = disk
  }

  /** Starts to record changes in one folder, whose entries come from the folder `staged`. */
  openFolder(segments: readonly string[], staged: string): FolderChanges {
    const log = { segments, staged, names: [], changes: [] }
    this.#folders.push(log)
    return log
  }

  /** Moves a staged file or folder to its place, which must be empty. */
  place({ log, folder }: ChangedFolder, entry: string): void {
    const from = join(log.staged, entry)
    // NTFS has inode numbers beyond 2^53. Rounded, they could match another file.
    const { ino: inode } = lstatSync(from, { bigint: true })
    this.#disk.rename(from, folder.at(entry))
    log.names.push(entry)
    log.changes.push(inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode)
  }

  /** Moves a file that will be replaced to a backup. @returns what was moved */
  backUp({ log, folder, workFolder }: ChangedFolder, entry: string): Kind {
    const trueName = workFolder.folds ? trueNameOf(folder.at(entry)) : entry
    const backup = join(workFolder.path, 'replaced', String(workFolder.backups++))
    this.#disk.rename(folder.at(entry), backup)
    log.names.push(trueName)
    log.changes.push(backup)
    return kindOf(backup)
  }

  /** Whether this journal placed an entry or one of its parents. */
  hasPlaced(segments: readonly string[], isSame: (a: string, b: string) => boolean): boolean {
    return this.#folders.some(log => {
      const child = segments[log.segments.length]
      return (
        child !== undefined &&
        log.segments.every((segment, index) => isSame(segment, segments[index] ?? '')) &&
        log.names.some((other, index) => typeof log.changes[index] !== 'string' && isSame(other, child))
      )
    })
  }

  /** Keeps all changes. */
  commit(): void {
    this.isClosed = true
    this.#folders = []
  }

  /**
   * Undoes all changes synchronously, the last one first. A file that another process has placed since then stays. But a
   * folder that was placed as a whole is removed with everything that another process put into it.
   *
   * @returns what could not be undone, as sentences
   */
  undo(): string[] {
    this.isClosed = true
    const problems: string[] = []
    for (let log = this.#folders.pop(); log !== undefined; log = this.#folders.pop()) {
      if (log.names.length > 0) this.#undoFolder(log, problems)
    }
    return problems
  }

  #undoFolder(log: FolderChanges, problems: string[]): void {
    let folder: Folder | undefined
    const failed = new Set<string>()
    for (let index = log.names.length - 1; index >= 0; index--) {
      const entry = log.names[index] as string
      const change = log.changes[index] as Change
      try {
        folder ??= this.#root.open(log.segments)
        if (typeof change === 'string') {
          if (failed.has(entry)) throw new Error('occupied')
          this.#restore(folder.at(entry), change)
        } else this.#moveBack(folder.at(entry), join(log.staged, entry), BigInt(change))
      } catch {
        failed.add(entry)
        const path = [...log.segments, entry].join('/')
        problems.push(typeof change === 'string' ? notRestored(path, change) : notRemoved(path))
      }
    }
    folder?.close()
  }

  #moveBack(placed: string, staged: string, inode: bigint): void {
    const stat = lstatSync(placed, { bigint: true, throwIfNoEntry: false })
    if (stat?.ino === inode) this.#disk.rename(placed, staged)
  }

  #restore(path: string, backup: string): void {
    if (kindOf(path) === 'missing') this.#disk.rename(backup, path)
  }
}

/** If the file system ignores case, the file that `readme` replaces may be called `README`: it must get this name back. */
function trueNameOf(path: string): string {
  const name = foldedName(basename(path))
  // The real path of a link is that of its target.
  if (kindOf(path) === 'link')
    return readdirSync(dirname(path)).find(other => foldedName(other) === name) ?? basename(path)
  const real = basename(realpathSync.native(path))
  return foldedName(real) === name ? real : basename(path)
}

/** A name as a file system compares it that ignores case and normalization. Good enough for a message. */
export function foldedName(entry: string): string {
  return entry.normalize('NFC').toLowerCase()
}
