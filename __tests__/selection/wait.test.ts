import type { Artifact } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario({ rateLimit: { limit: 1000, remaining: 1000 } })
})
afterEach(() => scenario.close())

/** Calls the action just before the response to the nth list. */
function beforeList(nth: number, action: () => void): void {
  scenario.server.fault({ match: { path: /artifacts(\?|$)/, nth }, action: { before: action } })
}

const statuses = () => scenario.server.requests.map(({ status }) => status)

describe('wait-timeout', () => {
  test('checks again, with conditional requests, until the name exists', async () => {
    const { run, server } = scenario
    beforeList(4, () => run.listArtifact('dist'))
    const inputs = { operation: 'get', name: 'dist', 'wait-timeout': '1m' }
    const { code, stdout, outputs } = await scenario.step(inputs)
    expect(code).toBe(0)
    expect(statuses()).toEqual([200, 304, 304, 200])
    const conditions = server.requests.map(({ headers }) => headers['if-none-match'])
    expect(conditions).toEqual([undefined, ...Array(3).fill(expect.stringMatching(/^W\/"/))])
    // What did not change costs nothing.
    expect(outputs['rate-limit-remaining']).toBe('998')
    expect(stdout).toMatch(new RegExp(`^Waiting up to 1 m .*"dist" .*run ${run.id} of octo-org/app`, 'm'))
    expect(stdout).toMatch(/Waited \d+ s: found/)
  })

  test('until every name exists', async () => {
    const { run } = scenario
    run.listArtifact('a')
    beforeList(3, () => run.listArtifact('b'))
    const inputs = { operation: 'list', name: 'a\nb', 'wait-timeout': '1m' }
    const { outputs, stdout } = await scenario.step(inputs)
    expect(JSON.parse(outputs.names ?? '')).toEqual(['b', 'a'])
    expect(stdout).toContain('for "b" in run')
  })

  test('until every name exists and matches newer-than', async () => {
    const { run } = scenario
    run.listArtifact('a')
    run.listArtifact('b', { created_at: new Date(Date.now() - 9 * 86_400_000) })
    beforeList(3, () => run.listArtifact('b'))
    const inputs = { operation: 'list', name: 'a\nb', 'newer-than': '1h', 'wait-timeout': '1m' }
    const { outputs, stdout } = await scenario.step(inputs)
    expect(JSON.parse(outputs.names ?? '')).toEqual(['b', 'a'])
    expect(stdout).toContain('for "b" in run')
  })

  test('until one matches a pattern', async () => {
    beforeList(2, () => scenario.run.listArtifact('b'))
    beforeList(3, () => scenario.run.listArtifact('a-1'))
    const inputs = { operation: 'list', pattern: 'a-*', 'wait-timeout': '1m' }
    const { outputs, stdout } = await scenario.step(inputs)
    expect(outputs.names).toBe('["a-1"]')
    expect(stdout).toContain('for an artifact in run')
  })

  test('until an id exists', async () => {
    const { run, repository, server } = scenario
    const { id } = run.listArtifact('x')
    const artifact = repository.artifacts.find(id) as Artifact
    repository.removeArtifact(artifact)
    server.fault({
      match: { path: `/artifacts/${id}`, nth: 2 },
      action: { before: () => repository.artifacts.add(artifact) }
    })
    const inputs = { operation: 'get', 'artifact-ids': String(id), 'wait-timeout': '1m' }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(0)
    expect(stdout).toContain(`for artifact ${id} in octo-org/app`)
  })

  test('until a search finds a run', async () => {
    const { repository, run } = scenario
    const build = repository.addRun({ workflow: run.workflow, status: 'in_progress', head_branch: 'dev' })
    build.listArtifact('dist')
    beforeList(3, () => {
      build.status = 'completed'
      build.conclusion = 'success'
    })
    const inputs = { operation: 'get', name: 'dist', branch: 'dev', 'wait-timeout': '1m' }
    const { code, outputs } = await scenario.step(inputs)
    expect(code).toBe(0)
    expect(outputs['run-id']).toBe(String(build.id))
  })

  /** A run in progress that completes just before its nth own request. */
  function completing(nth: number) {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow, status: 'in_progress' })
    const complete = () => {
      other.status = 'completed'
      other.conclusion = 'success'
    }
    scenario.server.fault({ match: { path: `/runs/${other.id}`, nth }, action: { before: complete } })
    return other
  }
  // A first pause of 20 ms stands for 2 s.
  const MINUTE = 600

  test('checks a run that has completed for another minute', async () => {
    const other = completing(2)
    const started = Date.now()
    const inputs = { operation: 'get', name: 'dist', 'run-id': String(other.id), 'wait-timeout': '1h' }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(1)
    expect(stdout).toMatch(/Waited \d+ s: not found/)
    expect(Date.now() - started).toBeGreaterThanOrEqual(MINUTE)
    const asked = scenario.asked().map(line => (line.includes('artifacts') ? 'list' : 'run'))
    // Once the run has completed, it is not requested again. The list of other names, for the message, comes last.
    expect(asked.slice(0, 4)).toEqual(['list', 'run', 'list', 'run'])
    expect(new Set(asked.slice(4))).toEqual(new Set(['list']))
    expect(asked.length).toBeGreaterThanOrEqual(6)
  })

  test('finds what a completed run lists late', async () => {
    const other = completing(1)
    const began = Date.now()
    other.listArtifact('dist', { listed: { when: () => Date.now() > began + MINUTE / 4 } })
    const inputs = { operation: 'get', name: 'dist', 'run-id': String(other.id), 'wait-timeout': '1m' }
    const { code, outputs } = await scenario.step(inputs)
    expect([code, outputs['artifact-name']]).toEqual([0, 'dist'])
  })

  describe('for a run of a commit and a workflow', () => {
    const SHA = 'c0ffee0000000000000000000000000000000000'
    const inputs = { operation: 'get', name: 'dist', workflow: 'ci.yml', 'wait-timeout': '1h' }
    const addRun = (fields: object = {}) =>
      scenario.repository.addRun({ workflow: scenario.run.workflow, head_sha: SHA, ...fields })

    test.each([SHA, SHA.slice(0, 8)])(
      'ends once all have failed (%s): names run and conclusion',
      async commit => {
        addRun({ conclusion: 'cancelled' })
        const failed = addRun({ conclusion: 'failure' })
        addRun({ head_sha: 'd'.repeat(40), status: 'in_progress' })
        const { code, stdout } = await scenario.step({ ...inputs, commit })
        expect(code).toBe(1)
        const { title, message } = errorOf(stdout)
        expect(title).toContain('artifact-not-found')
        expect(message).toContain(`run ${failed.id} `)
        expect(message).toContain('conclusion failure')
        // The commit has a run, so it is no merge commit of a pull request.
        expect(message).not.toContain('github.sha')
        expect(scenario.asked().filter(line => line.includes('/artifacts?name='))).toHaveLength(1)
      }
    )

    test('also with the artifact of the failed run', async () => {
      const failed = addRun({ conclusion: 'failure' })
      failed.listArtifact('dist')
      for (const wait of ['1h', '0s']) {
        const { stdout } = await scenario.step({ ...inputs, commit: SHA, 'wait-timeout': wait })
        const { message } = errorOf(stdout)
        expect(message).toContain(`run ${failed.id} `)
        expect(message).toContain('conclusion failure')
        expect(message).not.toContain('github.sha')
      }
    })

    test('goes on while one is in progress, which may succeed', async () => {
      addRun({ conclusion: 'failure' })
      const next = addRun({ status: 'in_progress' })
      beforeList(3, () => {
        next.status = 'completed'
        next.conclusion = 'success'
        next.listArtifact('dist')
      })
      const { code, outputs } = await scenario.step({ ...inputs, commit: SHA })
      expect([code, outputs['run-id']]).toEqual([0, String(next.id)])
    })

    const head_repository = { id: 4711, full_name: 'mallory/app' }

    test.each<[string, Record<string, string>, object, object]>([
      ['a fork', {}, { head_repository }, {}],
      ['another branch', { 'pull-request': '5' }, { head_branch: 'main' }, { head_branch: 'fix' }],
      [
        'the same branch of another repository',
        { 'pull-request': '6', 'allow-forks': 'true' },
        { head_branch: 'fix' },
        { head_branch: 'fix', head_repository }
      ]
    ])('goes on while only a run of %s has failed', async (_, query, fields, matching) => {
      const pull = { headBranch: 'fix', headSha: SHA }
      scenario.repository.addPullRequest({ ...pull, number: 5 })
      scenario.repository.addPullRequest({ ...pull, number: 6, headRepository: head_repository })
      addRun({ conclusion: 'failure', ...fields })
      beforeList(3, () => void addRun(matching).listArtifact('dist'))
      expect((await scenario.step({ ...inputs, commit: SHA, ...query })).code).toBe(0)
    })

    test('with allow-forks, ends once the run of a fork has failed', async () => {
      addRun({ conclusion: 'failure', head_repository })
      const { stdout } = await scenario.step({ ...inputs, commit: SHA, 'allow-forks': 'true' })
      expect(errorOf(stdout).message).toContain('conclusion failure')
    })

    test('goes on while there is none', async () => {
      beforeList(3, () => void addRun().listArtifact('dist'))
      expect((await scenario.step({ ...inputs, commit: SHA })).code).toBe(0)
    })
  })

  test('ends after its time for the current run, which is not requested', async () => {
    const { code, stdout } = await scenario.step({ operation: 'get', name: 'dist', 'wait-timeout': '1s' })
    expect(code).toBe(1)
    expect(stdout).toMatch(/Waited \d+ s: not found/)
    expect(scenario.asked().filter(line => !line.includes('/artifacts?'))).toEqual([])
  })

  test('does not wait for an artifact that exists', async () => {
    scenario.run.listArtifact('dist')
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist', 'wait-timeout': '1h' })
    expect(stdout).not.toContain('Wait')
    expect(scenario.server.requests.length).toBe(1)
  })
})

describe('a second check', () => {
  test('finds an exact name of the current run that is listed late', async () => {
    beforeList(2, () => scenario.run.listArtifact('dist'))
    const { code } = await scenario.step({ operation: 'get', name: 'dist' })
    expect(code).toBe(0)
    expect(scenario.server.requests.length).toBe(2)
  })

  test('is the last one', async () => {
    const { code } = await scenario.step({ operation: 'get', name: 'dist' })
    expect(code).toBe(1)
    expect(statuses()).toEqual([200, 304, 200])
  })

  test.each<[string, Record<string, string>]>([
    ['a pattern', { operation: 'list', pattern: 'x*' }],
    ['a deletion', { operation: 'delete', name: 'dist' }],
    ['a search', { operation: 'list', name: 'dist', branch: 'main' }],
    ['an expired artifact', { operation: 'get', name: 'old' }]
  ])('not for %s', async (_, inputs) => {
    scenario.run.listArtifact('old', { expired: true })
    await scenario.step(inputs)
    // The list, and the list of other names for the message.
    expect(scenario.server.requests.length).toBeLessThanOrEqual(2)
    expect(statuses()).not.toContain(304)
  })

  const MINUTE = 60_000
  const completed = (ago: number) => {
    const date = new Date(Date.now() - ago)
    return scenario.repository.addRun({ workflow: scenario.run.workflow, created_at: date })
  }

  test.each<[string, Record<string, string>]>([
    ['a name', { operation: 'get', name: 'dist' }],
    ['a pattern', { operation: 'list', pattern: 'd*' }],
    ['any artifact', { path: 'out', 'if-no-artifact-found': 'warn' }]
  ])('of a run that has just completed finds %s', async (_, inputs) => {
    const other = completed(MINUTE / 2)
    const date = new Date(other.updated_at)
    await other.addArtifact('dist', { files: { a: '' }, created_at: date, listed: { afterLists: 3 } })
    const { outputs } = await scenario.step({ ...inputs, 'run-id': String(other.id) })
    expect(outputs.found).toBe('true')
  })

  test('of a run that has just completed ends after 15 s', async () => {
    const other = completed(MINUTE / 2)
    const started = Date.now()
    const { code } = await scenario.step({ operation: 'get', name: 'dist', 'run-id': String(other.id) })
    expect(code).toBe(1)
    // A first pause of 20 ms stands for 2 s.
    expect(Date.now() - started).toBeGreaterThanOrEqual(150)
    const runs = scenario.asked().filter(line => !line.includes('/artifacts'))
    expect(runs).toEqual([`GET /actions/runs/${other.id}`])
    expect(scenario.server.requests.length).toBeLessThanOrEqual(8)
  })

  test('not for a run that completed a minute ago', async () => {
    const other = completed(MINUTE + 1000)
    await scenario.step({ operation: 'get', name: 'dist', 'run-id': String(other.id) })
    expect(statuses()).toEqual([200, 200, 200])
  })

  test('not for a deletion of a run that has just completed', async () => {
    const other = completed(0)
    await scenario.step({ operation: 'delete', name: 'dist', 'run-id': String(other.id) })
    expect(scenario.asked()).not.toContain(`GET /actions/runs/${other.id}`)
  })
})
