import { requestsPaused, waitReason } from '../../src/messages/rate-limits.js'
import { steppedClock } from '../support/clock.js'
import { type GitHubServerOptions, SecondaryLimit } from '../support/github-server/index.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { inSweeps } from '../support/sweep.js'

let scenario: Scenario
afterEach(() => scenario.close())

/** A server that counts points by the action's clock. Only pauses take time, so a burst is one moment. */
async function start(
  count: number,
  options: GitHubServerOptions = {},
  clock = steppedClock()
): Promise<SecondaryLimit> {
  scenario = await startScenario(options, clock)
  const limit = new SecondaryLimit(() => scenario.clock.now())
  scenario.server.secondaryLimit = limit
  for (let index = 0; index < count; index++) scenario.run.listArtifact(`a${index}`)
  return limit
}
const deletes = () => scenario.server.requests.filter(({ method }) => method === 'DELETE').length
const step = (inputs: Record<string, string> = {}) =>
  scenario.step({ operation: 'delete', pattern: '*', concurrency: '16', ...inputs })

describe('the rate of deletes, as the server counts it', () => {
  test('bursts never use more points in a minute than are allowed', async () => {
    const limit = await start(500)
    const { code, outputs, stdout } = await step()
    expect(code).toBe(0)
    expect(outputs['deleted-count']).toBe('500')
    expect(limit.refusals).toBe(0)
    // A burst uses all points of a minute, except those of requests in flight at its end.
    expect(limit.most).toBeLessThanOrEqual(900)
    expect(limit.most).toBeGreaterThan(900 - 16 * 5 - 5)
    expect(stdout).toContain(requestsPaused(60_000, waitReason('pace')))
  })

  test('a shard uses its share of the points', async () => {
    const limit = await start(300)
    const { outputs } = await step({ shard: '1/3' })
    expect(outputs['deleted-count']).toBe('100')
    expect(limit.most).toBeLessThanOrEqual(300)
  })

  test('redirected requests of a renamed repository count twice', async () => {
    const limit = await start(250)
    scenario.repository.renameFrom('octo-org/old-app')
    // The current run's ID counts as not set beside another repository.
    scenario.job.runId = 5
    const { outputs } = await step({ repository: 'octo-org/old-app', 'run-id': String(scenario.run.id) })
    expect(outputs['deleted-count']).toBe('250')
    expect(limit.refusals).toBe(0)
    expect(limit.most).toBeLessThanOrEqual(900)
  })

  inSweeps(() => {
    test('reads count too', async () => {
      const limit = await start(0)
      scenario.repository.addArtifacts(20_000, index => ({ name: index < 200 ? 'old' : 'new' }))
      const { outputs } = await step({ scope: 'repository', pattern: 'old' })
      expect(outputs).toMatchObject({ 'deleted-count': '200', 'api-requests': '405' })
      expect(limit.refusals).toBe(0)
      expect(limit.most).toBeLessThanOrEqual(900)
    })

    test('without limit headers there is no pause', async () => {
      await start(1000, { rateLimit: 'off' })
      scenario.server.secondaryLimit = undefined
      const { outputs } = await step()
      expect(outputs).toMatchObject({ 'deleted-count': '1000', 'api-requests': '1010' })
      expect(deletes()).toBe(1000)
      expect(scenario.clock.pauses).toEqual([])
    })
  })

  test('points that other clients use lead to a pause, not to failures', async () => {
    // Requests in flight get their responses before the pause ends, as they would within a minute.
    const limit = await start(120, {}, steppedClock({ settle: 300 }))
    // Another client uses the limit.
    for (let index = 0; index < 150; index++) limit.spend('DELETE')
    const { code, outputs, stdout } = await step()
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ 'deleted-count': '120', 'failed-count': '0' })
    expect(limit.refusals).toBeGreaterThan(0)
    expect(limit.refusals).toBeLessThanOrEqual(16)
    expect(stdout).toContain(requestsPaused(60_000, waitReason('requested')))
  })
})
