import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { licensesOf } from './licenses.js'

/**
 * Makes `dist` (or another folder, to compare with): tsc to lib/, since ncc cannot compile TypeScript 7, then ncc for
 * the entry and, on their own, for the worker threads.
 */
export function build(folder: string): void {
  rmSync('lib', { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  const stats = [
    bundle('lib/index.js', folder),
    buildWorker('lib/archive/worker.js', path.join(folder, 'worker.js')),
    buildWorker('lib/transfer/hash-worker.js', path.join(folder, 'hash-worker.js'))
  ]
  writeFileSync(path.join(folder, 'licenses.txt'), licensesOf(stats))
}

function buildWorker(entry: string, file: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'worker-'))
  try {
    const stats = bundle(entry, folder)
    copyFileSync(path.join(folder, 'index.js'), file)
    return stats
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns webpack's statistics, as JSON text */
function bundle(entry: string, folder: string): string {
  const beside = mkdtempSync(path.join(tmpdir(), 'stats-'))
  try {
    const stats = path.join(beside, 'stats.json')
    node(
      'node_modules/@vercel/ncc/dist/ncc/cli.js',
      'build',
      entry,
      '-o',
      folder,
      '--no-cache',
      '--stats-out',
      stats
    )
    return readFileSync(stats, 'utf8')
  } finally {
    rmSync(beside, { recursive: true, force: true })
  }
}

function node(...command: string[]): void {
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1]?.endsWith('build.ts')) build('dist')
