import { ArchiveError } from '../errors/archive-error.js'
import {
  archiveReason,
  directoryEntryCutOff,
  impossibleEntryCount,
  noDirectoryEntry,
  wrongEntryCount
} from '../messages/archive.js'
import { type ByteView, viewOf } from './byte-view.js'
import { CENTRAL_SIGNATURE, CENTRAL_SIZE, parseCentralHeader } from './central-header.js'
import { readEndRecord } from './end-record.js'
import { Entries } from './entries.js'
import type { RandomAccess } from './random-access.js'

/** How much of the directory is read at once, in bytes. */
const BLOCK = 1 << 20
/** A header with the longest name, extra fields and comment, in bytes. */
const MAX_HEADER = CENTRAL_SIZE + 3 * 0xffff

interface DirectoryOptions {
  platform: NodeJS.Platform
  /** Whether the file system treats names as equal that differ in case or normalization. */
  folds: boolean
  /** Called with the number of entries before they are read. */
  onCount?: ((entries: number) => void) | undefined
}

/**
 * Reads the central directory, the authority on what an archive holds. Checks everything that needs no other bytes: each
 * header, the paths together, and that the entries fill the file up to the directory without gaps or overlaps. Returns
 * the entries in the order of their offsets.
 *
 * @throws ArchiveError if the archive is refused
 */
export async function readDirectory(
  source: RandomAccess,
  { platform, folds, onCount }: DirectoryOptions
): Promise<Entries> {
  const { entryCount, offset, size } = await readEndRecord(source)
  // Checked before memory is allocated for that many entries.
  if (entryCount * CENTRAL_SIZE > size) {
    throw new ArchiveError('structure', impossibleEntryCount(entryCount))
  }
  const entries = new Entries(entryCount)
  onCount?.(entryCount)
  const end = offset + size
  // Reused: new buffers would take megabytes until they are collected.
  const memory = Buffer.allocUnsafe(Math.min(BLOCK, size))
  for (let at = offset; at < end; ) {
    const bytes = await source.read(at, Math.min(BLOCK, end - at), memory)
    const block = { ...viewOf(bytes), start: at, isLast: at + bytes.length === end }
    at += addHeaders(block, { entries, entryCount, platform })
  }
  if (entries.length !== entryCount) {
    throw new ArchiveError('structure', wrongEntryCount(entries.length, entryCount))
  }
  entries.checkTree(folds)
  entries.fillExtents(offset)
  return entries
}

/** Adds each header that the block contains completely: at least one, or it throws. @returns their length in bytes */
function addHeaders(
  { bytes, view, start, isLast }: ByteView & { start: number; isLast: boolean },
  { entries, entryCount, platform }: { entries: Entries; entryCount: number; platform: NodeJS.Platform }
): number {
  const { length } = bytes
  let at = 0
  // A header may be cut off at the end of the block. The next block begins with it.
  while (at < length && (isLast || length - at >= MAX_HEADER)) {
    const isHeader = length - at >= CENTRAL_SIZE && view.getUint32(at, true) === CENTRAL_SIGNATURE
    if (!isHeader) throw new ArchiveError('structure', noDirectoryEntry(start + at))
    const end =
      at +
      CENTRAL_SIZE +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
    if (end > length) throw new ArchiveError('structure', directoryEntryCutOff(start + at))
    if (entries.length === entryCount)
      throw new ArchiveError('structure', archiveReason('moreEntriesThanCounted'))
    entries.add(parseCentralHeader({ bytes, view }, at, platform))
    at = end
  }
  return at
}
