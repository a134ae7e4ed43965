import { type Conditions, formatRatio, formatSeconds, type Results, type Row } from './report.js'

const TOOLS = [
  { name: 'ours', title: 'this action' },
  { name: 'curl-bsdtar', title: 'curl | bsdtar' },
  { name: 'curl-unzip', title: 'curl, unzip' },
  { name: 'tool-cache', title: '@actions/tool-cache' },
  { name: 'in-memory', title: 'adm-zip in memory' },
  { name: 'toolkit', title: '@actions/artifact' }
]
/** The tools of the last panel. */
const SELECTED_FILES_TOOLS = [
  { name: 'ours', title: 'this action, files' },
  { name: 'ours-whole', title: 'this action, whole' },
  { name: 'toolkit', title: '@actions/artifact' }
]
const PANELS = [
  { workload: 'many', tools: TOOLS },
  { workload: 'big', tools: TOOLS },
  { workload: 'mixed', tools: TOOLS },
  { workload: 'stored', tools: TOOLS },
  { workload: 'mixed, throttled', tools: TOOLS },
  { workload: '3 files of mixed, throttled', tools: SELECTED_FILES_TOOLS }
]

/** In pixels. */
const WIDTH = 880
const PADDING = 24
const GUTTER = 32
const PANEL_WIDTH = (WIDTH - 2 * PADDING - GUTTER) / 2
const PANEL_TOP = 40
const BAR = 20
const LABEL = 132
const VALUE = 92
const HEAD = 92

// The card has its own background, so it is readable on any page. It follows the reader's dark mode.
const STYLE = `
text { font: 12px -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
.card { fill: #ffffff; stroke: #d1d9e0 }
.heading { font-size: 18px; font-weight: 600 }
.panel { font-size: 14px; font-weight: 600 }
.quiet { fill: #59636e }
.bar { fill: #b7bfc8 }
.ours { fill: #8250df }
text.ours { font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.card { fill: #0d1117; stroke: #3d444d }
.quiet { fill: #9198a1 }
.bar { fill: #59636e }
.ours { fill: #a371f7 }
}`

/** Bar chart of wall times, with a panel for each workload, scaled to its slowest tool. */
export function barChart({ rows, nodes }: Results, { machine, runs }: Conditions): string {
  const panels = PANELS.flatMap(({ workload, tools }) => {
    const row = rows.find(row => row.workload === workload && row.node === nodes[0])
    return row ? [{ row, tools }] : []
  })
  const lines: string[] = []
  let y = HEAD
  for (let index = 0; index < panels.length; index += 2) {
    const pair = panels.slice(index, index + 2)
    for (const [column, { row, tools }] of pair.entries()) {
      lines.push(...panel(row, { tools, x: PADDING + column * (PANEL_WIDTH + GUTTER), y }))
    }
    y += PANEL_TOP + Math.max(...pair.map(({ row, tools }) => present(row, tools).length)) * BAR + 28
  }
  const title = 'Time to download and unpack an artifact (shorter is better)'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img">
<title>${title}</title>
<style>${STYLE}
</style>
<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${y - 1}" rx="8"/>
${text({ x: PADDING, y: 36, class: 'heading' }, title)}
${text({ x: PADDING, y: 58, class: 'quiet' }, `Wall time of the whole process, with a local server. In parentheses: relative to this action. Medians of ${runs} runs, Node ${nodes[0]}.`)}
${text({ x: PADDING, y: 75, class: 'quiet' }, `${machine}.`)}
${lines.join('\n')}
</svg>
`
}

type Tools = typeof TOOLS

function present({ cells }: Row, tools: Tools): { name: string; title: string; seconds: number }[] {
  return tools.flatMap(tool => {
    const cell = cells.find(({ name }) => name === tool.name)
    return cell ? [{ ...tool, seconds: cell.seconds }] : []
  })
}

function panel(row: Row, { tools, x, y }: { tools: Tools; x: number; y: number }): string[] {
  const bars = present(row, tools)
  const slowest = Math.max(...bars.map(({ seconds }) => seconds))
  const ours = bars[0]?.seconds ?? slowest
  const drawn = bars.flatMap(({ name, title, seconds }, index) => {
    const top = y + PANEL_TOP + index * BAR
    const width = Math.max(2, ((PANEL_WIDTH - LABEL - VALUE) * seconds) / slowest)
    const isOurs = name === 'ours'
    const style = isOurs ? 'ours' : ''
    const value = formatSeconds(seconds) + (isOurs ? '' : ` (${formatRatio(seconds / ours)} ×)`)
    const middle = top + BAR - 6
    return [
      text({ x: x + LABEL - 8, y: middle, class: style, 'text-anchor': 'end' }, title),
      `<rect class="${isOurs ? 'ours' : 'bar'}" x="${x + LABEL}" y="${top + 2}" width="${width.toFixed(1)}" height="${BAR - 5}" rx="2"/>`,
      text({ x: Math.round(x + LABEL + width + 6), y: middle, class: style }, value)
    ]
  })
  return [
    text({ x, y: y + 14, class: 'panel' }, row.workload),
    text({ x, y: y + 31, class: 'quiet' }, row.description),
    ...drawn
  ]
}

function text(attributes: Record<string, string | number>, content: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${value}"`)
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text${written.join('')}>${escaped}</text>`
}
