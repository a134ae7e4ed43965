import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type ZipFile, zipFiles } from '../support/artifact-zip.js'
import { ExtractionSite } from '../support/extraction.js'
import { ON_WINDOWS } from '../support/platform.js'
import { rowsOf } from '../support/sweep.js'
import { modeOf, paths } from '../support/tree.js'
import { whyMissing } from '../support/zip-readers.js'

const site = new ExtractionSite()
afterAll(() => site.remove())

const MIB = 1 << 20
/** Half of it cannot be compressed. Always the same bytes. */
const big = Buffer.concat([noise(6 * MIB), Buffer.alloc(6 * MIB, 'text ')])

function noise(length: number): Buffer {
  const blocks = Array.from({ length: length / 32 }, (_, index) =>
    createHash('sha256').update(String(index)).digest()
  )
  return Buffer.concat(blocks)
}

/** The contents of an artifact: many small files, executable and empty files, folders, and one file that is read in chunks. */
function variety(): Record<string, ZipFile> {
  const files: Record<string, ZipFile> = {
    empty: { data: '' },
    'ünï/日本': { data: 'text' },
    '.hidden/big.bin': { data: big, mtime: new Date('2020-05-06T07:08:10Z') },
    'bin/tool': { data: '#!/bin/sh\n', mode: 0o755 }
  }
  for (let index = 0; index < 1500; index++) {
    const data = index % 2 === 0 ? `line ${index}\n`.repeat(index % 70) : noise(32 * (index % 90))
    files[`d${index % 40}/e${index % 7}/${index}`] = { data, mode: index % 3 === 0 ? 0o755 : 0o644 }
  }
  return files
}

const FORMATS = [0, 6, 9].flatMap(level => [false, true].map(forceZip64 => ({ level, forceZip64 })))
const isQuick = ({ level, forceZip64 }: (typeof FORMATS)[number]) => level === 6 && !forceZip64

for (const { level, forceZip64 } of rowsOf(FORMATS, isQuick)) {
  test(`what upload-artifact writes at level ${level}${forceZip64 ? ', zip64' : ''}, is extracted unchanged`, async () => {
    const files = variety()
    const archive = await zipFiles({ ...files, 'folder/': '' }, { level, forceZip64 })
    const { to } = await site.extract(archive)
    const wrong = Object.entries(files).filter(([name, { data, mode = 0o644, mtime }]) => {
      const stat = lstatSync(path.join(to, name))
      const isSame = readFileSync(path.join(to, name)).equals(Buffer.from(data as string))
      return (
        !isSame || modeOf(stat) !== (ON_WINDOWS ? 0o644 : mode) || (mtime && stat.mtimeMs !== mtime.getTime())
      )
    })
    expect(wrong.map(([name]) => name)).toEqual([])
    // upload-artifact writes an empty folder as an empty file.
    const written = paths(to).filter(name => !name.endsWith('/'))
    expect(written.sort()).toEqual([...Object.keys(files), 'folder'].sort())
  })
}

/** Shell commands of other programs that write an archive of the folder `src`. */
const WRITERS: [writer: string, command: string][] = [
  ['zip', 'zip -qr a.zip src'],
  ['zip', 'zip -qr0 a.zip src'],
  ['zip', 'zip -qr - src | cat > a.zip'],
  ['jar', 'jar -cMf a.zip src'],
  ['bsdtar', 'bsdtar -cf a.zip --format zip src'],
  ['python3', 'python3 -m zipfile -c a.zip src']
]

const missing = new Map(WRITERS.map(([writer]) => [writer, whyMissing('sh', '-c', `command -v ${writer}`)]))
for (const [writer, reason] of missing) if (reason) console.log(`skipped: archives by ${writer}: ${reason}`)

describe('archives of other programs are extracted unchanged', () => {
  // Not a table: Jest does not allow a table without rows.
  for (const [writer, command] of rowsOf(WRITERS, ([, command]) => command === 'zip -qr a.zip src')) {
    if (missing.get(writer) !== undefined) continue
    test(`${writer}: ${command}`, async () => {
      const folder = mkdtempSync(path.join(site.root, 'writer-'))
      try {
        mkdirSync(path.join(folder, 'src/dir/empty'), { recursive: true })
        writeFileSync(path.join(folder, 'src/tool'), '#!/bin/sh\n', { mode: 0o755 })
        writeFileSync(path.join(folder, 'src/dir/ünï'), 'text '.repeat(500))
        writeFileSync(path.join(folder, 'src/dir/big'), big)
        execFileSync('sh', ['-c', command], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
        const { to } = await site.extract(readFileSync(path.join(folder, 'a.zip')))
        // Some writers store no modes. Times may come from fields without a time zone.
        const contents = (root: string) => [paths(root), site.contents(root)]
        expect(contents(path.join(to, 'src'))).toEqual(contents(path.join(folder, 'src')))
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  }
})
