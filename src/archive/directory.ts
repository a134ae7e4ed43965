import { ArchiveError } from '../errors/archive-error.js'
import { type Slice, sliceOf } from './byte-range.js'
import { CENTRAL_SIGNATURE, CENTRAL_SIZE, parseCentralHeader } from './central-header.js'
import { readEndRecord } from './end-record.js'
import { Entries } from './entries.js'
import type { RandomAccess } from './random-access.js'

/** How much of the directory is read at once, in bytes. */
const SLICE = 1 << 20
/** Name, extra fields and comment as long as can be. */
const LONGEST_HEADER = CENTRAL_SIZE + 3 * 0xffff

interface DirectoryOptions {
  platform: NodeJS.Platform
  /** Whether the file system takes names that differ in case or normalisation as one. */
  folds: boolean
  /** Told how many entries there are to be, before they are read. */
  onCount?: ((entries: number) => void) | undefined
}

/**
 * Reads the central directory, the authority on what an archive holds, and checks all that can be checked without the
 * entries' bytes: each header by itself, the paths together, and that the entries fill the file from its first byte to
 * the directory without sharing any. Entries come in the order of their offsets.
 *
 * @throws ArchiveError for whatever an archive must not be
 */
export async function readDirectory(
  source: RandomAccess,
  { platform, folds, onCount }: DirectoryOptions
): Promise<Entries> {
  const { entryCount, offset, size } = await readEndRecord(source)
  // No list is made on the archive's word: so many headers have to fit.
  if (entryCount * CENTRAL_SIZE > size) {
    throw new ArchiveError(
      'structure',
      `its end record counts ${entryCount} entries, more than its directory can hold`
    )
  }
  onCount?.(entryCount)
  const entries = new Entries(entryCount)
  const end = offset + size
  // Of each slice anew, some MB would wait to be collected.
  const memory = Buffer.allocUnsafe(Math.min(SLICE, size))
  for (let at = offset; at < end; ) {
    const bytes = await source.read(at, Math.min(SLICE, end - at), memory)
    const slice = { ...sliceOf(bytes), start: at, isLast: at + bytes.length === end }
    at += addHeaders(slice, { entries, entryCount, platform })
  }
  if (entries.length !== entryCount) {
    throw new ArchiveError(
      'structure',
      `its directory holds ${entries.length} entries, its end record counts ${entryCount}`
    )
  }
  entries.checkTree(folds)
  entries.fillExtents(offset)
  return entries
}

/** Takes each header that is whole in a slice of the directory; at least one, or it throws. @returns how many bytes they are */
function addHeaders(
  { bytes, view, start, isLast }: Slice & { start: number; isLast: boolean },
  { entries, entryCount, platform }: { entries: Entries; entryCount: number; platform: NodeJS.Platform }
): number {
  const { length } = bytes
  let at = 0
  // The rest of the slice may be less than a header: the next slice begins with it.
  while (at < length && (isLast || length - at >= LONGEST_HEADER)) {
    const isHeader = length - at >= CENTRAL_SIZE && view.getUint32(at, true) === CENTRAL_SIGNATURE
    if (!isHeader) {
      throw new ArchiveError(
        'structure',
        `its directory has no entry at byte ${start + at}, where one should be`
      )
    }
    const end =
      at +
      CENTRAL_SIZE +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true)
    if (end > length)
      throw new ArchiveError('structure', `its directory ends inside the entry at byte ${start + at}`)
    if (entries.length === entryCount)
      throw new ArchiveError('structure', 'its directory holds more than the end record counts')
    entries.add(parseCentralHeader({ bytes, view }, at, platform))
    at = end
  }
  return at
}
