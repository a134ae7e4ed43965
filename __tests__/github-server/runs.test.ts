import type { Artifact, GitHubServer, Repository, Run } from '../support/github-server/index.js'
import type { PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

let server: GitHubServer
let client: PlainClient
let repository: Repository
let run: Run
let artifact: Artifact

async function start(): Promise<void> {
  ;({ server, client, repository, run, artifact } = await startScene())
}

async function runIdsAt(path: string): Promise<number[]> {
  const { workflow_runs } = await client.json<{ workflow_runs: { id: number }[] }>(path)
  return workflow_runs.map(({ id }) => id)
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('runs', () => {
  test('are found by branch, event, status, commit and date', async () => {
    const { workflow } = run
    const wanted = repository.addRun({
      workflow,
      head_branch: 'dev',
      head_sha: 'a'.repeat(40),
      event: 'schedule',
      conclusion: 'failure',
      created_at: '2026-02-03T04:05:06Z'
    })
    const pending = repository.addRun({ workflow, status: 'in_progress', created_at: '2026-02-05T00:00:00Z' })
    expect(await runIdsAt('/actions/runs')).toEqual([pending.id, wanted.id, run.id])
    const rows: [string, number[]][] = [
      ['branch=dev', [wanted.id]],
      ['event=schedule', [wanted.id]],
      ['status=failure', [wanted.id]],
      ['status=in_progress', [pending.id]],
      [`head_sha=${'a'.repeat(40)}`, [wanted.id]],
      ['created=2026-02-03', [wanted.id]],
      ['created=2026-02-03..2026-02-05', [pending.id, wanted.id]],
      ['created=*..2026-02-03T04:05:06Z', [wanted.id]],
      ['created=%3E2026-02-03', [pending.id]],
      ['created=%3E%3D2026-02-05', [pending.id]],
      ['created=%3C2026-02-04', [wanted.id]],
      ['created=%3C%3D2026-02-05', [pending.id, wanted.id]]
    ]
    for (const [query, ids] of rows) {
      // The scene's own run is of today.
      const found = (await runIdsAt(`/actions/runs?${query}`)).filter(id => id !== run.id)
      expect([query, found]).toEqual([query, ids])
    }
    expect(await client.json(`/actions/runs/${wanted.id}`)).toMatchObject({
      path: '.github/workflows/ci.yml',
      conclusion: 'failure',
      repository: { full_name: 'octo-org/app' },
      head_repository: { id: repository.id }
    })
  })

  test('end at 1,000 where they are searched for', async () => {
    for (let count = 0; count < 1050; count += 1) repository.addRun({ workflow: run.workflow })
    expect(await runIdsAt('/actions/runs?branch=main&per_page=100&page=11')).toEqual([])
    expect(await runIdsAt('/actions/runs?per_page=100&page=11')).toHaveLength(51)
  })

  test('of a workflow go by its id and by its file', async () => {
    const other = repository.addWorkflow('.github/workflows/docs.yml')
    const ofOther = repository.addRun({ workflow: other })
    expect(await client.json('/actions/workflows')).toMatchObject({
      total_count: 2,
      workflows: [{ name: 'CI' }, {}]
    })
    for (const key of [other.id, 'docs.yml']) {
      expect(await client.json(`/actions/workflows/${key}`)).toMatchObject({ id: other.id, path: other.path })
      expect(await runIdsAt(`/actions/workflows/${key}/runs`)).toEqual([ofOther.id])
    }
    expect((await client.ask('/actions/workflows/none.yml')).status).toBe(404)
  })
})

describe('repositories', () => {
  test('have branches, tags and pull requests', async () => {
    repository.addBranch('main')
    repository.addBranch('dev')
    repository.addTag('v1')
    repository.addPullRequest({ number: 7, headBranch: 'fix', headRepository: null })
    expect(await client.json('')).toMatchObject({ id: repository.id, default_branch: 'main', private: false })
    expect(await client.json('/branches')).toMatchObject([{ name: 'dev' }, { name: 'main' }])
    expect(await client.json('/branches?per_page=1&page=2')).toMatchObject([{ name: 'main' }])
    expect(await client.json('/tags')).toMatchObject([{ name: 'v1' }])
    expect(await client.json('/pulls/7')).toMatchObject({ number: 7, head: { ref: 'fix', repo: null } })
    expect((await client.ask('/pulls/8')).status).toBe(404)
  })

  test('that were renamed redirect to their id', async () => {
    repository.renameFrom('octo-org/old')
    const moved = await client.ask(`${server.apiUrl}/repos/Octo-Org/old/actions/artifacts?name=tool`)
    expect(moved.status).toBe(301)
    const location = moved.headers.get('location') ?? ''
    expect(location).toBe(`${server.apiUrl}/repositories/${repository.id}/actions/artifacts?name=tool`)
    expect(await client.names(location)).toEqual(['tool'])
    const path = `${server.apiUrl}/repos/octo-org/old/actions/artifacts/${artifact.id}`
    expect((await client.ask(path, { method: 'DELETE' })).status).toBe(307)
  })
})
