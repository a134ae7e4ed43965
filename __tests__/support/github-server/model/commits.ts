import { shaOf } from './ids.js'
import { epochOf, type Moment } from './moment.js'

export interface CommitFields {
  /** Made up, unless told. */
  sha?: string
  /** None, unless told. */
  parents?: readonly (Commit | string)[]
  message?: string
  /** A minute after the newest parent, unless told. */
  date?: Moment
}

export interface Commit {
  readonly sha: string
  readonly parents: readonly string[]
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly date: number
}

const FIRST_DATE = epochOf('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000
const MIN_ABBREVIATION = 4

/** The commits of a repository and their parents. */
export class CommitGraph {
  readonly #name: string
  readonly #commits = new Map<string, Commit>()

  /** @param name tells the made-up SHAs of repositories apart */
  constructor(name: string) {
    this.#name = name
  }

  /** Parents that are not known yet become commits without parents. */
  add({ message = 'A commit', ...fields }: CommitFields): Commit {
    const parents = (fields.parents ?? []).map(parent =>
      this.ensure(typeof parent === 'string' ? parent : parent.sha)
    )
    const newest = Math.max(...parents.map(({ date }) => date), FIRST_DATE)
    const commit = {
      sha: fields.sha ?? shaOf(`${this.#name} commit ${this.#commits.size}`),
      parents: parents.map(({ sha }) => sha),
      message,
      date: fields.date === undefined ? newest + MINUTE_MS : epochOf(fields.date)
    }
    this.#commits.set(commit.sha, commit)
    return commit
  }

  /** The commit of a SHA: one without parents if it is not known yet. */
  ensure(sha: string): Commit {
    return this.#commits.get(sha) ?? this.add({ sha })
  }

  /** By full or abbreviated SHA. */
  find(sha: string): Commit | undefined {
    const known = this.#commits.get(sha)
    if (known !== undefined || sha.length < MIN_ABBREVIATION) return known
    const fitting = [...this.#commits.values()].filter(commit => commit.sha.startsWith(sha))
    return fitting.length === 1 ? fitting[0] : undefined
  }

  /** A commit and its ancestors as `git log` orders them: of the commits whose child was shown, the newest is next. */
  log(head: Commit): Commit[] {
    const seen = new Set([head])
    const queue = [head]
    const shown: Commit[] = []
    for (let next = head; queue.length > 0; ) {
      next = queue.reduce((newest, commit) => (commit.date > newest.date ? commit : newest))
      queue.splice(queue.indexOf(next), 1)
      shown.push(next)
      for (const parent of next.parents.map(sha => this.ensure(sha))) {
        if (seen.has(parent)) continue
        seen.add(parent)
        queue.push(parent)
      }
    }
    return shown
  }

  /** `git log base..head` */
  between(base: Commit, head: Commit): Commit[] {
    const excluded = new Set(this.log(base))
    return this.log(head).filter(commit => !excluded.has(commit))
  }

  /** `git merge-base`: the newest common ancestor that is no ancestor of another one. */
  mergeBase(base: Commit, head: Commit): Commit | undefined {
    const ofBase = new Set(this.log(base))
    const common = this.log(head).filter(commit => ofBase.has(commit))
    const older = new Set(common.flatMap(({ parents }) => parents))
    return common.find(({ sha }) => !older.has(sha))
  }
}
