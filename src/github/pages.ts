import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'

/** One page of a list, and how many items the server says there are in all. */
export interface Page<Item> {
  total: number
  items: Item[]
}

/** The largest page that the API gives. */
export const PER_PAGE = 100

/** A page in the API's words: `total_count`, and the items under `key`; undefined when it is not that. */
export function pageOf<Item>(
  data: unknown,
  key: string,
  isItem: (value: unknown) => value is Item
): Page<Item> | undefined {
  const { total_count: total, [key]: items } = (data ?? {}) as Record<string, unknown>
  if (!Number.isSafeInteger(total) || !Array.isArray(items) || !items.every(isItem)) return undefined
  return { total: Number(total), items }
}

interface Identified {
  id: number
}

export interface Reading<Item> {
  /** Pages asked for side by side. */
  concurrency: number
  /** Page numbers count from 1. */
  readPage: (page: number) => Promise<Page<Item>>
  /** What to hold in memory: all, unless told. */
  keep?: ((item: Item) => boolean) | undefined
  stop?: EarlyStop<Item> | undefined
  /** Told how many pages more are to be read, before they are; throws where that is too many. */
  afford?: ((pages: number) => void) | undefined
}

/** How a list need not be read to its end. Heeded only where ids are seen to fall from item to item. */
export interface EarlyStop<Item> {
  /** Which end is read first. */
  from: 'newest' | 'oldest'
  /**
   * Begins a walk. The function is given one page after the other from that end, without items that were given before,
   * and says whether what lies beyond is of no interest.
   */
  begin: () => (page: Page<Item>) => boolean | Promise<boolean>
}

export interface Read<Item> {
  /** Each id once, in no promised order. */
  items: Item[]
  /** Whether the whole list was read. */
  complete: boolean
}

/** How often a list whose items kept moving is walked again for what slipped through. */
const MAX_WALKS = 3

/**
 * The items of a paged list. Neither the page size nor the order is relied on: page 1 shows how many items a page holds,
 * how many there are and whether ids fall, so the other pages are asked for side by side, or from the end that
 * matters.
 *
 * Items vanish and appear meanwhile. What moves items to pages that are still to come is harmless: they are seen again.
 * What moves them to pages that were already read (a deletion; from the old end, an upload) shows in the count: the
 * list is then walked again.
 */
export async function readPages<Item extends Identified>(reading: Reading<Item>): Promise<Read<Item>> {
  const kept = new Map<number, Item>()
  let everSeen = new Set<number>()
  for (let walked = 1; ; walked++) {
    const walk = new Walk(reading, kept)
    const complete = await walk.run()
    const { seen, total, moved } = walk
    // A count that the pages never reach (items that the token may not see) is not walked after.
    const missed = complete && seen.size < total && [...seen].some(id => !everSeen.has(id))
    if (walked === MAX_WALKS || !(moved || missed)) return { items: [...kept.values()], complete }
    everSeen = new Set([...everSeen, ...seen])
  }
}

class Walk<Item extends Identified> {
  /** The highest count that the server gave. */
  total = 0
  /** Whether items may have moved to pages that were already read. */
  moved = false
  readonly seen = new Set<number>()
  readonly #reading: Reading<Item>
  readonly #kept: Map<number, Item>
  #pageSize = 0
  /** The page before the first empty one: a count that says more is not believed, or it could be followed for ever. */
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

  /** @returns the page to read on from where ids do not fall, or there is none */
  async #fromTheNewest(stop: EarlyStop<Item>, first: Page<Item>): Promise<'enough' | number> {
    const enough = stop.begin()
    if (await enough(first)) return this.#lastPage > 1 ? 'enough' : 2
    let lowest = lowestId(first.items)
    let next = 2
    for (let size = 1; next <= this.#lastPage; size = this.#grown(size)) {
      const pages = range(next, Math.min(next + size - 1, this.#lastPage))
      next += pages.length
      for (const { falling, items, total } of await this.#takeSideBySide(pages)) {
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
      for (const { falling, items, total } of await this.#takeSideBySide(pages)) {
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

  /** What was not seen before of each of the pages, in their order, and whether all ids on it fall. */
  async #takeSideBySide(pages: number[]): Promise<(Page<Item> & { falling: boolean })[]> {
    const answers = new Map<number, Page<Item>>()
    await forEachConcurrently(pages, this.#reading.concurrency, async page => {
      answers.set(page, await this.#read(page))
    })
    return pages.map(number => {
      const page = answers.get(number) as Page<Item>
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

  /** What of a page was not seen before in this walk. */
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

  /** Batches grow, so that little is asked in vain and a long way is still gone quickly. */
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
