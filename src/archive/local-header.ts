import { printable } from '../domain/printable.js'
import { ArchiveError, type RefusalClass } from '../errors.js'
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

/** How long a local header is, from its first `LOCAL_SIZE` bytes; it may reach past the entry's own bytes. */
export function localHeaderLength(head: Buffer): number {
  return LOCAL_SIZE + head.readUInt16LE(26) + head.readUInt16LE(28)
}

/**
 * Holds a local header against the central directory.
 *
 * @param head begins with the header; of a header that reaches past the entry it may hold less
 * @returns where the entry's data begins, in bytes from the header's first
 * @throws ArchiveError where the two disagree, or where data and descriptor do not fill the entry's bytes exactly
 */
export function checkLocalHeader(head: Buffer, entry: Entry): number {
  if (head.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw refuseEntry('structure', 'no local header is where the directory says', entry)
  }
  const length = localHeaderLength(head)
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
  const rawName = head.subarray(LOCAL_SIZE, LOCAL_SIZE + head.readUInt16LE(26))
  if (rawName.toString('latin1') !== entry.rawName)
    throw refuseEntry('mismatch', 'its local header has another name', entry)
  if (head.readUInt16LE(6) !== entry.flags)
    throw refuseEntry('mismatch', 'its local header has other flags', entry)
  if (head.readUInt16LE(8) !== entry.method)
    throw refuseEntry('mismatch', 'its local header has another method', entry)
  try {
    checkSizes(head, {
      rawName,
      extra: head.subarray(LOCAL_SIZE + rawName.length, length),
      hasDescriptor,
      entry
    })
  } catch (error) {
    throw error instanceof ExtraFieldError
      ? refuseEntry('structure', `in its local header, ${error.message}`, entry)
      : error
  }
  return length
}

function checkSizes(
  head: Buffer,
  {
    rawName,
    extra,
    hasDescriptor,
    entry
  }: { rawName: Buffer; extra: Buffer; hasDescriptor: boolean; entry: Entry }
): void {
  const fields = parseExtraFields(extra)
  const unicode = unicodePathFor(rawName, fields.unicodePath)
  if (unicode !== undefined && unicode.replace(/\/$/, '') !== entry.path) {
    throw refuseEntry('mismatch', 'its local header has another Unicode path', entry)
  }
  // APPNOTE 4.5.3: in a local header the field holds both sizes, in this order.
  const { zip64 } = fields
  if (zip64 !== undefined && zip64.length !== 16)
    throw new ExtraFieldError('its zip64 field does not hold both sizes')
  const check = (what: string, local: number, central: number) => {
    if (local !== central && !(hasDescriptor && local === 0)) {
      throw refuseEntry('mismatch', `its local header has another ${what}`, entry)
    }
  }
  check('CRC-32', head.readUInt32LE(14), entry.crc32)
  const sizes = [
    { what: 'uncompressed size', at: 22, inField: 0, central: entry.uncompressedSize },
    { what: 'compressed size', at: 18, inField: 8, central: entry.compressedSize }
  ]
  for (const { what, at, inField, central } of sizes) {
    const local = head.readUInt32LE(at)
    if (zip64 !== undefined) check(what, safeUInt64(zip64, inField), central)
    else if (local === ZIP64_MARKER) throw new ExtraFieldError('its zip64 field is missing')
    if (local !== ZIP64_MARKER) check(what, local, central)
  }
}

/** Holds a descriptor (empty where there is none) against the central directory. */
export function checkDescriptor(descriptor: Buffer, entry: Entry): void {
  if (descriptor.length === 0) return
  const at = descriptor.length % 8 === 0 ? 4 : 0
  if (at === 4 && descriptor.readUInt32LE(0) !== DESCRIPTOR_SIGNATURE) {
    throw refuseEntry('structure', 'its descriptor has no signature', entry)
  }
  const wide = descriptor.length >= 20
  const sizeAt = (index: number) =>
    wide
      ? descriptor.readBigUInt64LE(at + 4 + index * 8)
      : BigInt(descriptor.readUInt32LE(at + 4 + index * 4))
  const agrees =
    descriptor.readUInt32LE(at) === entry.crc32 &&
    sizeAt(0) === BigInt(entry.compressedSize) &&
    sizeAt(1) === BigInt(entry.uncompressedSize)
  if (!agrees) throw refuseEntry('mismatch', 'its descriptor disagrees with the directory', entry)
}
