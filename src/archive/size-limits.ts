import { statfs } from 'node:fs/promises'
import { ArchiveError } from '../errors/archive-error.js'
import {
  type ExtractedSize,
  exceedsDisk,
  exceedsDiskAdvice,
  exceedsMaxSize,
  exceedsMaxSizeAdvice
} from '../messages/archive.js'

/** What a folder takes on most file systems, in bytes. A small archive may need very many folders. */
export const FOLDER_BYTES = 4096

/** @throws ArchiveError if files and folders take more than `max-extracted-size` allows (undefined: no limit) */
export function checkMaxSize(size: ExtractedSize, limit: number | undefined): void {
  if (limit === undefined || size.bytes <= limit) return
  throw new ArchiveError('limit', exceedsMaxSize(size, limit), { hint: exceedsMaxSizeAdvice() })
}

/** @throws ArchiveError if files and folders take more than the free bytes of the disk */
export function checkFreeSpace(size: ExtractedSize, free: number): void {
  if (size.bytes <= free) return
  throw new ArchiveError('limit', exceedsDisk(size, free), { hint: exceedsDiskAdvice() })
}

/** How many bytes the disk of a folder has free. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
