import type { Artifact } from '../github/artifact.js'
import type { Grouping } from '../selection/groupings.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** How many names a message lists. */
export const MAX_NAMED = 10

/** `3 artifacts (20.0 MB)`; the size is in bytes. */
export const amount = ({ count, size }: { count: number; size: number }) =>
  `${plural(count, 'artifact')} (${formatSize(size)})`

/** The same, of the artifacts themselves. */
export function amountOf(artifacts: readonly Pick<Artifact, 'size_in_bytes'>[]): string {
  const size = artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0)
  return amount({ count: artifacts.length, size })
}

/** `"dist" (123)` */
export const artifactName = ({ id, name }: Pick<Artifact, 'id' | 'name'>) => `"${printable(name)}" (${id})`

/** `Artifact "dist" (123)` */
export const artifactTitle = (artifact: Pick<Artifact, 'id' | 'name'>) => `Artifact ${artifactName(artifact)}`

/** `"dist" (123) and 2 more` */
export const firstAndCount = ([first, ...more]: readonly [Artifact, ...Artifact[]]) =>
  `${artifactName(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`

/** `"a", "b"`, and how many more there are. */
export const nameList = (names: readonly string[]) => listed(names, name => `"${printable(name)}"`)

/** The first items, and how many more there are. */
export function listed<T>(all: readonly T[], print: (item: T) => string): string {
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''
  return `${all.slice(0, MAX_NAMED).map(print).join(', ')}${more}`
}

/** A commit as GitHub's pages shorten it, to 12 digits. */
export const shortSha = (sha: string) => printable(sha.slice(0, 12))

/** The branch of an artifact's run, marked where it belongs to a fork: `main (fork)`. Not printable yet. */
export function branchTitle({ workflow_run: run }: Pick<Artifact, 'workflow_run'>): string {
  const branch = run?.head_branch ?? ''
  // A server that omits the head repository does not say that it is a fork.
  const isFork = run?.head_repository_id != null && run.head_repository_id !== run.repository_id
  return isFork ? `${branch} (fork)`.trim() : branch
}

/** A group of the keep rules: `dist on main`, `workflow 5 (fork)`. Not printable yet. */
export function groupTitle(
  groupBy: Grouping,
  group: {
    name: string
    branch?: string | undefined
    workflow: number | string | undefined
    isForeign: boolean
  }
): string {
  const { name, branch = 'no branch', workflow, isForeign } = group
  const title = {
    name,
    branch,
    'name-and-branch': `${name} on ${branch}`,
    workflow: workflow === undefined ? 'unknown workflow' : `workflow ${workflow}`,
    all: 'all'
  }[groupBy]
  return isForeign ? `${title} (fork)` : title
}
