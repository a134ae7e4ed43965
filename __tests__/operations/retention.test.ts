import { keptSummary } from '../../src/messages/report.js'
import { keptArtifacts, keptLine } from '../../src/messages/selection.js'
import type { Run } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const DAY = 24 * 60 * 60 * 1000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY)
const aRun = (
  fields: {
    branch?: string
    status?: string
    workflow?: string
    fork?: { id: number; full_name: string }
  } = {}
) => {
  const { repository } = scenario
  const path = `.github/workflows/${fields.workflow ?? 'ci'}.yml`
  const workflow =
    repository.workflows.items.find(known => known.path === path) ?? repository.addWorkflow(path)
  return repository.addRun({
    workflow,
    head_branch: fields.branch ?? 'main',
    ...(fields.status && { status: fields.status }),
    ...(fields.fork && { head_repository: fields.fork })
  })
}
const upload = (run: Run, name: string, days = 0) =>
  run.listArtifact(name, { created_at: daysAgo(days), size_in_bytes: 1000 })
const left = () => scenario.repository.artifacts.items.map(({ name }) => name)
const cleanUp = (inputs: Record<string, string>) =>
  scenario.step({ operation: 'delete', scope: 'repository', ...inputs })
const deletes = () => scenario.server.requests.filter(({ method }) => method === 'DELETE').length

const UNFINISHED = ['in_progress', 'queued', 'requested', 'waiting', 'pending']

describe('retention', () => {
  test('artifacts that were not read are neither counted as kept nor drawn', async () => {
    // The plan needs two of three pages: the first, for the number of pages, and the last.
    for (let days = 300; days > 0; days--) {
      scenario.repository
        .addRun({ workflow: scenario.run.workflow })
        .listArtifact(days % 2 === 0 ? 'dist' : 'logs', {
          created_at: daysAgo(days),
          expires_at: daysAgo(-1),
          size_in_bytes: 1000
        })
    }
    const inputs = { 'older-than': '290d', 'dry-run': 'true' }
    const { outputs, stdout, summary } = await cleanUp(inputs)
    expect(outputs).toMatchObject({ count: '11', 'api-requests': '7' })
    const kept = { reason: 'age-or-size', count: 189, size: 189_000, isPartial: true } as const
    expect(stdout).toContain(keptLine(kept))
    expect(summary).toContain(keptSummary([kept]))
    expect(summary).not.toContain('xychart')
    expect(summary).toContain('\npie\n')
    const none = await cleanUp({ ...inputs, 'older-than': '301d' })
    expect(none.stdout).toContain(keptArtifacts({ ...kept, count: 200, size: 200_000 }))
    const all = await cleanUp({ ...inputs, 'keep-latest': '1' })
    expect(all.stdout).toContain(keptLine({ reason: 'age-or-size', count: 289, size: 289_000 }))
    expect(all.summary).toContain('xychart')
  })

  test('keep rules count younger artifacts; list + run lists + n requests; log and summary say what is kept', async () => {
    const run = aRun()
    for (const days of [20, 15, 3, 2, 1]) upload(run, 'dist', days)
    upload(run, 'logs', 30)
    const { code, outputs, stdout, summary } = await cleanUp({ 'older-than': '7d', 'keep-latest': '4' })
    expect(code).toBe(0)
    expect(left()).toEqual(['dist', 'dist', 'dist', 'dist', 'logs'])
    expect(outputs).toMatchObject({
      count: '1',
      'deleted-count': '1',
      'deleted-size': '1000',
      'remaining-count': '0',
      'api-requests': '7'
    })
    const asked = scenario.asked()
    expect(asked[0]).toBe('GET /actions/artifacts?page=1')
    expect(asked.slice(1, 6).sort()).toEqual(
      UNFINISHED.map(status => `GET /actions/runs?status=${status}&page=1`).sort()
    )
    expect(asked.length).toBe(7)
    const kept = [
      { reason: 'age-or-size', count: 3, size: 3000 },
      { reason: 'keep-latest', count: 2, size: 2000 }
    ] as const
    for (const group of kept) {
      expect(stdout.indexOf(keptLine(group))).toBeGreaterThan(0)
      expect(stdout.indexOf(keptLine(group))).toBeLessThan(stdout.indexOf('deleted dist'))
    }
    expect(summary).toContain('### Deleted 1 of 1 artifact')
    expect(summary).toContain(keptSummary(kept))
    expect(summary).toContain('  x-axis ["dist, 5.0 kB"]\n')
    expect(summary).toContain('  bar [5000]\n  bar [4000]\n')
  })

  test.each(UNFINISHED)('artifacts of a run with status %s are kept', async status => {
    upload(aRun({ status }), 'young')
    upload(aRun(), 'old')
    const { stdout } = await cleanUp({ pattern: '*' })
    expect(left()).toEqual(['young'])
    expect(stdout).toContain(keptLine({ reason: 'unfinished-run', count: 1, size: 1000 }))
  })

  test('a run that begins while the artifacts are listed is kept', async () => {
    const run = aRun()
    upload(run, 'rerun')
    upload(aRun(), 'other')
    scenario.server.fault({
      match: { path: /\/actions\/runs\?/ },
      action: { before: () => void Object.assign(run, { status: 'in_progress' }) }
    })
    // One request at a time: the fault is for the first run list.
    await cleanUp({ pattern: '*', concurrency: '1' })
    expect(left()).toEqual(['rerun'])
  })

  test('a run that changes its status between the lists is in one of them', async () => {
    const run = aRun({ status: 'pending' })
    upload(run, 'half')
    upload(aRun(), 'old')
    const becomes = (status: string, upon: string) =>
      scenario.server.fault({
        match: { path: new RegExp(`status=${upon}`) },
        action: { before: () => void Object.assign(run, { status }), delay: 100 }
      })
    // As it may change while the lists are read in parallel.
    becomes('queued', 'pending')
    becomes('in_progress', 'queued')
    await cleanUp({ pattern: '*' })
    expect(left()).toEqual(['half'])
  })

  test('artifacts without a run are kept while any run is in progress', async () => {
    aRun().listArtifact('null', { workflow_run: null })
    aRun().listArtifact('absent', { workflow_run: 'absent' })
    const { stdout } = await cleanUp({ pattern: '*' })
    expect(stdout).toContain(keptLine({ reason: 'unknown-run', count: 2, size: 0 }))
    scenario.run.status = 'completed'
    await cleanUp({ pattern: '*' })
    expect(left()).toEqual([])
  })

  test('artifacts of the current run, or of a given one, are deleted', async () => {
    upload(scenario.run, 'mine')
    await scenario.step({ operation: 'delete', name: 'mine' })
    const other = aRun({ status: 'queued' })
    upload(other, 'other')
    await scenario.step({ operation: 'delete', pattern: '*', 'run-id': String(other.id) })
    expect(left()).toEqual([])
    expect(scenario.asked().filter(request => request.includes('status='))).toEqual([])
  })

  test('more waiting runs than the API lists: nothing is deleted', async () => {
    upload(aRun(), 'old')
    for (let index = 0; index < 1001; index++) aRun({ status: 'queued' })
    const { code, outputs, stdout } = await cleanUp({ pattern: '*' })
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(api-rejected)')
    expect(errorOf(stdout).message).toMatch(/1001 runs .*queued.* 1000\b/)
    expect(outputs['deleted-count']).toBe('0')
    expect(left()).toEqual(['old'])
  })

  /** Adds artifacts of a run, oldest first, uploaded some days ago. */
  const layers = (...of: [count: number, name: string, days: number, run: Run][]) => {
    for (const [count, name, days, run] of of) {
      scenario.repository.addArtifacts(count, () => ({ name, run, created_at: daysAgo(days) }))
    }
  }
  const oldest = (count: number, name: string) =>
    scenario.repository.artifacts.items
      .filter(artifact => artifact.name === name)
      .slice(0, count)
      .map(({ id }) => id)
      .toReversed()
  const runLists = () => scenario.asked().filter(line => line.includes('status='))

  test.each([
    ['age', { 'older-than': '14d' }, 1],
    ['a pattern', { pattern: '*' }, 0],
    ['a name', { name: 'y', 'older-than': '14d' }, 1],
    ['several names', { name: 'x\ny' }, 0]
  ])('kept artifacts do not count towards a limit, by %s', async (_, inputs, days) => {
    const done = aRun()
    layers([150, 'x', 40, aRun({ status: 'waiting' })], [50, 'y', 30, done], [250, 'y', days, done])
    const expected = oldest(3, 'y')
    const { outputs } = await cleanUp({ ...inputs, limit: '3', 'dry-run': 'true' })
    expect(JSON.parse(outputs.ids ?? '')).toEqual(expected)
    expect(runLists().length).toBe(UNFINISHED.length)
  })

  test('with a limit, uploads of a run that begins after the run lists are kept', async () => {
    layers([150, 'x', 40, aRun({ status: 'waiting' })], [1, 'y', 30, aRun()], [50, 'z', 30, scenario.run])
    // Requested after the old end of the list, before the rest.
    scenario.server.fault({
      match: { path: /status=pending/ },
      action: { before: () => void upload(aRun({ status: 'in_progress' }), 'new') }
    })
    scenario.server.fault({
      match: { path: /artifacts\?.*page=2/ },
      action: { before: () => void upload(aRun({ status: 'in_progress' }), 'newer') }
    })
    await cleanUp({ pattern: '*', limit: '300' })
    expect(
      left()
        .filter(name => name.length > 1)
        .toSorted()
    ).toEqual(['new', 'newer'])
    expect(left()).not.toContain('y')
  })

  test('more than a page of waiting runs', async () => {
    const runs = Array.from({ length: 150 }, () => aRun({ status: 'queued' }))
    upload(runs[0] as Run, 'first')
    upload(runs[149] as Run, 'last')
    upload(aRun(), 'old')
    await cleanUp({ pattern: '*' })
    expect(left()).toEqual(['first', 'last'])
  })

  test('a server that does not know a status has no run of it', async () => {
    upload(aRun(), 'old')
    scenario.server.fault({
      match: { path: /status=pending/ },
      action: { status: 422, body: { message: 'Validation Failed' } }
    })
    expect((await cleanUp({ pattern: '*' })).code).toBe(0)
    expect(left()).toEqual([])
  })

  test('run lists that cannot be read: nothing is deleted', async () => {
    upload(aRun(), 'old')
    scenario.server.fault({ match: { path: /status=waiting/ }, times: 99, action: { status: 500 } })
    const { code, stdout } = await cleanUp({ pattern: '*', retries: '1' })
    expect(code).toBe(1)
    expect(errorOf(stdout).title).toContain('(api-failed)')
    expect(errorOf(stdout).message).toMatch(/runs of octo-org\/app.* 500/)
    expect(left()).toEqual(['old'])
  })

  test('group-by: workflow reads lists of runs, or single runs if that takes fewer requests', async () => {
    const runs = [
      aRun({ workflow: 'ci' }),
      aRun({ workflow: 'docs' }),
      aRun({ workflow: 'ci' }),
      aRun({ workflow: 'docs' })
    ]
    for (const [index, run] of runs.entries()) upload(run, `a${index}`)
    await cleanUp({ 'keep-latest': '1', 'group-by': 'workflow' })
    expect(left()).toEqual(['a2', 'a3'])
    expect(scenario.asked().filter(request => request.includes('/actions/runs?page='))).toEqual([
      'GET /actions/runs?page=1'
    ])
    // Two runs that are older than a page of others.
    for (let index = 0; index < 500; index++) aRun({ workflow: 'noise' })
    scenario.server.clearRequests()
    await cleanUp({ 'keep-latest': '1', 'group-by': 'workflow' })
    const asked = scenario.asked().filter(request => /\/actions\/runs(\?page|\/)/.test(request))
    expect(asked.sort()).toEqual(
      [
        `GET /actions/runs/${runs[2]?.id}`,
        `GET /actions/runs/${runs[3]?.id}`,
        'GET /actions/runs?page=1'
      ].sort()
    )
    expect(left()).toEqual(['a2', 'a3'])
  })

  test.each([{ 'keep-latest': '1', 'group-by': 'workflow' }, { 'keep-runs': '1' }])(
    '%j: no request for runs of expired artifacts, nor for runs that are known',
    async rule => {
      for (let index = 0; index < 150; index++) aRun().listArtifact('old', { expired: true })
      for (const name of ['a', 'b', 'c', 'd', 'e']) upload(aRun(), name)
      const runLists = () => scenario.asked().filter(line => /\/runs\?(?!status=)/.test(line))
      await cleanUp({ ...rule, 'dry-run': 'true' })
      expect(runLists()).toEqual(['GET /actions/runs?page=1'])
      for (let index = 0; index < 150; index++) aRun({ workflow: 'noise' })
      scenario.server.clearRequests()
      await cleanUp({ ...rule, workflow: 'ci.yml' })
      expect(runLists()).toEqual(['GET /actions/workflows/ci.yml/runs?page=1'])
      expect(left().filter(name => name !== 'old')).toEqual(['e'])
    }
  )

  describe('keep-runs', () => {
    test('keeps the newest runs of each workflow, whole, whatever the names', async () => {
      for (const [index, workflow] of ['ci', 'docs', 'ci', 'ci', 'docs'].entries()) {
        const run = aRun({ workflow })
        for (const name of ['dist', 'log']) upload(run, `${workflow}-${index}-${name}`)
      }
      const { outputs, stdout } = await cleanUp({ 'keep-runs': '2' })
      expect(left()).toEqual(
        ['docs-1', 'ci-2', 'ci-3', 'docs-4'].flatMap(run => [`${run}-dist`, `${run}-log`])
      )
      expect(stdout).toContain(keptLine({ reason: 'keep-runs', count: 8, size: 8000 }))
      // One list of artifacts, one of runs, those of unfinished runs, and the deletions.
      expect(outputs['api-requests']).toBe(String(1 + 1 + UNFINISHED.length + 2))
      expect(scenario.asked().slice(0, 2)).toEqual([
        'GET /actions/artifacts?page=1',
        'GET /actions/runs?page=1'
      ])
    })

    test('counts the run that was created last as the newest, not the one that uploaded last', async () => {
      const [rerun, newer] = [aRun(), aRun()]
      upload(newer, 'dist')
      upload(rerun, 'dist')
      await cleanUp({ 'keep-runs': '1' })
      expect(scenario.repository.artifacts.items.map(({ run }) => run.id)).toEqual([newer.id])
    })

    test('counts younger runs, and keeps young artifacts too', async () => {
      const [first, second, third] = [aRun(), aRun(), aRun()]
      upload(first, 'a', 30)
      upload(first, 'a-young', 1)
      upload(second, 'b', 20)
      upload(third, 'c', 1)
      await cleanUp({ 'older-than': '7d', 'keep-runs': '2' })
      expect(left()).toEqual(['a-young', 'b', 'c'])
    })

    test('with group-by: name, a run that one name keeps is kept whole', async () => {
      const [first, second, third] = [aRun(), aRun(), aRun()]
      for (const name of ['dist', 'report']) upload(first, name)
      for (const name of ['dist', 'log']) upload(second, name)
      upload(third, 'dist')
      const { outputs } = await cleanUp({ 'keep-runs': '1', 'group-by': 'name' })
      expect(outputs['deleted-count']).toBe('0')
      expect(scenario.asked()).not.toContain('GET /actions/runs?page=1')
    })

    test('keeps runs in progress as well, which count', async () => {
      const [first, second] = [aRun(), aRun({ status: 'in_progress' })]
      upload(first, 'done')
      upload(second, 'half')
      await cleanUp({ 'keep-runs': '2' })
      expect(left()).toEqual(['done', 'half'])
      await cleanUp({ 'keep-runs': '1' })
      expect(left()).toEqual(['half'])
    })

    test("a fork's runs do not push out the repository's", async () => {
      const fork = { id: 99, full_name: 'stranger/app' }
      upload(aRun(), 'own')
      for (let index = 1; index <= 3; index++) upload(aRun({ fork }), `fork-${index}`)
      await cleanUp({ 'keep-runs': '1' })
      expect(left()).toEqual(['own', 'fork-3'])
    })

    test('applies before shard and limit', async () => {
      for (let index = 1; index <= 6; index++) upload(aRun(), `a${index}`)
      const isOfShard = ({ id, name }: { id: number; name: string }) => id % 2 === 0 && name !== 'a6'
      const planned = scenario.repository.artifacts.items.filter(isOfShard).map(({ name }) => name)
      const shared = { 'keep-runs': '1', shard: '1/2' }
      const { outputs } = await cleanUp({ ...shared, limit: '1' })
      expect(JSON.parse(outputs.names ?? '')).toEqual(planned.slice(0, 1))
      await cleanUp(shared)
      expect(left()).toHaveLength(6 - planned.length)
      for (const name of planned) expect(left()).not.toContain(name)
    })

    test('keeps artifacts without a run', async () => {
      scenario.run.status = 'completed'
      aRun().listArtifact('unknown', { workflow_run: null })
      for (const name of ['a', 'b']) upload(aRun(), name)
      await cleanUp({ 'keep-runs': '1' })
      expect(left()).toEqual(['unknown', 'b'])
    })

    test('counts only the runs that a run input selects', async () => {
      for (const branch of ['main', 'main', 'dev', 'dev']) upload(aRun({ branch }), branch)
      const { outputs } = await cleanUp({ 'keep-runs': '1', branch: 'main' })
      expect([outputs['deleted-count'], left()]).toEqual(['1', ['main', 'dev', 'dev']])
    })

    test('on a server whose runs have no workflow id, the file name tells workflows apart', async () => {
      const runs = ['ci', 'docs', 'ci', 'docs'].map(workflow => aRun({ workflow }))
      for (const run of runs) upload(run, `${run.id}`)
      const workflow_runs = runs.map(({ id, path }) => ({ id, path: `${path.split('/').at(-1)}@main` }))
      scenario.server.fault({
        match: { path: /\/runs\?per_page=100&page=1$/ },
        action: { status: 200, body: { total_count: 4, workflow_runs } }
      })
      await cleanUp({ 'keep-runs': '1' })
      expect(left()).toEqual(runs.slice(2).map(({ id }) => `${id}`))
    })

    test('if the runs cannot be listed, nothing is deleted', async () => {
      for (const name of ['a', 'b']) upload(aRun(), name)
      scenario.server.fault({ match: { path: /runs\?.*page=1/ }, times: 99, action: { status: 500 } })
      const { code, outputs } = await cleanUp({ 'keep-runs': '1', retries: '0' })
      expect([code, outputs['deleted-count'], deletes()]).toEqual([1, '0', 0])
    })
  })

  test('with a workflow, only its artifacts count for the keep rules', async () => {
    const [ci, docs] = [aRun({ workflow: 'ci' }), aRun({ workflow: 'docs' })]
    upload(ci, 'a', 20)
    upload(ci, 'a', 10)
    for (let index = 0; index < 3; index++) upload(docs, 'a', 1)
    await cleanUp({ workflow: 'ci.yml', 'older-than': '7d', 'keep-latest': '2' })
    expect(left().length).toBe(5)
  })

  test("a fork's uploads do not push out the repository's", async () => {
    const fork = { id: 99, full_name: 'stranger/app' }
    upload(aRun(), 'dist', 10)
    for (let index = 0; index < 5; index++) upload(aRun({ fork }), 'dist', 1)
    const { outputs } = await cleanUp({ 'keep-latest': '1' })
    expect(outputs['deleted-count']).toBe('4')
    expect(scenario.repository.artifacts.items.map(({ run }) => run.head_repository?.id)).toEqual([
      scenario.repository.id,
      99
    ])
  })

  test('max-deletes: a larger plan deletes nothing, an equal one is carried out', async () => {
    for (let index = 0; index < 3; index++) upload(aRun(), `a${index}`)
    const refused = await cleanUp({ pattern: '*', 'max-deletes': '2' })
    expect(refused.code).toBe(1)
    expect(refused.outputs).toMatchObject({ count: '3', 'deleted-count': '0', 'remaining-count': '3' })
    expect(errorOf(refused.stdout)).toEqual({
      title: expect.stringContaining('(plan-too-large)'),
      message: expect.stringMatching(/^3 artifacts \(3.0 kB\) .* max-deletes: 2/)
    })
    const dry = await cleanUp({ pattern: '*', 'max-deletes': '2', 'dry-run': 'true' })
    expect([dry.code, dry.outputs['deleted-count']]).toEqual([1, '0'])
    for (const { stdout } of [refused, dry]) {
      expect(stdout.match(/^ {2}would delete a\d /gm)).toHaveLength(3)
    }
    expect(deletes()).toBe(0)
    expect((await cleanUp({ pattern: '*', 'max-deletes': '3' })).code).toBe(0)
    expect(left()).toEqual([])
  })

  test.each([
    [{ 'keep-latest': '2' }, /\b2 of each name$/],
    [{ 'keep-runs': '2' }, /\b2 runs of each workflow$/],
    [{ 'keep-size': '5kB', 'group-by': 'all' }, /\b5\.0 kB$/],
    [
      { 'keep-latest': '1', 'keep-size': '1MB', 'group-by': 'name-and-branch', limit: '3' },
      /\b1 and 1\.0 MB of each name and branch, .*\b3\b.*oldest/
    ],
    [{ 'gone-branches': 'true', 'older-than': '9999d' }, /\b9999 d, .*branches/]
  ])('the line of the selection names the rules: %j', async (inputs, rules) => {
    upload(aRun(), 'dist')
    const { stdout } = await cleanUp({ ...inputs, 'dry-run': 'true' })
    const [, filters] = /^Selected .* from octo-org\/app\. (.*)$/m.exec(stdout) ?? []
    expect(filters).toMatch(rules)
  })

  test('a dry run has the log, outputs and summary of the same step without it', async () => {
    const run = aRun({ branch: 'gone' })
    for (let index = 0; index < 4; index++) upload(run, 'dist', 10 - index)
    upload(aRun(), 'dist')
    const inputs = { 'gone-branches': 'true', 'keep-latest': '2', concurrency: '1' }
    const dry = await cleanUp({ ...inputs, 'dry-run': 'true' })
    expect(deletes()).toBe(0)
    const real = await cleanUp(inputs)
    const same = ({ stdout, summary, outputs }: typeof dry) => {
      const { 'api-requests': _, 'rate-limit-remaining': __, 'artifacts-file': ___, ...rest } = outputs
      const plain = (text: string) =>
        text
          .replace(/^::debug::.*\n/gm, '')
          .replace(/would delete|(would|to) be deleted/g, 'deleted')
          .replace(/Would delete (\d+ of \d+ \w+ \(.*?\)).*/g, 'Deleted $1')
          .replace(/Would delete/g, 'Deleted')
          .replace(/\d+ API requests.*/, '')
      return { outputs: rest, stdout: plain(stdout), summary: plain(summary) }
    }
    expect(same(dry)).toEqual(same(real))
    expect(real.outputs['deleted-count']).toBe('3')
  })

  test('a deletion that keeps everything passes, and says so', async () => {
    upload(aRun(), 'dist')
    const { code, stdout } = await cleanUp({ 'keep-latest': '1' })
    expect(code).toBe(0)
    const kept = keptArtifacts({ reason: 'keep-latest', count: 1, size: 1000 })
    expect(stdout).toMatch(
      new RegExp(`^Nothing to delete in octo-org/app\\b.*${kept.replace(/[()]/g, '\\$&')}$`, 'm')
    )
    const failed = await cleanUp({ 'keep-latest': '1', 'if-no-artifact-found': 'error' })
    expect(failed.code).toBe(1)
  })

  test('a second step deletes the rest after a rate limit', async () => {
    for (let index = 0; index < 12; index++) upload(aRun(), `a${index}`, 30)
    const limit = scenario.server.rateLimit
    Object.assign(limit ?? {}, { remaining: 10 })
    const first = await cleanUp({ 'older-than': '7d' })
    expect([first.code, first.outputs['deleted-count'], first.outputs['remaining-count']]).toEqual([
      1,
      '4',
      '8'
    ])
    expect(left()[0]).toBe('a4')
    expect(errorOf(first.stdout).title).toContain('(api-rate-limited)')
    expect(errorOf(first.stdout).message).toMatch(/^8 of 12 artifacts /)
    Object.assign(limit ?? {}, { remaining: 1000, reset: Date.now() / 1000 + 3600 })
    const second = await cleanUp({ 'older-than': '7d' })
    expect([second.code, second.outputs['deleted-count']]).toEqual([0, '8'])
  })
})

describe('gone branches', () => {
  const branchesAsked = () => scenario.asked().length

  test('deletes artifacts whose branch is neither a branch nor a tag now', async () => {
    scenario.repository.addTag('v1')
    scenario.repository.addBranch('dev')
    for (const branch of ['main', 'dev', 'v1', 'gone']) upload(aRun({ branch }), branch)
    upload(aRun({ branch: 'gone', fork: { id: 99, full_name: 'stranger/app' } }), 'fork')
    const { stdout } = await cleanUp({ 'gone-branches': 'true' })
    expect(left()).toEqual(['main', 'dev', 'v1', 'fork'])
    expect(stdout).toContain(keptLine({ reason: 'existing-branch', count: 3, size: 3000 }))
    expect(stdout).toContain(keptLine({ reason: 'foreign-branch', count: 1, size: 1000 }))
    expect(branchesAsked()).toBe(1 + 2 + 5 + 1)
  })

  test('many branches, with others deleted while they are listed', async () => {
    const { repository } = scenario
    for (let index = 0; index < 250; index++) repository.addBranch(`b${String(index).padStart(3, '0')}`)
    for (let index = 90; index < 250; index++) {
      upload(aRun({ branch: `b${String(index).padStart(3, '0')}` }), `b${index}`)
    }
    // Before page 2 is read, twenty names of page 1 are deleted, and the rest moves up to pages that were read.
    scenario.server.fault({
      match: { path: /\/branches\?.*page=2/ },
      action: {
        before: () => {
          for (let index = 0; index < 20; index++)
            repository.branches.delete(`b${String(index).padStart(3, '0')}`)
        }
      }
    })
    const { code } = await cleanUp({ 'gone-branches': 'true' })
    expect(code).toBe(0)
    expect(left().length).toBe(160)
  })

  test.each([
    ['branches', 403, { message: 'Resource not accessible by integration' }, 'api-forbidden'],
    ['tags', 404, { message: 'Not Found' }, 'api-not-found'],
    ['tags', 500, {}, 'api-failed'],
    ['branches', 200, [{ name: 'main' }, {}], 'api-answer-invalid'],
    ['branches', 200, [], 'api-answer-invalid'],
    ['branches', 200, { branches: [] }, 'api-answer-invalid']
  ])(
    'a response to the list of %s with status %i: nothing is deleted',
    async (kind, status, body, errorCode) => {
      upload(aRun({ branch: 'gone' }), 'gone')
      scenario.server.fault({
        match: { path: new RegExp(`/${kind}\\?`) },
        times: 99,
        action: { status, body }
      })
      const { code, stdout, outputs } = await cleanUp({ 'gone-branches': 'true', retries: '1' })
      expect(code).toBe(1)
      expect(errorOf(stdout).title).toContain(`(${errorCode})`)
      expect(errorOf(stdout).message).toContain(kind)
      expect(outputs).toMatchObject({ count: '0', 'deleted-count': '0', 'remaining-count': '0' })
      expect(deletes()).toBe(0)
      expect(left()).toEqual(['gone'])
    }
  )

  test('without contents: read nothing is deleted', async () => {
    upload(aRun({ branch: 'gone' }), 'gone')
    scenario.server.permissions = { actions: 'write' }
    const { code, stdout } = await cleanUp({ 'gone-branches': 'true' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('permissions:\n  actions: write\n  contents: read\n')
    expect(errorOf(stdout).message).toContain('"Actions: write" and "Contents: read" on octo-org/app')
    expect(left()).toEqual(['gone'])
  })

  test('a limit counts artifacts of deleted branches only', async () => {
    for (let index = 0; index < 150; index++) upload(aRun(), 'live', 30)
    for (let index = 0; index < 3; index++) upload(aRun({ branch: 'gone' }), 'gone', 20)
    const { outputs } = await cleanUp({ 'gone-branches': 'true', limit: '2' })
    expect(outputs['deleted-count']).toBe('2')
  })
})
