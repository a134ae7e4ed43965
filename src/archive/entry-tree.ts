import { printable } from '../domain/printable.js'
import { ArchiveError } from '../errors.js'
import type { Entry } from './central-header.js'
import { foldPath } from './entry-path.js'

/**
 * Checks that the paths of all entries can be together: none twice (a folder may be), no file where another entry needs
 * a folder, and where the file system folds names, none that fold together. A file of no bytes under which others lie is
 * how `@actions/artifact` writes a folder: it becomes one.
 */
export function checkTree(entries: readonly Entry[], folds: boolean): void {
  const files = new Map<string, Entry>()
  const folders = new Set<string>()
  for (const entry of entries) {
    addParents(entry.path, folders)
    if (entry.kind === 'folder') folders.add(entry.path)
    else if (files.has(entry.path)) throw refuse('its path comes twice', entry)
    else files.set(entry.path, entry)
  }
  for (const entry of files.values()) {
    if (!folders.has(entry.path)) continue
    if (entry.uncompressedSize !== 0) throw refuse('it is a file where another entry needs a folder', entry)
    entry.kind = 'folder'
  }
  if (folds) checkFolding(files, folders)
}

function addParents(path: string, folders: Set<string>): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const parent = path.slice(0, slash)
    if (folders.has(parent)) return
    folders.add(parent)
  }
}

function checkFolding(files: ReadonlyMap<string, Entry>, folders: ReadonlySet<string>): void {
  const spelled = new Map<string, string>()
  for (const path of [...folders, ...files.keys()]) {
    const folded = foldPath(path)
    const other = spelled.get(folded)
    if (other !== undefined && other !== path) {
      throw new ArchiveError('duplicate', `"${printable(other)}" is the same name on this file system`, {
        entry: printable(path)
      })
    }
    spelled.set(folded, path)
  }
}

function refuse(reason: string, { path }: Entry): ArchiveError {
  return new ArchiveError('duplicate', reason, { entry: printable(path) })
}
