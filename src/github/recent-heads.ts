import pLimit from 'p-limit'
import { RequestError } from '../errors/request-error.js'
import type { PullRequestHead } from './run.js'
import type { RunsApi } from './runs-api.js'

/** The heads of pull requests, by their list. Those that changed last come first. */
export class RecentHeads {
  readonly #runs: RunsApi
  readonly #known = new Map<number, PullRequestHead>()
  readonly #oneAtATime = pLimit(1)
  #nextPage: number | undefined = 1

  constructor(runs: RunsApi) {
    this.#runs = runs
  }

  /** Reads another page if it is not in those before. @returns undefined if it is not there either */
  async find(pullRequest: number): Promise<PullRequestHead | undefined> {
    return await this.#oneAtATime(async () => {
      if (!this.#known.has(pullRequest) && this.#nextPage !== undefined) await this.#readPage(this.#nextPage)
      return this.#known.get(pullRequest)
    })
  }

  /** Without access, there are no more pages. */
  async #readPage(page: number): Promise<void> {
    const read = await orElse(this.#runs.pullRequestHeads(page), undefined)
    for (const [number, head] of read?.heads ?? []) this.#known.set(number, head)
    this.#nextPage = read === undefined || read.isLast ? undefined : page + 1
  }
}

/** The result of a request, or `other` if it fails. @throws other errors than RequestError */
export async function orElse<T>(request: Promise<T>, other: T): Promise<T> {
  try {
    return await request
  } catch (error) {
    if (error instanceof RequestError) return other
    throw error
  }
}
