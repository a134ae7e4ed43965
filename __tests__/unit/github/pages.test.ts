import { type Page, readPages } from '../../../src/github/pages.js'

interface Item {
  id: number
}

/** A list that changes: `state(request number)` is what the server holds when a request comes. */
function server(pageSize: number, state: (request: number) => number[]) {
  const asked: number[] = []
  const readPage = async (page: number): Promise<Page<Item>> => {
    asked.push(page)
    const ids = state(asked.length)
    return { total: ids.length, items: ids.slice((page - 1) * pageSize, page * pageSize).map(id => ({ id })) }
  }
  return { asked, readPage }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index)
const sortedIds = (items: Item[]) => items.map(({ id }) => id).sort((a, b) => b - a)

describe('readPages', () => {
  test.each([
    ['nothing', 0, 100, 1],
    ['a page that is not full', 7, 100, 1],
    ['exactly a page', 100, 100, 1],
    ['one more than a page', 101, 100, 2],
    ['smaller pages than asked for', 95, 30, 4]
  ])('%s', async (_, count, pageSize, requests) => {
    const { asked, readPage } = server(pageSize, () => upTo(count))
    expect(sortedIds(await readPages(8, readPage))).toEqual(upTo(count))
    expect(asked.length).toBe(requests)
  })

  test('an upload meanwhile pushes an item over a border: neither lost nor doubled', async () => {
    const { readPage } = server(10, request => upTo(request === 1 ? 30 : 31))
    expect(sortedIds(await readPages(1, readPage))).toEqual(upTo(31))
  })

  test('a deletion meanwhile pulls an item over a border: not lost', async () => {
    const all = upTo(30)
    const { readPage } = server(10, request => (request === 1 ? all : all.filter(id => id !== 25)))
    const found = sortedIds(await readPages(1, readPage))
    expect(found).toEqual(expect.arrayContaining(all.filter(id => id !== 25)))
  })

  test('a count that the pages never reach is asked for twice, not for ever', async () => {
    const asked: number[] = []
    const found = await readPages(1, async page => {
      asked.push(page)
      return { total: 5, items: page === 1 ? [{ id: 1 }, { id: 2 }] : [] }
    })
    expect(found.map(({ id }) => id)).toEqual([1, 2])
    expect(asked.length).toBe(6)
  })
})
