import { toListRefs } from '../messages/api.js'
import type { ApiClient } from './api-client.js'
import type { ApiResponse } from './api-response.js'
import { hasNextPage } from './pages.js'

interface NamesPage {
  names: string[]
  isLast: boolean
}

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
      const { names, isLast } = await this.#page(kind, page)
      found.push(...names)
      return isLast
    }
    let last = 1
    while (!(await read(last))) last++
    // Read backwards too: a deletion may have moved a name to a page that was already read.
    for (let page = last - 1; page >= 1; page--) await read(page)
    return found
  }

  async #page(kind: 'branches' | 'tags', page: number): Promise<NamesPage> {
    const { dialect, repositoryName } = this.#client
    // Every repository has a branch, so an empty list is an error.
    const needsOne = kind === 'branches' && page === 1
    return await this.#client.get({
      doing: toListRefs(repositoryName, kind),
      path: kind === 'branches' ? '/repos/{owner}/{repo}/branches' : '/repos/{owner}/{repo}/tags',
      parameters: dialect.pageOf(page, dialect.pageSize),
      read: response => {
        const names = pageOf(response, dialect.pageSize)
        return needsOne && names?.names.length === 0 ? undefined : names
      },
      expected: needsOne ? 'some-branches' : kind
    })
  }
}

function pageOf({ data, headers }: ApiResponse, pageSize: number): NamesPage | undefined {
  if (!Array.isArray(data)) return undefined
  const names = data.map((ref: { name?: unknown } | null) => ref?.name)
  if (!names.every(name => typeof name === 'string' && name !== '')) return undefined
  // Some servers and proxies send no Link. Then another page may follow each full page.
  return {
    names: names as string[],
    isLast: names.length === 0 || (!hasNextPage(headers) && names.length < pageSize)
  }
}
