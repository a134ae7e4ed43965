import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { StagedTree } from '../../src/install/staged-trees.js'
import type { Target } from '../../src/install/target.js'
import { MEMORY_FOLDER } from '../support/memory-folder.js'

/** A tree by paths: a text is a file, `null` a folder, `-> x` a symbolic link to x. */
export type Layout = Record<string, string | null>

export function write(root: string, layout: Layout): void {
  mkdirSync(root, { recursive: true })
  for (const [path, content] of Object.entries(layout)) {
    const full = join(root, path)
    mkdirSync(dirname(full), { recursive: true })
    if (content === null) mkdirSync(full, { recursive: true })
    else if (content.startsWith('-> ')) symlinkSync(content.slice(3), full)
    else writeFileSync(full, content)
  }
}

/** A folder for one test, which may be compared as a whole. */
export function sandbox(base = MEMORY_FOLDER): { root: string; remove: () => void } {
  const root = realpathSync(mkdtempSync(join(base, 'target-test-')))
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

export async function staged(
  target: Target,
  layout: Layout,
  into: string[] = [],
  label = 'art'
): Promise<StagedTree> {
  const { folder } = await target.stage()
  write(folder, layout)
  return { folder, into, label }
}
