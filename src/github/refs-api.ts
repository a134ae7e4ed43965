import { toListRefs } from '../messages/api.js'
import type { ApiClient } from './api-client.js'
import { uncountedPageOf } from './pages.js'

/**
 * The branches and tags of one repository (https://docs.github.com/en/rest/branches/branches). Artifacts of missing
 * names are deleted, so no name may be missed. The lists have no count, and names move between pages while others are
 * created or deleted.
 */
export class RefsApi {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /**
   * The name of every branch and tag that exists during the whole call.
   *
   * @throws RequestError if one of the lists cannot be read completely
   */
  async names(): Promise<Set<string>> {
    const [branches, tags] = await Promise.all([this.#list('branches'), this.#list('tags')])
    return new Set([...branches, ...tags])
  }

  async #list(kind: 'branches' | 'tags'): Promise<string[]> {
    const found: string[] = []
    const read = async (page: number) => {
      const { items, isLast } = await this.#page(kind, page)
      found.push(...items)
      return isLast
    }
    let last = 1
    while (!(await read(last))) last++
    // Read backwards too: a deletion may have moved a name to a page that was already read.
    for (let page = last - 1; page >= 1; page--) await read(page)
    return found
  }

  async #page(kind: 'branches' | 'tags', page: number): Promise<{ items: string[]; isLast: boolean }> {
    const { dialect, repositoryName } = this.#client
    // Every repository has a branch, so an empty list is an error.
    const needsOne = kind === 'branches' && page === 1
    return await this.#client.get({
      doing: toListRefs(repositoryName, kind),
      path: kind === 'branches' ? '/repos/{owner}/{repo}/branches' : '/repos/{owner}/{repo}/tags',
      parameters: dialect.pageOf(page, dialect.pageSize),
      read: response => {
        const names = uncountedPageOf(response, dialect.pageSize, nameOf)
        return needsOne && names?.items.length === 0 ? undefined : names
      },
      expected: needsOne ? 'some-branches' : kind
    })
  }
}

function nameOf(ref: unknown): string | undefined {
  const { name } = (ref ?? {}) as { name?: unknown }
  return typeof name === 'string' && name !== '' ? name : undefined
}
