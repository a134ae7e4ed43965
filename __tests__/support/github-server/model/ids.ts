import { createHash } from 'node:crypto'

type Kind = 'repository' | 'workflow' | 'pull_request' | 'run' | 'artifact'

/** How a server numbers things. */
export interface Numbering {
  /** The id before the first one. */
  last: Readonly<Record<Kind, number>>
  /** Whether an artifact's id is of one upload, or of its name in the run: later uploads then replace its content. */
  artifactIdOf: 'upload' | 'name'
  /** Whether runs are counted by workflow, or all of a repository together. */
  runNumberOf: 'workflow' | 'repository'
}

/** As large as github.com's: none fits in 32 bits but the small ones. */
const GITHUB: Numbering = {
  last: {
    repository: 800_000_000,
    workflow: 160_000_000,
    pull_request: 2_800_000_000,
    run: 19_000_000_000,
    artifact: 4_900_000_000
  },
  artifactIdOf: 'upload',
  runNumberOf: 'workflow'
}

/** Made-up ids, the same in every run of a test. */
export class Ids {
  readonly #last: Record<Kind, number>
  readonly artifactIdOf: Numbering['artifactIdOf']
  readonly runNumberOf: Numbering['runNumberOf']

  constructor({ last, artifactIdOf, runNumberOf }: Numbering = GITHUB) {
    this.#last = { ...last }
    this.artifactIdOf = artifactIdOf
    this.runNumberOf = runNumberOf
  }

  next(kind: Kind): number {
    this.#last[kind] += 1
    return this.#last[kind]
  }
}

/** A commit SHA made up from what it belongs to. */
export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

export function nodeIdOf(kind: string, id: number): string {
  return Buffer.from(`0${kind.length}:${kind}${id}`).toString('base64')
}
