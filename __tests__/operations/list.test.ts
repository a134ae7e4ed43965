import { readFileSync } from 'node:fs'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const withoutBytes = { blob: null } as const

describe('list', () => {
  test('the artifacts of the current run, newest first, in one request', async () => {
    const { run, repository } = scenario
    await run.addArtifact('dist', { files: { 'a.txt': 'a' } })
    await run.addArtifact('docs', { files: { 'b.txt': 'b' } })
    const other = repository.addRun({ workflow: run.workflow })
    await other.addArtifact('other', withoutBytes)
    const { code, outputs, stdout, summary } = await scenario.step({ operation: 'list' })
    expect(code).toBe(0)
    expect(scenario.asked()).toEqual([`GET /actions/runs/${run.id}/artifacts?page=1`])
    const [docs, dist] = JSON.parse(outputs.artifacts ?? '')
    expect([docs.name, dist.name]).toEqual(['docs', 'dist'])
    expect(outputs).toMatchObject({
      found: 'true',
      count: '2',
      'total-size': String(docs.size_in_bytes + dist.size_in_bytes),
      ids: JSON.stringify([docs.id, dist.id]),
      names: '["docs","dist"]',
      'artifact-id': String(docs.id),
      'artifact-name': 'docs',
      'artifact-digest': docs.digest,
      'artifact-size': String(docs.size_in_bytes),
      'artifact-expires-at': docs.expires_at,
      'artifact-url': `${new URL(scenario.server.apiUrl).origin}/octo-org/app/actions/runs/${run.id}/artifacts/${docs.id}`,
      'run-id': String(run.id),
      'head-branch': 'main',
      'head-sha': run.head_sha,
      'api-requests': '1'
    })
    expect(Number(outputs['rate-limit-remaining'])).toBeGreaterThan(0)
    expect(JSON.parse(readFileSync(outputs['artifacts-file'] ?? '', 'utf8'))).toEqual([docs, dist])
    expect(stdout).toContain(`Selected 2 artifacts`)
    expect(summary).toContain('### Found 2 artifacts of octo\\-org/app')
  })

  test('more than a page: every artifact once, ⌈n / 100⌉ requests', async () => {
    scenario.repository.addArtifacts(250, index => ({ name: `a-${index}` }))
    const { outputs } = await scenario.step({ operation: 'list', scope: 'repository' })
    expect(outputs.count).toBe('250')
    expect(new Set(JSON.parse(outputs.ids ?? '')).size).toBe(250)
    expect(scenario.server.requests.length).toBe(3)
  })

  test('an empty list is no failure', async () => {
    const { code, outputs, stdout } = await scenario.step({ operation: 'list' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({
      found: 'false',
      count: '0',
      artifacts: '[]',
      ids: '[]',
      'artifact-id': ''
    })
    expect(stdout).toMatch(/^Not found in run \d+ of octo-org\/app: /m)
    expect(outputs['api-requests']).toBe('1')
  })

  test.each([
    [{ name: 'b' }, ['b'], ['?name=b&page=1']],
    [{ name: 'a\nb' }, ['b', 'a'], ['?page=1']],
    [{ pattern: '*\n!b' }, ['b-2', 'a'], ['?page=1']],
    [{ pattern: 'b*', limit: '1' }, ['b-2'], ['?page=1']],
    [{ latest: 'true' }, ['b-2', 'b', 'a'], ['?page=1']],
    [{ name: 'old', 'include-expired': 'true' }, ['old'], ['?name=old&page=1']]
  ])('selects with %j', async (inputs, names, queries) => {
    const { run } = scenario
    for (const name of ['a', 'b', 'b-2']) await run.addArtifact(name, withoutBytes)
    await run.addArtifact('old', { ...withoutBytes, expired: true })
    const { outputs } = await scenario.step({ operation: 'list', ...inputs })
    expect(JSON.parse(outputs.names ?? '')).toEqual(names)
    expect(scenario.asked()).toEqual(queries.map(query => `GET /actions/runs/${run.id}/artifacts${query}`))
  })

  test('an output that would be too large is empty, and the file is whole', async () => {
    scenario.repository.addArtifacts(1200, index => ({ name: `${'n'.repeat(200)}-${index}` }))
    const { outputs, stdout } = await scenario.step({ operation: 'list', scope: 'repository' })
    expect(outputs.artifacts).toBe('[]')
    expect(JSON.parse(outputs.ids ?? '').length).toBe(1200)
    expect(JSON.parse(readFileSync(outputs['artifacts-file'] ?? '', 'utf8')).length).toBe(1200)
    expect(stdout).toMatch(/::warning::.*\b1200 artifacts\b.*artifacts-file/)
  })

  test('several names in the repository: one request a name', async () => {
    for (const name of ['a', 'b', 'c']) await scenario.run.addArtifact(name, withoutBytes)
    const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', name: 'a\nc' })
    expect(JSON.parse(outputs.names ?? '')).toEqual(['c', 'a'])
    expect(scenario.asked()).toEqual([
      'GET /actions/artifacts?name=a&page=1',
      'GET /actions/artifacts?name=c&page=1'
    ])
  })

  test('a pattern that matches nothing: the error lists ten of the names', async () => {
    for (let index = 0; index < 12; index++) await scenario.run.addArtifact(`a-${index}`, withoutBytes)
    const { code, stdout } = await scenario.step({
      operation: 'list',
      pattern: 'b*',
      'if-no-artifact-found': 'error'
    })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(/"a-11", ("a-\d+", ){8}"a-2" and 2 more/)
  })

  test('a pattern that matches only expired artifacts: the warning names the newest', async () => {
    await scenario.run.addArtifact('old', {
      ...withoutBytes,
      expired: true,
      expires_at: '2026-01-31T10:00:00Z'
    })
    const { stdout, summary } = await scenario.step({
      operation: 'list',
      pattern: 'o*',
      'if-no-artifact-found': 'warn'
    })
    expect(stdout).toMatch(/^::warning::.*\b1 .*"old" \(\d+\) expired on 2026-01-31/m)
    expect(summary).toMatch(/^### No artifact found in [^\n]*\n\n> \[!WARNING\]\n> - .*\b1 .*"old"/)
  })

  test('ids without an artifact of the name', async () => {
    const artifact = await scenario.run.addArtifact('a', withoutBytes)
    const inputs = { operation: 'get', 'artifact-ids': String(artifact.id), name: 'b' }
    const { stdout } = await scenario.step(inputs)
    expect(errorOf(stdout).message).toMatch(/"b" \(.*"a"\)/)
  })

  test('two ids of one name with latest: the older is skipped, with a warning', async () => {
    const a = await scenario.run.addArtifact('same', withoutBytes)
    const b = await scenario.run.addArtifact('same', withoutBytes)
    const { outputs, stdout } = await scenario.step({
      operation: 'list',
      'artifact-ids': `${a.id},${b.id}`,
      latest: 'true'
    })
    expect(JSON.parse(outputs.ids ?? '')).toEqual([b.id])
    expect(stdout).toMatch(new RegExp(`^::warning::.*"same" \\(${a.id}\\): ${b.id} .*latest: false`, 'm'))
  })

  test('outputs are empty for fields that the server omits', async () => {
    await scenario.close()
    scenario = await startScenario({ flavour: 'ghes-3.10' })
    scenario.run.status = 'completed'
    scenario.run.listArtifact('bare', {
      workflow_run: 'absent',
      digest: 'absent',
      created_at: null,
      expires_at: null
    })
    const { outputs, summary } = await scenario.step({ operation: 'list', scope: 'repository' })
    const empty = [
      'artifact-url',
      'artifact-digest',
      'artifact-expires-at',
      'run-id',
      'head-branch',
      'head-sha'
    ]
    expect(empty.map(name => outputs[name])).toEqual(empty.map(() => ''))
    expect(summary).toContain('| bare |')
    const ofRun = await scenario.step({ operation: 'list' })
    expect(ofRun.outputs['run-id']).toBe(String(scenario.run.id))
    expect(ofRun.outputs['artifact-url']).toContain(`/runs/${scenario.run.id}/artifacts/`)
  })

  test('log and summary count the artifacts that they do not list', async () => {
    scenario.repository.addArtifacts(130, index => ({ name: `a-${index}` }))
    const { stdout, summary } = await scenario.step({ operation: 'list', scope: 'repository' })
    expect(stdout).toContain('  and 30 more')
    expect(summary).toContain('and 30 more in `artifacts-file`')
  })

  test('without the folder RUNNER_TEMP the step warns and continues', async () => {
    const { code, stdout, outputs } = await scenario.step(
      { operation: 'list' },
      { RUNNER_TEMP: '/does/not/exist', GITHUB_STEP_SUMMARY: undefined }
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::warning::artifacts-file /m)
    expect(outputs['artifacts-file']).toBe('')
  })

  test('smaller pages in another order than documented change nothing', async () => {
    await scenario.close()
    scenario = await startScenario({ pageSizeCap: 30, order: 'asc' })
    scenario.repository.addArtifacts(95, index => ({ name: `a-${index}` }))
    const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', limit: '1' })
    expect(outputs['artifact-name']).toBe('a-94')
    expect(scenario.server.requests.length).toBe(4)
  })
})

describe('get', () => {
  test('the newest of a name, in one request, without a summary', async () => {
    const { run } = scenario
    await run.addArtifact('dist', withoutBytes)
    const newest = await run.addArtifact('dist', withoutBytes)
    const { code, outputs, summary } = await scenario.step({ operation: 'get', name: 'dist' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ count: '1', 'artifact-id': String(newest.id) })
    expect(summary).toBe('')
    expect(scenario.server.requests.length).toBe(1)
  })

  test('by ids, in any run; a notice names a run other than run-id', async () => {
    const { run, repository } = scenario
    const other = repository.addRun({ workflow: run.workflow })
    const given = repository.addRun({ workflow: run.workflow })
    const a = await other.addArtifact('same', withoutBytes)
    const b = await other.addArtifact('same', withoutBytes)
    const { code, outputs, stdout } = await scenario.step({
      operation: 'get',
      'artifact-ids': `${a.id}, ${b.id}`,
      'run-id': String(given.id)
    })
    expect(code).toBe(0)
    expect(JSON.parse(outputs.ids ?? '')).toEqual([b.id, a.id])
    const notice = `^::notice::.*"same" \\(${a.id}\\) .* run ${other.id}, .* run ${given.id}$`
    expect(stdout).toMatch(new RegExp(notice, 'm'))
    expect(scenario.asked()).toEqual([`GET /actions/artifacts/${a.id}`, `GET /actions/artifacts/${b.id}`])
  })

  const missing: [string, Record<string, string>, RegExp][] = [
    ['a name, with similar names', { name: 'dits' }, /: "dits" \(.*"dist"\)/],
    ['an expired artifact, with its day', { name: 'old' }, /"old" \(\d+\) .*2026-01-31/],
    ['an id', { 'artifact-ids': '999999' }, /: artifact 999999 /],
    ['one of two names', { name: 'dist\nnope' }, /: "nope" /]
  ]
  test.each(missing)('not found: %s', async (_, inputs, message) => {
    await scenario.run.addArtifact('dist', withoutBytes)
    await scenario.run.addArtifact('old', {
      ...withoutBytes,
      expired: true,
      expires_at: '2026-01-31T10:00:00Z'
    })
    const { code, stdout } = await scenario.step({ operation: 'get', ...inputs })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toMatch(message)
    for (const [handling, command] of [
      ['warn', '::warning::'],
      ['ignore', '']
    ] as const) {
      const handled = await scenario.step({ operation: 'get', ...inputs, 'if-no-artifact-found': handling })
      expect(handled.code).toBe(0)
      expect(handled.stdout.split('\n')).toContainEqual(
        expect.stringMatching(new RegExp(`^${command}Not found`))
      )
    }
  })

  test('an expired id is named with its day', async () => {
    const old = await scenario.run.addArtifact('old', { ...withoutBytes, expired: true, expires_at: null })
    const { code, stdout } = await scenario.step({ operation: 'get', 'artifact-ids': String(old.id) })
    expect(code).toBe(1)
    expect(stdout).toContain(`"old" (${old.id}) expired`)
  })
})
