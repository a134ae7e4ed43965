import path from 'node:path'
import { sample } from './measure.js'
import type { Row } from './report.js'
import { withServer } from './server.js'
import { type Tool, toolsFor } from './tools.js'
import { outputOf } from './versions.js'
import type { Workload } from './workloads.js'

/** A Node version to measure. */
export interface Runtime {
  /** Path of the executable. */
  node: string
  version: string
  /** Whether all tools are measured on it, or only those with a target. */
  isFirst: boolean
}

/** How and where to measure. */
export interface Setting {
  runs: number
  /** Working folder of the tools. */
  folder: string
  /** Folder with the installed tools. */
  tools: string
}

interface Network {
  throttled?: boolean
}

/** A slow network: bandwidth per connection, latency in ms. */
const THROTTLE = { bytesPerSecond: 60e6, latency: 20 }
const SLOW = '60 MB/s per connection, 20 ms latency'
/** Three files of the workload `mixed`. */
export const SELECTED_FILES = ['build/d1/output-1.o', 'build/d2/output-52.o', 'build/d3/output-103.o']
const WITH_TARGETS = ['ours', 'toolkit', 'curl-unzip', 'curl-bsdtar']

/** Measures all tools. They take turns, so that other load on the machine affects all of them. */
export async function compare(
  workload: Workload,
  { node, version, isFirst }: Runtime,
  { runs, folder, tools, throttled = false }: Setting & Network
): Promise<Row> {
  const { name, description, tree } = workload
  return await onServer(workload, throttled, async place => {
    const all = toolsFor({ node, place, artifact: name, tree, out: path.join(folder, 'files'), tools })
    const usable = all.filter(tool => isInstalled(tool) && (isFirst || WITH_TARGETS.includes(tool.name)))
    return {
      workload: throttled ? `${name}, throttled` : name,
      node: version,
      description: throttled ? `${name} at ${SLOW}` : description,
      cells: await sample(usable, { times: runs, folder })
    }
  })
}

/** Measures the download of three files with `files`, and of the whole artifact. */
export async function compareSelectedFiles(
  workload: Workload,
  { node, version }: Runtime,
  { runs, folder, tools, throttled = false }: Setting & Network
): Promise<Row> {
  const { name, tree } = workload
  return await onServer(workload, throttled, async place => {
    const out = path.join(folder, 'files')
    const all = toolsFor({ node, place, artifact: name, tree, out, tools })
    const [ours, toolkit] = all as [Tool, Tool]
    const selecting: Tool = {
      ...ours,
      title: '**this action**, `files`',
      env: { ...ours.env, INPUT_FILES: SELECTED_FILES.join('\n') }
    }
    const whole: Tool = { ...ours, name: 'ours-whole', title: 'this action, whole artifact' }
    return {
      workload: `3 files of ${name}${throttled ? ', throttled' : ''}`,
      node: version,
      description: `3 of the 2,000 files${throttled ? ` at ${SLOW}` : ''}`,
      cells: await sample([selecting, whole, toolkit], { times: runs, folder })
    }
  })
}

/** Measures a step that fails with an input error, and a Node process that does nothing. */
export async function startUp({ node, version }: Runtime, { runs, folder }: Setting): Promise<Row> {
  const tool = (name: string, title: string, args: string[], code: number): Tool => ({
    name,
    title,
    command: [node, ...args],
    env: { GITHUB_ACTIONS: 'true' },
    isNode: false,
    code
  })
  const steps = [
    tool('ours', '**this action**', [path.resolve('dist/index.js')], 1),
    tool('node', '`node -e 0`', ['-e', '0'], 0)
  ]
  return {
    workload: 'start-up',
    node: version,
    description: 'a step that fails with an input error, and a Node process that does nothing',
    cells: await sample(steps, { times: runs * 4, folder })
  }
}

async function onServer(
  { name, zip }: Workload,
  throttled: boolean,
  use: Parameters<typeof withServer<Row>>[1]
): Promise<Row> {
  return await withServer({ zips: { [name]: zip }, storage: throttled ? THROTTLE : {} }, use)
}

/** The programs that a tool needs; they may not be installed. */
const REQUIRED_PROGRAMS: Record<string, string[]> = {
  'curl-bsdtar': ['bsdtar'],
  'curl-bsdtar-sha256': ['bsdtar', 'openssl'],
  'curl-bsdtar-tar': ['bsdtar', 'tar'],
  'curl-unzip': ['unzip'],
  'tool-cache': ['unzip']
}

/** Whether the programs of a tool are installed. */
export function isInstalled({ name }: Tool): boolean {
  const missing = REQUIRED_PROGRAMS[name]?.find(command => outputOf('which', command) === undefined)
  if (missing !== undefined) console.log(`Skipped ${name}: ${missing} is not installed`)
  return missing === undefined
}
