import { plural } from '../messages/plural.js'
import { formatSize } from '../messages/size.js'

/** So many parts of a chart can be told apart; what is smaller goes together. */
const MAX_PARTS = 8
const MAX_LABEL = 40
/** Where the labels of bars need more than half of the chart's width, Mermaid shows none. */
const MAX_BAR_LABEL = 24

/** A part of a whole, in bytes. */
export interface Part {
  label: string
  size: number
}

/** A bar in two: what stays below, what goes on top of it, in bytes. */
export interface Bar {
  label: string
  kept: number
  deleted: number
}

/**
 * A pie of sizes, the largest first; https://mermaid.js.org/syntax/pie.html
 *
 * @returns undefined where there is nothing to compare
 */
export function pieOfSizes(title: string, parts: readonly Part[]): string | undefined {
  const sorted = parts.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size)
  if (sorted.length < 2) return undefined
  const shown = sorted.slice(0, sorted.length > MAX_PARTS ? MAX_PARTS - 1 : MAX_PARTS)
  const others = sorted.slice(shown.length)
  if (others.length > 0) {
    const size = others.reduce((sum, part) => sum + part.size, 0)
    shown.push({ label: `${others.length} others`, size })
  }
  const labels = distinct(shown.map(({ label }) => label))
  return fenced([
    'pie',
    `  title ${harmless(title)}`,
    ...shown.map(({ size }, index) => `  "${labels[index]}, ${formatSize(size)}" : ${size}`)
  ])
}

/**
 * Bars of what is kept and what is deleted, those first of which most is deleted, without those of which nothing is:
 * beside what is kept anyway the others could be too short to see. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param verb what happened to the others, as in "kept and deleted"
 * @returns undefined where nothing is kept, or nothing deleted: there is nothing to compare
 */
export function barsOfKept(verb: string, bars: readonly Bar[]): string | undefined {
  const affected = bars.filter(({ deleted }) => deleted > 0)
  if (affected.every(({ kept }) => kept === 0)) return undefined
  const shown = affected.toSorted((a, b) => b.deleted - a.deleted).slice(0, MAX_PARTS)
  const sizes = shown.map(({ kept, deleted }) => kept + deleted)
  const labels = distinct(
    shown.map(({ label }) => label),
    MAX_BAR_LABEL
  ).map((label, index) => `"${label}, ${formatSize(sizes[index] ?? 0)}"`)
  const more = bars.length > shown.length ? `${shown.length} of ` : ''
  const groups = plural(bars.length, 'group')
  return fenced([
    `%%{init: ${JSON.stringify(barStyle(shown.length))}}%%`,
    'xychart-beta horizontal',
    `  title "${more}${groups}: kept (green) and ${verb} (red)"`,
    `  x-axis [${labels.join(', ')}]`,
    `  y-axis 0 --> ${Math.max(...sizes)}`,
    // The second bars are drawn over the first, which makes them parts of one.
    `  bar [${sizes.join(', ')}]`,
    `  bar [${shown.map(({ kept }) => kept).join(', ')}]`
  ])
}

/** Without numbers on the axis, for which Mermaid would move 0 to the right of where bars begin. */
function barStyle(bars: number): object {
  const bare = { showLabel: false, showTick: false, showAxisLine: false }
  return {
    xyChart: { width: 900, height: 80 + 50 * bars, yAxis: bare },
    themeVariables: { xyChart: { plotColorPalette: '#cf222e, #1a7f37' } }
  }
}

function fenced(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n')
}

/** Nothing that means something to Mermaid, to HTML or to Markdown is let through, whatever a name holds. */
function harmless(text: string, maxLength = MAX_LABEL): string {
  const characters = Array.from(text.slice(0, maxLength * 2))
  const cut = characters.length > maxLength || text.length > maxLength * 2
  const kept = (cut ? characters.slice(0, maxLength - 1) : characters).join('')
  return `${kept.replace(/[^\p{L}\p{M}\p{N} ._/+()-]/gu, '_').replaceAll('--', '-_')}${cut ? '…' : ''}`
}

/** Mermaid takes two parts of one label for the same. */
function distinct(labels: readonly string[], maxLength = MAX_LABEL): string[] {
  const counts = new Map<string, number>()
  return labels.map(text => {
    const label = harmless(text, maxLength)
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    return count === 1 ? label : `${label} (${count})`
  })
}
