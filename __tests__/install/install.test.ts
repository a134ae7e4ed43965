import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { OnConflict } from '../../src/install/conflict.js'
import { openTarget } from '../../src/install/target.js'
import type { Obstacle } from '../../src/messages/install.js'
import { allowsPath, exceptOnWindows, ON_WINDOWS } from '../support/platform.js'
import { snapshot } from '../support/tree.js'
import { type Layout, sandbox, staged, write } from './fixture.js'

let box: ReturnType<typeof sandbox>
beforeEach(() => {
  box = sandbox()
})
afterEach(() => box.remove())

/** So many files that their folder is read in another way. */
const LONG: Layout = Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`file-${index}`, '']))

function prefixed(prefix: string, layout: Layout): Layout {
  return Object.fromEntries(Object.entries(layout).map(([name, content]) => [prefix + name, content]))
}

// Only Linux can pin a folder. The results are the same on all systems.
const platform = process.platform
const platforms = platform === 'linux' ? (['linux', 'darwin'] as const) : [platform]
const pretend = (value: string) => Object.defineProperty(process, 'platform', { value })
afterAll(() => pretend(platform))

// Windows cannot name every file.
const isPossible = ({ before = {}, after = {} }: { before?: Layout; after?: Layout }) =>
  Object.keys({ ...before, ...after }).every(allowsPath)
if (ON_WINDOWS) console.log('skipped: rows with names that Windows does not take')

interface Case {
  name: string
  /** The target before. */
  before?: Layout
  /** Staged trees, with `into` for nested folders. */
  trees: (Layout | { into: string[]; tree: Layout })[]
  onConflict?: OnConflict
  after: Layout
  files: number
}

const installed: Case[] = [
  {
    name: 'a tree into a new folder',
    trees: [{ a: '1', 'd/b': '2', e: null }],
    after: { a: '1', 'd/b': '2', e: null },
    files: 2
  },
  { name: 'an empty tree', trees: [{}], after: {}, files: 0 },
  { name: 'no tree', trees: [], before: { a: 'old' }, after: { a: 'old' }, files: 0 },
  {
    name: 'beside existing files',
    before: { x: 'old', 'd/y': 'old' },
    trees: [{ a: '1', 'd/b': '2', 'd/e/f': '3' }],
    after: { x: 'old', 'd/y': 'old', a: '1', 'd/b': '2', 'd/e/f': '3' },
    files: 3
  },
  {
    name: 'empty folders',
    before: { 'd/y': 'old' },
    trees: [{ 'd/e': null, f: null }],
    after: { 'd/y': 'old', 'd/e': null, f: null },
    files: 0
  },
  {
    name: 'over existing files',
    before: { a: 'old', 'd/b': 'old' },
    trees: [{ a: '1', 'd/b': '2' }],
    after: { a: '1', 'd/b': '2' },
    files: 2
  },
  {
    name: 'skipping existing files',
    before: { a: 'old', 'd/b': 'old' },
    trees: [{ a: '1', 'd/b': '2', 'd/c': '3' }],
    onConflict: 'skip',
    after: { a: 'old', 'd/b': 'old', 'd/c': '3' },
    files: 1
  },
  {
    name: 'without conflict',
    before: { x: 'old' },
    trees: [{ a: '1' }],
    onConflict: 'error',
    after: { x: 'old', a: '1' },
    files: 1
  },
  {
    name: 'into a named folder',
    trees: [{ into: ['N'], tree: { a: '1' } }],
    after: { 'N/a': '1' },
    files: 1
  },
  {
    name: 'into a folder that exists',
    before: { 'N/7/a': 'old', 'N/7/b': 'old' },
    trees: [{ into: ['N', '7'], tree: { a: '1' } }],
    after: { 'N/7/a': '1', 'N/7/b': 'old' },
    files: 1
  },
  {
    name: 'several into folders',
    trees: [
      { into: ['N', '1'], tree: { a: '1' } },
      { into: ['N', '2'], tree: { a: '2' } },
      { into: ['M', '3'], tree: {} }
    ],
    onConflict: 'error',
    after: { 'N/1/a': '1', 'N/2/a': '2', 'M/3': null },
    files: 2
  },
  {
    name: 'the later tree wins',
    trees: [
      { a: '1', 'd/x': '1', 'e/p': '1' },
      { a: '2', 'd/y': '2' },
      { a: '3', 'd/y': '3' }
    ],
    after: { a: '3', 'd/x': '1', 'd/y': '3', 'e/p': '1' },
    files: 4
  },
  {
    name: 'the first tree stays',
    before: { b: 'old' },
    trees: [{ a: '1' }, { a: '2', b: '2' }, { a: '3', c: '3' }],
    onConflict: 'skip',
    after: { a: '1', b: 'old', c: '3' },
    files: 2
  },
  {
    name: 'links, also with the later tree',
    before: { x: 'old' },
    trees: [
      { a: '1', l: '-> a', 'd/m': '-> ../l', n: '-> nowhere' },
      { l: '-> x', 'd/o': '-> m' }
    ],
    after: { x: 'old', a: '1', l: '-> x', 'd/m': '-> ../l', n: '-> nowhere', 'd/o': '-> m' },
    files: 5
  },
  {
    name: 'links over links and files',
    before: { l: '-> ../victim', m: 'old', 'd/n': '-> .' },
    trees: [{ l: '-> a', m: '-> b', 'd/n': '-> c' }],
    after: { l: '-> a', m: '-> b', 'd/n': '-> c' },
    files: 3
  },
  {
    name: 'links, skipping existing ones',
    before: { l: '-> ../victim', m: 'old' },
    trees: [{ l: '-> a', m: '-> b', n: '-> c' }],
    onConflict: 'skip',
    after: { l: '-> ../victim', m: 'old', n: '-> c' },
    files: 1
  },
  {
    name: 'links in a folder with thousands of files',
    before: { 'd/l': '-> x' },
    trees: [{ ...prefixed('d/', LONG), 'd/l': '-> file-1' }],
    after: { ...prefixed('d/', LONG), 'd/l': '-> file-1' },
    files: 4001
  },
  {
    name: 'unusual names',
    trees: [{ __proto__x: '1', ['__proto__']: '2', constructor: '3', '...': '4', '::error::x': '5' }],
    after: { __proto__x: '1', ['__proto__']: '2', constructor: '3', '...': '4', '::error::x': '5' },
    files: 5
  },
  {
    name: 'a deep tree',
    before: { [`${'d/'.repeat(200)}x`]: 'old' },
    trees: [{ [`${'d/'.repeat(200)}y`]: '1' }],
    after: { [`${'d/'.repeat(200)}x`]: 'old', [`${'d/'.repeat(200)}y`]: '1' },
    files: 1
  },
  {
    name: 'a folder with thousands of files and some folders',
    before: { 'd/old': 'old', 'd/e/old': 'old' },
    trees: [{ ...prefixed('d/', LONG), 'd/e/new': '1', 'd/f/new': '2' }],
    after: { ...prefixed('d/', LONG), 'd/old': 'old', 'd/e/old': 'old', 'd/e/new': '1', 'd/f/new': '2' },
    files: 4002
  }
]

describe.each(platforms)('install on %s: puts', system => {
  beforeAll(() => pretend(system))
  test.each(installed.filter(isPossible))(
    '$name',
    async ({ before, trees, onConflict = 'overwrite', after, files }) => {
      const path = join(box.root, 'up', 'path')
      if (before !== undefined) write(path, before)
      write(join(box.root, 'expected', 'up', 'path'), after)
      const target = await openTarget(path)
      const all = []
      for (const [index, tree] of trees.entries()) {
        const isNested = 'into' in tree && Array.isArray(tree.into)
        const layout = (isNested ? tree.tree : tree) as Layout
        all.push(await staged(target, layout, isNested ? (tree.into as string[]) : [], `art${index}`))
      }
      expect(await target.install(all, { onConflict })).toBe(files)
      await target.close()
      if (trees.length === 0) return
      expect(snapshot(join(box.root, 'up'))).toEqual(snapshot(join(box.root, 'expected', 'up')))
    }
  )
})

interface Refusal extends Omit<Case, 'after' | 'files'> {
  code: 'target-refused' | 'target-conflict'
  /** Path, origin and kind of each obstacle. */
  obstacles?: [path: string, owner: string | undefined, obstacle: Obstacle][]
  /** The number of obstacles, if not all are listed. */
  count?: number
  /** Facts in the message. */
  facts?: string[]
}

const refused: Refusal[] = [
  {
    name: 'a link as a folder',
    before: { dir: '-> ../outside' },
    trees: [{ 'dir/x': '1', b: '1' }],
    code: 'target-refused',
    obstacles: [['dir', undefined, 'link']]
  },
  {
    name: 'a link as a file',
    before: { 'a.txt': '-> ../victim' },
    trees: [{ 'a.txt': '1' }],
    code: 'target-refused',
    obstacles: [['a.txt', undefined, 'link']]
  },
  {
    name: 'a link deep below',
    before: { 'd/e/f': '-> ../../../outside' },
    trees: [{ 'd/e/f/g': '1' }],
    code: 'target-refused',
    obstacles: [['d/e/f', undefined, 'link']]
  },
  {
    name: 'a link, with on-conflict: skip',
    before: { 'a.txt': '-> ../victim' },
    trees: [{ 'a.txt': '1', b: '1' }],
    onConflict: 'skip',
    code: 'target-refused',
    obstacles: [['a.txt', undefined, 'link']]
  },
  {
    name: 'a broken link',
    before: { 'a.txt': '-> nothing' },
    trees: [{ 'a.txt': '1' }],
    code: 'target-refused',
    obstacles: [['a.txt', undefined, 'link']]
  },
  {
    name: 'a link in place of the artifact folder',
    before: { N: '-> ../outside' },
    trees: [{ into: ['N'], tree: { a: '1' } }],
    code: 'target-refused',
    obstacles: [['N', undefined, 'link']]
  },
  {
    name: "a folder in a file's place",
    before: { 'a/b': 'old' },
    trees: [{ a: '1' }],
    code: 'target-conflict',
    obstacles: [['a', undefined, 'blocking folder']]
  },
  {
    name: "a folder in a file's place, with on-conflict: skip",
    before: { 'a/b': 'old' },
    trees: [{ a: '1' }],
    onConflict: 'skip',
    code: 'target-conflict',
    obstacles: [['a', undefined, 'blocking folder']]
  },
  {
    name: "a file in a folder's place",
    before: { a: 'old' },
    trees: [{ 'a/b': '1' }],
    code: 'target-conflict',
    obstacles: [['a', undefined, 'blocking file']]
  },
  {
    name: 'a file in place of an empty folder',
    before: { a: 'old' },
    trees: [{ a: null }],
    onConflict: 'skip',
    code: 'target-conflict',
    obstacles: [['a', undefined, 'blocking file']]
  },
  {
    name: 'files that exist, with error',
    before: { a: 'old', 'd/b': 'old', c: 'old' },
    trees: [{ a: '1', 'd/b': '1', new: '1' }],
    onConflict: 'error',
    code: 'target-conflict',
    obstacles: [
      ['a', undefined, 'file exists'],
      ['d/b', undefined, 'file exists']
    ],
    facts: ['"art0"', '"a"', '"d/b"']
  },
  {
    name: 'many files that exist',
    before: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, 'old'])),
    trees: [Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, '1']))],
    onConflict: 'error',
    code: 'target-conflict',
    count: 9,
    facts: ['4 more']
  },
  {
    name: 'trees that share a path, with error',
    trees: [
      { a: '1', 'd/x': '1' },
      { b: '2', 'd/y': '2' },
      { 'd/x': '3', 'd/y': '3' }
    ],
    onConflict: 'error',
    code: 'target-conflict',
    obstacles: [
      ['d/x', 'art0', 'file exists'],
      ['d/y', 'art1', 'file exists']
    ],
    facts: ['"art2"', '"d/x" from "art0"', '"d/y" from "art1"']
  },
  {
    name: 'a shared path in a folder that was moved as a whole',
    trees: [{ a: '1' }, { 'd/x': '2' }, { 'd/x': '3' }],
    onConflict: 'error',
    code: 'target-conflict',
    obstacles: [['d/x', 'art1', 'file exists']]
  },
  {
    name: 'a file where an earlier tree has a folder',
    trees: [{ 'a/b': '1' }, { a: '2' }],
    code: 'target-conflict',
    obstacles: [['a', 'art0', 'blocking folder']]
  },
  {
    name: 'a folder where an earlier tree has a file, with on-conflict: skip',
    trees: [{ a: '1' }, { 'a/b': '2' }],
    onConflict: 'skip',
    code: 'target-conflict',
    obstacles: [['a', 'art0', 'blocking file']]
  },
  {
    name: 'a name that leads out',
    trees: [{ into: ['..'], tree: { a: '1' } }],
    code: 'target-refused',
    facts: ['".."']
  },
  {
    name: 'an empty name',
    trees: [{ into: ['', 'x'], tree: { a: '1' } }],
    code: 'target-refused',
    facts: ['""']
  },
  {
    name: 'a name with a slash',
    trees: [{ into: ['a/../../b'], tree: { a: '1' } }],
    code: 'target-refused',
    facts: ['"a/../../b"']
  },
  {
    name: 'a staged link in place of a folder',
    before: { 'l/x': 'old' },
    trees: [{ l: '-> x' }],
    code: 'target-conflict',
    obstacles: [['l', undefined, 'blocking folder']]
  },
  {
    name: 'a staged link in place of a link, with on-conflict: error',
    before: { l: '-> x' },
    trees: [{ l: '-> x' }],
    onConflict: 'error',
    code: 'target-conflict',
    obstacles: [['l', undefined, 'file exists']]
  },
  {
    name: 'a file where an earlier tree has a link',
    trees: [{ l: '-> ../victim' }, { l: '2' }],
    code: 'target-refused',
    obstacles: [['l', 'art0', 'link']]
  },
  {
    name: 'a folder where an earlier tree has a link',
    trees: [{ l: '-> ../outside' }, { 'l/x': '2' }],
    code: 'target-refused',
    obstacles: [['l', 'art0', 'link']]
  },
  {
    name: 'a name to be escaped',
    before: { 'x\n::error::': 'old' },
    trees: [{ 'x\n::error::': '1' }],
    onConflict: 'error',
    code: 'target-conflict',
    obstacles: [['x\n::error::', undefined, 'file exists']],
    facts: ['"x\\n::error::"']
  }
]

describe.each(platforms)('install on %s: refuses, and changes nothing', system => {
  beforeAll(() => pretend(system))
  test.each(refused.filter(isPossible))(
    '$name',
    async ({
      before,
      trees,
      onConflict = 'overwrite',
      code,
      obstacles,
      count = obstacles?.length,
      facts = []
    }) => {
      const path = join(box.root, 'path')
      write(box.root, { 'outside/keep': 'keep', victim: 'victim' })
      if (before !== undefined) write(path, before)
      const was = snapshot(box.root)
      const target = await openTarget(path)
      const all = []
      for (const [index, tree] of trees.entries()) {
        const isNested = 'into' in tree && Array.isArray(tree.into)
        const layout = (isNested ? tree.tree : tree) as Layout
        all.push(await staged(target, layout, isNested ? (tree.into as string[]) : [], `art${index}`))
      }
      const error: unknown = await target.install(all, { onConflict }).catch((thrown: unknown) => thrown)
      const listed = obstacles?.map(([path, owner, obstacle]) => ({ path, owner, obstacle }))
      expect(error).toMatchObject({ code, ...(listed && { obstacles: listed }), ...(count && { count }) })
      for (const fact of facts) expect(String(error)).toContain(fact)
      await target.close()
      expect(snapshot(box.root)).toEqual(was)
    }
  )

  exceptOnWindows('FIFOs')('such as', () => {
    test('a FIFO in the way', async () => {
      const path = join(box.root, 'path')
      mkdirSync(path)
      execFileSync('mkfifo', [join(path, 'a')])
      const was = snapshot(box.root)
      const target = await openTarget(path)
      await expect(
        target.install([await staged(target, { a: '1' })], { onConflict: 'skip' })
      ).rejects.toMatchObject({
        code: 'target-refused',
        obstacles: [{ path: 'a', owner: undefined, obstacle: 'special' }]
      })
      await target.close()
      expect(snapshot(box.root)).toEqual(was)
    })

    test('a staged FIFO', async () => {
      const path = join(box.root, 'path')
      write(path, { a: 'old' })
      const was = snapshot(box.root)
      const target = await openTarget(path)
      const tree = await staged(target, { a: '1' })
      execFileSync('mkfifo', [join(tree.folder, 'b')])
      await expect(target.install([tree], { onConflict: 'overwrite' })).rejects.toMatchObject({
        code: 'target-refused'
      })
      await target.close()
      expect(snapshot(box.root)).toEqual(was)
    })
  })
})
