import type { Artifact } from '../github/artifact.js'

/** What a clean-up leaves of a group and what it takes, in bytes. */
export interface GroupTally {
  /** As a reader knows the group; not yet printable. */
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
  for (const fate of ['kept', 'deleted'] as const) {
    for (const artifact of artifacts[fate]) {
      const name = nameOf(artifact)
      const tally = tallies.get(name) ?? { name, kept: 0, deleted: 0 }
      tally[fate] += artifact.size_in_bytes
      tallies.set(name, tally)
    }
  }
  return [...tallies.values()]
}
