import { closeSync, constants, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { targetChanged, targetChangedAdvice } from '../messages/install.js'
import { errnoOf } from './disk-error.js'

/** What is at a path. Links are not followed. */
export type Kind = 'missing' | 'file' | 'folder' | 'link' | 'special'

/** An open folder of the target. No symbolic link was followed to open it. */
export interface Folder {
  /** The path to use for an entry of it. */
  at(entry: string): string
  close(): void
}

/**
 * The target folder, which other processes may change at the same time. Folders in it are opened segment by segment,
 * never through a symbolic link.
 *
 * On Linux an open folder is pinned by a descriptor: `/proc/self/fd/N/name` is what `openat` would open, so replacing the
 * folder by a link has no effect. Node has no `openat` for other systems. There each segment is checked when the folder
 * is opened, and a link that replaces it between the check and the rename is followed.
 */
export class TargetRoot {
  readonly #pins: boolean

  constructor(
    readonly path: string,
    pins = canPin(path)
  ) {
    this.#pins = pins
  }

  /** @throws ActionError with code `target-refused` if a segment is not a folder */
  open(segments: readonly string[]): Folder {
    return this.#pins ? this.#openPinned(segments) : this.#openChecked(segments)
  }

  #openPinned(segments: readonly string[]): Folder {
    let descriptor = this.#openFolder(this.path, [])
    for (const [index, segment] of segments.entries()) {
      const parent = descriptor
      try {
        descriptor = this.#openFolder(pinned(parent, segment), segments.slice(0, index + 1))
      } finally {
        closeSync(parent)
      }
    }
    return { at: entry => pinned(descriptor, entry), close: () => closeSync(descriptor) }
  }

  #openFolder(path: string, segments: readonly string[]): number {
    try {
      const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
      pinnedPaths.set(descriptor, join(this.path, ...segments))
      return descriptor
    } catch (error) {
      const code = errnoOf(error)
      if (code === 'ENOTDIR' || code === 'ELOOP') throw this.#notAFolder(segments)
      throw error
    }
  }

  #openChecked(segments: readonly string[]): Folder {
    for (let depth = 0; depth <= segments.length; depth++) {
      const parents = segments.slice(0, depth)
      if (!lstatSync(join(this.path, ...parents)).isDirectory()) throw this.#notAFolder(parents)
    }
    const path = join(this.path, ...segments)
    return { at: entry => join(path, entry), close: () => undefined }
  }

  #notAFolder(segments: readonly string[]): ActionError {
    const path = segments.length === 0 ? this.path : segments.join('/')
    return new ActionError('target-refused', targetChanged(path), { hint: targetChangedAdvice() })
  }
}

/** What is at a path. Links are not followed. */
export function kindOf(path: string): Kind {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 'missing'
  if (stat.isSymbolicLink()) return 'link'
  if (stat.isDirectory()) return 'folder'
  return stat.isFile() ? 'file' : 'special'
}

/** Paths by descriptor, as they were last opened. */
const pinnedPaths = new Map<number, string>()

/** A text with the paths of open folders in place of those of their descriptors. */
export function withRealPaths(text: string): string {
  return text.replace(
    /\/proc\/self\/fd\/(\d+)/g,
    (whole, descriptor) => pinnedPaths.get(Number(descriptor)) ?? whole
  )
}

function pinned(descriptor: number, entry: string): string {
  return `/proc/self/fd/${descriptor}/${entry}`
}

function canPin(path: string): boolean {
  if (process.platform !== 'linux') return false
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
  pinnedPaths.set(descriptor, path)
  try {
    // In a chroot, /proc may be missing.
    return kindOf(pinned(descriptor, '.')) === 'folder'
  } finally {
    closeSync(descriptor)
  }
}
