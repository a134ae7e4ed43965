import type { GitHubServer, Repository, Run } from '../support/github-server/index.js'
import type { PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

interface RunAnswer {
  id: number
  run_number: number
}

let server: GitHubServer
let client: PlainClient
let repository: Repository
let run: Run

beforeEach(async () => {
  ;({ server, client, repository, run } = await startScene())
})

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

async function runsAt(path: string): Promise<RunAnswer[]> {
  return (await client.json<{ workflow_runs: RunAnswer[] }>(path)).workflow_runs
}

describe('a run', () => {
  test('is numbered by its workflow', async () => {
    const docs = repository.addWorkflow('.github/workflows/docs.yml')
    for (const workflow of [run.workflow, docs, run.workflow]) repository.addRun({ workflow })
    repository.addRun({ workflow: docs, run_number: 40 })
    repository.addRun({ workflow: docs })
    const numbers = (runs: RunAnswer[]): number[] => runs.map(({ run_number }) => run_number)
    expect(numbers(await runsAt('/actions/workflows/ci.yml/runs'))).toEqual([3, 2, 1])
    expect(numbers(await runsAt(`/actions/workflows/${docs.id}/runs`))).toEqual([41, 40, 1])
  })

  test('is found by workflow, branch, event, conclusion, actor, check suite and commit together', async () => {
    const fields = { head_branch: 'dev', event: 'schedule', conclusion: 'failure', actor: 'hubot' }
    const wanted = repository.addRun({ workflow: run.workflow, ...fields })
    repository.addRun({ workflow: run.workflow, ...fields, actor: 'octocat' })
    repository.addRun({ workflow: repository.addWorkflow('.github/workflows/docs.yml'), ...fields })
    const query = 'branch=dev&event=schedule&status=failure&actor=hubot&exclude_pull_requests=true'
    const path = `/actions/workflows/ci.yml/runs?${query}`
    expect(await runsAt(path)).toMatchObject([{ id: wanted.id }])
    expect(await runsAt(`${path}&head_sha=${wanted.head_sha}`)).toMatchObject([{ id: wanted.id }])
    expect(await runsAt(`${path}&head_sha=${run.head_sha}`)).toEqual([])
    expect(await runsAt(`${path}&check_suite_id=${run.check_suite_id}`)).toEqual([])
    expect(await runsAt(`/actions/runs?check_suite_id=${wanted.check_suite_id}`)).toMatchObject([
      { id: wanted.id }
    ])
  })

  test('may have a path of another repository', async () => {
    const path = 'octo-org/shared/.github/workflows/ci.yml@main'
    const { id } = repository.addRun({ workflow: run.workflow, path })
    expect(await client.json(`/actions/runs/${id}`)).toMatchObject({ path })
  })
})

describe('a re-run', () => {
  test('uploads artifacts with higher ids under the old run, and keeps its number and date', async () => {
    const fields = { workflow: run.workflow, created_at: '2026-01-01T00:00:00Z' }
    const old = repository.addRun(fields)
    const first = old.listArtifact('dist', { created_at: '2026-01-01T00:05:00Z' })
    const next = repository.addRun({ ...fields, created_at: '2026-02-01T00:00:00Z' })
    const newer = next.listArtifact('dist', { created_at: '2026-02-01T00:05:00Z' })
    old.rerun(undefined, { run_started_at: '2026-03-01T00:00:00Z' })
    const again = old.listArtifact('dist', { created_at: '2026-03-01T00:05:00Z' })
    const { artifacts } = await client.json<{ artifacts: { id: number; workflow_run: { id: number } }[] }>(
      '/actions/artifacts?name=dist'
    )
    expect(artifacts.map(({ id, workflow_run }) => [id, workflow_run.id])).toEqual([
      [again.id, old.id],
      [newer.id, next.id],
      [first.id, old.id]
    ])
    expect(await client.json(`/actions/runs/${old.id}`)).toMatchObject({
      run_number: 2,
      run_attempt: 2,
      created_at: '2026-01-01T00:00:00Z',
      run_started_at: '2026-03-01T00:00:00Z',
      updated_at: '2026-03-01T00:05:00Z',
      previous_attempt_url: expect.stringMatching(/\/attempts\/1$/)
    })
    expect(await runsAt('/actions/runs')).toMatchObject([{ id: next.id }, { id: old.id }, { id: run.id }])
  })

  test('may be in progress', async () => {
    run.rerun(['build'], { status: 'in_progress' })
    expect(await client.json(`/actions/runs/${run.id}`)).toMatchObject({
      run_attempt: 2,
      status: 'in_progress',
      conclusion: null
    })
  })
})

describe('a late artifact', () => {
  test('is left out of so many lists that would hold it, while its run is completed', async () => {
    const { id } = run.listArtifact('late', { listed: { afterLists: 2 } })
    expect(await client.json(`/actions/runs/${run.id}`)).toMatchObject({ status: 'completed' })
    // A list that would not hold it does not count.
    expect(await client.names('/actions/artifacts?name=tool')).toEqual(['tool'])
    expect(await client.json(`/actions/runs/${run.id}/artifacts`)).toMatchObject({ total_count: 1 })
    expect(await client.names('/actions/artifacts?name=late')).toEqual([])
    expect(await client.names('/actions/artifacts')).toEqual(['late', 'tool'])
    expect(await client.json(`/actions/artifacts/${id}`)).toMatchObject({ name: 'late' })
  })

  test('is listed once its condition holds', async () => {
    let isListed = false
    const { id } = run.listArtifact('late', { listed: { when: () => isListed } })
    expect(await client.names(`/actions/runs/${run.id}/artifacts`)).toEqual(['tool'])
    expect(await client.json(`/actions/artifacts/${id}`)).toMatchObject({ name: 'late' })
    isListed = true
    expect(await client.names(`/actions/runs/${run.id}/artifacts`)).toEqual(['late', 'tool'])
  })
})
