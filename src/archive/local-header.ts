import type { ArchiveError } from '../errors/archive-error.js'
import { archiveReason, inLocalHeader, localHeaderDiffers, unexpectedBytes } from '../messages/archive.js'
import type { ByteView } from './byte-view.js'
import { type Entry, FLAG_DESCRIPTOR } from './central-header.js'
import { pathOfName, refusePath } from './entry-path.js'
import {
  HeaderError,
  MARKER_32,
  parseExtraFields,
  resolveZip64,
  safeUInt64,
  unicodePathFor,
  type Zip64Value
} from './extra-fields.js'

/** APPNOTE 4.3.7 */
const LOCAL_SIGNATURE = 0x04034b50
export const LOCAL_SIZE = 30
/** The longest local header and descriptor together, in bytes. */
export const MAX_OVERHEAD = LOCAL_SIZE + 2 * 0xffff + 24
/** APPNOTE 4.3.9.3 */
const DESCRIPTOR_SIGNATURE = 0x08074b50
/** CRC-32 and two sizes of 4 or (zip64) 8 bytes, with or without the signature. */
const DESCRIPTOR_SIZES = [12, 16, 20, 24]

/**
 * Compares a local header with the central directory.
 *
 * @param source contains the header, unless the header is longer than the entry
 * @param at where the header begins
 * @returns the length of the header in bytes: the data of the entry follows it
 * @throws ArchiveError if they disagree, or if data and descriptor do not exactly fill the entry
 */
export function checkLocalHeader({ bytes, view }: ByteView, at: number, entry: Entry): number {
  if (view.getUint32(at, true) !== LOCAL_SIGNATURE) {
    throw refusePath('structure', archiveReason('noLocalHeader'), entry.path)
  }
  const nameLength = view.getUint16(at + 26, true)
  const length = LOCAL_SIZE + nameLength + view.getUint16(at + 28, true)
  const rest = entry.end - entry.offset - length - entry.compressedSize
  if (rest < 0) throw refusePath('overlap', archiveReason('overlapsFollowing'), entry.path)
  const hasDescriptor = (entry.flags & FLAG_DESCRIPTOR) !== 0
  if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
    throw refusePath('structure', unexpectedBytes(rest, hasDescriptor), entry.path)
  }
  const nameEnd = at + LOCAL_SIZE + nameLength
  if (bytes.toString('latin1', at + LOCAL_SIZE, nameEnd) !== entry.rawName) throw differs('name', entry)
  if (view.getUint16(at + 6, true) !== entry.flags) throw differs('flags', entry)
  if (view.getUint16(at + 8, true) !== entry.method) throw differs('method', entry)
  compare('CRC-32', view.getUint32(at + 14, true), entry.crc32, entry)
  const compressed = view.getUint32(at + 18, true)
  const uncompressed = view.getUint32(at + 22, true)
  const needsZip64 = compressed === MARKER_32 || uncompressed === MARKER_32
  if (needsZip64 || entry.hasUnicodePath || nameEnd < at + length) {
    const rawName = bytes.subarray(at + LOCAL_SIZE, nameEnd)
    checkExtra({ rawName, extra: bytes.subarray(nameEnd, at + length), uncompressed, compressed }, entry)
  }
  if (uncompressed !== MARKER_32) compare('uncompressed size', uncompressed, entry.uncompressedSize, entry)
  if (compressed !== MARKER_32) compare('compressed size', compressed, entry.compressedSize, entry)
  return length
}

function compare(field: string, local: number, central: number, entry: Entry): void {
  if (!agrees(local, central, entry)) throw differs(field, entry)
}

/** A header that was written before the data may hold zeros: a descriptor follows. */
function agrees(local: number, central: number, entry: Entry): boolean {
  return local === central || (local === 0 && (entry.flags & FLAG_DESCRIPTOR) !== 0)
}

function differs(field: string, entry: Entry): ArchiveError {
  return refusePath('mismatch', localHeaderDiffers(field), entry.path)
}

function checkExtra(
  header: { rawName: Buffer; extra: Buffer; uncompressed: number; compressed: number },
  entry: Entry
): void {
  try {
    const { zip64, unicodePath } = parseExtraFields(header.extra)
    const unicode = unicodePathFor(header.rawName, unicodePath)
    const expected = entry.hasUnicodePath ? entry.path : undefined
    if ((unicode === undefined ? undefined : pathOfName(unicode)) !== expected)
      throw differs('Unicode path', entry)
    checkZip64(zip64, header, entry)
  } catch (error) {
    throw error instanceof HeaderError
      ? refusePath('structure', inLocalHeader(error.reason), entry.path)
      : error
  }
}

/** @param sizes as in the header, possibly markers */
function checkZip64(
  field: Buffer | undefined,
  sizes: { uncompressed: number; compressed: number },
  entry: Entry
): void {
  const { uncompressedSize, compressedSize } = entry
  // APPNOTE 4.5.3: in a local header the field holds both sizes, even if only one of them is marked.
  const hasBoth =
    field?.length === 16 &&
    agrees(safeUInt64(field, 0), uncompressedSize, entry) &&
    agrees(safeUInt64(field, 8), compressedSize, entry)
  if (hasBoth) return
  const full = resolveZip64(field, [zip64Size('uncompressed', sizes), zip64Size('compressed', sizes)])
  compare('uncompressed size', full.uncompressed, uncompressedSize, entry)
  compare('compressed size', full.compressed, compressedSize, entry)
}

function zip64Size<Key extends string>(key: Key, sizes: Record<Key, number>): Zip64Value<Key> {
  return { key, value: sizes[key], isMarker: sizes[key] === MARKER_32, bytes: 8 }
}

/**
 * Compares a descriptor with the central directory.
 *
 * @param at where it begins
 * @param length 0 without a descriptor, else one of `DESCRIPTOR_SIZES`
 * @throws ArchiveError if they disagree
 */
export function checkDescriptor({ view }: ByteView, at: number, length: number, entry: Entry): void {
  if (length === 0) return
  const isSigned = length % 8 === 0
  if (isSigned && view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) {
    throw refusePath('structure', archiveReason('descriptorUnsigned'), entry.path)
  }
  const crcAt = isSigned ? at + 4 : at
  const isZip64 = length >= 20
  const agrees =
    view.getUint32(crcAt, true) === entry.crc32 &&
    (isZip64
      ? view.getBigUint64(crcAt + 4, true) === BigInt(entry.compressedSize) &&
        view.getBigUint64(crcAt + 12, true) === BigInt(entry.uncompressedSize)
      : view.getUint32(crcAt + 4, true) === entry.compressedSize &&
        view.getUint32(crcAt + 8, true) === entry.uncompressedSize)
  if (!agrees) throw refusePath('mismatch', archiveReason('descriptorDisagrees'), entry.path)
}
