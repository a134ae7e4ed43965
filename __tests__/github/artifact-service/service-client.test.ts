import { entriesOf } from '../../../src/github/artifact-service/responses.js'
import { runtimeEnvironment } from '../../../src/github/artifact-service/runtime-environment.js'
import { ServiceClient } from '../../../src/github/artifact-service/service-client.js'
import { RequestQueue } from '../../../src/http/request-queue.js'
import { steppedClock } from '../../support/clock.js'
import type { Fault, GitHubServer } from '../../support/github-server/index.js'
import { startScene } from '../../support/github-server/scene.js'

const ALWAYS = Number.POSITIVE_INFINITY
const SECONDS = 1000
let server: GitHubServer

afterEach(async () => {
  await server.close()
  server.assertConforms()
})

/** A list of the run, with as many retries as there is time for. */
async function list(action?: Fault, { concurrency = 4 } = {}) {
  const scene = await startScene()
  server = scene.server
  if (action !== undefined) server.fault({ match: { server: 'service' }, times: ALWAYS, action })
  const { access } = runtimeEnvironment(server.runtimeEnvironment(scene.run))
  if ('unusable' in access) throw new Error(access.unusable)
  const clock = steppedClock()
  const queue = new RequestQueue({ concurrency, retries: 100, clock })
  const client = new ServiceClient({ access, queue, clock, stallTimeout: 30_000, hint: 'hint' })
  const { run, job } = access.ids
  const call = client.call({
    method: 'ListArtifacts',
    fields: { workflow_run_backend_id: run, workflow_job_run_backend_id: job },
    doing: 'list',
    read: entriesOf,
    expected: 'a list',
    repeatable: true
  })
  return { call, clock, client, queue }
}

test('a request has the headers and fields of the protocol, and nothing else', async () => {
  const { call } = await list()
  expect(await call).toMatchObject([{ name: 'tool' }])
  const [{ method, headers, json } = { method: '', headers: {}, json: {} }] = server.requests
  expect(method).toBe('POST')
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'artifact-action',
    authorization: expect.stringMatching(/^Bearer /)
  })
  expect(Object.keys(json as object)).toEqual(['workflow_run_backend_id', 'workflow_job_run_backend_id'])
})

test('a call takes less than 30 s in all, however many retries are left', async () => {
  const { call, clock, client } = await list({ status: 503 })
  await expect(call).rejects.toMatchObject({ code: 'service-failed', status: 503, retryable: false })
  const paused = clock.pauses.reduce((sum, pause) => sum + pause, 0)
  // One more try takes 9 s at most.
  expect(paused).toBeLessThan(20 * SECONDS)
  expect(client.requests).toBeGreaterThan(3)
  expect(client.requests).toBe(clock.pauses.length + 1)
})

test('an error has the facts as data', async () => {
  const { call } = await list({ status: 403, body: { code: 'permission_denied', msg: 'job has ended' } })
  await expect(call).rejects.toMatchObject({
    code: 'service-failed',
    status: 403,
    subject: 'list',
    serverMessage: 'job has ended',
    hint: 'hint'
  })
})

test('a response of more than 32 MiB is aborted, and not asked for again', async () => {
  const { call, client } = await list({ status: 200, body: Buffer.alloc(33 << 20, ' ') })
  await expect(call).rejects.toMatchObject({ code: 'service-failed' })
  expect(client.requests).toBe(1)
})

test('a retry that gets its turn too late is not sent', async () => {
  const { call, clock, client, queue } = await list({ status: 503 }, { concurrency: 1 })
  const other = queue.withSlot(async () => clock.pass(25 * SECONDS))
  await expect(call).rejects.toMatchObject({ status: 503, retryable: false })
  await other
  expect(client.requests).toBe(1)
})
