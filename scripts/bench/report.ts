import type { RequestCount } from './server.js'

/** The result of one tool. */
export interface Cell {
  name: string
  title: string
  /** Median wall time. */
  seconds: number
  /** Highest peak resident set size. */
  megabytes: number | undefined
  /** Requests of one run, if they were counted. */
  requests?: RequestCount
}

/** One workload on one Node version, this action first. */
export interface Row {
  workload: string
  /** Node version. */
  node: string
  description: string
  cells: Cell[]
}

/** Peak memory of this action for one job, on one Node version. */
export interface Peak {
  title: string
  node: string
  seconds: number
  megabytes: number
}

/** A measurement and its target, on one Node version. */
export interface Finding {
  title: string
  node: string
  value: number
  limit: number
  isAtMost: boolean
  unit: '×' | 'MB' | 'kB' | ''
}

export interface Results {
  rows: Row[]
  peaks: Peak[]
  findings: Finding[]
  /** Node versions. All tools are measured on the first one. */
  nodes: string[]
}

export interface Conditions {
  machine: string
  versions: string
  runs: number
}

/** The results as Markdown. @param heading the start of each heading */
export function report(
  { rows, peaks, findings, nodes }: Results,
  { machine, versions, runs }: Conditions,
  heading: string
): string {
  const conditions = [
    `- ${machine}.`,
    `- Node ${nodes.join(' and Node ')}; ${versions}.`,
    `- Wall times are medians of ${runs} runs; the tools take turns. Memory is the highest peak resident set size (RSS) of several runs.`,
    ...nodes
      .slice(1)
      .map(node => `- On Node ${node}, only this action and the tools with a target are measured.`)
  ]
  const sections: [string, string][] = [
    ['Conditions', conditions.join('\n')],
    ['Targets', targetTable(findings, nodes)],
    ['Peak memory of this action', peakTable(peaks, nodes)],
    ...nodes.map((node): [string, string] => [
      `Wall times, Node ${node}`,
      rows
        .filter(row => row.node === node)
        .map(comparison)
        .join('\n\n')
    ])
  ]
  return sections
    .filter(([, body]) => body !== '')
    .map(([title, body]) => `## ${heading}${title}\n\n${body}`)
    .join('\n\n')
}

function comparison({ workload, description, cells }: Row): string {
  const [ours] = cells
  const lines = cells.map(({ title, seconds, megabytes, requests }, index) => [
    title,
    formatSeconds(seconds),
    index === 0 || ours === undefined ? '' : `${formatRatio(seconds / ours.seconds)} ×`,
    megabytes === undefined ? '' : `${Math.round(megabytes)} MB`,
    ...(requests
      ? [`${requests.api} + ${requests.service} + ${requests.storage}`, String(requests.mostInFlight)]
      : [])
  ])
  const about = `${description[0]?.toUpperCase()}${description.slice(1)}.`
  const counts = ours?.requests ? ['requests (API + artifact service + storage)', 'most in flight'] : []
  const head = ['', 'wall time', 'relative time', 'peak memory', ...counts]
  return [`### ${workload}`, about, table(head, lines)].join('\n\n')
}

/** One row per title, one column per Node version. */
function targetTable(findings: readonly Finding[], nodes: readonly string[]): string {
  const lines = byTitle(findings).map(([title, found]) => {
    const [{ isAtMost, limit, unit }] = found
    const cells = nodes.map(node => {
      const finding = found.find(one => one.node === node)
      if (finding === undefined) return ''
      return `${quantity(finding.value, unit)} ${isMet(finding) ? '✓' : '✗'}`
    })
    return [title, `${isAtMost ? '≤' : '≥'} ${limit.toLocaleString('en')} ${unit}`.trim(), ...cells]
  })
  return table(['', 'target', ...nodes.map(node => `Node ${node}`)], lines)
}

function peakTable(peaks: readonly Peak[], nodes: readonly string[]): string {
  const lines = byTitle(peaks).map(([title, found]) => [
    title,
    ...nodes.flatMap(node => {
      const peak = found.find(one => one.node === node)
      return peak ? [formatSeconds(peak.seconds), `${Math.round(peak.megabytes)} MB`] : ['', '']
    })
  ])
  return table(['', ...nodes.flatMap(node => [`Node ${node}: wall time`, 'peak memory'])], lines)
}

function byTitle<T extends { title: string }>(all: readonly T[]): [string, [T, ...T[]]][] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const group = groups.get(one.title)
    if (group) group.push(one)
    else groups.set(one.title, [one])
  }
  return [...groups]
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  if (lines.length === 0) return ''
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'))
  return [head, rule, ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

function isMet({ value, limit, isAtMost }: Finding): boolean {
  return isAtMost ? value <= limit : value >= limit
}

function quantity(value: number, unit: Finding['unit']): string {
  const digits = unit === '×' ? 2 : 0
  const shown = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${shown} ${unit}`.trim()
}

export function formatSeconds(seconds: number): string {
  return seconds < 0.1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`
}

export function formatRatio(ratio: number): string {
  return ratio.toFixed(ratio < 0.95 ? 2 : 1)
}
