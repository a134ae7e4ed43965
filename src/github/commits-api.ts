import { toCompare, toListCommits, toListPullRequests } from '../messages/api.js'
import { type ApiClient, orUndefined } from './api-client.js'
import type { Dialect } from './dialects/dialect.js'
import { allOf, uncountedPageOf } from './pages.js'
import type { PullRequestHead } from './run.js'
import { getPullRequest } from './runs-api.js'

/** A pull request that has a commit. */
export interface PullRequestOfCommit {
  number: number
  isMerged: boolean
  /** In lower case. For an open pull request, the commit of its test merge. */
  mergeCommit: string | undefined
  head: PullRequestHead
}

export interface DatedCommit {
  /** In lower case. */
  sha: string
  /** When it was committed, in ms; -Infinity if unknown. */
  date: number
}

/** The last commits of a pull request and of its base branch in lower case, and its number. */
export interface PullRequestEnds {
  base: string
  head: string
  number?: number | undefined
}

/** The commits of one repository (https://docs.github.com/en/rest/commits/commits). */
export class CommitsApi {
  readonly #client: ApiClient
  #mergeBase: Promise<string> | undefined
  #log: Promise<DatedCommit[]> | undefined

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** The first 100 pull requests that have a commit; on some servers, only one that was merged as it. */
  async pullRequests(sha: string): Promise<PullRequestOfCommit[]> {
    const { dialect } = this.#client
    if (dialect.pullRequestsOfCommit === 'merged') return await this.#mergedAs(sha)
    return await this.#client.get({
      doing: toListPullRequests(this.#client.repositoryName, sha),
      thing: `commit ${sha}`,
      path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      parameters: { commit_sha: sha, per_page: dialect.pageSize },
      read: ({ data }) => allOf(data, item => pullOf(item, dialect)),
      expected: 'pull-requests'
    })
  }

  async #mergedAs(sha: string): Promise<PullRequestOfCommit[]> {
    const pull = await orUndefined(
      this.#client.get({
        doing: toListPullRequests(this.#client.repositoryName, sha),
        thing: `commit ${sha}`,
        path: '/repos/{owner}/{repo}/commits/{commit_sha}/pull',
        parameters: { commit_sha: sha },
        read: ({ data }) => pullOf(data, this.#client.dialect),
        expected: 'pull-request'
      })
    )
    return pull === undefined ? [] : [pull]
  }

  /** The merge base of the only two commits that a step compares, in lower case. Commits never change: one request. */
  async mergeBase({ base, head, number }: PullRequestEnds): Promise<string> {
    const isOfPull = this.#client.dialect.mergeBaseOf === 'pull-request' && number !== undefined
    this.#mergeBase ??= isOfPull ? this.#mergeBaseOf(number) : this.#compare(base, head)
    return await this.#mergeBase
  }

  async #mergeBaseOf(number: number): Promise<string> {
    return await getPullRequest(this.#client, number, data => {
      const { merge_base: sha } = (data ?? {}) as { merge_base?: unknown }
      return shaOf({ sha })
    })
  }

  async #compare(base: string, head: string): Promise<string> {
    return await this.#client.get({
      doing: toCompare(this.#client.repositoryName, base, head),
      thing: `comparison ${base}...${head}`,
      path: '/repos/{owner}/{repo}/compare/{basehead}',
      // Only the first page is sure to have the merge base. Its commits are not used.
      parameters: { basehead: `${base}...${head}`, per_page: 1 },
      read: ({ data }) => shaOf((data as { merge_base_commit?: unknown } | null)?.merge_base_commit),
      expected: 'comparison'
    })
  }

  /**
   * The only commit whose ancestors a step searches, and the first of them in the order of `git log`. Commits never
   * change, so they are listed once.
   */
  async log(sha: string, ancestors: number): Promise<DatedCommit[]> {
    this.#log ??= this.#readLog(sha, ancestors + 1)
    return await this.#log
  }

  async #readLog(sha: string, count: number): Promise<DatedCommit[]> {
    // Pages of equal size have the fewest commits too many.
    const { pageSize } = this.#client.dialect
    const perPage = Math.ceil(count / Math.ceil(count / pageSize))
    const commits: DatedCommit[] = []
    for (let page = 1; ; page++) {
      const { items, isLast } = await this.#commits(sha, page, perPage)
      commits.push(...items)
      if (isLast || commits.length >= count) return commits.slice(0, count)
    }
  }

  async #commits(
    sha: string,
    page: number,
    perPage: number
  ): Promise<{ items: DatedCommit[]; isLast: boolean }> {
    const { dialect, repositoryName } = this.#client
    return await this.#client.get({
      doing: toListCommits(repositoryName, sha),
      thing: `commit ${sha}`,
      path: '/repos/{owner}/{repo}/commits',
      parameters: { sha, ...dialect.commitDetails, ...dialect.pageOf(page, perPage) },
      read: response => uncountedPageOf(response, perPage, datedCommitOf),
      expected: 'commits'
    })
  }
}

function datedCommitOf(item: unknown): DatedCommit | undefined {
  const sha = shaOf(item)
  const { commit } = (item ?? {}) as { commit?: { committer?: { date?: unknown } | null } | null }
  const date = Date.parse(String(commit?.committer?.date))
  return sha === undefined ? undefined : { sha, date: Number.isNaN(date) ? Number.NEGATIVE_INFINITY : date }
}

/** In lower case. */
function shaOf(commit: unknown): string | undefined {
  const { sha } = (commit ?? {}) as { sha?: unknown }
  return typeof sha === 'string' && sha !== '' ? sha.toLowerCase() : undefined
}

function pullOf(item: unknown, dialect: Dialect): PullRequestOfCommit | undefined {
  const { number, merged_at, merge_commit_sha: merge } = (item ?? {}) as Record<string, unknown>
  const head = dialect.readPullRequest(item)
  if (!Number.isSafeInteger(number) || head === undefined) return undefined
  return {
    number: Number(number),
    isMerged: typeof merged_at === 'string',
    mergeCommit: typeof merge === 'string' ? merge.toLowerCase() : undefined,
    head
  }
}
