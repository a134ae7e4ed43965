import type { Artifact } from '../github/artifact.js'

/** Why an artifact that was read was not selected. */
type Reason =
  /** It matches, but has expired. */
  | 'expired'
  /** It matches, but comes from another head repository. */
  | 'foreign'
  /** Its age or size does not match. */
  | 'filtered'
  /** The same, and it comes from another head repository. */
  | 'foreign-filtered'
  /** The workflow, event or conclusion of its run does not match. */
  | 'run'
  /** It has expired; whether its run matches was not checked. */
  | 'unchecked'
  /** The branch or commit of its run does not match. */
  | 'other-commit'

/** The newest artifact of each name that was read and not selected, by reason. */
export class NearMisses {
  readonly #newest = new Map<Reason, Map<string, Artifact>>()
  readonly #order: (a: Artifact, b: Artifact) => number

  /** @param order sorts the newest first */
  constructor(order: (a: Artifact, b: Artifact) => number) {
    this.#order = order
  }

  add(reason: Reason, artifact: Artifact): void {
    const byName = this.#newest.get(reason) ?? new Map<string, Artifact>()
    this.#newest.set(reason, byName)
    const known = byName.get(artifact.name)
    if (known === undefined || this.#order(artifact, known) < 0) byName.set(artifact.name, artifact)
  }

  /** The newest of a name; of any name when undefined. */
  newest(reason: Reason, name?: string): Artifact | undefined {
    return name === undefined ? this.newestOfEach(reason)[0] : this.#newest.get(reason)?.get(name)
  }

  /** The newest of each name, newest first. */
  newestOfEach(reason: Reason): Artifact[] {
    return [...(this.#newest.get(reason)?.values() ?? [])].sort(this.#order)
  }
}
