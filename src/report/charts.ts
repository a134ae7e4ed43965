import { keptChartTitle, otherParts } from '../messages/report.js'
import { formatSize } from '../messages/size.js'
import type { GroupTally } from '../selection/group-tally.js'

/** More parts than this cannot be told apart. The smallest ones are combined. */
const MAX_PARTS = 8
const MAX_LABEL = 40
/** Mermaid hides the labels of bars if they need more than half of the width of the chart. */
const MAX_BAR_LABEL = 24

/** A part of a whole, in bytes. */
interface Part {
  name: string
  size: number
}

/**
 * A pie of sizes, the largest first; https://mermaid.js.org/syntax/pie.html
 *
 * @returns undefined if there is nothing to compare
 */
export function pieOfSizes(title: string, parts: readonly Part[]): string | undefined {
  const sorted = parts.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size)
  if (sorted.length < 2) return undefined
  const shown = sorted.slice(0, sorted.length > MAX_PARTS ? MAX_PARTS - 1 : MAX_PARTS)
  const others = sorted.slice(shown.length)
  if (others.length > 0) {
    const size = others.reduce((sum, part) => sum + part.size, 0)
    shown.push({ name: otherParts(others.length), size })
  }
  const labels = uniqueLabels(shown.map(({ name }) => name))
  return fenced([
    'pie',
    `  title ${plainText(title)}`,
    ...shown.map(({ size }, index) => `  "${labels[index]}, ${formatSize(size)}" : ${size}`)
  ])
}

/**
 * Bars of the kept and deleted sizes of groups, most deleted first. Groups without deletions are left out: the others
 * would be too short beside them. https://mermaid.js.org/syntax/xyChart.html
 *
 * @returns undefined if nothing is kept or nothing is deleted: there is nothing to compare
 */
export function barsOfKept(dryRun: boolean, groups: readonly GroupTally[]): string | undefined {
  const affected = groups.filter(({ deleted }) => deleted > 0)
  if (affected.every(({ kept }) => kept === 0)) return undefined
  const shown = affected.toSorted((a, b) => b.deleted - a.deleted).slice(0, MAX_PARTS)
  const sizes = shown.map(({ kept, deleted }) => kept + deleted)
  const labels = uniqueLabels(
    shown.map(({ name }) => name),
    MAX_BAR_LABEL
  ).map((label, index) => `"${label}, ${formatSize(sizes[index] ?? 0)}"`)
  return fenced([
    `%%{init: ${JSON.stringify(barStyle(shown.length))}}%%`,
    'xychart-beta horizontal',
    `  title "${keptChartTitle(dryRun, shown.length, groups.length)}"`,
    `  x-axis [${labels.join(', ')}]`,
    `  y-axis 0 --> ${Math.max(...sizes)}`,
    // The second bar is drawn over the first, which stacks them.
    `  bar [${sizes.join(', ')}]`,
    `  bar [${shown.map(({ kept }) => kept).join(', ')}]`
  ])
}

/** Without numbers on the axis: with them, Mermaid would place 0 to the right of where the bars start. */
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

/** Replaces all characters that have a meaning in Mermaid, HTML or Markdown. */
function plainText(text: string, maxLength = MAX_LABEL): string {
  const characters = Array.from(text.slice(0, maxLength * 2))
  const cut = characters.length > maxLength || text.length > maxLength * 2
  const kept = (cut ? characters.slice(0, maxLength - 1) : characters).join('')
  return `${kept.replace(/[^\p{L}\p{M}\p{N} ._/+()-]/gu, '_').replaceAll('--', '-_')}${cut ? '…' : ''}`
}

/** Makes labels unique: Mermaid merges parts with equal labels. */
function uniqueLabels(labels: readonly string[], maxLength = MAX_LABEL): string[] {
  const counts = new Map<string, number>()
  return labels.map(text => {
    const label = plainText(text, maxLength)
    const count = (counts.get(label) ?? 0) + 1
    counts.set(label, count)
    return count === 1 ? label : `${label} (${count})`
  })
}
