import path from 'node:path'
import { sample } from './measure.js'
import { type Peer, peersFor } from './peers.js'
import type { Row } from './report.js'
import { withServer } from './server.js'
import { outputOf } from './versions.js'
import type { Workload } from './workloads.js'

/** One Node that it is measured on. */
export interface Runtime {
  /** The command. */
  node: string
  version: string
  /** Whether all ways are compared on it, or only those that there are targets for. */
  isFirst: boolean
}

/** How and where it is measured. */
export interface Setting {
  runs: number
  /** Where they work. */
  folder: string
  /** Where the peers from the registry are. */
  peers: string
}

interface Network {
  throttled?: boolean
}

/** A slow network: what each connection gets, and how late in ms. */
const THROTTLE = { bytesPerSecond: 60e6, latency: 20 }
const SLOW = '60 MB/s per connection, 20 ms latency'
/** Three files of mixed. */
export const PICKED = ['build/d1/output-1.o', 'build/d2/output-52.o', 'build/d3/output-103.o']
const AIMED_AT = ['ours', 'toolkit', 'curl-unzip', 'curl-bsdtar']

/** All ways, each in turn, as often as was asked for: what the machine does meanwhile meets them alike. */
export async function compare(
  workload: Workload,
  { node, version, isFirst }: Runtime,
  { runs, folder, peers, throttled = false }: Setting & Network
): Promise<Row> {
  const { name, description, tree } = workload
  return await onServer(workload, throttled, async place => {
    const all = peersFor({ node, place, artifact: name, tree, out: path.join(folder, 'files'), peers })
    const usable = all.filter(peer => isThere(peer) && (isFirst || AIMED_AT.includes(peer.name)))
    return {
      workload: throttled ? `${name}, throttled` : name,
      node: version,
      description: throttled ? `${name} at ${SLOW}` : description,
      cells: await sample(usable, { times: runs, folder })
    }
  })
}

/** Three files of many: ours takes only these. */
export async function picked(
  workload: Workload,
  { node, version }: Runtime,
  { runs, folder, peers, throttled = false }: Setting & Network
): Promise<Row> {
  const { name, tree } = workload
  return await onServer(workload, throttled, async place => {
    const out = path.join(folder, 'files')
    const all = peersFor({ node, place, artifact: name, tree, out, peers })
    const [ours, toolkit] = all as [Peer, Peer]
    const picking: Peer = {
      ...ours,
      title: '**this action**, `files`',
      env: { ...ours.env, INPUT_FILES: PICKED.join('\n') }
    }
    const whole: Peer = { ...ours, name: 'ours-whole', title: 'this action, whole artifact' }
    return {
      workload: `3 files of ${name}${throttled ? ', throttled' : ''}`,
      node: version,
      description: `3 of the 2,000 files${throttled ? ` at ${SLOW}` : ''}`,
      cells: await sample([picking, whole, toolkit], { times: runs, folder })
    }
  })
}

/** A step that ends on an input error, against Node doing nothing. */
export async function startUp({ node, version }: Runtime, { runs, folder }: Setting): Promise<Row> {
  const peer = (name: string, title: string, args: string[], code: number): Peer => ({
    name,
    title,
    command: [node, ...args],
    env: { GITHUB_ACTIONS: 'true' },
    isNode: false,
    code
  })
  const steps = [
    peer('ours', '**this action**', [path.resolve('dist/index.js')], 1),
    peer('node', '`node -e 0`', ['-e', '0'], 0)
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

/** What is not of Node, and may not be there. */
const NEEDED: Record<string, string[]> = {
  'curl-bsdtar': ['bsdtar'],
  'curl-bsdtar-sha256': ['bsdtar', 'openssl'],
  'curl-unzip': ['unzip'],
  'tool-cache': ['unzip']
}

function isThere({ name }: Peer): boolean {
  const missing = NEEDED[name]?.find(command => outputOf('which', command) === undefined)
  if (missing !== undefined) console.log(`skipped: ${name}, since ${missing} is not installed`)
  return missing === undefined
}
