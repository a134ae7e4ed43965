import { existsSync } from 'node:fs'
import path from 'node:path'
import { certificateFor, trustHere } from '../../support/certificate.js'
import { serviceFailures } from '../../support/github-server/artifact-service/failures.js'
import { type Fault, GitHubServer } from '../../support/github-server/index.js'
import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'
import { rowsOf } from '../../support/sweep.js'
import { paths } from '../../support/tree.js'

// The REST API answers what the service cannot.

const ALWAYS = Number.POSITIVE_INFINITY
/** Where a redirect would lead. */
let elsewhere: GitHubServer
let scenario: ServiceScenario

beforeAll(async () => {
  elsewhere = await GitHubServer.start({ strict: false })
})
afterAll(() => elsewhere.close())

beforeEach(async () => {
  scenario = await startServiceScenario()
  await upload('a')
})
afterEach(async () => {
  await scenario.close()
  const strangers = scenario.tokenSeenBy().filter(server => server !== 'service')
  if (strangers.length > 0) throw new Error(`the runtime token went to ${strangers.join()}`)
  if (elsewhere.requests.length > 0) throw new Error('a redirect was followed')
})

const upload = (name: string, files: Record<string, string> = { [`${name}.txt`]: name }) =>
  scenario.run.addArtifact(name, { files })
const names = () => scenario.run.artifacts.items.map(({ name }) => name)
const out = () => {
  const folder = path.join(scenario.job.workspace, 'out')
  return existsSync(folder) ? paths(folder) : []
}
const asked = (method: string) =>
  scenario.requests().filter(request => request === `service ${method}`).length
const fail = (method: string, action: Fault, times = ALWAYS) =>
  scenario.server.fault({ match: { server: 'service', path: `/${method}` }, times, action })

const OPERATIONS: Record<string, { inputs: Record<string, string>; methods: string[] }> = {
  list: { inputs: { operation: 'list' }, methods: ['ListArtifacts'] },
  get: { inputs: { operation: 'get', name: 'a' }, methods: ['ListArtifacts'] },
  download: { inputs: { name: 'a', path: 'out' }, methods: ['ListArtifacts', 'GetSignedArtifactURL'] },
  delete: { inputs: { operation: 'delete', name: 'a' }, methods: ['ListArtifacts', 'DeleteArtifact'] }
}
const CALLS = Object.entries(OPERATIONS).flatMap(([operation, { inputs, methods }]) =>
  methods.map(method => ({ operation, inputs, method }))
)
const FAST = { retries: '1', 'stall-timeout': '1s' }
const FAILURES = Object.entries(serviceFailures('http://elsewhere.invalid/')).map(
  ([what, { isTransient }]) => ({
    what,
    isTransient
  })
)

describe('each failure', () => {
  const failureOf = (what: string) => serviceFailures(elsewhere.apiUrl)[what]?.action as Fault
  const cases = FAILURES.flatMap(failure => CALLS.map(call => ({ ...failure, ...call })))
  /** Each try of it takes a second. */
  const isSlow = ({ what }: { what: string }) => what === 'no answer'
  const fallbacks = rowsOf(cases, failure => !isSlow(failure) || failure.method === 'DeleteArtifact')

  test.each(fallbacks)('$what: $operation falls back when $method fails', async row => {
    const { what, isTransient, operation, inputs, method } = row
    fail(method, failureOf(what))
    const { code, outputs } = await scenario.step({ ...inputs, ...FAST })
    const viaRest = scenario.requests().some(request => request.startsWith('api'))
    expect([code, outputs.names, viaRest]).toEqual([0, '["a"]', true])
    expect([out(), names()]).toEqual([
      operation === 'download' ? ['a.txt'] : [],
      operation === 'delete' ? [] : ['a']
    ])
    // A deletion that may have been carried out is never sent twice.
    const isOnce = method === 'DeleteArtifact' && !what.startsWith('429')
    expect(asked(method)).toBe(isTransient && !isOnce ? 2 : 1)
  })

  const failures = rowsOf(FAILURES, failure => !isSlow(failure))

  test.each(failures)(
    '$what: backend: runtime fails with that cause, and says what to do',
    async ({ what }) => {
      fail('ListArtifacts', failureOf(what))
      const { code, stdout } = await scenario.step({ operation: 'list', backend: 'runtime', ...FAST })
      const { title, message } = errorOf(stdout)
      expect([code, title]).toEqual([1, expect.stringContaining('service-failed')])
      expect(message).toContain('backend: auto')
      const [status = ''] = /\b[345]\d\d\b/.exec(what) ?? []
      expect(message).toContain(status)
      expect(scenario.requests().filter(request => request.startsWith('api'))).toEqual([])
    }
  )
})

describe('a service that cannot be reached', () => {
  const pausesOf = async (env: Record<string, string>) => {
    const { outputs, stdout } = await scenario.step({ operation: 'list', ...FAST }, env)
    expect([outputs.count, outputs['api-requests']]).toEqual(['1', '1'])
    expect(scenario.requests()).toEqual(['api GET artifacts'])
    return { pauses: scenario.clock.pauses.length, stdout }
  }

  test('a certificate that cannot be verified is not retried', async () => {
    const secure = await GitHubServer.start({ tls: await certificateFor('127.0.0.1'), strict: false })
    const ACTIONS_RESULTS_URL = new URL(secure.apiUrl).origin
    const { pauses, stdout } = await pausesOf({ ACTIONS_RESULTS_URL })
    await secure.close()
    expect([pauses, secure.requests]).toEqual([0, []])
    expect(stdout).toMatch(/^::debug::.*CERT/m)
  })

  test('a proxy without a tunnel is not retried', async () => {
    const env = { ACTIONS_RESULTS_URL: 'https://service.invalid', https_proxy: 'http://127.0.0.1:9' }
    expect((await pausesOf(env)).pauses).toBe(0)
  })

  test('invalid proxy variables are not retried', async () => {
    const env = { ACTIONS_RESULTS_URL: 'https://service.invalid', https_proxy: 'socks5://127.0.0.1:9' }
    const { pauses, stdout } = await pausesOf(env)
    expect(pauses).toBe(0)
    expect(stdout).toMatch(/^::debug::.*proxy/m)
  })

  test('a refused connection is retried', async () => {
    const env = { ACTIONS_RESULTS_URL: 'http://127.0.0.1:9' }
    expect((await pausesOf(env)).pauses).toBe(1)
  })
})

test('if REST fails too, the error names both causes', async () => {
  scenario.server.permissions = {}
  fail('ListArtifacts', { status: 503, body: { code: 'unavailable', msg: 'maintenance' } })
  for (const { inputs } of Object.values(OPERATIONS)) {
    const { code, stdout } = await scenario.step({ ...inputs, ...FAST })
    const { title, message } = errorOf(stdout)
    expect([code, title]).toEqual([1, expect.stringContaining('api-forbidden')])
    expect(message).toMatch(/403.*503.*maintenance/s)
  }
})

test('without a token, the error names the missing token and the cause', async () => {
  fail('ListArtifacts', { status: 403 })
  const { stdout } = await scenario.step({ operation: 'list', 'github-token': '' })
  const { title, message } = errorOf(stdout)
  expect(title).toContain('api-unauthorized')
  expect(message).toMatch(/github-token is empty.*403/s)
})

test.each<[string, Record<string, string | undefined>, RegExp]>([
  ['no token', { ACTIONS_RUNTIME_TOKEN: undefined }, /ACTIONS_RUNTIME_TOKEN/],
  ['no URL', { ACTIONS_RESULTS_URL: undefined }, /ACTIONS_RESULTS_URL/],
  ['plain http to a public host', { ACTIONS_RESULTS_URL: 'http://example.com/' }, /http:\/\/example\.com/],
  [
    'no scope',
    { ACTIONS_RUNTIME_TOKEN: `x.${Buffer.from('{"scp":"A:1"}').toString('base64url')}.x` },
    /scope/
  ]
])('%s: REST is asked, and the cause is named if it fails', async (_what, env, cause) => {
  const { outputs } = await scenario.step({ operation: 'list' }, env)
  expect([outputs.count, scenario.requests()]).toEqual(['1', ['api GET artifacts']])
  scenario.server.permissions = {}
  expect(errorOf((await scenario.step({ operation: 'list' }, env)).stdout).message).toMatch(cause)
  const runtime = await scenario.step({ operation: 'list', backend: 'runtime' }, env)
  expect(errorOf(runtime.stdout).message).toMatch(cause)
})

test('a failure says in the debug log why REST is asked, and where the artifacts come from', async () => {
  fail('ListArtifacts', { status: 403 })
  const { stdout } = await scenario.step({ operation: 'list' })
  expect(stdout).toMatch(/^::debug::.*REST API.*403/m)
  expect(stdout).toMatch(/^Asking the REST API$/m)
})

test('a service that is gone is asked once for all artifacts', async () => {
  for (const name of ['b', 'c', 'd']) await upload(name)
  fail('GetSignedArtifactURL', { status: 403 })
  const { code, outputs } = await scenario.step({ path: 'out', concurrency: '1' })
  expect([code, outputs['api-requests'], asked('GetSignedArtifactURL')]).toEqual([0, '4', 1])
})

test('a 404 for one artifact concerns that artifact alone', async () => {
  await upload('b')
  scenario.server.fault({
    match: { path: '/GetSignedArtifactURL', artifact: 'a' },
    times: ALWAYS,
    action: { status: 404, body: { code: 'not_found', msg: 'artifact not found' } }
  })
  const { code, outputs } = await scenario.step({ path: 'out', concurrency: '1' })
  expect([code, outputs['api-requests'], out()]).toEqual([0, '1', ['a/', 'a/a.txt', 'b/', 'b/b.txt']])
})

test('a transient failure is retried, and Retry-After is obeyed', async () => {
  fail('ListArtifacts', { status: 503, headers: { 'retry-after': '3' } }, 1)
  const { outputs } = await scenario.step({ operation: 'list' })
  expect([outputs.count, outputs['api-requests'], asked('ListArtifacts')]).toEqual(['1', '0', 2])
  expect(scenario.clock.pauses).toEqual([3000])
})

test('a Retry-After past the time for the service is not waited for', async () => {
  fail('ListArtifacts', { status: 429, headers: { 'retry-after': '50' } })
  const { outputs } = await scenario.step({ operation: 'list' })
  expect([outputs.count, outputs['api-requests'], asked('ListArtifacts')]).toEqual(['1', '1', 1])
  expect(scenario.clock.pauses).toEqual([])
})

test.each(['file:///etc/passwd', 'ftp://127.0.0.1/a'])(
  'a URL that is no web address (%s) is refused',
  async url => {
    fail('GetSignedArtifactURL', { status: 200, body: { signed_url: url } })
    const { code, outputs, stdout } = await scenario.step({ name: 'a', path: 'out' })
    expect([code, outputs['api-requests'], out()]).toEqual([0, '1', ['a.txt']])
    expect(stdout).toContain(`responded with a URL with ${new URL(url).protocol}`)
  }
)

describe('a deletion', () => {
  const remove = (more = {}) => scenario.step({ operation: 'delete', name: 'a', ...more })

  test('is sent on a connection of its own, which the server cannot have closed before', async () => {
    const [artifact] = scenario.run.artifacts.items
    await scenario.step({ operation: 'delete', 'artifact-ids': String(artifact?.id) })
    const [list, deletion] = scenario.server.requests
    expect([list?.path, deletion?.path]).toEqual([
      expect.stringContaining('ListArtifacts'),
      expect.stringContaining('DeleteArtifact')
    ])
    expect(deletion?.connection).not.toBe(list?.connection)
    expect(deletion?.headers.connection).toBe('close')
  })

  test('whose response is lost is looked up by id, and not sent again', async () => {
    scenario.server.permissions = {}
    fail('DeleteArtifact', 'lost-answer', 1)
    const { code, outputs } = await remove()
    expect([code, outputs['deleted-count'], names()]).toEqual([0, '1', []])
    expect(scenario.requests()).toEqual([
      'service ListArtifacts',
      'service DeleteArtifact',
      'service ListArtifacts'
    ])
    expect(scenario.server.requests.at(-1)?.json).toHaveProperty('id_filter')
  })

  test('whose response is lost never meets a newer artifact of the same name', async () => {
    scenario.server.fault({ match: { path: '/DeleteArtifact' }, action: 'lost-answer' })
    const isLookUp = { path: '/ListArtifacts', nth: 2 }
    scenario.server.fault({ match: isLookUp, action: { before: async () => void (await upload('a')) } })
    const { outputs } = await remove()
    expect([outputs['deleted-count'], names()]).toEqual(['1', ['a']])
  })

  test('whose response is lost is done, even if the look-up lists a newer artifact of the same name', async () => {
    scenario.server.fault({ match: { path: '/DeleteArtifact' }, action: 'lost-answer' })
    const newer = {
      workflow_run_backend_id: 'run',
      workflow_job_run_backend_id: 'job',
      database_id: '77',
      name: 'a'
    }
    const isLookUp = { path: '/ListArtifacts', nth: 2 }
    scenario.server.fault({ match: isLookUp, action: { status: 200, body: { artifacts: [newer] } } })
    const { code, outputs } = await remove()
    expect([code, outputs['deleted-count'], outputs['api-requests']]).toEqual([0, '1', '0'])
  })

  test('that was lost on the way is done by REST, by id', async () => {
    fail('DeleteArtifact', 'reset', 1)
    const { outputs } = await remove()
    expect([outputs['deleted-count'], outputs['api-requests'], names()]).toEqual(['1', '1', []])
    expect(asked('DeleteArtifact')).toBe(1)
  })

  test('whose response is lost counts as deleted if the service then fails and REST finds nothing', async () => {
    fail('DeleteArtifact', 'lost-answer', 1)
    scenario.server.fault({
      match: { path: '/ListArtifacts', nth: 2 },
      times: ALWAYS,
      action: { status: 401 }
    })
    const { outputs } = await remove()
    expect([outputs['deleted-count'], outputs['gone-count'], outputs['api-requests']]).toEqual([
      '1',
      '0',
      '1'
    ])
  })

  test.each(['auto', 'runtime'])('of an artifact that is gone (backend: %s)', async backend => {
    const [artifact] = scenario.run.artifacts.items
    scenario.server.fault({
      match: { path: '/DeleteArtifact' },
      action: { before: () => artifact && scenario.repository.removeArtifact(artifact) }
    })
    const { code, outputs } = await remove({ backend })
    expect([code, outputs['gone-count'], outputs['deleted-count']]).toEqual([0, '1', '0'])
    expect(asked('DeleteArtifact')).toBe(1)
  })

  test('that hits a newer artifact, uploaded meanwhile, fails and says so', async () => {
    let newer: number | undefined
    scenario.server.fault({
      match: { path: '/DeleteArtifact' },
      action: {
        before: async () => {
          newer = (await upload('a')).id
        }
      }
    })
    const { code, stdout, outputs } = await remove()
    expect([code, outputs['deleted-count'], outputs['failed-count']]).toEqual([1, '0', '1'])
    expect(errorOf(stdout).message).toContain(String(newer))
  })
})

describe('an artifact that is overwritten between the list and its URL', () => {
  const overwrite = (keepsOld: boolean) =>
    scenario.server.fault({
      match: { path: '/GetSignedArtifactURL' },
      action: {
        before: async () => {
          const [old] = scenario.run.artifacts.items
          await upload('a', { 'a.txt': 'newer' })
          if (!keepsOld && old) scenario.repository.removeArtifact(old)
        }
      }
    })

  test('is listed again once; its own bytes come from REST', async () => {
    overwrite(true)
    const { code, outputs } = await scenario.step({ name: 'a', path: 'out' })
    expect([code, outputs['digest-verified'], outputs['api-requests']]).toEqual([0, 'true', '1'])
    expect(asked('ListArtifacts')).toBe(2)
  })

  test('fails if it is gone: other bytes are never taken for it', async () => {
    overwrite(false)
    const { code, outputs } = await scenario.step({ name: 'a', path: 'out' })
    expect([code, outputs['failed-count'], outputs['file-count']]).toEqual([1, '1', '0'])
    expect(asked('ListArtifacts')).toBe(2)
  })
})

test('a URL that expires is renewed by the service', async () => {
  scenario.server.permissions = {}
  scenario.server.fault({ match: { server: 'storage' }, action: 'expired-url' })
  const { code, outputs } = await scenario.step({ name: 'a', path: 'out' })
  expect([code, outputs['api-requests'], asked('GetSignedArtifactURL')]).toEqual([0, '0', 2])
})

describe('secrets', () => {
  test('a URL with http from a service with https is refused', async () => {
    await scenario.close()
    const tls = await certificateFor('127.0.0.1')
    const stopTrust = trustHere(tls)
    try {
      scenario = await startServiceScenario('github', { tls })
      await upload('a')
      fail('GetSignedArtifactURL', { status: 200, body: { signed_url: elsewhere.apiUrl } })
      const { code, outputs } = await scenario.step({ name: 'a', path: 'out' })
      expect([code, outputs['api-requests'], out()]).toEqual([0, '1', ['a.txt']])
    } finally {
      stopTrust()
    }
  })

  // GitHub spells `signed_url`, Gitea `signedUrl`.
  test.each(['github', 'gitea'] as const)(
    '%s: the runtime token and every signed URL are masked before they are used',
    async dialect => {
      await scenario.close()
      scenario = await startServiceScenario(dialect)
      await upload('a')
      const { stdout } = await scenario.step({ name: 'a', path: 'out' })
      const secrets = [...scenario.server.runtimeTokens, ...scenario.server.signatures]
      expect(secrets.length).toBeGreaterThanOrEqual(2)
      const used = secrets.filter(
        secret => scenario.server.requestsWith(encodeURIComponent(secret)).length > 0
      )
      expect(used.length).toBeGreaterThanOrEqual(2)
      for (const secret of used) {
        const isMasked = stdout.split('\n').find(line => line.includes(secret))
        expect(isMasked).toMatch(/^::add-mask::/)
      }
    }
  )

  test('on GHES the token never leaves the server, whatever ACTIONS_RESULTS_URL says', async () => {
    await scenario.close()
    scenario = await startServiceScenario('github', { flavour: 'ghes-3.19' })
    await upload('a')
    // GHES lists no artifacts of a run in progress.
    scenario.run.status = 'completed'
    const foreign = new URL(elsewhere.apiUrl.replace('127.0.0.1', 'localhost')).origin
    for (const inputs of [
      { operation: 'list' },
      { name: 'a', path: 'out' },
      { operation: 'list', backend: 'runtime' }
    ]) {
      const env = { GITHUB_SERVER_URL: undefined, ACTIONS_RESULTS_URL: foreign }
      const { code } = await scenario.step(inputs, env)
      expect(code).toBe('backend' in inputs ? 1 : 0)
    }
    expect(elsewhere.requests).toEqual([])
    const { outputs } = await scenario.step({ operation: 'list' }, { GITHUB_SERVER_URL: undefined })
    expect([outputs.count, outputs['api-requests']]).toEqual(['1', '0'])
  })
})
