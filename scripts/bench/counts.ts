import { readFileSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import type { RequestRecord } from '../../__tests__/support/github-server/index.js'
import { type JobOnServer, startJobOnServer } from '../../__tests__/support/job-on-server.js'
import { runStep } from '../../__tests__/support/runner.js'
import { type Runtime, SELECTED_FILES } from './comparisons.js'
import { HOOK } from './measure.js'
import type { Finding, Peak } from './report.js'
import type { Workload } from './workloads.js'

const DAY = 86_400_000
const MANY = 100_000
const DELETED = 10_000
const PER_PAGE = 100
/** The default of `concurrency`. */
const CONCURRENCY = 8
/** The statuses of an unfinished run: `requested`, `pending`, `waiting`, `queued` and `in_progress`. */
const UNFINISHED_STATUSES = 5

/** The cost of one step. */
interface StepCost {
  outputs: Record<string, string>
  seconds: number
  megabytes: number
  api: number
  storage: readonly RequestRecord[]
  /** The highest number of concurrent API requests. */
  maxConcurrent: number
}

type Step = (inputs: Record<string, string>) => Promise<StepCost>
type Count = Omit<Finding, 'node' | 'isAtMost'>

/** Counts requests and bytes in the request log of the server. */
export async function measureCounts(
  runtime: Runtime,
  mixed: Workload | undefined
): Promise<{ findings: Finding[]; peaks: Peak[] }> {
  const counts: Count[] = [
    ...(await withScene(runtime, countByName)),
    ...(mixed ? await withScene(runtime, (scene, step) => countSelectedFiles(scene, step, mixed)) : [])
  ]
  const peaks: Peak[] = []
  for (const scene of [countLists, countDeletes]) {
    const found = await withScene(runtime, scene)
    counts.push(...found.counts)
    peaks.push(...found.peaks.map(peak => ({ ...peak, node: runtime.version })))
  }
  return {
    findings: counts.map(count => ({ ...count, node: runtime.version, isAtMost: true })),
    peaks
  }
}

async function withScene<T>(
  { node }: Runtime,
  use: (scene: JobOnServer, step: Step) => Promise<T>
): Promise<T> {
  const scene = await startJobOnServer(undefined, { rateLimit: 'off' })
  const { server, job } = scene
  const memory = path.join(job.folder, 'memory')
  const step: Step = async inputs => {
    server.clearRequests()
    const start = performance.now()
    const env = { NODE_OPTIONS: `--import ${HOOK}`, PEAK_MEMORY: memory }
    const { code, stdout, outputs } = await runStep(job, { inputs, env, node })
    const seconds = (performance.now() - start) / 1000
    if (code !== 0) throw new Error(`the step failed:\n${stdout.slice(-2000)}`)
    const api = server.requests.filter(request => request.server === 'api')
    return {
      outputs,
      seconds,
      megabytes: Number(readFileSync(memory, 'utf8')) / 1000,
      api: api.length,
      storage: server.requests.filter(request => request.server === 'storage'),
      maxConcurrent: Math.max(...api.map(({ inFlight }) => inFlight))
    }
  }
  try {
    return await use(scene, step)
  } finally {
    await scene.close()
  }
}

async function countByName({ run, repository }: JobOnServer, step: Step): Promise<Count[]> {
  for (const name of ['a', 'b', 'c']) await run.addArtifact(name, { files: { 'a.txt': name } })
  const bytes = Buffer.alloc(7.9e6, 'an artifact of nearly 8 MiB, stored. ')
  await run.addArtifact('nearly-large', { files: { 'a.txt': bytes }, level: 0 })
  // The newest run is in progress and the second failed, so that only the third matches.
  const { workflow } = run
  for (const fields of [{}, { conclusion: 'failure' }, { status: 'in_progress' }]) {
    const owner = repository.addRun({ workflow, head_branch: 'feature', ...fields })
    await owner.addArtifact('a', { files: { 'a.txt': 'a' } })
  }
  const got = await step({ operation: 'get', name: 'a' })
  const downloaded = await step({ name: 'a' })
  const three = await step({ name: 'a\nb\nc' })
  const small = await step({ name: 'nearly-large' })
  const newest = await step({ operation: 'get', name: 'a', branch: 'feature' })
  return [
    { title: '`get` by name, current run: API requests', ...requests(got.api, 1) },
    { title: '`download` by name, current run: API requests', ...requests(downloaded.api, 1 + 1) },
    { title: '`download` of 3 by name, current run: API requests', ...requests(three.api, 1 + 3) },
    { title: 'an artifact under 8 MiB: storage requests', ...requests(small.storage.length, 1) },
    { title: '`get` from a branch, the third run matches: API requests', ...requests(newest.api, 1 + 3) }
  ]
}

async function countSelectedFiles(
  { run }: JobOnServer,
  step: Step,
  { zip, tree }: Workload
): Promise<Count[]> {
  await run.addArtifact('mixed', { zipFile: zip })
  const { storage } = await step({ name: 'mixed', files: SELECTED_FILES.join('\n') })
  const received = storage.reduce((sum, { bytesSent }) => sum + bytesSent, 0)
  const own = SELECTED_FILES.reduce((sum, file) => {
    return sum + deflateRawSync(readFileSync(path.join(tree, file)), { level: 6 }).length
  }, 0)
  return [
    {
      title: '3 files of mixed: bytes transferred beyond the compressed files',
      value: (received - own) / 1000,
      limit: 1000,
      unit: 'kB'
    }
  ]
}

interface Bulk {
  counts: Count[]
  peaks: Omit<Peak, 'node'>[]
}

/** Lists 100,000 artifacts of 80 days. The server delays its responses, because requests would not overlap otherwise. */
async function countLists({ server, repository }: JobOnServer, step: Step): Promise<Bulk> {
  server.fault({ match: { server: 'api' }, times: Number.POSITIVE_INFINITY, action: { delay: 5 } })
  const now = Date.now()
  repository.addArtifacts(MANY, index => ({
    name: `test-results-of-shard-${index}`,
    created_at: new Date(now - (1 - index / MANY) * 80 * DAY)
  }))
  const list = { operation: 'list', scope: 'repository' }
  const whole = await step(list)
  const limited = await step({ ...list, limit: '50' })
  const newer = await step({ ...list, 'newer-than': '1d' })
  const older = await step({ ...list, 'older-than': '79d' })
  const pages = ({ outputs }: StepCost) => Math.ceil(Number(outputs.count) / PER_PAGE)
  return {
    counts: [
      { title: '100,000 artifacts, listed: API requests', ...requests(whole.api, MANY / PER_PAGE + 1) },
      {
        title: '100,000 artifacts, listed: concurrent API requests',
        ...requests(whole.maxConcurrent, CONCURRENCY)
      },
      { title: '100,000 artifacts, listed: peak memory', value: whole.megabytes, limit: 256, unit: 'MB' },
      { title: '100,000 artifacts, `limit: 50`: API requests', ...requests(limited.api, 1 + CONCURRENCY) },
      {
        title: '100,000 artifacts, `newer-than: 1d`: API requests',
        ...requests(newer.api, pages(newer) + CONCURRENCY)
      },
      {
        title: '100,000 artifacts, `older-than: 79d`: API requests',
        // Page 1 for the total count, then the oldest pages.
        ...requests(older.api, 1 + pages(older) + CONCURRENCY)
      }
    ],
    peaks: [{ title: '100,000 artifacts, listed', ...whole }]
  }
}

async function countDeletes({ repository }: JobOnServer, step: Step): Promise<Bulk> {
  repository.addArtifacts(DELETED, index => ({ name: `artifact-${index}`, size_in_bytes: 1000 }))
  const ids = repository.artifacts.items.slice(0, 20).map(({ id }) => id)
  const chosen = await step({ operation: 'delete', 'artifact-ids': ids.join('\n') })
  const all = await step({ operation: 'delete', scope: 'repository', pattern: '*' })
  const left = DELETED - ids.length
  if (Number(all.outputs['deleted-count']) !== left) throw new Error(`deleted-count is not ${left}`)
  return {
    counts: [
      { title: '20 artifacts deleted by id: API requests', ...requests(chosen.api, 2 * ids.length) },
      {
        title: `${left.toLocaleString('en')} artifacts deleted: API requests`,
        ...requests(all.api, Math.ceil(left / PER_PAGE) + UNFINISHED_STATUSES + left)
      }
    ],
    peaks: [{ title: `${left.toLocaleString('en')} artifacts, deleted`, ...all }]
  }
}

function requests(value: number, limit: number): Pick<Count, 'value' | 'limit' | 'unit'> {
  return { value, limit, unit: '' }
}
