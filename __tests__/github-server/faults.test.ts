import type { Artifact, Fault, GitHubServer } from '../support/github-server/index.js'
import { exchange, type PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

let server: GitHubServer
let client: PlainClient
let artifact: Artifact
let url: string

beforeEach(async () => {
  ;({ server, client, artifact } = await startScene())
  url = await client.signedUrl(artifact)
  server.clearRequests()
})

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

const list = '/actions/artifacts'

describe('a fault in the API', () => {
  test.each([401, 403, 404, 408, 410, 500, 502, 503, 504])('may be a %d', async status => {
    server.fault({ match: { server: 'api' }, action: { status, body: { message: 'no' } } })
    const answer = await client.ask(list)
    expect([answer.status, await answer.json()]).toEqual([status, { message: 'no' }])
    expect(answer.headers.get('x-github-request-id')).toMatch(/^C0DE:/)
    expect((await client.ask(list)).status).toBe(200)
    expect(server.requests).toMatchObject([
      { status, fault: { status } },
      { status: 200, fault: undefined }
    ])
  })

  test('may be a rate limit', async () => {
    const headers = { 'retry-after': '7', 'x-ratelimit-remaining': '0' }
    server.fault({ match: {}, action: { status: 429, headers } })
    const answer = await client.ask(list)
    expect(answer.status).toBe(429)
    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...headers, 'content-length': '0' })
  })

  test.each([
    ['a page in place of JSON', '<html>', 'text/html'],
    ['broken JSON', '{"total_count":', 'application/json; charset=utf-8'],
    ['JSON of another shape', '[]', 'application/json; charset=utf-8']
  ])('may be %s', async (_what, body, type) => {
    server.fault({ match: { path: list }, action: { status: 200, body } })
    const answer = await client.ask(list)
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual([type, body])
  })

  test('may be a redirect in a circle', async () => {
    const location = `${server.apiUrl}/repos/octo-org/app${list}`
    server.fault({ match: { path: list }, times: 50, action: { status: 302, headers: { location } } })
    await expect(
      fetch(location, {
        headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
      })
    ).rejects.toThrow('fetch failed')
  })

  test('may set a header of the true answer', async () => {
    server.fault({ match: {}, action: { headers: { link: '<https://example.com/>; rel="next"' } } })
    const answer = await client.ask(list)
    expect(answer.headers.get('link')).toContain('example.com')
    expect(await answer.json()).toMatchObject({ total_count: 1 })
  })

  test('may lose the answer to a DELETE that was done', async () => {
    const lost = server.fault({ match: { method: 'DELETE' }, action: 'lost-answer' })
    const path = `${list}/${artifact.id}`
    await expect(client.ask(path, { method: 'DELETE' })).rejects.toThrow('fetch failed')
    expect((await client.ask(path, { method: 'DELETE' })).status).toBe(404)
    expect(lost.hits).toBe(1)
    expect(server.requests).toMatchObject([{ status: 0 }, { status: 404 }])
  })

  test('may be something that happens in between', async () => {
    server.fault({
      match: { path: list, nth: 2 },
      action: {
        before: () => {
          artifact.name = 'renamed'
        }
      }
    })
    expect(await client.names(list)).toEqual(['tool'])
    expect(await client.names(list)).toEqual(['renamed'])
  })
})

describe('a fault in storage', () => {
  async function struck(action: Fault, headers: Record<string, string> = {}) {
    server.fault({ match: { server: 'storage' }, action })
    return exchange(url, { headers, timeoutMs: 300 })
  }

  test.each<[Fault, string]>([
    ['reset', 'ECONNRESET'],
    ['stall', 'timeout']
  ])('%s comes before any header', async (action, failure) => {
    expect(await struck(action)).toMatchObject({ status: 0, failure, bytes: Buffer.alloc(0) })
  })

  test.each<[Fault, string]>([
    [{ resetAfterBytes: 1234 }, 'ECONNRESET'],
    [{ truncateAfterBytes: 1234 }, 'ECONNRESET'],
    [{ stallAfterBytes: 1234 }, 'timeout'],
    [{ stallAfterBytes: 0 }, 'timeout']
  ])('%j comes in mid-body', async (action, failure) => {
    const after = Object.values(action)[0] as number
    const got = await struck(action)
    expect(got).toMatchObject({ status: 200, failure })
    expect(got.headers['content-length']).toBe(String(artifact.size_in_bytes))
    expect(got.bytes.length).toBe(after)
    expect(server.requests).toMatchObject([{ status: 200, bytesSent: after }])
  })

  test('may be an end that looks like one, where no length was declared', async () => {
    server.storage.chunked = true
    const { bytes, failure } = await struck({ truncateAfterBytes: 1234 })
    expect([bytes.length, failure]).toEqual([1234, undefined])
  })

  test('may be a body drop by drop', async () => {
    const begun = performance.now()
    const { bytes } = await struck({ drip: 20_000 })
    expect(bytes.length).toBe(artifact.size_in_bytes)
    expect(performance.now() - begun).toBeGreaterThan(200)
  })

  test('may be a late answer', async () => {
    const begun = performance.now()
    expect((await struck({ delay: 100 })).status).toBe(200)
    expect(performance.now() - begun).toBeGreaterThan(95)
  })

  test('may be the whole to a request for a range', async () => {
    const { status, bytes } = await struck({ ignoreRange: true }, { range: 'bytes=1-2' })
    expect([status, bytes.length]).toEqual([200, artifact.size_in_bytes])
  })

  test('may be several', async () => {
    const { status, bytes } = await struck({ ignoreRange: true, resetAfterBytes: 9 }, { range: 'bytes=1-2' })
    expect([status, bytes.length]).toEqual([200, 9])
  })

  test('may be another range than asked for', async () => {
    const { status, headers } = await struck({ contentRange: 'bytes 5-6/9' }, { range: 'bytes=1-2' })
    expect([status, headers['content-range']]).toEqual([206, 'bytes 5-6/9'])
  })

  test('may be another blob', async () => {
    const { etag = '' } = (await exchange(url)).headers
    expect((await struck({ etag: '"new"' }, { range: 'bytes=1-2' })).headers.etag).toBe('"new"')
    expect((await struck({ etag: '"new"' }, { range: 'bytes=1-2', 'if-match': etag })).status).toBe(412)
  })

  test('may be a URL that has expired', async () => {
    expect((await struck('expired-url')).status).toBe(403)
    expect((await exchange(url)).status).toBe(200)
  })
})

describe('faults', () => {
  const statuses = async (count: number): Promise<number[]> => {
    const seen: number[] = []
    for (let asked = 0; asked < count; asked += 1) seen.push((await client.ask(list)).status)
    return seen
  }

  test('strike in the order in which they were scripted', async () => {
    for (const status of [502, 503]) server.fault({ match: { path: list }, action: { status } })
    expect(await statuses(3)).toEqual([502, 503, 200])
  })

  test('wait for their turn, and strike so many times', async () => {
    const fault = server.fault({ match: { path: /\/artifacts$/, nth: 2 }, times: 2, action: { status: 500 } })
    expect(await statuses(4)).toEqual([200, 500, 500, 200])
    expect(fault.hits).toBe(2)
  })

  test('strike only what they match', async () => {
    server.fault({ match: { server: 'storage' }, action: 'reset' })
    server.fault({ match: { method: 'DELETE' }, action: 'reset' })
    server.fault({ match: { path: '/zip' }, action: 'reset' })
    server.fault({ match: { path: /page=2/ }, action: { status: 500 } })
    expect(await statuses(1)).toEqual([200])
    expect((await client.ask(`${list}?page=2`)).status).toBe(500)
  })

  test('do not hide what was wrong with the request', async () => {
    server.fault({ match: {}, action: 'reset' })
    await expect(client.ask(`${list}?sort=name`)).rejects.toThrow('fetch failed')
    expect(() => server.assertConforms()).toThrow('unknown query parameter sort')
  })

  test('can be taken back', async () => {
    server.fault({ match: {}, times: 9, action: { status: 500 } })
    server.clearFaults()
    expect(await statuses(1)).toEqual([200])
  })
})
