import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import { printable } from '../messages/printable.js'
import type { Slice } from './byte-range.js'
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
/** Most names; the same in every charset that they may be in. */
const ASCII = /^[\0-\x7f]*$/
/** Deflate's own limit: 258 bytes in two bits, https://zlib.net/zlib_tech.html */
const MAX_RATIO = 1032
const DOS_FOLDER = 0x10

/** What is wrong with a header, before it is said which entry's. */
class Refusal extends Error {
  readonly refusal: RefusalClass

  constructor(refusal: RefusalClass, reason: string) {
    super(reason)
    this.refusal = refusal
  }
}

/**
 * Reads one header of the central directory, all of which is in the slice.
 *
 * @param at where it begins
 * @throws ArchiveError naming the entry and the reason
 */
export function parseCentralHeader(slice: Slice, at: number, platform: NodeJS.Platform): Entry {
  try {
    return parse(slice, at, platform)
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ExtraFieldError)) throw error
    const entry = printable(decodeUnflagged(rawNameAt(slice, at)))
    throw new ArchiveError(error instanceof Refusal ? error.refusal : 'structure', error.message, { entry })
  }
}

function parse(slice: Slice, at: number, platform: NodeJS.Platform): Entry {
  const { bytes, view } = slice
  const nameStart = at + CENTRAL_SIZE
  const nameEnd = nameStart + view.getUint16(at + 28, true)
  const extraLength = view.getUint16(at + 30, true)

  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const unsupported = unsupportedFeature(view.getUint16(at + 6, true), flags, method)
  if (unsupported !== undefined) throw new Refusal('unsupported', unsupported)

  const fields =
    extraLength === 0 ? NO_EXTRA_FIELDS : parseExtraFields(bytes.subarray(nameEnd, nameEnd + extraLength))
  const sizes = sizesOf(view, at, fields.zip64)
  if (sizes.disk !== 0) throw new Refusal('unsupported', 'it is on another disk (multi-disk)')

  const rawName = bytes.toString('latin1', nameStart, nameEnd)
  const isPlain = ASCII.test(rawName) && fields.unicodePath === undefined
  const name = isPlain ? rawName : nameOf(rawNameAt(slice, at), flags, fields.unicodePath)
  const isFolder = name.endsWith('/')
  const path = isFolder ? name.slice(0, -1) : name
  const problem = pathProblem(name, path, platform)
  if (problem !== undefined) throw new Refusal(problem.refusal, problem.reason)

  const attributes = view.getUint32(at + 38, true)
  checkKind({ isFolder, attributes, unix: view.getUint8(at + 5) === 3 })
  if (isFolder && sizes.uncompressedSize !== 0)
    throw new Refusal('structure', 'it is a folder and carries data')
  checkSizes(method, sizes)
  return {
    path,
    kind: isFolder ? 'folder' : 'file',
    rawName,
    flags,
    method,
    crc32: view.getUint32(at + 16, true),
    compressedSize: sizes.compressedSize,
    uncompressedSize: sizes.uncompressedSize,
    mode: (attributes >>> 16) & ANY_EXECUTE ? 0o755 : 0o644,
    mtime:
      fields.mtime === undefined
        ? dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true))
        : fields.mtime * 1000,
    offset: sizes.offset,
    end: 0
  }
}

function rawNameAt({ bytes, view }: Slice, at: number): Buffer {
  const start = at + CENTRAL_SIZE
  return bytes.subarray(start, start + view.getUint16(at + 28, true))
}

interface Sizes {
  uncompressedSize: number
  compressedSize: number
  offset: number
  disk: number
}

/** With what the zip64 field says in place of markers. */
function sizesOf(view: DataView, at: number, zip64: Buffer | undefined): Sizes {
  const uncompressedSize = view.getUint32(at + 24, true)
  const compressedSize = view.getUint32(at + 20, true)
  const offset = view.getUint32(at + 42, true)
  const disk = view.getUint16(at + 34, true)
  const isPlain =
    uncompressedSize !== MARKER && compressedSize !== MARKER && offset !== MARKER && disk !== DISK_MARKER
  // Most of the time, and the rest costs more than all else here.
  if (isPlain && zip64 === undefined) return { uncompressedSize, compressedSize, offset, disk }
  return resolveZip64(zip64, [
    { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === MARKER, bytes: 8 },
    { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === MARKER, bytes: 8 },
    { key: 'offset', value: offset, isMarker: offset === MARKER, bytes: 8 },
    { key: 'disk', value: disk, isMarker: disk === DISK_MARKER, bytes: 4 }
  ])
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

/** Of bytes that are not ASCII alone, or with a Unicode path beside them. */
function nameOf(rawName: Buffer, flags: number, unicodePath: Buffer | undefined): string {
  const flagged = (flags & FLAG_UTF8) !== 0
  const name = flagged ? decodeUtf8(rawName) : decodeUnflagged(rawName)
  if (name === undefined) throw new Refusal('name', 'its name is no valid UTF-8')
  const unicode = unicodePathFor(rawName, unicodePath)
  if (unicode === undefined || unicode === name) return name
  if (flagged) throw new Refusal('mismatch', 'it has two names: its Unicode path is another')
  return unicode
}

function pathProblem(name: string, path: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (name === '/') return { refusal: 'path', reason: 'its path is absolute' }
  return checkEntryPath(path, platform)
}

function checkKind({
  isFolder,
  attributes,
  unix
}: {
  isFolder: boolean
  attributes: number
  unix: boolean
}): void {
  const type = (attributes >>> 16) & TYPE_MASK
  if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER) {
    throw new Refusal('link', `it is ${TYPES[type] ?? 'neither a file nor a folder'}`)
  }
  const folderMode = type === TYPE_FOLDER || (!unix && type === 0 && (attributes & DOS_FOLDER) !== 0)
  if (folderMode && !isFolder)
    throw new Refusal('structure', 'it has the mode of a folder and the name of a file')
}

/** No room is made on the archive's word: a size that the data cannot have is refused before anything is read. */
function checkSizes(
  method: number,
  { compressedSize, uncompressedSize }: { compressedSize: number; uncompressedSize: number }
): void {
  if (method === 0 && compressedSize !== uncompressedSize) {
    throw new Refusal('size', 'it is stored, and its two sizes differ')
  }
  if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
    throw new Refusal('size', `${compressedSize} bytes cannot inflate to ${uncompressedSize}`)
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
