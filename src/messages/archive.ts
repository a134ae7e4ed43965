import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** Why an archive or one of its entries is refused. "It" is the archive or the entry. */
const REASONS = {
  // The end of the archive
  multiDisk: 'it is one part of a split archive, which is not supported',
  entriesOnOtherDisks: 'its end record counts entries in other parts of a split archive',
  endRecordInComment: 'its comment contains an end record, so programs may read different files from it',
  bytesAfterEnd: 'bytes follow its end record',
  endCutOff: 'its end record is cut off, so the archive is probably not complete',
  endMissing: 'its end is missing, so the archive is probably not complete',
  emptyFile: 'it is empty, not a zip archive',
  zip64RecordMissing: 'its zip64 end record is not where its locator points',
  zip64RecordUnsigned: 'its zip64 end record has no signature',
  zip64RecordSector: 'its zip64 end record has an extensible data sector',
  endRecordsDisagree: 'its two end records disagree',
  moreEntriesThanCounted: 'its directory holds more entries than its end record counts',
  // Headers
  otherDisk: 'it is in another part of a split archive, which is not supported',
  encrypted: 'it is encrypted, which is not supported',
  patchData: 'it holds patch data, which is not supported',
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
  numberTooLarge: 'it holds a size or a position beyond 2^53 bytes',
  noLocalHeader: 'its local header is missing',
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
  duplicatePath: 'another entry has the same path',
  fileAndFolder: 'it is a file, but another entry has it as a folder',
  // Positions
  beyondDirectory: 'it begins after the start of the directory',
  overlapsNext: 'it overlaps the next entry',
  overlapsDirectory: 'it overlaps the directory',
  overlapsFollowing: 'it overlaps the bytes after it',
  strayBytes: 'bytes that belong to no entry come after it',
  // Contents
  bytesLeftOver: 'more bytes follow the end of its compressed data',
  wrongCrc: 'its content does not match its CRC-32, so it is damaged',
  deflateUnfinished: 'its compressed data ends too early, so it is damaged',
  deflateInvalid: 'its compressed data is invalid, so it is damaged',
  // Tar
  tarCutOff: 'it ends inside an entry, so it is probably not complete',
  tarEndMissing: 'its end marker is missing, so it is probably not complete',
  bytesAfterTarEnd: 'bytes follow its end marker',
  tarNumber: 'a size in its headers is negative, too large or not a number',
  tarTime: 'it has an impossible modification time',
  tarExtension: 'it holds an invalid extended header',
  tarExtensionTwice: 'it holds two extended headers of one kind for one entry',
  tarExtensionUnused: 'it ends after an extended header',
  tarGlobal: 'its global header sets a path, a size or a sparse file',
  tarOverhead: 'its headers and padding take far more space than its files',
  zstdFrames: 'its compressed data has too many small frames',
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

export const archiveReason = (reason: ArchiveReason) => REASONS[reason]

/** @param path of the entry in the archive */
export const entryRefused = (path: string, reason: string) => `entry "${printable(path)}": ${reason}`
export const leadsElsewhere = (segment: '.' | '..') => `its path has a "${segment}" segment`
export const pathTooLong = (maxBytes: number) => `its path is longer than ${maxBytes} bytes`
export const segmentTooLong = (maxBytes: number) => `a name in it is longer than ${maxBytes} bytes`

export const sameNameOnDisk = (other: string) =>
  `its path and "${printable(other)}" are the same on this file system`

/** @param start the text that the file begins with, without secrets */
export const notAZip = (start: string, maxLength: number) =>
  `it is not a zip archive; it begins with: ${printable(start, maxLength)}`

export const wrongDirectoryEnd = (expected: number, actual: number) =>
  `its directory should end at byte ${expected}, but the next record begins at byte ${actual}`

export const zip64RecordInvalid = (reason: string) => `its zip64 end record is invalid: ${reason}`
export const inLocalHeader = (reason: string) => `in its local header, ${reason}`

export const impossibleEntryCount = (count: number) =>
  `its end record counts ${count} entries, more than its directory can hold`

export const wrongEntryCount = (found: number, counted: number) =>
  `its directory holds ${found} entries, but its end record counts ${counted}`

export const noDirectoryEntry = (position: number) => `its directory has no entry at byte ${position}`

export const directoryEntryCutOff = (position: number) =>
  `its directory ends inside the entry at byte ${position}`

export const fileEnds = (position: number) =>
  `the archive ends too early, at byte ${position}, so it is not complete`
export const bytesBeforeFirstEntry = (bytes: number) => `${bytes} bytes come before its first entry`

export const unexpectedBytes = (bytes: number, expectsDescriptor: boolean) =>
  `${bytes} bytes follow its data, ${expectsDescriptor ? 'which is not the length of a descriptor' : 'but it has no descriptor'}`

export const newerVersion = (version: number) =>
  `it needs version ${version} of the zip format, which is not supported`

export const unsupportedMethod = (method: number, title: string | undefined) =>
  `its compression method ${method}${title === undefined ? '' : ` (${title})`} is not supported`

export const specialFile = (type: string | undefined) =>
  `it is ${type ?? 'of an unknown type'}, not a file or a folder`

export const noTarHeader = (position: number) => `its bytes at ${position} are not a tar header`

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
  return `${title === undefined ? `its type "${printable(type)}"` : `it is ${title}, which`} is not supported`
}

/** @param reason about the target of a link */
export const inLinkTarget = (reason: string) => `in the target of its link, ${reason}`

export const impossibleSize = (compressed: number, uncompressed: number) =>
  `its ${compressed} compressed bytes cannot inflate to ${uncompressed}`

/** @param field such as `CRC-32` or `name` */
export const localHeaderDiffers = (field: string) => `its local header has another ${field}`

export const inflatesToLess = (bytes: number, declared: number) =>
  `it inflates to ${bytes} bytes instead of ${declared}`

export const inflatesToMore = (declared: number) => `it inflates to more than its declared ${declared} bytes`

/** @param limit the most files and folders */
export const tooManyPaths = (limit: number) => `it holds more than ${limit} files and folders`

export const tooManyPathsAdvice = () =>
  'Pack the files into one file, such as a tar archive, before you upload them.'

/** @param limit the most symbolic links @param bytes the most bytes of their targets together */
export const tooManyLinks = (limit: number, bytes: number) =>
  `the artifact has more than ${limit} symbolic links, or their targets exceed ${formatSize(bytes)}`

/** @param path of the link, inside the artifact */
export const linkNotAllowed = (path: string) =>
  `The symbolic link "${printable(path)}" could not be created: the system does not allow it (EPERM)`

export const linkNotAllowedAdvice = (platform: NodeJS.Platform) =>
  platform === 'win32'
    ? 'Turn on the Developer Mode of Windows, or give the user of the runner the right to create symbolic links.'
    : 'Choose a path on a file system that has symbolic links.'

/** What an archive unpacks to. `bytes` includes the folders. */
export interface ExtractedSize {
  bytes: number
  folders: number
}

function unpacksTo({ bytes, folders }: ExtractedSize): string {
  const ofFolders = folders === 0 ? '' : `, including ${plural(folders, 'folder')} at 4 KiB each`
  return `it unpacks to ${formatSize(bytes)}${ofFolders}`
}

export const exceedsMaxSize = (size: ExtractedSize, limit: number) =>
  `${unpacksTo(size)}, but max-extracted-size is ${formatSize(limit)}`

export const exceedsMaxSizeAdvice = () =>
  'Raise max-extracted-size if this size is expected, or set files to write fewer files.'

export const exceedsDisk = (size: ExtractedSize, free: number) =>
  `${unpacksTo(size)}, but the disk has ${formatSize(free)} free`

export const exceedsDiskAdvice = () =>
  'Free some space, choose a path on another disk, or set files to write fewer files.'

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

export const workerFailedAdvice = () =>
  'Check whether the runner is out of memory or its disk hangs, then run the step again. Please report the problem if it persists.'
