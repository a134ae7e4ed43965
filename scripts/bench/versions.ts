import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'

/** The packages of the tools. The action does not depend on them. */
export const TOOL_PACKAGES = { '@actions/artifact': '6', 'adm-zip': '0.5', '@actions/tool-cache': '4' }

/** Programs with the command that prints their version: the first number in its output. */
const PROGRAMS = {
  curl: ['curl', '--version'],
  unzip: ['unzip', '-v'],
  bsdtar: ['bsdtar', '--version'],
  openssl: ['openssl', 'version'],
  gh: ['gh', '--version'],
  'cp (coreutils)': ['cp', '--version']
} as const

/** Describes the machine. @param folder the folder of archives and output */
export function machine(folder: string): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`
  return [`${cpus().length} × ${cpus()[0]?.model.trim()}`, memory, system(), fileSystemOf(folder)].join(', ')
}

/** The versions of all tools. @param tools folder with the installed packages */
export function versions(tools: string): string {
  const packages = Object.keys(TOOL_PACKAGES).map(name => {
    const file = path.join(tools, 'node_modules', name, 'package.json')
    return `${name} ${(JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version}`
  })
  const programs = Object.entries(PROGRAMS).map(([name, [program, option]]) => {
    return `${name} ${/\d+(\.\d+)+/.exec(outputOf(program, option) ?? '')?.[0] ?? '(not installed)'}`
  })
  return [...packages, ...programs].join(', ')
}

/** The output of a program, or undefined if it is not installed or fails. */
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

function fileSystemOf(folder: string): string {
  return `output on ${folder.startsWith('/dev/shm') ? 'tmpfs' : 'disk'}`
}
