import { execFileSync } from 'node:child_process'
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { exceptOnWindows } from '../../support/platform.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'
import { TarSite } from '../../support/tar-site.js'
import { tarWriters } from '../../support/tar-writers.js'
import { paths, snapshot } from '../../support/tree.js'
import { whyMissing } from '../../support/zip-readers.js'

/** Short enough for each format. */
const SHORT = { 'bin/tool': 0o755, 'a.txt': 0o644, 'lib/libx.so.1.2': 0o755, 'ü.txt': 0o600, empty: 0o644 }
/** Too long for ustar. */
const LONG = {
  [`${'deep/'.repeat(40)}file`]: 0o644,
  ['n'.repeat(180)]: 0o755,
  [`${'ö'.repeat(90)}/x`]: 0o644
}

const LINKS = {
  'lib/libx.so': 'libx.so.1',
  'lib/libx.so.1': 'libx.so.1.2',
  'node_modules/.bin/tool': '../../bin/tool',
  'My.app/Versions/Current': 'A',
  'My.app/Resources': 'Versions/Current/Resources',
  dangling: 'nowhere'
}

const usable = tarWriters.filter(({ missing }) => missing === undefined)
const reader = ['tar', 'bsdtar'].find(command => whyMissing(command, '--version') === undefined)
const compare =
  usable.length > 0 && reader !== undefined ? exceptOnWindows('execute bits and links') : describe.skip

compare('what other programs write is unpacked as tar -x does', () => {
  let folder: string
  let site: TarSite
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'writers-'))
    site = new TarSite()
  })
  afterEach(() => {
    site.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  function makeTree(long: boolean): string {
    const tree = path.join(folder, 'tree')
    const put = (name: string) => {
      mkdirSync(path.join(tree, path.dirname(name)), { recursive: true })
      return path.join(tree, name)
    }
    for (const [name, mode] of Object.entries({ ...SHORT, ...(long && LONG) })) {
      writeFileSync(put(name), name === 'empty' ? '' : name.repeat(100), { mode })
    }
    writeFileSync(put('big.bin'), pseudoRandomBytes(300_000))
    utimesSync(put('a.txt'), 1_500_000_000, 1_500_000_000)
    mkdirSync(put('My.app/Versions/A/Resources/x'), { recursive: true })
    linkSync(put('big.bin'), put('same.bin'))
    for (const [name, target] of Object.entries({
      ...LINKS,
      ...(long && { 'long-link': 'l'.repeat(150) })
    })) {
      symlinkSync(target, put(name))
    }
    return tree
  }

  /** All that counts: kinds, contents, execute bits, hard links, targets, and times of files. */
  function seen(root: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(snapshot(root))
        .filter(([name]) => name !== '.')
        .map(([name, entry]) => {
          const stat = lstatSync(path.join(root, name))
          if (!stat.isFile()) return [name, entry.replace(/^folder.*/, 'folder')]
          const mode = stat.mode & 0o111 ? 'executable' : 'file'
          const content = readFileSync(path.join(root, name), 'latin1')
          return [name, `${mode} ${stat.nlink} ${Math.floor(stat.mtimeMs / 1000)} ${content}`]
        })
    )
  }

  test.each(usable.length > 0 ? usable : tarWriters)(
    '$name',
    async ({ name, write }) => {
      const archive = path.join(folder, 'archive.tar')
      const expected = path.join(folder, 'expected')
      const tree = makeTree(!/ustar/i.test(name))
      mkdirSync(expected)
      write(tree, archive)
      execFileSync(reader as string, ['-xf', archive, '-C', expected], { stdio: 'pipe' })
      expect(paths(expected)).toEqual(paths(tree))
      await site.unpack(readFileSync(archive))
      expect(seen(site.to)).toEqual(seen(expected))
    },
    60_000
  )
})
