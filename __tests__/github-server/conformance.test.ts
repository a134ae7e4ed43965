import type {
  Artifact,
  GitHubServer,
  GitHubServerOptions,
  Repository,
  Run
} from '../support/github-server/index.js'
import type { AskOptions, PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

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

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('the conformance check', () => {
  test.each<[string, string, AskOptions, string]>([
    ['an unknown query parameter', '/actions/artifacts?sort=name', {}, 'unknown query parameter sort'],
    ['an unknown query parameter of runs', '/actions/runs?name=x', {}, 'unknown query parameter name'],
    [
      'a status that is none',
      '/actions/runs?status=done',
      {},
      'query parameter status must be equal to one of'
    ],
    ['an unknown query parameter of commits', '/commits?ref=main', {}, 'unknown query parameter ref'],
    [
      'a date that is none',
      '/commits?since=today',
      {},
      'query parameter since must match format "date-time"'
    ],
    ['an unknown query parameter of a comparison', '/compare/a...b?sha=c', {}, 'unknown query parameter sha'],
    ['a pull request that is no number', '/pulls/x', {}, 'path parameter pull_number must be integer'],
    ['a page that is no number', '/actions/artifacts?page=x', {}, 'query parameter page must be integer'],
    ['an id that is no number', '/actions/artifacts/tool', {}, 'path parameter artifact_id must be integer'],
    ['a missing media type', '/actions/artifacts', { headers: { accept: '*/*' } }, 'header accept is "*/*"'],
    [
      'a missing version',
      '/actions/artifacts',
      { headers: { 'x-github-api-version': undefined } },
      'header x-github-api-version is undefined'
    ],
    ['an endpoint that is none', '/actions/artefacts', {}, 'there is no such endpoint'],
    ['a method that is none', '/actions/artifacts', { method: 'DELETE' }, 'there is no such endpoint']
  ])('finds %s', async (_what, path, options, problem) => {
    await client.ask(path, options)
    expect(server.violations).toEqual([expect.stringContaining(problem)])
    expect(() => server.assertConforms()).toThrow(problem)
  })

  test('finds a wrong answer', async () => {
    artifact.size_in_bytes = 1.5
    await client.ask(`/actions/artifacts/${artifact.id}`)
    await client.ask('/actions/artifacts')
    const path = '/repos/octo-org/app/actions/artifacts'
    expect(server.violations).toEqual([
      `GET ${path}/${artifact.id}: body/size_in_bytes must be integer`,
      `GET ${path}: body/artifacts/0/size_in_bytes must be integer`
    ])
    expect(() => server.assertConforms()).toThrow('must be integer')
  })

  test('finds a wrong answer about runs and pull requests', async () => {
    run.run_attempt = 1.5
    const pull = repository.addPullRequest({ number: 7, headBranch: 'fix', mergeCommitSha: 'a'.repeat(40) })
    Object.assign(pull, { state: 'merged', number: 7.5 })
    await client.ask(`/actions/runs/${run.id}`)
    await client.ask('/pulls/7')
    await client.ask(`/commits/${pull.headSha}/pulls`)
    expect(server.violations).toEqual([
      `GET /repos/octo-org/app/actions/runs/${run.id}: body/run_attempt must be integer`,
      'GET /repos/octo-org/app/pulls/7: body/number must be integer',
      'GET /repos/octo-org/app/pulls/7: body/state must be equal to one of the allowed values',
      `GET /repos/octo-org/app/commits/${pull.headSha}/pulls: body/0/number must be integer`
    ])
    expect(() => server.assertConforms()).toThrow('must be integer')
  })

  test('allows null only for the repository of a fork that is gone', async () => {
    repository.addPullRequest({ number: 7, headBranch: 'fix', headRepository: null })
    repository.addRun({ workflow: run.workflow, head_repository: null })
    await client.ask('/pulls/7')
    await client.ask('/actions/runs')
    expect(server.violations).toEqual([])
    const pull = repository.addPullRequest({ number: 8, headBranch: 'fix' })
    Object.assign(pull, { headSha: null })
    await client.ask('/pulls/8')
    expect(server.violations).toContain('GET /repos/octo-org/app/pulls/8: body/head/sha must be string')
    expect(() => server.assertConforms()).toThrow('must be string')
  })

  test('lets other clients ask as they like', async () => {
    await restart({ strict: false })
    expect(
      (await client.ask('/actions/artifacts?sort=name', { headers: { accept: undefined } })).status
    ).toBe(200)
    expect(server.violations).toEqual([])
  })

  test('finds a token that went to storage', async () => {
    const url = (await client.ask(`/actions/artifacts/${artifact.id}/zip`)).headers.get('location') ?? ''
    expect((await client.ask(url)).status).toBe(403)
    expect(() => server.assertConforms()).toThrow('the token went to storage')
    expect(server.requests.at(-1)).toMatchObject({ server: 'storage', status: 403 })
  })
})
