import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { barChart } from './bench/chart.js'
import { measureDelete } from './bench/delete.js'
import { measure, median, type Sample } from './bench/measure.js'
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
const out = path.join(values.folder, 'out', 'files')

installPeers()
const workloads: Workload[] = []
for (const name of values.only.split(',')) workloads.push(await makeWorkload(name, values.folder))
const rows: Row[] = []
for (const workload of workloads) {
  rows.push(workload.alone ? await onEachNode(workload) : await compare(workload, {}))
}
const mixed = workloads.find(({ name }) => name === 'mixed')
if (mixed) {
  rows.push(await compare(mixed, { throttled: true }))
  rows.push(await picked(mixed, {}))
  rows.push(await picked(mixed, { throttled: true }))
}
rows.push(await startUp())
const deletes = await measureDelete(10_000)
const text = `${report(rows, { machine: machine(), runs })}\n\n### Clean-up\n\n${deletes}`
console.log(text)
if (!values.dry) {
  const [before = '', after = ''] = readFileSync('docs/PERFORMANCE.md', 'utf8').split(
    /<!-- bench -->.*<!-- \/bench -->/s
  )
  writeFileSync('docs/PERFORMANCE.md', `${before}<!-- bench -->\n${text}\n<!-- /bench -->${after}`)
  writeFileSync('docs/performance.svg', barChart(rows))
}
rmSync(path.dirname(out), { recursive: true, force: true })

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
async function compare(workload: Workload, { throttled = false }: Conditions): Promise<Row> {
  const title = throttled ? `${workload.name}, 60 MB/s a connection, 20 ms` : workload.name
  return await withServer(workload, throttled, async place => {
    const all = peersFor({ place, artifact: workload.name, tree: workload.tree, out, peers })
    const slow = ['ours', 'toolkit', 'curl-unzip', 'curl-bsdtar', 'curl']
    const usable = all.filter(peer => isThere(peer) && (!throttled || slow.includes(peer.name)))
    return { title, description: workload.description, cells: await sampled(usable) }
  })
}

/** Three files of many: ours takes only these. */
async function picked(workload: Workload, { throttled = false }: Conditions): Promise<Row> {
  return await withServer(workload, throttled, async place => {
    const [ours, toolkit] = peersFor({ place, artifact: workload.name, tree: workload.tree, out, peers }) as [
      Peer,
      Peer
    ]
    const picking: Peer = {
      ...ours,
      name: 'ours-files',
      title: 'this action, `files`',
      env: { ...ours.env, INPUT_FILES: PICKED.join('\n') }
    }
    return {
      title: `3 files of mixed${throttled ? ', throttled' : ''}`,
      description: '',
      cells: await sampled([picking, { ...ours, title: 'this action, whole' }, toolkit])
    }
  })
}

/** Our own memory, by the running Node and by those that NODE_20 and NODE_24 name. */
async function onEachNode(workload: Workload): Promise<Row> {
  const others = ['NODE_20', 'NODE_24'].flatMap(name => process.env[name] ?? [])
  return await withServer(workload, false, async place => {
    const [ours] = peersFor({ place, artifact: workload.name, tree: workload.tree, out, peers }) as [Peer]
    const nodes = [process.execPath, ...others].map(node => {
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
      const command = [node, ...ours.command.slice(1)]
      return { ...ours, name: version, title: `this action, Node ${version}`, command }
    })
    return { title: workload.name, description: workload.description, cells: await sampled(nodes) }
  })
}

/** A step that ends on an input error, against Node doing nothing. */
async function startUp(): Promise<Row> {
  const peer = (name: string, title: string, command: string[], code: number): Peer => ({
    name,
    title,
    command: [process.execPath, ...command],
    env: { GITHUB_ACTIONS: 'true' },
    isNode: false,
    code
  })
  return {
    title: 'start-up, an input error',
    description: '',
    cells: await sampled(
      [
        peer('ours', 'this action', [path.resolve('dist/index.js')], 1),
        peer('node', 'node -e 0', ['-e', '0'], 0)
      ],
      runs * 4
    )
  }
}

async function sampled(usable: readonly Peer[], times = runs) {
  const samples = new Map<string, Sample[]>(usable.map(({ name }) => [name, []]))
  const once = async (peer: Peer) => {
    rmSync(path.dirname(out), { recursive: true, force: true })
    mkdirSync(path.dirname(out), { recursive: true })
    return await measure(peer, { peers, out })
  }
  // A machine that was not asked for so much memory yet is slow to give it: nobody's time.
  for (const peer of usable) await once(peer)
  for (let run = 0; run < times; run++) {
    // Each begins once: none has the leftovers of the same one before it every time.
    const start = run % usable.length
    for (const peer of [...usable.slice(start), ...usable.slice(0, start)]) {
      samples.get(peer.name)?.push(await once(peer))
    }
  }
  return usable.map(({ name, title }) => {
    const taken = samples.get(name) ?? []
    const memory = taken.map(({ megabytes }) => megabytes).filter(value => value !== undefined)
    return {
      name,
      title,
      seconds: median(taken.map(({ seconds }) => seconds)),
      megabytes: memory.length > 0 ? Math.max(...memory) : undefined
    }
  })
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
  return `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, output on ${values.folder.startsWith('/dev/shm') ? 'tmpfs' : 'disk'}`
}
