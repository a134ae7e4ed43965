import { toListPullRequests } from '../messages/api.js'
import type { ApiClient } from './api-client.js'
import { PER_PAGE } from './pages.js'
import { fullName } from './repository.js'
import { headOfPull, type PullRequestHead } from './runs-api.js'

/** A pull request that has a commit. */
export interface PullRequestOfCommit {
  number: number
  isMerged: boolean
  /** In lower case. For an open pull request, the commit of its test merge. */
  mergeCommit: string | undefined
  head: PullRequestHead
}

/** The commits of one repository (https://docs.github.com/en/rest/commits/commits). */
export class CommitsApi {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** The first 100 pull requests that have a commit. */
  async pullRequests(sha: string): Promise<PullRequestOfCommit[]> {
    return await this.#client.request({
      ...this.#client.call(toListPullRequests(fullName(this.#client.repository), sha), {
        also: 'pull-requests',
        thing: `commit ${sha}`
      }),
      method: 'GET',
      path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
      parameters: { ...this.#client.repository, commit_sha: sha, per_page: PER_PAGE },
      read: ({ data }) => allOf(data, pullOf),
      expected: 'pull-requests'
    })
  }
}

/** Each item as `read` returns it; undefined if the data is no list, or if one item has another shape. */
function allOf<T>(data: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(data)) return undefined
  const items = data.map(read)
  return items.every(item => item !== undefined) ? items : undefined
}

function pullOf(item: unknown): PullRequestOfCommit | undefined {
  const { number, merged_at, merge_commit_sha: merge } = (item ?? {}) as Record<string, unknown>
  const head = headOfPull(item)
  if (!Number.isSafeInteger(number) || head === undefined) return undefined
  return {
    number: Number(number),
    isMerged: typeof merged_at === 'string',
    mergeCommit: typeof merge === 'string' ? merge.toLowerCase() : undefined,
    head
  }
}
