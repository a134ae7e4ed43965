import { PathTable } from '../../src/archive/path-table.js'

/** Many paths share folders, and some are folders of others. */
const PATHS = Array.from({ length: 4000 }, (_, index) => {
  const folder = index % 3 === 0 ? `läib-${index % 70}/日本/${index % 7}` : `a/b${index % 1100}`
  return index % 5 === 0 ? folder : `${folder}/${'n'.repeat(index % 200)}${index}`
})

test('each path has one node, and a node returns its path', () => {
  const table = new PathTable(PATHS.length)
  const nodes = PATHS.map(path => table.add(path))
  expect(PATHS.map(path => table.add(path))).toEqual(nodes)
  expect(nodes.map(node => table.pathOf(node))).toEqual(PATHS)
  expect(new Set(nodes).size).toBe(new Set(PATHS).size)
})

test('every folder has a lower number than its contents, and there are no other nodes', () => {
  const table = new PathTable(1)
  for (const path of PATHS) table.add(path)
  const folders = PATHS.flatMap(path => {
    const segments = path.split('/')
    return segments.map((_, depth) => segments.slice(0, depth + 1).join('/'))
  })
  const all = Array.from({ length: table.size }, (_, index) => table.pathOf(index + 1))
  expect(new Set(all)).toEqual(new Set(folders))
  expect(all.length).toBe(table.size)
  for (let node = 1; node <= table.size; node++) expect(table.parentOf(node)).toBeLessThan(node)
})

test('paths with similar segments are different', () => {
  const table = new PathTable(4)
  const nodes = ['ab', 'a/b', 'a', 'b', 'b/a', 'ba', 'a/bb'].map(path => table.add(path))
  expect(new Set(nodes).size).toBe(nodes.length)
})
