import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { kindOf } from './folder.js'

/** Why no folder can be at a path, by what is there or above it: systems differ in what they answer. */
export function whyNoFolder(path: string): string {
  const above = dirname(path)
  if (above !== path && !isFolder(above)) return whyNoFolder(above)
  const kind = kindOf(path)
  if (kind === 'link') return existsSync(path) ? 'leads through a file' : 'is a symbolic link to nothing'
  if (kind === 'file' || kind === 'special') return 'leads through a file'
  return process.platform === 'win32'
    ? 'cannot be made: there is no such drive, or Windows takes no such name'
    : 'cannot be made: the system takes no folder there'
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
