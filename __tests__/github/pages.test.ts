import fc from 'fast-check'
import { type EarlyStop, type Page, type Reading, readPages } from '../../src/github/pages.js'

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
const allOf = async (reading: Reading<Item>) => sortedIds((await readPages(reading)).items)

describe('readPages', () => {
  test.each([
    ['nothing', 0, 100, 1],
    ['a page that is not full', 7, 100, 1],
    ['exactly a page', 100, 100, 1],
    ['one more than a page', 101, 100, 2],
    ['smaller pages than asked for', 95, 30, 4]
  ])('%s', async (_, count, pageSize, requests) => {
    const { asked, readPage } = server(pageSize, () => upTo(count))
    expect(await readPages({ concurrency: 8, readPage })).toEqual({
      items: upTo(count).map(id => ({ id })),
      complete: true
    })
    expect(asked.length).toBe(requests)
  })

  test('an upload meanwhile pushes an item over a border: neither lost nor doubled', async () => {
    const { readPage } = server(10, request => upTo(request === 1 ? 30 : 31))
    expect(await allOf({ concurrency: 1, readPage })).toEqual(upTo(31))
  })

  test('a deletion meanwhile pulls an item over a border: not lost', async () => {
    const all = upTo(30)
    const { readPage } = server(10, request => (request === 1 ? all : all.filter(id => id !== 25)))
    const found = await allOf({ concurrency: 1, readPage })
    expect(found).toEqual(expect.arrayContaining(all.filter(id => id !== 25)))
  })

  test('a count that the pages never reach is asked for twice, not for ever', async () => {
    const asked: number[] = []
    const readPage = async (page: number) => {
      asked.push(page)
      return { total: 5, items: page === 1 ? [{ id: 1 }, { id: 2 }] : [] }
    }
    expect(await allOf({ concurrency: 1, readPage })).toEqual([2, 1])
    // Up to the first page that is empty.
    expect(asked).toEqual([1, 2, 1, 2])
  })

  test.each([undefined, 'newest', 'oldest'] as const)(
    'a count beyond all reason ends with the first empty page, where it may end at the end: %s',
    async from => {
      let asked = 0
      const readPage = async (page: number): Promise<Page<Item>> => {
        if (++asked > 100) throw new Error('it goes on and on')
        return { total: 9e15, items: page === 1 ? [{ id: 2 }, { id: 1 }] : [] }
      }
      const stop = from && { from, begin: () => () => false }
      expect(await allOf({ concurrency: 4, readPage, stop })).toEqual([2, 1])
      expect(asked).toBeLessThan(20)
    }
  )

  test('a list that shrinks for ever is not walked for ever', async () => {
    const { asked, readPage } = server(10, request => upTo(1000 - request).slice(0, 30 - (request % 3)))
    await readPages({ concurrency: 1, readPage })
    // Three walks of three pages.
    expect(asked.length).toBe(9)
  })

  test('what is not to be kept is left out', async () => {
    const { readPage } = server(10, () => upTo(35))
    expect(await allOf({ concurrency: 4, readPage, keep: ({ id }) => id % 10 === 0 })).toEqual([30, 20, 10])
  })
})

/** Stops once an item of that id or beyond it was given. */
const until = (from: 'newest' | 'oldest', id: number): EarlyStop<Item> => ({
  from,
  begin: () => page => page.items.some(item => (from === 'newest' ? item.id <= id : item.id >= id))
})

describe('an early stop', () => {
  const rows: [string, number, EarlyStop<Item>, number, number[], boolean][] = [
    ['on the first page', 100, until('newest', 95), 8, [1], false],
    [
      'on the third page, pages asked for in growing batches',
      100,
      until('newest', 75),
      8,
      [1, 2, 3, 4],
      false
    ],
    ['far down, never more than concurrency at once', 100, until('newest', 5), 2, range(1, 10), true],
    ['at the end of a list of a page', 10, until('newest', 1), 8, [1], true],
    ['never', 35, until('newest', 0), 8, [1, 2, 3, 4], true],
    ['from the old end', 100, until('oldest', 7), 8, [1, 10], false],
    ['from the old end, further up', 100, until('oldest', 25), 8, [1, 10, 9, 8], false],
    ['from the old end, up to the new one', 35, until('oldest', 99), 8, [1, 4, 3, 2], true],
    ['from the old end of a page', 7, until('oldest', 1), 8, [1], true]
  ]
  test.each(rows)('%s', async (_, count, stop, concurrency, pages, complete) => {
    const { asked, readPage } = server(10, () => upTo(count))
    expect((await readPages({ concurrency, readPage, stop })).complete).toBe(complete)
    expect(asked).toEqual(pages)
  })

  test.each<[string, number[]]>([
    ['ids rise', upTo(50).reverse()],
    ['ids are in no order', [50, 3, 49, ...upTo(48).filter(id => id !== 3)]],
    ['ids fall at first', [...upTo(50).filter(id => id > 12), ...upTo(12).reverse()]],
    [
      'ids fall on each page only',
      [...upTo(50).slice(0, 10), ...upTo(50).slice(20), ...upTo(50).slice(10, 20)]
    ]
  ])('where %s, the whole list is read', async (_, ids) => {
    for (const stop of [until('newest', 0), until('oldest', 51)]) {
      const { asked, readPage } = server(10, () => ids)
      expect(await allOf({ concurrency: 3, readPage, stop })).toEqual(upTo(50))
      expect([...asked].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
    }
  })

  test.each<[string, 'newest' | 'oldest', (count: number) => number[]]>([
    ['a deletion while reading from the new end', 'newest', () => upTo(60).filter(id => id !== 58)],
    ['an upload while reading from the old end', 'oldest', () => upTo(61)],
    ['a deletion while reading from the old end', 'oldest', () => upTo(60).filter(id => id !== 3)],
    ['an upload while reading from the new end', 'newest', () => upTo(61)]
  ])('%s loses nothing on the way', async (_, from, changed) => {
    for (let change = 1; change < 8; change++) {
      const { readPage } = server(10, request => (request <= change ? upTo(60) : changed(60)))
      const found = await allOf({ concurrency: 1, readPage, stop: until(from, from === 'newest' ? 25 : 35) })
      const way = changed(60).filter(id => (from === 'newest' ? id >= 25 && id <= 60 : id <= 35))
      expect(found).toEqual(expect.arrayContaining(way))
      expect(new Set(found).size).toBe(found.length)
    }
  })

  test('is told each item once, in order, whatever comes and goes', async () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom('upload', 'delete')), {
      maxLength: 3
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('newest' as const, 'oldest' as const), changes, async (from, plan) => {
        const { readPage } = server(5, request => {
          let ids = upTo(30)
          for (const [at, change] of plan) {
            if (request <= at) continue
            ids = change === 'upload' ? [(ids[0] ?? 0) + 1, ...ids] : ids.filter((_, index) => index !== 12)
          }
          return ids
        })
        const walks: number[][] = []
        const begin = () => {
          const walk: number[] = []
          walks.push(walk)
          return (page: Page<Item>) => {
            walk.push(...page.items.map(({ id }) => id))
            return false
          }
        }
        await readPages({ concurrency: 1, readPage, stop: { from, begin } })
        for (const walk of walks) expect(new Set(walk).size).toBe(walk.length)
      })
    )
  })
})

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
