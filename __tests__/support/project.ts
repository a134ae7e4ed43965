import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export function readProjectFile(name: string): string {
  return readFileSync(path.join(ROOT, name), 'utf8')
}

/** What git has under these paths; new files too, so that a test sees them before they are committed. */
export function projectFiles(...pathspecs: string[]): string[] {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', ...pathspecs], {
    cwd: ROOT,
    encoding: 'utf8'
  })
  return list.split('\n').filter(line => line !== '')
}
