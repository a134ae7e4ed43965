import type { Artifact } from '../github/artifact.js'

/** What the layout of a download depends on. */
export interface LayoutRules {
  mergeMultiple: boolean
  /** How many names and ids were asked for. */
  names: readonly string[]
  ids: readonly number[]
  latest: boolean
}

/**
 * The folders under `path` that an artifact's files go into: none when exactly one name or exactly one id was asked for
 * or all are merged, else `NAME`, or `NAME/ID` where several artifacts of a name may come. However many match: a
 * pattern that matches one artifact still makes its folder.
 */
export function foldersOf(
  { name, id }: Artifact,
  { mergeMultiple, names, ids, latest }: LayoutRules
): string[] {
  if (mergeMultiple || ids.length === 1) return []
  if (!latest) return [name, String(id)]
  return names.length === 1 ? [] : [name]
}
