import { renameSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { attempt } from '../errors/attempt.js'
import { errnoOf } from './disk-error.js'
import { createTemporary, keepTemporary } from './temporary.js'

/**
 * Creates a private folder on the file system of `target`. It is beside the target, where nothing lists or uploads it by
 * mistake. If that is another file system or not writable, it is inside the target.
 */
export function createStagingFolder(target: string): string {
  return createBeside(target) ?? createTemporary(target)
}

function createBeside(target: string): string | undefined {
  const parent = dirname(target)
  if (statSync(parent).dev !== statSync(target).dev) return undefined
  const folder = attempt(() => createTemporary(parent))
  if (folder === undefined || !isOtherMount(folder, target)) return folder
  rmdirSync(folder)
  keepTemporary(folder)
  return undefined
}

// A bind mount has the same device number but refuses renames. Linux compares the mounts before it looks for the file.
// So renaming a missing file tells, and changes nothing.
function isOtherMount(folder: string, target: string): boolean {
  try {
    renameSync(join(folder, 'none'), join(target, basename(folder)))
    return false
  } catch (error) {
    return errnoOf(error) === 'EXDEV'
  }
}
