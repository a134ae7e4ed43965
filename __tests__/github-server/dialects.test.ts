import { createHash } from 'node:crypto'
import { ServiceClient } from '../support/github-server/artifact-service/plain-client.js'
import {
  type ForgeDialect,
  GitHubServer,
  type GitHubServerOptions,
  type Repository,
  type Run,
  type ServerDialect,
  type Workflow
} from '../support/github-server/index.js'
import { PlainClient } from '../support/github-server/plain-client.js'
import { rowsOf } from '../support/sweep.js'

const FORGES: ForgeDialect[] = ['gitea', 'gitea-s3', 'gitea-1.24', 'forgejo', 'forgejo-s3']
const WITH_RUNS = FORGES.filter(dialect => dialect !== 'gitea-1.24')
const GITEAS = ['gitea', 'gitea-s3', 'gitea-1.24'] as const
const FORGEJOS = ['forgejo', 'forgejo-s3'] as const

interface World {
  server: GitHubServer
  client: PlainClient
  repository: Repository
  workflow: Workflow
  run: Run
}

interface ListedArtifact {
  id: number
  name: string
  size_in_bytes: number
  created_at: string
  updated_at: string
}

const open: GitHubServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()))
})

async function start(dialect: ServerDialect, options: GitHubServerOptions = {}): Promise<World> {
  const server = await GitHubServer.start({ dialect, ...options })
  open.push(server)
  const repository = server.addRepository('octo-org/app')
  repository.addBranch('main')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
  const run = repository.addRun({ workflow, status: 'in_progress' })
  return { server, client: new PlainClient(server, 'octo-org/app'), repository, workflow, run }
}

/** The artifacts of a list, whatever its shape. */
async function listed({ client }: World, path = '/actions/artifacts'): Promise<ListedArtifact[]> {
  const body = await client.json<ListedArtifact[] | { artifacts: ListedArtifact[] }>(path)
  return Array.isArray(body) ? body : body.artifacts
}

async function runNumbers({ client }: World, query: string): Promise<number[]> {
  const { workflow_runs } = await client.json<{
    workflow_runs: { run_number?: number; index_in_repo?: number }[]
  }>(`/actions/runs?${query}`)
  return workflow_runs.map(run => run.run_number ?? run.index_in_repo ?? 0)
}

async function messageOf(answer: Response): Promise<string> {
  return ((await answer.json()) as { message: string }).message
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer())
}

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** The others differ in storage and age. */
const QUICK: ForgeDialect[] = ['gitea', 'forgejo']

describe.each(rowsOf(FORGES, dialect => QUICK.includes(dialect)))('%s', dialect => {
  test('the API is at /api/v1 and the runs have the artifact service of the same server', async () => {
    const world = await start(dialect)
    const { server, run } = world
    expect(server.apiUrl).toMatch(/\/api\/v1$/)
    await run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    const { artifacts } = await new ServiceClient(server, run).json<{ artifacts: { name: string }[] }>(
      'ListArtifacts'
    )
    expect(artifacts.map(({ name }) => name)).toEqual(['dist'])
    expect(server.jobEnvironment(run)).toMatchObject({
      GITEA_ACTIONS: 'true',
      GITHUB_API_URL: server.apiUrl,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_NUMBER: '1',
      GITHUB_RUN_ATTEMPT: dialect.startsWith('forgejo') ? '1' : ''
    })
    server.assertConforms()
  })

  test('a run has another id than number', async () => {
    const { run } = await start(dialect)
    expect(run.id).not.toBe(run.run_number)
  })

  test('a page has 30 artifacts, or as many as limit says, up to 50', async () => {
    const world = await start(dialect)
    world.repository.addArtifacts(60, index => ({ name: `a${index}`, run: world.run }))
    const sizeOf = async (query: string) => (await listed(world, `/actions/artifacts?${query}`)).length
    expect(await sizeOf('')).toBe(30)
    expect(await sizeOf('limit=7')).toBe(7)
    expect(await sizeOf('limit=100')).toBe(50)
    expect(await sizeOf('limit=50&page=2')).toBe(10)
    expect(await sizeOf('limit=50&page=3')).toBe(0)
    world.server.assertConforms()
    expect(await sizeOf('per_page=100')).toBe(30)
    expect(() => world.server.assertConforms()).toThrow('no such server reads the query parameter per_page')
  })

  test('a test may make its pages smaller', async () => {
    const world = await start(dialect, { pageSizeCap: 2 })
    world.repository.addArtifacts(3, index => ({ name: `a${index}`, run: world.run }))
    expect(await listed(world, '/actions/artifacts?limit=50')).toHaveLength(2)
  })

  test('its bytes are those that were uploaded', async () => {
    const world = await start(dialect)
    const artifact = await world.run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    const answer = await world.client.ask(`/actions/artifacts/${artifact.id}/zip`)
    const location = answer.headers.get('location')
    const final = location === null ? answer : await fetch(location)
    expect(final.status).toBe(200)
    expect(sha256(await bytesOf(final))).toBe(artifact.digest)
    world.server.assertConforms()
  })

  test('no list tells a digest', async () => {
    const world = await start(dialect)
    await world.run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    expect(Object.keys((await listed(world))[0] ?? {})).not.toContain('digest')
  })

  test('a token that may only read cannot delete', async () => {
    const world = await start(dialect)
    const { id } = await world.run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    world.server.permissions = { actions: 'read' }
    const answer = await world.client.ask(`/actions/artifacts/${id}`, { method: 'DELETE' })
    expect(answer.status).toBe(403)
    expect(await messageOf(answer)).toBe('user should have a permission to write to a repo')
    expect(await listed(world)).toHaveLength(1)
  })

  test('artifacts may be listed late and found late', async () => {
    const world = await start(dialect)
    const { id } = await world.run.addArtifact('dist', {
      files: { 'a.txt': 'text' },
      listed: { afterLists: 1 },
      zipNotFound: 1
    })
    expect(await listed(world)).toEqual([])
    expect(await listed(world)).toHaveLength(1)
    expect((await world.client.ask(`/actions/artifacts/${id}/zip`)).status).toBe(404)
    expect((await world.client.ask(`/actions/artifacts/${id}/zip`)).status).toBeLessThan(400)
  })

  test('a deleted artifact is gone', async () => {
    const world = await start(dialect)
    const { id } = await world.run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    expect((await world.client.ask(`/actions/artifacts/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await world.client.ask(`/actions/artifacts/${id}`)).status).toBe(404)
    expect(await listed(world)).toEqual([])
  })

  test('a private repository is hidden from a token that does not see it', async () => {
    const { server } = await start(dialect)
    server.addRepository('octo-org/secret', { private: true })
    server.addToken('stranger', { repositories: [] })
    const client = new PlainClient(server, 'octo-org/secret')
    expect((await client.ask('/actions/artifacts')).status).toBe(200)
    const authorization = 'Bearer stranger'
    expect((await client.ask('/actions/artifacts', { headers: { authorization } })).status).toBe(404)
    expect((await client.ask('/actions/artifacts', { headers: { authorization: undefined } })).status).toBe(
      404
    )
  })

  test('an unknown token is refused', async () => {
    const { client } = await start(dialect)
    const answer = await client.ask('/actions/artifacts', { headers: { authorization: 'Bearer other' } })
    expect(answer.status).toBe(401)
  })

  test('the pull request of a commit is the one that was merged as it', async () => {
    const { client, repository } = await start(dialect)
    const tip = repository.addCommit({ branch: 'feature' })
    const pull = repository.addPullRequest({ number: 7, headBranch: 'feature' })
    expect((await client.ask(`/commits/${tip.sha}/pull`)).status).toBe(404)
    const merged = repository.mergePullRequest(pull)
    const body = await client.json<{ number: number; merged: boolean }>(`/commits/${merged.sha}/pull`)
    expect(body).toMatchObject({ number: 7, merged: true, merge_commit_sha: merged.sha })
    expect((await client.ask(`/commits/${tip.sha}/pull`)).status).toBe(404)
  })

  test('a pull request has the name of its branch in label, and in ref while the branch exists', async () => {
    const { client, repository } = await start(dialect)
    repository.addBranch('feature')
    repository.addPullRequest({ number: 7, headBranch: 'feature' })
    const headOf = async () => (await client.json<{ head: object }>('/pulls/7')).head
    expect(await headOf()).toMatchObject({ label: 'feature', ref: 'feature', repo_id: repository.id })
    repository.branches.delete('feature')
    expect(await headOf()).toMatchObject({ label: 'feature', ref: 'refs/pull/7/head' })
  })

  test('a pull request from a fork that is gone has no repository', async () => {
    const { client, repository } = await start(dialect)
    repository.addPullRequest({ number: 7, headBranch: 'feature', headRepository: null })
    const { head } = await client.json<{ head: object }>('/pulls/7')
    expect(head).toMatchObject({ repo_id: -1, repo: null })
  })

  test('an endpoint of GitHub alone is reported', async () => {
    const { client, server } = await start(dialect)
    const answer = await client.ask('/commits/main/pulls')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('404 page not found\n')
    expect(() => server.assertConforms()).toThrow('there is no such endpoint')
  })
})

describe.each(GITEAS)('%s', dialect => {
  test('lists are oldest first', async () => {
    const world = await start(dialect)
    world.repository.addArtifacts(3, index => ({ name: `a${index}`, run: world.run }))
    expect((await listed(world)).map(({ name }) => name)).toEqual(['a0', 'a1', 'a2'])
  })

  test('a re-run replaces the content under the same id and moves updated_at', async () => {
    const world = await start(dialect)
    const created_at = '2026-01-01T00:00:00Z'
    const first = await world.run.addArtifact('dist', { files: { 'a.txt': 'first' }, created_at })
    world.run.rerun()
    const { digest } = first
    const again = await world.run.addArtifact('dist', {
      files: { 'a.txt': 'second' },
      created_at: '2026-01-02T00:00:00Z'
    })
    expect(again.id).toBe(first.id)
    expect(again.digest).not.toBe(digest)
    expect(await listed(world)).toEqual([
      expect.objectContaining({ id: first.id, created_at, updated_at: '2026-01-02T00:00:00Z' })
    ])
  })

  test('uploads of the old protocol are nowhere', async () => {
    const world = await start(dialect)
    const { id } = await world.run.addArtifact('dist', { files: { 'a.txt': 'text' }, isOldProtocol: true })
    expect(await listed(world)).toEqual([])
    expect(await listed(world, `/actions/runs/${world.run.id}/artifacts`)).toEqual([])
    expect((await world.client.ask(`/actions/artifacts/${id}`)).status).toBe(404)
    expect((await world.client.ask(`/actions/artifacts/${id}/zip`)).status).toBe(404)
    expect(await new ServiceClient(world.server, world.run).json('ListArtifacts')).toEqual({})
  })
})

describe('gitea', () => {
  test('bytes are at a signed URL of the same origin until it expires', async () => {
    const { server, client, run } = await start('gitea')
    const artifact = await run.addArtifact('dist', { files: { 'a.txt': 'text' } })
    const url = await client.signedUrl(artifact)
    expect(
      url.startsWith(`${server.apiUrl}/repos/octo-org/app/actions/artifacts/${artifact.id}/zip/raw?`)
    ).toBe(true)
    const range = await fetch(url, { headers: { range: 'bytes=0-1' } })
    expect([range.status, await range.text()]).toEqual([206, 'PK'])
    server.expireUrls()
    const expired = await fetch(url)
    expect(expired.status).toBe(401)
    expect(await messageOf(expired)).toBe('Error unauthorized')
  })

  test('such a URL is one of storage: faults find it there, and the token is reported', async () => {
    const { server, client, run } = await start('gitea')
    const url = await client.signedUrl(await run.addArtifact('dist', { files: { 'a.txt': 'text' } }))
    const fault = server.fault({ match: { server: 'storage' }, action: { status: 503 } })
    expect((await fetch(url)).status).toBe(503)
    expect(fault.hits).toBe(1)
    server.assertConforms()
    await fetch(url, { headers: { authorization: `Bearer ${server.token}` } })
    expect(() => server.assertConforms()).toThrow('the token went to storage')
  })

  test('an unknown status is refused and unknown filters are ignored', async () => {
    const world = await start('gitea')
    expect((await world.client.ask('/actions/runs?status=green')).status).toBe(400)
    expect(await runNumbers(world, 'workflow_id=other.yml')).toEqual([1])
  })

  test('filters know pushes by their branch, and every run by event, status and commit', async () => {
    const world = await start('gitea')
    const { repository, workflow, run } = world
    repository.addPullRequest({ number: 1, headBranch: 'feature' })
    const feature = { workflow, head_branch: 'feature' }
    const second = repository.addRun({ ...feature, event: 'pull_request', conclusion: 'failure' })
    repository.addRun(feature)
    expect(await runNumbers(world, '')).toEqual([3, 2, 1])
    expect(await runNumbers(world, 'branch=feature')).toEqual([3])
    expect(await runNumbers(world, 'event=pull_request')).toEqual([2])
    expect(await runNumbers(world, `head_sha=${second.head_sha}`)).toEqual([2])
    expect(await runNumbers(world, 'status=in_progress')).toEqual([1])
    expect(await runNumbers(world, 'status=completed')).toEqual([3, 2])
    expect(await runNumbers(world, 'status=failure')).toEqual([2])
    expect(await world.client.json(`/actions/runs/${run.id}`)).not.toHaveProperty('conclusion')
  })
})

test('gitea-1.24 has no runs, and a client may find that out', async () => {
  const { server, client, run } = await start('gitea-1.24')
  expect((await client.ask('/actions/runs')).status).toBe(404)
  expect((await client.ask(`/actions/runs/${run.id}`)).status).toBe(404)
  expect((await client.ask(`/actions/runs/${run.id}/artifacts`)).status).toBe(200)
  server.assertConforms()
})

describe.each(FORGEJOS)('%s', dialect => {
  test('lists are newest first', async () => {
    const world = await start(dialect)
    world.repository.addArtifacts(3, index => ({ name: `a${index}`, run: world.run }))
    expect((await listed(world)).map(({ name }) => name)).toEqual(['a2', 'a1', 'a0'])
  })

  test('uploads of the old protocol are packed on the fly, with another size than the listed one', async () => {
    const world = await start(dialect)
    const { id } = await world.run.addArtifact('old one', {
      files: { 'a.txt': 'text', 'b.txt': Buffer.from('more') },
      isOldProtocol: true
    })
    expect(await listed(world)).toEqual([expect.objectContaining({ name: 'old one', size_in_bytes: 8 })])
    const answer = await world.client.ask(`/actions/artifacts/${id}/zip`, { headers: { range: 'bytes=0-1' } })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': "attachment; filename=old%20one.zip; filename*=UTF-8''old%20one.zip"
    })
    expect(answer.headers.has('content-length')).toBe(false)
    expect((await bytesOf(answer)).length).toBeGreaterThan(8)
    expect(await new ServiceClient(world.server, world.run).json('ListArtifacts')).toEqual({})
  })

  test('the list of runs has all of them unless a page is asked for', async () => {
    const world = await start(dialect)
    for (let more = 0; more < 34; more += 1) world.repository.addRun({ workflow: world.workflow })
    expect(await runNumbers(world, 'limit=2')).toHaveLength(35)
    expect(await runNumbers(world, 'limit=2&page=1')).toEqual([35, 34])
    expect(await runNumbers(world, 'limit=2&page=2')).toEqual([33, 32])
    expect(await runNumbers(world, 'page=1')).toHaveLength(30)
  })

  test('filters know the workflow, the ref, the number and one word for status and conclusion', async () => {
    const world = await start(dialect)
    const { repository, workflow } = world
    repository.addPullRequest({ number: 1, headBranch: 'feature' })
    const feature = { workflow, head_branch: 'feature' }
    repository.addRun({ ...feature, event: 'pull_request', conclusion: 'failure' })
    repository.addRun({ workflow: repository.addWorkflow('.github/workflows/other.yml') })
    repository.addRun({ ...feature, event: 'workflow_dispatch', status: 'queued' })
    expect(await runNumbers(world, 'ref=refs/heads/feature')).toEqual([4])
    expect(await runNumbers(world, 'ref=refs/pull/1/head')).toEqual([2])
    expect(await runNumbers(world, 'workflow_id=other.yml')).toEqual([3])
    expect(await runNumbers(world, 'run_number=2')).toEqual([2])
    expect(await runNumbers(world, 'event=workflow_dispatch')).toEqual([4])
    expect(await runNumbers(world, 'status=running')).toEqual([1])
    expect(await runNumbers(world, 'status=waiting')).toEqual([4])
    expect(await runNumbers(world, 'status=success')).toEqual([3])
    // Unknown parameters change nothing.
    expect(await runNumbers(world, 'branch=feature')).toEqual([4, 3, 2, 1])
  })

  test('a dispatched run has no event, and a run from a fork says so', async () => {
    const { client, server, repository, workflow } = await start(dialect)
    const dispatched = repository.addRun({ workflow, event: 'workflow_dispatch' })
    const foreign = repository.addRun({
      workflow,
      event: 'pull_request',
      head_branch: 'patch',
      head_repository: server.addRepository('stranger/app'),
      pull_request: 5
    })
    expect(await client.json(`/actions/runs/${dispatched.id}`)).toMatchObject({
      event: '',
      trigger_event: 'workflow_dispatch',
      prettyref: 'main',
      is_fork_pull_request: false
    })
    expect(await client.json(`/actions/runs/${foreign.id}`)).toMatchObject({
      event: 'pull_request',
      prettyref: '#5',
      is_fork_pull_request: true
    })
  })
})

test('forgejo sends the bytes at the URL of the API, at the pace of storage and to the token alone', async () => {
  const { server, client, run, repository } = await start('forgejo')
  const artifact = await run.addArtifact('dist', { zip: Buffer.alloc(1000) })
  const path = `/actions/artifacts/${artifact.id}/zip`
  const ranged = await client.ask(path, { headers: { range: 'bytes=10-19' } })
  expect([ranged.status, ranged.headers.get('content-range')]).toEqual([206, 'bytes 10-19/1000'])
  await bytesOf(ranged)
  const fault = server.fault({ match: { path: '/zip' }, action: { ignoreRange: true } })
  expect((await client.ask(path, { headers: { range: 'bytes=10-19' } })).status).toBe(200)
  expect(fault.hits).toBe(1)
  server.permissions = {}
  expect((await client.ask(path)).status).toBe(403)
  server.permissions = { actions: 'read' }
  server.storage.bytesPerSecond = 10_000
  const from = performance.now()
  expect(await bytesOf(await client.ask(path))).toHaveLength(1000)
  expect(performance.now() - from).toBeGreaterThan(50)
  expect(repository.artifacts.items).toHaveLength(1)
  server.assertConforms()
})

test.each([
  ['gitea-s3', 'application/zip', 'inline; filename=dist.zip'],
  ['forgejo-s3', 'application/octet-stream', 'attachment; filename="dist.zip"']
] as const)('%s redirects to a presigned URL that wants no token', async (dialect, type, disposition) => {
  const { server, client, run } = await start(dialect)
  const url = await client.signedUrl(await run.addArtifact('dist', { files: { 'a.txt': 'text' } }))
  expect(new URL(url).origin).toBe(server.storageOrigin)
  expect(new URL(url).searchParams.has('X-Amz-Signature')).toBe(true)
  const answer = await fetch(url, { headers: { range: 'bytes=0-1' } })
  expect([answer.status, await answer.text()]).toEqual([206, 'PK'])
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': type,
    'content-disposition': disposition,
    etag: expect.stringMatching(/^".+"$/) as string
  })
  expect(server.signatures).toHaveLength(1)
  server.assertConforms()
  const { id } = await run.addArtifact('raw', { raw: Buffer.from('text'), contentType: 'text/plain' })
  const raw = await fetch((await client.ask(`/actions/artifacts/${id}/zip`)).headers.get('location') ?? '')
  expect(raw.headers.get('content-type')).toBe(dialect === 'gitea-s3' ? 'text/plain' : type)
})

test.each(WITH_RUNS)('%s numbers the runs of all workflows together', async dialect => {
  const world = await start(dialect)
  const other = world.repository.addWorkflow('.github/workflows/other.yml')
  world.repository.addRun({ workflow: other })
  expect(await runNumbers(world, '')).toEqual([2, 1])
})

test('act has an artifact service and no API, though it tells a job of one', async () => {
  const { server, client, run } = await start('act')
  expect(server.jobEnvironment(run)).toMatchObject({
    ACT: 'true',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_RUN_ID: '1'
  })
  expect((await new ServiceClient(server, run).call('ListArtifacts')).status).toBe(200)
  server.assertConforms()
  expect((await client.ask('/actions/artifacts')).status).toBe(404)
  expect(() => server.assertConforms()).toThrow('this server has no REST API')
})

test('GitHub is the default', async () => {
  const server = await GitHubServer.start()
  open.push(server)
  expect(server.dialect).toBe('github')
  expect(new URL(server.apiUrl).pathname).toBe('/')
  expect(server.rateLimit).toBeDefined()
})
