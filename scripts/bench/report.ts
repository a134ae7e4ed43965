import { TARGETS } from './targets.js'

/** What one way came to. */
export interface Cell {
  name: string
  title: string
  /** Median. */
  seconds: number
  /** Highest peak of the resident size. */
  megabytes: number | undefined
}

/** One workload on one Node, ours first. */
export interface Row {
  workload: string
  /** Its version. */
  node: string
  title: string
  description: string
  cells: Cell[]
}

/** The measurements as Markdown: against the targets, then one by one. */
export function report(rows: readonly Row[], { machine, runs }: { machine: string; runs: number }): string {
  const tables = rows.map(({ node, title, description, cells }) => {
    const [ours] = cells
    const lines = cells.map(cell => {
      const ratio = cell === ours || ours === undefined ? '' : `${(cell.seconds / ours.seconds).toFixed(1)} ×`
      const memory = cell.megabytes === undefined ? '' : `${Math.round(cell.megabytes)} MB`
      return `| ${cell.title} | ${formatSeconds(cell.seconds)} | ${ratio} | ${memory} |`
    })
    return [
      `### ${title}${node === rows[0]?.node ? '' : `, Node ${node}`}`,
      ...(description === '' ? [] : [`${description[0]?.toUpperCase()}${description.slice(1)}.`]),
      ['| | wall time | against ours | peak memory |', '|---|--:|--:|--:|', ...lines].join('\n')
    ].join('\n\n')
  })
  return [`Medians of ${runs} runs, all ways in turn. ${machine}.`, targetTable(rows), ...tables].join('\n\n')
}

function targetTable(rows: readonly Row[]): string {
  const nodes = [...new Set(rows.map(({ node }) => node))]
  const lines = TARGETS.map(({ title, limit, isAtMost, unit, measured }) => {
    const cells = nodes.map(node => {
      const value = measured(rows.filter(row => row.node === node))
      if (value === undefined) return ''
      const isMet = isAtMost ? value <= limit : value >= limit
      return `${value.toFixed(unit === '×' ? 2 : 0)} ${unit} ${isMet ? '✓' : '✗'}`
    })
    return `| ${[title, `${isAtMost ? '≤' : '≥'} ${limit} ${unit}`, ...cells].join(' | ')} |`
  })
  const head = [
    `| | target | ${nodes.map(node => `Node ${node}`).join(' | ')} |`,
    `|---|--:|${nodes.map(() => '--:|').join('')}`
  ]
  return ['### Targets', [...head, ...lines].join('\n')].join('\n\n')
}

function formatSeconds(seconds: number): string {
  return seconds < 0.1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(2)} s`
}
