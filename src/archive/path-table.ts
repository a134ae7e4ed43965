import { randomInt } from 'node:crypto'

/** A prime number. Products of two smaller numbers are exact. */
const PRIME = 2 ** 26 - 5
/** Names are stored in blocks. Each block is twice as long as the one before, up to this length in bytes. */
const BLOCK = 64 << 10
const FIRST_BLOCK = 1 << 10
/** The smallest capacity in nodes, and the factor by which it grows. */
const MIN_CAPACITY = 16
const GROWTH = 1.5

/** How many folders are cached by path. */
const MAX_CACHED = 4000

/** The node of the folder that contains all paths. */
export const ROOT = 0

/**
 * A set of paths that takes about 30 bytes for each: a million strings would take hundreds of MB. Each file and folder
 * gets a number (node), starting at 1, with parents before their children. A node stores its parent, its name and flags
 * of the caller. Nodes are found by a hash table over parent and name.
 */
export class PathTable {
  // Plain arrays: V8 is slow to compile code that reads them through calls.
  #parents: Uint32Array
  #names: Uint32Array
  #lengths: Uint16Array
  #flags: Uint8Array
  /** The next node in the same hash bucket, or 0. */
  #next: Uint32Array
  #heads: Uint32Array
  readonly #blocks: Buffer[] = [Buffer.alloc(FIRST_BLOCK)]
  /** Used bytes of the last block. */
  #filled = 0
  #size = 0
  // The first folders: most archives have no more. Replacing them would create garbage.
  readonly #cachedNodes = new Map<string, number>()
  readonly #cachedPaths = new Map<number, string>()
  /** The folder whose path was built last: the next path is often below it. */
  #lastFolder = ROOT
  #lastPath = ''
  /** h = h · factor + bytes (mod prime). Without the factor, nobody can choose names that collide. */
  readonly #factor = randomInt(PRIME >> 1, PRIME)

  /** @param expected the approximate number of nodes */
  constructor(expected: number) {
    const length = Math.max(MIN_CAPACITY, Math.ceil(expected * GROWTH))
    this.#parents = new Uint32Array(length)
    this.#names = new Uint32Array(length)
    this.#lengths = new Uint16Array(length)
    this.#flags = new Uint8Array(length)
    this.#next = new Uint32Array(length)
    this.#heads = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(MIN_CAPACITY, expected))))
  }

  /** The highest node. */
  get size(): number {
    return this.#size
  }

  parentOf(node: number): number {
    return this.#parents[node] as number
  }

  /** Initially 0. */
  flagsOf(node: number): number {
    return this.#flags[node] as number
  }

  setFlags(node: number, flags: number): void {
    this.#flags[node] = flags
  }

  /** Frees the hash table: no more paths can be added. */
  seal(): void {
    this.#next = new Uint32Array(0)
    this.#heads = new Uint32Array(0)
    this.#cachedNodes.clear()
  }

  /** Returns the node of a path. Adds it and its parents if necessary. */
  add(path: string): number {
    const slash = path.lastIndexOf('/')
    if (slash === -1) return this.child(ROOT, path)
    const folder = cached(this.#cachedNodes, path.slice(0, slash), folder =>
      folder.split('/').reduce((node, name) => this.child(node, name), ROOT)
    )
    return this.child(folder, path.slice(slash + 1))
  }

  pathOf(node: number): string {
    const parent = this.parentOf(node)
    if (parent === ROOT) return this.nameOf(node)
    const folder = cached(this.#cachedPaths, parent, folder => {
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

  /** Returns the node of a name in a folder. Adds it if necessary. */
  child(parent: number, name: string): number {
    const length = this.#write(name)
    const at = (this.#blocks.length - 1) * BLOCK + this.#filled
    const bucket = this.#bucketOf(parent, at, length)
    for (let node = this.#heads[bucket] as number; node !== 0; node = this.#next[node] as number) {
      if (this.parentOf(node) === parent && this.#isNamed(node, at, length)) return node
    }
    const node = ++this.#size
    this.#filled += length
    if (node === this.#parents.length) this.#grow()
    this.#parents[node] = parent
    this.#names[node] = at
    this.#lengths[node] = length
    if (node > this.#heads.length) this.#rehash()
    else this.#link(node, bucket)
    return node
  }

  /** Writes a name after the others. The next one overwrites it unless `#filled` grows. @returns its length in bytes */
  #write(name: string): number {
    const block = this.#blocks.at(-1) as Buffer
    // A character takes at most three bytes.
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

  #bucketOf(parent: number, at: number, length: number): number {
    const block = this.#blockOf(at)
    const start = at % BLOCK
    const end = start + length
    const factor = this.#factor
    let hash = parent % PRIME
    // Three bytes at a time. None of them is 0.
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
    this.#flags = grown(this.#flags, new Uint8Array(length))
    this.#next = grown(this.#next, new Uint32Array(length))
  }

  #link(node: number, bucket: number): void {
    this.#next[node] = this.#heads[bucket] as number
    this.#heads[bucket] = node
  }

  #rehash(): void {
    this.#heads = new Uint32Array(this.#heads.length * 2)
    for (let node = 1; node <= this.#size; node++) {
      const [at, length] = [this.#names[node] as number, this.#lengths[node] as number]
      this.#link(node, this.#bucketOf(this.parentOf(node), at, length))
    }
  }
}

function grown<Numbers extends Uint8Array | Uint16Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}

/** The result of `find` for a key, cached for the first keys. */
function cached<Key, Value>(cache: Map<Key, Value>, key: Key, find: (key: Key) => Value): Value {
  let value = cache.get(key)
  if (value !== undefined) return value
  value = find(key)
  if (cache.size < MAX_CACHED) cache.set(key, value)
  return value
}
