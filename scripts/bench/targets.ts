import { LARGEST } from './memory.js'
import type { Finding, Peak, Row } from './report.js'
import { SEVERAL } from './several.js'

interface Faster {
  workload: string
  than: keyof typeof TOOLS
  limit: number
}

const TOOLS = {
  toolkit: '@actions/artifact',
  'curl-bsdtar-sha256': 'curl \\| bsdtar, with openssl sha256'
}
const WORKLOADS = ['many', 'big', 'mixed', 'stored']
const TOOLKIT = { many: 3, big: 3, mixed: 4, stored: 1.8, 'mixed, throttled': 4 }
/** Speedups for several artifacts, in the order of `SEVERAL`. */
const SEVERAL_LIMITS = [1.5, 1.8, 1.5, 1.8, 1.5]
const MAX_MEGABYTES = 256

const FASTER: Faster[] = [
  ...Object.entries(TOOLKIT).map(([workload, limit]) => ({ workload, than: 'toolkit' as const, limit })),
  ...WORKLOADS.map(workload => ({ workload, than: 'curl-bsdtar-sha256' as const, limit: 1 })),
  ...SEVERAL.map(({ title }, index) => ({
    workload: title,
    than: 'toolkit' as const,
    limit: SEVERAL_LIMITS[index] as number
  })),
  { workload: '3 files of mixed, throttled', than: 'toolkit', limit: 20 }
]

/** Compares wall times and memory of one Node version with the targets. Parts that were not measured are left out. */
export function targets(node: string, rows: readonly Row[], peaks: readonly Peak[]): Finding[] {
  const findings: (Finding | undefined)[] = [
    ...FASTER.map(({ workload, than, limit }) =>
      finding(ratio(rows, workload, [than, 'ours']), {
        title: `${workload}: speedup over ${TOOLS[than]}`,
        limit,
        isAtMost: false,
        unit: '×'
      })
    ),
    finding(ratio(rows, 'start-up', ['ours', 'node']), {
      title: 'start-up with an input error: time relative to `node -e 0`',
      limit: 2.2,
      isAtMost: true,
      unit: '×'
    }),
    megabytes(
      `${LARGEST}: peak memory`,
      peaks.filter(({ title }) => title === LARGEST)
    ),
    megabytes('highest peak memory of all rows', [
      ...rows.flatMap(({ cells: [ours] }) => ours ?? []),
      ...peaks
    ])
  ]
  return findings.filter(one => one !== undefined)

  function finding(value: number | undefined, aim: Omit<Finding, 'node' | 'value'>): Finding | undefined {
    return value === undefined ? undefined : { ...aim, node, value }
  }

  function megabytes(title: string, of: readonly { megabytes: number | undefined }[]): Finding | undefined {
    const known = of.flatMap(({ megabytes = [] }) => megabytes)
    const highest = known.length > 0 ? Math.max(...known) : undefined
    return finding(highest, { title, limit: MAX_MEGABYTES, isAtMost: true, unit: 'MB' })
  }
}

function ratio(rows: readonly Row[], workload: string, [above, below]: [string, string]): number | undefined {
  const cells = rows.find(row => row.workload === workload)?.cells ?? []
  const secondsOf = (wanted: string) => cells.find(({ name }) => name === wanted)?.seconds
  const [over, under] = [secondsOf(above), secondsOf(below)]
  return over === undefined || under === undefined ? undefined : over / under
}
