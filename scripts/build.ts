import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Makes `dist` (or another folder, to compare with): tsc to lib/, since ncc cannot compile TypeScript 7, then ncc for
 * the entry and, on its own, for the extraction worker.
 */
export function build(folder: string): void {
  rmSync('lib', { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  bundle('lib/index.js', folder, '--license', 'licenses.txt')
  buildWorker(path.join(folder, 'worker.js'))
}

function buildWorker(file: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'worker-'))
  try {
    bundle('lib/archive/worker.js', folder)
    copyFileSync(path.join(folder, 'index.js'), file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function bundle(entry: string, folder: string, ...options: string[]): void {
  node('node_modules/@vercel/ncc/dist/ncc/cli.js', 'build', entry, '-o', folder, '--no-cache', ...options)
}

function node(...command: string[]): void {
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1]?.endsWith('build.ts')) build('dist')
