import { type Dirent, opendirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { installStopped, type Obstacle, stagedSpecialFile } from '../messages/install.js'
import { decide, type Move, type Obstacles, type OnConflict, type StagedKind } from './conflict.js'
import { errnoOf } from './disk-error.js'
import { EventLoopPause } from './event-loop-pause.js'
import { type ChangedFolder, type Disk, type Journal, openWorkFolder, type WorkFolder } from './journal.js'
import { retryBusy } from './retry-busy.js'
import { kindOf, type TargetRoot } from './target-root.js'
import { createTemporary } from './temporary.js'

interface Options {
  readonly root: TargetRoot
  readonly onConflict: OnConflict
  readonly obstacles: Obstacles
  readonly journal: Journal
  readonly disk: Disk
  /** Temporary folders inside the target are added here. The caller removes them once the journal is closed. */
  readonly temporaries: string[]
}

interface StagedEntry {
  readonly name: string
  readonly kind: StagedKind
}

/**
 * A folder whose own size exceeds this, in bytes, has thousands of entries: an object for each would take tens of MB.
 * Some file systems do not report this size. There, the memory is used.
 */
const LONG_FOLDER = 64 << 10
/** Entries per call to the system. */
const READ_AT_ONCE = 256

/** Staged entries and the work folder on their file system. */
interface Source {
  readonly staged: string
  readonly workFolder: WorkFolder
  /** Whether they were copied from another file system. */
  readonly isCopy?: boolean
}

/** Moves the entries of a staged tree into another tree: first `check`, which changes nothing, then `move`. */
export class Merge {
  readonly #options: Options
  readonly #pause = new EventLoopPause()
  /** The number of staged files and links, counted by `check`. */
  files = 0
  /** The number of those that `move` did not move, because the file exists already (`on-conflict: skip`). */
  skipped = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Checks the whole staged tree for obstacles. Changes nothing. @throws ActionError if there are obstacles */
  async check(staged: string): Promise<void> {
    await this.#checkFolder(staged, [], true)
    this.#options.obstacles.throwIfAny()
  }

  /**
   * Moves a staged tree. A folder that is missing in the target is moved by one rename. Each entry is checked again right
   * before its rename. After an error, the caller undoes the journal.
   */
  async move(staged: string, workFolder: WorkFolder): Promise<void> {
    await this.#moveFolder({ staged, workFolder }, [])
  }

  async #checkFolder(staged: string, segments: readonly string[], exists: boolean): Promise<void> {
    const { root, onConflict, obstacles } = this.#options
    const subfolders: string[] = []
    const existing = new Set<string>()
    const folder = exists ? root.open(segments) : undefined
    try {
      for (const { name, kind } of entriesOf(staged)) {
        if (this.#pause.isDue) await this.#wait()
        const decision = decide(kind, folder === undefined ? 'missing' : kindOf(folder.at(name)), onConflict)
        if ('obstacle' in decision) obstacles.add([...segments, name], decision.obstacle)
        else if (kind === 'folder') {
          subfolders.push(name)
          if (decision.move === 'merge') existing.add(name)
        }
        if (kind !== 'folder') this.files++
      }
    } finally {
      folder?.close()
    }
    for (const name of subfolders)
      await this.#checkFolder(join(staged, name), [...segments, name], existing.has(name))
  }

  async #moveFolder(source: Source, segments: readonly string[]): Promise<void> {
    const subfolders: string[] = []
    let skipped = 0
    const target: ChangedFolder = {
      log: this.#options.journal.openFolder(segments, source.staged),
      folder: this.#options.root.open(segments),
      workFolder: source.workFolder
    }
    try {
      for (const entry of entriesOf(source.staged)) {
        const move = await this.#moveEntry(target, entry)
        if (move === 'merge') subfolders.push(entry.name)
        if (move === 'skip') skipped++
      }
    } catch (error) {
      if (errnoOf(error) !== 'EXDEV' || source.isCopy === true) throw error
      return await this.#moveFolder(await this.#copy(source.staged, segments), segments)
    } finally {
      target.folder.close()
    }
    this.skipped += skipped
    for (const name of subfolders) {
      const subfolder = { staged: join(source.staged, name), workFolder: source.workFolder }
      await this.#moveFolder(subfolder, [...segments, name])
    }
  }

  async #moveEntry(target: ChangedFolder, entry: StagedEntry): Promise<Move> {
    return await retryBusy(
      async () => {
        if (this.#pause.isDue) await this.#wait()
        return this.#tryMove(target, entry)
      },
      () => {
        this.#throwIfStopped()
        // Another job may have replaced the open folder.
        target.folder.close()
        target.folder = this.#options.root.open(target.log.segments)
      }
    )
  }

  #tryMove(target: ChangedFolder, { name, kind }: StagedEntry): Move {
    const { journal, onConflict } = this.#options
    const decision = decide(kind, kindOf(target.folder.at(name)), onConflict)
    if ('obstacle' in decision) throw this.#blocked(target, name, decision.obstacle)
    const { move } = decision
    if (move === 'replace') {
      // Another process may have replaced the file since the check.
      const moved = decide(kind, journal.backUp(target, name), 'overwrite')
      if ('obstacle' in moved) throw this.#blocked(target, name, moved.obstacle)
    }
    if (move === 'replace' || move === 'place') journal.place(target, name)
    return move
  }

  #blocked(target: ChangedFolder, name: string, obstacle: Obstacle): ActionError {
    this.#options.obstacles.add([...target.log.segments, name], obstacle)
    return this.#options.obstacles.error()
  }

  /**
   * For a folder of the target on another file system: copies the staged files into a temporary folder there. They are
   * moved from it by renames, so that each file becomes visible as a whole.
   */
  async #copy(staged: string, segments: readonly string[]): Promise<Source> {
    const temporary = createTemporary(join(this.#options.root.path, ...segments))
    this.#options.temporaries.push(temporary)
    const workFolder = openWorkFolder(temporary)
    const copy = join(temporary, 'staged')
    await this.#options.disk.copy(staged, copy)
    this.#throwIfStopped()
    return { staged: copy, workFolder, isCopy: true }
  }

  async #wait(): Promise<void> {
    await this.#pause.wait()
    this.#throwIfStopped()
  }

  #throwIfStopped(): void {
    if (this.#options.journal.isClosed) throw new ActionError('disk-failed', installStopped())
  }
}

// Reads the names of one folder at once: a file system may skip entries if others are removed during the read.
function* entriesOf(staged: string): Generator<StagedEntry> {
  if (statSync(staged).size > LONG_FOLDER) return yield* entriesOfLong(staged)
  for (const entry of readdirSync(staged, { withFileTypes: true }))
    yield { name: entry.name, kind: kindOfStaged(entry) }
}

function* entriesOfLong(staged: string): Generator<StagedEntry> {
  const names: Record<StagedKind, string[]> = { file: [], folder: [], link: [] }
  const folder = opendirSync(staged, { bufferSize: READ_AT_ONCE })
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync())
      names[kindOfStaged(entry)].push(entry.name)
  } finally {
    folder.closeSync()
  }
  for (const kind of ['file', 'folder', 'link'] as const) for (const name of names[kind]) yield { name, kind }
}

function kindOfStaged(entry: Dirent): StagedEntry['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  if (entry.isSymbolicLink()) return 'link'
  throw new ActionError('target-refused', stagedSpecialFile(entry.name))
}
