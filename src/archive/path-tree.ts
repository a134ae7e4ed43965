import { randomInt } from 'node:crypto'
import { type Column, Uint16Column, Uint32Column } from './column.js'

/** A prime; its square is an exact number. */
const PRIME = 2 ** 26 - 5
/** The names' bytes lie in blocks, each twice as long as the one before up to this, in bytes. */
const BLOCK = 64 << 10
const FIRST_BLOCK = 1 << 10

/** So many folders are found without going down to them. */
const KNOWN = 4000

/** The folder that all paths begin in. */
export const ROOT = 0

/**
 * Paths as a tree in a few arrays: a node for each file and folder, which knows its parent and its own name. A million
 * paths as strings in a set would be hundreds of MB; so they are about 30 bytes each. Nodes are numbered from 1 as they
 * come, a folder before what is in it.
 */
export class PathTree {
  readonly #parents: Column
  readonly #names: Column
  readonly #lengths: Column
  /** The next node with the same place in `#heads`, or 0. */
  #next: Column
  #heads = new Uint32Array(16)
  readonly #blocks: Buffer[] = [Buffer.alloc(FIRST_BLOCK)]
  /** Bytes in the last block. */
  #filled = 0
  #size = 0
  /** The first folders that came: most archives have no more. To give them up for others would leave much to collect. */
  readonly #knownNodes = new Map<string, number>()
  readonly #knownPaths = new Map<number, string>()
  /** h = h · factor + bytes (mod prime): nobody can choose names whose hashes meet without knowing the factor. */
  readonly #factor = randomInt(PRIME >> 1, PRIME)

  /** @param expected about how many nodes there will be */
  constructor(expected: number) {
    this.#parents = new Uint32Column(expected)
    this.#names = new Uint32Column(expected)
    this.#lengths = new Uint16Column(expected)
    this.#next = new Uint32Column(expected)
  }

  /** The highest node. */
  get size(): number {
    return this.#size
  }

  parentOf(node: number): number {
    return this.#parents.get(node)
  }

  /** No path is added any more: what finds them is let go. */
  seal(): void {
    this.#next = new Uint32Column(0)
    this.#heads = new Uint32Array(0)
    this.#knownNodes.clear()
  }

  /** The node of a path, made with those above it unless they are there. */
  add(path: string): number {
    const slash = path.lastIndexOf('/')
    if (slash === -1) return this.#child(ROOT, path)
    const folder = known(this.#knownNodes, path.slice(0, slash), folder =>
      folder.split('/').reduce((node, name) => this.#child(node, name), ROOT)
    )
    return this.#child(folder, path.slice(slash + 1))
  }

  pathOf(node: number): string {
    const parent = this.parentOf(node)
    if (parent === ROOT) return this.#nameOf(node)
    const folder = known(this.#knownPaths, parent, folder => {
      const names: string[] = []
      for (let at = folder; at !== ROOT; at = this.parentOf(at)) names.push(this.#nameOf(at))
      return names.reverse().join('/')
    })
    return `${folder}/${this.#nameOf(node)}`
  }

  #nameOf(node: number): string {
    const at = this.#names.get(node)
    const start = at % BLOCK
    return this.#blockOf(at).toString('utf8', start, start + this.#lengths.get(node))
  }

  #child(parent: number, name: string): number {
    const length = this.#write(name)
    const at = (this.#blocks.length - 1) * BLOCK + this.#filled
    const place = this.#placeOf(parent, at, length)
    for (let node = this.#heads[place] as number; node !== 0; node = this.#next.get(node)) {
      if (this.parentOf(node) === parent && this.#isNamed(node, at, length)) return node
    }
    const node = ++this.#size
    this.#filled += length
    this.#parents.set(node, parent)
    this.#names.set(node, at)
    this.#lengths.set(node, length)
    if (node > this.#heads.length) this.#spread()
    else this.#link(node, place)
    return node
  }

  /** Puts a name behind the others, where the next one overwrites it unless it is kept. @returns its length in bytes */
  #write(name: string): number {
    const block = this.#blocks.at(-1) as Buffer
    // Three bytes to a character at the most.
    const isSafe = this.#filled + name.length * 3 <= block.length
    if (isSafe || this.#filled + Buffer.byteLength(name) <= block.length)
      return block.write(name, this.#filled)
    this.#blocks.push(Buffer.alloc(Math.min(BLOCK, block.length * 2)))
    this.#filled = 0
    return this.#write(name)
  }

  #blockOf(at: number): Buffer {
    return this.#blocks[Math.floor(at / BLOCK)] as Buffer
  }

  #isNamed(node: number, at: number, length: number): boolean {
    if (this.#lengths.get(node) !== length) return false
    const own = this.#names.get(node)
    const [a, b] = [this.#blockOf(own), this.#blockOf(at)]
    const [from, to] = [own % BLOCK, at % BLOCK]
    for (let index = 0; index < length; index++) if (a[from + index] !== b[to + index]) return false
    return true
  }

  #placeOf(parent: number, at: number, length: number): number {
    const block = this.#blockOf(at)
    const start = at % BLOCK
    const end = start + length
    const factor = this.#factor
    let hash = parent % PRIME
    // Three bytes at once; none of them is 0.
    for (let index = start; index < end; index += 3) {
      const second = index + 1 < end ? (block[index + 1] as number) << 8 : 0
      const third = index + 2 < end ? (block[index + 2] as number) << 16 : 0
      const next = hash * factor + ((block[index] as number) | second | third)
      hash = next - Math.floor(next / PRIME) * PRIME
    }
    return hash & (this.#heads.length - 1)
  }

  #link(node: number, place: number): void {
    this.#next.set(node, this.#heads[place] as number)
    this.#heads[place] = node
  }

  #spread(): void {
    this.#heads = new Uint32Array(this.#heads.length * 2)
    for (let node = 1; node <= this.#size; node++) {
      this.#link(node, this.#placeOf(this.parentOf(node), this.#names.get(node), this.#lengths.get(node)))
    }
  }
}

/** What `find` says of a key, or has said. */
function known<Key, Value>(told: Map<Key, Value>, key: Key, find: (key: Key) => Value): Value {
  let value = told.get(key)
  if (value !== undefined) return value
  value = find(key)
  if (told.size < KNOWN) told.set(key, value)
  return value
}
