import { printable } from '../domain/printable.js'
import { ArchiveError } from '../errors.js'
import { CENTRAL_SIGNATURE, CENTRAL_SIZE, type Entry, parseCentralHeader } from './central-header.js'
import { readEndRecord } from './end-record.js'
import { checkTree } from './entry-tree.js'
import { LOCAL_SIZE, MAX_OVERHEAD } from './local-header.js'
import type { Source } from './source.js'

/** How much of the directory is read at once, in bytes; more than the largest header (46 + 3 × 65,535). */
const SLICE = 1 << 20

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
  for await (const header of readHeaders(source, offset, size)) {
    if (entries.length === entryCount)
      throw new ArchiveError('structure', 'its directory holds more than the end record counts')
    entries.push(parseCentralHeader(header, platform))
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

/** The bytes of each header, one after the other, read in slices. */
async function* readHeaders(source: Source, start: number, size: number): AsyncGenerator<Buffer> {
  const end = start + size
  let slice: Buffer = Buffer.alloc(0)
  let sliceStart = start
  for (let at = start; at < end; ) {
    if (at - sliceStart + CENTRAL_SIZE + 3 * 0xffff > slice.length && sliceStart + slice.length < end) {
      slice = await source.read(at, Math.min(SLICE, end - at))
      sliceStart = at
    }
    const rest = slice.subarray(at - sliceStart)
    if (rest.length < CENTRAL_SIZE || rest.readUInt32LE(0) !== CENTRAL_SIGNATURE) {
      throw new ArchiveError('structure', `its directory has no entry at byte ${at}, where one should be`)
    }
    const length = CENTRAL_SIZE + rest.readUInt16LE(28) + rest.readUInt16LE(30) + rest.readUInt16LE(32)
    if (length > rest.length)
      throw new ArchiveError('structure', `its directory ends inside the entry at byte ${at}`)
    yield rest.subarray(0, length)
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
