import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ActionError } from '../errors/action-error.js'
import { invalidFolderName } from '../messages/install.js'
import { Obstacles, type OnConflict } from './conflict.js'
import { type Disk, foldedName, Journal, openWorkFolder } from './journal.js'
import { Merge } from './merge.js'
import { retryBusy } from './retry-busy.js'
import { TargetRoot } from './target-root.js'

/** A staged folder whose entries go into the target. */
export interface StagedTree {
  readonly folder: string
  /** Names of nested folders under the target. Empty for the target itself. */
  readonly into: readonly string[]
  /** The artifact's name, for messages. */
  readonly label: string
}

interface Options {
  /** An empty folder on the same file system. */
  readonly work: string
  readonly onConflict: OnConflict
  readonly disk: Disk
}

/**
 * Merges staged trees, in their order, into the first one. So conflicts show before the target is changed, and the file
 * system decides which names are equal.
 *
 * @returns the folder of the merged tree
 */
export async function mergeStagedTrees(
  [firstTree, ...otherTrees]: readonly [StagedTree, ...StagedTree[]],
  { work, onConflict, disk }: Options
): Promise<string> {
  const first = { label: firstTree.label, folder: await nested(firstTree, join(work, 'first'), disk) }
  const root = new TargetRoot(first.folder)
  const workFolder = openWorkFolder(createFolder(join(work, 'joined')))
  const earlier: { label: string; journal: Journal }[] = []
  for (const [index, tree] of otherTrees.entries()) {
    const { label } = tree
    const folder = await nested(tree, join(work, `other-${index}`), disk)
    const journal = new Journal(root, disk)
    const obstacles = new Obstacles(
      { artifact: label, path: undefined },
      segments => ownerOf(segments, earlier) ?? first.label
    )
    const merge = new Merge({ root, onConflict, obstacles, journal, disk, temporaries: [] })
    await merge.check(folder)
    await merge.move(folder, workFolder)
    earlier.unshift({ label, journal })
  }
  return first.folder
}

/** The last tree that placed something there. Undefined for the first tree. */
function ownerOf(
  segments: readonly string[],
  earlier: { label: string; journal: Journal }[]
): string | undefined {
  const exact = earlier.find(({ journal }) => journal.hasPlaced(segments, (a, b) => a === b))
  const folded = () =>
    earlier.find(({ journal }) => journal.hasPlaced(segments, (a, b) => foldedName(a) === foldedName(b)))
  return (exact ?? folded())?.label
}

/** Moves a staged folder into the parents that it will have under the target. @returns the outermost folder */
async function nested({ folder, into }: StagedTree, wrapper: string, disk: Disk): Promise<string> {
  if (into.length === 0) return folder
  let path = createFolder(wrapper)
  for (const segment of into.slice(0, -1)) path = createFolder(join(path, checkedSegment(segment)))
  const place = join(path, checkedSegment(into.at(-1) ?? ''))
  await retryBusy(() => disk.rename(folder, place))
  return wrapper
}

function createFolder(path: string): string {
  mkdirSync(path)
  return path
}

/** Names are checked before. This makes sure that none leads out of the target. */
function checkedSegment(segment: string): string {
  if (segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) {
    throw new ActionError('target-refused', invalidFolderName(segment))
  }
  return segment
}
