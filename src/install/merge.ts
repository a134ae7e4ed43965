import { type Dirent, opendirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'
import { decide, type Move, type Obstacle, type Obstacles, type OnConflict } from './conflict.js'
import { errnoOf } from './disk-error.js'
import { kindOf, type Root } from './folder.js'
import { type Area, type Disk, type Journal, openArea, type Place } from './journal.js'
import { retryBusy } from './retry-busy.js'
import { createTemporary } from './temporary.js'
import { TimeSlices } from './time-slices.js'

interface Options {
  readonly root: Root
  readonly onConflict: OnConflict
  readonly obstacles: Obstacles
  readonly journal: Journal
  readonly disk: Disk
  /** Temporary folders that were needed inside the target: to be removed once the journal is closed. */
  readonly temporaries: string[]
}

interface StagedEntry {
  readonly name: string
  readonly kind: 'file' | 'folder'
}

/**
 * A folder that is itself larger than this, in bytes, holds thousands of entries: with an object for each, tens of MB. What
 * file system does not say how large its folders are is no worse off.
 */
const LONG = 64 << 10
/** Entries that the system is asked for at once. */
const READ_AT_ONCE = 256

/** Staged entries and the area on their file system. */
interface Source {
  readonly staged: string
  readonly area: Area
  /** Whether they were copied here from another file system. */
  readonly copied?: boolean
}

/** Puts the entries of a staged tree into another tree: `check` first, which changes nothing, then `move`. */
export class Merge {
  readonly #options: Options
  readonly #pace = new TimeSlices()
  #files = 0
  #kept = 0

  constructor(options: Options) {
    this.#options = options
  }

  /** Staged files, as the check counted them. */
  get files(): number {
    return this.#files
  }

  /** Staged files that were left where they were, because a file was there already. */
  get kept(): number {
    return this.#kept
  }

  /**
   * Looks at the whole staged tree and at all that lies in its way; throws when there are obstacles. Where the target
   * has no such folder, only the staged side is walked.
   */
  async check(staged: string): Promise<void> {
    await this.#checkFolder(staged, [], true)
    this.#options.obstacles.throwIfAny()
  }

  /**
   * Moves a staged tree: a folder that is missing in the target goes in one rename. Each entry is decided on again right
   * before its rename. After an error the journal has to be undone.
   */
  async move(staged: string, area: Area): Promise<void> {
    await this.#moveFolder({ staged, area }, [])
  }

  async #checkFolder(staged: string, segments: readonly string[], present: boolean): Promise<void> {
    const { root, onConflict, obstacles } = this.#options
    const below: string[] = []
    const merged = new Set<string>()
    const folder = present ? root.open(segments) : undefined
    try {
      for (const { name, kind } of entriesOf(staged)) {
        if (this.#pace.due) await this.#breathe()
        const verdict = decide(kind, folder === undefined ? 'missing' : kindOf(folder.at(name)), onConflict)
        if ('obstacle' in verdict) obstacles.add([...segments, name], verdict.obstacle)
        else if (kind === 'folder') {
          below.push(name)
          if (verdict.move === 'merge') merged.add(name)
        }
        if (kind === 'file') this.#files++
      }
    } finally {
      folder?.close()
    }
    for (const name of below)
      await this.#checkFolder(join(staged, name), [...segments, name], merged.has(name))
  }

  async #moveFolder(source: Source, segments: readonly string[]): Promise<void> {
    const below: string[] = []
    let kept = 0
    const place: Place = {
      page: this.#options.journal.page(segments, source.staged),
      folder: this.#options.root.open(segments),
      area: source.area
    }
    try {
      for (const entry of entriesOf(source.staged)) {
        const move = await this.#moveEntry(place, entry)
        if (move === 'merge') below.push(entry.name)
        if (move === 'keep') kept++
      }
    } catch (error) {
      if (errnoOf(error) !== 'EXDEV' || source.copied === true) throw error
      return await this.#moveFolder(await this.#copy(source.staged, segments), segments)
    } finally {
      place.folder.close()
    }
    this.#kept += kept
    for (const name of below) {
      await this.#moveFolder({ staged: join(source.staged, name), area: source.area }, [...segments, name])
    }
  }

  async #moveEntry(place: Place, entry: StagedEntry): Promise<Move> {
    return await retryBusy(
      async () => {
        if (this.#pace.due) await this.#breathe()
        return this.#tryMove(place, entry)
      },
      () => {
        this.#stopIfOver()
        // Another job may have put a folder of its own in the place of the one that was opened.
        place.folder.close()
        place.folder = this.#options.root.open(place.page.segments)
      }
    )
  }

  #tryMove(place: Place, { name, kind }: StagedEntry): Move {
    const { journal, onConflict } = this.#options
    const verdict = decide(kind, kindOf(place.folder.at(name)), onConflict)
    if ('obstacle' in verdict) throw this.#blocked(place, name, verdict.obstacle)
    const { move } = verdict
    if (move === 'replace') {
      const was = journal.setAside(place, name)
      // It was a file a moment ago.
      if (was === 'link' || was === 'special') throw this.#blocked(place, name, was)
    }
    if (move === 'replace' || move === 'place') journal.place(place, name)
    return move
  }

  #blocked(place: Place, name: string, obstacle: Obstacle): ActionError {
    this.#options.obstacles.add([...place.page.segments, name], obstacle)
    return this.#options.obstacles.error()
  }

  // A folder of the target on another file system: its files are copied into a temporary folder in it and go on from
  // there by renames, so that there too a file is visible whole or not at all.
  async #copy(staged: string, segments: readonly string[]): Promise<Source> {
    const temporary = createTemporary(join(this.#options.root.path, ...segments))
    this.#options.temporaries.push(temporary)
    const area = openArea(temporary)
    const copy = join(temporary, 'staged')
    await this.#options.disk.copy(staged, copy)
    this.#stopIfOver()
    return { staged: copy, area, copied: true }
  }

  async #breathe(): Promise<void> {
    await this.#pace.rest()
    this.#stopIfOver()
  }

  #stopIfOver(): void {
    if (this.#options.journal.over)
      throw new ActionError('disk-failed', 'The step was ended before all files were in place')
  }
}

// Names of one folder at a time, not of the tree. Read at once: whether a folder that loses entries while it is read
// lists the others is up to the file system.
function* entriesOf(staged: string): Generator<StagedEntry> {
  if (statSync(staged).size > LONG) return yield* longListOf(staged)
  for (const entry of readdirSync(staged, { withFileTypes: true }))
    yield { name: entry.name, kind: kindOfStaged(entry) }
}

function* longListOf(staged: string): Generator<StagedEntry> {
  const names = { file: [] as string[], folder: [] as string[] }
  const folder = opendirSync(staged, { bufferSize: READ_AT_ONCE })
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync())
      names[kindOfStaged(entry)].push(entry.name)
  } finally {
    folder.closeSync()
  }
  for (const kind of ['file', 'folder'] as const) for (const name of names[kind]) yield { name, kind }
}

function kindOfStaged(entry: Dirent): StagedEntry['kind'] {
  if (entry.isDirectory()) return 'folder'
  if (entry.isFile()) return 'file'
  throw new ActionError(
    'target-refused',
    `"${printable(entry.name)}" was staged, but is neither a file nor a folder`
  )
}
