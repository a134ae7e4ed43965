import { setTimeout as sleep } from 'node:timers/promises'
import { ActionError } from '../../src/errors/action-error.js'
import { run } from '../../src/run.js'
import type { FaultRule } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { runInProcess, type StepResult } from '../support/runner.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

/** After this many ms a stopped step is ended without outputs (src/run.ts). */
const STOP_GRACE = 1000

/** A step that is stopped just before the response to a request, or during the fault of that request. */
async function stoppedAt(
  match: FaultRule['match'],
  { inputs, action = {} }: { inputs: Record<string, string>; action?: FaultRule['action'] }
): Promise<StepResult & { ms: number }> {
  const { server, job, clock } = scenario
  const controller = new AbortController()
  let stopped = 0
  const stop = () => {
    stopped ||= performance.now()
    controller.abort(new ActionError('interrupted', 'The step was stopped by SIGTERM'))
  }
  const isWord = typeof action === 'string'
  if (isWord) server.fault({ match, times: 99, action })
  else server.fault({ match, action: { ...action, before: stop } })
  const step = runInProcess(job, { inputs }, env => run({ env, clock, signal: controller.signal }))
  const isStruck = () => server.requests.some(({ fault }) => fault !== undefined)
  for (let ended = false; isWord && !ended && !isStruck(); await sleep(5))
    void step.then(() => (ended = true))
  if (isWord) stop()
  const result = await step
  return { ...result, ms: performance.now() - stopped }
}

const STOPPED = 'The step was stopped by SIGTERM'

describe('a step that is stopped', () => {
  test.each<[string, Record<string, string>, FaultRule['match']]>([
    ['a list', { operation: 'list' }, { path: '/artifacts' }],
    ['a search', { operation: 'get', name: 'dist', workflow: 'ci.yml' }, { path: /\/runs/ }],
    ['a download', { name: 'dist', path: 'out' }, { path: '/zip' }],
    ['a deletion', { operation: 'delete', pattern: '*' }, { method: 'DELETE' }]
  ])('%s writes its outputs when it is stopped during a request to the API', async (_, inputs, match) => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    const { code, stdout, outputs, ms } = await stoppedAt(match, { inputs, action: 'stall' })
    expect(ms).toBeLessThan(STOP_GRACE)
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain(STOPPED)
    expect(outputs['api-requests']).toBe(String(scenario.server.requests.length))
    expect(stdout).not.toMatch(/\. .* in \d+\.\d s$/m)
  })

  test('a DELETE whose response arrives a little later counts; artifacts that were not tried remain', async () => {
    for (let index = 0; index < 9; index++) scenario.run.listArtifact(`x${index}`, { size_in_bytes: 10 })
    const { stdout, outputs, summary } = await stoppedAt(
      { method: 'DELETE', nth: 3 },
      { inputs: { operation: 'delete', pattern: '*', concurrency: '1' }, action: { delay: 50 } }
    )
    expect(errorOf(stdout).message).toContain(STOPPED)
    expect(scenario.repository.artifacts.items.length).toBe(6)
    expect(outputs).toMatchObject({
      count: '9',
      'deleted-count': '3',
      'deleted-size': '30',
      'failed-count': '0',
      'remaining-count': '6'
    })
    expect(stdout).not.toContain('  failed:')
    expect(summary).toContain('Deleted 3 of 9 artifacts')
  })

  test('a DELETE without a response has failed, and the others remain', async () => {
    for (let index = 0; index < 9; index++) scenario.run.listArtifact(`x${index}`)
    const { outputs, ms } = await stoppedAt(
      { method: 'DELETE', nth: 3 },
      { inputs: { operation: 'delete', pattern: '*', concurrency: '1' }, action: 'stall' }
    )
    expect(ms).toBeLessThan(STOP_GRACE)
    expect(outputs).toMatchObject({ 'deleted-count': '2', 'failed-count': '1', 'remaining-count': '6' })
  })

  test('an artifact whose DELETE met a rate limit remains too', async () => {
    for (let index = 0; index < 9; index++) scenario.run.listArtifact(`x${index}`)
    const { outputs, ms } = await stoppedAt(
      { method: 'DELETE', nth: 3 },
      {
        inputs: { operation: 'delete', pattern: '*', concurrency: '4' },
        action: { status: 429, headers: { 'retry-after': '250' }, body: { message: 'Too many requests' } }
      }
    )
    expect(ms).toBeLessThan(STOP_GRACE)
    const counts = ['deleted-count', 'failed-count', 'remaining-count'].map(name => Number(outputs[name]))
    expect(counts).toEqual([9 - (counts[2] ?? 0), 0, expect.any(Number)])
    expect(counts[2]).toBeGreaterThan(0)
  })
})
