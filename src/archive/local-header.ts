import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import { printable } from '../messages/printable.js'
import type { Slice } from './byte-range.js'
import { type Entry, FLAG_DESCRIPTOR } from './central-header.js'
import { ExtraFieldError, parseExtraFields, safeUInt64, unicodePathFor } from './extra-fields.js'

/** APPNOTE 4.3.7 */
const LOCAL_SIGNATURE = 0x04034b50
export const LOCAL_SIZE = 30
/** A local header and a descriptor, each as long as can be. */
export const MAX_OVERHEAD = LOCAL_SIZE + 2 * 0xffff + 24
const ZIP64_MARKER = 0xffffffff
/** APPNOTE 4.3.9.3 */
const DESCRIPTOR_SIGNATURE = 0x08074b50
/** CRC-32 and two sizes, of 4 or (zip64) 8 bytes each, with the signature or without. */
const DESCRIPTOR_SIZES = [12, 16, 20, 24]

/** The error for an entry that has passed the directory's own checks. */
export function refuseEntry(refusal: RefusalClass, reason: string, { path }: Entry): ArchiveError {
  return new ArchiveError(refusal, reason, { entry: printable(path) })
}

/**
 * Holds a local header against the central directory.
 *
 * @param slice what follows the header may be missing; of a header that reaches past the entry, its end too
 * @param at where the header begins
 * @returns how long it is, in bytes: the entry's data comes next
 * @throws ArchiveError where the two disagree, or where data and descriptor do not fill the entry's bytes exactly
 */
export function checkLocalHeader({ bytes, view }: Slice, at: number, entry: Entry): number {
  if (view.getUint32(at, true) !== LOCAL_SIGNATURE) {
    throw refuseEntry('structure', 'no local header is where the directory says', entry)
  }
  const nameLength = view.getUint16(at + 26, true)
  const length = LOCAL_SIZE + nameLength + view.getUint16(at + 28, true)
  const rest = entry.end - entry.offset - length - entry.compressedSize
  if (rest < 0) throw refuseEntry('overlap', 'it reaches into what comes after it', entry)
  const hasDescriptor = (entry.flags & FLAG_DESCRIPTOR) !== 0
  if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
    throw refuseEntry(
      'structure',
      `${rest} bytes follow its data that are ${hasDescriptor ? 'no descriptor' : 'of no entry'}`,
      entry
    )
  }
  const nameEnd = at + LOCAL_SIZE + nameLength
  if (bytes.toString('latin1', at + LOCAL_SIZE, nameEnd) !== entry.rawName)
    throw refuseEntry('mismatch', 'its local header has another name', entry)
  if (view.getUint16(at + 6, true) !== entry.flags)
    throw refuseEntry('mismatch', 'its local header has other flags', entry)
  if (view.getUint16(at + 8, true) !== entry.method)
    throw refuseEntry('mismatch', 'its local header has another method', entry)
  hold('CRC-32', view.getUint32(at + 14, true), entry.crc32, entry)
  const compressed = view.getUint32(at + 18, true)
  const uncompressed = view.getUint32(at + 22, true)
  const hasExtra = nameEnd < at + length
  if (hasExtra || compressed === ZIP64_MARKER || uncompressed === ZIP64_MARKER) {
    const fields = {
      rawName: bytes.subarray(at + LOCAL_SIZE, nameEnd),
      extra: bytes.subarray(nameEnd, at + length)
    }
    checkExtra(fields, compressed === ZIP64_MARKER || uncompressed === ZIP64_MARKER, entry)
  }
  if (uncompressed !== ZIP64_MARKER) hold('uncompressed size', uncompressed, entry.uncompressedSize, entry)
  if (compressed !== ZIP64_MARKER) hold('compressed size', compressed, entry.compressedSize, entry)
  return length
}

/** Where a descriptor follows, a header written before the data has zeros. */
function hold(what: string, local: number, central: number, entry: Entry): void {
  if (local === central || (local === 0 && (entry.flags & FLAG_DESCRIPTOR) !== 0)) return
  throw refuseEntry('mismatch', `its local header has another ${what}`, entry)
}

/** @param needsZip64 whether the header leaves a size to its zip64 field */
function checkExtra(
  { rawName, extra }: { rawName: Buffer; extra: Buffer },
  needsZip64: boolean,
  entry: Entry
): void {
  try {
    const { zip64, unicodePath } = parseExtraFields(extra)
    const unicode = unicodePathFor(rawName, unicodePath)
    if (unicode !== undefined && unicode.replace(/\/$/, '') !== entry.path) {
      throw refuseEntry('mismatch', 'its local header has another Unicode path', entry)
    }
    if (zip64 === undefined) {
      if (needsZip64) throw new ExtraFieldError('its zip64 field is missing')
      return
    }
    // APPNOTE 4.5.3: in a local header the field holds both sizes, in this order.
    if (zip64.length !== 16) throw new ExtraFieldError('its zip64 field does not hold both sizes')
    hold('uncompressed size', safeUInt64(zip64, 0), entry.uncompressedSize, entry)
    hold('compressed size', safeUInt64(zip64, 8), entry.compressedSize, entry)
  } catch (error) {
    throw error instanceof ExtraFieldError
      ? refuseEntry('structure', `in its local header, ${error.message}`, entry)
      : error
  }
}

/**
 * Holds a descriptor against the central directory.
 *
 * @param at where it begins
 * @param length 0 where there is none, or one of `DESCRIPTOR_SIZES`
 */
export function checkDescriptor({ view }: Slice, at: number, length: number, entry: Entry): void {
  if (length === 0) return
  const isSigned = length % 8 === 0
  if (isSigned && view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) {
    throw refuseEntry('structure', 'its descriptor has no signature', entry)
  }
  const crcAt = isSigned ? at + 4 : at
  const isWide = length >= 20
  const agrees =
    view.getUint32(crcAt, true) === entry.crc32 &&
    (isWide
      ? view.getBigUint64(crcAt + 4, true) === BigInt(entry.compressedSize) &&
        view.getBigUint64(crcAt + 12, true) === BigInt(entry.uncompressedSize)
      : view.getUint32(crcAt + 4, true) === entry.compressedSize &&
        view.getUint32(crcAt + 8, true) === entry.uncompressedSize)
  if (!agrees) throw refuseEntry('mismatch', 'its descriptor disagrees with the directory', entry)
}
