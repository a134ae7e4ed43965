import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'

// Some artifacts come from the run's artifact service, others from the REST API.

let scenario: ServiceScenario

beforeEach(async () => {
  scenario = await startServiceScenario()
})
afterEach(() => scenario.close())

const upload = (name: string) => scenario.run.addArtifact(name, { files: { [`${name}.txt`]: name } })
const left = () => scenario.run.artifacts.items.map(({ id }) => id)
const requests = (start: string) => scenario.requests().filter(request => request.startsWith(start))

describe('if REST fails, a deletion goes on with the artifacts of the service', () => {
  const remove = async (inputs = {}) => {
    // REST deletes the older ones of each name.
    const [older, other] = [await upload('a'), await upload('b')]
    for (const name of ['a', 'b', 'c']) await upload(name)
    const outcome = await scenario.step({ operation: 'delete', pattern: '*', ...inputs })
    return { ...outcome, older: [older.id, other.id] }
  }

  test.each(['1', '8'])('without permission (concurrency: %s)', async concurrency => {
    scenario.server.permissions = {}
    const { code, outputs, stdout, older } = await remove({ concurrency })
    expect([code, outputs['deleted-count'], left()]).toEqual([1, '3', older])
    expect(errorOf(stdout).message).toContain('403')
    expect(requests('api')).toHaveLength(1)
  })

  test('with a used-up rate limit', async () => {
    scenario.server.fault({
      match: { server: 'api' },
      times: Number.POSITIVE_INFINITY,
      action: { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'secondary rate limit' } }
    })
    const { code, outputs, older } = await remove({ 'rate-limit-wait': '1s' })
    expect([code, outputs['deleted-count'], outputs['remaining-count'], left()]).toEqual([1, '3', '2', older])
  })
})
