import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ForgeDialect, Run } from '../support/github-server/index.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import type { StepResult } from '../support/runner.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'
import { paths } from '../support/tree.js'
import { commandsIn } from '../support/workflow-commands.js'

// The REST API of Gitea and Forgejo: artifacts of another run, and by id.

const FORGES: ForgeDialect[] = ['gitea', 'gitea-s3', 'gitea-1.24', 'forgejo', 'forgejo-s3']

let scenario: Scenario
/** Another run than that of the job. */
let other: Run
afterEach(() => scenario.close())

async function start(dialect: ForgeDialect): Promise<void> {
  scenario = await startScenario({ dialect })
  const { workflow, head_branch } = scenario.run
  other = scenario.repository.addRun({ workflow, head_branch, conclusion: 'success' })
}

/** A step without a run's artifact service. */
const step = (inputs: Record<string, string>) => scenario.step(inputs)
const files = (folder = 'out') => paths(path.join(scenario.job.workspace, folder))
const written = (...segments: string[]) => readFileSync(path.join(scenario.job.workspace, ...segments))
const annotations = ({ stdout }: StepResult) =>
  commandsIn(stdout).filter(({ name }) => ['notice', 'warning', 'error'].includes(name))
const isForgejo = () => scenario.server.dialect.startsWith('forgejo')

/** Of the others, only storage and the age of the server differ. */
const QUICK: ForgeDialect[] = ['gitea', 'forgejo']

describe.each(rowsOf(FORGES, dialect => QUICK.includes(dialect)))('%s', dialect => {
  beforeEach(() => start(dialect))

  test('lists, gets, downloads and deletes in another run, without an annotation', async () => {
    const run = { 'run-id': String(other.id) }
    const [first] = [
      await other.addArtifact('a', { files: { 'a.txt': 'first' } }),
      await other.addArtifact('b', { files: { 'b.txt': 'second' } })
    ]
    const listed = await step({ operation: 'list', ...run })
    expect([listed.code, annotations(listed)]).toEqual([0, []])
    expect(JSON.parse(listed.outputs.names ?? '')).toEqual(['b', 'a'])
    const [newest] = JSON.parse(listed.outputs.artifacts ?? '') as { workflow_run: object; digest: null }[]
    expect(newest).toMatchObject({ digest: null, workflow_run: { id: other.id } })
    const got = await step({ operation: 'get', name: 'a', ...run })
    expect(got.outputs).toMatchObject({
      found: 'true',
      'artifact-id': String(first.id),
      'run-id': String(other.id)
    })
    const downloaded = await step({ ...run, path: 'out' })
    expect([downloaded.code, annotations(downloaded), files()]).toEqual([
      0,
      [],
      ['a/', 'a/a.txt', 'b/', 'b/b.txt']
    ])
    expect(downloaded.outputs).toMatchObject({ 'digest-verified': 'false', 'file-count': '2' })
    const deleted = await step({ operation: 'delete', name: 'a', ...run })
    expect([deleted.code, annotations(deleted)]).toEqual([0, []])
    expect(deleted.outputs['deleted-count']).toBe('1')
    expect(other.artifacts.items.map(({ name }) => name)).toEqual(['b'])
  })

  test('a download by id takes its bytes in one request', async () => {
    const { id } = await other.addArtifact('a', { files: { 'a.txt': 'text' } })
    const result = await step({ 'artifact-ids': String(id), path: 'out' })
    expect([result.code, annotations(result), files()]).toEqual([0, [], ['a.txt']])
    const bytes = scenario.server.requests.filter(
      ({ path: asked }) => /\/zip/.test(asked) || !asked.includes('/api/')
    )
    expect(bytes).toHaveLength(dialect === 'forgejo' ? 1 : 2)
  })

  test('a large artifact comes in ranges, and of selected files only their bytes', async () => {
    const noise = pseudoRandomBytes(20 << 20)
    await other.addArtifact('big', { files: { 'noise.bin': noise, 'a.txt': 'text' } })
    const run = { 'run-id': String(other.id), name: 'big' }
    const whole = await step({ ...run, path: 'out' })
    expect([whole.code, annotations(whole)]).toEqual([0, []])
    expect(written('out/noise.bin').equals(noise)).toBe(true)
    const ranged = scenario.server.requests.filter(({ headers }) => headers.range !== undefined)
    expect(ranged.length).toBeGreaterThan(1)
    for (const { headers, server } of ranged) {
      const isFirst = server === 'api'
      expect(headers.authorization === undefined).toBe(!isFirst)
    }
    const picked = await step({ ...run, files: 'a.txt', path: 'picked' })
    expect([picked.code, files('picked')]).toEqual([0, ['a.txt']])
    expect(Number(picked.outputs['transferred-bytes'])).toBeLessThan(2 << 20)
  })

  test('all pages are read, 50 at a time, and the newest come first', async () => {
    scenario.repository.addArtifacts(120, index => ({ name: `a${index}`, run: other }))
    const { outputs } = await step({ operation: 'list', scope: 'repository' })
    expect(outputs.count).toBe('120')
    expect(outputs['artifact-name']).toBe('a119')
    const lists = scenario.server.requests.map(({ query }) => query)
    expect(lists.map(({ limit, page }) => `${limit} ${page}`)).toEqual(['50 1', '50 2', '50 3'])
    scenario.server.clearRequests()
    const limited = await step({ operation: 'list', scope: 'repository', limit: '10' })
    expect(JSON.parse(limited.outputs.names ?? '')[0]).toBe('a119')
    expect(scenario.server.requests.map(({ query }) => query.page)).toEqual(isForgejo() ? ['1'] : ['1', '3'])
  })

  test('an expired artifact is reported as expired', async () => {
    const expired = await other.addArtifact('a', { files: { 'a.txt': 'text' } })
    scenario.server.fault({
      match: { path: '/zip' },
      action: {
        before: () => {
          expired.expired = true
        }
      }
    })
    const result = await step({ 'run-id': String(other.id), name: 'a', path: 'out' })
    expect(result.code).toBe(1)
    expect(annotations(result)[0]?.properties.title).toContain('(artifact-expired)')
    expect(scenario.server.requests.filter(({ path: asked }) => asked.endsWith('/zip'))).toHaveLength(1)
  })

  test('a JSON response of another shape fails at once', async () => {
    scenario.server.fault({ match: {}, action: { status: 200, body: { message: 'hello' } } })
    const result = await step({ operation: 'list', 'run-id': String(other.id) })
    expect([result.code, scenario.server.requests.length]).toEqual([1, 1])
    expect(annotations(result)[0]?.properties.title).toContain('(api-answer-invalid)')
  })

  test('the address of an artifact has the id of the run, or on Forgejo its number', async () => {
    const { id } = await other.addArtifact('a', { files: { 'a.txt': 'text' } })
    const page = isForgejo() ? other.run_number : other.id
    const { outputs } = await step({ operation: 'get', name: 'a', 'run-id': String(other.id) })
    const web = scenario.server.apiUrl.replace('/api/v1', '')
    expect(outputs['artifact-url']).toBe(`${web}/octo-org/app/actions/runs/${page}/artifacts/${id}`)
    const unknown = await step({ operation: 'list', scope: 'repository' })
    expect(unknown.outputs['artifact-url']).toBe(isForgejo() ? '' : outputs['artifact-url'])
  })

  test('an unknown run says what is particular there', async () => {
    const { code, stdout } = await step({ operation: 'get', name: 'a', 'run-id': '999' })
    expect(code).toBe(1)
    // Gitea 1.24 has no runs to ask for.
    const isOld = dialect === 'gitea-1.24'
    expect(stdout).toMatch(isOld ? /does not tell whether run 999\b/ : /There is no run 999\b/)
    expect(/run-number/.test(stdout)).toBe(isForgejo())
    // Gitea lists no artifacts of it, as of any empty run. Without an error, other names are looked up too.
    expect(scenario.server.requests).toHaveLength(isForgejo() ? 1 : isOld ? 3 : 2)
  })

  test('a missing name in another run: Gitea may have uploads that its API does not list', async () => {
    const { id } = scenario.repository.addRun({ workflow: scenario.run.workflow })
    const { code, stdout } = await step({ operation: 'get', name: 'a', 'run-id': String(id) })
    expect(code).toBe(1)
    expect(/upload-artifact v3/.test(stdout)).toBe(!isForgejo())
  })

  test('the cache tells contents of the same id apart', async () => {
    const cached = {
      RUNNER_TOOL_CACHE: path.join(scenario.job.folder, 'tools'),
      RUNNER_TEMP: scenario.job.temp
    }
    const fetch = () =>
      scenario.step({ 'run-id': String(other.id), name: 'a', path: 'out', cache: 'true' }, cached)
    const created_at = new Date(Date.now() - 60_000)
    await other.addArtifact('a', { files: { 'a.txt': 'one' }, created_at })
    expect((await fetch()).outputs['cache-hits']).toBe('0')
    expect((await fetch()).outputs['cache-hits']).toBe('1')
    other.rerun()
    await other.addArtifact('a', { files: { 'a.txt': 'two' } })
    expect((await fetch()).outputs['cache-hits']).toBe('0')
    expect(written('out/a.txt').toString()).toBe('two')
  })

  test('a download that breaks continues', async () => {
    const noise = pseudoRandomBytes(3 << 20)
    await other.addArtifact('a', { files: { 'noise.bin': noise } })
    const fault = scenario.server.fault({
      match: dialect === 'forgejo' ? { path: '/zip' } : { server: 'storage' },
      action: { resetAfterBytes: 1 << 20 }
    })
    const result = await step({ 'run-id': String(other.id), name: 'a', path: 'out' })
    expect([result.code, fault.hits]).toEqual([0, 1])
    expect(written('out/noise.bin').equals(noise)).toBe(true)
    expect(Number(result.outputs['transferred-bytes'])).toBeLessThan(4 << 20)
  })
})

const FORGEJOS = ['forgejo', 'forgejo-s3'] as const

describe.each(rowsOf(FORGEJOS, dialect => dialect === 'forgejo'))('%s', dialect => {
  beforeEach(() => start(dialect))

  test.each(['app', 'site.zip'])(
    'the bytes decide that %s of the artifact service is an archive',
    async name => {
      const noise = pseudoRandomBytes(20 << 20)
      await scenario.run.addArtifact(name, { files: { 'noise.bin': noise, 'a.txt': 'text' } })
      const env = scenario.server.jobEnvironment(scenario.run)
      const whole = await scenario.step({ name, path: 'whole' }, env)
      expect([whole.code, annotations(whole), files('whole')]).toEqual([0, [], ['a.txt', 'noise.bin']])
      const picked = await scenario.step({ name, path: 'picked', files: 'a.txt' }, env)
      expect([picked.code, files('picked')]).toEqual([0, ['a.txt']])
      expect(Number(picked.outputs['transferred-bytes'])).toBeLessThan(2 << 20)
      const kept = await scenario.step(
        { name, path: 'kept', 'skip-decompress': 'true', 'github-token': '' },
        env
      )
      expect([kept.code, files('kept')]).toEqual([0, [`${name}.zip`]])
      expect(scenario.server.requests.filter(({ server }) => server === 'api')).toEqual([])
    }
  )

  test('an archive of the old upload protocol is packed on the fly', async () => {
    await other.addArtifact('old', { files: { 'a.txt': 'text', 'b/c.txt': 'more' }, isOldProtocol: true })
    const result = await step({ 'run-id': String(other.id), name: 'old', path: 'out' })
    expect([result.code, annotations(result), files()]).toEqual([0, [], ['a.txt', 'b/', 'b/c.txt']])
  })

  test('the token goes to the API alone, and a new URL is asked for when one expires', async () => {
    await other.addArtifact('big', { files: { 'noise.bin': pseudoRandomBytes(20 << 20), 'a.txt': 'text' } })
    if (dialect === 'forgejo-s3') {
      scenario.server.fault({ match: { server: 'storage', nth: 2 }, action: 'expired-url' })
    }
    const result = await step({ 'run-id': String(other.id), name: 'big', path: 'out' })
    expect([result.code, files()]).toEqual([0, ['a.txt', 'noise.bin']])
    const { token, requests } = scenario.server
    expect(scenario.server.requestsWith(token).every(({ server }) => server === 'api')).toBe(true)
    const asked = requests.filter(({ path: of }) => of.endsWith('/zip')).length
    // Without S3, everything but the list and the run. With it, requests in flight may each ask again.
    const least = dialect === 'forgejo' ? requests.length - 2 : 2
    expect(asked).toBeGreaterThanOrEqual(least)
  })

  test('the log of the current run advises backend: rest for old uploads only where that lists them', async () => {
    await scenario.run.addArtifact('a', { files: { 'a.txt': 'a' } })
    const env = scenario.server.jobEnvironment(scenario.run)
    const { stdout } = await scenario.step({ operation: 'list' }, env)
    expect(stdout).toContain('backend: rest')
    expect(/API of Gitea/.test(stdout)).toBe(!isForgejo())
    // The REST API was asked for the name.
    const missing = await scenario.step({ operation: 'get', name: 'b' }, env)
    expect([missing.code, missing.stdout]).toEqual([1, expect.not.stringContaining('backend: rest')])
  })

  test.each([
    [401, 'api-unauthorized'],
    [403, 'api-forbidden'],
    [403, 'api-forbidden', 'no'],
    [404, 'api-not-found']
  ])('a deletion refused with %i advises an account that may write', async (status, code, message = '') => {
    const { id } = await other.addArtifact('a', { files: { 'a.txt': 'a' } })
    const body = { message: message || 'user should have a permission to write to a repo' }
    const method = status === 404 ? 'GET' : 'DELETE'
    scenario.server.fault({ match: { method }, action: { status, body } })
    const { stdout } = await step({ operation: 'delete', 'run-id': String(other.id), name: 'a' })
    const [error] = annotations({ stdout } as StepResult)
    expect(error?.properties.title).toContain(`(${code})`)
    expect(error?.data).toContain('write:repository')
    expect(error?.data).not.toMatch(/permissions:|fine-grained/)
    expect(scenario.repository.artifacts.find(id)).toBeDefined()
  })

  test('a wrong permission is the error of the API', async () => {
    await other.addArtifact('a', { files: { 'a.txt': 'text' } })
    scenario.server.fault({
      match: { path: '/zip' },
      times: 9,
      action: { status: 403, body: { message: 'user should have specific read permission' } }
    })
    const result = await step({ 'run-id': String(other.id), name: 'a', path: 'out' })
    expect(result.code).toBe(1)
    expect(annotations(result)[0]?.properties.title).toContain('(api-forbidden)')
  })
})

test.each([100, 20 << 20])('what is no archive stays a file, of %i bytes', async size => {
  await start('forgejo')
  const bytes = pseudoRandomBytes(size)
  await scenario.run.addArtifact('data', { raw: bytes, contentType: 'application/octet-stream' })
  const env = scenario.server.jobEnvironment(scenario.run)
  const result = await scenario.step({ name: 'data', path: 'out' }, env)
  expect([result.code, files()]).toEqual([0, ['data']])
  expect(written('out/data').equals(bytes)).toBe(true)
})

describe('act', () => {
  test('lists, gets, downloads and deletes without a token or a request to the API', async () => {
    scenario = await startScenario({ dialect: 'act' })
    const { run, server } = scenario
    const env = server.jobEnvironment(run)
    const act = (inputs: Record<string, string>) =>
      scenario.step(
        { 'github-token': '', 'run-id': '1', 'api-url': 'https://api.github.com', ...inputs },
        env
      )
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    for (const [name, minutes] of [
      ['a', 3],
      ['b', 1],
      ['c', 2]
    ] as const) {
      await run.addArtifact(name, { files: { [`${name}.txt`]: name }, created_at: minutesAgo(minutes) })
    }
    const listed = await act({ operation: 'list' })
    expect([listed.code, annotations(listed)]).toEqual([0, []])
    expect(JSON.parse(listed.outputs.names ?? '')).toEqual(['b', 'c', 'a'])
    expect(listed.outputs['artifact-name']).toBe('b')
    const limited = await act({ operation: 'list', limit: '1' })
    expect(limited.outputs['artifact-name']).toBe('b')
    const downloaded = await act({ name: 'a', path: 'out' })
    expect([downloaded.code, annotations(downloaded), files()]).toEqual([0, [], ['a.txt']])
    expect(downloaded.stdout).toMatch(/digest verified for 0 of 1 \(/)
    const missing = await act({ name: 'x', path: 'none' })
    expect(annotations(missing)[0]?.data).toMatch(/"x" \(similar names: .*needs:/s)
    // act has no other run.
    expect(annotations(missing)[0]?.data).not.toMatch(/run-id/)
    const deleted = await act({ operation: 'delete', limit: '1', pattern: '*' })
    expect(deleted.outputs['deleted-count']).toBe('1')
    expect(run.artifacts.items.map(({ name }) => name)).toEqual(['b', 'c'])
    for (const inputs of [
      { operation: 'list', 'include-expired': 'true' },
      { operation: 'list', backend: 'rest' }
    ]) {
      await act(inputs)
    }
    expect(new Set(server.requests.map(({ server: name }) => name))).toEqual(new Set(['service', 'storage']))
  })
})
