import { shaOf } from './ids.js'
import { epochOf, type Moment } from './moment.js'

export interface CommitFields {
  sha?: string
  message?: string
  /** The SHA of each parent: none for a root. */
  parents?: readonly string[]
  /** Now, unless told. */
  created_at?: Moment
}

export interface Commit {
  readonly sha: string
  readonly message: string
  readonly parents: readonly string[]
  /** Milliseconds since the epoch. */
  readonly created_at: number
}

/** The commits of a repository, and how they descend from each other. */
export class Commits {
  readonly #bySha = new Map<string, Commit>()

  add({ sha, message = 'change', parents = [], created_at = new Date() }: CommitFields): Commit {
    const commit = {
      sha: sha ?? shaOf(`commit ${this.#bySha.size} ${message}`),
      message,
      parents,
      created_at: epochOf(created_at)
    }
    this.#bySha.set(commit.sha, commit)
    return commit
  }

  find(sha: string): Commit | undefined {
    return this.#bySha.get(sha)
  }

  /** A commit and all that it descends from, each after those that descend from it. */
  history(sha: string): Commit[] {
    const seen = new Set<string>()
    const parentsFirst: Commit[] = []
    const visit = (at: string): void => {
      const commit = this.#bySha.get(at)
      if (commit === undefined || seen.has(at)) return
      seen.add(at)
      commit.parents.forEach(visit)
      parentsFirst.push(commit)
    }
    visit(sha)
    return parentsFirst.reverse()
  }

  /** The newest commit that both descend from, or are. */
  mergeBase(one: string, other: string): string | undefined {
    const ofOne = new Set(this.history(one).map(({ sha }) => sha))
    return this.history(other).find(({ sha }) => ofOne.has(sha))?.sha
  }
}
