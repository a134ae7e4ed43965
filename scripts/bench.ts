import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { barChart } from './bench/chart.js'
import { compare, compareSelectedFiles, type Runtime, type Setting, startUp } from './bench/comparisons.js'
import { measureCounts } from './bench/counts.js'
import { measurePeaks } from './bench/memory.js'
import { type Finding, type Peak, type Results, type Row, report } from './bench/report.js'
import { compareSeveral } from './bench/several.js'
import { targets } from './bench/targets.js'
import { writeToolScripts } from './bench/tools.js'
import { compareUnpack } from './bench/unpack.js'
import { machine, TOOL_PACKAGES, versions } from './bench/versions.js'
import { makeWorkload, RECIPES, type Workload } from './bench/workloads.js'

/** The sections of docs/PERFORMANCE.md: their markers, headings and parts, which are the values of `--only`. */
const SECTIONS = [
  {
    marker: 'bench',
    heading: '',
    members: [...Object.keys(RECIPES), 'throttled', 'files', 'start-up', 'memory', 'counts']
  },
  { marker: 'bench several', heading: 'Several artifacts: ', members: ['several'] },
  { marker: 'bench unpack', heading: 'Archives inside artifacts: ', members: ['unpack'] }
]
const PARTS = SECTIONS.flatMap(({ members }) => members)

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    /** Measures these parts only. */
    only: { type: 'string' },
    /** Holds archives, trees and output. On a disk, the time to create files would dominate, so the default is a tmpfs. */
    folder: {
      type: 'string',
      default: existsSync('/dev/shm') ? '/dev/shm/artifact-bench' : `${tmpdir()}/artifact-bench`
    },
    /** Prints the results without writing docs. */
    dry: { type: 'boolean', default: false }
  }
})
const parts = new Set(values.only?.split(',') ?? PARTS)
for (const part of parts)
  if (!PARTS.includes(part)) throw new Error(`--only: unknown part ${part}. Use ${PARTS.join(', ')}`)
const setting: Setting = {
  runs: Number(values.runs),
  folder: path.join(values.folder, 'out'),
  tools: path.join(tmpdir(), 'artifact-bench-tools')
}

installTools()
const runtimes = findRuntimes()
const workloads: Workload[] = []
for (const name of Object.keys(RECIPES)) {
  if (isNeeded(name)) workloads.push(await makeWorkload(name, values.folder))
}
const conditions = { machine: machine(values.folder), versions: versions(setting.tools), runs: setting.runs }
for (const { marker, heading, members } of SECTIONS) {
  const selected = members.filter(part => parts.has(part))
  if (selected.length === 0) continue
  const results: Results = {
    rows: [],
    peaks: [],
    findings: [],
    nodes: runtimes.map(({ version }) => version)
  }
  for (const runtime of runtimes) {
    const { rows, peaks, findings } = await measureOn(runtime, new Set(selected))
    results.rows.push(...rows)
    results.peaks.push(...peaks)
    results.findings.push(...findings)
  }
  const text = report(results, conditions, heading)
  console.log(text)
  if (values.dry || selected.length < members.length) continue
  write(marker, text)
  if (marker === 'bench') writeFileSync('docs/performance.svg', barChart(results, conditions))
}
rmSync(setting.folder, { recursive: true, force: true })

/** Whether a part needs this workload. */
function isNeeded(name: string): boolean {
  const withMixed = ['throttled', 'files', 'counts']
  return parts.has(name) || (name === 'mixed' && withMixed.some(part => parts.has(part)))
}

/** Replaces a section of the page. */
function write(marker: string, text: string): void {
  const page = readFileSync('docs/PERFORMANCE.md', 'utf8')
  const [before = '', after = ''] = page.split(new RegExp(`<!-- ${marker} -->.*<!-- /${marker} -->`, 's'))
  const body = `<!-- ${marker} -->\n${text}\n<!-- /${marker} -->`
  writeFileSync('docs/PERFORMANCE.md', `${before}${body}${after}`)
}

async function measureOn(runtime: Runtime, parts: ReadonlySet<string>): Promise<Omit<Results, 'nodes'>> {
  const mixed = workloads.find(({ name }) => name === 'mixed')
  /** Returns whether a part is selected, and logs its start. */
  const startPart = (part: string): boolean => {
    if (!parts.has(part)) return false
    console.error(`${Math.round(performance.now() / 1000)} s: ${part}, Node ${runtime.version}`)
    return true
  }
  const rows: Row[] = []
  for (const workload of workloads) {
    if (startPart(workload.name)) rows.push(await compare(workload, runtime, setting))
  }
  if (mixed && startPart('throttled')) {
    rows.push(await compare(mixed, runtime, { ...setting, throttled: true }))
  }
  if (mixed && startPart('files')) {
    rows.push(await compareSelectedFiles(mixed, runtime, setting))
    rows.push(await compareSelectedFiles(mixed, runtime, { ...setting, throttled: true }))
  }
  if (startPart('several')) {
    rows.push(...(await compareSeveral(runtime, { ...setting, archives: values.folder })))
  }
  if (startPart('unpack')) {
    rows.push(await compareUnpack(runtime, { ...setting, archives: values.folder }))
  }
  if (startPart('start-up')) rows.push(await startUp(runtime, setting))
  const peaks: Peak[] = []
  if (startPart('memory')) {
    peaks.push(...(await measurePeaks(runtime, { ...setting, archives: values.folder })))
  }
  const counts: Finding[] = []
  if (startPart('counts')) {
    const counted = await measureCounts(runtime, mixed)
    counts.push(...counted.findings)
    peaks.push(...counted.peaks)
  }
  return { rows, peaks, findings: [...targets(runtime.version, rows, peaks), ...counts] }
}

/** The running Node and the ones in NODE_24 and NODE_20, without duplicate versions. */
function findRuntimes(): Runtime[] {
  const found = new Map<string, string>()
  for (const node of [process.execPath, process.env.NODE_24, process.env.NODE_20]) {
    if (node === undefined) continue
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    if (!found.has(version)) found.set(version, node)
  }
  return [...found].map(([version, node], index) => ({ node, version, isFirst: index === 0 }))
}

function installTools(): void {
  const { tools } = setting
  mkdirSync(tools, { recursive: true })
  writeFileSync(path.join(tools, 'package.json'), '{"private":true}')
  if (!existsSync(path.join(tools, 'node_modules'))) {
    const packages = Object.entries(TOOL_PACKAGES).map(([name, version]) => `${name}@${version}`)
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', ...packages], { cwd: tools })
  }
  writeToolScripts(tools)
}
