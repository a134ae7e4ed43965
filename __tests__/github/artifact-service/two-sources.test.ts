import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'

// Some artifacts come from the run's artifact service, others from the REST API.

let scenario: ServiceScenario

beforeEach(async () => {
  scenario = await startServiceScenario()
})
afterEach(() => scenario.close())

const upload = (name: string, more = {}) =>
  scenario.run.addArtifact(name, { files: { [`${name}.txt`]: name }, ...more })
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

describe('artifacts of an older upload protocol, which only REST lists', () => {
  beforeEach(async () => {
    await scenario.close()
    scenario = await startServiceScenario('gitea')
    await upload('old', { isOldProtocol: true })
    await upload('new')
  })
  const BOTH = { operation: 'list', name: 'old\nnew', 'if-no-artifact-found': 'error' }

  test('each name that the service does not list is looked up by REST', async () => {
    const { code, outputs } = await scenario.step(BOTH)
    expect([code, JSON.parse(outputs.names ?? '').sort()]).toEqual([0, ['new', 'old']])
    expect(outputs['api-requests']).toBe('1')
    const one = await scenario.step({ operation: 'get', name: 'old' })
    expect([one.code, one.outputs['artifact-name'], one.outputs['api-requests']]).toEqual([0, 'old', '1'])
  })

  test('a list without names says that there may be more', async () => {
    const { outputs, stdout } = await scenario.step({ operation: 'list' })
    expect([outputs.names, outputs['api-requests']]).toEqual(['["new"]', '0'])
    expect(stdout.split('\n').filter(line => line.includes('backend: rest'))).toHaveLength(1)
    const named = await scenario.step({ operation: 'list', name: 'new' })
    expect(named.stdout).not.toContain('backend: rest')
  })

  test('if REST refuses the token, if-no-artifact-found decides', async () => {
    scenario.server.permissions = {}
    const refused = await scenario.step(BOTH)
    expect(refused.code).toBe(1)
    expect(errorOf(refused.stdout).message).toMatch(/403.*"old"/s)
    for (const handling of ['warn', 'ignore']) {
      const { code, outputs } = await scenario.step({ ...BOTH, 'if-no-artifact-found': handling })
      expect([code, outputs.names]).toEqual([0, '["new"]'])
    }
  })
})

describe('if the service lists nothing that matches, and REST refuses the token', () => {
  beforeEach(async () => {
    await scenario.close()
    scenario = await startServiceScenario('gitea')
    scenario.server.permissions = {}
    await upload('other')
  })
  const MISSING = [
    { operation: 'list', name: 'a' },
    { operation: 'get', name: 'a', 'if-no-artifact-found': 'ignore' },
    { path: 'out', name: 'a', 'if-no-artifact-found': 'warn' },
    { operation: 'delete', name: 'a' },
    { operation: 'delete', name: 'a\nb' }
  ] as Record<string, string>[]

  test.each(MISSING)('if-no-artifact-found decides: %j', async inputs => {
    const { code, outputs, stdout } = await scenario.step(inputs)
    expect([code, outputs.found, left().length]).toEqual([0, 'false', 1])
    expect(stdout).toMatch(/"a".*403/)
  })

  test('so it does without a token', async () => {
    const { code, stdout } = await scenario.step({ operation: 'list', name: 'a', 'github-token': '' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/"a".*github-token is empty/)
  })

  test.each([{ operation: 'list' }, { operation: 'delete', pattern: '*' }])(
    'so it does for a run without artifacts: %j',
    async inputs => {
      for (const artifact of scenario.run.artifacts.items.slice())
        scenario.repository.removeArtifact(artifact)
      const { code, outputs } = await scenario.step(inputs)
      expect([code, outputs.found]).toEqual([0, 'false'])
    }
  )

  test('the error names the name, not that there are no artifacts', async () => {
    const { code, stdout } = await scenario.step({ operation: 'get', name: 'a' })
    expect([code, errorOf(stdout).title]).toEqual([1, expect.stringContaining('api-forbidden')])
    expect(errorOf(stdout).message).toMatch(/403.*does not list "a"/s)
  })
})

describe('in a later attempt of the run', () => {
  beforeEach(async () => {
    await upload('a')
    scenario.run.rerun()
    await upload('b')
  })
  const isNoted = (text: string) => text.includes('attempt 2') && text.includes('backend: rest')

  test.each([
    [{ operation: 'list' }, true],
    [{ operation: 'delete', pattern: 'b' }, true],
    [{ path: 'out' }, true],
    [{ operation: 'get', name: 'b' }, false]
  ])('%j notes that earlier artifacts may be left out: %s', async (inputs, noted) => {
    const { code, stdout } = await scenario.step(inputs as Record<string, string>)
    expect([code, isNoted(stdout)]).toEqual([0, noted])
  })

  test.each([
    { operation: 'get', name: 'a' },
    { path: 'out', name: 'a' }
  ])('the error of a missing name says so too: %j', async inputs => {
    const { code, stdout } = await scenario.step(inputs as Record<string, string>)
    expect(code).toBe(1)
    expect(isNoted(errorOf(stdout).message)).toBe(true)
  })
})

test('in the first attempt, nothing is said about earlier ones', async () => {
  const { stdout } = await scenario.step({ operation: 'get', name: 'a' })
  expect(stdout).not.toContain('attempt')
})

describe('ids of which the service lists only some', () => {
  let inputs: Record<string, string>
  beforeEach(async () => {
    const { id } = await upload('a')
    inputs = { operation: 'list', 'artifact-ids': `${id},77`, 'if-no-artifact-found': 'error' }
  })

  test('if REST refuses the token, the error has both reasons', async () => {
    scenario.server.permissions = {}
    const { code, stdout } = await scenario.step(inputs)
    expect([code, errorOf(stdout).title]).toEqual([1, expect.stringContaining('api-forbidden')])
    expect(errorOf(stdout).message).toMatch(/403.*does not list 77/s)
  })

  test('if REST refuses the token, if-no-artifact-found: warn keeps the known ones', async () => {
    scenario.server.permissions = {}
    const { code, outputs, stdout } = await scenario.step({ ...inputs, 'if-no-artifact-found': 'warn' })
    expect([code, outputs.names]).toEqual([0, '["a"]'])
    expect(stdout).toMatch(/^::warning.*77.*403/m)
  })

  test('a deletion with an id that REST refuses to look up deletes nothing', async () => {
    scenario.server.permissions = {}
    const { code } = await scenario.step({
      operation: 'delete',
      'artifact-ids': inputs['artifact-ids'] ?? ''
    })
    expect([code, left().length]).toEqual([1, 1])
  })

  test('with backend: runtime, the error does not speak of a token', async () => {
    const { code, stdout } = await scenario.step({ ...inputs, backend: 'runtime' })
    expect(code).toBe(1)
    const { message } = errorOf(stdout)
    expect(message).toMatch(/77.*backend: runtime/s)
    expect(message).not.toContain('token')
  })

  test.each([
    ['an empty token', { 'github-token': '' }],
    ['a token without permission', {}]
  ])('with wait-timeout and %s, the list of the service decides', async (_what, token) => {
    scenario.server.permissions = {}
    const next = (scenario.run.artifacts.items[0]?.id ?? 0) + 1
    const isLate = { server: 'service', path: '/ListArtifacts', nth: 3 } as const
    scenario.server.fault({ match: isLate, action: { before: async () => void (await upload('late')) } })
    const { code, outputs } = await scenario.step({
      operation: 'get',
      'artifact-ids': String(next),
      'wait-timeout': '20s',
      ...token
    })
    expect([code, outputs['artifact-name']]).toEqual([0, 'late'])
    expect(requests('api').length).toBeLessThanOrEqual(1)
  })

  test('the error after such a wait says that REST could not be asked', async () => {
    const { code, stdout } = await scenario.step({
      operation: 'get',
      'artifact-ids': '77',
      'wait-timeout': '1s',
      'github-token': ''
    })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/77.*github-token is empty/s)
  })
})
