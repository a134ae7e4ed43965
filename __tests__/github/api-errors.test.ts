import { gzipSync } from 'node:zlib'
import { steppedClock } from '../support/clock.js'
import type { Fault, Run } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

const NOT_A_LIST = [/list of artifacts/, /api-url/]

/** How the action reports each kind of response to a list: one error with status, reason and advice. */
describe('errors of the API', () => {
  const rows: { title: string; action: Fault; requests: number; code: string; facts: RegExp[] }[] = [
    {
      title: '401',
      action: { status: 401, body: { message: 'Bad credentials' } },
      requests: 1,
      code: 'api-unauthorized',
      facts: [/401: Bad credentials/, /github-token/]
    },
    {
      title: '403',
      action: { status: 403, body: { message: 'Resource not accessible by integration' } },
      requests: 1,
      code: 'api-forbidden',
      facts: [/403: Resource/, /permissions:\n {2}actions: read/]
    },
    {
      title: '404',
      action: { status: 404, body: { message: 'Not Found' } },
      requests: 1,
      code: 'api-not-found',
      facts: [/404: Not Found/, /no run \d+ in octo-org\/app/, /permissions:\n {2}actions: read/]
    },
    {
      title: '410',
      action: { status: 410, body: { message: 'Gone' } },
      requests: 1,
      code: 'api-rejected',
      facts: [/410: Gone/]
    },
    {
      title: '422',
      action: { status: 422, body: { message: 'Validation Failed' } },
      requests: 1,
      code: 'api-rejected',
      facts: [/422: Validation Failed/]
    },
    {
      // After one minute, and after two more.
      title: '429',
      action: { status: 429, body: { message: 'slow down' } },
      requests: 3,
      code: 'api-rate-limited',
      facts: [/429: slow down/, /concurrency/]
    },
    {
      title: '429 with a long retry-after',
      action: { status: 429, headers: { 'retry-after': '3600' } },
      requests: 1,
      code: 'api-rate-limited',
      facts: [/429/, /3600 s/]
    },
    {
      title: '503 with a long retry-after',
      action: { status: 503, headers: { 'retry-after': 'Wed, 01 Jan 2031 00:00:00 GMT' } },
      requests: 1,
      code: 'api-rate-limited',
      facts: [/503/, /\d{5,} s/]
    },
    {
      title: '403 with a used-up limit',
      action: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1893456000' } },
      requests: 1,
      code: 'api-rate-limited',
      facts: [/403/, /2030-01-01T00:00:00Z/]
    },
    {
      title: '403 with a used-up limit and no reset',
      action: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '' } },
      requests: 1,
      code: 'api-rate-limited',
      facts: [/403/, /1,000 requests/, /^(?!.*20\d\d-)/s]
    },
    {
      title: '500',
      action: { status: 500, body: 'oops' },
      requests: 6,
      code: 'api-failed',
      facts: [/500/]
    },
    {
      title: '500 with a long retry-after',
      action: { status: 500, headers: { 'retry-after': '61' } },
      requests: 1,
      code: 'api-failed',
      facts: [/500/]
    },
    {
      title: '503',
      action: { status: 503, body: '<html>::error::pwned' },
      requests: 6,
      code: 'api-failed',
      facts: [/503/]
    },
    {
      title: 'a reset connection',
      action: 'reset',
      requests: 6,
      code: 'api-failed',
      facts: [/ECONNRESET|socket hang up/, /proxy/]
    },
    {
      title: 'HTML instead of JSON',
      action: { status: 200, body: '<html>sign in</html>', headers: { 'content-type': 'text/html' } },
      requests: 6,
      code: 'api-answer-invalid',
      facts: NOT_A_LIST
    },
    {
      title: 'invalid JSON',
      action: { status: 200, body: '{"total_count": 1,', headers: { 'content-type': 'application/json' } },
      requests: 6,
      code: 'api-answer-invalid',
      facts: NOT_A_LIST
    },
    {
      title: 'JSON of the wrong shape',
      action: { status: 200, body: { total_count: 1, artifacts: [{ id: 'x' }] } },
      requests: 1,
      code: 'api-answer-invalid',
      facts: NOT_A_LIST
    },
    {
      title: 'null',
      action: { status: 200, body: 'null', headers: { 'content-type': 'application/json' } },
      requests: 1,
      code: 'api-answer-invalid',
      facts: NOT_A_LIST
    },
    {
      title: 'a redirect to another origin',
      action: { status: 301, headers: { location: 'https://evil.example/x' } },
      requests: 6,
      code: 'api-answer-invalid',
      facts: [/another origin \(https:\/\/evil\.example\)/]
    },
    {
      title: 'an endless redirect',
      action: { status: 307, headers: { location: '/loop' } },
      requests: 36,
      code: 'api-answer-invalid',
      facts: [/redirects more than 5/]
    }
  ]
  test.each(rows)('$title', async ({ action, requests, code, facts }) => {
    // Not strict: the target of a redirect may not exist. Stepped: a slow machine must not use up a wait.
    const scenario = await startScenario({ strict: false }, steppedClock())
    try {
      scenario.server.fault({ match: {}, times: 1000, action })
      const step = await scenario.step({ operation: 'list' })
      expect(step.code).toBe(1)
      const { title, message } = errorOf(step.stdout)
      expect(title).toContain(`(${code})`)
      for (const fact of facts) expect(message).toMatch(fact)
      expect(scenario.server.requests.length).toBe(requests)
      expect(step.outputs).toMatchObject({ found: 'false', count: '0', 'api-requests': String(requests) })
    } finally {
      await scenario.close()
    }
  })

  test('transient failures are retried', async () => {
    const scenario = await startScenario()
    try {
      await scenario.run.addArtifact('dist', { blob: null })
      scenario.server.fault({ match: {}, times: 3, action: { status: 502 } })
      scenario.server.fault({ match: {}, action: { status: 429, headers: { 'retry-after': '0' } } })
      const { code, outputs, stdout } = await scenario.step({ operation: 'list' })
      expect(code).toBe(0)
      expect(outputs).toMatchObject({ count: '1', 'api-requests': '5' })
      expect(stdout.match(/502.* \d+\.\d s$/gm)).toHaveLength(3)
    } finally {
      await scenario.close()
    }
  })

  test('a response that decompresses to more than 32 MiB fails', async () => {
    const scenario = await startScenario()
    try {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const body = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
      scenario.server.fault({ match: {}, action: { status: 200, headers, body } })
      const { code, stdout } = await scenario.step({ operation: 'list', retries: '0' })
      expect(code).toBe(1)
      expect(errorOf(stdout).message).toContain('33554432 bytes')
    } finally {
      await scenario.close()
    }
  })

  test('the advice for another repository is about the token, not about permissions', async () => {
    const scenario = await startScenario()
    try {
      const { stdout } = await scenario.step({
        operation: 'list',
        repository: 'octo-org/secret',
        scope: 'repository'
      })
      expect(errorOf(stdout).message).toMatch(/404.*github-token.*octo-org\/secret/s)
      expect(stdout).not.toContain('permissions:')
    } finally {
      await scenario.close()
    }
  })

  describe('redirects of a renamed repository', () => {
    const OLD = 'octo-org/old-app'
    let scenario: Scenario
    beforeEach(async () => {
      scenario = await startScenario()
      scenario.repository.renameFrom(OLD)
    })
    afterEach(() => scenario.close())
    /** How many requests went to the old and to the new place. */
    const counts = () => {
      const toOld = scenario.server.requests.filter(({ path }) => path.includes(`/repos/${OLD}/`)).length
      const api = scenario.server.requests.filter(({ server }) => server === 'api').length
      return [toOld, api - toOld]
    }

    test.each<[string, (run: Run) => Record<string, string>, number]>([
      ['a list of three pages', () => ({ operation: 'list', scope: 'repository' }), 3],
      ['deletes', ({ id }) => ({ operation: 'delete', 'run-id': String(id), name: 'a1\na2\na3' }), 3 + 3],
      [
        'a delete by id',
        ({ artifacts }) => ({ operation: 'delete', 'artifact-ids': String(artifacts.items[0]?.id) }),
        2
      ]
    ])('are followed with the token, and remembered: %s', async (_, inputsOf, requests) => {
      // The current run does not belong to a repository of another name.
      const run = scenario.repository.addRun({ workflow: scenario.run.workflow })
      scenario.repository.addArtifacts(250, index => ({ name: `a${index}`, run }))
      const { code, outputs } = await scenario.step({ ...inputsOf(run), repository: OLD })
      expect(code).toBe(0)
      expect(counts()).toEqual([1, requests])
      expect(outputs['api-requests']).toBe(String(1 + requests))
      const isDelete = outputs['deleted-count'] !== undefined
      expect(outputs['deleted-count']).toBe(isDelete ? outputs.count : undefined)
    })

    test.each<[string, number, (run: Run) => string]>([
      ['they are temporary', 307, () => '/actions/artifacts'],
      ['only this path moved', 301, ({ id }) => `/actions/runs/${id}/artifacts`]
    ])('are not remembered if %s', async (_, status, pathOf) => {
      await scenario.run.addArtifact('dist', { files: { a: 'a' } })
      const { server, repository, run } = scenario
      const location = `${server.apiUrl}/repositories/${repository.id}${pathOf(run)}?name=dist&per_page=100`
      server.fault({ match: {}, action: { status, headers: { location } } })
      const { code } = await scenario.step({
        repository: OLD,
        workflow: 'ci.yml',
        conclusion: 'any',
        name: 'dist'
      })
      expect(code).toBe(0)
      expect(counts()).toEqual([2, 3])
    })
  })
})
