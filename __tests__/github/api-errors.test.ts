import { gzipSync } from 'node:zlib'
import { steppedClock } from '../support/clock.js'
import type { Fault } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { startScenario } from '../support/scenario.js'

/** One `::error::` that says what failed, why and what to do, for each answer that the API may give to a list. */
describe('errors of the API', () => {
  const rows: { of: string; action: Fault; requests: number; says: RegExp[] }[] = [
    {
      of: '401',
      action: { status: 401, body: { message: 'Bad credentials' } },
      requests: 1,
      says: [/401: Bad credentials/, /github-token is not valid/]
    },
    {
      of: '403',
      action: { status: 403, body: { message: 'Resource not accessible by integration' } },
      requests: 1,
      says: [/403: Resource/, /permissions:\n {2}actions: read/]
    },
    {
      of: '404',
      action: { status: 404, body: { message: 'Not Found' } },
      requests: 1,
      says: [/404: Not Found/, /token may not see it/]
    },
    { of: '410', action: { status: 410, body: { message: 'Gone' } }, requests: 1, says: [/410: Gone/] },
    {
      of: '422',
      action: { status: 422, body: { message: 'Validation Failed' } },
      requests: 1,
      says: [/422: Validation Failed/, /did not take the request/]
    },
    {
      // After one and after two minutes more.
      of: '429',
      action: { status: 429, body: { message: 'slow down' } },
      requests: 3,
      says: [/429: slow down/, /secondary rate limit/]
    },
    {
      of: '429 that asks to wait long',
      action: { status: 429, headers: { 'retry-after': '3600' } },
      requests: 1,
      says: [/wait 3600 s/]
    },
    {
      of: '503 that asks to wait long',
      action: { status: 503, headers: { 'retry-after': 'Wed, 01 Jan 2031 00:00:00 GMT' } },
      requests: 1,
      says: [/answered 503/, /asks to wait \d+ s/]
    },
    {
      of: '403 of a used-up limit',
      action: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1893456000' } },
      requests: 1,
      says: [/2030-01-01T00:00:00\.000Z/]
    },
    {
      of: '403 of a used-up limit without its end',
      action: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '' } },
      requests: 1,
      says: [/rate limit is used up\./]
    },
    {
      of: '500',
      action: { status: 500, body: 'oops' },
      requests: 6,
      says: [/answered 500/, /Run the step again later/]
    },
    {
      of: '500 that asks to wait long',
      action: { status: 500, headers: { 'retry-after': '61' } },
      requests: 1,
      says: [/answered 500/]
    },
    { of: '503', action: { status: 503, body: '<html>::error::pwned' }, requests: 6, says: [/answered 503/] },
    { of: 'a reset connection', action: 'reset', requests: 6, says: [/no answer/, /proxy variables/] },
    {
      of: 'HTML instead of JSON',
      action: { status: 200, body: '<html>sign in</html>', headers: { 'content-type': 'text/html' } },
      requests: 6,
      says: [/not a list of artifacts/, /api-url/]
    },
    {
      of: 'invalid JSON',
      action: { status: 200, body: '{"total_count": 1,', headers: { 'content-type': 'application/json' } },
      requests: 6,
      says: [/not a list of artifacts/]
    },
    {
      of: 'JSON of the wrong shape',
      action: { status: 200, body: { total_count: 1, artifacts: [{ id: 'x' }] } },
      requests: 6,
      says: [/not a list of artifacts/]
    },
    {
      of: 'null',
      action: { status: 200, body: 'null', headers: { 'content-type': 'application/json' } },
      requests: 6,
      says: [/not a list of artifacts/]
    },
    {
      of: 'a redirect to another origin',
      action: { status: 301, headers: { location: 'https://evil.example/x' } },
      requests: 6,
      says: [/another origin \(https:\/\/evil\.example\)/]
    },
    {
      of: 'a redirect without end',
      action: { status: 307, headers: { location: '/loop' } },
      requests: 36,
      says: [/more than 5 redirects/]
    }
  ]
  test.each(rows)('$of', async ({ action, requests, says }) => {
    // Not strict: a redirect may lead where no endpoint is. And how slow the machine is must not use up a wait.
    const scenario = await startScenario({ strict: false }, steppedClock())
    try {
      scenario.server.fault({ match: {}, times: 1000, action })
      const { code, stdout, outputs } = await scenario.step({ operation: 'list' })
      expect(code).toBe(1)
      const { message } = errorOf(stdout)
      for (const pattern of says) expect(message).toMatch(pattern)
      expect(scenario.server.requests.length).toBe(requests)
      expect(outputs).toMatchObject({ found: 'false', count: '0', 'api-requests': String(requests) })
    } finally {
      await scenario.close()
    }
  })

  test('what passes is tried again, and the result is right', async () => {
    const scenario = await startScenario()
    try {
      await scenario.run.addArtifact('dist', { blob: null })
      scenario.server.fault({ match: {}, times: 3, action: { status: 502 } })
      scenario.server.fault({ match: {}, action: { status: 429, headers: { 'retry-after': '0' } } })
      const { code, outputs, stdout } = await scenario.step({ operation: 'list' })
      expect(code).toBe(0)
      expect(outputs).toMatchObject({ count: '1', 'api-requests': '5' })
      expect(stdout).toMatch(/answered 502.*; trying again in/)
    } finally {
      await scenario.close()
    }
  })

  test('an answer that unpacks to more than any list is given up', async () => {
    const scenario = await startScenario()
    try {
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      const body = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '))
      scenario.server.fault({ match: {}, action: { status: 200, headers, body } })
      const { code, stdout } = await scenario.step({ operation: 'list', retries: '0' })
      expect(code).toBe(1)
      expect(errorOf(stdout).message).toMatch(
        /the API gave no answer: the answer is larger than 33554432 bytes/
      )
    } finally {
      await scenario.close()
    }
  })

  test('another repository: the advice is about the token, not about permissions', async () => {
    const scenario = await startScenario()
    try {
      const { stdout } = await scenario.step({
        operation: 'list',
        repository: 'octo-org/secret',
        scope: 'repository'
      })
      expect(errorOf(stdout).message).toMatch(
        /404.*cannot reach another private repository: pass github-token/s
      )
      expect(stdout).not.toContain('permissions:')
    } finally {
      await scenario.close()
    }
  })

  test('a renamed repository is followed, with the token', async () => {
    const scenario = await startScenario()
    try {
      scenario.repository.renameFrom('octo-org/old-app')
      const artifact = await scenario.run.addArtifact('dist', { blob: null })
      const { code, outputs } = await scenario.step({
        operation: 'delete',
        repository: 'octo-org/old-app',
        'artifact-ids': String(artifact.id)
      })
      expect(code).toBe(0)
      expect(outputs['deleted-count']).toBe('1')
      expect(scenario.repository.artifacts.items).toEqual([])
    } finally {
      await scenario.close()
    }
  })
})
