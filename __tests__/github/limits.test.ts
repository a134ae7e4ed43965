import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import { steppedClock } from '../support/clock.js'
import type { Fault } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { type ServiceScenario, startServiceScenario } from '../support/service-scenario.js'
import { workspacePaths } from '../support/step-problems.js'
import { inSweeps, rowsOf } from '../support/sweep.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const upload = async (count: number) => {
  for (let index = 0; index < count; index++) await scenario.run.addArtifact(`a${index}`, { blob: null })
}
/** The rate limit of the server. GHES may have none. */
const limit = () => {
  if (scenario.server.rateLimit === undefined) throw new Error('no limit')
  return scenario.server.rateLimit
}
const inSeconds = (seconds: number) => Date.now() / 1000 + seconds

describe('a rate limit', () => {
  test('retry-after makes all requests of the step wait', async () => {
    await upload(20)
    scenario.server.fault({
      match: { method: 'DELETE', nth: 9 },
      times: 1,
      action: {
        status: 403,
        headers: { 'retry-after': '240' },
        body: { message: 'You have exceeded a secondary rate limit.' }
      }
    })
    const { code, outputs, stdout } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ 'deleted-count': '20', 'failed-count': '0', 'api-requests': '22' })
    expect(stdout.match(/ for 240 s: /g)?.length).toBe(1)
    const { requests } = scenario.server
    const refused = requests.findIndex(({ status }) => status === 403)
    const since = requests.slice(refused).map(({ at }) => at - (requests[refused]?.at ?? 0))
    // After the requests in flight, none arrives for 240 s.
    const inFlight = since.filter(ms => ms < 239).length
    expect(inFlight).toBeLessThanOrEqual(8)
    expect(since.length - inFlight).toBeGreaterThanOrEqual(4)
  })

  test.each([408, 500, 502, 504])(
    'retry-after of a %s, which is not a rate limit, is the pause before the next try',
    async status => {
      await upload(1)
      scenario.server.fault({ match: {}, action: { status, headers: { 'retry-after': '47' } } })
      const { code, stdout } = await scenario.step({ operation: 'list' })
      expect(code).toBe(0)
      expect(stdout).toMatch(new RegExp(`${status}.* 47\\.0 s$`, 'm'))
      const [failed, retried] = scenario.server.requests
      expect((retried?.at ?? 0) - (failed?.at ?? 0)).toBeGreaterThanOrEqual(46)
    }
  )

  test('used up during a delete: reports what is done and what is left, and sends no more requests', async () => {
    await upload(20)
    limit().remaining = 8
    const { code, outputs, stdout, summary } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(1)
    // One list and seven deletes, none of them refused.
    expect(scenario.server.requests.length).toBe(8)
    expect(scenario.server.requests.filter(({ status }) => status === 403)).toEqual([])
    expect(outputs).toMatchObject({
      count: '20',
      'deleted-count': '7',
      'failed-count': '0',
      'remaining-count': '13',
      'rate-limit-remaining': '0'
    })
    const { title, message } = errorOf(stdout)
    expect(title).toContain('(api-rate-limited)')
    expect(message).toMatch(/13 of 20 artifacts.* 20\d\d-/)
    expect(summary).toContain('Deleted 7 of 20 artifacts')
    expect(scenario.repository.artifacts.items.map(({ name }) => name)).toEqual(
      Array.from({ length: 13 }, (_, index) => `a${index + 7}`)
    )
  })

  test('reached during a download: names what is done and what is left', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await scenario.run.addArtifact(name, { files: { [name]: name } })
    }
    scenario.server.fault({
      match: { path: '/zip', nth: 3 },
      times: 9,
      action: { status: 403, headers: { 'retry-after': '3600' }, body: { message: 'a secondary rate limit' } }
    })
    const { code, outputs, stdout } = await scenario.step({
      'delete-after': 'true',
      concurrency: '1',
      path: 'out'
    })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ 'file-count': '2', 'failed-count': '3', 'remaining-count': '2' })
    const { title, message } = errorOf(stdout)
    expect(title).toContain('(api-rate-limited)')
    expect(message).toMatch(/ 3 of 5 artifacts:.*"c".*"d" \(\d+\).*"e" \(\d+\).*\n2 of 5 artifacts /s)
    expect(message).not.toMatch(/"[ab]"/)
    expect(stdout.match(/^ {2}failed/gm)).toHaveLength(3)
  })

  test.each(['Resource not accessible by integration', 'Resource not accessible by personal access token'])(
    'used up by a request without permission: reported as such, without a wait (%s)',
    async message => {
      await upload(2)
      Object.assign(limit(), { remaining: 2, reset: inSeconds(100) })
      const answer = { status: 403, body: { message } }
      scenario.server.fault({
        match: { method: 'DELETE' },
        action: { ...answer, headers: { 'x-ratelimit-remaining': '0' } }
      })
      const { code, stdout, outputs } = await scenario.step({ operation: 'delete', pattern: '*' })
      expect(code).toBe(1)
      expect(errorOf(stdout).title).toContain('(api-forbidden)')
      expect(outputs).toMatchObject({ 'failed-count': '1', 'remaining-count': '1', 'api-requests': '2' })
    }
  )

  test('used up after a download: the step fails for artifacts that are not deleted', async () => {
    await scenario.run.addArtifact('a', { files: { a: 'a' } })
    await scenario.run.addArtifact('b', { files: { b: 'b' } })
    // Another job uses the limit up.
    scenario.server.fault({
      match: { method: 'DELETE' },
      action: { before: () => void Object.assign(limit(), { remaining: 1 }) }
    })
    const { code, outputs, stdout } = await scenario.step({
      'delete-after': 'true',
      path: 'out',
      concurrency: '1'
    })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({
      'file-count': '2',
      'deleted-count': '1',
      'remaining-count': '1',
      'failed-count': '0'
    })
    expect(errorOf(stdout)).toMatchObject({
      title: expect.stringContaining('(api-rate-limited)'),
      message: expect.stringContaining('1 of 2 artifacts')
    })
  })

  test('used up, with a reset within rate-limit-wait', async () => {
    await scenario.close()
    // A slow machine must not use up the wait.
    scenario = await startScenario({}, steppedClock())
    await upload(3)
    Object.assign(limit(), { remaining: 2, reset: inSeconds(100) })
    // The limit resets on the server before the second delete.
    scenario.server.fault({
      match: { method: 'DELETE' },
      action: { before: () => void Object.assign(limit(), { remaining: 0 }) }
    })
    scenario.server.fault({
      match: { method: 'DELETE', nth: 2 },
      action: { before: () => void Object.assign(limit(), { remaining: 100, reset: inSeconds(3600) }) }
    })
    const { code, outputs, stdout } = await scenario.step({
      operation: 'delete',
      pattern: '*',
      concurrency: '1'
    })
    expect(stdout).toMatch(/ for (99|100|101) s: /)
    expect(code).toBe(0)
    expect(outputs['deleted-count']).toBe('3')
  })

  test('a list with more pages than requests left fails after page 1', async () => {
    scenario.repository.addArtifacts(1000, index => ({ name: `a${index}` }))
    limit().remaining = 5
    const { code, stdout } = await scenario.step({ operation: 'list', scope: 'repository' })
    expect(code).toBe(1)
    expect(scenario.server.requests.length).toBe(1)
    expect(errorOf(stdout)).toEqual({
      title: expect.stringContaining('(api-rate-limited)'),
      message: expect.stringMatching(/\b9 more pages.*\b4 requests.*20\d\d-.*older-than.*GitHub App/s)
    })
  })
})

describe('a download that needs more requests than the rate limit has left', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const inJob = () => ({
    RUNNER_TOOL_CACHE: join(scenario.job.folder, 'tools'),
    RUNNER_TEMP: scenario.job.temp
  })
  beforeEach(async () => {
    await scenario.close()
    // It starts on 2026-11-24. Only pauses of the action move it.
    scenario = await startScenario({}, steppedClock())
    for (const name of names) await scenario.run.addArtifact(name, { files: { [name]: name } })
  })
  /** The list takes one request. */
  const leave = (remaining: number, seconds: number) =>
    Object.assign(limit(), { remaining: remaining + 1, reset: Math.floor(inSeconds(seconds)) })
  const transfers = () => scenario.server.requests.filter(({ path }) => !path.endsWith('/artifacts')).length

  test.each<[string, Record<string, string>, number]>([
    ['a download', {}, 4],
    ['a download that deletes', { 'delete-after': 'true' }, 9],
    ['a cache without the archives', { cache: 'true' }, 4]
  ])('fails before the first transfer: %s', async (_, inputs, remaining) => {
    leave(remaining, 1800)
    const { code, outputs, stdout } = await scenario.step({ path: 'out', ...inputs }, inJob())
    expect(code).toBe(1)
    expect(scenario.server.requests.length).toBe(1)
    expect(workspacePaths(scenario.job)).toEqual([])
    expect(outputs).toMatchObject({ found: 'true', count: '5', 'file-count': '0', 'api-requests': '1' })
    const { title, message } = errorOf(stdout)
    expect(title).toContain('(api-rate-limited)')
    expect(message).toContain(`${remaining + 1} API requests`)
    expect(message).toContain(`${remaining} requests`)
    // The reset is in 30 minutes, and rate-limit-wait is 5 minutes by default. Headers have whole seconds.
    expect(message).toMatch(/ 2026-11-24T00:(24:5\d|25:00)Z .* rate-limit-wait to 30m/)
  })

  test('continues through a reset within rate-limit-wait, and says so first', async () => {
    leave(2, 100)
    scenario.server.fault({
      match: { path: '/zip', nth: 3 },
      action: { before: () => void Object.assign(limit(), { remaining: 100, reset: inSeconds(3600) }) }
    })
    const { code, outputs, stdout } = await scenario.step({ path: 'out', concurrency: '1' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ 'file-count': '5', 'api-requests': '6' })
    const said = stdout.search(/5 API requests.* 2 requests.* 20\d\d-/)
    expect(said).toBeGreaterThan(-1)
    expect(said).toBeLessThan(stdout.search(/ for (9\d|100|101) s: /))
  })

  test('needs no requests for archives in the cache', async () => {
    expect((await scenario.step({ path: 'first', cache: 'true' }, inJob())).code).toBe(0)
    leave(0, 1800)
    scenario.server.clearRequests()
    const { code, outputs } = await scenario.step({ path: 'out', cache: 'true' }, inJob())
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ 'cache-hits': '5', 'file-count': '5', 'api-requests': '1' })
  })

  test("needs no requests for what the run's artifact service has", async () => {
    const job = await startServiceScenario()
    try {
      const other = job.repository.addRun({ workflow: job.run.workflow })
      const uploads = [job.run, job.run, other].map((run, index) =>
        run.addArtifact(`x${index}`, { files: { x: 'x' } })
      )
      const ids = (await Promise.all(uploads)).map(({ id }) => id).join()
      // One to get the artifact of the other run, one to download it.
      Object.assign(job.server.rateLimit ?? {}, { remaining: 2 })
      const { code, outputs } = await job.step({ 'artifact-ids': ids, path: 'out' })
      expect({ code, api: outputs['api-requests'], files: outputs['file-count'] }).toEqual({
        code: 0,
        api: '2',
        files: '3'
      })
    } finally {
      await job.close()
    }
  })

  const MANY = [
    { count: 250, limit: 200 },
    { count: 1243, limit: 1000 }
  ]
  const many = rowsOf(MANY, ({ count }) => count < 1000)

  describe.each(many)('$count artifacts of a run, with $limit requests an hour', ({ count, limit }) => {
    const pages = Math.ceil(count / 100)
    let job: ServiceScenario
    beforeEach(async () => {
      job = await startServiceScenario('github', { rateLimit: { limit } }, steppedClock())
      const zip = await zipFiles({ 'a.txt': 'a' })
      for (let index = 0; index < count; index++) await job.run.addArtifact(`a${index}`, { zip })
    })
    afterEach(() => job.close())

    test("come from the run's artifact service, without a request to the API", async () => {
      const { code, outputs } = await job.step({ path: 'out' })
      expect({ code, files: outputs['file-count'], api: outputs['api-requests'] }).toEqual({
        code: 0,
        files: String(count),
        api: '0'
      })
      expect(job.requests().filter(request => request.startsWith('api'))).toEqual([])
    }, 120_000)

    test('are refused by REST before the first transfer, with the time when the download works', async () => {
      const reset = Math.floor(inSeconds(1800))
      Object.assign(job.server.rateLimit ?? {}, { reset })
      const { code, outputs, stdout } = await job.step({ path: 'out', backend: 'rest' })
      expect([code, outputs.count, outputs['file-count']]).toEqual([1, String(count), '0'])
      // The pages of the list.
      expect(job.requests()).toEqual(Array(pages).fill('api GET artifacts'))
      expect(workspacePaths(job.job)).toEqual([])
      const { title, message } = errorOf(stdout)
      expect(title).toContain('(api-rate-limited)')
      expect(message).toContain(`${count} API requests`)
      expect(message).toContain(`${limit - pages} requests`)
      // 5 minutes of rate-limit-wait before the reset in 30 minutes: the requests left before it, the rest after it.
      expect(message).toMatch(/ 2026-11-24T00:(24:5\d|25:00)Z or later/)
    })
  })

  test('counts both requests of a temporary redirect', async () => {
    leave(8, 1800)
    scenario.repository.renameFrom('octo-org/old')
    // The current run does not belong to a repository of another name.
    const other = scenario.repository.addRun({ workflow: scenario.run.workflow })
    for (const name of names) await other.addArtifact(name, { files: { [name]: name } })
    const { id } = scenario.repository
    const location = `${scenario.server.apiUrl}/repositories/${id}/actions/runs/${other.id}/artifacts?per_page=100`
    scenario.server.fault({ match: {}, action: { status: 307, headers: { location } } })
    const { code, stdout } = await scenario.step({
      repository: 'octo-org/old',
      'run-id': String(other.id),
      path: 'out'
    })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('10 API requests')
    expect(transfers()).toBe(0)
  })
})

describe('a stall', () => {
  const stalls: [string, Fault][] = [
    ['before the headers', 'stall'],
    ['in the middle of the body', { stallAfterBytes: 100 }],
    ['in the middle of an error', { status: 502, body: { message: 'x'.repeat(1000) }, stallAfterBytes: 100 }]
  ]
  test.each(rowsOf(stalls, ([title]) => title === 'before the headers'))(
    '%s is retried',
    async (_, action) => {
      await upload(1)
      scenario.server.fault({ match: { method: 'GET' }, action })
      const { code, outputs, stdout } = await scenario.step({ operation: 'list', 'stall-timeout': '1s' })
      expect(stdout).toMatch(/ 1 s\. .* \d\.\d s$/m)
      expect(code).toBe(0)
      expect(outputs).toMatchObject({ count: '1', 'api-requests': '2' })
    }
  )

  inSweeps(() => {
    test('a slow response is not a stall', async () => {
      await upload(1)
      scenario.server.fault({ match: { method: 'GET' }, action: { drip: 400 } })
      const { outputs } = await scenario.step({ operation: 'list', 'stall-timeout': '1s' })
      expect(outputs).toMatchObject({ count: '1', 'api-requests': '1' })
    })
  })

  test('a stall-timeout longer than the longest timer does not end at once', async () => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    scenario.server.fault({ match: {}, times: 9, action: { delay: 50 } })
    const { code, outputs } = await scenario.step({ name: 'dist', 'stall-timeout': '520w' })
    expect({ code, requests: outputs['api-requests'] }).toEqual({ code: 0, requests: '2' })
  })

  inSweeps(() => {
    test('a server that sends nothing', async () => {
      const sockets: Socket[] = []
      const silent = createServer(socket => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
      await new Promise(resolve => silent.once('listening', resolve))
      const { port } = silent.address() as { port: number }
      const { code, stdout } = await scenario.step({
        operation: 'list',
        'api-url': `http://127.0.0.1:${port}`,
        'run-id': '5',
        'stall-timeout': '1s',
        retries: '1'
      })
      for (const socket of sockets) socket.destroy()
      silent.close()
      expect(code).toBe(1)
      expect(errorOf(stdout)).toMatchObject({
        title: expect.stringContaining('(api-failed)'),
        message: expect.stringContaining(' 1 s')
      })
    })
  })
})
