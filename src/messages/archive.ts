import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** Why an archive or one of its entries is refused. "It" is the archive or the entry. */
const REASONS = {
  // The end of the archive
  multiDisk: 'it is part of a multi-disk archive',
  entriesOnOtherDisks: 'its end record counts entries on other disks',
  endRecordInComment: 'its comment contains an end record',
  bytesAfterEnd: 'bytes follow its end record',
  endCutOff: 'its end record is cut off',
  endMissing: 'its end is missing',
  emptyFile: 'it is empty, not a zip archive',
  zip64RecordMissing: 'its zip64 end record is not where its locator points',
  zip64RecordUnsigned: 'its zip64 end record has no signature',
  zip64RecordSector: 'its zip64 end record has an extensible data sector',
  endRecordsDisagree: 'its two end records disagree',
  moreEntriesThanCounted: 'its directory holds more entries than its end record counts',
  // Headers
  otherDisk: 'it is on another disk (multi-disk)',
  encrypted: 'it is encrypted',
  patchData: 'it holds patch data',
  folderWithData: 'it is a folder with data',
  folderMode: 'it has the mode of a folder but the name of a file',
  storedSizesDiffer: 'it is stored, but its two sizes differ',
  nameNotUtf8: 'its name is not valid UTF-8',
  unicodePathDiffers: 'its name and its Unicode path differ',
  unicodePathNotUtf8: 'its Unicode path is not valid UTF-8',
  extraFieldsOverrun: 'its extra fields are longer than their space',
  twoZip64Fields: 'it has two zip64 fields',
  twoUnicodePaths: 'it has two Unicode path fields',
  zip64Missing: 'its zip64 field is missing',
  zip64TooShort: 'its zip64 field is too short',
  zip64Disagrees: 'its zip64 field disagrees with its header',
  numberTooLarge: 'it holds a number beyond 2^53',
  noLocalHeader: 'the directory points to a local header that does not exist',
  descriptorUnsigned: 'its descriptor has no signature',
  descriptorDisagrees: 'its descriptor disagrees with the directory',
  // Paths
  emptyName: 'its name is empty',
  absolutePath: 'its path is absolute',
  driveLetter: 'its path begins with a drive letter',
  emptySegment: 'a segment of its path is empty',
  backslash: 'it contains a backslash',
  slash: 'it contains a slash',
  controlCharacter: 'it contains a control character',
  notUnicode: 'it is not valid Unicode',
  windowsReserved: 'Windows reserves its name',
  windowsCharacter: 'it contains a character that Windows does not allow',
  windowsEnding: 'it ends in a dot or a space, which Windows drops',
  duplicatePath: 'its path occurs twice',
  fileAndFolder: 'it is a file, but another entry needs a folder there',
  // Positions
  beyondDirectory: 'it begins after the start of the directory',
  overlapsNext: 'it overlaps the next entry',
  overlapsDirectory: 'it overlaps the directory',
  overlapsFollowing: 'it overlaps the bytes after it',
  strayBytes: 'bytes that belong to no entry follow it',
  // Contents
  bytesLeftOver: 'bytes are left over after its compressed data',
  wrongCrc: 'its content does not match its CRC-32',
  deflateUnfinished: 'its compressed data ends too early',
  deflateInvalid: 'its compressed data is invalid',
  // Tar
  tarCutOff: 'it ends inside an entry',
  tarEndMissing: 'its end marker is missing',
  bytesAfterTarEnd: 'bytes follow its end marker',
  tarNumber: 'a size in its headers is negative, too large or not a number',
  tarTime: 'it has an impossible modification time',
  tarExtension: 'it holds an invalid extended header',
  tarExtensionUnused: 'it ends after an extended header',
  tarGlobal: 'its global header sets a path, a size or a sparse file',
  tarOverhead: 'its headers and padding take far more space than its files',
  linkWithData: 'it holds a link with data',
  noEarlierFile: 'it is a hard link, but no earlier file of this archive has the path of its target',
  // Targets of symbolic links
  emptyTarget: 'it is a symbolic link without a target',
  absoluteTarget: 'it is a symbolic link with an absolute target',
  escapingTarget: 'it is a symbolic link out of the folder of the artifact',
  upAfterLink: 'it is a symbolic link whose target has ".." after a link or a missing folder'
} as const

export type ArchiveReason = keyof typeof REASONS
export const ARCHIVE_REASONS = Object.keys(REASONS) as ArchiveReason[]

export function archiveReason(reason: ArchiveReason): string {
  return REASONS[reason]
}

/** @param path of the entry in the archive */
export function entryRefused(path: string, reason: string): string {
  return `entry "${printable(path)}": ${reason}`
}

export function leadsElsewhere(segment: '.' | '..'): string {
  return `its path has a "${segment}" segment`
}

export function pathTooLong(maxBytes: number): string {
  return `its path is longer than ${maxBytes} bytes`
}

export function segmentTooLong(maxBytes: number): string {
  return `a name in it is longer than ${maxBytes} bytes`
}

export function sameNameOnDisk(other: string): string {
  return `this file system does not distinguish it from "${printable(other)}"`
}

/** @param start the text that the file begins with, without secrets */
export function notAZip(start: string, maxLength: number): string {
  return `it is not a zip archive; it begins with: ${printable(start, maxLength)}`
}

export function wrongDirectoryEnd(expected: number, actual: number): string {
  return `its directory should end at byte ${expected}, but the next record begins at byte ${actual}`
}

export function zip64RecordInvalid(reason: string): string {
  return `its zip64 end record is invalid: ${reason}`
}

export function inLocalHeader(reason: string): string {
  return `in its local header, ${reason}`
}

export function impossibleEntryCount(count: number): string {
  return `its end record counts ${count} entries, more than its directory can hold`
}

export function wrongEntryCount(found: number, counted: number): string {
  return `its directory holds ${found} entries, but its end record counts ${counted}`
}

export function noDirectoryEntry(position: number): string {
  return `its directory has no entry at byte ${position}`
}

export function directoryEntryCutOff(position: number): string {
  return `its directory ends inside the entry at byte ${position}`
}

export function fileEnds(position: number): string {
  return `the file ends at byte ${position}`
}

export function bytesBeforeFirstEntry(bytes: number): string {
  return `${bytes} bytes precede its first entry`
}

export function unexpectedBytes(bytes: number, expectsDescriptor: boolean): string {
  return `${bytes} bytes follow its data, ${expectsDescriptor ? 'which is not the length of a descriptor' : 'but it has no descriptor'}`
}

export function newerVersion(version: number): string {
  return `it needs version ${version} of the zip format`
}

export function unsupportedMethod(method: number, title: string | undefined): string {
  return `its compression method ${method}${title === undefined ? '' : ` (${title})`} is not supported`
}

export function noTarHeader(position: number): string {
  return `its bytes at ${position} are not a tar header`
}

const TAR_TYPES: Record<string, string> = {
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a FIFO',
  S: 'a sparse file',
  D: 'a folder of an incremental backup',
  M: 'the rest of a file from another volume',
  V: 'a volume label'
}

/** @param type the type flag of a tar entry that is not supported */
export function tarHasType(type: string): string {
  const title = TAR_TYPES[type]
  return title === undefined ? `its type "${printable(type)}" is not supported` : specialFile(title)
}

/** @param reason about the target of a link */
export function inLinkTarget(reason: string): string {
  return `in the target of its link, ${reason}`
}

export function specialFile(type: string | undefined): string {
  return `it is ${type ?? 'neither a file nor a folder'}`
}

export function impossibleSize(compressed: number, uncompressed: number): string {
  return `${compressed} bytes cannot inflate to ${uncompressed}`
}

/** @param field such as `CRC-32` or `name` */
export function localHeaderDiffers(field: string): string {
  return `its local header has another ${field}`
}

export function inflatesToLess(bytes: number, declared: number): string {
  return `it inflates to ${bytes} bytes, but declares ${declared}`
}

export function inflatesToMore(declared: number): string {
  return `it inflates to more than the ${declared} bytes that it declares`
}

/** @param limit the most files and folders */
export function tooManyPaths(limit: number): string {
  return `it holds more than ${limit} files and folders`
}

export function tooManyPathsAdvice(): string {
  return 'Pack the files into one file, such as a tar archive, before you upload them.'
}

/** @param limit the most symbolic links */
export function tooManyLinks(limit: number): string {
  return `it is one of more than ${limit} symbolic links`
}

/** @param path of the link, inside the artifact */
export function linkNotAllowed(path: string): string {
  return `The symbolic link "${printable(path)}" could not be created: the system does not allow it (EPERM)`
}

export function linkNotAllowedAdvice(platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? 'Turn on the Developer Mode of Windows, or give the user of the runner the right to create symbolic links.'
    : 'Choose a path on a file system that has symbolic links.'
}

/** What an archive unpacks to. `bytes` includes the folders. */
export interface ExtractedSize {
  bytes: number
  folders: number
}

function unpacksTo({ bytes, folders }: ExtractedSize): string {
  const ofFolders = folders === 0 ? '' : `, including ${plural(folders, 'folder')} at 4 KiB each`
  return `it unpacks to ${formatSize(bytes)}${ofFolders}`
}

export function exceedsMaxSize(size: ExtractedSize, limit: number): string {
  return `${unpacksTo(size)}, but max-extracted-size is ${formatSize(limit)}`
}

export function exceedsMaxSizeAdvice(): string {
  return 'Raise max-extracted-size if this size is expected, or set files to write fewer files.'
}

export function exceedsDisk(size: ExtractedSize, free: number): string {
  return `${unpacksTo(size)}, but the disk has ${formatSize(free)} free`
}

export function exceedsDiskAdvice(): string {
  return 'Free some space, choose a path on another disk, or set files to write fewer files.'
}

/** How a worker thread stopped working. */
export type WorkerFailure = { reason: string } | { exitCode: number } | { silentSeconds: number }

export function workerFailed(failure: WorkerFailure): string {
  const what =
    'reason' in failure
      ? `died: ${printable(failure.reason)}`
      : 'exitCode' in failure
        ? `exited with code ${failure.exitCode}`
        : `did not respond for ${failure.silentSeconds} s`
  return `The archive was not unpacked: an extraction thread ${what}`
}

export function workerFailedAdvice(): string {
  return 'Check whether the runner is out of memory or its disk hangs, then run the step again. Please report the problem if it persists.'
}
