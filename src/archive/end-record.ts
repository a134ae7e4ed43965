import { open } from 'node:fs/promises'
import { ArchiveError } from '../errors/archive-error.js'
import { archiveReason, notAZip, wrongDirectoryEnd, zip64RecordInvalid } from '../messages/archive.js'
import { HeaderError, MARKER_16, MARKER_32, safeUInt64 } from './extra-fields.js'
import { FileAccess, type RandomAccess } from './random-access.js'

/** Where the central directory is. */
export interface DirectoryPlace {
  entryCount: number
  offset: number
  size: number
}

// APPNOTE 4.3.16, 4.3.15, 4.3.14
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1')
const END_SIZE = 22
const LOCATOR_SIGNATURE = 0x07064b50
const LOCATOR_SIZE = 20
const ZIP64_SIGNATURE = 0x06064b50
const ZIP64_SIZE = 56

const MAX_COMMENT = 65_535
const MAX_TAIL = ZIP64_SIZE + LOCATOR_SIZE + END_SIZE + MAX_COMMENT
/** How many bytes are searched at once for the end of NUL bytes. */
const BLOCK = 1 << 20
const MAX_SNIPPET = 100
/** Named signatures, and long base64, hex and the like, with any escaping. */
const SECRET = /\bsig(nature)?(=|:|%3d|&#\w+;|\\u003d|&quot;|").*|[\w+/=%&#;\\-]{32,}/gis

/**
 * Finds and reads the end of central directory record, including the zip64 record. The records must be where a writer
 * puts them: directory, zip64 record, locator, end record, comment, end of file, without gaps. NUL bytes may follow.
 *
 * @throws ArchiveError if they are not
 */
export async function readEndRecord(source: RandomAccess): Promise<DirectoryPlace> {
  const { tail, start, contentEnd } = await readTail(source)
  const at = await findEndRecord(tail, { start, contentEnd, source })
  const end = tail.subarray(at)
  const atOffset = start + at
  const before = tail.subarray(Math.max(0, at - LOCATOR_SIZE), at)
  const locator =
    before.length === LOCATOR_SIZE && before.readUInt32LE(0) === LOCATOR_SIGNATURE ? before : undefined
  // This disk, and the disk of the directory. The zip64 record may hold them (APPNOTE 4.4.1.4).
  for (const disk of [end.readUInt16LE(4), end.readUInt16LE(6)]) {
    const isMarker = disk === MARKER_16 && locator !== undefined
    if (disk !== 0 && !isMarker) throw new ArchiveError('unsupported', archiveReason('multiDisk'))
  }
  const plain = {
    entryCount: end.readUInt16LE(10),
    entriesOnDisk: end.readUInt16LE(8),
    size: end.readUInt32LE(12),
    offset: end.readUInt32LE(16)
  }
  const place =
    locator === undefined
      ? { ...plain, end: atOffset }
      : await readZip64(source, { locator, locatorOffset: atOffset - LOCATOR_SIZE, plain })
  const { entryCount, entriesOnDisk, offset, size } = place
  if (entriesOnDisk !== entryCount) throw new ArchiveError('structure', archiveReason('entriesOnOtherDisks'))
  if (offset + size !== place.end) {
    throw new ArchiveError('structure', wrongDirectoryEnd(offset + size, place.end))
  }
  return { entryCount, offset, size }
}

/**
 * Reads the end of an archive. Tools that write whole blocks add NUL bytes, which are ignored.
 *
 * @returns all end records with what belongs to them; where these bytes start; the position after the last byte that is
 *   not NUL
 */
async function readTail(source: RandomAccess): Promise<{ tail: Buffer; start: number; contentEnd: number }> {
  const { size } = source
  // The last bytes of an end record may be NUL too. So an archive without NUL bytes after it takes only this read.
  let start = Math.max(0, size - MAX_TAIL - END_SIZE)
  let tail = await source.read(start, size - start)
  let contentEnd = start + lengthWithoutNuls(tail)
  const memory = contentEnd === start ? Buffer.allocUnsafe(Math.min(BLOCK, start)) : undefined
  for (let at = start; contentEnd === at && at > 0; ) {
    const length = Math.min(BLOCK, at)
    at -= length
    contentEnd = at + lengthWithoutNuls(await source.read(at, length, memory))
  }
  if (start > 0 && contentEnd - MAX_TAIL < start) {
    start = Math.max(0, contentEnd - MAX_TAIL)
    tail = await source.read(start, Math.min(size, contentEnd + END_SIZE + MAX_COMMENT) - start)
  }
  return { tail, start, contentEnd }
}

function lengthWithoutNuls(bytes: Buffer): number {
  let length = bytes.length
  while (length > 0 && bytes[length - 1] === 0) length--
  return length
}

/** The position of the end record in the tail. */
async function findEndRecord(
  tail: Buffer,
  { start, contentEnd, source }: { start: number; contentEnd: number; source: RandomAccess }
): Promise<number> {
  const found: number[] = []
  let misplaced: 'bytesAfterEnd' | 'endCutOff' | undefined
  // A native search: a loop over bytes took 20 ms before V8 compiled it.
  for (let before = tail.length - END_SIZE; before >= 0; ) {
    const at = tail.lastIndexOf(END_SIGNATURE, before)
    if (at === -1) break
    before = at - 1
    const end = start + at + END_SIZE + tail.readUInt16LE(at + 20)
    if (end >= contentEnd && end <= source.size) found.push(at)
    else misplaced ??= end < contentEnd ? 'bytesAfterEnd' : 'endCutOff'
  }
  const [last, ...others] = found
  if (last === undefined) throw await noEndRecord(tail, source, misplaced)
  // With two end records, different readers would see different archives in the same file.
  const isInComment = tail.indexOf(END_SIGNATURE, last + END_SIZE) >= 0
  if (others.length > 0 || isInComment)
    throw new ArchiveError('structure', archiveReason('endRecordInComment'))
  return last
}

async function noEndRecord(
  tail: Buffer,
  source: RandomAccess,
  misplaced: 'bytesAfterEnd' | 'endCutOff' | undefined
): Promise<ArchiveError> {
  const start = tail.length === source.size ? tail : await source.read(0, Math.min(source.size, MAX_SNIPPET))
  if (misplaced === 'bytesAfterEnd') return new ArchiveError('structure', archiveReason(misplaced))
  if (misplaced === 'endCutOff') return new ArchiveError('truncated', archiveReason(misplaced))
  return startError(start) ?? new ArchiveError('truncated', archiveReason('endMissing'))
}

/** Checks the end of an archive. @returns undefined if it is valid */
export async function findEndError(file: string): Promise<ArchiveError | undefined> {
  const opened = await open(file)
  try {
    await readEndRecord(new FileAccess(opened.fd, (await opened.stat()).size))
    return undefined
  } catch (error) {
    if (error instanceof ArchiveError) return error
    throw error
  } finally {
    await opened.close()
  }
}

/** Checks the first bytes of a file. @returns undefined if it may be an archive */
export async function findStartError(file: string): Promise<ArchiveError | undefined> {
  const opened = await open(file)
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(MAX_SNIPPET), 0, MAX_SNIPPET, 0)
    return startError(buffer.subarray(0, bytesRead))
  } finally {
    await opened.close()
  }
}

function startError(start: Buffer): ArchiveError | undefined {
  if (start.length === 0) return new ArchiveError('not-a-zip', archiveReason('emptyFile'))
  // A local header or an end record, possibly cut off.
  const localSignature = Buffer.from('PK\x03\x04', 'latin1')
  const looksLikeZip =
    localSignature.subarray(0, start.length).equals(start.subarray(0, 4)) ||
    start.indexOf('PK\x05', 0, 'latin1') === 0
  if (looksLikeZip) return undefined
  // An error page may repeat a signed URL. Once cut off, its signature would not match any mask of the log.
  const text = start.toString('utf8').replace(SECRET, '…')
  return new ArchiveError('not-a-zip', notAZip(text.slice(0, MAX_SNIPPET), MAX_SNIPPET))
}

interface PlainEnd extends DirectoryPlace {
  entriesOnDisk: number
}

async function readZip64(
  source: RandomAccess,
  { locator, locatorOffset, plain }: { locator: Buffer; locatorOffset: number; plain: PlainEnd }
): Promise<PlainEnd & { end: number }> {
  try {
    if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
      throw new ArchiveError('unsupported', archiveReason('multiDisk'))
    }
    const end = safeUInt64(locator, 8)
    if (end + ZIP64_SIZE !== locatorOffset)
      throw new ArchiveError('structure', archiveReason('zip64RecordMissing'))
    const record = await source.read(end, ZIP64_SIZE)
    if (record.readUInt32LE(0) !== ZIP64_SIGNATURE)
      throw new ArchiveError('structure', archiveReason('zip64RecordUnsigned'))
    if (safeUInt64(record, 4) !== ZIP64_SIZE - 12)
      throw new ArchiveError('structure', archiveReason('zip64RecordSector'))
    if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
      throw new ArchiveError('unsupported', archiveReason('multiDisk'))
    }
    const full = {
      entriesOnDisk: safeUInt64(record, 24),
      entryCount: safeUInt64(record, 32),
      size: safeUInt64(record, 40),
      offset: safeUInt64(record, 48)
    }
    for (const key of ['entriesOnDisk', 'entryCount', 'size', 'offset'] as const) {
      const marker = key === 'size' || key === 'offset' ? MARKER_32 : MARKER_16
      if (plain[key] !== marker && plain[key] !== full[key])
        throw new ArchiveError('structure', archiveReason('endRecordsDisagree'))
    }
    return { ...full, end }
  } catch (error) {
    throw error instanceof HeaderError
      ? new ArchiveError('structure', zip64RecordInvalid(error.reason))
      : error
  }
}
