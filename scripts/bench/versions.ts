import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'

/** What the peers need; none of it is a dependency of the action. */
export const PEER_PACKAGES = { '@actions/artifact': '6', 'adm-zip': '0.5', '@actions/tool-cache': '4' }

/** Each with what asks for its version; the first number that it says is the version. */
const PROGRAMS = {
  curl: ['curl', '--version'],
  unzip: ['unzip', '-v'],
  bsdtar: ['bsdtar', '--version'],
  openssl: ['openssl', 'version'],
  'cp (coreutils)': ['cp', '--version']
} as const

/** @param folder where archives and output are */
export function machine(folder: string): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  return [`${cpus().length} × ${cpus()[0]?.model.trim()}`, memory, system(), placeOf(folder)].join(', ')
}

/** Of everything that is compared. @param peers where the packages are installed */
export function versions(peers: string): string {
  const packages = Object.keys(PEER_PACKAGES).map(name => {
    const file = path.join(peers, 'node_modules', name, 'package.json')
    return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`
  })
  const programs = Object.entries(PROGRAMS).map(([name, [program, option]]) => {
    return `${name} ${/\d+(\.\d+)+/.exec(outputOf(program, option) ?? '')?.[0] ?? '(not installed)'}`
  })
  return [...packages, ...programs].join(', ')
}

/** What a program prints; undefined where there is none. */
export function outputOf(program: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

function system(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform
  } catch {
    return process.platform
  }
}

function placeOf(folder: string): string {
  return `output on ${folder.startsWith('/dev/shm') ? 'tmpfs' : 'disk'}`
}
