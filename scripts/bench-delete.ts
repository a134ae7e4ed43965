import { readFileSync } from 'node:fs'
import { GitHubServer } from '../__tests__/support/github-server/index.js'
import { runStep, startJob } from '../__tests__/support/runner.js'

/** What a clean-up cost. */
export interface DeleteMeasurement {
  artifacts: number
  deleted: number
  apiRequests: number
  /** Of the whole step, process start included. */
  seconds: number
  deletesPerSecond: number
  /** Of the action's process, in MB (powers of 1000); null where /proc does not tell. */
  peakMemory: number | null
}

/** How often the process is looked at, in ms. The peak is kept by the kernel: only the last look counts. */
const LOOK = 20

/** A clean-up of all `count` artifacts of a repository, by dist, on a server that sends no limit headers. */
export async function measureDelete(count: number): Promise<DeleteMeasurement> {
  const server = await GitHubServer.start({ rateLimit: 'off', strict: false })
  const repository = server.addRepository('octo-org/app')
  repository.addArtifacts(count, index => ({ name: `artifact-${index}`, size_in_bytes: 1000 }))
  const job = startJob({ apiUrl: server.apiUrl, token: server.token, repository: 'octo-org/app', runId: 1 })
  let peakMemory: number | null = null
  let timer: NodeJS.Timeout | undefined
  try {
    const start = performance.now()
    const { code, outputs, stdout } = await runStep(job, {
      inputs: { operation: 'delete', scope: 'repository', pattern: '*' },
      onSpawn: child => {
        timer = setInterval(() => {
          peakMemory = peakOf(child.pid) ?? peakMemory
        }, LOOK)
      }
    })
    const seconds = (performance.now() - start) / 1000
    if (code !== 0) throw new Error(`the step failed:\n${stdout.slice(-2000)}`)
    const deleted = Number(outputs['deleted-count'])
    return {
      artifacts: count,
      deleted,
      apiRequests: Number(outputs['api-requests']),
      seconds: Number(seconds.toFixed(2)),
      deletesPerSecond: Math.round(deleted / seconds),
      peakMemory
    }
  } finally {
    clearInterval(timer)
    await server.close()
    job.remove()
  }
}

/** The most memory that a process has held; undefined where that cannot be told. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? undefined : Math.round((Number(kilobytes) * 1024) / 1e6)
  } catch {
    return undefined
  }
}

if (process.argv[1]?.endsWith('bench-delete.ts')) {
  const count = Number(process.argv[2] ?? 10_000)
  process.stdout.write(`${JSON.stringify(await measureDelete(count), undefined, 2)}\n`)
}
