import { open } from 'node:fs/promises'
import { ArchiveError } from '../errors/archive-error.js'
import { printable } from '../messages/printable.js'
import { ExtraFieldError, safeUInt64 } from './extra-fields.js'
import { FileAccess, type RandomAccess } from './random-access.js'

/** Where the central directory is. */
export interface DirectoryPlace {
  entryCount: number
  offset: number
  size: number
}

// APPNOTE 4.3.16, 4.3.15, 4.3.14
const END_MARK = Buffer.from('PK\x05\x06', 'latin1')
const END_SIZE = 22
const LOCATOR_SIGNATURE = 0x07064b50
const LOCATOR_SIZE = 20
const ZIP64_SIGNATURE = 0x06064b50
const ZIP64_SIZE = 56

const MAX_COMMENT = 65_535
const MAX_SNIPPET = 100
/** What is told as one, and long base64, hex and the like, however they are escaped. */
const SIGNATURE = /\bsig(nature)?(=|:|%3d|&#\w+;|\\u003d|&quot;|").*|[\w+/=%&#;\\-]{32,}/gis

/**
 * Finds the end of central directory record and reads it, the zip64 one too. The records have to lie as a writer puts
 * them: directory, zip64 record, locator, end record, comment, end of file; nothing between and nothing after.
 */
export async function readEndRecord(source: RandomAccess): Promise<DirectoryPlace> {
  const length = Math.min(source.size, ZIP64_SIZE + LOCATOR_SIZE + END_SIZE + MAX_COMMENT)
  const tail = await source.read(source.size - length, length)
  const at = await findEndRecord(tail, source)
  const end = tail.subarray(at)
  const atOffset = source.size - tail.length + at
  if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0) {
    throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)')
  }
  const plain = {
    entryCount: end.readUInt16LE(10),
    entriesOnDisk: end.readUInt16LE(8),
    size: end.readUInt32LE(12),
    offset: end.readUInt32LE(16)
  }
  const locator = at >= LOCATOR_SIZE ? tail.subarray(at - LOCATOR_SIZE, at) : undefined
  const place =
    locator?.readUInt32LE(0) === LOCATOR_SIGNATURE
      ? await readZip64(source, { locator, locatorOffset: atOffset - LOCATOR_SIZE, plain })
      : { ...plain, end: atOffset }
  if (place.entriesOnDisk !== place.entryCount) {
    throw new ArchiveError('structure', 'its end record counts entries on other disks')
  }
  if (place.offset + place.size !== place.end) {
    const [said, is] = [place.offset + place.size, place.end]
    throw new ArchiveError(
      'structure',
      `its directory should end at byte ${said}, but what follows begins at ${is}`
    )
  }
  return { entryCount: place.entryCount, offset: place.offset, size: place.size }
}

/** Where in the tail the end record begins. */
async function findEndRecord(tail: Buffer, source: RandomAccess): Promise<number> {
  const found: number[] = []
  let sawAny: 'before the end' | 'beyond the end' | undefined
  // A native search: byte by byte, before anything is compiled, this took 20 ms.
  for (let before = tail.length - END_SIZE; before >= 0; ) {
    const at = tail.lastIndexOf(END_MARK, before)
    if (at === -1) break
    before = at - 1
    const end = at + END_SIZE + tail.readUInt16LE(at + 20)
    if (end === tail.length) found.push(at)
    else sawAny ??= end < tail.length ? 'before the end' : 'beyond the end'
  }
  const [last, ...others] = found
  if (last === undefined) throw await noEndRecord(tail, source, sawAny)
  // A second one, or one in the comment, would make two archives of one file, of which each reader takes its own.
  const inComment = tail.indexOf(END_MARK, last + END_SIZE) >= 0
  if (others.length > 0 || inComment)
    throw new ArchiveError('structure', 'it has an end record inside the comment')
  return last
}

async function noEndRecord(
  tail: Buffer,
  source: RandomAccess,
  sawAny: string | undefined
): Promise<ArchiveError> {
  const start = tail.length === source.size ? tail : await source.read(0, Math.min(source.size, MAX_SNIPPET))
  if (sawAny === 'before the end') return new ArchiveError('structure', 'bytes follow its end record')
  if (sawAny === 'beyond the end') return new ArchiveError('truncated', 'its end record is cut off')
  return noArchive(start) ?? new ArchiveError('truncated', 'its end is missing')
}

/** What is wrong with the end of an archive in a file; undefined where nothing is. */
export async function wrongEndOf(file: string): Promise<ArchiveError | undefined> {
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

/** What a file is, by its first bytes, when it is no archive; undefined when it may be one. */
export async function fileIsNoArchive(file: string): Promise<ArchiveError | undefined> {
  const opened = await open(file)
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(MAX_SNIPPET), 0, MAX_SNIPPET, 0)
    return noArchive(buffer.subarray(0, bytesRead))
  } finally {
    await opened.close()
  }
}

/** What bytes are that begin like this, when they are no archive; undefined when they may be one. */
export function noArchive(start: Buffer): ArchiveError | undefined {
  if (start.length === 0) return new ArchiveError('not-a-zip', 'it is empty, not a zip archive')
  // "PK" and a local header, an end record's sign or less of it: the front of an archive.
  const front = Buffer.from('PK\x03\x04', 'latin1')
  const looksLikeZip =
    front.subarray(0, start.length).equals(start.subarray(0, 4)) || start.indexOf('PK\x05', 0, 'latin1') === 0
  if (looksLikeZip) return undefined
  // A signature may be repeated in an error page: it is no use to a reader, and cut short no mask would fit it.
  const text = start.toString('utf8').replace(SIGNATURE, '…')
  const snippet = printable(text.slice(0, MAX_SNIPPET), MAX_SNIPPET)
  return new ArchiveError('not-a-zip', `it is not a zip archive; it begins with: ${snippet}`)
}

interface PlainEnd {
  entryCount: number
  entriesOnDisk: number
  size: number
  offset: number
}

async function readZip64(
  source: RandomAccess,
  { locator, locatorOffset, plain }: { locator: Buffer; locatorOffset: number; plain: PlainEnd }
): Promise<PlainEnd & { end: number }> {
  const refuse = (reason: string) => new ArchiveError('structure', reason)
  try {
    if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
      throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)')
    }
    const end = safeUInt64(locator, 8)
    if (end + ZIP64_SIZE !== locatorOffset) throw refuse('its zip64 end record is not where its locator says')
    const record = await source.read(end, ZIP64_SIZE)
    if (record.readUInt32LE(0) !== ZIP64_SIGNATURE) throw refuse('its zip64 end record has no signature')
    if (safeUInt64(record, 4) !== ZIP64_SIZE - 12)
      throw refuse('its zip64 end record has an extensible data sector')
    if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
      throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)')
    }
    const full = {
      entriesOnDisk: safeUInt64(record, 24),
      entryCount: safeUInt64(record, 32),
      size: safeUInt64(record, 40),
      offset: safeUInt64(record, 48)
    }
    for (const key of ['entriesOnDisk', 'entryCount', 'size', 'offset'] as const) {
      const marker = key === 'size' || key === 'offset' ? 0xffffffff : 0xffff
      if (plain[key] !== marker && plain[key] !== full[key]) throw refuse('its two end records disagree')
    }
    return { ...full, end }
  } catch (error) {
    throw error instanceof ExtraFieldError
      ? refuse(`its zip64 end record is broken: ${error.message}`)
      : error
  }
}
