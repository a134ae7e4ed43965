import path from 'node:path'
import type { StorageOptions } from '../../__tests__/support/github-server/index.js'
import type { Runtime, Setting } from './comparisons.js'
import { measure } from './measure.js'
import type { Peak } from './report.js'
import { withServer } from './server.js'
import { type Tool, toolsFor } from './tools.js'
import { MIB, makeZip, RECIPES, type Recipe } from './workloads.js'

/** A download that could need much memory. Only this action is measured. */
interface Case {
  title: string
  /** File name of the archive. */
  name: string
  recipe: Recipe
  /** How many artifacts have this archive. Default: 1. */
  copies?: number
  storage?: StorageOptions
  env?: Record<string, string>
}

const HUGE: Recipe = {
  description: 'one file of 3 GiB, compression level 0',
  level: 0,
  files: [{ path: 'image.bin', size: 3 * 1024 * MIB }]
}
const NEARLY_LARGE: Recipe = {
  description: '18 files of 1 MiB, 7.9 MB as stored',
  level: 6,
  files: Array.from({ length: 18 }, (_, index) => ({ path: `output-${index}.o`, size: MIB }))
}
const MANY_FILES: Recipe = {
  description: '200,000 files of 100 bytes',
  level: 6,
  files: Array.from({ length: 200_000 }, (_, index) => ({
    path: `packages/p${index % 500}/lib/file-${index}.js`,
    size: 100
  }))
}
const { big, stored, mixed } = RECIPES as Record<'big' | 'stored' | 'mixed', Recipe>

/** This row has its own target. */
export const LARGEST = 'an artifact of 3 GiB'

const CASES: Case[] = [
  { title: LARGEST, name: 'huge', recipe: HUGE },
  {
    title: 'big, without Content-Length and range requests',
    name: 'big',
    recipe: big,
    storage: { chunked: true }
  },
  {
    title: 'stored, without Content-Length and range requests',
    name: 'stored',
    recipe: stored,
    storage: { chunked: true }
  },
  {
    title: 'mixed, throttled, `concurrency: 64`',
    name: 'mixed',
    recipe: mixed,
    storage: { bytesPerSecond: 10e6, latency: 20 },
    env: { INPUT_CONCURRENCY: '64' }
  },
  {
    title: '64 artifacts of 7.9 MB, `concurrency: 64`',
    name: 'nearly-large',
    recipe: NEARLY_LARGE,
    copies: 64,
    env: { INPUT_CONCURRENCY: '64' }
  },
  { title: 'an artifact of 200,000 files', name: 'many-files', recipe: MANY_FILES },
  {
    title: '`files`: 1 of 200,000 files',
    name: 'many-files',
    recipe: MANY_FILES,
    env: { INPUT_FILES: MANY_FILES.files[100_000]?.path ?? '' }
  }
]

/** Runs per case. The highest peak counts. */
const TIMES = 2

/** @param archives folder of the archives */
export async function measurePeaks(
  { node, version }: Runtime,
  { folder, tools, archives }: Setting & { archives: string }
): Promise<Peak[]> {
  const peaks: Peak[] = []
  for (const { title, name, recipe, copies = 1, storage = {}, env = {} } of CASES) {
    const zip = await makeZip(name, recipe, archives)
    const zips = Object.fromEntries(Array.from({ length: copies }, (_, index) => [`${name}-${index}`, zip]))
    peaks.push(
      await withServer({ zips, storage }, async place => {
        const job = { node, place, artifact: `${name}-0`, tree: '', out: path.join(folder, 'files'), tools }
        const [ours] = toolsFor(job) as [Tool]
        const ids = { 'INPUT_ARTIFACT-IDS': Object.values(place.ids).join(',') }
        const tool = { ...ours, env: { ...ours.env, ...ids, ...env } }
        const samples = []
        for (let time = 0; time < TIMES; time++) samples.push(await measure(tool, { folder, memory: true }))
        return {
          title,
          node: version,
          seconds: Math.min(...samples.map(({ seconds }) => seconds)),
          megabytes: Math.max(...samples.map(({ megabytes = 0 }) => megabytes))
        }
      })
    )
  }
  return peaks
}
