import type { Artifact, GitHubServer, GitHubServerOptions } from '../support/github-server/index.js'
import { exchange, type PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

let server: GitHubServer
let client: PlainClient
let artifact: Artifact

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client, artifact } = await startScene(options))
}

async function restart(options: GitHubServerOptions): Promise<void> {
  await server.close()
  await start(options)
}

async function messageOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { message: string }).message
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('access', () => {
  const list = '/actions/artifacts'

  test('is refused to an unknown token', async () => {
    const answer = await client.ask(list, { headers: { authorization: 'Bearer wrong' } })
    expect([answer.status, await messageOf(answer)]).toEqual([401, 'Bad credentials'])
    expect((await client.ask(list, { headers: { authorization: `token ${server.token}` } })).status).toBe(200)
  })

  test('without a token is for reading public lists', async () => {
    const headers = { authorization: undefined }
    const { id } = artifact
    expect((await client.ask(list, { headers })).status).toBe(200)
    expect((await client.ask(`${list}/${id}/zip`, { headers })).status).toBe(401)
    expect((await client.ask(`${list}/${id}`, { headers, method: 'DELETE' })).status).toBe(401)
  })

  test('to a private repository is for tokens that see it', async () => {
    const hidden = server.addRepository('octo-org/hidden', { private: true })
    server.addToken('ghs_other', { repositories: ['octo-org/app'] })
    const path = `${server.apiUrl}/repos/${hidden.full_name}${list}`
    expect((await client.ask(path)).status).toBe(200)
    expect((await client.ask(path, { headers: { authorization: 'Bearer ghs_other' } })).status).toBe(404)
    expect((await client.ask(path, { headers: { authorization: undefined } })).status).toBe(404)
    server.permissions = { contents: 'read' }
    expect((await client.ask(path)).status).toBe(404)
  })

  test('needs the permission', async () => {
    server.permissions = { actions: 'read' }
    const path = `${list}/${artifact.id}`
    expect((await client.ask(path)).status).toBe(200)
    const refused = await client.ask(path, { method: 'DELETE' })
    expect([refused.status, await messageOf(refused)]).toEqual([
      403,
      'Resource not accessible by integration'
    ])
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('actions=write')
    expect((await client.ask('/branches')).status).toBe(403)
    expect((await client.ask('/pulls/1')).status).toBe(403)
  })

  test('costs a request each, but for those that changed nothing', async () => {
    await restart({ rateLimit: { limit: 10, remaining: 2, reset: Date.now() / 1000 + 60 } })
    const first = await client.ask(list)
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1')
    const etag = first.headers.get('etag') ?? undefined
    const unchanged = await client.ask(list, { headers: { 'if-none-match': etag } })
    expect([unchanged.status, unchanged.headers.get('x-ratelimit-remaining')]).toEqual([304, '1'])
    await client.ask(list)
    const refused = await client.ask(list)
    expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([403, '0'])
    expect(await messageOf(refused)).toMatch(/^API rate limit exceeded/)
    if (server.rateLimit) server.rateLimit.reset = 0
    expect((await client.ask(list)).headers.get('x-ratelimit-remaining')).toBe('9')
  })

  test('needs a client that says who it is', async () => {
    const path = `${server.apiUrl}/repos/octo-org/app${list}`
    const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
    expect((await exchange(path, { headers })).status).toBe(403)
    expect((await exchange(path, { headers: { ...headers, 'user-agent': 'test' } })).status).toBe(200)
  })

  test('leaves a trace', async () => {
    const answer = await client.ask(`${list}?name=tool`)
    expect(answer.headers.get('x-github-request-id')).toMatch(/^C0DE:/)
    await answer.text()
    expect(server.requests).toEqual([
      expect.objectContaining({
        server: 'api',
        method: 'GET',
        path: `/repos/octo-org/app${list}`,
        query: { name: 'tool' },
        status: 200,
        inFlight: 1,
        bytesSent: Number(answer.headers.get('content-length'))
      })
    ])
    server.clearRequests()
    expect(server.requests).toEqual([])
  })
})
