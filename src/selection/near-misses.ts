import { type Artifact, newestFirst } from '../github/artifact.js'

/** Why an artifact that was looked at is not taken, as far as a message tells. */
type Reason =
  /** It would fit, but its files have expired. */
  | 'expired'
  /** Only another repository's run has it. */
  | 'foreign'
  /** It is too old, too new, too large or too small. */
  | 'filtered'
  /** That too, and only another repository's run has it. */
  | 'foreign-filtered'
  /** Its run is of another workflow or event, or ended otherwise. */
  | 'run'
  /** Its files have expired, and whether its run fits was not asked. */
  | 'unchecked'
  /** Its run is of another branch or commit. */
  | 'elsewhere'

/** What was looked at and not taken: the newest of each name, for each reason. */
export class NearMisses {
  readonly #newest = new Map<Reason, Map<string, Artifact>>()

  add(reason: Reason, artifact: Artifact): void {
    const byName = this.#newest.get(reason) ?? new Map<string, Artifact>()
    this.#newest.set(reason, byName)
    const known = byName.get(artifact.name)
    if (known === undefined || known.id < artifact.id) byName.set(artifact.name, artifact)
  }

  /** The newest of a name; of any name when undefined. */
  newest(reason: Reason, name?: string): Artifact | undefined {
    return name === undefined ? this.newestOfEach(reason)[0] : this.#newest.get(reason)?.get(name)
  }

  /** The newest of each name, newest first. */
  newestOfEach(reason: Reason): Artifact[] {
    return [...(this.#newest.get(reason)?.values() ?? [])].sort(newestFirst)
  }
}
