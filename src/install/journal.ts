import { lstatSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { printable } from '../messages/printable.js'
import { type Folder, type Kind, kindOf, type Root } from './folder.js'

/** The calls that change the target, in one place: a test makes the n-th of them fail. */
export interface Disk {
  rename(from: string, to: string): void
  copy(from: string, to: string): Promise<void>
}

/** The disk as it is. */
export const nodeDisk: Disk = {
  rename: renameSync,
  copy: (from, to) =>
    cp(from, to, { recursive: true, preserveTimestamps: true, errorOnExist: true, force: false })
}

/** Where staged entries come from and replaced files go to: a folder on the file system of the place itself. */
export interface Area {
  readonly path: string
  /** Whether names that differ in case only are one name here. */
  readonly folds: boolean
  replaced: number
}

/** Of what was placed the inode; of what was set aside the backup. */
type Mark = number | bigint | string

/** What was done in one folder of the target, step by step: two lists, since an object for each step is twice the memory. */
export interface Page {
  readonly segments: readonly string[]
  readonly staged: string
  readonly names: string[]
  readonly marks: Mark[]
}

/** A folder of the target that is being changed. */
export interface Place {
  readonly page: Page
  readonly area: Area
  folder: Folder
}

/** The folder that holds replaced files. */
export function openArea(path: string): Area {
  mkdirSync(join(path, 'replaced'))
  const shouted = join(dirname(path), basename(path).toUpperCase())
  return { path, folds: kindOf(shouted) !== 'missing', replaced: 0 }
}

/**
 * Every change of the target goes through here and is noted in the same synchronous stretch, so that a signal handler
 * that runs between two changes can undo all of them. Only renames change it: of a staged entry to its place, and of a
 * file that it replaces to the backup. Notes are kept by folder: a name and a number for each file.
 */
export class Journal {
  readonly #root: Root
  readonly #disk: Disk
  #pages: Page[] = []
  #over = false

  constructor(root: Root, disk: Disk) {
    this.#root = root
    this.#disk = disk
  }

  /** Whether it was committed or undone: nothing may be changed any more. */
  get over(): boolean {
    return this.#over
  }

  /** A page for the changes in one folder, whose entries come from the folder `staged`. */
  page(segments: readonly string[], staged: string): Page {
    const page = { segments, staged, names: [], marks: [] }
    this.#pages.push(page)
    return page
  }

  /** Moves a staged file or folder to its place, where nothing is. */
  place({ page, folder }: Place, name: string): void {
    const from = join(page.staged, name)
    // NTFS numbers files beyond what a double holds: rounded, another's could look like ours.
    const { ino: inode } = lstatSync(from, { bigint: true })
    this.#disk.rename(from, folder.at(name))
    page.names.push(name)
    page.marks.push(inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode)
  }

  /** Moves a file that is about to be replaced to the backup, and says what it was that got moved. */
  setAside({ page, folder, area }: Place, name: string): Kind {
    const trueName = area.folds ? trueNameOf(folder.at(name)) : name
    const backup = join(area.path, 'replaced', String(area.replaced++))
    this.#disk.rename(folder.at(name), backup)
    page.names.push(trueName)
    page.marks.push(backup)
    return kindOf(backup)
  }

  /** Whether the entry at `segments`, or a folder above it, was put there through this journal. */
  placed(segments: readonly string[], same: (a: string, b: string) => boolean): boolean {
    return this.#pages.some(page => {
      const name = segments[page.segments.length]
      return (
        name !== undefined &&
        page.segments.every((segment, index) => same(segment, segments[index] ?? '')) &&
        page.names.some((other, step) => typeof page.marks[step] !== 'string' && same(other, name))
      )
    })
  }

  /** From here on what was done stays. */
  commit(): void {
    this.#over = true
    this.#pages = []
  }

  /**
   * Puts everything back, last change first, without waiting for anything. What another process has put in a place
   * since is left alone; but a folder that came in whole goes whole, with what another put into it meanwhile. Answers
   * with what could not be put back, as sentences to print.
   */
  undo(): string[] {
    this.#over = true
    const problems: string[] = []
    for (let page = this.#pages.pop(); page !== undefined; page = this.#pages.pop()) {
      if (page.names.length > 0) this.#undoPage(page, problems)
    }
    return problems
  }

  #undoPage(page: Page, problems: string[]): void {
    let folder: Folder | undefined
    const stuck = new Set<string>()
    for (let step = page.names.length - 1; step >= 0; step--) {
      const name = page.names[step] as string
      const mark = page.marks[step] as Mark
      try {
        folder ??= this.#root.open(page.segments)
        if (typeof mark === 'string') this.#putBack(name, mark, { folder, stuck })
        else this.#takeAway(name, BigInt(mark), { page, folder })
      } catch {
        stuck.add(name)
        const path = this.#root.print([...page.segments, name])
        problems.push(
          typeof mark === 'string'
            ? `${path} could not be put back: it is kept as "${printable(mark)}"`
            : `${path} could not be taken away again`
        )
      }
    }
    folder?.close()
  }

  #takeAway(name: string, inode: bigint, { page, folder }: Pick<Place, 'page' | 'folder'>): void {
    const there = lstatSync(folder.at(name), { bigint: true, throwIfNoEntry: false })
    if (there?.ino === inode) this.#disk.rename(folder.at(name), join(page.staged, name))
  }

  #putBack(
    name: string,
    backup: string,
    { folder, stuck }: { folder: Folder; stuck: ReadonlySet<string> }
  ): void {
    if (stuck.has(name)) throw new Error('its place is still taken')
    if (kindOf(folder.at(name)) === 'missing') this.#disk.rename(backup, folder.at(name))
  }
}

// Where case folds, the file that `readme` replaces may be called `README`, and has to get that name back.
function trueNameOf(path: string): string {
  const real = basename(realpathSync.native(path))
  return foldedName(real) === foldedName(basename(path)) ? real : basename(path)
}

/** A name as file systems compare it that ignore case and normalisation; near enough for a message. */
export function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
