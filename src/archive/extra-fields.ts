import { crc32 } from 'node:zlib'
import type { RefusalClass } from '../errors/archive-error.js'
import { archiveReason } from '../messages/archive.js'
import { decodeUtf8 } from './entry-name.js'

/** Why a header is refused. The caller knows which entry it belongs to. */
export class HeaderError extends Error {
  constructor(
    readonly reason: string,
    readonly refusal: RefusalClass = 'structure'
  ) {
    super(reason)
  }
}

/** Say that a value of 16 or 32 bits is in the zip64 field or record (APPNOTE 4.4.1.4). */
export const MARKER_16 = 0xffff
export const MARKER_32 = 0xffffffff

const ZIP64 = 0x0001
const EXTENDED_TIMESTAMP = 0x5455
const UNICODE_PATH = 0x7075

/** The extra fields that are used. All others only have to be well-formed. */
export interface ExtraFields {
  /** The data of the zip64 field (APPNOTE 4.5.3). */
  zip64: Buffer | undefined
  /** From the extended timestamp: seconds since the epoch, UTC. */
  mtime: number | undefined
  /** Data of the Unicode path field (APPNOTE 4.6.9). */
  unicodePath: Buffer | undefined
}

export const NO_EXTRA_FIELDS: ExtraFields = { zip64: undefined, mtime: undefined, unicodePath: undefined }

/** Reads a list of (id, length, data). @throws HeaderError if it is too long or has a zip64 field or Unicode path twice */
export function parseExtraFields(extra: Buffer): ExtraFields {
  const fields = { ...NO_EXTRA_FIELDS }
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) throw new HeaderError(archiveReason('extraFieldsOverrun'))
    const id = extra.readUInt16LE(at)
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) throw new HeaderError(archiveReason('extraFieldsOverrun'))
    const data = extra.subarray(at + 4, end)
    if (id === ZIP64) {
      if (fields.zip64 !== undefined) throw new HeaderError(archiveReason('twoZip64Fields'))
      fields.zip64 = data
    } else if (id === UNICODE_PATH) {
      if (fields.unicodePath !== undefined) throw new HeaderError(archiveReason('twoUnicodePaths'))
      fields.unicodePath = data
    } else if (id === EXTENDED_TIMESTAMP && data.length >= 5 && (data.readUInt8(0) & 1) === 1) {
      fields.mtime = data.readInt32LE(1)
    }
    at = end
  }
  return fields
}

/**
 * The name in a Unicode path field. Undefined for a field to ignore (APPNOTE 4.6.9): of another version, or stale, that
 * is with a CRC-32 of another header name.
 *
 * @throws HeaderError if the field applies but is not valid UTF-8
 */
export function unicodePathFor(headerName: Buffer, field: Buffer | undefined): string | undefined {
  if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1) return undefined
  if (field.readUInt32LE(1) !== crc32(headerName)) return undefined
  const name = decodeUtf8(field.subarray(5))
  if (name === undefined) throw new HeaderError(archiveReason('unicodePathNotUtf8'))
  return name
}

/** A field of a header that a zip64 field may hold. */
export interface Zip64Value<Key extends string> {
  key: Key
  /** In the header. */
  value: number
  /** Whether the header only says that the value is in the zip64 field. */
  isMarker: boolean
  bytes: 4 | 8
}

/**
 * Reads a zip64 field: one value for each header field that holds a marker, in their order. Some writers add values of
 * other header fields, such as archiver 5.3 the offset of files over 4 GiB. These follow, in the same order, and must
 * equal the header's own.
 *
 * @param values all that the header has, in the order of APPNOTE 4.5.3
 * @throws HeaderError if the field is missing, too short, too long or disagrees with the header
 */
export function resolveZip64<Key extends string>(
  field: Buffer | undefined,
  values: readonly Zip64Value<Key>[]
): Record<Key, number> {
  const resolved = Object.fromEntries(values.map(({ key, value }) => [key, value])) as Record<Key, number>
  let at = 0
  const read = (bytes: 4 | 8) => (bytes === 4 ? field?.readUInt32LE(at) : field && safeUInt64(field, at))
  const length = field?.length ?? 0
  for (const { key, isMarker, bytes } of values) {
    if (!isMarker) continue
    if (field === undefined) throw new HeaderError(archiveReason('zip64Missing'))
    if (at + bytes > length) throw new HeaderError(archiveReason('zip64TooShort'))
    resolved[key] = read(bytes) as number
    at += bytes
  }
  for (const { value, isMarker, bytes } of values) {
    if (!isMarker && at + bytes <= length && read(bytes) === value) at += bytes
  }
  if (at !== length) throw new HeaderError(archiveReason('zip64Disagrees'))
  return resolved
}

/** A 64-bit number. @throws HeaderError if it exceeds 2^53 - 1 */
export function safeUInt64(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at)
  if (value > Number.MAX_SAFE_INTEGER) throw new HeaderError(archiveReason('numberTooLarge'))
  return Number(value)
}
