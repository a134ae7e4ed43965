import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { barChart } from './bench/chart.js'
import { compare, picked, type Runtime, type Setting, startUp } from './bench/comparisons.js'
import { measureCounts } from './bench/counts.js'
import { measurePeaks } from './bench/memory.js'
import { writePeers } from './bench/peers.js'
import { type Finding, type Peak, type Results, type Row, report } from './bench/report.js'
import { targets } from './bench/targets.js'
import { machine, PEER_PACKAGES, versions } from './bench/versions.js'
import { makeWorkload, RECIPES, type Workload } from './bench/workloads.js'

/** What `--only` chooses from: workloads, and what is measured beside them. */
const PARTS = [...Object.keys(RECIPES), 'throttled', 'files', 'start-up', 'memory', 'counts']

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    /** Some of the parts, which are printed only. */
    only: { type: 'string' },
    /** Where archives, trees and output are; a tmpfs, or making files hides all else. */
    folder: {
      type: 'string',
      default: existsSync('/dev/shm') ? '/dev/shm/artifact-bench' : `${tmpdir()}/artifact-bench`
    },
    /** Prints only, and leaves docs as they are. */
    dry: { type: 'boolean', default: false }
  }
})
const parts = new Set(values.only?.split(',') ?? PARTS)
for (const part of parts) if (!PARTS.includes(part)) throw new Error(`${part} is none of ${PARTS.join(', ')}`)
const setting: Setting = {
  runs: Number(values.runs),
  folder: path.join(values.folder, 'out'),
  peers: path.join(tmpdir(), 'artifact-bench-peers')
}

installPeers()
const runtimes = findRuntimes()
const workloads: Workload[] = []
for (const name of Object.keys(RECIPES)) {
  if (isNeeded(name)) workloads.push(await makeWorkload(name, values.folder))
}
const results: Results = { rows: [], peaks: [], findings: [], nodes: runtimes.map(({ version }) => version) }
for (const runtime of runtimes) {
  const { rows, peaks, findings } = await measureOn(runtime)
  results.rows.push(...rows)
  results.peaks.push(...peaks)
  results.findings.push(...findings)
}
const conditions = { machine: machine(values.folder), versions: versions(setting.peers), runs: setting.runs }
const text = report(results, conditions)
console.log(text)
if (!values.dry && values.only === undefined) {
  const [before = '', after = ''] = readFileSync('docs/PERFORMANCE.md', 'utf8').split(
    /<!-- bench -->.*<!-- \/bench -->/s
  )
  writeFileSync('docs/PERFORMANCE.md', `${before}<!-- bench -->\n${text}\n<!-- /bench -->${after}`)
  writeFileSync('docs/performance.svg', barChart(results, conditions))
}
rmSync(setting.folder, { recursive: true, force: true })

/** Whether a workload is measured, or what is measured with it. */
function isNeeded(name: string): boolean {
  const withMixed = ['throttled', 'files', 'counts']
  return parts.has(name) || (name === 'mixed' && withMixed.some(part => parts.has(part)))
}

async function measureOn(runtime: Runtime): Promise<Omit<Results, 'nodes'>> {
  const mixed = workloads.find(({ name }) => name === 'mixed')
  const rows: Row[] = []
  for (const workload of workloads) {
    if (begins(workload.name, runtime)) rows.push(await compare(workload, runtime, setting))
  }
  if (mixed && begins('throttled', runtime)) {
    rows.push(await compare(mixed, runtime, { ...setting, throttled: true }))
  }
  if (mixed && begins('files', runtime)) {
    rows.push(await picked(mixed, runtime, setting))
    rows.push(await picked(mixed, runtime, { ...setting, throttled: true }))
  }
  if (begins('start-up', runtime)) rows.push(await startUp(runtime, setting))
  const peaks: Peak[] = []
  if (begins('memory', runtime)) {
    peaks.push(...(await measurePeaks(runtime, { ...setting, archives: values.folder })))
  }
  const counts: Finding[] = []
  if (begins('counts', runtime)) {
    const counted = await measureCounts(runtime, mixed)
    counts.push(...counted.findings)
    peaks.push(...counted.peaks)
  }
  return { rows, peaks, findings: [...targets(runtime.version, rows, peaks), ...counts] }
}

/** Whether a part was asked for; that it begins is said. */
function begins(part: string, { version }: Runtime): boolean {
  if (!parts.has(part)) return false
  console.error(`${Math.round(performance.now() / 1000)} s: ${part}, Node ${version}`)
  return true
}

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
  const { peers } = setting
  mkdirSync(peers, { recursive: true })
  writeFileSync(path.join(peers, 'package.json'), '{"private":true}')
  if (!existsSync(path.join(peers, 'node_modules'))) {
    const packages = Object.entries(PEER_PACKAGES).map(([name, version]) => `${name}@${version}`)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], { cwd: peers })
  }
  writePeers(peers)
}
