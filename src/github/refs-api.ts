import type { ApiAnswer, ApiClient } from './api-client.js'
import { PER_PAGE } from './pages.js'
import { fullName } from './repository.js'

interface NamesPage {
  names: string[]
  isLast: boolean
}

/**
 * The branches and tags of one repository (https://docs.github.com/en/rest/branches/branches). A name that is missing
 * here means a deletion there, so the lists are read with care: they tell no count, and what is deleted or made
 * meanwhile moves names from page to page.
 */
export class RefsApi {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /**
   * The name of every branch and tag that is there from before the call to its end.
   *
   * @throws RequestError where one of the lists cannot be read whole
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
    // What a deletion moved to a page before, while pages were read forwards, is met on the way back.
    for (let page = last - 1; page >= 1; page--) await read(page)
    return found
  }

  async #page(kind: 'branches' | 'tags', page: number): Promise<NamesPage> {
    const doing = `list the ${kind} of ${fullName(this.#client.repository)}`
    const call = this.#client.call(doing, { also: 'contents' })
    // A repository has a branch: a list without one is no news that all are gone.
    const wantsOne = kind === 'branches' && page === 1
    return await this.#client.request({
      ...call,
      method: 'GET',
      path: kind === 'branches' ? '/repos/{owner}/{repo}/branches' : '/repos/{owner}/{repo}/tags',
      parameters: { ...this.#client.repository, per_page: PER_PAGE, page },
      read: answer => {
        const names = pageOf(answer)
        return wantsOne && names?.names.length === 0 ? undefined : names
      },
      expected: `a list of ${kind}${wantsOne ? ', with one at least' : ''}`
    })
  }
}

function pageOf({ data, headers }: ApiAnswer): NamesPage | undefined {
  if (!Array.isArray(data)) return undefined
  const names = data.map((ref: { name?: unknown } | null) => ref?.name)
  if (!names.every(name => typeof name === 'string' && name !== '')) return undefined
  const hasNext = /\brel="?next\b/.test(String(headers.link ?? ''))
  // A server or a proxy may give no Link: then a full page is taken for one that others follow.
  return { names: names as string[], isLast: names.length === 0 || (!hasNext && names.length < PER_PAGE) }
}
