import { ArchiveError } from '../errors/archive-error.js'
import { archiveReason, bytesBeforeFirstEntry } from '../messages/archive.js'
import { type Entry, EXECUTABLE_MODE, FILE_MODE } from './central-header.js'
import { refusePath as refuse } from './entry-path.js'
import { LOCAL_SIZE, MAX_OVERHEAD } from './local-header.js'
import { FoldedNames, MAX_PATHS, tooManyError } from './path-rules.js'
import { PathTable, ROOT } from './path-table.js'
import { Uint53Array } from './uint53-array.js'

// Flags of an entry
const FOLDER = 1
/** The name in the archive ends in a slash. */
const SLASH = 2
const EXECUTABLE = 4
const DEFLATED = 8
const PICKED = 16
const UNICODE_PATH = 32
/** The name in the archive begins with `./`. */
const DOT = 64

// Flags of a path
const IS_FILE = 1
const IS_FOLDER = 2
const IS_PARENT = 4
const IS_NEEDED = 8

/** The earliest time that an archive can hold, in s since the epoch: all its times are whole seconds. */
const FIRST_TIME = -(2 ** 31)

/**
 * All entries of an archive, in arrays of numbers: about 55 bytes each. An object for each would take 500 bytes, too much
 * memory for 200,000 of them. `at` creates them one by one.
 */
export class Entries {
  /** The number of entries. */
  length = 0
  /** Where the last entry ends. */
  end = 0
  /** The number of entries to write. */
  pickedLength = 0
  /** Size of the files to write. */
  pickedBytes = 0
  /** The number of folders to write. */
  pickedFolders = 0
  /** The number of all files. */
  #files = 0
  /** Size of all files. */
  #bytes = 0
  #picksAll = false
  readonly #paths: PathTable
  // Plain arrays: V8 is slow to compile code that reads them through calls.
  readonly #nodes: Uint32Array
  readonly #bits: Uint8Array
  /** As the difference (XOR) to the flags of the first entry: mostly 0. */
  readonly #flags: Uint16Array
  #firstFlags = 0
  readonly #nameLengths: Uint16Array
  readonly #crcs: Uint32Array
  readonly #compressed: Uint53Array
  readonly #uncompressed: Uint53Array
  /** Seconds since `FIRST_TIME`. */
  readonly #times: Uint53Array
  readonly #offsets: Uint53Array
  /** Names that are not the path in UTF-8: in another code page, or with a Unicode path. */
  readonly #rawNames = new Map<number, string>()
  /** Indexes in the order of offsets. Undefined if the entries were added in this order. */
  #order: Uint32Array | undefined
  // Checked while entries are added: another loop over all of them would take a fifth of the total time.
  #isInOrder = true
  /** Whether each entry so far may end exactly where the next begins, judging by the directory. */
  #fits = true
  /** The earliest possible end of the last entry that was added. */
  #leastEnd = 0
  /** Whether a path belongs to both a file and a folder. */
  #hasClash = false

  /**
   * @param capacity the highest number of entries
   * @throws ArchiveError if it exceeds the limit
   */
  constructor(capacity: number) {
    if (capacity > MAX_PATHS) throw tooManyError()
    this.#paths = new PathTable(capacity)
    this.#nodes = new Uint32Array(capacity)
    this.#bits = new Uint8Array(capacity)
    this.#flags = new Uint16Array(capacity)
    this.#nameLengths = new Uint16Array(capacity)
    this.#crcs = new Uint32Array(capacity)
    this.#compressed = new Uint53Array(capacity)
    this.#uncompressed = new Uint53Array(capacity)
    this.#times = new Uint53Array(capacity)
    this.#offsets = new Uint53Array(capacity)
  }

  /**
   * Adds the next entry of the directory.
   *
   * @throws ArchiveError for a file whose path occurred already, and if there are too many paths
   */
  add(entry: Entry): void {
    const index = this.length++
    const { path, rawName, offset } = entry
    const isFolder = entry.kind === 'folder'
    const node = path === '' ? ROOT : this.#paths.add(path)
    if (this.#paths.size > MAX_PATHS) throw tooManyError()
    if (!isFolder) this.#files++
    if (!isFolder && (this.#paths.flagsOf(node) & IS_FILE) !== 0)
      throw refuse('duplicate', archiveReason('duplicatePath'), path)
    this.#mark(node, isFolder ? IS_FOLDER : IS_FILE)
    this.#markParents(this.#paths.parentOf(node), IS_PARENT)
    const bits = (rawName.endsWith('/') ? SLASH : 0) | (rawName.startsWith('./') ? DOT : 0)
    const name = nameOf(path, bits)
    if (name !== rawName && latin1Of(name) !== rawName) this.#rawNames.set(index, rawName)
    this.#bits[index] =
      bits |
      (isFolder ? FOLDER : 0) |
      (entry.mode === EXECUTABLE_MODE ? EXECUTABLE : 0) |
      (entry.method === 8 ? DEFLATED : 0) |
      (entry.hasUnicodePath ? UNICODE_PATH : 0)
    this.#nodes[index] = node
    if (index === 0) this.#firstFlags = entry.flags
    // The system allocates a page of zeros only when something is written to it.
    if (entry.flags !== this.#firstFlags) this.#flags[index] = entry.flags ^ this.#firstFlags
    this.#nameLengths[index] = rawName.length
    this.#crcs[index] = entry.crc32
    this.#compressed.set(index, entry.compressedSize)
    this.#uncompressed.set(index, entry.uncompressedSize)
    this.#times.set(index, entry.mtime / 1000 - FIRST_TIME)
    this.#offsets.set(index, offset)
    const spare = offset - this.#leastEnd
    this.#fits &&= index === 0 || (spare >= 0 && spare <= MAX_OVERHEAD)
    this.#isInOrder &&= this.#fits || offset >= this.#offsets.get(index - 1)
    this.#leastEnd = offset + LOCAL_SIZE + rawName.length + entry.compressedSize
    this.#bytes += entry.uncompressedSize
  }

  /**
   * Checks that all paths can exist together: no file where another entry needs a folder, and no two paths that the file
   * system treats as equal. `@actions/artifact` writes folders as empty files: an empty file with entries below it
   * becomes a folder.
   *
   * @param folds whether the file system treats names as equal that differ in case or normalization
   * @throws ArchiveError
   */
  checkTree(folds: boolean): void {
    for (let index = 0; this.#hasClash && index < this.length; index++) {
      const node = this.#nodes[index] as number
      const nodeBits = this.#paths.flagsOf(node)
      const bits = this.#bits[index] as number
      if ((bits & FOLDER) !== 0 || (nodeBits & (IS_FOLDER | IS_PARENT)) === 0) continue
      if ((nodeBits & IS_PARENT) === 0 || this.#uncompressed.get(index) !== 0) {
        throw refuse('duplicate', archiveReason('fileAndFolder'), this.#paths.pathOf(node))
      }
      this.#bits[index] = bits | FOLDER
      this.#files--
    }
    this.#paths.seal()
    if (folds) new FoldedNames(this.#paths).check()
  }

  /** Sorts by offset and sets the end of each entry. The local header is checked for the exact length later. */
  fillExtents(directoryOffset: number): void {
    if (!this.#isInOrder) {
      this.#order = Uint32Array.from({ length: this.length }, (_, index) => index)
      this.#order.sort((a, b) => this.#offsets.get(a) - this.#offsets.get(b))
    }
    this.end = directoryOffset
    const first = this.#offsetAt(0)
    if (first !== 0) throw new ArchiveError('structure', bytesBeforeFirstEntry(first))
    const last = this.length - 1
    // Checked first: otherwise the error would name the entry before it.
    if (last >= 0 && this.#offsetAt(last) > directoryOffset) {
      throw refuse('overlap', archiveReason('beyondDirectory'), this.at(last).path)
    }
    // If all entries fit, only the last one is left to check.
    for (let position = this.#fits ? Math.max(0, last) : 0; position <= last; position++) {
      const index = this.#order?.[position] ?? position
      const span = this.#offsetAt(position + 1) - this.#offsets.get(index)
      const spare = span - LOCAL_SIZE - (this.#nameLengths[index] as number) - this.#compressed.get(index)
      if (spare < 0) {
        const reason = position < last ? 'overlapsNext' : 'overlapsDirectory'
        throw refuse('overlap', archiveReason(reason), this.at(position).path)
      }
      if (spare > MAX_OVERHEAD) throw refuse('structure', archiveReason('strayBytes'), this.at(position).path)
    }
  }

  /** Selects the files to write. Without `pick` all entries are written, empty folders too. */
  pick(pick: ((path: string) => boolean) | undefined): void {
    if (pick === undefined) {
      this.#picksAll = true
      this.pickedLength = this.length
      this.pickedBytes = this.#bytes
      this.pickedFolders = this.#paths.size - this.#files
      return
    }
    for (let index = 0; index < this.length; index++) {
      const node = this.#nodes[index] as number
      const bits = this.#bits[index] as number
      if ((bits & FOLDER) !== 0 || !pick(this.#paths.pathOf(node))) continue
      this.#bits[index] = bits | PICKED
      this.pickedFolders += this.#markParents(this.#paths.parentOf(node), IS_NEEDED)
      this.pickedLength++
      this.pickedBytes += this.#uncompressed.get(index)
    }
  }

  /** The size of the picked files that match. */
  pickedBytesOf(matches: (path: string) => boolean): number {
    let bytes = 0
    for (let index = 0; index < this.length; index++) {
      const bits = this.#bits[index] as number
      if ((bits & FOLDER) !== 0 || !(this.#picksAll || (bits & PICKED) !== 0)) continue
      if (matches(this.#paths.pathOf(this.#nodes[index] as number))) bytes += this.#uncompressed.get(index)
    }
    return bytes
  }

  isPicked(position: number): boolean {
    return this.#picksAll || ((this.#bits[this.#order?.[position] ?? position] as number) & PICKED) !== 0
  }

  /** The folders that the picked entries need, outer folders first. */
  *neededFolders(): Generator<string> {
    const needed = this.#picksAll ? IS_FOLDER | IS_PARENT : IS_NEEDED
    for (let node = 1; node <= this.#paths.size; node++) {
      if ((this.#paths.flagsOf(node) & needed) !== 0) yield this.#paths.pathOf(node)
    }
  }

  /** The range of its bytes in the archive: start (inclusive) and end (exclusive). */
  extentAt(position: number): { start: number; end: number } {
    return { start: this.#offsetAt(position), end: this.#offsetAt(position + 1) }
  }

  /** @param position in the order of offsets, from 0 */
  at(position: number): Entry {
    const index = this.#order?.[position] ?? position
    const bits = this.#bits[index] as number
    const path = this.#paths.pathOf(this.#nodes[index] as number)
    const name = nameOf(path, bits)
    return {
      path,
      kind: (bits & FOLDER) === 0 ? 'file' : 'folder',
      rawName:
        this.#rawNames.get(index) ?? (name.length === this.#nameLengths[index] ? name : latin1Of(name)),
      hasUnicodePath: (bits & UNICODE_PATH) !== 0,
      flags: (this.#flags[index] as number) ^ this.#firstFlags,
      method: (bits & DEFLATED) === 0 ? 0 : 8,
      crc32: this.#crcs[index] as number,
      compressedSize: this.#compressed.get(index),
      uncompressedSize: this.#uncompressed.get(index),
      mode: (bits & EXECUTABLE) === 0 ? FILE_MODE : EXECUTABLE_MODE,
      mtime: (this.#times.get(index) + FIRST_TIME) * 1000,
      offset: this.#offsets.get(index),
      end: this.#offsetAt(position + 1)
    }
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let position = 0; position < this.length; position++) yield this.at(position)
  }

  #offsetAt(position: number): number {
    return position < this.length ? this.#offsets.get(this.#order?.[position] ?? position) : this.end
  }

  #mark(node: number, bit: number): void {
    const bits = this.#paths.flagsOf(node) | bit
    this.#paths.setFlags(node, bits)
    this.#hasClash ||= (bits & IS_FILE) !== 0 && (bits & (IS_FOLDER | IS_PARENT)) !== 0
  }

  /** Marks a folder and its parents, up to one that is marked already. @returns how many it marked */
  #markParents(folder: number, bit: number): number {
    let count = 0
    for (let node = folder; node !== ROOT && (this.#paths.flagsOf(node) & bit) === 0; ) {
      this.#mark(node, bit)
      node = this.#paths.parentOf(node)
      count++
    }
    return count
  }
}

/** The name of an entry in the archive. */
function nameOf(path: string, bits: number): string {
  const name = (bits & SLASH) === 0 || path === '' ? path : `${path}/`
  return (bits & DOT) === 0 ? name : `./${name}`
}

/** The bytes of a name in UTF-8, one character per byte. */
function latin1Of(name: string): string {
  return Buffer.from(name).toString('latin1')
}
