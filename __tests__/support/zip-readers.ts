import { execFileSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decodeUnflagged } from '../../src/archive/entry-name.js'

/** The content of an archive: files by path, with their bytes as latin1; folders by path with a trailing slash, with ''. */
export type Unpacked = Record<string, string>

/** An independent zip reader. It has to extract the same content from each archive that we accept. */
export interface ZipReader {
  name: string
  /** Why it cannot run on this machine. */
  missing: string | undefined
  /** How many archives of a thousand it checks. A process for each archive is slow. */
  sample: number
  /** For each archive its content, or the reason why it cannot be extracted. */
  unpack: (archives: readonly Buffer[]) => (Unpacked | string)[]
}

/** Adds the parent folders of all paths. */
export function withFolders(entries: Iterable<readonly [name: string, content: string]>): Unpacked {
  const tree = new Map<string, string>()
  for (const [name, content] of entries) {
    tree.set(name, content)
    for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1))
      tree.set(name.slice(0, at + 1), '')
  }
  // How @actions/artifact writes a folder: an empty file under which others lie. For other readers it is a file.
  for (const name of tree.keys()) if (tree.get(name) === '' && tree.has(`${name}/`)) tree.delete(name)
  return Object.fromEntries([...tree].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** By the central directory, each entry read whole with its CRC-32. Names as bytes: zipfile decodes by CP437 where we try UTF-8. */
const PYTHON = `
import base64, io, json, sys, zipfile
def unpack(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [[info.orig_filename.encode('utf-8' if info.flag_bits & 0x800 else 'cp437').hex(),
                 archive.read(info).decode('latin1')] for info in archive.infolist()]
def attempt(data):
    try:
        return unpack(data)
    except Exception as error:
        return repr(error)
json.dump([attempt(base64.b64decode(text)) for text in json.load(sys.stdin)], sys.stdout)
`

/** Python's zipfile. */
export const python: ZipReader = {
  name: "Python's zipfile",
  missing: whyMissing('python3', '--version'),
  sample: 1000,
  unpack(archives) {
    const input = JSON.stringify(archives.map(archive => archive.toString('base64')))
    const output = execFileSync('python3', ['-c', PYTHON], { input, encoding: 'utf8', maxBuffer: 1 << 30 })
    const answers = JSON.parse(output) as ([name: string, content: string][] | string)[]
    return answers.map(answer =>
      typeof answer === 'string'
        ? answer
        : withFolders(
            answer
              // As extractall() does.
              .map(
                ([name, content]) =>
                  [decodeUnflagged(Buffer.from(name, 'hex')).replace(/^\.\//, ''), content] as const
              )
              .filter(([name]) => name !== '')
          )
    )
  }
}

const UNPACK_EACH =
  'for zip in *.zip; do mkdir "$zip.d" && bsdtar -xf "$zip" -C "$zip.d" 2>"$zip.log" || touch "$zip.failed"; done'

/** libarchive's bsdtar, as Debian packs it in libarchive-tools. */
export const bsdtar: ZipReader = {
  name: 'bsdtar',
  missing: whyMissing('bsdtar', '--version') ?? whyMissing('sh', '-c', ':'),
  sample: 150,
  unpack(archives) {
    const folder = mkdtempSync(path.join(tmpdir(), 'bsdtar-'))
    try {
      for (const [index, archive] of archives.entries())
        writeFileSync(path.join(folder, `${index}.zip`), archive)
      execFileSync('sh', ['-c', UNPACK_EACH], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } })
      const files = new Set(readdirSync(folder))
      return archives.map((_, index) =>
        files.has(`${index}.zip.failed`)
          ? readFileSync(path.join(folder, `${index}.zip.log`), 'utf8')
          : withFolders(walk(Buffer.from(path.join(folder, `${index}.zip.d`))))
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** All readers, for one loop over them. */
export const zipReaders = [python, bsdtar]
for (const { name, missing } of zipReaders)
  if (missing !== undefined) console.log(`skipped: ${name}: ${missing}`)

/** Why a command cannot be run here: the first line of what went wrong; undefined when it can. */
export function whyMissing(command: string, ...args: string[]): string | undefined {
  try {
    execFileSync(command, args, { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return String(error).split('\n')[0]
  }
}

// Names on disk are bytes, as they were in the archive.
function* walk(folder: Buffer, under = ''): Generator<readonly [name: string, content: string]> {
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    const file = Buffer.concat([folder, Buffer.from('/'), name])
    const shown = `${under}${decodeUnflagged(name)}`
    const stat = lstatSync(file)
    if (stat.isDirectory()) {
      yield [`${shown}/`, '']
      yield* walk(file, `${shown}/`)
    } else {
      yield [shown, stat.isFile() ? readFileSync(file, 'latin1') : `special ${stat.mode.toString(8)}`]
    }
  }
}
