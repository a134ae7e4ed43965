import { createHash } from 'node:crypto'
import { type Artifact, GitHubServer, type Repository, type Run } from '../support/github-server/index.js'

interface ListedArtifact {
  id: number
  name: string
  digest?: string | null
  expired: boolean
  archive_download_url: string
  workflow_run: { id: number; head_repository_id: number }
}

let server: GitHubServer
let repository: Repository
let run: Run
let artifact: Artifact

function headers(): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    authorization: `Bearer ${server.token}`
  }
}

interface AskOptions {
  method?: string
  headers?: Record<string, string>
}

function ask(path: string, { method = 'GET', headers: more = {} }: AskOptions = {}): Promise<Response> {
  const url = path.startsWith('http') ? path : `${server.apiUrl}/repos/octo-org/app/${path}`
  return fetch(url, { method, redirect: 'manual', headers: { ...headers(), ...more } })
}

async function json<T>(path: string): Promise<T> {
  const answer = await ask(path)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

async function signedUrl(of: Artifact = artifact): Promise<string> {
  const answer = await ask(`actions/artifacts/${of.id}/zip`)
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}

async function namesAt(path: string): Promise<string[]> {
  const { artifacts } = await json<{ artifacts: ListedArtifact[] }>(path)
  return artifacts.map(({ name }) => name)
}

beforeEach(async () => {
  server = await GitHubServer.start()
  repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
  run = repository.addRun({ workflow })
  artifact = await run.addArtifact('tool', { files: { 'bin/tool': { data: 'x'.repeat(5000), mode: 0o755 } } })
})

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('artifacts', () => {
  test('are listed with what GitHub says of them', async () => {
    const { total_count, artifacts } = await json<{ total_count: number; artifacts: ListedArtifact[] }>(
      'actions/artifacts'
    )
    expect(total_count).toBe(1)
    expect(artifacts).toEqual([
      expect.objectContaining({
        id: artifact.id,
        name: 'tool',
        expired: false,
        archive_download_url: `${server.apiUrl}/repos/octo-org/app/actions/artifacts/${artifact.id}/zip`,
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        workflow_run: expect.objectContaining({ id: run.id, head_repository_id: repository.id })
      })
    ])
  })

  test('are downloaded over a signed URL', async () => {
    const url = await signedUrl()
    expect(new URL(url).origin).toBe(server.storageOrigin)
    const answer = await fetch(url)
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="tool.zip"; filename*=UTF-8''tool.zip`
    )
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(artifact.digest)
  })

  test('are gone once deleted', async () => {
    expect((await ask(`actions/artifacts/${artifact.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await ask(`actions/artifacts/${artifact.id}`, { method: 'DELETE' })).status).toBe(404)
    expect(await namesAt('actions/artifacts')).toEqual([])
    expect(await namesAt(`actions/runs/${run.id}/artifacts`)).toEqual([])
  })
})
