import type { Artifact } from '../github/artifact.js'

/** How much of a group is kept and deleted, in bytes. */
export interface GroupTally {
  /** As the reader knows the group; not printable yet. */
  name: string
  kept: number
  deleted: number
}

/** @param nameOf the group of an artifact */
export function tallyGroups(
  artifacts: { kept: readonly Artifact[]; deleted: readonly Artifact[] },
  nameOf: (artifact: Artifact) => string
): GroupTally[] {
  const tallies = new Map<string, GroupTally>()
  for (const outcome of ['kept', 'deleted'] as const) {
    for (const artifact of artifacts[outcome]) {
      const name = nameOf(artifact)
      const tally = tallies.get(name) ?? { name, kept: 0, deleted: 0 }
      tally[outcome] += artifact.size_in_bytes
      tallies.set(name, tally)
    }
  }
  return [...tallies.values()]
}
