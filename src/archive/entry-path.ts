import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import { archiveReason, leadsElsewhere, pathTooLong, segmentTooLong } from '../messages/archive.js'

/** Why a path or a name is refused. */
export interface PathProblem {
  refusal: RefusalClass
  reason: string
}

/** The longest name on common file systems, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 255
/** PATH_MAX of Linux, in bytes of UTF-8. */
export const MAX_PATH_BYTES = 4096

/** Most paths: outside Windows no rule refuses one that is no longer than a segment may be. */
const PLAIN = /^[\w@+-][\w@+.-]*(?:\/[\w@+-][\w@+.-]*)*$/
/** C0, DEL, C1, line and paragraph separator. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
/** https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file, with or without an extension. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i

/** @param path of an entry; empty for `./` */
export function refusePath(refusal: RefusalClass, reason: string, path: string): ArchiveError {
  return new ArchiveError(refusal, reason, { entry: path || './' })
}

/**
 * The path of an entry: its name without a leading `./`, which bsdtar writes, and without the trailing slash of a folder.
 * Empty for `./`.
 */
export function pathOfName(name: string): string {
  const start = name.startsWith('./') ? 2 : 0
  return name.endsWith('/') && name.length > start ? name.slice(start, -1) : name.slice(start)
}

/** The path of an entry that is unpacked into a folder. Empty: the root. */
export function pathIn(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`
}

/**
 * Checks the path of an entry (of a folder without its trailing slash). A path that leads elsewhere on one system is
 * refused on all, so that an archive means the same everywhere. A name that only Windows cannot store is refused there.
 */
export function checkEntryPath(path: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (platform !== 'win32' && path.length <= MAX_SEGMENT_BYTES && PLAIN.test(path)) return undefined
  if (path === '') return { refusal: 'name', reason: archiveReason('emptyName') }
  if (path.startsWith('/')) return { refusal: 'path', reason: archiveReason('absolutePath') }
  if (/^[A-Za-z]:/.test(path)) return { refusal: 'path', reason: archiveReason('driveLetter') }
  if (Buffer.byteLength(path) > MAX_PATH_BYTES)
    return { refusal: 'name', reason: pathTooLong(MAX_PATH_BYTES) }
  for (const segment of path.split('/')) {
    const problem = checkSegment(segment, platform)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Checks the name of a file or folder to create: a segment of a path, the name of an artifact or of a file. */
export function checkSegment(segment: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (segment === '') return { refusal: 'path', reason: archiveReason('emptySegment') }
  if (segment === '.' || segment === '..') return { refusal: 'path', reason: leadsElsewhere(segment) }
  if (segment.includes('\\')) return { refusal: 'path', reason: archiveReason('backslash') }
  if (segment.includes('/')) return { refusal: 'path', reason: archiveReason('slash') }
  if (CONTROL.test(segment)) return { refusal: 'name', reason: archiveReason('controlCharacter') }
  if (!segment.isWellFormed()) return { refusal: 'name', reason: archiveReason('notUnicode') }
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
    return { refusal: 'name', reason: segmentTooLong(MAX_SEGMENT_BYTES) }
  }
  return platform === 'win32' ? checkWindowsName(segment) : undefined
}

function checkWindowsName(name: string): PathProblem | undefined {
  if (WINDOWS_RESERVED.test(name)) return { refusal: 'name', reason: archiveReason('windowsReserved') }
  if (/[<>:"|?*]/.test(name)) return { refusal: 'name', reason: archiveReason('windowsCharacter') }
  if (/[. ]$/.test(name)) return { refusal: 'name', reason: archiveReason('windowsEnding') }
  return undefined
}

/** A key that all spellings of a path share on a file system that ignores case and normalization (APFS, NTFS). */
export function foldPath(path: string): string {
  return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD')
}
