import { lstatSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { ExtractOptions } from '../../src/archive/extract.js'
import { zipFiles } from '../support/artifact-zip.js'
import { ExtractionSite } from '../support/extraction.js'
import { exceptOnWindows } from '../support/platform.js'
import {
  EXECUTABLE,
  extraField,
  FOLDER,
  MARKER,
  type RawEntry,
  rawZip,
  UTF8,
  unicodePathField,
  zip64Field
} from '../support/raw-zip.js'
import { paths } from '../support/tree.js'
import { withFolders, zipReaders } from '../support/zip-readers.js'

type Row = [
  title: string,
  archive: Buffer,
  /** Files by path with their content, folders with a last slash. */
  tree: Record<string, string>,
  options?: Partial<ExtractOptions>
]

const site = new ExtractionSite()
afterAll(() => site.remove())

const one = (entry: RawEntry, comment?: string) =>
  rawZip({ entries: [{ data: 'content', ...entry }], ...(comment !== undefined && { comment }) })
const several = (...entries: RawEntry[]) => rawZip({ entries })
const named = (name: string): Row => [
  `the name ${JSON.stringify(name.slice(0, 60))}`,
  one({ name }),
  { [name]: 'content' }
]
const packedLength = deflateRawSync('content').length
const tricky = Buffer.from('PK\x03\x04PK\x07\x08PK\x01\x02PK\x05\x06PK\x06\x06', 'latin1')

const DIFFER_IN_CASE = 'names that differ in case, on a case-sensitive file system'
const ORDINARY_NAMES = [
  ...[
    '.hidden',
    '.git/config',
    'foo..bar',
    '...',
    'a/.../b',
    '..a',
    'a..',
    '.a.',
    '~',
    '~root/x',
    '-rf',
    '$HOME',
    'a b'
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty/__proto__',
    '．．／victim.txt',
    'a／b',
    'a\u202etxt.exe'
  ],
  ...[
    '::error::x',
    '##[error]x',
    'ghadelimiter_x',
    '%0A',
    'CON',
    'nul.txt',
    'file:stream',
    'ab|c',
    'a<b>',
    'a.',
    'a '
  ],
  ...['é', 'e\u0301', '日本語/ファイル', '😀', 'a'.repeat(255), 'é'.repeat(127), `${'d/'.repeat(200)}f`]
]

/** A byte, blocks of disks and tapes, and more than the longest comment. */
const PADDINGS = [1, 21, 22, 512, 10_240, 65_535, 65_633, 200_000, 3 << 20]

const accepted: Row[] = [
  ['an empty archive', rawZip({}), {}],
  ['an empty archive with a comment', rawZip({ comment: 'nothing here' }), {}],
  ['an empty folder', several({ name: 'a/' }), { 'a/': '' }],
  ['an empty folder that is deflated', several({ name: 'a/', descriptor: 'signed' }), { 'a/': '' }],
  ['a folder twice', several({ name: 'a/' }, { name: 'a/' }), { 'a/': '' }],
  ['a folder after its file', several({ name: 'a/b' }, { name: 'a/' }), { 'a/': '', 'a/b': '' }],
  ['an empty file entry that is a folder', several({ name: 'a' }, { name: 'a/b' }), { 'a/': '', 'a/b': '' }],
  [
    'an empty file entry that is a folder, after its contents',
    several({ name: 'a/b' }, { name: 'a' }),
    { 'a/': '', 'a/b': '' }
  ],
  ['an empty file', several({ name: 'a' }), { a: '' }],
  ['an empty stored file', several({ name: 'a', method: 0 }), { a: '' }],
  ['a stored file', one({ method: 0 }), { 'a.txt': 'content' }],
  ['a descriptor', one({ descriptor: 'signed' }), { 'a.txt': 'content' }],
  ['a descriptor without signature', one({ descriptor: 'unsigned' }), { 'a.txt': 'content' }],
  ['a zip64 descriptor', one({ descriptor: 'zip64' }), { 'a.txt': 'content' }],
  ['a zip64 descriptor without signature', one({ descriptor: 'zip64 unsigned' }), { 'a.txt': 'content' }],
  [
    'a descriptor after a local header with all values',
    one({ descriptor: 'signed', local: { crc32: 0, compressedSize: packedLength, uncompressedSize: 7 } }),
    { 'a.txt': 'content' }
  ],
  [
    'a stored entry with a descriptor that holds signatures',
    several({ name: 'a', data: tricky, method: 0, descriptor: 'signed' }, { name: 'b', data: 'b' }),
    { a: tricky.toString('latin1'), b: 'b' }
  ],
  ['a comment of 65,535 bytes', one({}, 'x'.repeat(65_535)), { 'a.txt': 'content' }],
  ['a comment of an entry', one({ central: { comment: Buffer.from('::error::') } }), { 'a.txt': 'content' }],
  ['unknown extra fields', one({ extra: extraField(0xcafe, Buffer.alloc(9)) }), { 'a.txt': 'content' }],
  [
    'an extra field of 65,531 bytes',
    one({ extra: extraField(0xcafe, Buffer.alloc(65_531)) }),
    { 'a.txt': 'content' }
  ],
  [
    'a link name in a PKWARE field',
    one({ extra: extraField(0x000d, Buffer.from('............../outside/victim.txt')) }),
    { 'a.txt': 'content' }
  ],
  ['a stale Unicode path', one({ extra: unicodePathField('other', '../b') }), { 'a.txt': 'content' }],
  [
    'a Unicode path of another version',
    one({ extra: unicodePathField('a.txt', '../b', 2) }),
    { 'a.txt': 'content' }
  ],
  [
    'a Unicode path that equals the name',
    one({ extra: unicodePathField('a.txt', 'a.txt') }),
    { 'a.txt': 'content' }
  ],
  ['a Unicode path', one({ flags: 0, extra: unicodePathField('a.txt', 'ä.txt') }), { 'ä.txt': 'content' }],
  [
    'a stale Unicode path in the local header only',
    one({ local: { extra: unicodePathField('other', 'b') } }),
    { 'a.txt': 'content' }
  ],
  [
    'a stale Unicode path in the central header only',
    one({ central: { extra: unicodePathField('other', 'b') } }),
    { 'a.txt': 'content' }
  ],
  [
    'the Unicode path of a folder',
    several({ name: 'a/', flags: 0, extra: unicodePathField('a/', 'ä/') }),
    { 'ä/': '' }
  ],
  ['a name of UTF-8 without its flag', one({ name: 'ä', flags: 0 }), { ä: 'content' }],
  ['a name of CP437', one({ name: Buffer.from([0x84, 0xe1]), flags: 0 }), { äß: 'content' }],
  [
    'zip64 fields',
    one({
      local: { uncompressedSize: MARKER, compressedSize: MARKER, extra: zip64Field(7, packedLength) },
      central: {
        uncompressedSize: MARKER,
        compressedSize: MARKER,
        offset: MARKER,
        extra: zip64Field(7, packedLength, 0)
      }
    }),
    { 'a.txt': 'content' }
  ],
  ['zip64 end records', rawZip({ entries: [{ name: 'a' }], zip64: {} }), { a: '' }],
  ['required zip64 end records', rawZip({ entries: [{ name: 'a' }], zip64: { markers: true } }), { a: '' }],
  ['a file that begins with ./', one({ name: './a.txt' }), { 'a.txt': 'content' }],
  ['a folder that begins with ./', several({ name: './a/' }), { 'a/': '' }],
  ['the folder ./', several({ name: './' }), {}],
  ['the folder ./ twice', several({ name: './' }, { name: './' }), {}],
  ['the folder ./ with a descriptor', several({ name: './', descriptor: 'signed' }), {}],
  ['the folder ./ with the mode of a folder', several({ name: './', mode: FOLDER, method: 0 }), {}],
  [
    'a tree as bsdtar writes it',
    several({ name: './' }, { name: './a/' }, { name: './a/b', data: 'b' }, { name: './ü', data: 'c' }),
    { 'a/': '', 'a/b': 'b', ü: 'c' }
  ],
  [
    'a name that begins with ./ in CP437',
    one({ name: Buffer.from('./\x84', 'latin1'), flags: 0 }),
    { ä: 'content' }
  ],
  [
    'a Unicode path that begins with ./',
    one({ flags: 0, extra: unicodePathField('a.txt', './ä.txt') }),
    { 'ä.txt': 'content' }
  ],
  [
    'a name and a Unicode path that begin with ./',
    one({ name: './a', flags: 0, extra: unicodePathField('./a', './ä') }),
    { ä: 'content' }
  ],
  ['a folder once with and once without ./', several({ name: './a/' }, { name: 'a/' }), { 'a/': '' }],
  [
    'picked files that begin with ./',
    several({ name: './' }, { name: './d/' }, { name: './d/b' }, { name: './c' }),
    { 'd/b': '' },
    { pick: name => name === 'd/b' }
  ],
  ...PADDINGS.map(
    (bytes): Row => [
      `${bytes} NUL bytes after the end record`,
      rawZip({ entries: [{ data: 'content' }], after: Buffer.alloc(bytes) }),
      { 'a.txt': 'content' }
    ]
  ),
  ...PADDINGS.map(
    (bytes): Row => [
      `${bytes} NUL bytes after zip64 end records and a comment`,
      rawZip({
        entries: [{ data: 'content' }],
        zip64: { markers: true },
        comment: 'x'.repeat(65_535),
        after: Buffer.alloc(bytes)
      }),
      { 'a.txt': 'content' }
    ]
  ),
  ['a comment of NUL bytes', one({}, '\0'.repeat(65_535)), { 'a.txt': 'content' }],
  [
    'NUL bytes after an empty archive with a comment of NUL bytes',
    rawZip({ comment: '\0'.repeat(65_535), after: Buffer.alloc(200_000) }),
    {}
  ],
  ['the mode of a FIFO on an entry with data', one({ mode: 0o010600 }), { 'a.txt': 'content' }],
  [
    'the mode of a FIFO on an entry with data in an archive written on DOS',
    one({ central: { versionMadeBy: 20, attributes: 0o010644 * 0x10000 } }),
    { 'a.txt': 'content' }
  ],
  [
    'a stream as Info-ZIP writes it',
    one({ name: '-', mode: 0o010600, descriptor: 'signed', flags: 8, version: 45 }),
    { '-': 'content' }
  ],
  ['version 6.3', one({ version: 63 }), { 'a.txt': 'content' }],
  [
    'an archive written on DOS',
    one({ central: { versionMadeBy: 20, attributes: 0x20 } }),
    { 'a.txt': 'content' }
  ],
  ['zeros', one({ data: Buffer.alloc(100_000) }), { 'a.txt': '\0'.repeat(100_000) }],
  [
    'entries in another order than their bytes',
    several({ name: 'b', data: 'b' }, { name: 'a', data: 'a' }),
    { a: 'a', b: 'b' }
  ],
  ...ORDINARY_NAMES.map(named),
  [DIFFER_IN_CASE, several({ name: 'A' }, { name: 'a' }), { A: '', a: '' }],
  [
    'picked files',
    several({ name: 'a' }, { name: 'd/b' }, { name: 'e/' }),
    { 'd/b': '' },
    { pick: name => name === 'd/b' }
  ],
  ['exactly max-extracted-size', one({}), { 'a.txt': 'content' }, { maxExtractedSize: 7 }],
  [
    'folders of exactly max-extracted-size',
    several({ name: 'a/b/' }),
    { 'a/b/': '' },
    { maxExtractedSize: 8192 }
  ],
  [
    'max-extracted-size counts a folder once',
    several({ name: 'a/' }, { name: 'a/' }, { name: 'a/b' }, { name: './' }),
    { 'a/b': '' },
    { maxExtractedSize: 4096 }
  ],
  [
    'max-extracted-size counts an empty file that is a folder',
    several({ name: 'a' }, { name: 'a/b' }),
    { 'a/b': '' },
    { maxExtractedSize: 4096 }
  ],
  [
    'max-extracted-size counts only the folders of picked files',
    several({ name: 'a/b/c' }, { name: 'a/d' }, { name: 'e/f' }, { name: 'g/' }),
    { 'a/b/c': '', 'a/d': '' },
    { maxExtractedSize: 8192, pick: name => name.startsWith('a/') }
  ],
  ['max-extracted-size counts picked files only', one({}), {}, { maxExtractedSize: 0, pick: () => false }]
]

function expectedPaths(tree: Record<string, string>): string[] {
  const all = new Set<string>()
  for (const name of Object.keys(tree)) {
    all.add(name)
    for (let parent = path.posix.dirname(name); parent !== '.'; parent = path.posix.dirname(parent))
      all.add(`${parent}/`)
  }
  return [...all].sort()
}

/** Rows with names that Windows does not allow: they are skipped on Windows. */
const NOT_ON_WINDOWS = new Set(
  [
    ...['...', 'a/.../b', 'a..', '.a.', '::error::x', 'CON', 'nul.txt', 'file:stream', 'ab|c', 'a<b>'],
    ...['a.', 'a ']
  ].map(name => named(name)[0])
)
const here = accepted.filter(
  ([title]) =>
    !(process.platform === 'win32' && NOT_ON_WINDOWS.has(title)) && !(site.folds && title === DIFFER_IN_CASE)
)
if (site.folds) console.log(`skipped: ${DIFFER_IN_CASE}: this one ignores case`)

for (const platform of new Set([process.platform, 'linux', 'win32', 'darwin'] as const)) {
  describe(`accepted on ${platform}`, () => {
    const taken = here.filter(([title]) => platform !== 'win32' || !NOT_ON_WINDOWS.has(title))
    for (const [title, archive, tree, options] of taken) {
      test(title, async () => {
        const { to, files, bytes } = await site.extract(archive, { folds: false, platform, ...options })
        expect(paths(to).sort()).toEqual(expectedPaths(tree))
        const contents = Object.fromEntries(Object.entries(tree).filter(([name]) => !name.endsWith('/')))
        expect(site.contents(to)).toEqual(contents)
        expect(files).toBe(Object.keys(contents).length)
        expect(bytes).toBe(
          Object.values(contents).reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 0)
        )
      })
    }
  })
}

test('names that only Windows refuses are refused there', async () => {
  const rows = accepted.filter(([title]) => NOT_ON_WINDOWS.has(title))
  expect(rows).toHaveLength(NOT_ON_WINDOWS.size)
  for (const [, archive] of rows) {
    await expect(site.extract(archive, { platform: 'win32', folds: true })).rejects.toMatchObject({
      refusal: 'name'
    })
  }
})

const NEARLY_RESERVED = [
  'CONSOLE',
  'com10',
  'nul1.txt',
  'a.con',
  'LPT',
  'aux-files/x',
  '.nul',
  'con_',
  'ＣＯＮ'
]
test.each(NEARLY_RESERVED)('%s is a valid name on Windows', async name => {
  const { to } = await site.extract(one({ name }), { platform: 'win32', folds: true })
  expect(site.contents(to)).toEqual({ [name]: 'content' })
})

test('a folder and its files are not duplicates if the file system ignores case', async () => {
  const archive = several(
    { name: 'Ä/' },
    { name: 'Ä/a', data: 'a' },
    { name: 'Ä/b', data: 'b' },
    { name: 'Ä' }
  )
  const { to } = await site.extract(archive, { folds: true })
  expect(site.contents(to)).toEqual({ 'Ä/a': 'a', 'Ä/b': 'b' })
})

/** Known results of other readers that differ from ours, each valid by its own rules. */
const KNOWN_DIFFERENCES: Record<string, Record<string, unknown>> = {
  // zipfile supports the field only since about Python 3.13.
  "Python's zipfile": {
    'a Unicode path': { 'a.txt': 'content' },
    'the Unicode path of a folder': { 'a/': '' },
    'a Unicode path that begins with ./': { 'a.txt': 'content' },
    'a name and a Unicode path that begin with ./': { a: 'content' },
    // It searches for the end record in the last 65,557 bytes.
    ...Object.fromEntries(
      accepted
        .filter(
          ([title, archive]) =>
            /NUL bytes after/.test(title) && archive.lastIndexOf('PK\x05\x06') < archive.length - 65_557
        )
        .map(([title]) => [title, expect.stringContaining('BadZipFile')])
    )
  },
  bsdtar: {
    // It creates a file for the entry, which prevents the folder.
    'an empty file entry that is a folder': expect.stringContaining('Not a directory'),
    'max-extracted-size counts an empty file that is a folder': expect.stringContaining('Not a directory'),
    'an empty file entry that is a folder, after its contents': expect.stringContaining(
      "Can't replace existing directory"
    ),
    // It ignores the version of the field, and refuses the path.
    'a Unicode path of another version': expect.stringContaining("Path contains '..'"),
    // It writes names composed.
    'the name "e\u0301"': { é: 'content' }
  }
}

for (const { name, missing, unpack } of zipReaders) {
  const describeHere = missing === undefined ? describe : describe.skip
  describeHere(`${name} unpacks the same:`, () => {
    const whole = accepted.filter(([, , , options]) => options?.pick === undefined)
    const answers = new Map<Buffer, ReturnType<typeof unpack>[number]>()
    beforeAll(() => {
      const archives = whole.map(([, archive]) => archive)
      for (const [index, answer] of unpack(archives).entries()) answers.set(archives[index] as Buffer, answer)
    })
    test.each(whole)('%s', (title, archive, tree) => {
      const same = withFolders(Object.entries(tree))
      expect([same, KNOWN_DIFFERENCES[name]?.[title] ?? same]).toContainEqual(answers.get(archive))
    })
  })
}

test('a nested archive stays a file', async () => {
  const inner = await zipFiles({ 'a.txt': 'a' })
  const { to } = await site.extract(await zipFiles({ 'inner.zip': inner }))
  expect(site.contents(to)).toEqual({ 'inner.zip': inner.toString('latin1') })
})

/** Before the umask. */
const MODES: [stored: number, result: number][] = [
  [0o100644, 0o666],
  [EXECUTABLE, 0o777],
  [0o100700, 0o777],
  [0o100001, 0o777],
  [0o104755, 0o777],
  [0o102644, 0o666],
  [0o101777, 0o777],
  [0o100666, 0o666],
  [0o100400, 0o666],
  [0o100000, 0o666],
  [0o010600, 0o666],
  [0o010700, 0o777],
  [0, 0o666]
]

exceptOnWindows('modes and no umask')('modes', () => {
  for (const [stored, result] of MODES) {
    test(`mode ${stored.toString(8)} becomes ${result.toString(8)} less the umask`, async () => {
      for (const umask of [0o022, 0o002, 0o027, 0o077, 0]) {
        const before = process.umask(umask)
        try {
          const { to } = await site.extract(one({ name: 'd/a', mode: stored }))
          expect(lstatSync(path.join(to, 'd/a')).mode & 0o7777).toBe(result & ~umask)
          expect(lstatSync(path.join(to, 'd')).mode & 0o7777).toBe(0o777 & ~umask)
        } finally {
          process.umask(before)
        }
      }
    })
  }
})

test('a read-only folder entry does not block a later file', async () => {
  const { to } = await site.extract(
    several({ name: 'd/', mode: FOLDER & ~0o222 }, { name: 'd/a', data: 'a' })
  )
  expect(site.contents(to)).toEqual({ 'd/a': 'a' })
})

test('modification times come from the DOS fields in UTC or from an extended timestamp', async () => {
  const stamp = Buffer.alloc(5)
  stamp.writeUInt8(1)
  stamp.writeInt32LE(1_700_000_001, 1)
  const { to } = await site.extract(
    several({ name: 'dos' }, { name: 'unix', extra: extraField(0x5455, stamp) })
  )
  expect(lstatSync(path.join(to, 'dos')).mtime.toISOString()).toBe('2026-01-02T03:04:06.000Z')
  expect(lstatSync(path.join(to, 'unix')).mtimeMs).toBe(1_700_000_001_000)
})

test.each([-1, -(2 ** 31)])('a modification time of %i s, before 1970', async seconds => {
  const stamp = Buffer.alloc(5)
  stamp.writeUInt8(1)
  stamp.writeInt32LE(seconds, 1)
  const { to } = await site.extract(several({ name: 'old', extra: extraField(0x5455, stamp) }))
  expect(lstatSync(path.join(to, 'old')).mtimeMs).toBe(seconds * 1000)
})

test('the UTF-8 flag alone changes nothing', async () => {
  const { to } = await site.extract(several({ name: 'a', flags: UTF8 }, { name: 'b', flags: 0 }))
  expect(paths(to)).toEqual(['a', 'b'])
})
