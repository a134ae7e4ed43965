import { createServer, type Socket } from 'node:net'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const upload = async (count: number) => {
  for (let index = 0; index < count; index++) await scenario.run.addArtifact(`a${index}`, { blob: null })
}
/** The limit that the server has; GHES may have none. */
const limit = () => {
  if (scenario.server.rateLimit === undefined) throw new Error('no limit')
  return scenario.server.rateLimit
}
const inSeconds = (seconds: number) => Date.now() / 1000 + seconds

describe('a rate limit', () => {
  test('retry-after holds all requests of the step together', async () => {
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
    expect(stdout.match(/Nothing is sent for 240 s/g)?.length).toBe(1)
    const { requests } = scenario.server
    const refused = requests.findIndex(({ status }) => status === 403)
    const since = requests.slice(refused).map(({ at }) => at - (requests[refused]?.at ?? 0))
    // Those that were on their way are answered; then nothing comes for 240 s, at 1000 times the speed.
    const onTheirWay = since.filter(ms => ms < 239).length
    expect(onTheirWay).toBeLessThanOrEqual(8)
    expect(since.length - onTheirWay).toBeGreaterThanOrEqual(4)
  })

  test.each([408, 500, 502, 504])(
    'retry-after of a %s, which is no limit, is the pause before the next try',
    async status => {
      await upload(1)
      scenario.server.fault({ match: {}, action: { status, headers: { 'retry-after': '47' } } })
      const { code, stdout } = await scenario.step({ operation: 'list' })
      expect(code).toBe(0)
      expect(stdout).toMatch(/answered \d+.*trying again in 47\.0 s/)
      const [refused, taken] = scenario.server.requests
      expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(46)
    }
  )

  test('used up in the middle: what was done is reported, what is left too, and nothing more is sent', async () => {
    await upload(20)
    limit().remaining = 8
    const { code, outputs, stdout, summary } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(1)
    // One list, seven deletes: the server refuses none.
    expect(scenario.server.requests.length).toBe(8)
    expect(scenario.server.requests.filter(({ status }) => status === 403)).toEqual([])
    expect(outputs).toMatchObject({
      count: '20',
      'deleted-count': '7',
      'failed-count': '0',
      'remaining-count': '13',
      'rate-limit-remaining': '0'
    })
    expect(errorOf(stdout).message).toMatch(/13 of 20 artifacts are left.*no more requests, until 20\d\d-/)
    expect(summary).toContain('Deleted 7 of 20 artifacts')
    expect(scenario.repository.artifacts.items.map(({ name }) => name)).toEqual(
      Array.from({ length: 13 }, (_, index) => `a${index + 7}`)
    )
  })

  test('reached in the middle of a download: what is done and what is left is named', async () => {
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
    expect(title).toBe('Rate limit reached (api-rate-limited)')
    expect(message).toMatch(
      /^Could not download 3 of 5 artifacts:\n- Could not download artifact "c" [^\n]* \(affects "c" \(\d+\), "d" \(\d+\), "e" \(\d+\)\)\n2 of 5 artifacts are left: /
    )
    expect(stdout).toMatch(/^ {2}failed: .*"c" .*\n {2}failed .*: "d" \(\d+\)\n {2}failed .*: "e" \(\d+\)$/m)
  })

  test.each(['Resource not accessible by integration', 'Resource not accessible by personal access token'])(
    'used up by what the token may not: that is not waited for, and told as what it is (%s)',
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
      expect(errorOf(stdout).title).toBe('Permission missing (api-forbidden)')
      expect(outputs).toMatchObject({ 'failed-count': '1', 'remaining-count': '1', 'api-requests': '2' })
    }
  )

  test('used up after a download: what could not be deleted fails the step', async () => {
    await scenario.run.addArtifact('a', { files: { a: 'a' } })
    await scenario.run.addArtifact('b', { files: { b: 'b' } })
    limit().remaining = 4
    const { code, outputs, stdout } = await scenario.step({ 'delete-after': 'true', path: 'out' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({
      'file-count': '2',
      'deleted-count': '1',
      'remaining-count': '1',
      'failed-count': '0'
    })
    expect(errorOf(stdout).message).toMatch(/^1 of 2 artifacts are left/)
  })

  test('used up, with a reset that can be waited for', async () => {
    await upload(3)
    Object.assign(limit(), { remaining: 2, reset: inSeconds(100) })
    // The hour is over on the server by the time the action comes back.
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
    expect(stdout).toMatch(/Nothing is sent for (99|100|101) s: the token's rate limit is used up/)
    expect(code).toBe(0)
    expect(outputs['deleted-count']).toBe('3')
  })

  test('a list of more pages than are left ends at page 1, and says what helps', async () => {
    scenario.repository.addArtifacts(1000, index => ({ name: `a${index}` }))
    limit().remaining = 5
    const { code, stdout } = await scenario.step({ operation: 'list', scope: 'repository' })
    expect(code).toBe(1)
    expect(scenario.server.requests.length).toBe(1)
    expect(errorOf(stdout)).toEqual({
      title: 'Rate limit reached (api-rate-limited)',
      message: expect.stringMatching(
        /9 more pages to read, and the rate limit leaves 4 requests.*until 20\d\d-.*older-than.*GitHub App/s
      )
    })
  })
})

describe('a stall', () => {
  test.each([
    ['before the headers', 'stall'],
    ['in the middle of the body', { stallAfterBytes: 100 }],
    ['in the middle of an error', { status: 502, body: { message: 'x'.repeat(1000) }, stallAfterBytes: 100 }]
  ] as const)('%s is given up and tried again', async (_, action) => {
    await upload(1)
    scenario.server.fault({ match: { method: 'GET' }, action })
    const { code, outputs, stdout } = await scenario.step({ operation: 'list', 'stall-timeout': '1s' })
    expect(stdout).toMatch(/no answer: nothing came for 1 s; trying again/)
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ count: '1', 'api-requests': '2' })
  })

  test('a slow answer is none', async () => {
    await upload(1)
    scenario.server.fault({ match: { method: 'GET' }, action: { drip: 400 } })
    const { outputs } = await scenario.step({ operation: 'list', 'stall-timeout': '1s' })
    expect(outputs).toMatchObject({ count: '1', 'api-requests': '1' })
  })

  test('a limit longer than timers can be is none, not one of a millisecond', async () => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    scenario.server.fault({ match: {}, times: 9, action: { delay: 50 } })
    const { code, outputs } = await scenario.step({ name: 'dist', 'stall-timeout': '520w' })
    expect({ code, requests: outputs['api-requests'] }).toEqual({ code: 0, requests: '2' })
  })

  test('a server that says nothing at all', async () => {
    const sockets: Socket[] = []
    const silent = createServer(socket => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
    await new Promise(resolve => silent.once('listening', resolve))
    const { port } = silent.address() as { port: number }
    const { code, stdout } = await scenario.step({
      operation: 'list',
      'api-url': `http://127.0.0.1:${port}`,
      'stall-timeout': '1s',
      retries: '1'
    })
    for (const socket of sockets) socket.destroy()
    silent.close()
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/the API gave no answer: nothing came for 1 s/)
  })
})
