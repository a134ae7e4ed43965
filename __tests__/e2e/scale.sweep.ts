import { readFileSync } from 'node:fs'
import { GitHubServer } from '../support/github-server/index.js'
import { measuredStep } from '../support/measured-step.js'
import { type Job, startJob } from '../support/runner.js'

const COUNT = 100_000
const PER_RUN = 5
const DAY = 86_400_000
const MAX_MB = 256

let server: GitHubServer
let job: Job

beforeAll(async () => {
  server = await GitHubServer.start({ rateLimit: 'off' })
  const repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml')
  const now = Date.now()
  const runs = Array.from({ length: COUNT / PER_RUN }, (_, index) =>
    repository.addRun({ workflow, head_branch: `branch-${index % 50}` })
  )
  repository.addArtifacts(COUNT, index => {
    const run = runs[Math.floor(index / PER_RUN)]
    return {
      name: `test-results-of-shard-${index}`,
      created_at: new Date(now - ((COUNT - index) / COUNT) * 80 * DAY),
      digest: `sha256:${String(index).padStart(64, '0')}`,
      ...(run && { run })
    }
  })
  job = startJob({
    apiUrl: server.apiUrl,
    token: server.token,
    repository: 'octo-org/app',
    runId: runs[0]?.id ?? 0
  })
})
afterAll(async () => {
  await server.close()
  job.remove()
  server.assertConforms()
})
beforeEach(() => server.clearRequests())

test('a repository of 100,000: listed whole, in 1,000 requests and bounded memory', async () => {
  const { code, outputs, peak } = await measuredStep(job, { operation: 'list', scope: 'repository' })
  expect(code).toBe(0)
  expect(outputs.count).toBe(String(COUNT))
  const listed = JSON.parse(readFileSync(outputs['artifacts-file'] ?? '', 'utf8')) as { id: number }[]
  expect(new Set(listed.map(({ id }) => id)).size).toBe(COUNT)
  expect(server.requests.length).toBeLessThanOrEqual(COUNT / 100 + 1)
  expect(Math.max(...server.requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(8)
  expect(peak).toBeLessThanOrEqual(MAX_MB)
}, 120_000)

test('its old end in a few', async () => {
  const { outputs } = await measuredStep(job, { operation: 'list', scope: 'repository', 'older-than': '79d' })
  expect(Number(outputs.count)).toBeGreaterThan(1000)
  // Page 1, the 13 that are old, and at most `concurrency` more.
  expect(server.requests.length).toBeLessThanOrEqual(1 + 13 + 8)
}, 60_000)

test('one run of it in a few', async () => {
  const { outputs } = await measuredStep(job, { operation: 'list', branch: 'branch-7', pattern: 'test-*' })
  expect(outputs.count).toBe(String(PER_RUN))
  // Pages up to the third, asked for in growing batches, the list of the branch's runs, and the run's own list.
  expect(server.requests.length).toBeLessThanOrEqual(6)
}, 60_000)
