import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { ResponseHeaders } from '../http/retry-after.js'
import type { ApiResponse } from './api-response.js'

/** One page of a list. `total` is the server's count of all items. */
export interface Page<Item> {
  total: number
  items: Item[]
}

/** The largest page that the API returns. */
export const PER_PAGE = 100

/** Reads `total_count` and the items under `key`. Undefined if the data has another shape. */
export function pageOf<Item>(
  data: unknown,
  key: string,
  isItem: (value: unknown) => value is Item
): Page<Item> | undefined {
  const { total_count: total, [key]: items } = (data ?? {}) as Record<string, unknown>
  if (!Number.isSafeInteger(total) || !Array.isArray(items) || !items.every(isItem)) return undefined
  return { total: Number(total), items }
}

/** Whether the `Link` header names a next page: https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
export function hasNextPage({ link }: ResponseHeaders): boolean {
  return /\brel="?next\b/.test(String(link ?? ''))
}

/** Each item as `read` returns it; undefined if the data is no list, or if one item has another shape. */
export function allOf<Item>(data: unknown, read: (item: unknown) => Item | undefined): Item[] | undefined {
  if (!Array.isArray(data)) return undefined
  const items = data.map(item => read(item))
  return items.every(item => item !== undefined) ? items : undefined
}

/** A page of a list without a count, and whether it is the last one; undefined as for `allOf`. */
export function uncountedPageOf<Item>(
  { data, headers }: ApiResponse,
  pageSize: number,
  read: (item: unknown) => Item | undefined
): { items: Item[]; isLast: boolean } | undefined {
  const items = allOf(data, read)
  // Some servers and proxies send no Link. Then another page may follow each full page.
  return (
    items && {
      items,
      isLast: items.length === 0 || (!hasNextPage(headers) && items.length < pageSize)
    }
  )
}

interface Identified {
  id: number
}

export interface Reading<Item> {
  /** The most pages to read in parallel. */
  concurrency: number
  /** Page numbers count from 1. */
  readPage: (page: number) => Promise<Page<Item>>
  /** Which items to return: all by default. */
  keep?: ((item: Item) => boolean) | undefined
  stop?: EarlyStop<Item> | undefined
  /** Whether `stop` applies to a list that begins with the oldest item. Asked after page 1. */
  mayRise?: (() => boolean) | undefined
  /** Called with the number of remaining pages before they are read. Throws if they are too many. */
  afford?: ((pages: number) => void) | undefined
}

/** When to stop before the end of a list. Applies only while ids fall from item to item, or rise if they may. */
export interface EarlyStop<Item> {
  /** The end to read first. */
  from: 'newest' | 'oldest'
  /**
   * Begins a walk. Returns a function that gets one page after the other from that end, each item once, the highest id
   * first. It returns true if no further page is needed.
   */
  begin: () => (page: Page<Item>) => boolean | Promise<boolean>
}

export interface Read<Item> {
  /** Each id once, in no particular order. */
  items: Item[]
  /** Whether the whole list was read. */
  complete: boolean
}

/** How often to walk a list whose items keep moving. */
const MAX_WALKS = 3

/**
 * The items of a paged list. Page 1 shows the page size, the number of items and whether ids fall. The other pages are
 * then read in parallel, or from the end that `stop` names.
 *
 * Items may appear and disappear meanwhile. If they move to pages that are not read yet, they are seen twice. If they
 * move to pages that were already read (a deletion; from the old end, an upload), the count changes, and the list is
 * walked again.
 */
export async function readPages<Item extends Identified>(reading: Reading<Item>): Promise<Read<Item>> {
  const kept = new Map<number, Item>()
  let everSeen = new Set<number>()
  for (let walked = 1; ; walked++) {
    const walk = new Walk(reading, kept)
    const complete = await walk.run()
    const { seen, total, moved } = walk
    // The pages may never reach the count, if the token cannot see some items.
    const missed = complete && seen.size < total && [...seen].some(id => !everSeen.has(id))
    if (walked === MAX_WALKS || !(moved || missed)) return { items: [...kept.values()], complete }
    everSeen = new Set([...everSeen, ...seen])
  }
}

class Walk<Item extends Identified> {
  /** The highest count from the server. */
  total = 0
  /** Whether items may have moved to pages that were already read. */
  moved = false
  readonly seen = new Set<number>()
  readonly #reading: Reading<Item>
  readonly #kept: Map<number, Item>
  #pageSize = 0
  /** The page before the first empty one. Prevents an endless walk if the count is too high. */
  #end = Number.POSITIVE_INFINITY
  #shrank = false
  /** -1 for a list that begins with the oldest item. */
  #direction: 1 | -1 = 1

  constructor(reading: Reading<Item>, kept: Map<number, Item>) {
    this.#reading = reading
    this.#kept = kept
  }

  /** @returns whether the whole list was read */
  async run(): Promise<boolean> {
    const { stop, mayRise } = this.#reading
    const first = await this.#read(1)
    this.#take(first)
    this.#pageSize = first.items.length
    let next = 2
    if (!this.#isFalling(first.items) && mayRise?.() === true) this.#direction = -1
    if (stop !== undefined && this.#isFalling(first.items)) {
      if (stop.from !== (this.#direction === 1 ? 'newest' : 'oldest'))
        return await this.#fromTheEnd(stop, first)
      const stopped = await this.#fromTheStart(stop, first)
      if (stopped === 'enough') return false
      next = stopped
    }
    this.#reading.afford?.(this.#lastPage - next + 1)
    await this.#takeAll(this.#pagesFrom(next))
    this.moved = this.#shrank
    return true
  }

  /** @returns the next page if the walk must continue in any order */
  async #fromTheStart(stop: EarlyStop<Item>, first: Page<Item>): Promise<'enough' | number> {
    const enough = this.#begin(stop)
    if (await enough(first)) return this.#lastPage > 1 ? 'enough' : 2
    let farthest = this.#farthest(first.items)
    let next = 2
    for (let size = 1; next <= this.#lastPage; size = this.#grown(size)) {
      const pages = range(next, Math.min(next + size - 1, this.#lastPage))
      next += pages.length
      for (const { falling, items, total } of await this.#takeInParallel(pages)) {
        if (!falling || !items.every(item => this.#rankOf(item) < farthest)) return next
        farthest = Math.min(farthest, this.#farthest(items))
        if (!(await enough({ items, total }))) continue
        this.moved = this.#shrank
        return next > this.#lastPage ? next : 'enough'
      }
    }
    return next
  }

  /** @returns whether the whole list was read */
  async #fromTheEnd(stop: EarlyStop<Item>, first: Page<Item>): Promise<boolean> {
    const enough = this.#begin(stop)
    const counted = this.total
    const start = this.#farthest(first.items)
    let nearest = Number.NEGATIVE_INFINITY
    let next = this.#lastPage
    for (let size = 1; next >= 2; size = this.#grown(size)) {
      const pages = range(Math.max(2, next - size + 1), next).reverse()
      next -= pages.length
      for (const { falling, items, total } of await this.#takeInParallel(pages)) {
        const isInOrder = items.every(item => this.#rankOf(item) > nearest && this.#rankOf(item) < start)
        if (!falling || !isInOrder) {
          this.#reading.afford?.(next - 1)
          await this.#takeAll(this.#pagesFrom(2, next))
          this.moved = this.#shrank || this.total > counted
          return true
        }
        nearest = items.reduce((highest, item) => Math.max(highest, this.#rankOf(item)), nearest)
        this.moved = this.total > counted
        if (await enough({ items, total })) return next < 2
      }
    }
    return true
  }

  async #takeAll(pages: Iterable<number>): Promise<void> {
    await forEachConcurrently(pages, this.#reading.concurrency, async page => {
      this.#take(await this.#read(page))
    })
  }

  /** The new items of each page, in the order of `pages`, and whether all ids on the page fall. */
  async #takeInParallel(pages: number[]): Promise<(Page<Item> & { falling: boolean })[]> {
    const read = new Map<number, Page<Item>>()
    await forEachConcurrently(pages, this.#reading.concurrency, async page => {
      read.set(page, await this.#read(page))
    })
    return pages.map(number => {
      const page = read.get(number) as Page<Item>
      return { ...this.#take(page), falling: page.items.length > 0 && this.#isFalling(page.items) }
    })
  }

  async #read(number: number): Promise<Page<Item>> {
    const page = await this.#reading.readPage(number)
    this.#shrank ||= page.total < this.total
    if (page.items.length === 0) this.#end = Math.min(this.#end, number - 1)
    this.total = Math.max(this.total, page.total)
    return page
  }

  /** The items of a page that are new in this walk. */
  #take(page: Page<Item>): Page<Item> {
    const items = page.items.filter(({ id }) => !this.seen.has(id))
    for (const item of items) {
      this.seen.add(item.id)
      if (this.#reading.keep?.(item) ?? true) this.#kept.set(item.id, item)
    }
    return { total: page.total, items }
  }

  /** Falls from item to item, in either direction. */
  #rankOf({ id }: Item): number {
    return this.#direction * id
  }

  #isFalling(items: readonly Item[]): boolean {
    return items.every(
      (item, index) => index === 0 || this.#rankOf(item) < this.#rankOf(items[index - 1] as Item)
    )
  }

  #farthest(items: readonly Item[]): number {
    return items.reduce((lowest, item) => Math.min(lowest, this.#rankOf(item)), Number.POSITIVE_INFINITY)
  }

  #begin(stop: EarlyStop<Item>): ReturnType<EarlyStop<Item>['begin']> {
    const enough = stop.begin()
    return page => enough(this.#direction === 1 ? page : { ...page, items: page.items.toReversed() })
  }

  get #lastPage(): number {
    return this.#pageSize === 0 ? 1 : Math.min(Math.ceil(this.total / this.#pageSize), this.#end)
  }

  *#pagesFrom(first: number, last = Number.POSITIVE_INFINITY): Iterable<number> {
    for (let page = first; page <= Math.min(last, this.#lastPage); page++) yield page
  }

  /** Batches grow, so few pages are read too many, and a long list is still read quickly. */
  #grown(size: number): number {
    return Math.min(size * 2, this.#reading.concurrency)
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
