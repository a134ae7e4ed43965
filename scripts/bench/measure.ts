import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Cell } from './report.js'
import type { Tool } from './tools.js'

/** The result of one run. */
interface Sample {
  seconds: number
  /** Peak resident memory, in MB; undefined if it cannot be read. */
  megabytes: number | undefined
}

/** A module to preload: it writes the peak memory to the file in PEAK_MEMORY. */
export const HOOK = new URL('../../__tests__/support/peak-memory.mjs', import.meta.url).href

interface Job {
  /** Working folder. It is emptied first. */
  folder: string
  /** Whether to measure memory, which takes some ms. */
  memory: boolean
}

/** Runs a command and measures its wall time and, if asked, its peak memory. @throws Error if it fails */
export async function measure(tool: Tool, { folder, memory }: Job): Promise<Sample> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const memoryFile = path.join(folder, 'memory')
  const [file = '', ...args] = tool.command
  const hooked = memory && tool.isNode
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...tool.env,
    ...(hooked && { NODE_OPTIONS: `--import ${HOOK}`, PEAK_MEMORY: memoryFile })
  }
  const started = performance.now()
  const child = spawn(file, args, { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', text => {
    output += text
  })
  child.stderr.on('data', text => {
    output += text
  })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  const seconds = (performance.now() - started) / 1000
  if (code !== (tool.code ?? 0))
    throw new Error(`${tool.name} failed with exit code ${code}:\n${output.slice(-2000)}`)
  const megabytes = existsSync(memoryFile) ? Number(readFileSync(memoryFile, 'utf8')) / 1000 : undefined
  return { seconds, megabytes }
}

/** How many runs measure the memory of this action, the first tool. The others get one run. */
const MEMORY_RUNS = 2

/**
 * Runs each tool `times` times, slow ones once. The tools take turns.
 *
 * @param folder working folder, emptied before each run
 */
export async function sample(
  tools: readonly Tool[],
  { times, folder }: { times: number; folder: string }
): Promise<Cell[]> {
  const taken = tools.map(tool => ({ tool, seconds: [] as number[], megabytes: [] as number[] }))
  // These runs come first, because a machine is slow when it first allocates this much memory.
  for (let run = 0; run < MEMORY_RUNS; run++) {
    for (const { tool, megabytes } of run === 0 ? taken : taken.slice(0, 1)) {
      const sample = await measure(tool, { folder, memory: true })
      if (sample.megabytes !== undefined) megabytes.push(sample.megabytes)
    }
  }
  for (const { tool, seconds } of taken) {
    if (tool.isSlow) seconds.push((await measure(tool, { folder, memory: false })).seconds)
  }
  const fast = taken.filter(({ tool }) => !tool.isSlow)
  for (let run = 0; run < times; run++) {
    // Rotate the order, so that no tool always runs after the same other tool.
    const start = run % fast.length
    for (const { tool, seconds } of [...fast.slice(start), ...fast.slice(0, start)]) {
      seconds.push((await measure(tool, { folder, memory: false })).seconds)
    }
  }
  return taken.map(({ tool: { name, title }, seconds, megabytes }) => ({
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
