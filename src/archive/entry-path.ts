import type { RefusalClass } from '../errors/archive-error.js'

/** Why a path or a name is not taken. */
export interface PathProblem {
  refusal: RefusalClass
  reason: string
}

/** The longest name that common file systems take, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 255
/** PATH_MAX of Linux, in bytes of UTF-8. */
const MAX_PATH_BYTES = 4096

/** Most paths: no rule but those of Windows has anything against one that is no longer than a segment may be. */
const PLAIN = /^[\w@+-][\w@+.-]*(?:\/[\w@+-][\w@+.-]*)*$/
/** C0, DEL, C1, line and paragraph separator. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
/** https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file, with or without an extension. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i

/**
 * Checks the path of an archive's entry (a folder's without its last slash). What leads elsewhere on any system is
 * refused on every system, so that an archive means the same everywhere; what only Windows cannot store is refused there.
 */
export function checkEntryPath(path: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (platform !== 'win32' && path.length <= MAX_SEGMENT_BYTES && PLAIN.test(path)) return undefined
  if (path === '') return { refusal: 'name', reason: 'its name is empty' }
  if (path.startsWith('/')) return { refusal: 'path', reason: 'its path is absolute' }
  if (/^[A-Za-z]:/.test(path)) return { refusal: 'path', reason: 'its path begins with a drive letter' }
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
    return { refusal: 'name', reason: `its path is longer than ${MAX_PATH_BYTES} bytes` }
  }
  for (const segment of path.split('/')) {
    const problem = checkSegment(segment, platform)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Checks one name that is to become a file or a folder: a segment of a path, an artifact's name, a file's name. */
export function checkSegment(name: string, platform: NodeJS.Platform): PathProblem | undefined {
  if (name === '') return { refusal: 'path', reason: 'a segment of its path is empty' }
  if (name === '.' || name === '..') return { refusal: 'path', reason: `"${name}" leads elsewhere` }
  if (name.includes('\\')) return { refusal: 'path', reason: 'it holds a backslash' }
  if (name.includes('/')) return { refusal: 'path', reason: 'it holds a slash' }
  if (CONTROL.test(name)) return { refusal: 'name', reason: 'it holds a control character' }
  if (!name.isWellFormed()) return { refusal: 'name', reason: 'it is no valid Unicode' }
  if (Buffer.byteLength(name) > MAX_SEGMENT_BYTES) {
    return { refusal: 'name', reason: `a name in it is longer than ${MAX_SEGMENT_BYTES} bytes` }
  }
  return platform === 'win32' ? checkWindowsName(name) : undefined
}

function checkWindowsName(name: string): PathProblem | undefined {
  if (WINDOWS_RESERVED.test(name)) return { refusal: 'name', reason: 'Windows reserves its name' }
  if (/[<>:"|?*]/.test(name))
    return { refusal: 'name', reason: 'it holds a character that Windows does not allow' }
  if (/[. ]$/.test(name))
    return { refusal: 'name', reason: 'it ends in a dot or a space, which Windows drops' }
  return undefined
}

/** One key for all spellings of a path that are one file on a file system that folds case and normalises (APFS, NTFS). */
export function foldPath(path: string): string {
  return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD')
}
