import { forEachConcurrently } from '../concurrent.js'

/** One page of a list, and how many items the server says there are in all. */
export interface Page<Item> {
  total: number
  items: Item[]
}

/** How often a list whose items kept moving is walked again for what slipped through. */
const MAX_WALKS = 3

/**
 * All items of a paged list, each id once. Neither the page size nor the order is relied on: page 1 shows how many
 * items a page holds and how many there are, so the other pages are asked for side by side.
 *
 * Items vanish and appear meanwhile. One that appears moves others to later pages, where they are seen again. One that
 * vanishes moves another to a page that was already read: when the count fell, or was not reached, the list is walked
 * again.
 *
 * @param readPage page numbers count from 1
 */
export async function readPages<Item extends { id: number }>(
  concurrency: number,
  readPage: (page: number) => Promise<Page<Item>>
): Promise<Item[]> {
  const found = new Map<number, Item>()
  for (let walk = 0; walk < MAX_WALKS; walk++) {
    const before = found.size
    const { total, shrank } = await walkPages(concurrency, readPage, found)
    // A count that the pages never reach (items that the token may not see) is not walked after.
    if (!shrank && (found.size >= total || found.size === before)) break
  }
  return [...found.values()]
}

/** Adds what it finds to `found`. `total` is the highest count that the server gave. */
async function walkPages<Item extends { id: number }>(
  concurrency: number,
  readPage: (page: number) => Promise<Page<Item>>,
  found: Map<number, Item>
): Promise<{ total: number; shrank: boolean }> {
  let total = 0
  let shrank = false
  const read = async (page: number) => {
    const answer = await readPage(page)
    shrank ||= answer.total < total
    total = Math.max(total, answer.total)
    for (const item of answer.items) found.set(item.id, item)
    return answer.items.length
  }
  const pageSize = await read(1)
  function* otherPages() {
    for (let page = 2; pageSize > 0 && (page - 1) * pageSize < total; page++) yield page
  }
  await forEachConcurrently(otherPages(), concurrency, async page => {
    await read(page)
  })
  return { total, shrank }
}
