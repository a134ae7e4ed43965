import type { Artifact } from '../../domain/artifact.js'

/** Why an artifact that was looked at is not taken, as far as a message tells. */
type Reason =
  /** It would fit, but its files have expired. */
  | 'expired'
  /** Only another repository's run has it. */
  | 'foreign'
  /** It is too old, too new, too large or too small. */
  | 'filtered'
  /** Its run is of another workflow or event, or ended otherwise. */
  | 'run'
  /** Its files have expired, and whether its run fits was not asked. */
  | 'unchecked'
  /** Its run is of another branch or commit. */
  | 'elsewhere'

/** What was looked at and not taken: the newest of each name, for each reason. */
export class Misses {
  readonly #newest = new Map<Reason, Map<string, Artifact>>()

  add(reason: Reason, artifact: Artifact): void {
    const byName = this.#newest.get(reason) ?? new Map<string, Artifact>()
    this.#newest.set(reason, byName)
    const known = byName.get(artifact.name)
    if (known === undefined || known.id < artifact.id) byName.set(artifact.name, artifact)
  }

  /** The newest of a name; of any name when undefined. */
  newest(reason: Reason, name?: string): Artifact | undefined {
    const byName = this.#newest.get(reason)
    if (name !== undefined) return byName?.get(name)
    return [...(byName?.values() ?? [])].reduce<Artifact | undefined>(
      (newest, artifact) => (newest === undefined || artifact.id > newest.id ? artifact : newest),
      undefined
    )
  }
}
