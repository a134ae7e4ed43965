import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { attempt } from '../errors/attempt.js'
import type { TargetProblem } from '../messages/install.js'
import { errnoOf } from './disk-error.js'
import { kindOf } from './target-root.js'

/** Creates a folder and its missing parents. @returns the created folders, outermost first */
export function createFolders(path: string): string[] {
  const missing: string[] = []
  for (let at = path; !existsSync(at) && at !== dirname(at); at = dirname(at)) missing.unshift(at)
  const created: string[] = []
  try {
    for (const folder of missing) if (createFolder(folder)) created.push(folder)
  } catch (error) {
    removeEmptyFolders(created)
    throw error
  }
  return created
}

/** Removes empty folders, innermost first. Stops at one that is in use. */
export function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder)
    } catch {
      return
    }
  }
}

function createFolder(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    // Another job created it, or it is a broken link: opening it will tell.
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Why a path cannot be a folder. It looks at the path and its parents, because error codes differ between systems. */
export function whyNotFolder(path: string): TargetProblem {
  const parent = dirname(path)
  if (parent !== path && !isFolder(parent)) return whyNotFolder(parent)
  const kind = kindOf(path)
  if (kind === 'link') return existsSync(path) ? 'through a file' : 'broken link'
  if (kind === 'file' || kind === 'special') return 'through a file'
  return process.platform === 'win32' ? 'not creatable (Windows)' : 'not creatable'
}

function isFolder(path: string): boolean {
  return attempt(() => statSync(path).isDirectory()) ?? false
}
