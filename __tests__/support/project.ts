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
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '--', ...pathspecs], {
    cwd: ROOT,
    encoding: 'utf8'
  })
  return list.split('\0').filter(name => name !== '')
}

let all: string[] | undefined

/** Whether git has a file or folder of this very name: other file systems than Linux's take it in other letters too. */
export function isInProject(name: string): boolean {
  all ??= projectFiles('.')
  return all.some(file => `${file}/`.startsWith(name.replace(/\/?$/, '/')))
}
