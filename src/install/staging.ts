import { renameSync, rmdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { errnoOf } from './disk-error.js'
import { createTemporary, keepTemporary } from './temporary.js'

/**
 * A private folder on the file system of `target`: beside it, where nothing lists or uploads it by mistake, or where
 * that is another file system or cannot be written, inside it.
 */
export function placeForStaging(target: string): string {
  return placeBeside(target) ?? createTemporary(target)
}

function placeBeside(target: string): string | undefined {
  const parent = dirname(target)
  if (statSync(parent).dev !== statSync(target).dev) return undefined
  let folder: string
  try {
    folder = createTemporary(parent)
  } catch {
    return undefined
  }
  if (!isOtherMount(folder, target)) return folder
  rmdirSync(folder)
  keepTemporary(folder)
  return undefined
}

// A bind mount shows the same device number and refuses renames all the same. Linux looks at the mounts before it looks
// for the file, so asking with one that does not exist tells, and changes nothing.
function isOtherMount(folder: string, target: string): boolean {
  try {
    renameSync(join(folder, 'none'), join(target, basename(folder)))
    return false
  } catch (error) {
    return errnoOf(error) === 'EXDEV'
  }
}
