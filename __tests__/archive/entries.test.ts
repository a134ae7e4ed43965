import type { Entry } from '../../src/archive/central-header.js'
import { Entries } from '../../src/archive/entries.js'
import type { ArchiveError } from '../../src/errors/archive-error.js'

const COUNT = 5000
const GIB = 2 ** 30

/** Adjacent entries with all kinds of values: names in other code pages, sizes beyond 4 GiB, times beyond 2038. */
function variety(): { entries: Entry[]; end: number } {
  const entries: Entry[] = []
  let offset = 0
  for (let index = 0; index < COUNT; index++) {
    const isFolder = index % 10 === 3
    const path = `${index % 4 === 0 ? 'größe' : 'size'}-${index % 50}/${index}${'x'.repeat(index % 200)}`
    const dot = index % 9 === 0 ? './' : ''
    const inUtf8 = Buffer.from(`${dot}${path}${isFolder ? '/' : ''}`).toString('latin1')
    const rawName = index % 7 === 0 ? `\x81${index}${isFolder ? '/' : ''}` : inUtf8
    const compressedSize = isFolder ? 0 : index % 1000 === 5 ? 5 * GIB + index : index * 3
    const end = offset + 30 + rawName.length + compressedSize + (index % 2) * 16
    entries.push({
      path,
      kind: isFolder ? 'folder' : 'file',
      rawName,
      hasUnicodePath: index % 7 === 0 && index % 3 === 0,
      flags: (index * 2654435761) & 0xffff,
      method: index % 3 === 0 ? 8 : 0,
      crc32: (index * 2654435761) >>> 0,
      compressedSize,
      uncompressedSize: isFolder ? 0 : compressedSize * (index % 3 === 0 ? 7 : 1),
      mode: index % 5 === 0 ? 0o777 : 0o666,
      // From 1901, the earliest Unix time, to 2106, nearly the latest MS-DOS time.
      mtime: (index * 860_000 - 2 ** 31) * 1000,
      offset,
      end
    })
    offset = end
  }
  return { entries, end: offset }
}

const { entries, end } = variety()

test.each([
  ['in order', entries],
  ['in another order', entries.toSorted((a, b) => (a.crc32 % 997) - (b.crc32 % 997))]
])('entries added %s are returned unchanged, in the order of their offsets', (_title, given) => {
  const table = new Entries(given.length)
  for (const entry of given) table.add({ ...entry, end: 0 })
  table.checkTree(true)
  table.fillExtents(end)
  expect([...table]).toEqual(entries)
})

test('only files are picked, with their total size and their parent folders', () => {
  const table = new Entries(entries.length)
  for (const entry of entries) table.add(entry)
  table.fillExtents(end)
  const isPicked = (path: string) => path.startsWith('size-7/')
  table.pick(isPicked)
  const picked = entries.filter(({ path, kind }) => kind === 'file' && isPicked(path))
  expect([...table].filter((_, position) => table.isPicked(position))).toEqual(picked)
  expect(table.pickedLength).toBe(picked.length)
  expect(table.pickedBytes).toBe(picked.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0))
  expect([...table.neededFolders()]).toEqual(['size-7'])
  expect(table.pickedFolders).toBe(1)
})

/** The most bytes between header, name and data of one entry and the next entry: only the local header tells more. */
const MAX_BETWEEN = 30 + 2 * 0xffff + 24
test.each([
  ['as far apart as possible', MAX_BETWEEN, undefined],
  ['too far apart', MAX_BETWEEN + 1, 'structure'],
  ['adjacent', 0, undefined],
  ['overlapping', -1, 'overlap']
])(
  'entries that are %s, in order and not, before each other and before the directory',
  (_title, gap, refusal) => {
    const least = 30 + 1 + 10
    const facts = {
      kind: 'file',
      flags: 0,
      method: 0,
      crc32: 0,
      compressedSize: 10,
      uncompressedSize: 10
    } as const
    const make = (path: string, offset: number): Entry => ({
      ...facts,
      path,
      rawName: path,
      hasUnicodePath: false,
      mode: 0o666,
      mtime: 0,
      offset,
      end: 0
    })
    const near = [make('a', 0), make('b', least), make('c', 2 * least)]
    const apart = [make('a', 0), make('b', least + gap), make('c', 2 * least + gap)]
    const refusalOf = (entries: Entry[], directory: number): string | undefined => {
      const table = new Entries(entries.length)
      for (const entry of entries) table.add(entry)
      try {
        table.fillExtents(directory)
      } catch (error) {
        const { entry, refusal } = error as ArchiveError
        return `${entry}: ${refusal}`
      }
      return undefined
    }
    const [of, ofLast] = ['a', 'c'].map(name => refusal && `${name}: ${refusal}`)
    expect(refusalOf(apart, 3 * least + gap)).toBe(of)
    expect(refusalOf(apart.toReversed(), 3 * least + gap)).toBe(of)
    expect(refusalOf(near, 3 * least + gap)).toBe(ofLast)
  }
)

test('deep folders take time proportional to their number', () => {
  const [model] = entries as [Entry]
  const deep = Array.from({ length: 8 }, (_, index) => `${index}/${'a/'.repeat(2000)}f`)
  const table = new Entries(deep.length)
  for (const path of deep) table.add({ ...model, path, kind: 'file' })
  table.pick(undefined)
  const start = performance.now()
  table.checkTree(true)
  const folders = [...table.neededFolders()]
  // A walk to the root for each folder took many seconds.
  expect(performance.now() - start).toBeLessThan(5000)
  expect(folders).toHaveLength(8 * 2001)
  expect(folders.at(-1)).toBe(deep.at(-1)?.slice(0, -2))
})
