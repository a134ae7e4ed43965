import { lstatSync, statSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { exceptOnWindows, ON_WINDOWS } from '../../support/platform.js'
import { base256, END, paxRecords, type RawTarEntry, rawTar } from '../../support/raw-tar.js'
import { TarSite, type TarSiteOptions } from '../../support/tar-site.js'
import { EXECUTABLE_SHOWN } from '../../support/tree.js'

type Row = [title: string, archive: Buffer | Buffer[], tree: Record<string, string>, options?: TarSiteOptions]

let site: TarSite
beforeEach(() => {
  site = new TarSite()
})
afterEach(() => site.remove())

const tar = (...entries: RawTarEntry[]) => rawTar(entries)
const file: RawTarEntry = { name: 'a.txt', data: 'content' }
const folder = (name: string): RawTarEntry => ({ name, type: '5' })
const link = (name: string, linkname: string): RawTarEntry => ({ name, type: '2', linkname })
const hardLink = (name: string, linkname: string): RawTarEntry => ({ name, type: '1', linkname })
const written = (text: string) => `file 0644 ${JSON.stringify(text)}`
const A = { 'a.txt': written('content') }
const LONG = `${'long/'.repeat(30)}${'n'.repeat(200)}`

const rows: Row[] = [
  ['no entries', tar(), {}],
  ['a file', tar(file), A],
  ['a file of an old type flag', tar({ ...file, type: '\0' }), A],
  ['a contiguous file', tar({ ...file, type: '7' }), A],
  ['the magic of GNU', tar({ ...file, magic: 'ustar  \0' }), A],
  ['a leading ./', tar(folder('./'), { ...file, name: './a.txt' }), A],
  ['the folder . without a slash', tar(folder('.'), file), A],
  ['an empty file', tar({ name: 'e' }), { e: written('') }],
  [
    'a file of one block',
    tar({ name: 'e', data: 'x'.repeat(512) }),
    { e: expect.stringContaining('512 bytes') }
  ],
  ['execute bits', tar({ ...file, mode: 0o4711 }), { 'a.txt': `file ${EXECUTABLE_SHOWN} "content"` }],
  ['mode 0', tar({ ...file, mode: 0 }), A],
  [
    'a read-only folder, then a file in it',
    tar({ ...folder('d'), mode: 0o555 }, { ...file, name: 'd/b' }),
    {
      d: 'folder 0755',
      'd/b': written('content')
    }
  ],
  [
    'a folder twice',
    tar(folder('d'), folder('d/'), { ...file, name: 'd/b' }),
    {
      d: 'folder 0755',
      'd/b': written('content')
    }
  ],
  ['a folder by its slash', tar({ name: 'd/' }), { d: 'folder 0755' }],
  [
    'a folder of two archives',
    [tar(folder('d'), file), tar(folder('d'), { ...file, name: 'd/b' })],
    {
      ...A,
      d: 'folder 0755',
      'd/b': written('content')
    }
  ],
  [
    'a prefix',
    tar({ ...file, prefix: 'p/q' }),
    {
      p: 'folder 0755',
      'p/q': 'folder 0755',
      'p/q/a.txt': written('content')
    }
  ],
  [
    'a pax path',
    tar({ ...file, name: 'x', pax: { path: 'a.txt', 'SCHILY.xattr.x': Buffer.from([0xff, 0]) } }),
    A
  ],
  ['a pax size', tar({ ...file, size: 0, pax: { size: '7' } }), A],
  ['a size in base 256', tar({ ...file, size: base256(7n) }), A],
  ['a size padded with spaces', tar({ ...file, size: '         7 \0' }), A],
  [
    'a comment in a global header',
    tar({ name: 'g', type: 'g', data: paxRecords({ comment: 'x' }) }, file),
    A
  ],
  ['a name in UTF-8', tar({ ...file, name: 'ü/日本' }), { ü: 'folder 0755', 'ü/日本': written('content') }],
  [
    'a pax path with the character for invalid bytes',
    tar({ ...file, pax: { path: '\ufffd' } }),
    {
      '\ufffd': written('content')
    }
  ],
  ['__proto__', tar({ ...file, name: '__proto__' }), Object.fromEntries([['__proto__', written('content')]])],
  [
    'dots',
    tar({ ...file, name: '.x' }, { ...file, name: '...' }, { ...file, name: 'foo..bar' }),
    {
      '.x': written('content'),
      '...': written('content'),
      'foo..bar': written('content')
    }
  ],
  [
    'names that look like commands',
    tar({ ...file, name: '::error::x' }),
    { '::error::x': written('content') }
  ],
  ['padding that is not zero', tar({ ...file, padding: Buffer.alloc(505, 'x') }), A],
  ['NULs after the end', Buffer.concat([tar(file), Buffer.alloc(10_000)]), A],
  ['part of a block of NULs after the end', Buffer.concat([tar(file), Buffer.alloc(100)]), A],
  ['gzip', gzipSync(tar(file)), A, { compression: 'gzip' }],
  [
    'gzip in several members, with NULs at the end',
    Buffer.concat([
      gzipSync(tar(file).subarray(0, 700)),
      gzipSync(tar(file).subarray(700)),
      Buffer.alloc(5000)
    ]),
    A,
    { compression: 'gzip' }
  ],
  [
    'gzip with more NULs than one read',
    Buffer.concat([gzipSync(tar(file)), Buffer.alloc(1 << 20)]),
    A,
    {
      compression: 'gzip'
    }
  ],
  ['exactly the limit', tar(folder('d'), file), { ...A, d: 'folder 0755' }, { maxExtractedSize: 4096 + 7 }]
]

// Windows cannot name some of them.
const possible = rows.filter(([title]) => !ON_WINDOWS || !/command|dots/.test(title))

test.each(possible)('accepted: %s', async (_, archive, tree, ...[options]) => {
  await site.unpack(archive, options)
  expect(site.tree).toEqual(tree)
})

exceptOnWindows('links without a privilege')('links', () => {
  const links: Row[] = [
    ['to a file', tar(file, link('b', 'a.txt')), { ...A, b: 'link to a.txt' }],
    ['to a later file', tar(link('b', 'a.txt'), file), { ...A, b: 'link to a.txt' }],
    ['to a missing file', tar(link('b', 'x/y')), { b: 'link to x/y' }],
    ['to itself', tar(link('b', 'b')), { b: 'link to b' }],
    ['in a circle', tar(link('b', 'c'), link('c', 'b')), { b: 'link to c', c: 'link to b' }],
    [
      'to the folder of the artifact',
      tar(folder('d'), link('d/b', '..')),
      {
        d: 'folder 0755',
        'd/b': 'link to ..'
      }
    ],
    [
      'up and down',
      tar(folder('d'), folder('e'), link('d/b', '../e/./x')),
      {
        d: 'folder 0755',
        e: 'folder 0755',
        'd/b': 'link to ../e/./x'
      }
    ],
    [
      'down and up through real folders',
      tar(folder('d/e'), link('b', 'd/e/../x')),
      {
        d: 'folder 0755',
        'd/e': 'folder 0755',
        b: 'link to d/e/../x'
      }
    ],
    [
      'through another link',
      tar(folder('v1'), link('current', 'v1'), link('b', 'current/x')),
      {
        v1: 'folder 0755',
        current: 'link to v1',
        b: 'link to current/x'
      }
    ],
    [
      'with 4,095 bytes',
      tar({ ...link('b', 'x'), pax: { linkpath: `${'abc/'.repeat(1023)}abc` } }),
      { b: `link to ${'abc/'.repeat(1023)}abc` }
    ],
    ['with a slash at the end', tar(folder('d'), link('b', 'd/')), { d: 'folder 0755', b: 'link to d/' }],
    ['in long names', tar({ ...link('x', 'y'), gnuName: 'b', gnuLink: LONG }), { b: `link to ${LONG}` }],
    [
      'in pax records',
      tar({ ...link('x', 'y'), pax: { path: 'b', linkpath: LONG } }),
      { b: `link to ${LONG}` }
    ],
    [
      'out of the archive, inside the artifact',
      tar(link('b', '../x')),
      {
        sub: 'folder 0755',
        'sub/b': 'link to ../x'
      },
      { into: 'sub' }
    ]
  ]
  test.each(links)('%s', async (_, archive, tree, ...[options]) => {
    await site.unpack(archive, options)
    expect(site.tree).toEqual(tree)
  })

  test('a link keeps its time, and counts as a file', async () => {
    const { files, bytes } = await site.unpack(tar(file, link('b', 'a.txt')))
    expect({ files, bytes }).toEqual({ files: 2, bytes: 7 })
    expect(lstatSync(path.join(site.to, 'b')).mtimeMs).toBe(1_600_000_000_000)
  })
})

test('a hard link is one, also to a hard link, with a leading ./, in a folder', async () => {
  const { files, bytes } = await site.unpack(
    tar({ ...file, name: './a.txt' }, hardLink('b', './a.txt'), hardLink('d/c', 'b'), {
      ...hardLink('e', 'x'),
      pax: { linkpath: 'd/c' }
    }),
    { into: 'sub' }
  )
  const inodes = ['a.txt', 'b', 'd/c', 'e'].map(name => statSync(path.join(site.to, 'sub', name)).ino)
  expect(new Set(inodes).size).toBe(1)
  expect({ files, bytes }).toEqual({ files: 4, bytes: 7 })
})

test.each<[string, RawTarEntry, number]>([
  ['whole seconds', { mtime: 1_234_567_890 }, 1_234_567_890_000],
  ['by pax, with a fraction', { pax: { mtime: '1234567890.5' } }, 1_234_567_890_500],
  ['before 1970, by pax', { pax: { mtime: '-86400' } }, -86_400_000],
  ['before 1970, in base 256', { mtime: base256(-86_400n) }, -86_400_000]
])('the time of a file: %s', async (_, entry, time) => {
  await site.unpack(tar({ ...file, ...entry }))
  expect(statSync(path.join(site.to, 'a.txt')).mtimeMs).toBe(time)
})

test('entries across the borders of chunks', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `d${index % 7}/${index}`)
  const entries = names.map((name, index) => ({
    name,
    data: 'x'.repeat(index % 1100),
    pax: { comment: name }
  }))
  const { files } = await site.unpack(Buffer.concat([rawTar(entries, Buffer.alloc(0)), END]))
  expect(files).toBe(3000)
})
