import { ArchiveError, type RefusalClass } from '../../errors/archive-error.js'
import { type ArchiveReason, archiveReason, noTarHeader, tarHasType } from '../../messages/archive.js'
import { decodeUtf8 } from '../entry-name.js'

/** The unit of tar, in bytes. */
const BLOCK = 512
const ZEROS = Buffer.alloc(64 << 10)
/** The longest extended header, in bytes: longer than any path with attributes. */
const MAX_EXTENSION = 1 << 20
/** What an archive may hold besides the content of files, in bytes: a small archive may inflate to endless zeros. */
const OVERHEAD = 64 << 20
const OVERHEAD_PER_ENTRY = 64 << 10

/** Type flags (POSIX pax, "ustar Interchange Format"), and those of extended headers. */
const FILES = ['0', '\0', '7']
const OTHERS = ['1', '2', '5']
/** The type flags of files, links and folders. */
export const SUPPORTED_TYPES = [...FILES, ...OTHERS]
const [PAX, PAX_GLOBAL, GNU_NAME, GNU_LINK] = ['x', 'g', 'L', 'K']
const EXTENSIONS = [PAX, PAX_GLOBAL, GNU_NAME, GNU_LINK]
/** The type of GNU sparse files. Pax says it in records that begin with `GNU.sparse.`. */
const SPARSE = 'S'
/** tar-stream takes it for a GNU name. */
const OLD_GNU_NAME = 'N'

/**
 * Checks what tar-stream 3.2 does not: it takes a size that is no number for one (and then waits forever), loses the type
 * flag, replaces invalid UTF-8, ends at malformed pax records, ignores sizes in global headers and all but
 * the last header of a kind, and needs no end marker.
 * Blocks are checked before tar-stream gets them, so both see the same entries.
 */
export class TarBlockCheck {
  /** The type flags of entries that are checked and not taken yet. A chunk bounds their number. */
  readonly #types: string[] = []
  /** The header or extended header that is being received. */
  #part = Buffer.alloc(BLOCK)
  #filled = 0
  /** Bytes received, up to the end marker. */
  #position = 0
  /** The extended header that `#part` holds. */
  #extension: { type: string; size: number } | undefined
  /** Bytes of content and padding that follow. */
  #content = 0
  /** The types of the extended headers that wait for their entry. */
  readonly #waiting = new Set<string>()
  #paxSize: number | undefined
  #isSparse = false
  /** Blocks of zeros so far. Two of them are the end. */
  #zeros = 0
  /** Whether an entry of an unknown type came. Nobody knows what follows. */
  #isUnknown = false
  #entries = 0
  #overhead = 0

  /**
   * Checks the next bytes of the archive.
   *
   * @returns those up to the end marker
   * @throws ArchiveError
   */
  check(chunk: Buffer): Buffer {
    let at = 0
    while (at < chunk.length && !this.#isUnknown) {
      if (this.#zeros === 2) {
        this.#checkAfterEnd(chunk.subarray(at))
        return chunk.subarray(0, at)
      }
      at += this.#content > 0 ? this.#pass(chunk.length - at) : this.#receive(chunk, at)
    }
    return chunk
  }

  /** @throws ArchiveError if the archive is not complete */
  end(): void {
    if (this.#isUnknown || this.#zeros === 2) return
    const isCut =
      this.#content > 0 || this.#filled > 0 || this.#waiting.size > 0 || this.#extension !== undefined
    throw refuse('truncated', isCut ? 'tarCutOff' : 'tarEndMissing')
  }

  /** The type flag of the next entry; `S` for sparse files of any kind. */
  takeType(): string | undefined {
    return this.#types.shift()
  }

  /** Lets content and padding pass. @returns how many bytes */
  #pass(available: number): number {
    const count = Math.min(this.#content, available)
    this.#content -= count
    this.#position += count
    return count
  }

  #receive(chunk: Buffer, at: number): number {
    const count = chunk.copy(this.#part, this.#filled, at)
    this.#filled += count
    this.#position += count
    this.#countOverhead(count)
    if (this.#filled === this.#part.length) {
      const part = this.#part
      this.#part = Buffer.alloc(BLOCK)
      this.#filled = 0
      if (this.#extension === undefined) this.#checkBlock(part)
      else this.#checkExtension(part.subarray(0, this.#extension.size), this.#extension.type)
    }
    return count
  }

  #checkBlock(block: Buffer): void {
    if (isZero(block)) {
      if (this.#waiting.size > 0) throw refuse('structure', 'tarExtensionUnused')
      this.#zeros++
      return
    }
    if (this.#zeros > 0) throw refuse('structure', 'bytesAfterTarEnd')
    if (!isHeader(block)) throw new ArchiveError('structure', noTarHeader(this.#position - BLOCK))
    const type = String.fromCharCode(block.readUInt8(156))
    const size = numberAt(block, 124, 12)
    if (size === undefined) throw refuse('structure', 'tarNumber')
    if (EXTENSIONS.includes(type)) this.#startExtension(type, size)
    else this.#startEntry(this.#isSparse ? SPARSE : type, this.#paxSize ?? size)
  }

  #startExtension(type: string, size: number): void {
    if (size === 0 || size > MAX_EXTENSION) throw refuse('structure', 'tarExtension')
    this.#extension = { type, size }
    this.#part = Buffer.alloc(padded(size))
    if (type === PAX_GLOBAL) return
    if (this.#waiting.has(type)) throw refuse('structure', 'tarExtensionTwice')
    this.#waiting.add(type)
  }

  #startEntry(type: string, size: number): void {
    this.#entries++
    this.#waiting.clear()
    this.#paxSize = undefined
    this.#isSparse = false
    if (type === OLD_GNU_NAME) throw new ArchiveError('unsupported', tarHasType(type))
    this.#types.push(type)
    if (FILES.includes(type)) this.#content = padded(size)
    else if (!OTHERS.includes(type)) this.#isUnknown = true
    else if (size !== 0) throw refuse('structure', type === '5' ? 'folderWithData' : 'linkWithData')
  }

  #checkExtension(content: Buffer, type: string): void {
    this.#extension = undefined
    if (type === GNU_NAME || type === GNU_LINK) {
      const end = content.indexOf(0)
      if (end === 0 || (end > 0 && !isZero(content.subarray(end)))) throw refuse('structure', 'tarExtension')
      return
    }
    const records = paxRecords(content)
    if (records === undefined) throw refuse('structure', 'tarExtension')
    const isSparse = [...records.keys()].some(key => key.startsWith('GNU.sparse.'))
    const size = records.get('size')
    if (type === PAX_GLOBAL) {
      if (isSparse || GLOBAL_REFUSED.some(key => records.has(key))) throw refuse('unsupported', 'tarGlobal')
      return
    }
    for (const key of ['path', 'linkpath']) {
      const value = records.get(key)
      if (value !== undefined && decodeUtf8(value) === undefined) throw refuse('name', 'nameNotUtf8')
    }
    this.#isSparse = isSparse
    this.#paxSize = size && decimal(size.toString('latin1'))
    if (size !== undefined && this.#paxSize === undefined) throw refuse('structure', 'tarNumber')
  }

  #checkAfterEnd(bytes: Buffer): void {
    if (!isZero(bytes)) throw refuse('structure', 'bytesAfterTarEnd')
    this.#countOverhead(bytes.length)
  }

  #countOverhead(count: number): void {
    this.#overhead += count
    if (this.#overhead > OVERHEAD + this.#entries * OVERHEAD_PER_ENTRY) throw refuse('limit', 'tarOverhead')
  }
}

/** What a global header must not set: tar-stream would ignore it for entries without a header of their own. */
const GLOBAL_REFUSED = ['path', 'linkpath', 'size']

function refuse(refusal: RefusalClass, reason: ArchiveReason): ArchiveError {
  return new ArchiveError(refusal, archiveReason(reason))
}

/** Whether a block has the magic of ustar or GNU and a correct checksum. */
function isHeader(block: Buffer): boolean {
  let sum = 8 * 0x20
  for (let at = 0; at < BLOCK; at++) if (at < 148 || at >= 156) sum += block[at] as number
  return numberAt(block, 148, 8) === sum && /^ustar(\0| {2}\0)/.test(block.toString('latin1', 257, 265))
}

/** A number in octal, or in base 256 as GNU writes larger ones. Undefined if it is negative, too large or none. */
function numberAt(block: Buffer, start: number, length: number): number | undefined {
  const field = block.subarray(start, start + length)
  if (field[0] === 0x80) {
    const isSafe = length <= 8 || isZero(field.subarray(1, length - 8))
    const value = isSafe && length > 8 ? field.readBigUInt64BE(length - 8) : undefined
    return value !== undefined && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined
  }
  const [, digits] = /^ *([0-7]*)[ \0]*$/.exec(field.toString('latin1')) ?? []
  return digits === undefined ? undefined : Number.parseInt(digits || '0', 8)
}

/** The records of a pax header: `LENGTH KEY=VALUE\n`. Undefined if they are malformed. */
function paxRecords(bytes: Buffer): Map<string, Buffer> | undefined {
  const records = new Map<string, Buffer>()
  for (let at = 0; at < bytes.length; ) {
    const [, digits = ''] = /^([1-9]\d{0,6}) /.exec(bytes.toString('latin1', at, at + 8)) ?? []
    const end = at + Number(digits)
    const start = at + digits.length + 1
    const equals = bytes.subarray(start, end).indexOf('=')
    if (digits === '' || end > bytes.length || equals < 1 || bytes[end - 1] !== 0x0a) return undefined
    records.set(bytes.toString('utf8', start, start + equals), bytes.subarray(start + equals + 1, end - 1))
    at = end
  }
  return records
}

function decimal(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK
}

/** Whether all bytes are NUL. */
export function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const part = bytes.subarray(at, at + ZEROS.length)
    if (!part.equals(ZEROS.subarray(0, part.length))) return false
  }
  return true
}
