import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { ON_WINDOWS } from './platform.js'

const SHOWN_BYTES = 100

/** The mode of an executable file. Where there are no modes it looks like that of any file. */
export const EXECUTABLE_MODE = ON_WINDOWS ? 0o644 : 0o755
/** The same as a snapshot shows it. */
export const EXECUTABLE_SHOWN = EXECUTABLE_MODE.toString(8).padStart(4, '0')

/** The mode of a file or folder; where there are no modes, that which it would have by default. */
export function modeOf(stat: Stats): number {
  if (ON_WINDOWS) return stat.isDirectory() ? 0o755 : 0o644
  return stat.mode & 0o7777
}

/**
 * A whole tree as plain data, to be compared before and after: each path with kind, mode and content, links never
 * followed. The top folder itself is `.`.
 */
export function snapshot(root: string): Record<string, string> {
  // A plain object would take a file named `__proto__` for its prototype.
  const tree = new Map<string, string>()
  add(root, '.')
  return Object.fromEntries(tree)

  function add(path: string, shown: string): void {
    const stat = lstatSync(path)
    tree.set(shown, describeEntry(path, stat))
    if (!stat.isDirectory()) return
    for (const name of readdirSync(path).sort())
      add(join(path, name), shown === '.' ? name : `${shown}/${name}`)
  }
}

/** The paths of a tree, folders with a slash at the end: what a test of names needs. */
export function paths(root: string): string[] {
  return Object.entries(snapshot(root))
    .filter(([path]) => path !== '.')
    .map(([path, entry]) => (entry.startsWith('folder') ? `${path}/` : path))
}

function describeEntry(path: string, stat: Stats): string {
  const mode = modeOf(stat).toString(8).padStart(4, '0')
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  if (stat.isDirectory()) return `folder ${mode}`
  if (stat.isFile()) return `file ${mode} ${describeContent(readFileSync(path))}`
  return `special ${mode}`
}

function describeContent(content: Buffer): string {
  if (content.length > SHOWN_BYTES) {
    return `${content.length} bytes, sha256 ${createHash('sha256').update(content).digest('hex')}`
  }
  const text = content.toString('utf8')
  return Buffer.from(text, 'utf8').equals(content) ? JSON.stringify(text) : `hex ${content.toString('hex')}`
}
