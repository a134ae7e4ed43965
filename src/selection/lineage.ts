import type { DatedCommit } from '../github/commits-api.js'

/** How far the clocks of those who commit may be ahead, in ms. */
const CLOCK_SKEW = 86_400_000

/** A commit and its ancestors, in the order of `git log`. */
export class Lineage {
  /** How many ancestors there are. */
  readonly ancestors: number
  /** The SHA of the last of them. */
  readonly last: string
  readonly #distances: ReadonlyMap<string, number>
  /** The earliest date of the commits up to each distance. */
  readonly #earliest: readonly number[]

  constructor(commits: readonly DatedCommit[]) {
    this.ancestors = commits.length - 1
    this.last = commits.at(-1)?.sha ?? ''
    this.#distances = new Map(commits.map(({ sha }, distance) => [sha, distance]))
    let earliest = Number.POSITIVE_INFINITY
    this.#earliest = commits.map(({ date }) => {
      earliest = Math.min(earliest, date)
      return earliest
    })
  }

  /** 0 for the commit itself, 1 for its first ancestor; undefined if it is none of them. */
  distanceOf(sha: string): number | undefined {
    return this.#distances.get(sha)
  }

  /** Before this, nothing was built of the commits nearer than a distance; of all commits by default. In ms. */
  builtSince(distance = this.#earliest.length): number {
    return (this.#earliest[distance - 1] ?? Number.POSITIVE_INFINITY) - CLOCK_SKEW
  }
}
