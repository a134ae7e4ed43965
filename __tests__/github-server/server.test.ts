import type {
  Artifact,
  GitHubServer,
  GitHubServerOptions,
  Repository,
  Run
} from '../support/github-server/index.js'
import type { PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

interface ArtifactList {
  total_count: number
  artifacts: { id: number; name: string }[]
}

let server: GitHubServer
let client: PlainClient
let repository: Repository
let run: Run
let artifact: Artifact

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client, repository, run, artifact } = await startScene(options))
}

async function restart(options: GitHubServerOptions): Promise<void> {
  await server.close()
  await start(options)
}

async function messageOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { message: string }).message
}

function relations(answer: Response): Record<string, string> {
  const links = (answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)
  return Object.fromEntries([...links].map(([, url = '', relation = '']) => [relation, url]))
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('artifacts', () => {
  test('are listed with what GitHub says of them', async () => {
    const url = `${server.apiUrl}/repos/octo-org/app/actions/artifacts/${artifact.id}`
    const expected = {
      id: artifact.id,
      name: 'tool',
      size_in_bytes: artifact.size_in_bytes,
      url,
      archive_download_url: `${url}/zip`,
      expired: false,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      workflow_run: {
        id: run.id,
        repository_id: repository.id,
        head_repository_id: repository.id,
        head_branch: 'main',
        head_sha: run.head_sha
      }
    }
    const list = { total_count: 1, artifacts: [expect.objectContaining(expected)] }
    expect(await client.json('/actions/artifacts')).toEqual(list)
    expect(await client.json(`/actions/runs/${run.id}/artifacts`)).toEqual(list)
    expect(await client.json(`/actions/artifacts/${artifact.id}`)).toMatchObject(expected)
  })

  test('are found whatever the case of owner and repository', async () => {
    expect(
      (await client.ask(`${server.apiUrl}/repos/Octo-Org/APP/actions/artifacts/${artifact.id}`)).status
    ).toBe(200)
  })

  test('are gone once deleted', async () => {
    const path = `/actions/artifacts/${artifact.id}`
    expect((await client.ask(path, { method: 'DELETE' })).status).toBe(204)
    expect((await client.ask(path, { method: 'DELETE' })).status).toBe(404)
    expect(await client.names('/actions/artifacts')).toEqual([])
    expect(await client.names(`/actions/runs/${run.id}/artifacts`)).toEqual([])
  })

  test('that have expired are listed, but not given out', async () => {
    const old = await run.addArtifact('old', { files: { a: 'a' }, created_at: '2020-01-01T00:00:00Z' })
    const { artifacts } = await client.json<ArtifactList>('/actions/artifacts?name=old')
    expect(artifacts).toEqual([
      expect.objectContaining({ expired: true, expires_at: '2020-03-31T00:00:00Z' })
    ])
    const answer = await client.ask(`/actions/artifacts/${old.id}/zip`)
    expect(answer.status).toBe(410)
    expect(await messageOf(answer)).toBe('Artifact has expired')
  })

  test.each([
    ['a null digest', { digest: null }, { digest: null }],
    ['null dates', { created_at: null, expires_at: null }, { created_at: null, expires_at: null }],
    ['no run', { workflow_run: null }, { workflow_run: null }]
  ])('may have %s', async (_what, fields, expected) => {
    const odd = await run.addArtifact('odd', { blob: null, ...fields })
    expect(await client.json(`/actions/artifacts/${odd.id}`)).toMatchObject(expected)
  })

  test('may lack a digest and a run', async () => {
    const odd = await run.addArtifact('odd', { blob: null, digest: 'absent', workflow_run: 'absent' })
    const seen = await client.json<object>(`/actions/artifacts/${odd.id}`)
    expect(seen).not.toHaveProperty('digest')
    expect(seen).not.toHaveProperty('workflow_run')
  })

  test('of a fork name its repository; of one that is gone, none', async () => {
    const fork = server.addRepository('someone/app')
    const { workflow } = run
    const ofFork = repository.addRun({ workflow, head_repository: fork }).listArtifact('a')
    const ofNobody = repository
      .addRun({ workflow, head_repository: null, head_branch: null })
      .listArtifact('b')
    expect(await client.json(`/actions/artifacts/${ofFork.id}`)).toMatchObject({
      workflow_run: { repository_id: repository.id, head_repository_id: fork.id }
    })
    const { workflow_run } = await client.json<{ workflow_run: object }>(`/actions/artifacts/${ofNobody.id}`)
    expect(Object.keys(workflow_run)).toEqual(['id', 'repository_id', 'head_sha'])
  })
})

describe('pages', () => {
  beforeEach(() => repository.addArtifacts(64, index => ({ name: index % 2 === 0 ? 'even' : 'odd', run })))

  test('hold 30 artifacts, newest first, and link to their neighbours', async () => {
    const first = await client.ask('/actions/artifacts')
    const { total_count, artifacts } = (await first.json()) as ArtifactList
    expect([total_count, artifacts.length]).toEqual([65, 30])
    const ids = artifacts.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    expect(relations(first)).toEqual({
      next: `${server.apiUrl}/repositories/${repository.id}/actions/artifacts?page=2`,
      last: `${server.apiUrl}/repositories/${repository.id}/actions/artifacts?page=3`
    })
    const last = await client.ask(relations(first).last ?? '')
    expect(await last.json()).toMatchObject({ artifacts: [{}, {}, {}, {}, { id: artifact.id }] })
    expect(Object.keys(relations(last))).toEqual(['prev', 'first'])
  })

  test('go by name, size and number', async () => {
    const answer = await client.ask('/actions/artifacts?name=even&per_page=10&page=4')
    const { total_count, artifacts } = (await answer.json()) as ArtifactList
    expect([total_count, artifacts.length]).toEqual([32, 2])
    expect(await client.names(`/actions/runs/${run.id}/artifacts?name=tool`)).toEqual(['tool'])
    expect(await client.names('/actions/artifacts?page=9')).toEqual([])
    expect(await client.names('/actions/artifacts?per_page=500')).toHaveLength(65)
  })

  test('of a run come oldest first when asked for so', async () => {
    expect((await client.names(`/actions/runs/${run.id}/artifacts?direction=asc`))[0]).toBe('tool')
  })

  test('may be smaller than asked for, and oldest first', async () => {
    await restart({ pageSizeCap: 2, order: 'asc' })
    for (const name of ['b', 'c']) run.listArtifact(name)
    expect(await client.names('/actions/artifacts?per_page=100')).toEqual(['tool', 'b'])
  })

  test('may be in no order, each artifact once', async () => {
    await restart({ order: 'shuffled' })
    repository.addArtifacts(20, index => ({ name: String(index), run }))
    const names = [
      ...(await client.names('/actions/artifacts?per_page=11')),
      ...(await client.names('/actions/artifacts?per_page=11&page=2'))
    ]
    expect(new Set(names).size).toBe(21)
    expect(names[0]).not.toBe('19')
  })

  test('of 100,000 artifacts come at once', async () => {
    repository.addArtifacts(100_000, index => ({ name: `n${index}` }))
    const begun = performance.now()
    const { total_count, artifacts } = await client.json<ArtifactList>(
      '/actions/artifacts?per_page=100&page=500'
    )
    expect(performance.now() - begun).toBeLessThan(500)
    expect([total_count, artifacts.length]).toEqual([100_065, 100])
  })
})

describe('GHES', () => {
  test.each(['ghes-3.10', 'ghes-3.19'] as const)(
    '%s has no digest, no limits, no runs in progress',
    async flavour => {
      await restart({ flavour })
      expect(server.apiUrl).toMatch(/\/api\/v3$/)
      repository.addRun({ workflow: run.workflow, status: 'in_progress' }).listArtifact('early')
      const answer = await client.ask('/actions/artifacts')
      const { artifacts } = (await answer.json()) as ArtifactList
      expect(artifacts).toEqual([expect.not.objectContaining({ digest: expect.anything() })])
      expect(answer.headers.get('x-ratelimit-limit')).toBeNull()
      expect(answer.headers.get('x-github-enterprise-version')).toBe(`${flavour.slice(5)}.0`)
      expect((await client.ask(`${new URL(server.apiUrl).origin}/repos/octo-org/app`)).status).toBe(404)
      expect(server.violations).toEqual(['GET /repos/octo-org/app: there is no such endpoint'])
      expect(() => server.assertConforms()).toThrow('there is no such endpoint')
    }
  )

  test('3.10 does not know `direction` yet', async () => {
    await restart({ flavour: 'ghes-3.10' })
    run.listArtifact('b')
    expect(await client.names(`/actions/runs/${run.id}/artifacts?direction=asc`)).toEqual(['b', 'tool'])
    expect(() => server.assertConforms()).toThrow('unknown query parameter direction')
  })
})
