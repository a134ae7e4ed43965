import { LASTING_FAULTS, PASSING_FAULTS } from '../support/api-faults.js'
import { scaledClock } from '../support/clock.js'
import type { Fault, RequestRecord } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { contradictions, inputsOf, OPERATION_CASES, type OperationCase } from '../support/operation-cases.js'
import { disorders, inWorkspace } from '../support/orderly.js'
import type { StepResult } from '../support/runner.js'
import { startScenario } from '../support/scenario.js'

/** A minute's pause for a limit takes 3 ms. */
const SPEED = 20_000

interface Struck {
  step: StepResult
  wrong: string[]
  /** Requests to the API. */
  asked: RequestRecord[]
  hits: number
}

/** One step in a world of its own, of which requests from the nth meet a fault. */
async function struck(
  operation: OperationCase,
  action: Fault | 'gone',
  { nth, times }: { nth: number; times: number }
): Promise<Struck> {
  // Not strict: a redirect may lead where no endpoint is.
  const { pageSizeCap } = operation
  const scenario = await startScenario(
    { strict: false, ...(pageSizeCap !== undefined && { pageSizeCap }) },
    scaledClock(SPEED)
  )
  try {
    await operation.arrange(scenario)
    const had = scenario.repository.artifacts.items.map(({ name }) => name)
    const fault = scenario.server.fault({
      match: { server: 'api', nth },
      times,
      action: action === 'gone' ? { before: () => scenario.server.close() } : action
    })
    const inputs = { retries: '1', concurrency: '1', ...inputsOf(operation, scenario) }
    const step = await scenario.step(inputs)
    return {
      step,
      wrong: [...disorders(step, scenario), ...contradictions(operation, scenario, step, had)],
      asked: scenario.server.requests.filter(({ server }) => server === 'api'),
      hits: fault.hits
    }
  } finally {
    await scenario.close()
  }
}

describe.each(OPERATION_CASES)('$title', operation => {
  /** Requests to the API that it takes; the first test counts them. */
  let count = 0
  test('without a fault', async () => {
    const { step, wrong, asked } = await struck(operation, {}, { nth: 1, times: 1 })
    expect({ code: step.code, wrong }).toEqual({ code: 0, wrong: [] })
    count = asked.length
    expect(count).toBeGreaterThanOrEqual(2)
  })

  test.each(Object.entries(PASSING_FAULTS))('%s, once, at each request in turn', async (_, action) => {
    for (let nth = 1; nth <= count; nth++) {
      const { step, wrong, hits } = await struck(operation, action, { nth, times: 1 })
      expect({ nth, hits, code: step.code, wrong }).toEqual({ nth, hits: 1, code: 0, wrong: [] })
    }
  })

  // The bomb takes its time, and what is done with it shows at once.
  const { 'a gzip bomb': _, ...passing } = PASSING_FAULTS
  const lasting = { ...passing, ...LASTING_FAULTS, 'a server that goes away': 'gone' as const }
  test.each(Object.entries(lasting))('%s, from each request on', async (title, action) => {
    for (let nth = 1; nth <= count; nth++) {
      const { step, wrong, asked } = await struck(operation, action, { nth, times: 1000 })
      expect({ nth, wrong }).toEqual({ nth, wrong: [] })
      const hurts = asked.slice(nth - 1).some(request => canHurt(title, request))
      expect({ nth, code: step.code }).toEqual({ nth, code: hurts ? 1 : 0 })
    }
  })
})

/** Whether a fault spoils the answer to a request: a redirect to storage and a 204 have no body to be cut. */
function canHurt(title: string, { method, path }: RequestRecord): boolean {
  if (title === 'a slow drip' || title === 'another page in a Link') return false
  const isOfBody = /\bbody\b/.test(title)
  return !(isOfBody && (method === 'DELETE' || path.endsWith('/zip')))
}

describe('a list in which one artifact has', () => {
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
    ['an id with words', { id: '7) [x](http://evil.example)' }],
    ['a size below nothing', { size_in_bytes: -5 }],
    ['a fraction as size', { size_in_bytes: 1.5 }],
    ...['created_at', 'updated_at', 'expires_at', 'digest'].map((name): [string, object] => [
      `a number as ${name}`,
      { [name]: 7 }
    ]),
    ['a word as run', { workflow_run: 'x' }],
    ...['id', 'repository_id', 'head_repository_id'].map((name): [string, object] => [
      `a run with a word as ${name}`,
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
        expect(disorders(step, scenario)).toEqual([])
        expect(errorOf(step.stdout).message).toMatch(/^Could not .*: the answer is not a list of artifacts/)
      }
      expect(inWorkspace(scenario.job)).toEqual([])
    } finally {
      await scenario.close()
    }
  })

  test('nulls where other servers have them: taken', async () => {
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
      expect(disorders(step, scenario)).toEqual([])
      expect(step.outputs.ids).toBe('[8,7]')
    } finally {
      await scenario.close()
    }
  })
})

test('an answer about another artifact or run than was asked for is not taken', async () => {
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
      expect(disorders(step, scenario)).toEqual([])
      expect(errorOf(step.stdout).message).toMatch(
        /^Could not get artifact .*: the answer is not that artifact/
      )
    }
    // Its id is all that a deletion goes by.
    expect(scenario.server.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
    const run = { id: scenario.run.id + 1, event: 'push', conclusion: 'success' }
    scenario.server.fault({ match: { path: /runs\/\d+$/ }, times: 9, action: { status: 200, body: run } })
    const step = await scenario.step({ operation: 'list', event: 'push', name: 'mine', retries: '0' })
    expect(disorders(step, scenario)).toEqual([])
    expect(errorOf(step.stdout).message).toMatch(/the answer is not that workflow run/)
  } finally {
    await scenario.close()
  }
})
