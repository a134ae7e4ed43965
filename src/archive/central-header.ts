import { ArchiveError } from '../errors/archive-error.js'
import { attempt } from '../errors/attempt.js'
import {
  archiveReason,
  impossibleSize,
  newerVersion,
  specialFile,
  unsupportedMethod
} from '../messages/archive.js'
import type { ByteView } from './byte-view.js'
import { decodeUnflagged, decodeUtf8 } from './entry-name.js'
import { checkEntryPath, type PathProblem, pathOfName } from './entry-path.js'
import {
  HeaderError,
  MARKER_16,
  MARKER_32,
  NO_EXTRA_FIELDS,
  parseExtraFields,
  resolveZip64,
  unicodePathFor
} from './extra-fields.js'

/** An entry of the central directory, checked by itself. Plain data, so that it can be sent to workers. */
export interface Entry {
  /** Relative, separated by `/`, without a leading `./` or a trailing slash. Empty for the folder `./`. */
  path: string
  kind: 'file' | 'folder'
  /** The bytes of the name, one character per byte, to compare with the local header. */
  rawName: string
  /** Whether the path is from a Unicode path field, which the local header must have too. */
  hasUnicodePath: boolean
  flags: number
  /** 0 stored, 8 deflate. */
  method: number
  crc32: number
  compressedSize: number
  uncompressedSize: number
  /** `FILE_MODE` or `EXECUTABLE_MODE`. */
  mode: number
  /** Milliseconds since the epoch. */
  mtime: number
  /** Start of its local header. */
  offset: number
  /** Start of the next local header or of the directory. */
  end: number
}

/** APPNOTE 4.3.12 */
export const CENTRAL_SIGNATURE = 0x02014b50
export const CENTRAL_SIZE = 46

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

/** The newest supported version of the format, times ten (APPNOTE 4.4.3). */
const MAX_VERSION = 63

// Unix file types, in the high half of the external attributes.
const TYPE_MASK = 0o170000
const TYPE_FILE = 0o100000
const TYPE_FOLDER = 0o040000
const TYPE_FIFO = 0o010000
const TYPES: Record<number, string> = {
  [0o120000]: 'a symbolic link',
  [0o020000]: 'a character device',
  [0o060000]: 'a block device',
  [TYPE_FIFO]: 'a FIFO',
  [0o140000]: 'a socket'
}
const ANY_EXECUTE = 0o111
// Of new files: the system subtracts the umask.
export const FILE_MODE = 0o666
export const EXECUTABLE_MODE = 0o777
/** The same in every charset that a name may have. */
const ASCII = /^[\0-\x7f]*$/
/** The limit of deflate: 258 bytes in two bits, https://zlib.net/zlib_tech.html */
const MAX_RATIO = 1032
const DOS_FOLDER = 0x10

/**
 * Reads one header of the central directory.
 *
 * @param source contains the whole header
 * @param at where the header begins
 * @throws ArchiveError naming the entry and the reason
 */
export function parseCentralHeader(source: ByteView, at: number, platform: NodeJS.Platform): Entry {
  try {
    return parse(source, at, platform)
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error
    throw new ArchiveError(error.refusal, error.reason, { entry: shownName(source, at) })
  }
}

/** The name that an error is about, of a header that may be invalid. */
function shownName(source: ByteView, at: number): string {
  const rawName = rawNameAt(source, at)
  const isFlagged = (source.view.getUint16(at + 8, true) & FLAG_UTF8) !== 0
  const fields = isFlagged ? undefined : attempt(() => parseExtraFields(extraAt(source, at)))
  return attempt(() => unicodePathFor(rawName, fields?.unicodePath)) ?? decodeUnflagged(rawName)
}

function parse(source: ByteView, at: number, platform: NodeJS.Platform): Entry {
  const { bytes, view } = source
  const nameStart = at + CENTRAL_SIZE
  const nameEnd = nameStart + view.getUint16(at + 28, true)

  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const unsupported = unsupportedFeature(view.getUint16(at + 6, true), flags, method)
  if (unsupported !== undefined) throw new HeaderError(unsupported, 'unsupported')

  const fields = view.getUint16(at + 30, true) === 0 ? NO_EXTRA_FIELDS : parseExtraFields(extraAt(source, at))
  const sizes = sizesOf(view, at, fields.zip64)
  if (sizes.disk !== 0) throw new HeaderError(archiveReason('otherDisk'), 'unsupported')

  const rawName = bytes.toString('latin1', nameStart, nameEnd)
  const unicodeName =
    fields.unicodePath === undefined ? undefined : unicodePathFor(rawNameAt(source, at), fields.unicodePath)
  const isPlain = unicodeName === undefined && ASCII.test(rawName)
  const name = isPlain ? rawName : decodeName(rawNameAt(source, at), flags, unicodeName)
  const isFolder = name.endsWith('/')
  const path = pathOfName(name)
  const problem = pathProblem(name, path, platform)
  if (problem !== undefined) throw new HeaderError(problem.reason, problem.refusal)

  const attributes = view.getUint32(at + 38, true)
  checkKind({
    isFolder,
    attributes,
    isUnix: view.getUint8(at + 5) === 3,
    hasData: sizes.uncompressedSize > 0
  })
  if (isFolder && sizes.uncompressedSize !== 0) throw new HeaderError(archiveReason('folderWithData'))
  checkSizes(method, sizes)
  return {
    path,
    kind: isFolder ? 'folder' : 'file',
    rawName,
    hasUnicodePath: unicodeName !== undefined,
    flags,
    method,
    crc32: view.getUint32(at + 16, true),
    compressedSize: sizes.compressedSize,
    uncompressedSize: sizes.uncompressedSize,
    mode: modeOf(attributes >>> 16),
    mtime:
      fields.mtime === undefined
        ? dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true))
        : fields.mtime * 1000,
    offset: sizes.offset,
    end: 0
  }
}

/** The mode of a new file, of the mode in an archive. */
export function modeOf(mode: number): number {
  return (mode & ANY_EXECUTE) === 0 ? FILE_MODE : EXECUTABLE_MODE
}

function rawNameAt({ bytes, view }: ByteView, at: number): Buffer {
  const start = at + CENTRAL_SIZE
  return bytes.subarray(start, start + view.getUint16(at + 28, true))
}

function extraAt({ bytes, view }: ByteView, at: number): Buffer {
  const start = at + CENTRAL_SIZE + view.getUint16(at + 28, true)
  return bytes.subarray(start, start + view.getUint16(at + 30, true))
}

interface Sizes {
  uncompressedSize: number
  compressedSize: number
  offset: number
  disk: number
}

/** The sizes, with markers replaced by the values of the zip64 field. */
function sizesOf(view: DataView, at: number, zip64: Buffer | undefined): Sizes {
  const uncompressedSize = view.getUint32(at + 24, true)
  const compressedSize = view.getUint32(at + 20, true)
  const offset = view.getUint32(at + 42, true)
  const disk = view.getUint16(at + 34, true)
  const isPlain =
    uncompressedSize !== MARKER_32 &&
    compressedSize !== MARKER_32 &&
    offset !== MARKER_32 &&
    disk !== MARKER_16
  // The common case. The rest takes longer than everything else in this file.
  if (isPlain && zip64 === undefined) return { uncompressedSize, compressedSize, offset, disk }
  return resolveZip64(zip64, [
    { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === MARKER_32, bytes: 8 },
    { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === MARKER_32, bytes: 8 },
    { key: 'offset', value: offset, isMarker: offset === MARKER_32, bytes: 8 },
    { key: 'disk', value: disk, isMarker: disk === MARKER_16, bytes: 4 }
  ])
}

function unsupportedFeature(version: number, flags: number, method: number): string | undefined {
  if ((flags & FLAGS_ENCRYPTED) !== 0) return archiveReason('encrypted')
  if ((flags & FLAG_PATCH) !== 0) return archiveReason('patchData')
  // Only the low byte: writers put their operating system into the high byte.
  if ((version & 0xff) > MAX_VERSION) return newerVersion((version & 0xff) / 10)
  return method === 0 || method === 8 ? undefined : unsupportedMethod(method, METHOD_NAMES[method])
}

function decodeName(rawName: Buffer, flags: number, unicodeName: string | undefined): string {
  const isFlagged = (flags & FLAG_UTF8) !== 0
  const name = isFlagged ? decodeUtf8(rawName) : decodeUnflagged(rawName)
  if (name === undefined) throw new HeaderError(archiveReason('nameNotUtf8'), 'name')
  if (unicodeName === undefined || unicodeName === name) return name
  if (isFlagged) throw new HeaderError(archiveReason('unicodePathDiffers'), 'mismatch')
  return unicodeName
}

function pathProblem(name: string, path: string, platform: NodeJS.Platform): PathProblem | undefined {
  // The folder of the archive itself.
  if (name === './') return undefined
  if (path === '' && name !== '') return { refusal: 'path', reason: archiveReason('absolutePath') }
  return checkEntryPath(path, platform)
}

function checkKind(header: {
  isFolder: boolean
  attributes: number
  isUnix: boolean
  hasData: boolean
}): void {
  const { isFolder, attributes, isUnix, hasData } = header
  const type = (attributes >>> 16) & TYPE_MASK
  // Info-ZIP writes the mode of a FIFO for what it reads from a pipe.
  const isPiped = type === TYPE_FIFO && hasData
  if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER && !isPiped) {
    throw new HeaderError(specialFile(TYPES[type]), 'link')
  }
  const hasFolderMode = type === TYPE_FOLDER || (!isUnix && type === 0 && (attributes & DOS_FOLDER) !== 0)
  if (hasFolderMode && !isFolder) throw new HeaderError(archiveReason('folderMode'))
}

/** Refuses impossible sizes before memory is allocated for them. */
function checkSizes(method: number, { compressedSize, uncompressedSize }: Sizes): void {
  if (method === 0 && compressedSize !== uncompressedSize) {
    throw new HeaderError(archiveReason('storedSizesDiffer'), 'size')
  }
  if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
    throw new HeaderError(impossibleSize(compressedSize, uncompressedSize), 'size')
  }
}

/**
 * MS-DOS time (APPNOTE 4.4.6) in milliseconds since the epoch. It has no time zone. It is read as UTC, which archiver
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
