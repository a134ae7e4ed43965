import { printable } from './printable.js'

const OBSTACLES = {
  'file exists': 'exists already',
  'blocking file': 'exists already as a file, but must be a folder',
  'blocking folder': 'exists already as a folder, but must be a file',
  link: 'is a symbolic link',
  special: 'is a device, a FIFO or a socket'
} as const

/** Why a file or folder cannot be moved to its place. */
export type Obstacle = keyof typeof OBSTACLES

/** Where files are moved: into the target folder, or into the files of other artifacts. */
export interface Destination {
  /** The artifact's name. Undefined for several artifacts. */
  artifact: string | undefined
  /** The target folder. Undefined for the files of other artifacts. */
  path: string | undefined
}

export interface ObstacleAt {
  /** A relative path. */
  path: string
  /** The artifact that the existing file or folder comes from. */
  owner: string | undefined
  obstacle: Obstacle
}

const quoted = (text: string) => `"${printable(text)}"`

/** @param count of all obstacles; `listed` may hold only the first few */
export function installBlocked(
  { artifact, path }: Destination,
  listed: readonly ObstacleAt[],
  count: number
) {
  const subject = artifact === undefined ? 'The artifacts' : `Artifact ${quoted(artifact)}`
  const place = path === undefined ? 'the same folder as the artifacts before it' : quoted(path)
  const reasons = listed.map(({ path, owner, obstacle }) => {
    const origin = owner === undefined ? '' : ` from ${quoted(owner)}`
    return `${quoted(path)}${origin} ${OBSTACLES[obstacle]}`
  })
  const more = count > listed.length ? `; and ${count - listed.length} more` : ''
  return `${subject} cannot be written to ${place}: ${reasons.join('; ')}${more}`
}

/** @param obstacles all kinds that were found */
export function installBlockedAdvice({ path }: Destination, obstacles: ReadonlySet<Obstacle>): string {
  if (path === undefined && obstacles.has('link'))
    return 'A file or a folder never replaces a link. Remove merge-multiple, so that each artifact gets a folder of its own.'
  if (obstacles.has('link') || obstacles.has('special'))
    return 'Remove them from the target folder: the action never follows links and never writes to devices there.'
  if (obstacles.has('blocking file') || obstacles.has('blocking folder'))
    return 'A folder never replaces a file, and a file never replaces a folder. Choose another path.'
  return path === undefined
    ? 'Set on-conflict to overwrite or skip, or remove merge-multiple.'
    : 'Set on-conflict to overwrite or skip, or choose another path.'
}

export const installFailed = (path: string) => `Could not write to ${quoted(path)}`

/** @param problems sentences from `notRestored` and `notRemoved` */
export const installNotUndone = (path: string, reason: string, problems: readonly string[]) =>
  `${installFailed(path)}: ${reason}. Undoing the changes also failed: ${problems.join('; ')}`

/** @param backup where the old file is */
export const notRestored = (path: string, backup: string) =>
  `${quoted(path)} could not be restored: the old file is kept as ${quoted(backup)}`

export const notRemoved = (path: string) => `${quoted(path)} could not be removed`
export const installStopped = () => 'The step was stopped before all files were in place'

export const targetChanged = (path: string) =>
  `${quoted(path)} became a link or a file while files were written to it`

export const targetChangedAdvice = () =>
  'Another process changes the target folder during this step. Stop it, or choose another path.'

export const invalidFolderName = (segment: string) => `${quoted(segment)} is not a valid folder name`

export const stagedSpecialFile = (file: string) =>
  `The staged entry ${quoted(file)} is neither a file, a folder nor a link`

export const stagingFailed = (path: string) => `Could not create a staging folder for ${quoted(path)}`
export const targetUnusable = (path: string) => `Could not use the folder ${quoted(path)} as path`

const TARGET_PROBLEMS = {
  'is a file': 'is a file, not a folder',
  'through a file': 'cannot be a folder: a part of it is a file',
  'broken link': 'is a symbolic link to a path that does not exist',
  'not creatable': 'cannot be created: the system does not allow a folder there',
  'not creatable (Windows)': 'cannot be created: the drive does not exist, or Windows does not allow the name'
} as const

/** Why `path` cannot be a folder. */
export type TargetProblem = keyof typeof TARGET_PROBLEMS

export const targetRefused = (path: string, problem: TargetProblem) =>
  `path ${quoted(path)} ${TARGET_PROBLEMS[problem]}`

export const targetRefusedAdvice = () => 'Choose another path.'

const WRITE_ACCESS = 'Give the user of the runner write access, or choose another path.'
const FREE_SPACE = 'Free some space, or choose a path on another disk.'

const SYSTEM_ERRORS: Record<string, { meaning: string; advice: string }> = {
  EACCES: { meaning: 'permission denied', advice: WRITE_ACCESS },
  EPERM: { meaning: 'operation not permitted', advice: WRITE_ACCESS },
  EIO: { meaning: 'the disk reports an error', advice: 'Check the disk of the runner.' },
  EROFS: { meaning: 'the file system is read-only', advice: 'Choose a path on a writable file system.' },
  ENOSPC: { meaning: 'no space is left on the disk', advice: FREE_SPACE },
  EDQUOT: { meaning: 'the disk quota is used up', advice: FREE_SPACE },
  ENAMETOOLONG: { meaning: 'the path is too long', advice: 'Choose a shorter path.' },
  EFBIG: {
    meaning: 'the file is too large for this file system',
    advice: 'Choose a path on another file system.'
  },
  EMFILE: { meaning: 'too many files are open', advice: 'Raise the limit on open files (ulimit -n).' },
  EBUSY: {
    meaning: 'another program uses the file',
    advice: 'Close the program that uses the file, then run the step again.'
  }
}

interface SystemUser {
  id: number
  name: string | undefined
}

/** A file or folder that cannot be written. Users are unknown on Windows. */
export interface NotWritable {
  path: string
  owner?: SystemUser | undefined
  user?: SystemUser | undefined
}

/**
 * Why the file system failed.
 *
 * @param systemMessage used only for an unknown code: it may contain paths of temporary folders
 * @param denied what the user of the step may not write
 */
export function diskReason(code: string, systemMessage: string, denied?: NotWritable): string {
  const known = SYSTEM_ERRORS[code]
  if (known === undefined) return printable(systemMessage)
  return `${known.meaning} (${code})${denied === undefined ? '' : deniedText(denied)}`
}

function deniedText({ path, owner, user }: NotWritable): string {
  const shown = ({ id, name }: SystemUser) => (name === undefined ? `${id}` : `${printable(name)} (${id})`)
  const users = [
    ...(owner === undefined ? [] : [`its owner is ${shown(owner)}`]),
    ...(user === undefined ? [] : [`this step runs as ${shown(user)}`])
  ]
  return `: ${quoted(path)} is not writable${users.length === 0 ? '' : ` (${users.join(', ')})`}`
}

/** Empty for a code without specific advice. */
export const diskAdvice = (code: string) => SYSTEM_ERRORS[code]?.advice ?? ''

/** @param what failed, as a printable sentence without a period */
export const diskFailed = (what: string, reason: string) => `${what}: ${reason}`
