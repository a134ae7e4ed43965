/** What one way came to. */
export interface Cell {
  name: string
  title: string
  /** Median. */
  seconds: number
  /** Highest peak of the resident size. */
  megabytes: number | undefined
}

/** One workload, ours first. */
export interface Row {
  title: string
  description: string
  cells: Cell[]
}

/** The measurements as Markdown. */
export function report(rows: readonly Row[], { machine, runs }: { machine: string; runs: number }): string {
  const tables = rows.map(({ title, description, cells }) => {
    const [ours] = cells
    const lines = cells.map(cell => {
      const ratio = cell === ours || ours === undefined ? '' : `${(cell.seconds / ours.seconds).toFixed(1)} ×`
      const memory = cell.megabytes === undefined ? '' : `${Math.round(cell.megabytes)} MB`
      return `| ${cell.title} | ${cell.seconds.toFixed(2)} s | ${ratio} | ${memory} |`
    })
    return [
      `### ${title}`,
      ...(description === '' ? [] : [`${description[0]?.toUpperCase()}${description.slice(1)}.`]),
      ['| | wall time | against ours | peak memory |', '|---|--:|--:|--:|', ...lines].join('\n')
    ].join('\n\n')
  })
  return [`Medians of ${runs} runs, all ways in turn. ${machine}.`, ...tables].join('\n\n')
}
