import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'

/** Makes `dist` (or another folder, to compare with): tsc to lib/, since ncc cannot compile TypeScript 7, then ncc. */
export function build(folder: string): void {
  rmSync('lib', { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  const ncc = 'node_modules/@vercel/ncc/dist/ncc/cli.js'
  node(ncc, 'build', 'lib/index.js', '-o', folder, '--no-cache', '--license', 'licenses.txt')
}

function node(...command: string[]): void {
  execFileSync(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] })
}

if (process.argv[1]?.endsWith('build.ts')) build('dist')
