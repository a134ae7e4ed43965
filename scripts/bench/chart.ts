import type { Row } from './report.js'

const WAYS = [
  { name: 'ours', title: 'this action', color: '#8250df' },
  { name: 'curl-bsdtar', title: 'curl | bsdtar', color: '#8c959f' },
  { name: 'curl-unzip', title: 'curl, unzip', color: '#afb8c1' },
  { name: 'in-memory', title: 'adm-zip in memory', color: '#d4a72c' },
  { name: 'toolkit', title: '@actions/artifact', color: '#cf222e' }
]
const BAR = 14
const LEFT = 150
const WIDTH = 640

/** Wall times as bars, a group for each workload, scaled to the slowest of its group. */
export function barChart(rows: readonly Row[]): string {
  const parts: string[] = []
  let y = 28
  for (const { title, cells } of rows) {
    const known = WAYS.flatMap(way => {
      const cell = cells.find(({ name }) => name === way.name)
      return cell ? [{ ...way, seconds: cell.seconds }] : []
    })
    if (known.length < 3) continue
    const slowest = Math.max(...known.map(({ seconds }) => seconds))
    parts.push(text(8, y, title, 'font-weight="600"'))
    y += 8
    for (const { title: way, color, seconds } of known) {
      const width = Math.max(2, ((WIDTH - LEFT - 70) * seconds) / slowest)
      parts.push(text(LEFT - 8, y + BAR - 3, way, 'text-anchor="end"'))
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${width.toFixed(0)}" height="${BAR - 2}" rx="2" fill="${color}"/>`
      )
      parts.push(text(LEFT + width + 6, y + BAR - 3, `${seconds.toFixed(2)} s`))
      y += BAR
    }
    y += 26
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="-apple-system,Segoe UI,Helvetica,Arial,sans-serif" font-size="11">
<title>Wall times of downloads, in seconds, shorter is better</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${parts.join('\n')}
</svg>
`
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(0)}" y="${y}" fill="#1f2328" ${attributes}>${escaped}</text>`
}
