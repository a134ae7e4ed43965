import { createHash } from 'node:crypto'

/** Made-up ids, the same in every run of a test. They are as large as github.com's: none fits in 32 bits but the small ones. */
export class Ids {
  readonly #last = {
    repository: 800_000_000,
    workflow: 160_000_000,
    pull_request: 2_800_000_000,
    run: 19_000_000_000,
    artifact: 4_900_000_000
  }

  next(kind: 'repository' | 'workflow' | 'pull_request' | 'run' | 'artifact'): number {
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
