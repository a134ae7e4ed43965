import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ServiceDialect } from '../../support/github-server/index.js'
import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'
import { paths } from '../../support/tree.js'

// Every operation on the current run with a token that has no permission at all.

let scenario: ServiceScenario

async function start(dialect: ServiceDialect = 'github'): Promise<void> {
  scenario = await startServiceScenario(dialect)
  scenario.server.permissions = {}
}

afterEach(() => scenario.close())

const upload = (name: string, files: Record<string, string> = { [`${name}.txt`]: name }) =>
  scenario.run.addArtifact(name, { files })
const out = (folder = 'out') => paths(path.join(scenario.job.workspace, folder))
const names = () => scenario.run.artifacts.items.map(({ name }) => name)

const DIALECTS: ServiceDialect[] = ['github', 'gitea', 'gitea-s3', 'act']

describe.each(DIALECTS)('%s', dialect => {
  beforeEach(() => start(dialect))

  test('lists, gets, downloads and deletes without a request to REST', async () => {
    await upload('a')
    await upload('b')
    const listed = await scenario.step({ operation: 'list' })
    expect(JSON.parse(listed.outputs.names ?? '').sort()).toEqual(['a', 'b'])
    const got = await scenario.step({ operation: 'get', name: 'a' })
    expect(got.outputs).toMatchObject({ found: 'true', 'artifact-name': 'a' })
    const downloaded = await scenario.step({ name: 'a', path: 'out' })
    expect([downloaded.code, out()]).toEqual([0, ['a.txt']])
    const deleted = await scenario.step({ operation: 'delete', name: 'a' })
    expect(deleted.outputs).toMatchObject({ 'deleted-count': '1', 'gone-count': '0' })
    expect(names()).toEqual(['b'])
    for (const { outputs, summary } of [listed, got, downloaded, deleted]) {
      expect(outputs['api-requests']).toBe('0')
      expect(summary === '' || summary.includes('0 API requests')).toBe(true)
    }
    expect(listed.summary).toContain("1 request to the run's artifact service")
    expect(listed.stdout).toContain("run's artifact service")
    expect(scenario.tokenSeenBy()).toEqual(['service'])
    expect(scenario.requests().filter(request => request.startsWith('api'))).toEqual([])
  })

  test('finds known ids with one list, however many', async () => {
    const artifacts = [await upload('a'), await upload('b'), await upload('c')]
    const listed = await scenario.step({ operation: 'list' })
    const ids = JSON.parse(listed.outputs.ids ?? '') as number[]
    expect(ids).toHaveLength(artifacts.length)
    scenario.server.clearRequests()
    const { code, outputs } = await scenario.step({ 'artifact-ids': ids.join(), path: 'out' })
    expect([code, outputs.count]).toEqual([0, '3'])
    expect(out()).toEqual(['a/', 'a/a.txt', 'b/', 'b/b.txt', 'c/', 'c/c.txt'])
    const lists = scenario.requests().filter(request => request === 'service ListArtifacts')
    // Without a digest, another list shows that an artifact was not replaced before its URL was signed.
    expect(lists).toHaveLength(dialect.startsWith('gitea') ? 1 + artifacts.length : 1)
  })

  test('a size that is only a hint changes nothing', async () => {
    const artifact = await upload('a', { 'a.txt': 'x'.repeat(5000) })
    for (const size of [1, 20_000_000]) {
      artifact.size_in_bytes = size
      const { code } = await scenario.step({ name: 'a', path: `out-${size}` })
      expect([code, out(`out-${size}`)]).toEqual([0, ['a.txt']])
    }
  })
})

test.each<ServiceDialect>(['forgejo', 'forgejo-s3'])('%s: lists, gets and deletes', async dialect => {
  await start(dialect)
  await upload('a')
  for (const inputs of [
    { operation: 'list' },
    { operation: 'get', name: 'a' },
    { operation: 'delete', name: 'a' }
  ]) {
    const { outputs } = await scenario.step(inputs)
    expect([outputs.names, outputs['api-requests']]).toEqual(['["a"]', '0'])
  }
  expect(names()).toEqual([])
})

test('a name that is not plain ASCII', async () => {
  await start()
  await upload('prüf – 日本')
  for (const inputs of [{ path: 'out' }, { operation: 'delete' }]) {
    const { code, outputs } = await scenario.step({ ...inputs, name: 'prüf – 日本' })
    expect([code, outputs.count, outputs['api-requests']]).toEqual([0, '1', '0'])
  }
})

describe('the inputs work as with REST', () => {
  beforeEach(async () => {
    await start()
    for (const name of ['app-linux', 'app-macos', 'docs']) await upload(name)
  })

  test.each<[string, Record<string, string>, string[]]>([
    ['pattern', { operation: 'list', pattern: 'app-*\n!*-macos' }, ['app-linux']],
    ['limit', { operation: 'list', limit: '2' }, ['docs', 'app-macos']],
    ['limit of delete', { operation: 'delete', pattern: '*', limit: '1' }, ['app-linux']],
    ['several names', { operation: 'list', name: 'docs\napp-macos' }, ['docs', 'app-macos']],
    ['shard', { operation: 'list', shard: '1/2' }, ['app-macos']],
    ['shard of delete', { operation: 'delete', pattern: '*', shard: '2/2' }, ['docs', 'app-linux']],
    ['delete-after', { pattern: 'app-*', path: 'out', 'delete-after': 'true' }, ['app-macos', 'app-linux']]
  ])('%s', async (_input, inputs, expected) => {
    const { code, outputs } = await scenario.step(inputs)
    expect([code, outputs.names, outputs['api-requests']]).toEqual([0, JSON.stringify(expected), '0'])
    const deletes = inputs.operation === 'delete' || inputs['delete-after'] !== undefined
    const kept = names().filter(name => expected.includes(name))
    expect(kept.toSorted()).toEqual(deletes ? [] : expected.toSorted())
  })

  test('a missing name fails with the names that exist', async () => {
    const { code, stdout, outputs } = await scenario.step({ name: 'doc', path: 'out' })
    expect([code, outputs['api-requests']]).toEqual([1, '0'])
    expect(errorOf(stdout).title).toContain('artifact-not-found')
    expect(errorOf(stdout).message).toContain('"docs"')
  })

  test('wait-timeout waits for a name', async () => {
    const isList = { server: 'service', path: '/ListArtifacts', nth: 3 } as const
    scenario.server.fault({ match: isList, action: { before: async () => void (await upload('late')) } })
    const { code, outputs } = await scenario.step({ name: 'late', path: 'out', 'wait-timeout': '1m' })
    expect([code, out(), outputs['api-requests']]).toEqual([0, ['late.txt'], '0'])
  })

  test('an id that the service does not list needs REST', async () => {
    const other = scenario.repository.addRun({ workflow: scenario.run.workflow })
    const { id } = await other.addArtifact('old', { files: { a: 'a' } })
    const inputs = { operation: 'get', 'artifact-ids': String(id) }
    expect(errorOf((await scenario.step(inputs)).stdout).title).toContain('api-forbidden')
    scenario.server.permissions = { actions: 'read' }
    const { outputs } = await scenario.step(inputs)
    expect([outputs['artifact-name'], outputs['api-requests']]).toEqual(['old', '1'])
  })

  test.each([
    [
      'other runs',
      ({ repository, run }: ServiceScenario) => ({
        'run-id': String(repository.addRun({ workflow: run.workflow }).id)
      })
    ],
    ['the repository', () => ({ scope: 'repository' })],
    ['searches', () => ({ workflow: 'ci.yml' })],
    ['expired artifacts', () => ({ 'include-expired': 'true' })],
    ['backend: rest', () => ({ backend: 'rest' })],
    [
      'another API base',
      ({ server }: ServiceScenario) => ({
        'api-url': server.apiUrl.replace('127.0.0.1', 'localhost'),
        'artifact-ids': '1'
      })
    ],
    ['another repository', () => ({ repository: 'octo-org/other', 'artifact-ids': '1' })]
  ])('%s: REST alone is asked', async (_what, inputs) => {
    scenario.server.permissions = { actions: 'read' }
    await scenario.step({ operation: 'list', ...inputs(scenario) })
    expect(scenario.requests().length).toBeGreaterThan(0)
    expect(scenario.requests().filter(request => !request.startsWith('api'))).toEqual([])
  })
})

describe('what the artifacts say', () => {
  beforeEach(() => start())

  test('the fields of the REST API, null if the service does not tell', async () => {
    const { id, size_in_bytes, digest } = await upload('a')
    const { outputs } = await scenario.step(
      { operation: 'get', name: 'a' },
      { GITHUB_SHA: 'c0ffee', GITHUB_REF_NAME: 'main', GITHUB_EVENT_NAME: 'push' }
    )
    expect(JSON.parse(outputs.artifacts ?? '')).toEqual([
      {
        id,
        node_id: null,
        name: 'a',
        size_in_bytes,
        url: null,
        archive_download_url: null,
        expired: false,
        created_at: expect.stringMatching(/^\d{4}-/),
        updated_at: null,
        expires_at: null,
        digest,
        workflow_run: {
          id: scenario.run.id,
          repository_id: null,
          head_repository_id: null,
          head_branch: 'main',
          head_sha: 'c0ffee'
        }
      }
    ])
    expect(outputs).toMatchObject({
      'artifact-expires-at': '',
      'artifact-digest': digest,
      'run-id': String(scenario.run.id),
      'head-branch': 'main',
      'head-sha': 'c0ffee'
    })
    expect(outputs['artifact-url']).toContain(`/octo-org/app/actions/runs/${scenario.run.id}/artifacts/${id}`)
  })

  test('the head commit of a pull request, not its merge commit', async () => {
    await upload('a')
    const file = path.join(scenario.job.folder, 'event.json')
    writeFileSync(file, JSON.stringify({ pull_request: { head: { ref: 'topic', sha: 'abc123' } } }))
    const { outputs } = await scenario.step(
      { operation: 'get', name: 'a' },
      {
        GITHUB_SHA: 'merge',
        GITHUB_HEAD_REF: 'topic',
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: file
      }
    )
    expect(outputs).toMatchObject({ 'head-branch': 'topic', 'head-sha': 'abc123' })
  })

  test('an artifact without a digest is not cached: its id may get new content', async () => {
    await scenario.close()
    await start('gitea')
    const artifact = await upload('a', { 'a.txt': 'old' })
    const cache = { RUNNER_TOOL_CACHE: scenario.job.temp }
    await scenario.step({ name: 'a', path: 'old', cache: 'true' }, cache)
    artifact.blob = (await upload('b', { 'a.txt': 'new' })).blob
    const { outputs } = await scenario.step({ name: 'a', path: 'new', cache: 'true' }, cache)
    expect(outputs['cache-hits']).toBe('0')
  })
})

describe('a later attempt', () => {
  beforeEach(async () => {
    await start()
    await upload('a')
  })

  test('has the artifacts of jobs that did not run again, under the ids of the earlier attempt', async () => {
    scenario.run.rerun(['test'])
    const { code } = await scenario.step({ name: 'a', path: 'out' })
    expect([code, out()]).toEqual([0, ['a.txt']])
    const { outputs } = await scenario.step({ operation: 'delete', name: 'a' })
    expect([outputs['deleted-count'], names()]).toEqual(['1', []])
  })

  test.each(['list', 'delete'])('%s says that artifacts may be missing', async operation => {
    scenario.run.rerun()
    const { outputs, stdout } = await scenario.step({ operation, name: 'a' })
    expect(outputs.count).toBe('0')
    expect(stdout).toMatch(/attempt 2 .*backend: rest/)
  })
})

test('of two artifacts with one name, the older one is never confused with the newer', async () => {
  await start()
  const older = await upload('a', { 'a.txt': 'older' })
  const newer = await upload('a', { 'a.txt': 'newer' })
  const inputs = { 'artifact-ids': String(older.id), path: 'out' }
  const failed = await scenario.step({ ...inputs, backend: 'runtime' })
  expect(errorOf(failed.stdout).title).toContain('service-failed')
  scenario.server.permissions = { actions: 'write' }
  const { outputs } = await scenario.step(inputs)
  expect(outputs).toMatchObject({ 'artifact-id': String(older.id), 'digest-verified': 'true' })
  const ids = `${older.id},${newer.id}`
  const deleted = await scenario.step({ operation: 'delete', 'artifact-ids': ids })
  expect([deleted.outputs['deleted-count'], names()]).toEqual(['2', []])
})

describe('act', () => {
  beforeEach(() => start('act'))

  test('needs no token', async () => {
    await upload('a')
    for (const inputs of [
      { operation: 'list' },
      { operation: 'get', name: 'a' },
      { name: 'a', path: 'out' },
      { operation: 'delete', name: 'a' }
    ]) {
      const { code, outputs } = await scenario.step({ ...inputs, 'github-token': '' })
      expect([code, outputs.count]).toEqual([0, '1'])
    }
    expect(names()).toEqual([])
  })

  test('an empty list is final', async () => {
    const { outputs } = await scenario.step({ operation: 'list', 'github-token': '' })
    expect([outputs.found, scenario.requests()]).toEqual(['false', ['service ListArtifacts']])
  })

  test('REST is not asked about the run if the service fails', async () => {
    const { stdout } = await scenario.step({ operation: 'list' }, { ACTIONS_RESULTS_URL: undefined })
    const { title, message } = errorOf(stdout)
    expect(title).toContain('service-failed')
    expect(message).toContain('ACTIONS_RESULTS_URL')
    expect(message).toContain('--artifact-server-path')
    expect(scenario.requests()).toEqual([])
  })

  test('an unknown id needs REST, and so a token', async () => {
    const { stdout } = await scenario.step({ operation: 'get', 'artifact-ids': '5', 'github-token': '' })
    expect(errorOf(stdout).title).toContain('api-unauthorized')
    expect(errorOf(stdout).message).toContain('github-token is empty')
  })
})

test('backend: rest without a token fails before any request', async () => {
  await start()
  const { stdout, outputs } = await scenario.step({ operation: 'list', backend: 'rest', 'github-token': '' })
  expect(errorOf(stdout).title).toContain('api-unauthorized')
  expect([outputs['api-requests'], scenario.requests()]).toEqual(['0', []])
})

test.each<[ServiceDialect, string[]]>([
  ['github', ['service ListArtifacts']],
  ['gitea', ['service ListArtifacts', 'api GET artifacts']]
])('an empty list of %s: %j', async (dialect, expected) => {
  await start(dialect)
  scenario.server.permissions = { actions: 'read' }
  const { outputs } = await scenario.step({ operation: 'list' })
  expect([outputs.found, scenario.requests()]).toEqual(['false', expected])
})
