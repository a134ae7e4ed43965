import { LASTING_FAULTS, PASSING_FAULTS } from '../support/api-faults.js'
import { scaledClock } from '../support/clock.js'
import type { GitHubServer, RequestRecord } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { OPERATION_CASES, wrongEnd } from '../support/operation-cases.js'
import { startScenario } from '../support/scenario.js'
import { SharedServer, type Turn } from '../support/shared-server.js'
import { stepProblems, workspacePaths } from '../support/step-problems.js'
import { NAME_FAULTS, TestName } from '../support/test-name.js'

/** A pause of a minute takes 3 ms. */
const SPEED = 20_000

const { 'a gzip bomb': bomb = 'reset', ...passing } = PASSING_FAULTS
/** The kinds of requests that received a gzip bomb. */
const BOMBED = new Set<string>()

const name = new TestName()
afterAll(() => name.restore())

describe.each(OPERATION_CASES)('$title', operation => {
  const { pageSizeCap, fails } = operation
  const options = { ...(pageSizeCap !== undefined && { pageSizeCap }) }
  const right = fails === undefined ? 0 : 1
  const ofApi = ({ asked }: Turn) => asked.filter(({ server }) => server === 'api')
  const wrongIn = ({ step, wrong }: Turn) => [...wrong, ...wrongEnd(operation, step)]

  describe('answers', () => {
    let shared: SharedServer
    beforeAll(async () => {
      shared = await SharedServer.start(options)
    })
    afterAll(() => shared.close())

    /** The number of requests to the API. The first test counts them. */
    let count = 0
    test('without a fault', async () => {
      const turn = await shared.turn(operation)
      expect(wrongIn(turn)).toEqual([])
      count = ofApi(turn).length
      expect(count).toBeGreaterThanOrEqual(1)
    })

    test.each(Object.entries(passing))('%s, once, at each request', async (_, action) => {
      const arm = (server: GitHubServer) => {
        server.fault({ match: { server: 'api' }, times: 1000, sparesRetries: true, action })
      }
      // Each refusal makes the next wait longer.
      const turn = await shared.turn(operation, arm, { 'rate-limit-wait': '1d' })
      expect(wrongIn(turn)).toEqual([])
      const urls = (requests: RequestRecord[]) =>
        new Set(requests.map(({ method, url }) => `${method} ${url}`))
      const asked = ofApi(turn)
      expect(urls(asked.filter(({ fault }) => fault === action))).toEqual(urls(asked))
    })

    // A gzip bomb is slow, so it is sent only once to requests that differ only in numbers.
    test('a gzip bomb, at each kind of request', async () => {
      const kindOf = ({ method, path }: RequestRecord) =>
        `${operation.inputs.operation} ${method} ${path.replace(/\d+/g, 'N')}`
      const isNew = (request: RequestRecord) => {
        const kind = kindOf(request)
        return !BOMBED.has(kind) && BOMBED.add(kind).has(kind)
      }
      const turn = await shared.turn(operation, server => {
        server.fault({ match: { server: 'api', fits: isNew }, times: 1000, action: bomb })
      })
      expect(wrongIn(turn)).toEqual([])
      expect(ofApi(turn).filter(request => !BOMBED.has(kindOf(request)))).toEqual([])
      const struck = ofApi(turn).filter(({ fault }) => fault === bomb)
      const givenUp = turn.step.stdout.match(/ 33554432 bytes\b/g) ?? []
      expect(givenUp).toHaveLength(struck.length)
    })

    const lasting = Object.entries({ ...passing, ...LASTING_FAULTS })
    test.each(lasting)('%s, from each request on', async (title, action) => {
      for (let nth = 1; nth <= count; nth++) {
        const turn = await shared.turn(operation, server => {
          server.fault({ match: { server: 'api', nth }, times: 1000, action })
        })
        const after = ofApi(turn).slice(nth - 1)
        const code = after.some(request => canHurt(title, request)) ? 1 : right
        expect({ nth, code: turn.step.code, wrong: turn.wrong }).toEqual({ nth, code, wrong: [] })
      }
    })
  })

  test('a server that stops, from each request on', async () => {
    for (let nth = 1, isStruck = true; isStruck; nth++) {
      const shared = await SharedServer.start(options)
      try {
        isStruck = false
        const before = () => {
          isStruck = true
          return shared.close()
        }
        const { step, wrong } = await shared.turn(operation, server => {
          server.fault({ match: { nth }, action: { before } })
        })
        expect({ nth, code: step.code, wrong }).toEqual({ nth, code: isStruck ? 1 : right, wrong: [] })
      } finally {
        await shared.close()
      }
    }
  })

  describe('connections', () => {
    let shared: SharedServer
    beforeAll(async () => {
      shared = await SharedServer.start({ ...options, hostname: name.host, keepAlive: false })
    })
    afterAll(() => shared.close())

    async function met(fault: TestName['fault']): Promise<Turn> {
      return await shared.turn(operation, () => Object.assign(name, { lookups: 0, fault }))
    }

    /** The number of requests to API and storage, each on its own connection. */
    let count = 0
    test('without a fault', async () => {
      const turn = await met(() => undefined)
      expect(wrongIn(turn)).toEqual([])
      count = turn.asked.length
      expect(name.lookups).toBe(count)
    })

    test.each(NAME_FAULTS)('%s, once, at each request in turn', async fault => {
      for (let which = 1; which <= count; which++) {
        const turn = await met(nth => (nth === which ? fault : undefined))
        expect({ which, wrong: wrongIn(turn) }).toEqual({ which, wrong: [] })
        // How often a wait checks depends on time.
        const struck = name.lookups >= which ? 1 : 0
        expect(name.lookups).toBe(turn.asked.length + struck)
      }
    })

    test.each(NAME_FAULTS)('%s, from each request on', async fault => {
      for (let first = 1; first <= count; first++) {
        const { step, wrong, asked } = await met(nth => (nth >= first ? fault : undefined))
        expect({ first, code: step.code, wrong }).toEqual({ first, code: 1, wrong: [] })
        // How often a wait checks depends on time: this one ended before the fault.
        if (operation.inputs['wait-timeout'] !== undefined && name.lookups < first) break
        expect(asked).toHaveLength(first - 1)
        expect(step.stdout).toContain(fault === 'refused' ? 'ECONNREFUSED' : 'ENOTFOUND')
      }
    })
  })
})

/** Whether a fault makes a request fail. A redirect to storage and a 204 have no body to cut off. */
function canHurt(title: string, { method, path }: RequestRecord): boolean {
  if (title === 'a slow drip' || title === 'another page in a Link') return false
  const isOfBody = /\bbody\b/.test(title)
  return !(isOfBody && (method === 'DELETE' || path.endsWith('/zip')))
}

describe('a list with an artifact with', () => {
  const run = { id: 1, repository_id: 1, head_repository_id: 1, head_branch: 'main', head_sha: 'abc' }
  const artifact = {
    id: 7,
    name: 'a',
    size_in_bytes: 5,
    expired: false,
    created_at: '2026-01-01T00:00:00Z',
    expires_at: null,
    workflow_run: run
  }
  const anotherShape: [string, object][] = [
    ['no created_at', { created_at: undefined }],
    ...['id', 'size_in_bytes', 'expired'].flatMap((name): [string, object][] => [
      [`no ${name}`, { [name]: undefined }],
      [`null as ${name}`, { [name]: null }]
    ]),
    ['an object as name', { name: {} }],
    ['text in the id', { id: '7) [x](http://evil.example)' }],
    ['a negative size', { size_in_bytes: -5 }],
    ['a fractional size', { size_in_bytes: 1.5 }],
    ...['created_at', 'updated_at', 'expires_at', 'digest'].map((name): [string, object] => [
      `a number as ${name}`,
      { [name]: 7 }
    ]),
    ['a string as run', { workflow_run: 'x' }],
    ...['id', 'repository_id', 'head_repository_id'].map((name): [string, object] => [
      `a run with a string as ${name}`,
      { workflow_run: { ...run, [name]: '1) [x](http://evil.example)' } }
    ]),
    ...['head_branch', 'head_sha'].map((name): [string, object] => [
      `a run with an object as ${name}`,
      { workflow_run: { ...run, [name]: {} } }
    ])
  ]

  test.each(anotherShape)('%s', async (_, fields) => {
    const scenario = await startScenario({ strict: false }, scaledClock(SPEED))
    try {
      scenario.server.fault({
        match: { server: 'api' },
        times: 1000,
        action: { status: 200, body: { total_count: 1, artifacts: [{ ...artifact, ...fields }] } }
      })
      for (const operation of ['list', 'download', 'delete']) {
        const inputs = { operation, pattern: '*', retries: '0' }
        const step = await scenario.step(inputs)
        expect(stepProblems(step, scenario)).toEqual([])
        const { title, message } = errorOf(step.stdout)
        expect(title).toContain('(api-answer-invalid)')
        expect(message).toContain('list of artifacts')
      }
      expect(workspacePaths(scenario.job)).toEqual([])
    } finally {
      await scenario.close()
    }
  })

  test('nulls of other servers are accepted', async () => {
    const scenario = await startScenario({ strict: false })
    try {
      const nulls = {
        ...run,
        head_branch: null,
        head_sha: null,
        repository_id: null,
        head_repository_id: null
      }
      const artifacts = [
        { ...artifact, created_at: null, digest: null, updated_at: null, workflow_run: nulls },
        { ...artifact, id: 8, workflow_run: null }
      ]
      scenario.server.fault({
        match: { server: 'api' },
        times: 9,
        action: { status: 200, body: { total_count: 2, artifacts } }
      })
      const step = await scenario.step({ operation: 'list' })
      expect(stepProblems(step, scenario)).toEqual([])
      expect(step.outputs.ids).toBe('[8,7]')
    } finally {
      await scenario.close()
    }
  })
})

test('a response about another artifact or run is rejected', async () => {
  const scenario = await startScenario({ strict: false }, scaledClock(SPEED))
  try {
    const mine = await scenario.run.addArtifact('mine', { blob: null })
    const other = {
      id: mine.id + 1,
      name: 'other',
      size_in_bytes: 1,
      expired: false,
      created_at: null,
      expires_at: null
    }
    const match = { path: /artifacts\/\d+$/, method: 'GET' }
    scenario.server.fault({ match, times: 9, action: { status: 200, body: other } })
    for (const operation of ['get', 'delete']) {
      const step = await scenario.step({ operation, 'artifact-ids': String(mine.id), retries: '0' })
      expect(stepProblems(step, scenario)).toEqual([])
      const { title, message } = errorOf(step.stdout)
      expect(title).toContain('(api-answer-invalid)')
      expect(message).toContain(`artifact ${mine.id}`)
    }
    // The id alone decides what is deleted.
    expect(scenario.server.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
    const run = { id: scenario.run.id + 1, event: 'push', conclusion: 'success' }
    scenario.server.fault({ match: { path: /runs\/\d+$/ }, times: 9, action: { status: 200, body: run } })
    const step = await scenario.step({ operation: 'list', event: 'push', name: 'mine', retries: '0' })
    expect(stepProblems(step, scenario)).toEqual([])
    const { title, message } = errorOf(step.stdout)
    expect(title).toContain('(api-answer-invalid)')
    expect(message).toContain(`run ${scenario.run.id}`)
  } finally {
    await scenario.close()
  }
})
