import { closeSync, constants, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'
import { errnoOf } from './disk-error.js'

/** What is at a path; a symbolic link is a link, wherever it leads. */
export type Kind = 'missing' | 'file' | 'folder' | 'link' | 'special'

/** A folder under a root that was reached without following a symbolic link. */
export interface Folder {
  /** Where to reach an entry of it. */
  at(name: string): string
  close(): void
}

/**
 * A tree that others may change while we work in it. Folders under it are opened from its top, one segment after the
 * other, and never through a symbolic link.
 *
 * On Linux the folder stays pinned by a descriptor (`/proc/self/fd/N/name` is what `openat` would reach), so a link put
 * in its way later leads nowhere else. Node has no `openat` for other systems: there each segment is looked at when the
 * folder is opened, and a link put there between that look and the rename is followed.
 */
export class Root {
  readonly path: string
  readonly #pins: boolean

  constructor(path: string, pins = canPin(path)) {
    this.path = path
    this.#pins = pins
  }

  open(segments: readonly string[]): Folder {
    return this.#pins ? this.#pin(segments) : this.#look(segments)
  }

  /** A path under this root as it is printed. */
  print(segments: readonly string[]): string {
    return `"${printable(segments.join('/'))}"`
  }

  #pin(segments: readonly string[]): Folder {
    let descriptor = this.#openFolder(this.path, [])
    for (const [index, segment] of segments.entries()) {
      const parent = descriptor
      try {
        descriptor = this.#openFolder(pinned(parent, segment), segments.slice(0, index + 1))
      } finally {
        closeSync(parent)
      }
    }
    return { at: name => pinned(descriptor, name), close: () => closeSync(descriptor) }
  }

  #openFolder(path: string, segments: readonly string[]): number {
    try {
      return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    } catch (error) {
      const code = errnoOf(error)
      if (code === 'ENOTDIR' || code === 'ELOOP') throw this.#notAFolder(segments)
      throw error
    }
  }

  #look(segments: readonly string[]): Folder {
    for (let depth = 0; depth <= segments.length; depth++) {
      const upTo = segments.slice(0, depth)
      if (!lstatSync(join(this.path, ...upTo)).isDirectory()) throw this.#notAFolder(upTo)
    }
    const path = join(this.path, ...segments)
    return { at: name => join(path, name), close: () => undefined }
  }

  #notAFolder(segments: readonly string[]): ActionError {
    const what = segments.length === 0 ? `"${printable(this.path)}"` : this.print(segments)
    return new ActionError('target-refused', `${what} became a link or a file while files were put into it`, {
      hint: 'Something else changes the target folder during this step.'
    })
  }
}

/** What is at a path, not followed. */
export function kindOf(path: string): Kind {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 'missing'
  if (stat.isSymbolicLink()) return 'link'
  if (stat.isDirectory()) return 'folder'
  return stat.isFile() ? 'file' : 'special'
}

function pinned(descriptor: number, name: string): string {
  return `/proc/self/fd/${descriptor}/${name}`
}

function canPin(path: string): boolean {
  if (process.platform !== 'linux') return false
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    // Without /proc (a bare chroot) there is nothing there.
    return kindOf(pinned(descriptor, '.')) === 'folder'
  } finally {
    closeSync(descriptor)
  }
}
