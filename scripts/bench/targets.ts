import type { Row } from './report.js'

/** What is to be reached on each Node. */
interface Target {
  title: string
  limit: number
  isAtMost: boolean
  unit: '×' | 'MB'
  /** From the rows of one Node; undefined where it was not measured. */
  measured: (rows: readonly Row[]) => number | undefined
}

const TOOLKIT = { many: 6, big: 3.5, mixed: 5, stored: 2.5, 'mixed, throttled': 4 }
const WORKLOADS = ['many', 'big', 'mixed', 'stored']

export const TARGETS: Target[] = [
  ...Object.entries(TOOLKIT).map(([workload, limit]) =>
    timesFaster({ workload, than: 'toolkit', called: '@actions/artifact', limit })
  ),
  ...WORKLOADS.map(workload =>
    timesFaster({ workload, than: 'curl-bsdtar', called: 'curl \\| bsdtar', limit: 1.5 })
  ),
  ...WORKLOADS.map(workload =>
    timesFaster({ workload, than: 'curl-unzip', called: 'curl, then unzip', limit: 2 })
  ),
  timesFaster({
    workload: '3 files of mixed, throttled',
    than: 'toolkit',
    called: '@actions/artifact',
    limit: 20
  }),
  {
    title: 'start-up, an input error: times `node -e 0`',
    limit: 2.2,
    isAtMost: true,
    unit: '×',
    measured: rows => ratio(rows, { workload: 'start-up', above: 'ours', below: 'node' })
  },
  {
    title: 'peak memory, the highest of all workloads',
    limit: 256,
    isAtMost: true,
    unit: 'MB',
    measured: rows => {
      const peaks = rows.flatMap(({ cells }) => (cells[0]?.name === 'ours' ? (cells[0].megabytes ?? []) : []))
      return peaks.length > 0 ? Math.max(...peaks) : undefined
    }
  }
]

function timesFaster(target: { workload: string; than: string; called: string; limit: number }): Target {
  const { workload, than, called, limit } = target
  return {
    title: `${workload}: times faster than ${called}`,
    limit,
    isAtMost: false,
    unit: '×',
    measured: rows => ratio(rows, { workload, above: than, below: 'ours' })
  }
}

function ratio(
  rows: readonly Row[],
  { workload, above, below }: { workload: string; above: string; below: string }
): number | undefined {
  const cells = rows.find(row => row.workload === workload)?.cells ?? []
  const secondsOf = (wanted: string) => cells.find(({ name }) => name === wanted)?.seconds
  const [over, under] = [secondsOf(above), secondsOf(below)]
  return over === undefined || under === undefined ? undefined : over / under
}
