import type { Artifact } from '../github/artifact.js'

/** The inputs that determine the layout of a download. */
export interface LayoutRules {
  mergeMultiple: boolean
  /** The requested names and ids. */
  names: readonly string[]
  ids: readonly number[]
  latest: boolean
}

/**
 * The folders under `path` for the files of an artifact: none for exactly one requested name or id and with
 * `merge-multiple`; otherwise `NAME`, or `NAME/ID` if several artifacts of a name are selected. A pattern that matches one
 * artifact still gets a folder.
 */
export function foldersOf(
  { name, id }: Artifact,
  { mergeMultiple, names, ids, latest }: LayoutRules
): string[] {
  if (mergeMultiple || ids.length === 1) return []
  if (!latest) return [name, String(id)]
  return names.length === 1 ? [] : [name]
}
