import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { barChart } from './bench/chart.js'
import { measureDelete } from './bench/delete.js'
import { sample } from './bench/measure.js'
import { type Peer, peersFor, writePeers } from './bench/peers.js'
import { type Row, report } from './bench/report.js'
import type { ServerOrder, ServerPlace } from './bench/server.js'
import { makeWorkload, RECIPES, type Workload } from './bench/workloads.js'

/** What the peers need; none of it is a dependency of the action. */
const PEER_PACKAGES = ['@actions/artifact@6', 'adm-zip@0.5', '@actions/tool-cache@4']
/** A slow network: what each connection gets, and how late. */
const THROTTLE = { bytesPerSecond: 60e6, latency: 20 }
const PICKED = ['build/d1/output-1.o', 'build/d2/output-52.o', 'build/d3/output-103.o']

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: Object.keys(RECIPES).join(',') },
    /** Where archives, trees and output are; a tmpfs, or making files hides all else. */
    folder: {
      type: 'string',
      default: existsSync('/dev/shm') ? '/dev/shm/artifact-bench' : `${tmpdir()}/artifact-bench`
    },
    /** Prints only, and leaves docs/PERFORMANCE.md as it is. */
    dry: { type: 'boolean', default: false }
  }
})
const runs = Number(values.runs)
const peers = path.join(tmpdir(), 'artifact-bench-peers')
/** Where they work. */
const folder = path.join(values.folder, 'out')
const out = path.join(folder, 'files')

/** What is measured on the other Nodes too: what there are targets for. */
const AIMED_AT = ['ours', 'toolkit', 'curl-unzip', 'curl-bsdtar']
const THROTTLED = ['ours', 'toolkit', 'curl-unzip', 'curl-bsdtar', 'curl']

interface Runtime {
  /** The command. */
  node: string
  version: string
  /** Whether all ways are compared on it. */
  isFirst: boolean
}

installPeers()
const runtimes = findRuntimes()
const workloads: Workload[] = []
for (const name of values.only.split(',')) workloads.push(await makeWorkload(name, values.folder))
const rows: Row[] = []
for (const runtime of runtimes) {
  for (const workload of workloads) rows.push(await compare(workload, runtime))
  const mixed = workloads.find(({ name }) => name === 'mixed')
  if (mixed) {
    rows.push(await compare(mixed, runtime, { throttled: true }))
    rows.push(await picked(mixed, runtime))
    rows.push(await picked(mixed, runtime, { throttled: true }))
  }
  rows.push(await startUp(runtime))
}
const deletes = await measureDelete(10_000)
const text = `${report(rows, { machine: machine(), runs })}\n\n### Clean-up\n\n${deletes}`
console.log(text)
if (!values.dry) {
  const [before = '', after = ''] = readFileSync('docs/PERFORMANCE.md', 'utf8').split(
    /<!-- bench -->.*<!-- \/bench -->/s
  )
  writeFileSync('docs/PERFORMANCE.md', `${before}<!-- bench -->\n${text}\n<!-- /bench -->${after}`)
  writeFileSync('docs/performance.svg', barChart(rows.filter(({ node }) => node === runtimes[0]?.version)))
}
rmSync(folder, { recursive: true, force: true })

/** The running Node, and those that NODE_24 and NODE_20 name, each version once. */
function findRuntimes(): Runtime[] {
  const found = new Map<string, string>()
  for (const node of [process.execPath, process.env.NODE_24, process.env.NODE_20]) {
    if (node === undefined) continue
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    if (!found.has(version)) found.set(version, node)
  }
  return [...found].map(([version, node], index) => ({ node, version, isFirst: index === 0 }))
}

function installPeers(): void {
  mkdirSync(peers, { recursive: true })
  writeFileSync(path.join(peers, 'package.json'), '{"private":true}')
  if (!existsSync(path.join(peers, 'node_modules'))) {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...PEER_PACKAGES], { cwd: peers })
  }
  writePeers(peers)
}

interface Conditions {
  throttled?: boolean
}

/** All ways, each in turn, as often as was asked for: what the machine does meanwhile meets them alike. */
async function compare(
  workload: Workload,
  { node, version, isFirst }: Runtime,
  { throttled = false }: Conditions = {}
): Promise<Row> {
  const { name, description, tree, alone } = workload
  const title = throttled ? `${name}, 60 MB/s a connection, 20 ms` : name
  return await withServer(workload, throttled, async place => {
    const all = peersFor({ node, place, artifact: name, tree, out, peers })
    const usable = all.filter(
      peer =>
        isThere(peer) &&
        (peer.name === 'ours' || !alone) &&
        (isFirst || AIMED_AT.includes(peer.name)) &&
        (!throttled || THROTTLED.includes(peer.name))
    )
    return {
      workload: throttled ? `${name}, throttled` : name,
      node: version,
      title,
      description,
      cells: await sample(usable, { times: runs, folder })
    }
  })
}

/** Three files of many: ours takes only these. */
async function picked(
  workload: Workload,
  { node, version }: Runtime,
  { throttled = false }: Conditions = {}
): Promise<Row> {
  return await withServer(workload, throttled, async place => {
    const { name, tree } = workload
    const [ours, toolkit] = peersFor({ node, place, artifact: name, tree, out, peers }) as [Peer, Peer]
    const picking: Peer = {
      ...ours,
      title: '**this action**, `files`',
      env: { ...ours.env, INPUT_FILES: PICKED.join('\n') }
    }
    const whole: Peer = { ...ours, name: 'ours-whole', title: 'this action, whole' }
    const title = `3 files of mixed${throttled ? ', throttled' : ''}`
    return {
      workload: title,
      node: version,
      title,
      description: '',
      cells: await sample([picking, whole, toolkit], { times: runs, folder })
    }
  })
}

/** A step that ends on an input error, against Node doing nothing. */
async function startUp({ node, version }: Runtime): Promise<Row> {
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
    peer('node', 'node -e 0', ['-e', '0'], 0)
  ]
  return {
    workload: 'start-up',
    node: version,
    title: 'start-up, an input error',
    description: '',
    cells: await sample(steps, { times: runs * 4, folder })
  }
}

async function withServer<T>(
  workload: Workload,
  throttled: boolean,
  use: (place: ServerPlace) => Promise<T>
): Promise<T> {
  const order: ServerOrder = { zips: { [workload.name]: workload.zip }, ...(throttled && THROTTLE) }
  const server = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/bench/server.ts', JSON.stringify(order)],
    {
      stdio: ['pipe', 'pipe', 'inherit']
    }
  )
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    return await use(JSON.parse(line.toString()) as ServerPlace)
  } finally {
    server.kill()
    await once(server, 'exit')
  }
}

function isThere({ name }: Peer): boolean {
  const needed = { 'curl-bsdtar': 'bsdtar', 'curl-unzip': 'unzip', 'tool-cache': 'unzip' }[name]
  if (needed === undefined) return true
  try {
    execFileSync('which', [needed])
    return true
  } catch {
    console.log(`skipped: ${name}, since ${needed} is not installed`)
    return false
  }
}

function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, output on ${values.folder.startsWith('/dev/shm') ? 'tmpfs' : 'disk'}`
}
