import { existsSync, mkdirSync, rmdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { errnoOf } from './disk-error.js'

/** Makes a folder and those above it. Answers with the ones that were not there, topmost first. */
export function makeFolders(path: string): string[] {
  const missing: string[] = []
  for (let at = path; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at)
  const made: string[] = []
  try {
    for (const folder of missing) if (makeFolder(folder)) made.push(folder)
  } catch (error) {
    removeFolders(made)
    throw error
  }
  return made
}

/** Removes folders, undermost first, as far as they are empty. */
export function removeFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder)
    } catch {
      // In use by now, or gone.
      return
    }
  }
}

function makeFolder(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    // Another job was faster, or it is a link to nothing, which shows when the folder is opened.
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}
