import { randomInt } from 'node:crypto'

/** A prime; its square is an exact number. */
const PRIME = 2 ** 26 - 5
/** The names' bytes lie in blocks, each twice as long as the one before up to this, in bytes. */
const BLOCK = 64 << 10
const FIRST_BLOCK = 1 << 10
/** Nodes that there is room for at the least, and how much more room is made at a time. */
const LEAST = 16
const GROWTH = 1.5

/** So many folders are found without going down to them. */
const KNOWN = 4000

/** The folder that all paths begin in. */
export const ROOT = 0

/**
 * Paths as a tree in a few arrays: a node for each file and folder, which knows its parent, its own name and some bits of
 * the caller's. A million paths as strings in a set would be hundreds of MB; so they are about 30 bytes each. Nodes are
 * numbered from 1 as they come, a folder before what is in it.
 */
export class PathTree {
  // Plain arrays: V8 is slow to compile what reads them through calls.
  #parents: Uint32Array
  #names: Uint32Array
  #lengths: Uint16Array
  #bits: Uint8Array
  /** The next node with the same place in `#heads`, or 0. */
  #next: Uint32Array
  #heads: Uint32Array
  readonly #blocks: Buffer[] = [Buffer.alloc(FIRST_BLOCK)]
  /** Bytes in the last block. */
  #filled = 0
  #size = 0
  /** The first folders that came: most archives have no more. To give them up for others would leave much to collect. */
  readonly #knownNodes = new Map<string, number>()
  readonly #knownPaths = new Map<number, string>()
  /** The folder whose path was put together last: a deep one is mostly followed by what is in it. */
  #lastFolder = ROOT
  #lastPath = ''
  /** h = h · factor + bytes (mod prime): nobody can choose names whose hashes meet without knowing the factor. */
  readonly #factor = randomInt(PRIME >> 1, PRIME)

  /** @param expected about how many nodes there will be */
  constructor(expected: number) {
    const length = Math.max(LEAST, Math.ceil(expected * GROWTH))
    this.#parents = new Uint32Array(length)
    this.#names = new Uint32Array(length)
    this.#lengths = new Uint16Array(length)
    this.#bits = new Uint8Array(length)
    this.#next = new Uint32Array(length)
    this.#heads = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(LEAST, expected))))
  }

  /** The highest node. */
  get size(): number {
    return this.#size
  }

  parentOf(node: number): number {
    return this.#parents[node] as number
  }

  /** What the caller has marked it with: 0 at first. */
  bitsOf(node: number): number {
    return this.#bits[node] as number
  }

  mark(node: number, bits: number): void {
    this.#bits[node] = bits
  }

  /** No path is added any more: what finds them is let go. */
  seal(): void {
    this.#next = new Uint32Array(0)
    this.#heads = new Uint32Array(0)
    this.#knownNodes.clear()
  }

  /** The node of a path, made with those above it unless they are there. */
  add(path: string): number {
    const slash = path.lastIndexOf('/')
    if (slash === -1) return this.child(ROOT, path)
    const folder = known(this.#knownNodes, path.slice(0, slash), folder =>
      folder.split('/').reduce((node, name) => this.child(node, name), ROOT)
    )
    return this.child(folder, path.slice(slash + 1))
  }

  pathOf(node: number): string {
    const parent = this.parentOf(node)
    if (parent === ROOT) return this.nameOf(node)
    const folder = known(this.#knownPaths, parent, folder => {
      const names: string[] = []
      let at = folder
      for (; at !== ROOT && at !== this.#lastFolder; at = this.parentOf(at)) names.push(this.nameOf(at))
      if (at !== ROOT) names.push(this.#lastPath)
      this.#lastFolder = folder
      this.#lastPath = names.reverse().join('/')
      return this.#lastPath
    })
    return `${folder}/${this.nameOf(node)}`
  }

  /** The last segment of its path. */
  nameOf(node: number): string {
    const at = this.#names[node] as number
    const start = at % BLOCK
    return this.#blockOf(at).toString('utf8', start, start + (this.#lengths[node] as number))
  }

  /** The node of a name in a folder, made unless it is there. */
  child(parent: number, name: string): number {
    const length = this.#write(name)
    const at = (this.#blocks.length - 1) * BLOCK + this.#filled
    const place = this.#placeOf(parent, at, length)
    for (let node = this.#heads[place] as number; node !== 0; node = this.#next[node] as number) {
      if (this.parentOf(node) === parent && this.#isNamed(node, at, length)) return node
    }
    const node = ++this.#size
    this.#filled += length
    if (node === this.#parents.length) this.#grow()
    this.#parents[node] = parent
    this.#names[node] = at
    this.#lengths[node] = length
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
    if (this.#lengths[node] !== length) return false
    const own = this.#names[node] as number
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

  #grow(): void {
    const length = Math.ceil(this.#parents.length * GROWTH)
    this.#parents = grown(this.#parents, new Uint32Array(length))
    this.#names = grown(this.#names, new Uint32Array(length))
    this.#lengths = grown(this.#lengths, new Uint16Array(length))
    this.#bits = grown(this.#bits, new Uint8Array(length))
    this.#next = grown(this.#next, new Uint32Array(length))
  }

  #link(node: number, place: number): void {
    this.#next[node] = this.#heads[place] as number
    this.#heads[place] = node
  }

  #spread(): void {
    this.#heads = new Uint32Array(this.#heads.length * 2)
    for (let node = 1; node <= this.#size; node++) {
      const place = this.#placeOf(
        this.parentOf(node),
        this.#names[node] as number,
        this.#lengths[node] as number
      )
      this.#link(node, place)
    }
  }
}

function grown<Numbers extends Uint8Array | Uint16Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}

/** What `find` says of a key, or has said. */
function known<Key, Value>(told: Map<Key, Value>, key: Key, find: (key: Key) => Value): Value {
  let value = told.get(key)
  if (value !== undefined) return value
  value = find(key)
  if (told.size < KNOWN) told.set(key, value)
  return value
}
