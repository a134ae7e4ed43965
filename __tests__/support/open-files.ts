import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ON_WINDOWS } from './platform.js'

const reason = ON_WINDOWS
  ? 'Windows limits no open files, and starts no script in place of a program'
  : existsSync('/bin/bash')
    ? undefined
    : 'no bash to limit open files'

/** `describe`, or where open files cannot be limited one that is skipped, with the reason printed. */
export function whereFilesAreLimited(): typeof describe {
  if (reason === undefined) return describe
  // Not by console.log: of a file of which every test is skipped Jest shows none.
  process.stderr.write(`skipped: few open files: ${reason}\n`)
  return describe.skip as typeof describe
}

/** A Node, in this folder, that may have only so many files open. */
export function nodeWithFiles(limit: number, folder: string): string {
  const node = join(folder, 'node')
  // Not sh: dash drops variables whose names have a dash, such as INPUT_RUN-ID.
  writeFileSync(node, `#!/bin/bash\nulimit -n ${limit} && exec "${process.execPath}" "$@"\n`, { mode: 0o755 })
  return node
}
