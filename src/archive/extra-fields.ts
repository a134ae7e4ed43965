import { crc32 } from 'node:zlib'
import { decodeUtf8 } from './entry-name.js'

/** Why an extra field is not taken. */
export class ExtraFieldError extends Error {}

const ZIP64 = 0x0001
const EXTENDED_TIMESTAMP = 0x5455
const UNICODE_PATH = 0x7075

/** What the extra fields say that matters here; the others only have to be well-formed. */
export interface ExtraFields {
  /** The data of the zip64 field (APPNOTE 4.5.3). */
  zip64: Buffer | undefined
  /** From the extended timestamp: seconds since the epoch, UTC. */
  mtime: number | undefined
  /** Data of the Unicode path field (APPNOTE 4.6.9). */
  unicodePath: Buffer | undefined
}

export const NO_EXTRA_FIELDS: ExtraFields = { zip64: undefined, mtime: undefined, unicodePath: undefined }

/** Reads a list of (id, length, data). @throws ExtraFieldError when it overruns or a field comes twice that may not */
export function parseExtraFields(extra: Buffer): ExtraFields {
  const fields = { ...NO_EXTRA_FIELDS }
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) throw new ExtraFieldError('its extra fields overrun')
    const id = extra.readUInt16LE(at)
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (end > extra.length) throw new ExtraFieldError('its extra fields overrun')
    const data = extra.subarray(at + 4, end)
    if (id === ZIP64) {
      if (fields.zip64 !== undefined) throw new ExtraFieldError('it has two zip64 fields')
      fields.zip64 = data
    } else if (id === UNICODE_PATH) {
      if (fields.unicodePath !== undefined) throw new ExtraFieldError('it has two Unicode path fields')
      fields.unicodePath = data
    } else if (id === EXTENDED_TIMESTAMP && data.length >= 5 && (data.readUInt8(0) & 1) === 1) {
      fields.mtime = data.readInt32LE(1)
    }
    at = end
  }
  return fields
}

/**
 * The name in a Unicode path field: undefined where the field is stale (its CRC-32 is of another header name) or of
 * another version, and so to be ignored (APPNOTE 4.6.9).
 *
 * @throws ExtraFieldError when it is valid for the header name and itself no valid UTF-8
 */
export function unicodePathFor(headerName: Buffer, field: Buffer | undefined): string | undefined {
  if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1) return undefined
  if (field.readUInt32LE(1) !== crc32(headerName)) return undefined
  const name = decodeUtf8(field.subarray(5))
  if (name === undefined) throw new ExtraFieldError('its Unicode path is no valid UTF-8')
  return name
}

/**
 * Takes 64-bit values out of a zip64 field, in the order in which the header's own fields are full of ones.
 *
 * @throws ExtraFieldError when the field is missing, short or longer than those values
 */
export function resolveZip64<Key extends string>(
  field: Buffer | undefined,
  values: readonly { key: Key; value: number; isMarker: boolean; bytes: 4 | 8 }[]
): Record<Key, number> {
  const resolved = {} as Record<Key, number>
  let at = 0
  for (const { key, value, isMarker, bytes } of values) {
    resolved[key] = value
    if (!isMarker) continue
    if (field === undefined) throw new ExtraFieldError('its zip64 field is missing')
    if (at + bytes > field.length) throw new ExtraFieldError('its zip64 field is too short')
    resolved[key] = bytes === 4 ? field.readUInt32LE(at) : safeUInt64(field, at)
    at += bytes
  }
  if (field !== undefined && at !== field.length)
    throw new ExtraFieldError('its zip64 field disagrees with its header')
  return resolved
}

/** A 64-bit number that JavaScript can hold. @throws ExtraFieldError beyond 2^53 */
export function safeUInt64(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at)
  if (value > Number.MAX_SAFE_INTEGER) throw new ExtraFieldError('a number in it is beyond 2^53')
  return Number(value)
}
