import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ZipFiles, zipFiles } from './artifact-zip.js'
import type { RequestRecord } from './github-server/index.js'
import { pseudoRandomBytes } from './random-bytes.js'
import type { Scenario } from './scenario.js'
import { EXECUTABLE_SHOWN, paths, snapshot } from './tree.js'

// A large artifact, and how its transfer is checked.

export const MIB = 1 << 20
/** Larger artifacts come in parts. */
export const FIRST = 8 * MIB
export const TAIL = 256 << 10
export const PART = 4 * MIB

const SCRIPT = '#!/bin/sh\n'
export const TOOL = { data: SCRIPT, mode: 0o755 }
/** More than 8 MiB: a stored file of several chunks, small ones, one that deflates well, an execute bit. */
const FILES: ZipFiles = {
  'bin/tool': TOOL,
  'data/noise.bin': pseudoRandomBytes(9 * MIB),
  ...Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`text/${index}.txt`, `line ${index}\n`.repeat(500)])
  ),
  'zeros.bin': Buffer.alloc(6 * MIB),
  'last.txt': 'the last'
}

/** The archive of the large artifact. */
export const makeLargeZip = (): Promise<Buffer> => zipFiles(FILES)

/** Checks that a folder has the files of the large artifact, and no others. */
export function expectTree(folder: string): void {
  const tree = snapshot(folder)
  expect(Object.keys(tree).filter(path => !path.endsWith('/')).length).toBe(Object.keys(FILES).length + 4)
  expect(tree['bin/tool']).toBe(`file ${EXECUTABLE_SHOWN} "#!/bin/sh\\n"`)
  for (const [name, file] of Object.entries(FILES)) {
    const expected =
      typeof file === 'string' || Buffer.isBuffer(file) ? Buffer.from(file) : Buffer.from(SCRIPT)
    if (!readFileSync(join(folder, name)).equals(expected)) throw new Error(`${name} differs`)
  }
}

/** Files outside the workspace: nothing may stay there. */
export function leftOutside({ job }: Scenario): string[] {
  return paths(job.folder).filter(
    path => !/^(work|commands|tools)/.test(path) && !/^temp\/(artifacts-.*json)?$/.test(path)
  )
}

/** Environments with and without internals of Node.js. */
export const INTERNALS: [title: string, env: Record<string, string>][] = [
  ['with internals', {}],
  ['plain', { ARTIFACT_ACTION_PLAIN: '1' }]
]

/** The server may see the end of a response this much later than the client, in ms. */
const SEEN_LATE = 15

/** The most requests in flight at once. */
export function mostAtOnce(requests: readonly Pick<RequestRecord, 'at' | 'endedAt'>[]): number {
  const times = requests.map(({ at, endedAt = 0 }) => ({ at, endedAt: Math.max(at, endedAt - SEEN_LATE) }))
  return Math.max(
    ...times.map(({ at }) => times.filter(other => other.at <= at && at < other.endedAt).length)
  )
}
