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
  const parents = new Set<string>()
  const folders = new Set<string>()
  for (const entry of entries) {
    addParents(entry.path, parents)
    if (entry.kind === 'folder') folders.add(entry.path)
    else if (files.has(entry.path)) throw refuse('its path comes twice', entry)
    else files.set(entry.path, entry)
  }
  for (const entry of files.values()) {
    const isParent = parents.has(entry.path)
    if (!isParent && !folders.has(entry.path)) continue
    if (!isParent || entry.uncompressedSize !== 0)
      throw refuse('it is a file where another entry needs a folder', entry)
    entry.kind = 'folder'
  }
  if (folds) checkFolding([...parents, ...folders, ...files.keys()])
}

function addParents(path: string, parents: Set<string>): void {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    const parent = path.slice(0, slash)
    if (parents.has(parent)) return
    parents.add(parent)
  }
}

function checkFolding(paths: Iterable<string>): void {
  const spelled = new Map<string, string>()
  for (const path of paths) {
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
