import { deflateRawSync } from 'node:zlib'
import type { ExtractOptions } from '../../src/archive/extract.js'
import type { RefusalClass } from '../../src/errors/archive-error.js'
import { printable } from '../../src/messages/printable.js'
import { ExtractionSite } from '../support/extraction.js'
import {
  type CentralFields,
  EXECUTABLE,
  extraField,
  FILE,
  FOLDER,
  type HeaderFields,
  MARKER,
  type RawArchive,
  type RawEntry,
  rawZip,
  UTF8,
  unicodePathField,
  zip64Field
} from '../support/raw-zip.js'

type Row = [title: string, archive: Buffer, options?: Partial<ExtractOptions>]

const site = new ExtractionSite()
afterAll(() => site.remove())

const one = (entry: RawEntry, archive: RawArchive = {}) =>
  rawZip({ ...archive, entries: [{ data: 'content', ...entry }] })
const several = (...entries: RawEntry[]) => rawZip({ entries })
const named = (name: string | Buffer, entry: RawEntry = {}) => one({ name, ...entry })
const local = (fields: HeaderFields, entry: RawEntry = {}) => one({ ...entry, local: fields })
const central = (fields: CentralFields, entry: RawEntry = {}) => one({ ...entry, central: fields })
const good: RawEntry = { name: 'good.txt', data: 'good' }
/** Without the UTF-8 flag. */
const CP437: RawEntry = { flags: 0 }
const windows = { platform: 'win32' as const, folds: true }
const deflated = deflateRawSync('content')
const zip64Archive = (zip64: RawArchive['zip64']) => rawZip({ entries: [good], zip64: { ...zip64 } })
const plain = rawZip({ entries: [good] })

const NAMES_THAT_LEAD_ELSEWHERE = [
  ...['../victim.txt', '..', 'a/../../victim.txt', 'a/..', '../../outside/victim.txt', 'a/../b', '..//a'],
  ...[
    '.',
    '././a',
    './..',
    './../a',
    './/a',
    './/',
    './.',
    './C:/a',
    './a\\b',
    'a/./b',
    'a/.',
    '/etc/passwd',
    '/',
    '//server/share/a',
    'a//b',
    'a//'
  ],
  ...['\\a', 'a\\b', '..\\victim.txt', 'a/..\\..\\b', '\\\\server\\share\\a', '\\\\?\\C:\\a', '\\\\.\\NUL'],
  ...['C:/a', 'c:a', 'Z:\\a', '../unit/', '../../../../../../../../tmp/a']
]

const CONTROL_NAMES = ['a\0', '\0', 'a\nb', '\r', 'a\tb', '\u001b[31mred', '\u007f', '\u0085', '\u009b1m']

const WINDOWS_NAMES = [
  ...['CON', 'con', 'nul.txt', 'NUL .txt', 'aux', 'PRN.a.b', 'COM1', 'com9.log', 'COM¹', 'LPT²', 'LPT3.txt'],
  ...['CONIN$', 'conout$', 'dir/NUL', 'NUL/a', 'a<b', 'a>b', 'ab:c', 'a"b', 'a|b', 'a?b', 'a*b'],
  ...['a.', 'a ', 'a./b', 'a /b', '...', 'file.txt:stream']
]

const LINK_TYPES = {
  'a symbolic link': 0o120777,
  'a character device': 0o020666,
  'a block device': 0o060666,
  'a FIFO': 0o010644,
  'a socket': 0o140755,
  'a type that does not exist': 0o150644
}

/** With data, the mode of a FIFO is that of a file. */
const dataOf = (mode: number) => ({ data: mode === LINK_TYPES['a FIFO'] ? '' : '../outside/victim.txt' })

const FOLDED: [string, string][] = [
  ['README', 'readme'],
  ['a/b', 'A/c'],
  ['é', 'e\u0301'],
  ['STRASSE', 'straße'],
  ['ﬁ', 'FI'],
  ['Σ', 'ς'],
  ['K', '\u212a']
]

const refused: Record<RefusalClass, Row[]> = {
  path: [
    ...NAMES_THAT_LEAD_ELSEWHERE.map((name): Row => [`the name ${name}`, named(name)]),
    // `./` is the folder of the archive itself.
    ...NAMES_THAT_LEAD_ELSEWHERE.filter(name => name !== '.').map(
      (name): Row => [`the folder ${name}/`, named(`${name}/`, { data: '' })]
    ),
    ...NAMES_THAT_LEAD_ELSEWHERE.map(
      (name): Row => [
        `the Unicode path ${name}`,
        named('a.txt', { flags: 0, extra: unicodePathField('a.txt', name) })
      ]
    ),
    ['one bad path among good ones', several(good, { name: '../b' }, { name: 'c' })],
    ['a bad path that is not picked', named('../b'), { pick: () => false }]
  ],
  name: [
    ['an empty name', named('')],
    ['an empty name in a Unicode path', named('a', { flags: 0, extra: unicodePathField('a', '') })],
    ...CONTROL_NAMES.map((name): Row => [`the name ${JSON.stringify(name)}`, named(name)]),
    ['a line separator', named('a\u2028b')],
    ['a paragraph separator', named('a\u2029b')],
    ['a control character by CP437 bytes', named(Buffer.from([0x82, 0x0a]), { flags: 0 })],
    ['invalid UTF-8', named(Buffer.from([0x61, 0xff]))],
    ['overlong UTF-8', named(Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x61]))],
    ['a lone surrogate as UTF-8', named(Buffer.from([0xed, 0xa0, 0x80]))],
    ['a UTF-8 sequence that is cut off', named(Buffer.from([0x61, 0xe2, 0x82]))],
    ['a segment of 256 bytes', named('a'.repeat(256))],
    ['a segment of 129 letters of two bytes', named('é'.repeat(129))],
    ['a path of 4,097 bytes', named(`${'ab/'.repeat(1365)}cd`)]
  ],
  link: Object.entries(LINK_TYPES).flatMap(([kind, mode]): Row[] => [
    [kind, named('link', { mode, ...dataOf(mode) })],
    [`${kind} that is not picked`, named('link', { mode, ...dataOf(mode) }), { pick: () => false }],
    [`${kind} with the name of a folder`, named('link/', { mode, data: '' })],
    [
      `${kind} in an archive written on DOS`,
      central({ versionMadeBy: 20, attributes: mode * 0x10000 }, dataOf(mode))
    ]
  ]),
  duplicate: [
    ['the same path twice', several({ name: 'a' }, { name: 'a' })],
    ['the same path twice, other content', several({ name: 'a', data: 'x' }, { name: 'a', data: 'y' })],
    ['the same path with and without ./', several({ name: 'a' }, { name: './a' })],
    ['the same path twice with ./', several({ name: './a' }, { name: './a' })],
    ['a file where a folder with ./ is needed', several({ name: 'a', data: 'x' }, { name: './a/b' })],
    ['names that differ in case and by ./', several({ name: 'a' }, { name: './A' }), { folds: true }],
    ['a file, then a folder of its name', several({ name: 'a', data: 'x' }, { name: 'a/' })],
    ['a folder, then a file of its name', several({ name: 'a/' }, { name: 'a', data: 'x' })],
    ['a file where a folder is needed', several({ name: 'a', data: 'x' }, { name: 'a/b' })],
    ['an empty file, then a folder of its name', several({ name: 'a' }, { name: 'a/' })],
    ['a folder, then an empty file of its name', several({ name: 'a/' }, { name: 'a' })],
    ['a folder needed, then a file there', several({ name: 'a/b' }, { name: 'a', data: 'x' })],
    ['two levels down', several({ name: 'a/b', data: 'x' }, { name: 'a/b/c/d' })],
    [
      'the same path as a name and as a Unicode path',
      several({ name: 'b', flags: 0, extra: unicodePathField('b', 'a') }, { name: 'a' })
    ],
    ...FOLDED.map(
      ([a, b]): Row => [
        `${a} and ${b}, if the file system ignores case`,
        several({ name: a }, { name: b }),
        { folds: true }
      ]
    ),
    ['folders that differ in case', several({ name: 'A/x' }, { name: 'a/y' }), { folds: true }]
  ],
  mismatch: [
    ['another name', local({ name: 'b.txt' })],
    [
      'a name of another length',
      local({ name: 'bb.txt' }, { name: 'b.txt', extra: extraField(0xcafe, Buffer.alloc(1)) })
    ],
    [
      'another name without ./',
      local({ name: 'a.txt' }, { name: './a.txt', extra: extraField(0xcafe, Buffer.alloc(2)) })
    ],
    ['another name than ./', local({ name: 'a/' }, { name: './', data: '' })],
    ['another path', local({ name: '../txt' }, { name: 'aa.txt' })],
    ['another method', local({ method: 0 })],
    ['other flags', local({ flags: 0 })],
    ['another CRC-32', local({ crc32: 1 })],
    ['another uncompressed size', local({ uncompressedSize: 8 })],
    ['another compressed size', local({ compressedSize: 3 })],
    ['zero sizes without a descriptor', local({ crc32: 0, compressedSize: 0, uncompressedSize: 0 })],
    ['a CRC-32 beside a descriptor', local({ crc32: 5 }, { descriptor: 'signed' })],
    ['a size beside a descriptor', local({ uncompressedSize: 5 }, { descriptor: 'signed' })],
    [
      'another size in a local zip64 field',
      local({ extra: zip64Field(9, deflated.length), compressedSize: MARKER, uncompressedSize: MARKER })
    ],
    ['a descriptor with another CRC-32', one({ descriptor: 'signed', descriptorFields: { crc32: 1 } })],
    [
      'a descriptor with another size',
      one({ descriptor: 'signed', descriptorFields: { uncompressedSize: 8 } })
    ],
    [
      'a descriptor with another compressed size',
      one({ descriptor: 'unsigned', descriptorFields: { compressedSize: 1 } })
    ],
    [
      'a zip64 descriptor with another size',
      one({ descriptor: 'zip64', descriptorFields: { uncompressedSize: 8 } })
    ],
    [
      'a zip64 descriptor without signature, another CRC-32',
      one({ descriptor: 'zip64 unsigned', descriptorFields: { crc32: 8 } })
    ],
    ['another Unicode path in the local header', local({ extra: unicodePathField('a.txt', 'b.txt') })],
    ['a Unicode path in the local header only', local({ extra: unicodePathField('a.txt', 'ä.txt') }, CP437)],
    [
      'a Unicode path in the central header only',
      central({ extra: unicodePathField('a.txt', 'ä.txt') }, CP437)
    ],
    [
      'the name as Unicode path in the local header only',
      local({ extra: unicodePathField('a.txt', 'a.txt') })
    ],
    [
      'the name as Unicode path in the central header only',
      central({ extra: unicodePathField('a.txt', 'a.txt') })
    ],
    [
      'a Unicode path in the central header, a stale one in the local header',
      one({
        ...CP437,
        local: { extra: unicodePathField('other', 'ä.txt') },
        central: { extra: unicodePathField('a.txt', 'ä.txt') }
      })
    ],
    [
      'a Unicode path in the local header, one of another version in the central header',
      one({
        ...CP437,
        local: { extra: unicodePathField('a.txt', 'ä.txt') },
        central: { extra: unicodePathField('a.txt', 'ä.txt', 2) }
      })
    ],
    [
      'another Unicode path in the local header than in the central header',
      one({
        ...CP437,
        local: { extra: unicodePathField('a.txt', 'ö.txt') },
        central: { extra: unicodePathField('a.txt', 'ä.txt') }
      })
    ],
    [
      'a Unicode path of a folder in the central header only',
      named('a/', { ...CP437, data: '', central: { extra: unicodePathField('a/', 'ä/') } })
    ],
    ['a Unicode path that differs from a UTF-8 name', one({ extra: unicodePathField('a.txt', 'b.txt') })]
  ],
  structure: [
    ['a missing local header', local({ signature: 0x04034b51 })],
    ['a missing central header', central({ signature: 0x02014b51 })],
    ['an entry count that is too high', one({}, { end: { entryCount: 2 } })],
    ['an entry count that is too low', rawZip({ entries: [good, { name: 'b' }], end: { entryCount: 1 } })],
    ['an entry count of 65,535', one({}, { end: { entryCount: 65_535 } })],
    ['an entry count of zero', one({}, { end: { entryCount: 0 } })],
    ['entries on other disks', one({}, { end: { entriesOnDisk: 0, entryCount: 1 } })],
    ['a directory size that is too large', one({}, { end: { size: 500 } })],
    ['a directory size that is too small', one({}, { end: { size: 10 } })],
    ['a directory offset that is too large', one({}, { end: { offset: 100 } })],
    ['a directory offset that is too small', one({}, { end: { offset: 0 } })],
    ['a directory offset of ones without zip64', one({}, { end: { offset: MARKER } })],
    ['bytes before the first entry', one({ before: Buffer.from('#!/bin/sh\n') })],
    ['bytes between entries', several(good, { name: 'b', before: Buffer.alloc(7) })],
    ['a whole unlisted entry between entries', several(good, { name: 'b', before: plain.subarray(0, 44) })],
    [
      'more bytes than any header has between entries',
      several(good, { name: 'b', before: Buffer.alloc(200_000) })
    ],
    ['bytes before the directory', one({}, { beforeDirectory: Buffer.from('x') })],
    ['bytes before the end record', one({}, { beforeEnd: Buffer.from('x') })],
    ['bytes after the end record', one({}, { after: Buffer.from('x') })],
    ['a line feed after the end record', one({}, { after: Buffer.from('\n') })],
    ['a byte after NUL bytes after the end record', one({}, { after: Buffer.from('\0\0\0x') })],
    [
      'a byte after many NUL bytes after the end record',
      one({}, { after: Buffer.concat([Buffer.alloc(60_000), Buffer.from('x')]) })
    ],
    ['a byte before NUL bytes after the end record', one({}, { after: Buffer.from('x\0\0\0') })],
    [
      'a byte before many NUL bytes after the end record',
      one({}, { after: Buffer.concat([Buffer.from('x'), Buffer.alloc(100_000)]) })
    ],
    ['a second archive after the first, before NUL bytes', Buffer.concat([plain, plain, Buffer.alloc(512)])],
    ['a second archive after NUL bytes after the first', Buffer.concat([plain, Buffer.alloc(512), plain])],
    [
      'an end record in the comment, before NUL bytes',
      one({}, { comment: rawZip({}), after: Buffer.alloc(512) })
    ],
    ['NUL bytes before the end record', one({}, { beforeEnd: Buffer.alloc(512) })],
    ['a second archive after the first', Buffer.concat([plain, plain])],
    ['an end record in the comment', one({}, { comment: rawZip({}) })],
    ['an incomplete end record in the comment', one({}, { comment: rawZip({}).subarray(0, 10) })],
    ['extra fields that overrun', one({ extra: extraField(0xcafe, Buffer.alloc(2), 3) })],
    ['an extra field of three bytes', one({ extra: Buffer.alloc(3) })],
    ['local extra fields that overrun', local({ extra: extraField(0xcafe, Buffer.alloc(2), 9) })],
    ['a missing zip64 field', central({ uncompressedSize: MARKER })],
    ['a missing local zip64 field', local({ uncompressedSize: MARKER, compressedSize: MARKER })],
    ['a short zip64 field', central({ uncompressedSize: MARKER, extra: extraField(1, Buffer.alloc(4)) })],
    ['an unneeded zip64 field with a wrong value', one({ extra: zip64Field(7, deflated.length + 1) })],
    [
      'a zip64 field with a value that fits none',
      central({ uncompressedSize: MARKER, extra: zip64Field(7, 8) })
    ],
    [
      'a doubled zip64 field',
      central({ uncompressedSize: MARKER, extra: Buffer.concat([zip64Field(7), zip64Field(7)]) })
    ],
    [
      'a doubled Unicode path',
      one({ extra: Buffer.concat([unicodePathField('a.txt', 'a.txt'), unicodePathField('a.txt', 'a.txt')]) })
    ],
    [
      'a Unicode path that is not UTF-8',
      one({ flags: 0, extra: unicodePathField('a.txt', Buffer.from([0xff])) })
    ],
    ['a local zip64 field with a wrong size', local({ extra: zip64Field(8) })],
    ['a size beyond 2^53', central({ uncompressedSize: MARKER, extra: zip64Field(2n ** 53n) })],
    ['an offset beyond 2^53', central({ offset: MARKER, extra: zip64Field(2n ** 63n) })],
    ['a folder with data', named('a/')],
    ['the folder ./ with data', named('./')],
    ['the mode of a FIFO on a folder with data', named('a/', { mode: 0o010644 })],
    ['the mode of a folder on a file', one({ mode: FOLDER })],
    ['the DOS attribute of a folder on a file', central({ versionMadeBy: 20, attributes: 0x10 })],
    ['a descriptor of invalid length', one({ descriptor: 'signed' }, { beforeDirectory: Buffer.alloc(1) })],
    ['a descriptor without its signature', one({ descriptor: 'signed', descriptorFields: { signature: 7 } })],
    ['a descriptor without the flag', one({ descriptor: 'signed', flags: UTF8, local: { crc32: 0xcafe } })],
    ['the flag without a descriptor', one({ flags: UTF8 | 8 })],
    ['zip64: no record at the locator', zip64Archive({ locatorOffset: 3n })],
    ['zip64: a locator beyond 2^53', zip64Archive({ locatorOffset: 2n ** 60n })],
    ['zip64: no signature', zip64Archive({ signature: 5 })],
    ['zip64: an extensible data sector', zip64Archive({ sector: Buffer.alloc(8) })],
    ['zip64: a record size that includes a sector', zip64Archive({ recordSize: 52n })],
    ['zip64: another entry count', zip64Archive({ entryCount: 2n })],
    ['zip64: more entries than bytes', zip64Archive({ entryCount: 2n ** 40n, markers: true })],
    ['zip64: an entry count beyond 2^53', zip64Archive({ entryCount: 2n ** 60n, markers: true })],
    ['zip64: another size', zip64Archive({ size: 9n })],
    ['zip64: another offset', zip64Archive({ offset: 9n, markers: true })],
    ['zip64: entries on other disks', zip64Archive({ entriesOnDisk: 0n, entryCount: 1n, markers: true })]
  ],
  overlap: [
    ['two entries in the same bytes', several(good, { ...good, name: 'good2.txt', sharesWith: 0 })],
    [
      'an entry that overlaps the next',
      rawZip({
        entries: [
          { ...good, method: 0, central: { compressedSize: 30, uncompressedSize: 30 } },
          { name: 'b' }
        ]
      })
    ],
    [
      'an entry that overlaps the directory',
      one({ method: 0, central: { compressedSize: 60, uncompressedSize: 60 } })
    ],
    [
      'an entry that begins in the directory',
      rawZip({ entries: [good, { name: 'b', central: { offset: 100 } }] })
    ],
    ['an entry beyond the file', rawZip({ entries: [good, { name: 'b', central: { offset: 0x7fffffff } }] })],
    [
      'a local header longer than the entry',
      local(
        { extra: extraField(0xcafe, Buffer.alloc(40)) },
        { packed: Buffer.alloc(0), data: '', compressedSize: 30, method: 0, uncompressedSize: 30 }
      )
    ]
  ],
  size: [
    ['stored, and the sizes differ', one({ method: 0, uncompressedSize: 6 })],
    ['inflates to more', one({ uncompressedSize: 6 })],
    ['inflates to more than nothing', one({ uncompressedSize: 0 })],
    ['inflates to less', one({ uncompressedSize: 8 })],
    ['declares a size that is impossible with deflate', one({ uncompressedSize: 2_000_000_000 })],
    [
      'a zip bomb that declares a small size',
      one({ packed: deflateRawSync(Buffer.alloc(500_000)), uncompressedSize: 10 })
    ]
  ],
  crc: [
    ['a wrong CRC-32', one({ crc32: 1 })],
    ['a wrong CRC-32 of a stored entry', one({ crc32: 1, method: 0 })],
    ['a CRC-32 of an empty file', one({ crc32: 1, data: '', method: 0 })],
    ['a wrong CRC-32 with a descriptor', one({ crc32: 1, descriptor: 'signed' })],
    ['a wrong CRC-32 of the folder ./', named('./', { data: '', crc32: 1 })],
    ['a wrong CRC-32 of a folder', named('a/', { data: '', crc32: 1 })]
  ],
  deflate: [
    ['an invalid block type', one({ packed: Buffer.from([0xff, 0xff, 0xff]) })],
    ['a stream that ends too early', one({ packed: deflated.subarray(0, -1) })],
    ['no bytes at all', one({ packed: Buffer.alloc(0), uncompressedSize: 0, data: '' })],
    ['bytes left over', one({ packed: Buffer.concat([deflated, Buffer.from('x')]) })],
    ['a second stream left over', one({ packed: Buffer.concat([deflated, deflated]) })],
    ['zlib framing', one({ packed: Buffer.concat([Buffer.from([0x78, 0x9c]), deflated]) })]
  ],
  unsupported: [
    ['encryption', one({ flags: UTF8 | 1 })],
    ['strong encryption', one({ flags: UTF8 | 0x41 })],
    ['an encrypted directory', one({ flags: UTF8 | 0x2000 })],
    ['patch data', one({ flags: UTF8 | 0x20 })],
    ...[1, 6, 9, 12, 14, 93, 95, 98, 99, 77].map((method): Row => [`method ${method}`, one({ method })]),
    ['version 6.4', one({ version: 64 })],
    ['another disk', one({}, { end: { disk: 1 } })],
    ['a directory on another disk', one({}, { end: { directoryDisk: 1 } })],
    ['an entry on another disk', central({ disk: 1 })],
    ['zip64: another disk', zip64Archive({ disk: 1 })],
    ['zip64: a locator on another disk', zip64Archive({ locatorDisk: 1 })],
    ['zip64: two disks', zip64Archive({ disks: 2 })]
  ],
  truncated: [
    ['the end is missing', plain.subarray(0, plain.length - 22)],
    ['one byte is missing', plain.subarray(0, plain.length - 1)],
    [
      'its end is replaced by NUL bytes',
      Buffer.concat([plain.subarray(0, plain.length - 30), Buffer.alloc(200_000)])
    ],
    ['the comment is cut off', one({}, { comment: 'comment' }).subarray(0, -3)],
    ['only its first byte', plain.subarray(0, 1)],
    ['half of it', plain.subarray(0, plain.length / 2)],
    ['half of an empty archive', rawZip({}).subarray(0, 11)]
  ],
  'not-a-zip': [
    ['an empty body', Buffer.alloc(0)],
    ['an HTML page', Buffer.from('<!DOCTYPE html><title>502 Bad Gateway</title>')],
    ['a JSON error', Buffer.from('{"message":"Not Found","status":"404"}')],
    ['an XML error', Buffer.from('<?xml version="1.0"?><Error><Code>AuthenticationFailed</Code></Error>')],
    ['a long page', Buffer.from(`<html>${'x'.repeat(200_000)}</html>`)],
    ['a tar', Buffer.alloc(10_240)],
    ['NUL bytes only', Buffer.alloc(3 << 20)],
    ['one NUL byte', Buffer.alloc(1)],
    ['a gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])]
  ],
  limit: [
    ['a folder over max-extracted-size', several({ name: 'a/' }), { maxExtractedSize: 4095 }],
    ['the folders of a file over max-extracted-size', one({ name: 'a/b/c' }), { maxExtractedSize: 8192 + 6 }],
    [
      'an empty file that is a folder over max-extracted-size',
      several({ name: 'a' }, { name: 'a/b' }),
      { maxExtractedSize: 4095 }
    ],
    [
      'the folders of picked files over max-extracted-size',
      several({ name: 'a/b', data: 'x' }, { name: 'a/c/d' }, { name: 'e/f' }),
      { maxExtractedSize: 8192, pick: name => name.startsWith('a/') }
    ],
    ['one file over max-extracted-size', one({}), { maxExtractedSize: 6 }],
    [
      'two files together over max-extracted-size',
      several({ name: 'a', data: 'abc' }, { name: 'b', data: 'abcd' }),
      { maxExtractedSize: 6 }
    ]
  ]
}

for (const platform of new Set([process.platform, 'linux', 'win32', 'darwin'] as const)) {
  for (const [refusal, rows] of Object.entries(refused)) {
    describe(`refused as ${refusal} on ${platform}`, () => {
      for (const [title, archive, options] of rows) {
        test(title, async () => {
          const work = site.extract(archive, { folds: false, platform, ...options })
          await expect(work).rejects.toMatchObject({ name: 'ArchiveError', refusal })
        })
      }
    })
  }
}

describe('refused as name on Windows, tested on any system', () => {
  test.each(WINDOWS_NAMES)('%s', async name => {
    const work = site.extract(named(name), windows)
    await expect(work).rejects.toMatchObject({ name: 'ArchiveError', refusal: 'name' })
  })
})

test('an error shows names and pages escaped and shortened', async () => {
  await expect(site.extract(named('::error::\u001b[2J\u202e'))).rejects.toMatchObject({
    entry: expect.not.stringMatching(/\u001b|\u202e|^::/)
  })
  const page = Buffer.from(`::set-output name=a::b\n\u001b[31m${'x'.repeat(5000)}`)
  const error = await site.extract(page).catch((thrown: unknown) => thrown as Error)
  const { message } = error as Error
  expect(message).not.toMatch(/\n|\u001b/)
  expect(message.length).toBeLessThan(200)
})

test('an error names the Unicode path that it is about', async () => {
  const rows: [archive: Buffer, entry: string][] = ['ä\\b', 'ä/\u0007', '../ä'].map(path => [
    named('a/', { ...CP437, data: '', extra: unicodePathField('a/', path) }),
    path
  ])
  for (const [archive, entry] of rows)
    await expect(site.extract(archive)).rejects.toMatchObject({ entry: printable(entry) })
  const special = named('a', { ...CP437, mode: 0o120777, extra: unicodePathField('a', 'ä') })
  await expect(site.extract(special)).rejects.toMatchObject({ refusal: 'link', entry: 'ä' })
  const stale = named('a\\', { ...CP437, extra: unicodePathField('other', 'ä') })
  await expect(site.extract(stale)).rejects.toMatchObject({ refusal: 'path', entry: 'a\\' })
})

test('files with and without execute bits are accepted', async () => {
  const { files } = await site.extract(several({ name: 'a', mode: EXECUTABLE }, { name: 'b', mode: FILE }))
  expect(files).toBe(2)
})
