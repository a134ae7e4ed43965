import { PathTree } from '../../src/archive/path-tree.js'

/** Paths of which many share folders, and some are folders of others. */
const PATHS = Array.from({ length: 4000 }, (_, index) => {
  const folder = index % 3 === 0 ? `läib-${index % 70}/日本/${index % 7}` : `a/b${index % 1100}`
  return index % 5 === 0 ? folder : `${folder}/${'n'.repeat(index % 200)}${index}`
})

test('each path has one node, whatever comes between, and comes out as it went in', () => {
  const tree = new PathTree(PATHS.length)
  const nodes = PATHS.map(path => tree.add(path))
  expect(PATHS.map(path => tree.add(path))).toEqual(nodes)
  expect(nodes.map(node => tree.pathOf(node))).toEqual(PATHS)
  expect(new Set(nodes).size).toBe(new Set(PATHS).size)
})

test('every folder has a node of a lower number than what is in it, and there is nothing else', () => {
  const tree = new PathTree(1)
  for (const path of PATHS) tree.add(path)
  const folders = PATHS.flatMap(path => {
    const segments = path.split('/')
    return segments.map((_, depth) => segments.slice(0, depth + 1).join('/'))
  })
  const all = Array.from({ length: tree.size }, (_, index) => tree.pathOf(index + 1))
  expect(new Set(all)).toEqual(new Set(folders))
  expect(all.length).toBe(tree.size)
  for (let node = 1; node <= tree.size; node++) expect(tree.parentOf(node)).toBeLessThan(node)
})

test('a segment that begins like the path of another is another', () => {
  const tree = new PathTree(4)
  const nodes = ['ab', 'a/b', 'a', 'b', 'b/a', 'ba', 'a/bb'].map(path => tree.add(path))
  expect(new Set(nodes).size).toBe(nodes.length)
})
