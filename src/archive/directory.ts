import { printable } from '../domain/printable.js'
import { ArchiveError } from '../errors.js'
import { CENTRAL_SIGNATURE, CENTRAL_SIZE, type Entry, parseCentralHeader } from './central-header.js'
import { readEndRecord } from './end-record.js'
import { checkTree } from './entry-tree.js'
import { LOCAL_SIZE, MAX_OVERHEAD } from './local-header.js'
import type { Source } from './source.js'

/** How much of the directory is read at once, in bytes. */
const SLICE = 1 << 20
/** Name, extra fields and comment as long as can be. */
const LONGEST_HEADER = CENTRAL_SIZE + 3 * 0xffff

interface DirectoryOptions {
  platform: NodeJS.Platform
  /** Whether the file system takes names that differ in case or normalisation as one. */
  folds: boolean
}

/**
 * Reads the central directory, the authority on what an archive holds, and checks all that can be checked without the
 * entries' bytes: each header by itself, the paths together, and that the entries fill the file from its first byte to
 * the directory without sharing any. Entries come in the order of their offsets.
 *
 * @throws ArchiveError for whatever an archive must not be
 */
export async function readDirectory(source: Source, { platform, folds }: DirectoryOptions): Promise<Entry[]> {
  const { entryCount, offset, size } = await readEndRecord(source)
  // No list is made on the archive's word: so many headers have to fit.
  if (entryCount * CENTRAL_SIZE > size) {
    throw new ArchiveError(
      'structure',
      `its end record counts ${entryCount} entries, more than its directory can hold`
    )
  }
  const entries: Entry[] = []
  const end = offset + size
  for (let at = offset; at < end; ) {
    const slice = await source.read(at, Math.min(SLICE, end - at))
    for (const header of headersIn(slice, { start: at, end })) {
      if (entries.length === entryCount)
        throw new ArchiveError('structure', 'its directory holds more than the end record counts')
      entries.push(parseCentralHeader(header, platform))
      at += header.length
    }
  }
  if (entries.length !== entryCount) {
    throw new ArchiveError(
      'structure',
      `its directory holds ${entries.length} entries, its end record counts ${entryCount}`
    )
  }
  checkTree(entries, folds)
  fillExtents(entries, offset)
  return entries
}

/** The bytes of each header that is whole in a slice of the directory; at least one, or it throws. */
function* headersIn(slice: Buffer, { start, end }: { start: number; end: number }): Generator<Buffer> {
  const isLast = start + slice.length === end
  for (let at = 0; at < slice.length; ) {
    // The rest of the slice may be less than a header: the next slice begins with it.
    if (!isLast && slice.length - at < LONGEST_HEADER) return
    const isHeader = slice.length - at >= CENTRAL_SIZE && slice.readUInt32LE(at) === CENTRAL_SIGNATURE
    if (!isHeader) {
      throw new ArchiveError(
        'structure',
        `its directory has no entry at byte ${start + at}, where one should be`
      )
    }
    const length =
      CENTRAL_SIZE + slice.readUInt16LE(at + 28) + slice.readUInt16LE(at + 30) + slice.readUInt16LE(at + 32)
    if (at + length > slice.length)
      throw new ArchiveError('structure', `its directory ends inside the entry at byte ${start + at}`)
    yield slice.subarray(at, at + length)
    at += length
  }
}

/** Sorts by offset and gives each entry its end. The exact fit is checked with the local header. */
function fillExtents(entries: Entry[], directoryOffset: number): void {
  entries.sort((a, b) => a.offset - b.offset)
  const first = entries[0]?.offset ?? directoryOffset
  if (first !== 0) throw new ArchiveError('structure', `${first} bytes stand before its first entry`)
  const last = entries.at(-1)
  // First of all, or the entry before it would be blamed for the gap.
  if (last !== undefined && last.offset > directoryOffset) {
    throw new ArchiveError('overlap', 'it begins beyond the directory', { entry: printable(last.path) })
  }
  for (const [index, entry] of entries.entries()) {
    entry.end = entries[index + 1]?.offset ?? directoryOffset
    const spare = entry.end - entry.offset - LOCAL_SIZE - entry.rawName.length - entry.compressedSize
    if (spare < 0) {
      const into = index + 1 < entries.length ? 'the next entry' : 'the directory'
      throw new ArchiveError('overlap', `it reaches into ${into}`, { entry: printable(entry.path) })
    }
    if (spare > MAX_OVERHEAD) {
      throw new ArchiveError('structure', 'bytes of no entry follow it', { entry: printable(entry.path) })
    }
  }
}
