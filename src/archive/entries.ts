import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import { printable } from '../messages/printable.js'
import type { Entry } from './central-header.js'
import { foldPath } from './entry-path.js'
import { LOCAL_SIZE, MAX_OVERHEAD } from './local-header.js'
import { PathTree, ROOT } from './path-tree.js'
import { WideColumn } from './wide-column.js'

// What is known of an entry, as bits.
const FOLDER = 1
/** Its name in the archive ends in a slash. */
const SLASH = 2
const EXECUTABLE = 4
const DEFLATED = 8
const PICKED = 16

// What is known of a node of the tree, as bits.
const IS_FILE = 1
const IS_FOLDER = 2
const IS_PARENT = 4
const IS_NEEDED = 8

/** The earliest time that an archive can tell, in s since the epoch: all its times are whole seconds. */
const FIRST_TIME = -(2 ** 31)

/**
 * All entries of an archive, in arrays of numbers: about 55 bytes each. As objects they would be 500, which is more than
 * there may be of memory for 200,000 of them. `at` makes them one by one.
 */
export class Entries {
  /** How many there are. */
  length = 0
  /** Where the last one ends. */
  end = 0
  /** How many are to be written. */
  pickedLength = 0
  /** Of the files that are written. */
  pickedBytes = 0
  /** Of all. */
  #bytes = 0
  #picksAll = false
  readonly #paths: PathTree
  // Plain arrays: V8 is slow to compile what reads them through calls.
  readonly #nodes: Uint32Array
  readonly #bits: Uint8Array
  /** By which bits they differ from the first one's: mostly by none. */
  readonly #flags: Uint16Array
  #firstFlags = 0
  readonly #nameLengths: Uint16Array
  readonly #crcs: Uint32Array
  readonly #compressed: WideColumn
  readonly #uncompressed: WideColumn
  /** In s since `FIRST_TIME`. */
  readonly #times: WideColumn
  readonly #offsets: WideColumn
  /** Names in the archive that are not their paths in UTF-8: of another code page, or beside a Unicode path. */
  readonly #rawNames = new Map<number, string>()
  /** In the order of their offsets; undefined where they came in it. */
  #order: Uint32Array | undefined
  // What most archives are, seen as the entries come: another pass over all of them costs a fifth of all this.
  #isInOrder = true
  /** Whether each entry that came fits exactly before the next, as far as the directory tells. */
  #fits = true
  /** Where the last entry that came ends at the earliest. */
  #leastEnd = 0
  /** Whether a path is both of a file and of a folder. */
  #hasClash = false

  /** @param room how many there may be */
  constructor(room: number) {
    this.#paths = new PathTree(room)
    this.#nodes = new Uint32Array(room)
    this.#bits = new Uint8Array(room)
    this.#flags = new Uint16Array(room)
    this.#nameLengths = new Uint16Array(room)
    this.#crcs = new Uint32Array(room)
    this.#compressed = new WideColumn(room)
    this.#uncompressed = new WideColumn(room)
    this.#times = new WideColumn(room)
    this.#offsets = new WideColumn(room)
  }

  /**
   * Takes the next entry of the directory.
   *
   * @throws ArchiveError for a file whose path has come already
   */
  add(entry: Entry): void {
    const index = this.length++
    const { path, rawName, offset } = entry
    const isFolder = entry.kind === 'folder'
    const node = this.#paths.add(path)
    if (!isFolder && (this.#paths.bitsOf(node) & IS_FILE) !== 0)
      throw refuse('duplicate', 'its path comes twice', path)
    this.#mark(node, isFolder ? IS_FOLDER : IS_FILE)
    this.#markParents(this.#paths.parentOf(node), IS_PARENT)
    const hasSlash = rawName.endsWith('/')
    const name = hasSlash ? `${path}/` : path
    if (name !== rawName && latin1Of(name) !== rawName) this.#rawNames.set(index, rawName)
    this.#bits[index] =
      (isFolder ? FOLDER : 0) |
      (hasSlash ? SLASH : 0) |
      (entry.mode === 0o755 ? EXECUTABLE : 0) |
      (entry.method === 8 ? DEFLATED : 0)
    this.#nodes[index] = node
    if (index === 0) this.#firstFlags = entry.flags
    // A page of zeros is nobody's until something is written to it.
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
   * Checks that the paths of all entries can be together: no file where another entry needs a folder, and where the file
   * system folds names, none that fold together. A file of no bytes under which others lie is how `@actions/artifact`
   * writes a folder: it becomes one.
   */
  checkTree(folds: boolean): void {
    for (let index = 0; this.#hasClash && index < this.length; index++) {
      const node = this.#nodes[index] as number
      const nodeBits = this.#paths.bitsOf(node)
      const bits = this.#bits[index] as number
      if ((bits & FOLDER) !== 0 || (nodeBits & (IS_FOLDER | IS_PARENT)) === 0) continue
      if ((nodeBits & IS_PARENT) === 0 || this.#uncompressed.get(index) !== 0) {
        throw refuse('duplicate', 'it is a file where another entry needs a folder', this.#paths.pathOf(node))
      }
      this.#bits[index] = bits | FOLDER
    }
    this.#paths.seal()
    if (folds) checkFolding(this.#paths)
  }

  /** Sorts by offset and gives each entry its end. The exact fit is checked with the local header. */
  fillExtents(directoryOffset: number): void {
    if (!this.#isInOrder) {
      this.#order = Uint32Array.from({ length: this.length }, (_, index) => index)
      this.#order.sort((a, b) => this.#offsets.get(a) - this.#offsets.get(b))
    }
    this.end = directoryOffset
    const first = this.#offsetAt(0)
    if (first !== 0) throw new ArchiveError('structure', `${first} bytes stand before its first entry`)
    const last = this.length - 1
    // First of all, or the entry before it would be blamed for the gap.
    if (last >= 0 && this.#offsetAt(last) > directoryOffset) {
      throw refuse('overlap', 'it begins beyond the directory', this.at(last).path)
    }
    // Of all but the last it is known already.
    for (let position = this.#fits ? Math.max(0, last) : 0; position <= last; position++) {
      const index = this.#order?.[position] ?? position
      const span = this.#offsetAt(position + 1) - this.#offsets.get(index)
      const spare = span - LOCAL_SIZE - (this.#nameLengths[index] as number) - this.#compressed.get(index)
      if (spare < 0) {
        const into = position < last ? 'the next entry' : 'the directory'
        throw refuse('overlap', `it reaches into ${into}`, this.at(position).path)
      }
      if (spare > MAX_OVERHEAD)
        throw refuse('structure', 'bytes of no entry follow it', this.at(position).path)
    }
  }

  /** Says which are to be written: these files; all, and folders too, where `pick` is undefined. */
  pick(pick: ((path: string) => boolean) | undefined): void {
    if (pick === undefined) {
      this.#picksAll = true
      this.pickedLength = this.length
      this.pickedBytes = this.#bytes
      return
    }
    for (let index = 0; index < this.length; index++) {
      const node = this.#nodes[index] as number
      const bits = this.#bits[index] as number
      if ((bits & FOLDER) !== 0 || !pick(this.#paths.pathOf(node))) continue
      this.#bits[index] = bits | PICKED
      this.#markParents(this.#paths.parentOf(node), IS_NEEDED)
      this.pickedLength++
      this.pickedBytes += this.#uncompressed.get(index)
    }
  }

  isPicked(position: number): boolean {
    return this.#picksAll || ((this.#bits[this.#order?.[position] ?? position] as number) & PICKED) !== 0
  }

  /** The folders that what is picked needs, the outer before the inner. */
  *neededFolders(): Generator<string> {
    const needed = this.#picksAll ? IS_FOLDER | IS_PARENT : IS_NEEDED
    for (let node = 1; node <= this.#paths.size; node++) {
      if ((this.#paths.bitsOf(node) & needed) !== 0) yield this.#paths.pathOf(node)
    }
  }

  /** Its bytes in the archive: the first, and the first that is no longer of it. */
  extentAt(position: number): { start: number; end: number } {
    return { start: this.#offsetAt(position), end: this.#offsetAt(position + 1) }
  }

  /** @param position in the order of offsets, from 0 */
  at(position: number): Entry {
    const index = this.#order?.[position] ?? position
    const bits = this.#bits[index] as number
    const path = this.#paths.pathOf(this.#nodes[index] as number)
    const name = (bits & SLASH) === 0 ? path : `${path}/`
    return {
      path,
      kind: (bits & FOLDER) === 0 ? 'file' : 'folder',
      rawName:
        this.#rawNames.get(index) ?? (name.length === this.#nameLengths[index] ? name : latin1Of(name)),
      flags: (this.#flags[index] as number) ^ this.#firstFlags,
      method: (bits & DEFLATED) === 0 ? 0 : 8,
      crc32: this.#crcs[index] as number,
      compressedSize: this.#compressed.get(index),
      uncompressedSize: this.#uncompressed.get(index),
      mode: (bits & EXECUTABLE) === 0 ? 0o644 : 0o755,
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
    const bits = this.#paths.bitsOf(node) | bit
    this.#paths.mark(node, bits)
    this.#hasClash ||= (bits & IS_FILE) !== 0 && (bits & (IS_FOLDER | IS_PARENT)) !== 0
  }

  /** Marks a folder and those above it, up to one that is marked. */
  #markParents(folder: number, bit: number): void {
    for (let node = folder; node !== ROOT && (this.#paths.bitsOf(node) & bit) === 0; ) {
      this.#mark(node, bit)
      node = this.#paths.parentOf(node)
    }
  }
}

function checkFolding(paths: PathTree): void {
  const folded = new PathTree(paths.size)
  for (let node = 1; node <= paths.size; node++) {
    // Each adds one node, so both trees number them alike. Whole paths would take their depth squared.
    const other = folded.child(paths.parentOf(node), foldPath(paths.nameOf(node)))
    if (other === node) continue
    const reason = `"${printable(paths.pathOf(other))}" is the same name on this file system`
    throw refuse('duplicate', reason, paths.pathOf(node))
  }
}

/** The bytes of a name in UTF-8, one character a byte. */
function latin1Of(name: string): string {
  return Buffer.from(name).toString('latin1')
}

function refuse(refusal: RefusalClass, reason: string, path: string): ArchiveError {
  return new ArchiveError(refusal, reason, { entry: printable(path) })
}
