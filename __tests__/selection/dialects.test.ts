import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ForgeDialect, Repository } from '../support/github-server/index.js'
import type { StepResult } from '../support/runner.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'
import { commandsIn } from '../support/workflow-commands.js'

// Where artifacts do not describe their runs: searches, forks and clean-up.

const FORGES: ForgeDialect[] = ['gitea', 'gitea-s3', 'forgejo', 'forgejo-s3']
const DAY = 86_400_000
/** The most requests of a search. */
const MOST = 9

let scenario: Scenario
afterEach(() => scenario.close())

const annotations = ({ stdout }: StepResult) =>
  commandsIn(stdout).filter(({ name }) => ['notice', 'warning', 'error'].includes(name))
const list = (inputs: Record<string, string>) => scenario.step({ operation: 'list', ...inputs })
const requests = (pattern: RegExp) => scenario.server.requests.filter(({ path }) => pattern.test(path))

interface World {
  stranger: Repository
  /** Adds a run of 20 runs' time later with the artifact `dist`. */
  add: (fields?: Partial<Parameters<Repository['addRun']>[0]>) => Promise<{ id: number; artifact: number }>
}

async function start(dialect: ForgeDialect): Promise<World> {
  scenario = await startScenario({ dialect })
  const { repository, server } = scenario
  const { workflow } = scenario.run
  const stranger = server.addRepository('stranger/app')
  return {
    stranger,
    add: async (fields = {}) => {
      const run = repository.addRun({ workflow, conclusion: 'success', ...fields })
      const { id } = await run.addArtifact('dist', { files: { 'a.txt': String(run.id) } })
      return { id: run.id, artifact: id }
    }
  }
}

/** The others differ in their storage only. */
const isQuick = (dialect: ForgeDialect) => !dialect.endsWith('-s3')

describe.each(rowsOf(FORGES, isQuick))('a search on %s', dialect => {
  let world: World
  beforeEach(async () => {
    world = await start(dialect)
  })

  /** The id of the run that a search finds without an annotation, in few requests. */
  const found = async (inputs: Record<string, string>) => {
    scenario.server.clearRequests()
    const result = await list({ name: 'dist', ...inputs })
    expect([result.code, annotations(result)]).toEqual([0, []])
    expect(scenario.server.requests.length).toBeLessThanOrEqual(MOST)
    return Number(result.outputs['run-id'])
  }

  test('by branch, workflow, event, commit and conclusion', async () => {
    const { repository } = scenario
    const other = repository.addWorkflow('.github/workflows/other.yml')
    const main = await world.add({ head_sha: 'a'.repeat(40) })
    const failed = await world.add({ conclusion: 'failure' })
    const feature = await world.add({ head_branch: 'feature' })
    const ofOther = await world.add({ workflow: other, event: 'workflow_dispatch' })
    expect(await found({ workflow: 'ci.yml' })).toBe(feature.id)
    expect(await found({ workflow: '.gitea/workflows/ci.yml', branch: 'main' })).toBe(main.id)
    expect(await found({ branch: 'main' })).toBe(ofOther.id)
    expect(await found({ branch: 'feature' })).toBe(feature.id)
    expect(await found({ branch: 'gone' })).toBe(0)
    expect(await found({ workflow: 'other.yml' })).toBe(ofOther.id)
    expect(await found({ event: 'workflow_dispatch' })).toBe(ofOther.id)
    expect(await found({ event: 'push', branch: 'main' })).toBe(main.id)
    expect(await found({ commit: 'a'.repeat(40) })).toBe(main.id)
    expect(await found({ commit: 'aaaaaaa' })).toBe(main.id)
    expect(await found({ workflow: 'ci.yml', branch: 'main', conclusion: 'failure' })).toBe(failed.id)
    expect(await found({ workflow: 'ci.yml', branch: 'main', conclusion: 'any' })).toBe(failed.id)
  })

  test('by pull request and by its branch, once its branch is deleted too', async () => {
    const { repository } = scenario
    repository.addBranch('feature')
    const pull = repository.addPullRequest({ number: 7, headBranch: 'feature' })
    await world.add({ head_branch: 'feature', event: 'push', head_sha: '1'.repeat(40) })
    const ofPull = await world.add({ head_branch: 'feature', event: 'pull_request', head_sha: pull.headSha })
    await world.add()
    expect(await found({ 'pull-request': '7' })).toBe(ofPull.id)
    const { outputs } = await list({ 'pull-request': '7' })
    expect(outputs).toMatchObject({ 'head-branch': 'feature', 'head-sha': pull.headSha })
    expect(await found({ branch: 'feature' })).toBe(ofPull.id)
    expect(await found({ branch: 'feature', event: 'pull_request' })).toBe(ofPull.id)
    repository.branches.delete('feature')
    expect(await found({ 'pull-request': '7' })).toBe(ofPull.id)
    expect(await found({ branch: 'feature' })).toBe(ofPull.id)
  })

  test('by run number', async () => {
    const { repository } = scenario
    const other = repository.addWorkflow('.github/workflows/other.yml')
    const first = await world.add()
    const ofOther = await world.add({ workflow: other })
    for (let index = 0; index < 120; index++) repository.addRun({ workflow: other })
    const number = ({ id }: { id: number }) => String(repository.runs.find(id)?.run_number)
    expect(await found({ workflow: 'ci.yml', 'run-number': number(first) })).toBe(first.id)
    expect(await found({ workflow: 'other.yml', 'run-number': number(ofOther) })).toBe(ofOther.id)
    expect(await found({ workflow: 'ci.yml', 'run-number': number(ofOther) })).toBe(0)
    expect(await found({ workflow: 'ci.yml', 'run-number': '999' })).toBe(0)
  })

  test('by a list of branches, in order', async () => {
    const main = await world.add()
    const feature = await world.add({ head_branch: 'feature' })
    expect(await found({ branch: 'main\nfeature' })).toBe(main.id)
    expect(await found({ branch: 'gone\nfeature\nmain' })).toBe(feature.id)
  })

  test('by the pull request that was merged as the commit', async () => {
    const { repository } = scenario
    const [base] = repository.addCommits(1, 'main')
    repository.addBranch('fix', base?.sha)
    const [earlier, head] = repository.addCommits(2, 'fix')
    const pull = repository.addPullRequest({ number: 5, headBranch: 'fix', headSha: head?.sha ?? '' })
    const ofPull = { head_branch: 'fix', event: 'pull_request', pull_request: 5 }
    const built = await world.add({ ...ofPull, head_sha: head?.sha ?? '' })
    await world.add({ ...ofPull, head_sha: earlier?.sha ?? '' })
    const { sha } = repository.mergePullRequest(pull, { method: 'squash' })
    scenario.server.clearRequests()
    const merged = await scenario.step(
      { operation: 'get', name: 'dist', 'pull-request': 'merged' },
      { GITHUB_SHA: sha }
    )
    expect([annotations(merged), merged.outputs['run-id']]).toEqual([[], String(built.id)])
    expect(scenario.server.requests.length).toBeLessThanOrEqual(MOST)
    const other = await scenario.step(
      { operation: 'get', name: 'dist', 'pull-request': 'merged' },
      { GITHUB_SHA: base?.sha }
    )
    expect(annotations(other)[0]?.properties.title).toContain('(artifact-not-found)')
  })

  test('by the merge base of the pull request of the job', async () => {
    const { repository, job } = scenario
    const [mergeBase] = repository.addCommits(1, 'main')
    repository.addBranch('fix', mergeBase?.sha)
    const [base] = repository.addCommits(1, 'main')
    const [head] = repository.addCommits(1, 'fix')
    repository.addPullRequest({ number: 5, headBranch: 'fix', headSha: head?.sha ?? '' })
    const built = await world.add({ head_sha: mergeBase?.sha ?? '' })
    await world.add({ head_sha: base?.sha ?? '' })
    const event = { pull_request: { number: 5, base: { sha: base?.sha }, head: { sha: head?.sha } } }
    const file = path.join(job.temp, 'event.json')
    writeFileSync(file, JSON.stringify(event))
    const inputs = { operation: 'get', name: 'dist', commit: 'merge-base' }
    const { outputs } = await scenario.step(inputs, { GITHUB_EVENT_PATH: file })
    expect(outputs['run-id']).toBe(String(built.id))
  })

  test('by ancestors of a commit: the nearest wins', async () => {
    const commits = scenario.repository.addCommits(60, 'main').toReversed()
    const near = await world.add({ head_sha: commits[55]?.sha ?? '' })
    await world.add({ head_sha: commits[57]?.sha ?? '' })
    expect(await found({ commit: commits[0]?.sha ?? '', ancestors: '58' })).toBe(near.id)
    expect(await found({ commit: commits[0]?.sha ?? '', ancestors: '54' })).toBe(0)
  })

  test('artifacts of a fork are skipped, unless they are allowed', async () => {
    const { repository } = scenario
    const own = await world.add()
    const { stranger } = world
    repository.addPullRequest({ number: 8, headBranch: 'main', headRepository: stranger })
    const head = { head_branch: 'main', head_repository: stranger, event: 'pull_request', pull_request: 8 }
    const foreign = await world.add(head)
    expect(await found({ workflow: 'ci.yml' })).toBe(own.id)
    expect(await found({ branch: 'main' })).toBe(own.id)
    expect(await found({ branch: 'main', 'allow-forks': 'true' })).toBe(foreign.id)
    const only = await list({ event: 'pull_request', 'if-no-artifact-found': 'error' })
    expect(annotations(only)[0]?.properties.title).toContain('(artifact-foreign)')
  })

  test('a pull request that was pushed without a branch counts as one of a fork', async () => {
    const { repository } = scenario
    const own = await world.add()
    const { headSha } = repository.addPullRequest({ number: 9, headBranch: 'topic', isAGit: true })
    const head = { event: 'pull_request', pull_request: 9, head_sha: headSha }
    const pushed = await world.add(head)
    expect(await found({ workflow: 'ci.yml' })).toBe(own.id)
    expect(await found({ branch: 'topic' })).toBe(0)
    expect(await found({ workflow: 'ci.yml', 'allow-forks': 'true' })).toBe(pushed.id)
    expect(await found({ 'pull-request': '9', 'allow-forks': 'true' })).toBe(pushed.id)
    const only = await list({ 'pull-request': '9', 'if-no-artifact-found': 'error' })
    expect(annotations(only)[0]?.properties.title).toContain('(artifact-foreign)')
    const inAll = await scenario.step({ name: 'dist', scope: 'repository' })
    expect([inAll.code, inAll.outputs['run-id']]).toEqual([0, String(own.id)])
  })

  test('a pull request that cannot be read counts as one of a fork', async () => {
    const own = await world.add()
    await world.add({ event: 'pull_request', pull_request: 99, head_repository: world.stranger })
    expect(await found({ workflow: 'ci.yml' })).toBe(own.id)
  })

  test('in a repository of 100 runs with 1,000 artifacts', async () => {
    const { repository } = scenario
    const { workflow } = scenario.run
    for (let index = 0; index < 100; index++) {
      const head_branch = index === 3 ? 'old' : 'main'
      const run = repository.addRun({ workflow, conclusion: 'success', head_branch })
      repository.addArtifacts(10, number => ({ name: number === 0 ? 'dist' : `a${number}`, run }))
    }
    const newest = repository.runs.items.at(-1)
    expect(await found({ workflow: 'ci.yml', branch: 'main' })).toBe(newest?.id)
    const old = repository.runs.items.find(run => run.head_branch === 'old')
    expect(await found({ branch: 'old' })).toBe(old?.id)
  })

  test('of a few old runs among many, each is requested, not all pages of their list', async () => {
    const { repository, server } = scenario
    const { workflow } = scenario.run
    for (let index = 0; index < 5; index++) {
      repository.addArtifacts(1, () => ({ name: 'notes', run: repository.addRun({ workflow }) }))
    }
    for (let index = 0; index < 600; index++) repository.addRun({ workflow })
    server.clearRequests()
    const result = await list({ scope: 'repository', pattern: 'notes', branch: 'main' })
    expect([result.outputs.count, annotations(result)]).toEqual(['5', []])
    expect(requests(/\/runs$/)).toHaveLength(1)
    expect(requests(/\/runs\/\d+$/)).toHaveLength(5)
  })

  test('an artifact of a run that does not match is named with its run, not as a similar name', async () => {
    const ofMain = await world.add()
    const missing = await list({ name: 'dist', branch: 'mian', 'if-no-artifact-found': 'error' })
    const [error] = annotations(missing)
    expect(error?.properties.title).toContain('(artifact-not-found)')
    expect(error?.data).toMatch(new RegExp(`"dist" \\(${ofMain.artifact}\\).*branch main`))
    const failed = await list({ name: 'dist', conclusion: 'failure', 'if-no-artifact-found': 'error' })
    expect(annotations(failed)[0]?.data).toMatch(new RegExp(`run ${ofMain.id} .*conclusion success`))
    expect(error?.data).not.toMatch(/similar names/)
  })

  test.each([30, 100])('past the runs of %i pull requests', async count => {
    const { repository } = scenario
    const built = await world.add()
    for (let number = 1; number <= count; number++) {
      repository.addPullRequest({ number, headBranch: `branch-${number}` })
      await world.add({ head_branch: `branch-${number}`, event: 'pull_request', pull_request: number })
    }
    expect(await found({ branch: 'main' })).toBe(built.id)
    const oldest = repository.runs.items.find(run => run.head_branch === 'branch-1')
    expect(await found({ branch: 'branch-1' })).toBe(oldest?.id)
    // It was read before the search.
    await found({ 'pull-request': '1' })
    expect(requests(/\/pulls(\/\d+)?$/)).toHaveLength(1)
  })

  test('without access to the list of pull requests, each is requested', async () => {
    const { repository } = scenario
    const built = await world.add()
    for (let number = 1; number <= 5; number++) {
      repository.addPullRequest({ number, headBranch: `branch-${number}` })
      await world.add({ head_branch: `branch-${number}`, event: 'pull_request', pull_request: number })
    }
    scenario.server.fault({ match: { path: '/pulls' }, action: { status: 403, body: { message: 'no' } } })
    const { outputs } = await list({ name: 'dist', branch: 'main' })
    expect(outputs['run-id']).toBe(String(built.id))
    expect(requests(/\/pulls\/\d+$/)).toHaveLength(5)
  })

  test('past many runs without the artifact', async () => {
    const built = await world.add()
    const { workflow } = scenario.run
    for (let index = 0; index < 40; index++) scenario.repository.addRun({ workflow, conclusion: 'success' })
    expect(await found({ workflow: 'ci.yml', branch: 'main' })).toBe(built.id)
  })

  test('an artifact of the current run, by its id, takes no request to the API', async () => {
    const { run, server } = scenario
    const { id } = await run.addArtifact('now', { files: { 'a.txt': 'a' } })
    server.clearRequests()
    const env = server.jobEnvironment(run)
    const result = await scenario.step({ operation: 'get', 'artifact-ids': String(id) }, env)
    expect([result.code, annotations(result), result.outputs['run-id']]).toEqual([0, [], String(run.id)])
    expect(requests(/\/api\/v1\//)).toEqual([])
  })

  test('a given run of a fork gets a notice, and an own one none; the log has id, number and branch', async () => {
    const { repository } = scenario
    const own = await world.add()
    repository.addPullRequest({ number: 8, headBranch: 'patch', headRepository: world.stranger })
    const foreign = await world.add({
      head_branch: 'patch',
      head_repository: world.stranger,
      event: 'pull_request',
      pull_request: 8
    })
    const ofOwn = await scenario.step({ 'run-id': String(own.id), name: 'dist', path: 'own' })
    expect([ofOwn.code, annotations(ofOwn)]).toEqual([0, []])
    const number = repository.runs.find(own.id)?.run_number
    expect(ofOwn.stdout).toMatch(new RegExp(`run ${own.id}\\b.*\\bnumber ${number}\\b.*\\bbranch main\\b`))
    const ofFork = await scenario.step({ 'artifact-ids': String(foreign.artifact), path: 'foreign' })
    expect(annotations(ofFork).map(({ name }) => name)).toEqual(['notice'])
  })
})

describe.each(['gitea', 'forgejo'] as const)('on %s, whose runs have the hook behind the event', dialect => {
  /** Of a run, and of the event that triggered it. */
  const EVENTS = [
    ['pull_request_sync', 'pull_request'],
    ['pull_request_assign', 'pull_request'],
    ['pull_request_label', 'pull_request'],
    ['pull_request_milestone', 'pull_request'],
    ['pull_request_review_request', 'pull_request'],
    ['pull_request_target', 'pull_request_target'],
    ['schedule', 'schedule'],
    ['workflow_dispatch', 'workflow_dispatch'],
    ['push', 'push']
  ]

  test.each(EVENTS)('a run of %s is found by the event %s, and by its branch', async (event, trigger) => {
    const { add } = await start(dialect)
    scenario.repository.addBranch('feature')
    const { headSha } = scenario.repository.addPullRequest({ number: 7, headBranch: 'feature' })
    const isOfPull = event.startsWith('pull_request')
    const others = EVENTS.flatMap(([name = '', other]) => (other === trigger ? [] : [name]))
    const head_branch = isOfPull ? 'feature' : 'main'
    const pull = { pull_request: 7, head_sha: headSha }
    const fieldsOf = (name: string) =>
      name.startsWith('pull_request') ? { ...pull, head_branch: 'feature' } : {}
    const built = await add({ head_branch, event, ...fieldsOf(event) })
    for (const name of others) await add({ event: name, ...fieldsOf(name) })
    const { outputs } = await list({ name: 'dist', event: trigger })
    expect(outputs['run-id']).toBe(String(built.id))
    const ofBranch = await list({ name: 'dist', event: trigger, branch: head_branch })
    expect(ofBranch.outputs).toMatchObject({ 'run-id': String(built.id), 'head-branch': head_branch })
  })
})

test.each(rowsOf(FORGES, isQuick))('on %s, a scheduled run is the newest of its branch', async dialect => {
  const { add } = await start(dialect)
  await add()
  const built = await add({ event: 'schedule' })
  await add({ event: 'schedule', head_branch: 'other' })
  scenario.server.clearRequests()
  const { outputs } = await list({ name: 'dist', branch: 'main' })
  expect(outputs).toMatchObject({ 'run-id': String(built.id), 'head-branch': 'main' })
  expect(scenario.server.requests.length).toBeLessThanOrEqual(MOST)
})

test.each(rowsOf(['forgejo', 'forgejo-s3'] as const, isQuick))('a search on %s by tag', async dialect => {
  const { add } = await start(dialect)
  scenario.repository.addTag('v1.0')
  const ofTag = await add({ head_branch: 'v1.0' })
  await add()
  const env = scenario.server.jobEnvironment(scenario.run)
  const { outputs } = await scenario.step({ operation: 'get', name: 'dist', branch: 'v1.0' }, env)
  expect(outputs).toMatchObject({ 'run-id': String(ofTag.id), 'head-branch': 'v1.0' })
})

describe.each(rowsOf(FORGES, isQuick))('a clean-up on %s', dialect => {
  let world: World
  beforeEach(async () => {
    world = await start(dialect)
  })
  const left = () => scenario.repository.artifacts.items.map(({ run, name }) => `${name} ${run.head_branch}`)
  const cleanUp = async (inputs: Record<string, string>) => {
    const result = await scenario.step({ operation: 'delete', scope: 'repository', ...inputs })
    expect([result.code, annotations(result)]).toEqual([0, []])
    return result
  }

  test('keep-latest keeps the newest of each branch, of forks, and the runs in progress', async () => {
    const { repository } = scenario
    repository.addBranch('feature')
    repository.addPullRequest({ number: 7, headBranch: 'feature' })
    repository.addPullRequest({ number: 8, headBranch: 'main', headRepository: world.stranger })
    await scenario.run.addArtifact('dist', { files: { 'a.txt': 'of the run in progress' } })
    const old = await world.add()
    const oldFeature = await world.add({ head_branch: 'feature' })
    await world.add()
    await world.add({ head_branch: 'feature', event: 'pull_request', pull_request: 7 })
    await world.add({
      head_branch: 'main',
      event: 'pull_request',
      pull_request: 8,
      head_repository: world.stranger
    })
    // The branch of this one is not known: its pull request does not exist.
    await world.add({
      head_branch: 'lost',
      event: 'pull_request',
      pull_request: 99,
      head_repository: world.stranger
    })
    const { outputs } = await cleanUp({ 'keep-latest': '1', 'group-by': 'branch' })
    expect(new Set(JSON.parse(outputs.ids ?? ''))).toEqual(new Set([old.artifact, oldFeature.artifact]))
    expect(left().toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'dist feature',
      'dist lost',
      'dist main',
      'dist main',
      'dist main'
    ])
  })

  test('gone-branches deletes what is of deleted branches of the repository', async () => {
    const { repository } = scenario
    repository.addPullRequest({ number: 7, headBranch: 'merged' })
    await world.add()
    await world.add({ head_branch: 'gone' })
    await world.add({ head_branch: 'merged', event: 'pull_request', pull_request: 7 })
    await world.add({
      head_branch: 'lost',
      event: 'pull_request',
      pull_request: 99,
      head_repository: world.stranger
    })
    repository.addPullRequest({ number: 9, headBranch: 'topic', isAGit: true })
    await world.add({ head_branch: 'topic', event: 'pull_request', pull_request: 9 })
    const { outputs } = await cleanUp({ 'gone-branches': 'true' })
    expect(outputs['deleted-count']).toBe('2')
    expect(left()).toEqual(['dist main', 'dist lost', 'dist topic'])
  })

  test('by branch, and by workflow', async () => {
    const other = scenario.repository.addWorkflow('.github/workflows/other.yml')
    await world.add()
    await world.add({ head_branch: 'feature' })
    await world.add({ workflow: other })
    const byBranch = await cleanUp({ branch: 'feature' })
    expect(byBranch.outputs['deleted-count']).toBe('1')
    const byWorkflow = await cleanUp({ workflow: 'other.yml', pattern: '*' })
    expect(byWorkflow.outputs['deleted-count']).toBe('1')
    expect(left()).toEqual(['dist main'])
  })

  test.each([
    ['push', 'schedule'],
    ['schedule', 'push'],
    ['pull_request', 'pull_request_target'],
    ['pull_request_target', 'pull_request']
  ])('by the event %s, not by %s, which may have the same hook', async (event, other) => {
    const { repository } = scenario
    repository.addBranch('feature')
    const { headSha } = repository.addPullRequest({ number: 7, headBranch: 'feature' })
    const ofPull = event.startsWith('pull_request')
    const pull = ofPull ? { pull_request: 7, head_sha: headSha, head_branch: 'feature' } : {}
    await world.add({ event: other, ...pull })
    for (let count = 0; count < 60; count++)
      scenario.repository.addRun({ workflow: scenario.run.workflow, event, ...pull })
    const { id } = await world.add({ event, ...pull })
    await world.add({ event: other, ...pull })
    scenario.server.clearRequests()
    const { outputs } = await cleanUp({ event, pattern: '*' })
    expect([outputs['deleted-count'], outputs['run-id']]).toEqual(['1', String(id)])
    // The 61 runs of the event.
    const ofEvent = requests(/\/runs$/).filter(({ query }) => query.event === event)
    expect(ofEvent).toHaveLength(dialect.startsWith('gitea') ? 2 : 0)
    expect(repository.artifacts.items).toHaveLength(2)
  })

  test('without rules that need runs, only the lists of unfinished runs are read', async () => {
    await scenario.run.addArtifact('dist', {
      files: { 'a.txt': 'a' },
      created_at: new Date(Date.now() - 9 * DAY)
    })
    const old = scenario.repository.addRun({ workflow: scenario.run.workflow, conclusion: 'success' })
    await old.addArtifact('dist', { files: { 'a.txt': 'a' }, created_at: new Date(Date.now() - 9 * DAY) })
    await world.add()
    const { outputs } = await cleanUp({ 'older-than': '7d' })
    expect(outputs['deleted-count']).toBe('1')
    expect(requests(/\/runs\/\d+$|\/pulls\//)).toEqual([])
  })

  test('1,000 artifacts of 100 runs: the pages of both lists, and one request for each pull request', async () => {
    const { repository } = scenario
    const { workflow } = scenario.run
    for (const number of [1, 2, 3]) repository.addPullRequest({ number, headBranch: `branch-${number}` })
    for (let index = 0; index < 99; index++) {
      const number = (index % 3) + 1
      const head = { head_branch: `branch-${number}`, event: 'pull_request', pull_request: number }
      const run = repository.addRun({ workflow, conclusion: 'success', ...(index % 10 === 0 ? head : {}) })
      repository.addArtifacts(10, name => ({ name: `a${name}`, run }))
    }
    repository.addArtifacts(10, name => ({ name: `a${name}`, run: scenario.run }))
    const { outputs } = await cleanUp({
      'keep-latest': '1',
      'group-by': 'name-and-branch',
      'dry-run': 'true'
    })
    // The newest of each pull request is kept, and the run in progress, which has the newest of main.
    expect(outputs.count).toBe(String(10 * (99 - 3)))
    expect(requests(/\/actions\/artifacts$/)).toHaveLength(20)
    expect(requests(/\/actions\/runs$/)).toHaveLength(2)
    expect(requests(/\/pulls\/\d+$/)).toHaveLength(3)
    expect(scenario.server.requests.length).toBe(25)
  })
})

describe('on Gitea 1.24, which has no list of runs', () => {
  test.each([
    ['a search', { operation: 'list', branch: 'main' }],
    [
      'a clean-up by branch',
      { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'group-by': 'branch' }
    ],
    ['a clean-up of a repository', { operation: 'delete', scope: 'repository', pattern: '*' }],
    ['a download from a repository', { scope: 'repository', name: 'dist' }]
  ])('%s fails and says so', async (_, inputs) => {
    const { add } = await start('gitea-1.24')
    await add()
    const result = await scenario.step(inputs)
    expect(result.code).toBe(1)
    expect(annotations(result)[0]?.properties.title).toContain('(api-not-found)')
    expect(annotations(result)[0]?.data).toMatch(/list of runs.*Gitea.*1\.25/)
    expect(scenario.repository.artifacts.items).toHaveLength(1)
  })
})

test('on Gitea, ages count from the upload of the content', async () => {
  await start('gitea')
  const { run } = scenario
  const weekOld = { created_at: new Date(Date.now() - 7 * DAY) }
  await run.addArtifact('again', { files: { 'a.txt': 'first' }, ...weekOld })
  await run.addArtifact('old', { files: { 'a.txt': 'text' }, ...weekOld })
  run.rerun()
  await run.addArtifact('again', { files: { 'a.txt': 'second' } })
  const found = async (inputs: Record<string, string>) =>
    JSON.parse((await list({ scope: 'repository', ...inputs })).outputs.names ?? '') as string[]
  expect(await found({ 'older-than': '3d' })).toEqual(['old'])
  expect(await found({ 'newer-than': '3d' })).toEqual(['again'])
})

describe.each(rowsOf([...FORGES, 'gitea-1.24'] as const, isQuick))('what does not exist, on %s', dialect => {
  let world: World
  beforeEach(async () => {
    world = await start(dialect)
    await world.add()
    scenario.server.clearRequests()
  })
  const isOld = dialect === 'gitea-1.24'
  const isForgejo = dialect.startsWith('forgejo')

  /** The one error of a step. */
  const errorFor = async (inputs: Record<string, string>) => {
    const env = scenario.server.jobEnvironment(scenario.run)
    const given = { operation: 'list', 'if-no-artifact-found': 'error', ...inputs }
    const result = await scenario.step(given, env)
    const [error, ...others] = annotations(result)
    expect([result.code, others]).toEqual([1, []])
    return `${error?.properties.title}: ${error?.data}`
  }

  test.each([
    ['a list', { operation: 'list' }],
    ['a deletion', { operation: 'delete', pattern: '*' }],
    ['a wait', { operation: 'get', name: 'dist', 'wait-timeout': '1m' }],
    ['a download that may find nothing', { operation: 'download', 'if-no-artifact-found': 'ignore' }]
  ])('an unknown run is an error at once, for %s', async (_, inputs) => {
    const { code, stdout } = await scenario.step({ 'run-id': '99', ...inputs })
    // Gitea 1.24 has no runs to ask for: the run may exist, without artifacts.
    const isIgnored = isOld && (inputs.operation === 'delete' || 'if-no-artifact-found' in inputs)
    expect(code).toBe(isIgnored || (isOld && inputs.operation === 'list') ? 0 : 1)
    expect(stdout).toMatch(isOld ? /does not tell whether run 99\b/ : /There is no run 99\b/)
    expect(stdout.includes('(api-not-found)')).toBe(!isOld)
    expect(requests(/\/runs\/99$/)).toHaveLength(isForgejo ? 0 : 1)
  })

  test('a run that exists is asked for once more only if it has no artifact', async () => {
    const { run_number, ...empty } = scenario.repository.addRun({ workflow: scenario.run.workflow })
    expect(run_number).toBeGreaterThan(1)
    const error = await errorFor({ 'run-id': String(empty.id) })
    expect(error).toMatch(/\(artifact-not-found\).*there are no artifacts/)
    expect(requests(/\/runs\/\d+$/)).toHaveLength(1)
    scenario.server.clearRequests()
    const pattern = {
      operation: 'delete',
      pattern: 'none-*',
      'run-id': String(scenario.repository.runs.items.at(-2)?.id)
    }
    const { code } = await scenario.step(pattern)
    expect([code, requests(/\/runs\/\d+$/)]).toEqual([0, []])
  })

  test.each([
    ['run number', { workflow: 'ci.yml', 'run-number': '99' }, /ci\.yml has no run with the number 99\b/],
    [
      'workflow',
      { workflow: 'cii.yml' },
      isForgejo ? /cii\.yml has no runs .*"ci\.yml"/ : /cii\.yml does not exist .*"ci\.yml"/
    ],
    ['workflow of a run number', { workflow: 'cii.yml', 'run-number': '1' }, /"ci\.yml"/],
    ['branch', { branch: 'mian', name: 'dist' }, /did you mean main\?.*"dist".* branch main\b/],
    ['branch, without a name', { branch: 'nowhere' }, /"dist".* branch main\b/],
    ['commit', { commit: 'f'.repeat(40) }, /"dist".* commit \w+/],
    ['event', { event: 'release' }, /"dist".* event push\b/],
    ['conclusion', { conclusion: 'timed_out' }, /"dist".* conclusion success\b/]
  ])('an unknown %s', async (_, inputs, fact) => {
    const error = await errorFor(inputs)
    expect(error).toMatch(isOld ? /\(api-not-found\).*no list of runs.*1\.25/ : fact)
    expect(error).not.toMatch(/merge commit/)
    expect(scenario.server.requests.length).toBeLessThanOrEqual(MOST)
  })

  test('an unknown pull request, and an unknown artifact', async () => {
    expect(await errorFor({ 'pull-request': '99' })).toMatch(
      /\(api-not-found\).*There is no pull request 99\b/s
    )
    const ofId = await scenario.step({ operation: 'get', 'artifact-ids': '99' })
    expect(annotations(ofId)[0]?.data).toMatch(/artifact 99 \(it does not exist/)
  })
})
