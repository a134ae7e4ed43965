import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { ResponseHeaders } from '../http/retry-after.js'

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
  /** Called with the number of remaining pages before they are read. Throws if they are too many. */
  afford?: ((pages: number) => void) | undefined
}

/** When to stop before the end of a list. Applies only while ids fall from item to item. */
export interface EarlyStop<Item> {
  /** The end to read first. */
  from: 'newest' | 'oldest'
  /**
   * Begins a walk. Returns a function that gets one page after the other from that end, each item once. It returns true
   * if no further page is needed.
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

  constructor(reading: Reading<Item>, kept: Map<number, Item>) {
    this.#reading = reading
    this.#kept = kept
  }

  /** @returns whether the whole list was read */
  async run(): Promise<boolean> {
    const { stop } = this.#reading
    const first = await this.#read(1)
    this.#take(first)
    this.#pageSize = first.items.length
    let next = 2
    if (stop !== undefined && isFalling(first.items)) {
      if (stop.from === 'oldest') return await this.#fromTheOldest(stop, first)
      const stopped = await this.#fromTheNewest(stop, first)
      if (stopped === 'enough') return false
      next = stopped
    }
    this.#reading.afford?.(this.#lastPage - next + 1)
    await this.#takeAll(this.#pagesFrom(next))
    this.moved = this.#shrank
    return true
  }

  /** @returns the next page if the walk must continue in any order */
  async #fromTheNewest(stop: EarlyStop<Item>, first: Page<Item>): Promise<'enough' | number> {
    const enough = stop.begin()
    if (await enough(first)) return this.#lastPage > 1 ? 'enough' : 2
    let lowest = lowestId(first.items)
    let next = 2
    for (let size = 1; next <= this.#lastPage; size = this.#grown(size)) {
      const pages = range(next, Math.min(next + size - 1, this.#lastPage))
      next += pages.length
      for (const { falling, items, total } of await this.#takeInParallel(pages)) {
        if (!falling || !items.every(({ id }) => id < lowest)) return next
        lowest = Math.min(lowest, lowestId(items))
        if (!(await enough({ items, total }))) continue
        this.moved = this.#shrank
        return next > this.#lastPage ? next : 'enough'
      }
    }
    return next
  }

  /** @returns whether the whole list was read */
  async #fromTheOldest(stop: EarlyStop<Item>, first: Page<Item>): Promise<boolean> {
    const enough = stop.begin()
    const counted = this.total
    const newest = lowestId(first.items)
    let highest = 0
    let next = this.#lastPage
    for (let size = 1; next >= 2; size = this.#grown(size)) {
      const pages = range(Math.max(2, next - size + 1), next).reverse()
      next -= pages.length
      for (const { falling, items, total } of await this.#takeInParallel(pages)) {
        if (!falling || !items.every(({ id }) => id > highest && id < newest)) {
          this.#reading.afford?.(next - 1)
          await this.#takeAll(this.#pagesFrom(2, next))
          this.moved = this.#shrank || this.total > counted
          return true
        }
        highest = items.reduce((high, { id }) => Math.max(high, id), highest)
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
      return { ...this.#take(page), falling: page.items.length > 0 && isFalling(page.items) }
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

function isFalling(items: readonly Identified[]): boolean {
  return items.every(({ id }, index) => index === 0 || id < (items[index - 1] as Identified).id)
}

function lowestId(items: readonly Identified[]): number {
  return items.reduce((lowest, { id }) => Math.min(lowest, id), Number.POSITIVE_INFINITY)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
}
