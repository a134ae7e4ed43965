import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { licensesOf } from './licenses.js'

/** The API in ncc's README: https://github.com/vercel/ncc#programmatically-from-nodejs. The package has no types. */
const ncc = createRequire(import.meta.url)('@vercel/ncc') as (
  entry: string,
  options: { cache: boolean; quiet: boolean; externals: Record<string, string> }
) => Promise<{
  code: string
  /** By file name. */
  assets: Record<string, { source: string | Buffer }>
  stats: { toJson(): object }
}>

/**
 * Builds the action into `folder`: tsc compiles to lib/, because ncc cannot compile TypeScript 7. Then ncc bundles the
 * entry and each worker thread.
 */
export async function build(folder: string): Promise<void> {
  rmSync('lib', { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  mkdirSync(folder, { recursive: true })
  const { code, assets, stats } = await bundle('lib/index.js')
  for (const [file, { source }] of Object.entries({ ...assets, 'index.js': { source: code } })) {
    writeFileSync(path.join(folder, file), source)
  }
  copyFileSync('lib/http/no-undici.cjs', path.join(folder, 'no-undici.cjs'))
  const ofWorkers = [
    await buildWorker('lib/archive/worker.js', path.join(folder, 'worker.js')),
    await buildWorker('lib/download/streaming/hash-worker.js', path.join(folder, 'hash-worker.js'))
  ]
  writeFileSync(
    path.join(folder, 'licenses.txt'),
    licensesOf([stats, ...ofWorkers].map(one => JSON.stringify(one.toJson())))
  )
}

async function buildWorker(entry: string, file: string): Promise<{ toJson(): object }> {
  const { code, stats } = await bundle(entry)
  writeFileSync(file, code)
  return stats
}

/** Bundles a file with everything that it imports. */
async function bundle(entry: string): ReturnType<typeof ncc> {
  return await ncc(path.resolve(entry), {
    cache: false,
    quiet: true,
    // Replaces the undici package; `no-undici.cts` explains why.
    externals: { undici: './no-undici.cjs' }
  })
}

function node(...command: string[]): void {
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1]?.endsWith('build.ts')) await build('dist')
