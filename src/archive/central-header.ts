import { printable } from '../domain/printable.js'
import { ArchiveError, type RefusalClass } from '../errors.js'
import { decodeUnflagged, decodeUtf8 } from './entry-name.js'
import { checkEntryPath, type PathProblem } from './entry-path.js'
import {
  ExtraFieldError,
  NO_EXTRA_FIELDS,
  parseExtraFields,
  resolveZip64,
  unicodePathFor
} from './extra-fields.js'

/** An entry as the central directory has it, checked by itself. Plain data: it travels to the workers. */
export interface Entry {
  /** Relative, with `/`, without a last slash. */
  path: string
  kind: 'file' | 'folder'
  /** The name's bytes, one character a byte, for the comparison with the local header. */
  rawName: string
  flags: number
  /** 0 stored, 8 deflate. */
  method: number
  crc32: number
  compressedSize: number
  uncompressedSize: number
  /** `0o644` or `0o755`. */
  mode: number
  /** Milliseconds since the epoch. */
  mtime: number
  /** Where its local header begins. */
  offset: number
  /** Where the next local header, or the directory, begins. */
  end: number
}

/** APPNOTE 4.3.12 */
export const CENTRAL_SIGNATURE = 0x02014b50
export const CENTRAL_SIZE = 46

/** What stands where the zip64 field has the value (APPNOTE 4.4.1.4). */
const MARKER = 0xffffffff
const DISK_MARKER = 0xffff

/** APPNOTE 4.4.4 */
export const FLAG_DESCRIPTOR = 0x0008
const FLAG_UTF8 = 0x0800
const FLAGS_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const FLAG_PATCH = 0x0020

const METHOD_NAMES: Record<number, string> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  99: 'AES'
}

/** The newest version of the format that is known here, times ten (APPNOTE 4.4.3). */
const MAX_VERSION = 63

// Unix file types, in the high half of the external attributes.
const TYPE_MASK = 0o170000
const TYPE_FILE = 0o100000
const TYPE_FOLDER = 0o040000
const TYPES: Record<number, string> = {
  [0o120000]: 'a symbolic link',
  [0o020000]: 'a character device',
  [0o060000]: 'a block device',
  [0o010000]: 'a FIFO',
  [0o140000]: 'a socket'
}
const ANY_EXECUTE = 0o111
/** Deflate's own limit: 258 bytes in two bits, https://zlib.net/zlib_tech.html */
const MAX_RATIO = 1032
const DOS_FOLDER = 0x10

/**
 * Reads one header of the central directory from `bytes`, which begins with it and holds all of it.
 *
 * @throws ArchiveError naming the entry and the reason
 */
export function parseCentralHeader(bytes: Buffer, platform: NodeJS.Platform): Entry {
  const nameEnd = CENTRAL_SIZE + bytes.readUInt16LE(28)
  const rawName = bytes.subarray(CENTRAL_SIZE, nameEnd)
  const extra = bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(30))
  const refuse = (refusal: RefusalClass, reason: string) =>
    new ArchiveError(refusal, reason, { entry: printable(decodeUnflagged(rawName)) })
  const orRefuse = <T>(action: () => T): T => {
    try {
      return action()
    } catch (error) {
      throw error instanceof ExtraFieldError ? refuse('structure', error.message) : error
    }
  }

  const flags = bytes.readUInt16LE(8)
  const method = bytes.readUInt16LE(10)
  const unsupported = unsupportedFeature(bytes.readUInt16LE(6), flags, method)
  if (unsupported !== undefined) throw refuse('unsupported', unsupported)

  const fields = extra.length === 0 ? NO_EXTRA_FIELDS : orRefuse(() => parseExtraFields(extra))
  const sizes = sizesOf(bytes, fields.zip64, orRefuse)
  if (sizes.disk !== 0) throw refuse('unsupported', 'it is on another disk (multi-disk)')

  const name = nameOf({ rawName, flags, unicodePath: fields.unicodePath }, { refuse, orRefuse })
  const isFolder = name.endsWith('/')
  const path = isFolder ? name.slice(0, -1) : name
  const problem = pathProblem(name, path, platform)
  if (problem !== undefined) throw refuse(problem.refusal, problem.reason)

  const attributes = bytes.readUInt32LE(38)
  checkKind({ isFolder, attributes, unix: bytes.readUInt8(5) === 3 }, refuse)
  if (isFolder && sizes.uncompressedSize !== 0) throw refuse('structure', 'it is a folder and carries data')
  checkSizes(method, sizes, refuse)
  return {
    path,
    kind: isFolder ? 'folder' : 'file',
    rawName: rawName.toString('latin1'),
    flags,
    method,
    crc32: bytes.readUInt32LE(16),
    compressedSize: sizes.compressedSize,
    uncompressedSize: sizes.uncompressedSize,
    mode: (attributes >>> 16) & ANY_EXECUTE ? 0o755 : 0o644,
    mtime:
      fields.mtime === undefined
        ? dosTime(bytes.readUInt16LE(12), bytes.readUInt16LE(14))
        : fields.mtime * 1000,
    offset: sizes.offset,
    end: 0
  }
}

interface Sizes {
  uncompressedSize: number
  compressedSize: number
  offset: number
  disk: number
}

/** With what the zip64 field says in place of markers. */
function sizesOf(bytes: Buffer, zip64: Buffer | undefined, orRefuse: Refusing['orRefuse']): Sizes {
  const sizes: Sizes = {
    uncompressedSize: bytes.readUInt32LE(24),
    compressedSize: bytes.readUInt32LE(20),
    offset: bytes.readUInt32LE(42),
    disk: bytes.readUInt16LE(34)
  }
  const { uncompressedSize, compressedSize, offset, disk } = sizes
  const isPlain =
    uncompressedSize !== MARKER && compressedSize !== MARKER && offset !== MARKER && disk !== DISK_MARKER
  // Most of the time, and the rest costs more than all else here.
  if (isPlain && zip64 === undefined) return sizes
  return orRefuse(() =>
    resolveZip64(zip64, [
      { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === MARKER, bytes: 8 },
      { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === MARKER, bytes: 8 },
      { key: 'offset', value: offset, isMarker: offset === MARKER, bytes: 8 },
      { key: 'disk', value: disk, isMarker: disk === DISK_MARKER, bytes: 4 }
    ])
  )
}

function unsupportedFeature(version: number, flags: number, method: number): string | undefined {
  if ((flags & FLAGS_ENCRYPTED) !== 0) return 'it is encrypted'
  if ((flags & FLAG_PATCH) !== 0) return 'it holds patch data'
  // The low byte: writers put the system they ran on into the high one.
  if ((version & 0xff) > MAX_VERSION) return `it needs version ${(version & 0xff) / 10} of the format`
  if (method === 0 || method === 8) return undefined
  const named = METHOD_NAMES[method]
  return `it is compressed by method ${method}${named === undefined ? '' : ` (${named})`}`
}

interface Refusing {
  refuse: (refusal: RefusalClass, reason: string) => ArchiveError
  orRefuse: <T>(action: () => T) => T
}

function nameOf(
  { rawName, flags, unicodePath }: { rawName: Buffer; flags: number; unicodePath: Buffer | undefined },
  { refuse, orRefuse }: Refusing
): string {
  const flagged = (flags & FLAG_UTF8) !== 0
  const name = flagged ? decodeUtf8(rawName) : decodeUnflagged(rawName)
  if (name === undefined) throw refuse('name', 'its name is no valid UTF-8')
  const unicode = orRefuse(() => unicodePathFor(rawName, unicodePath))
  if (unicode === undefined || unicode === name) return name
  if (flagged) throw refuse('mismatch', 'it has two names: its Unicode path is another')
  return unicode
}

function pathProblem(name: string, path: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (name === '/') return { refusal: 'path', reason: 'its path is absolute' }
  return checkEntryPath(path, platform)
}

function checkKind(
  { isFolder, attributes, unix }: { isFolder: boolean; attributes: number; unix: boolean },
  refuse: Refusing['refuse']
): void {
  const type = (attributes >>> 16) & TYPE_MASK
  if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER) {
    throw refuse('link', `it is ${TYPES[type] ?? 'neither a file nor a folder'}`)
  }
  const folderMode = type === TYPE_FOLDER || (!unix && type === 0 && (attributes & DOS_FOLDER) !== 0)
  if (folderMode && !isFolder) throw refuse('structure', 'it has the mode of a folder and the name of a file')
}

/** No room is made on the archive's word: a size that the data cannot have is refused before anything is read. */
function checkSizes(
  method: number,
  { compressedSize, uncompressedSize }: { compressedSize: number; uncompressedSize: number },
  refuse: Refusing['refuse']
): void {
  if (method === 0 && compressedSize !== uncompressedSize) {
    throw refuse('size', 'it is stored, and its two sizes differ')
  }
  if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
    throw refuse('size', `${compressedSize} bytes cannot inflate to ${uncompressedSize}`)
  }
}

/**
 * MS-DOS time (APPNOTE 4.4.6) as milliseconds since the epoch. It has no time zone: read as UTC, which is what archiver
 * (and so upload-artifact) writes.
 */
function dosTime(time: number, date: number): number {
  return Date.UTC(
    1980 + (date >>> 9),
    ((date >>> 5) & 0xf) - 1,
    date & 0x1f,
    time >>> 11,
    (time >>> 5) & 0x3f,
    (time & 0x1f) * 2
  )
}
