import type {
  Artifact,
  GitHubServer,
  GitHubServerOptions,
  Repository
} from '../support/github-server/index.js'
import type { AskOptions, PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

let server: GitHubServer
let client: PlainClient
let repository: Repository
let artifact: Artifact

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client, repository, artifact } = await startScene(options))
}

interface Refusal {
  status: number
  message: string
  headers: Headers
}

async function refusalOf(path: string, options?: AskOptions): Promise<Refusal> {
  const answer = await client.ask(path, options)
  const { message } = (await answer.json()) as { message: string }
  return { status: answer.status, message, headers: answer.headers }
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('a refusal', () => {
  test.each([
    ['ip-allow-list', 403, '`octo-org` organization has an IP allow list enabled'],
    ['sso', 403, 'Resource protected by organization SAML enforcement.'],
    ['classic-token', 403, '`octo-org` forbids access via a personal access token (classic).'],
    ['blocked', 451, 'Repository access blocked']
  ] as const)('by %s is for every endpoint and no permission', async (refusal, status, message) => {
    repository.refusal = refusal
    const { id } = artifact
    for (const path of ['/actions/artifacts', `/actions/artifacts/${id}/zip`, '/commits', '']) {
      const refused = await refusalOf(path)
      expect(refused).toMatchObject({ status, message: expect.stringContaining(message) })
      expect(refused.headers.get('x-accepted-github-permissions')).toBeNull()
    }
    repository.refusal = undefined
    expect((await client.ask('/actions/artifacts')).status).toBe(200)
  })

  test('by sso has the link that authorizes the token', async () => {
    repository.refusal = 'sso'
    const { headers } = await refusalOf('/actions/artifacts')
    expect(headers.get('x-github-sso')).toMatch(
      /^required; url=http:\/\/127\.0\.0\.1:\d+\/orgs\/octo-org\/sso\?authorization_request=\w+$/
    )
  })

  test.each(['sso', 'classic-token'] as const)('by %s is for tokens', async refusal => {
    repository.refusal = refusal
    const headers = { authorization: undefined }
    expect((await client.ask('/actions/artifacts', { headers })).status).toBe(200)
  })

  test('of an archived repository is for writing', async () => {
    repository.refusal = 'archived'
    const path = `/actions/artifacts/${artifact.id}`
    expect(await client.json('')).toMatchObject({ archived: true })
    expect((await client.ask(path)).status).toBe(200)
    expect(await refusalOf(path, { method: 'DELETE' })).toMatchObject({
      status: 403,
      message: 'Repository was archived so is read-only.'
    })
    expect(await client.names('/actions/artifacts')).toEqual(['tool'])
  })

  test('does not tell of a private repository', async () => {
    const hidden = server.addRepository('octo-org/hidden', { private: true })
    hidden.refusal = 'ip-allow-list'
    const path = `${server.apiUrl}/repos/octo-org/hidden/actions/artifacts`
    expect((await client.ask(path)).status).toBe(403)
    expect((await client.ask(path, { headers: { authorization: undefined } })).status).toBe(404)
  })

  test('of an API version names those that are known', async () => {
    await server.close()
    await start({ apiVersions: ['2030-01-01'] })
    expect(await refusalOf('/actions/artifacts')).toMatchObject({
      status: 400,
      message:
        'The version you specified in the "X-GitHub-API-Version" request header, "2022-11-28", is not a supported version. The following versions are currently supported: "2030-01-01" (most recent).'
    })
  })
})

describe('an artifact that is listed', () => {
  test.each([1, Number.POSITIVE_INFINITY])('may have no `/zip` for %d requests', async zipNotFound => {
    artifact.zipNotFound = zipNotFound
    expect(await client.names('/actions/artifacts')).toEqual(['tool'])
    const statuses = []
    for (let request = 0; request < 3; request += 1) {
      statuses.push((await client.ask(`/actions/artifacts/${artifact.id}/zip`)).status)
    }
    expect(statuses).toEqual([404, ...(zipNotFound === 1 ? [302, 302] : [404, 404])])
  })
})

test('a renamed repository answers with its new address', async () => {
  repository.renameFrom('octo-org/old')
  const moved = await client.ask(`${server.apiUrl}/repos/octo-org/old/commits?sha=main`)
  expect(moved.status).toBe(301)
  const url = `${server.apiUrl}/repositories/${repository.id}/commits?sha=main`
  expect(moved.headers.get('location')).toBe(url)
  expect(await moved.json()).toMatchObject({ message: 'Moved Permanently', url })
})
