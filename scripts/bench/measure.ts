import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Peer } from './peers.js'

/** One run of a peer. */
export interface Sample {
  seconds: number
  /** Peak resident memory, in MB; undefined where it cannot be read. */
  megabytes: number | undefined
}

/** Preloaded, it writes the peak memory into the file that PEAK_MEMORY names. */
export const HOOK = new URL('../../__tests__/support/peak-memory.mjs', import.meta.url).href

interface Job {
  /** Where the hook that reads the memory is. */
  peers: string
  out: string
  /** `measure` memory, at the cost of some ms. */
  memory?: boolean
}

/** Runs a command and takes its wall time and its peak memory. @throws Error when it fails */
export async function measure(peer: Peer, { peers, out, memory = true }: Job): Promise<Sample> {
  const memoryFile = path.join(peers, 'memory')
  rmSync(memoryFile, { force: true })
  const [file = '', ...args] = peer.command
  const hooked = memory && peer.isNode
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...peer.env,
    ...(hooked && { NODE_OPTIONS: `--import ${HOOK}`, PEAK_MEMORY: memoryFile })
  }
  const started = performance.now()
  const child = spawn(file, args, { env, cwd: path.dirname(out), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', text => {
    said += text
  })
  child.stderr.on('data', text => {
    said += text
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  const seconds = (performance.now() - started) / 1000
  if (code !== (peer.code ?? 0)) throw new Error(`${peer.name} ended with ${code}:\n${said.slice(-2000)}`)
  const megabytes = existsSync(memoryFile) ? Number(readFileSync(memoryFile, 'utf8')) / 1000 : undefined
  return { seconds, megabytes }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
