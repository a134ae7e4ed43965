import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'
import { Obstacles, type OnConflict } from './conflict.js'
import { Root } from './folder.js'
import { type Disk, foldedName, Journal, openArea } from './journal.js'
import { Merge } from './merge.js'
import { retryBusy } from './retry-busy.js'

// The policy for folders of an artifact; a staging folder may have been made for its owner alone.
const FOLDER_MODE = 0o755

/** A staged folder whose entries go into the target. */
export interface StagedTree {
  readonly folder: string
  /** Where under the target: `[]` straight into it, or the names of folders. */
  readonly into: readonly string[]
  /** The artifact's name as it is printed. */
  readonly label: string
}

interface Options {
  /** A folder of ours next to the staged ones. */
  readonly work: string
  readonly onConflict: OnConflict
  readonly disk: Disk
}

/**
 * Joins staged trees to one while nobody sees them, in their order: what clashes shows before the target is touched, and
 * the file system itself says which names are one. Answers with that tree and the number of files left out.
 */
export async function joinTrees(
  [firstTree, ...otherTrees]: readonly [StagedTree, ...StagedTree[]],
  { work, onConflict, disk }: Options
): Promise<{ folder: string; skipped: number }> {
  const first = { label: firstTree.label, folder: await nested(firstTree, join(work, 'first'), disk) }
  const root = new Root(first.folder)
  const area = openArea(newFolder(join(work, 'joined')))
  const earlier: { label: string; journal: Journal }[] = []
  let skipped = 0
  for (const [index, tree] of otherTrees.entries()) {
    const { label } = tree
    const folder = await nested(tree, join(work, `other-${index}`), disk)
    const journal = new Journal(root, disk)
    const obstacles = new Obstacles({
      what: `Artifact "${label}"`,
      into: `one folder with the artifacts before it`,
      print: segments => `${root.print(segments)} from "${ownerOf(segments, earlier) ?? first.label}"`,
      hint: 'Set on-conflict to overwrite or skip, or leave merge-multiple out.'
    })
    const merge = new Merge({ root, onConflict, obstacles, journal, disk, temporaries: [] })
    await merge.check(folder)
    await merge.move(folder, area)
    earlier.unshift({ label, journal })
    skipped += merge.kept
  }
  return { folder: first.folder, skipped }
}

// The last tree that put something at this place; undefined when it must be the first.
function ownerOf(
  segments: readonly string[],
  earlier: { label: string; journal: Journal }[]
): string | undefined {
  const exact = earlier.find(({ journal }) => journal.placed(segments, (a, b) => a === b))
  const folded = () =>
    earlier.find(({ journal }) => journal.placed(segments, (a, b) => foldedName(a) === foldedName(b)))
  return (exact ?? folded())?.label
}

// The staged folder as its parents under the target will hold it.
async function nested({ folder, into }: StagedTree, wrapping: string, disk: Disk): Promise<string> {
  chmodSync(folder, FOLDER_MODE)
  if (into.length === 0) return folder
  let path = newFolder(wrapping)
  for (const segment of into.slice(0, -1)) path = newFolder(join(path, plain(segment)))
  const place = join(path, plain(into.at(-1) ?? ''))
  await retryBusy(() => disk.rename(folder, place))
  return wrapping
}

function newFolder(path: string): string {
  mkdirSync(path)
  // Past the umask.
  chmodSync(path, FOLDER_MODE)
  return path
}

// Names of artifacts are checked where they are taken in; here none of them leads out of the target, whatever happens.
function plain(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) {
    throw new ActionError('target-refused', `"${printable(segment)}" cannot be the name of a folder`)
  }
  return segment
}
