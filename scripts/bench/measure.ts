import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Peer } from './peers.js'
import type { Cell } from './report.js'

/** One run of a peer. */
interface Sample {
  seconds: number
  /** Peak resident memory, in MB; undefined where it cannot be read. */
  megabytes: number | undefined
}

/** Preloaded, it writes the peak memory into the file that PEAK_MEMORY names. */
export const HOOK = new URL('../../__tests__/support/peak-memory.mjs', import.meta.url).href

interface Job {
  /** A folder of its own, emptied first. */
  folder: string
  /** Whether the memory is read, which takes some ms. */
  memory: boolean
}

/** Runs a command and takes its wall time or its peak memory. @throws Error when it fails */
export async function measure(peer: Peer, { folder, memory }: Job): Promise<Sample> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const memoryFile = path.join(folder, 'memory')
  const [file = '', ...args] = peer.command
  const hooked = memory && peer.isNode
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...peer.env,
    ...(hooked && { NODE_OPTIONS: `--import ${HOOK}`, PEAK_MEMORY: memoryFile })
  }
  const started = performance.now()
  const child = spawn(file, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
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

/** So often ours, the first, is run for its memory alone. The others once. */
const MEMORY_RUNS = 2

/**
 * Runs all peers in turn, `times` each.
 *
 * @param folder where they work, emptied before each run
 */
export async function sample(
  peers: readonly Peer[],
  { times, folder }: { times: number; folder: string }
): Promise<Cell[]> {
  const taken = peers.map(peer => ({ peer, seconds: [] as number[], megabytes: [] as number[] }))
  // First, too: a machine that was not asked for so much memory yet is slow to give it, which is nobody's time.
  for (let run = 0; run < MEMORY_RUNS; run++) {
    for (const { peer, megabytes } of run === 0 ? taken : taken.slice(0, 1)) {
      const sample = await measure(peer, { folder, memory: true })
      if (sample.megabytes !== undefined) megabytes.push(sample.megabytes)
    }
  }
  for (let run = 0; run < times; run++) {
    // Each begins once: none has the leftovers of the same one before it every time.
    const start = run % taken.length
    for (const { peer, seconds } of [...taken.slice(start), ...taken.slice(0, start)]) {
      seconds.push((await measure(peer, { folder, memory: false })).seconds)
    }
  }
  return taken.map(({ peer: { name, title }, seconds, megabytes }) => ({
    name,
    title,
    seconds: median(seconds),
    megabytes: megabytes.length > 0 ? Math.max(...megabytes) : undefined
  }))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
