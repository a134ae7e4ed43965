import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MEMORY_FOLDER } from '../support/memory-folder.js'
import { exceptOnWindows } from '../support/platform.js'
import { EXECUTABLE, type RawEntry, rawZip } from '../support/raw-zip.js'
import { rowsOf } from '../support/sweep.js'

const JOB = fileURLToPath(new URL('./unpack-job.ts', import.meta.url))
const named: RawEntry[] = [
  { name: 'file' },
  { name: 'tool', mode: EXECUTABLE },
  { name: 'empty/' },
  { name: 'a/b/file' }
]
/** So many that worker threads unpack them. */
const more: RawEntry[] = Array.from({ length: 300 }, (_, index) => ({ name: `more/${index}` }))

let root: string
beforeEach(() => {
  root = mkdtempSync(join(MEMORY_FOLDER, 'umask-'))
})
afterEach(() => rmSync(root, { recursive: true }))

/** Unpacks and installs entries with a umask. @returns each path with its kind and mode */
function modes(entries: RawEntry[], umask: string, path: string): Record<string, string> {
  const archive = join(root, 'archive.zip')
  writeFileSync(archive, rawZip({ entries }))
  const command = `umask ${umask} && exec "$0" --import tsx "$@"`
  const output = execFileSync('sh', ['-c', command, process.execPath, JOB, archive, path], {
    encoding: 'utf8'
  })
  const tree = JSON.parse(output) as Record<string, string>
  return Object.fromEntries(
    Object.entries(tree).map(([path, entry]) => [path, /^\w+ \d+/.exec(entry)?.[0] ?? entry])
  )
}

exceptOnWindows('modes and no umask')('modes of an installed archive', () => {
  const umasks = [0o022, 0o002, 0o027, 0o077, 0, 0o037]
  for (const umask of rowsOf(umasks, umask => umask === 0o077)) {
    const text = umask.toString(8).padStart(4, '0')
    const less = (mode: number) => (mode & ~umask).toString(8).padStart(4, '0')
    const folder = `folder ${less(0o777)}`
    const file = `file ${less(0o666)}`
    const tool = `file ${less(0o777)}`
    const files = { file, tool, empty: folder, a: folder, 'a/b': folder, 'a/b/file': file }

    test.each([
      ['one thread', named],
      ['worker threads', [...named, ...more]]
    ])(`with umask ${text}, by %s`, (_, entries) => {
      const path = join(root, 'out')
      const installed = modes(entries, text, path)
      const inFolder = (into: string) =>
        Object.entries(files).map(([path, mode]) => [`${into}/${path}`, mode])
      expect(installed).toMatchObject({
        '.': folder,
        ...files,
        dist: folder,
        'dist/7': folder,
        'dist/8': folder,
        ...Object.fromEntries([...inFolder('dist/7'), ...inFolder('dist/8')])
      })
      expect(new Set(Object.values(installed))).toEqual(new Set([folder, file, tool]))
    })
  }

  test('an existing target keeps its mode', () => {
    const path = join(root, 'out')
    mkdirSync(path, { mode: 0o750 })
    expect(modes(named, '0077', path)).toMatchObject({
      '.': 'folder 0750',
      file: 'file 0600',
      a: 'folder 0700'
    })
  })
})
