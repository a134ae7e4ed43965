import { gzipSync } from 'node:zlib'
import type { RefusalClass } from '../../../src/errors/archive-error.js'
import { exceptOnWindows } from '../../support/platform.js'
import { base256, END, paxRecords, type RawTarEntry, rawTar } from '../../support/raw-tar.js'
import { TarSite, type TarSiteOptions } from '../../support/tar-site.js'

type Row = [title: string, archive: Buffer | Buffer[], options?: TarSiteOptions]

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
const windows = { platform: 'win32' as const, folds: true }
const MIB = 1 << 20

const OUTSIDE = [
  '../victim.txt',
  '..',
  'a/../../victim.txt',
  'a/..',
  '/etc/passwd',
  '/',
  '//server/x',
  'a//b'
]
const STRANGE = ['./../a', './/a', '././a', 'a/./b', 'a\\b', '..\\victim.txt', 'C:/a', 'c:a', '\\\\?\\C:\\a']
const CONTROL = ['a\nb', '\r', '\u001b[31mred', '\u007f', '\u009b1m', 'a\u2028b']

const refused: Partial<Record<RefusalClass, Row[]>> = {
  path: [...OUTSIDE, ...STRANGE].flatMap((name): Row[] => [
    [`the file ${name}`, tar({ ...file, name })],
    [`the folder ${name}`, tar(folder(name))],
    [`the link ${name}`, tar(link(name, 'a'))],
    [`the hard link ${name}`, tar(file, hardLink(name, 'a.txt'))],
    [`a hard link to ${name}`, tar(file, hardLink('b', name))],
    [`the pax path ${name}`, tar({ ...file, pax: { path: name } })],
    [`the GNU name ${name}`, tar({ ...file, gnuName: name })]
  ]),
  name: [
    ...CONTROL.flatMap((name): Row[] => [
      [`the name ${JSON.stringify(name)}`, tar({ ...file, name })],
      [`the pax path ${JSON.stringify(name)}`, tar({ ...file, pax: { path: name } })],
      [`a link to ${JSON.stringify(name)}`, tar(link('b', name))]
    ]),
    ['an empty name', tar({ ...file, name: '' })],
    ['an empty name of a folder', tar(folder(''))],
    ['a NUL in a pax path', tar({ ...file, pax: { path: 'a\0b' } })],
    ['invalid UTF-8', tar({ ...file, name: Buffer.from([0x61, 0xff]) })],
    ['overlong UTF-8', tar({ ...file, name: Buffer.from([0xc0, 0xae, 0x2f, 0x61]) })],
    ['invalid UTF-8 in a pax path', tar({ ...file, pax: { path: Buffer.from([0x61, 0xff]) } })],
    ['invalid UTF-8 in a pax link', tar({ ...link('a', 'b'), pax: { linkpath: Buffer.from([0xff]) } })],
    ['invalid UTF-8 in a GNU name', tar({ ...file, gnuName: Buffer.from([0x61, 0xff]) })],
    ['invalid UTF-8 in the target of a link', tar({ ...link('a', ''), linkname: Buffer.from([0xff]) })],
    ['a segment of 256 bytes', tar({ ...file, pax: { path: 'a'.repeat(256) } })],
    ['a path of 4,097 bytes', tar({ ...file, pax: { path: `${'ab/'.repeat(1365)}cd` } })],
    ['a target of 4,096 bytes', tar({ ...link('l', 'x'), pax: { linkpath: 'abc/'.repeat(1024) } })],
    ['a reserved name of Windows', tar({ ...file, name: 'dir/nul.txt' }), windows],
    ['a name that ends in a dot, on Windows', tar({ ...file, name: 'a.' }), windows],
    ['a colon, on Windows', tar({ ...file, name: 'ab:c' }), windows],
    ['a target with a reserved name, on Windows', tar(link('l', 'CON')), windows]
  ],
  link: [
    ...['/etc/passwd', '\\x', 'C:/x', 'c:', '//server/share'].map(
      (target): Row => [`a link to ${target}`, tar(link('a', target))]
    ),
    ['a link without a target', tar(link('a', ''))],
    ['a link out of the folder', tar(link('a', '..'))],
    ['a link out of a folder below', tar(folder('d'), link('d/e', '../../victim.txt'))],
    ['a link up from a folder that is in it', tar(folder('d'), link('e', 'd/../../outside'))],
    ['a link that goes up after a link', tar(folder('d/e'), link('x', 'd/e'), link('y', 'x/../z'))],
    ['the same in the other order', tar(folder('d/e'), link('y', 'x/../z'), link('x', 'd/e'))],
    ['a link that goes up after two links', tar(link('x', 'y'), link('y', '.'), link('z', 'x/../../a'))],
    ['a link that goes up after a missing folder', tar(link('a', 'x/../b'))],
    ['a link that goes up after a file', tar(file, link('b', 'a.txt/../c'))],
    ['a link out of the artifact from its folder', tar(link('a', '../../victim.txt')), { into: 'sub' }],
    ['one bad link among good ones', tar(file, link('b', 'a.txt'), link('c', '../victim.txt'))],
    ['a link by a pax record', tar({ ...link('a', 'b'), pax: { linkpath: '../victim.txt' } })],
    ['a link by a GNU record', tar({ ...link('a', 'b'), gnuLink: '/etc/passwd' })],
    ['a hard link to a missing file', tar(hardLink('b', 'a.txt'))],
    ['a hard link to a later file', tar(hardLink('b', 'a.txt'), file)],
    ['a hard link to itself', tar(hardLink('b', 'b'))],
    ['a hard link to a folder', tar(folder('d'), hardLink('b', 'd'))],
    ['a hard link to a symbolic link', tar(file, link('l', 'a.txt'), hardLink('b', 'l'))],
    ['a hard link through a symbolic link', tar(file, link('l', '.'), hardLink('b', 'l/a.txt'))],
    ['a hard link to a file of another archive', [tar(file), tar(hardLink('b', 'a.txt'))]],
    ['a character device', tar({ name: 'a', type: '3' })],
    ['a block device', tar({ name: 'a', type: '4' })],
    ['a FIFO', tar({ name: 'a', type: '6' })]
  ],
  duplicate: [
    ['a file twice', tar(file, file)],
    ['a file twice, once with ./', tar(file, { ...file, name: './a.txt' })],
    ['a file of two archives', [tar(file), tar(file)]],
    ['a file, then a folder', tar(file, folder('a.txt'))],
    ['a folder, then a file', tar(folder('a.txt'), file)],
    ['a file where a folder is needed', tar(file, { ...file, name: 'a.txt/b' })],
    ['a folder that was needed, then a file', tar({ ...file, name: 'a.txt/b' }, file)],
    ['a link, then a file', tar(link('a.txt', 'b'), file)],
    ['a file, then a link', tar(file, link('a.txt', 'b'))],
    ['a link twice', tar(link('l', 'a'), link('l', 'b'))],
    ['a link, then a folder', tar(link('l', 'a'), folder('l'))],
    ['a folder, then a link', tar(folder('l'), link('l', 'a'))],
    ['a file through a link', tar(link('l', '.'), { ...file, name: 'l/a.txt' })],
    ['a link through a link', tar(link('l', '.'), link('l/m', 'x'))],
    ['a file, then a hard link of its path', tar(file, { ...file, name: 'b' }, hardLink('b', 'a.txt'))],
    ['names that fold together', tar(file, { ...file, name: 'A.TXT' }), { folds: true }],
    ['folders that fold together', tar(folder('d'), folder('D')), { folds: true }],
    ['a file and a link that fold together', tar(file, link('A.txt', 'x')), { folds: true }],
    ['normalizations that fold together', tar({ name: 'é' }, { name: 'e\u0301' }), { folds: true }]
  ],
  structure: [
    ['no archive', Buffer.from('<!DOCTYPE html>'.repeat(100))],
    ['a wrong checksum', tar({ ...file, checksum: 1 })],
    ['a checksum of a zero block', Buffer.concat([Buffer.alloc(148), Buffer.from('0000400'), END])],
    ['the format of Unix V7', tar({ ...file, magic: '' })],
    ['another magic', tar({ ...file, magic: 'ustal\x0000' })],
    ['a size that is no number', tar({ ...file, size: 'seven' })],
    ['a negative size', tar({ ...file, size: '-0000000007' })],
    ['a negative size in base 256', tar({ ...file, size: base256(-1n) })],
    ['a size of 2^60', tar({ ...file, size: base256(1n << 60n) })],
    [
      'a size in base 256 with another marker',
      tar({ ...file, size: Buffer.from([0x81, ...Buffer.alloc(11)]) })
    ],
    ['two numbers as a size', tar({ ...file, size: '0000007\x00012' })],
    ['a pax size that is no number', tar({ ...file, pax: { size: 'x' } })],
    ['a negative pax size', tar({ ...file, pax: { size: '-7' } })],
    ['a pax size with an exponent', tar({ ...file, pax: { size: '1e3' } })],
    ['a pax size of 2^60', tar({ ...file, pax: { size: String(1n << 60n) } })],
    ['an empty pax size', tar({ ...file, pax: { size: '' } })],
    ['a pax header with a size that is no number', tar({ name: 'p', type: 'x', size: 'x' }, file)],
    ['a GNU name with a negative size', tar({ name: 'p', type: 'L', size: base256(-512n) }, file)],
    ['an empty pax header', tar({ name: 'p', type: 'x' }, file)],
    ['an empty GNU name', tar({ ...file, gnuName: '' })],
    ['a GNU name with more after its NUL', tar({ ...file, gnuName: 'a\0/../b' })],
    ['a pax header of 2 MiB', tar({ ...file, pax: { comment: 'x'.repeat(2 * MIB) } })],
    ['a pax record without a length', tar({ ...file, rawPax: 'path=b\n' })],
    ['a pax record that is too long', tar({ ...file, rawPax: '99 path=b\n' })],
    ['a pax record that is too short', tar({ ...file, rawPax: '5 path=b\n' })],
    ['a pax record without an equals sign', tar({ ...file, rawPax: '7 path\n' })],
    ['a pax record without a newline', tar({ ...file, rawPax: '9 path=b ' })],
    [
      'two pax headers',
      tar({ name: 'p', type: 'x', data: paxRecords({ path: 'b' }) }, { ...file, pax: { size: '7' } })
    ],
    ['two GNU names', tar({ name: 'n', type: 'L', data: 'b' }, { ...file, gnuName: 'c' })],
    ['two GNU links', tar({ name: 'n', type: 'K', data: 'b' }, { ...link('l', 'a'), gnuLink: 'c' })],
    ['a pax header at the end', tar({ name: 'p', type: 'x', data: paxRecords({ path: 'b' }) })],
    ['a folder with data', tar({ ...folder('d'), data: 'x' })],
    ['a folder by its slash, with data', tar({ ...file, name: 'd/' })],
    ['a link with data', tar({ ...link('l', 'a'), data: 'x' })],
    ['a hard link with data', tar(file, { ...hardLink('l', 'a.txt'), data: 'x' })],
    ['an impossible time', tar({ ...file, pax: { mtime: '1e300' } })],
    ['a time that is no number', tar({ ...file, pax: { mtime: 'now' } })],
    ['bytes after the end', Buffer.concat([tar(file), Buffer.from('x')])],
    ['an archive after the end', Buffer.concat([tar(file), tar({ name: 'b' })])],
    [
      'an entry after one block of zeros',
      Buffer.concat([rawTar([file], Buffer.alloc(512)), tar({ name: 'b' })])
    ]
  ],
  unsupported: [
    ['a sparse file of GNU', tar({ ...file, type: 'S' })],
    ['a sparse file by pax', tar({ ...file, pax: { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0' } })],
    ['a volume label', tar({ name: 'a', type: 'V' })],
    ['the rest of another volume', tar({ ...file, type: 'M' })],
    ['a folder of a dump', tar({ ...file, name: './', type: 'D' })],
    ['an old GNU name', tar({ ...file, type: 'N' })],
    ['a type that does not exist', tar({ ...file, type: '~' })],
    ...['path', 'linkpath', 'size', 'GNU.sparse.major'].map(
      (key): Row => [`a global ${key}`, tar({ name: 'g', type: 'g', data: paxRecords({ [key]: '1' }) }, file)]
    )
  ],
  limit: [
    ['a file over the limit', tar({ ...file, data: Buffer.alloc(101) }), { maxExtractedSize: 100 }],
    ['two files over the limit', tar(file, { ...file, name: 'b' }), { maxExtractedSize: 13 }],
    ['files of two archives', [tar(file), tar({ ...file, name: 'b' })], { maxExtractedSize: 13 }],
    ['folders over the limit', tar(folder('a/b'), folder('c')), { maxExtractedSize: 3 * 4096 - 1 }],
    ['more than the disk has', tar({ ...file, size: base256(1n << 50n) })],
    [
      'a bomb of zeros',
      gzipSync(Buffer.concat([tar({ ...file, size: base256(8n << 30n) }), Buffer.alloc(32 * MIB)])),
      { compression: 'gzip', maxExtractedSize: MIB }
    ],
    ['endless padding', gzipSync(Buffer.concat([tar(file), Buffer.alloc(65 * MIB)])), { compression: 'gzip' }]
  ],
  truncated: [
    ['an empty file', Buffer.alloc(0)],
    ['no end', rawTar([file], Buffer.alloc(0))],
    ['half an end', rawTar([file], Buffer.alloc(512))],
    ['a cut end', rawTar([file], Buffer.alloc(1023))],
    ['a cut header', tar(file).subarray(0, 300)],
    ['a cut file', tar(file).subarray(0, 515)],
    ['a cut padding', tar(file).subarray(0, 1000)],
    ['a cut pax header', tar({ ...file, pax: { path: 'b' } }).subarray(0, 600)],
    ['a cut after a pax header', tar({ ...file, pax: { path: 'b' } }).subarray(0, 1024)],
    ['a cut gzip stream', gzipSync(tar(file)).subarray(0, -9), { compression: 'gzip' }]
  ],
  deflate: [
    ['no gzip stream', tar(file), { compression: 'gzip' }],
    [
      'a wrong CRC-32',
      gzipSync(tar(file)).fill(0, gzipSync(tar(file)).length - 8, gzipSync(tar(file)).length - 4),
      { compression: 'gzip' }
    ],
    [
      'bytes after the gzip stream',
      Buffer.concat([gzipSync(tar(file)), Buffer.from('more than a header')]),
      { compression: 'gzip' }
    ],
    [
      'bytes after NULs after the gzip stream',
      Buffer.concat([gzipSync(tar(file)), Buffer.alloc(MIB), Buffer.from('x')]),
      { compression: 'gzip' }
    ]
  ]
}

describe.each(Object.entries(refused))('refused as %s', (refusal, rows) => {
  test.each(rows)('%s', async (_, archive, ...[options]) => {
    await expect(site.unpack(archive, options)).rejects.toMatchObject({ name: 'ArchiveError', refusal })
  })
})

test.each(['\u001b[2J', '::error::x', 'a\nb'])('%j in a name is escaped where it is printed', async name => {
  const bad = tar({ ...file, name: `${name}/../b` })
  const error = (await site.unpack(bad).catch((thrown: unknown) => thrown)) as Error
  expect(error.message).not.toMatch(/\u001b|\n|(^|[^\\])::error/)
})

exceptOnWindows('symbolic links without a privilege')('an archive that is cut at any block', () => {
  test('is refused', async () => {
    const whole = tar(
      folder('d'),
      { ...file, pax: { path: 'd/long' }, data: 'x'.repeat(1500) },
      link('l', 'd/long'),
      hardLink('h', 'd/long'),
      { name: 'b', gnuName: 'd/c' }
    )
    await site.unpack(whole)
    for (let length = 0; length < whole.length; length += 512) {
      await expect(site.unpack(whole.subarray(0, length))).rejects.toMatchObject({ refusal: 'truncated' })
    }
  })
})
