import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Makes `dist` (or another folder, to compare with): tsc to lib/, since ncc cannot compile TypeScript 7, then ncc for
 * the entry and, on their own, for the worker threads.
 */
export function build(folder: string): void {
  rmSync('lib', { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  bundle('lib/index.js', folder, '--license', 'licenses.txt')
  buildWorker('lib/archive/worker.js', path.join(folder, 'worker.js'))
  buildWorker('lib/transfer/hash-worker.js', path.join(folder, 'hash-worker.js'))
}

function buildWorker(entry: string, file: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'worker-'))
  try {
    bundle(entry, folder)
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
