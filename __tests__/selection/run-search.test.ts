import { keptLine } from '../../src/messages/selection.js'
import type { Artifact, Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const SHA = 'c0ffee0000000000000000000000000000000000'

/** A run of a test, with its uploads, oldest first. */
interface Uploads extends Partial<Omit<RunFields, 'workflow'>> {
  workflow?: 'ci' | 'docs'
  uploads: string[]
}

/** Runs in the order in which they began; the ids of their artifacts rise. */
function build(runs: Record<string, Uploads>): Record<string, Run> {
  const { repository, run } = scenario
  const docs = repository.addWorkflow('.github/workflows/docs.yml', { name: 'Docs' })
  const made: Record<string, Run> = {}
  for (const [key, { workflow = 'ci', uploads, ...fields }] of Object.entries(runs)) {
    const added = repository.addRun({ workflow: workflow === 'ci' ? run.workflow : docs, ...fields })
    for (const upload of uploads) {
      const [name = '', expired] = upload.split(' ')
      added.listArtifact(name, expired ? { expired: true, expires_at: '2026-01-31T00:00:00Z' } : {})
    }
    made[key] = added
  }
  return made
}

const FORK = { id: 4711, full_name: 'mallory/app' }

/** `key/name` of an artifact. */
const labelOf = (artifact: Artifact, runs: Record<string, Run>) =>
  `${Object.keys(runs).find(key => runs[key]?.id === artifact.run.id)}/${artifact.name}`

/** The request log with run ids by their keys. */
function askedOf(runs: Record<string, Run>): string[] {
  return scenario
    .asked()
    .map(line => Object.entries(runs).reduce((text, [key, { id }]) => text.replaceAll(String(id), key), line))
}

const MAIN: Record<string, Uploads> = {
  oldest: { uploads: ['dist'], head_sha: SHA, event: 'schedule' },
  dev: { uploads: ['dist', 'logs'], head_branch: 'dev' },
  good: { uploads: ['dist', 'docs'], head_sha: SHA },
  docs: { uploads: ['site'], workflow: 'docs' },
  bad: { uploads: ['dist'], conclusion: 'failure' },
  tag: { uploads: ['dist'], head_branch: 'v1', path: '.github/workflows/ci.yml@refs/tags/v1' },
  fork: { uploads: ['dist'], head_repository: FORK },
  goneFork: { uploads: ['dist'], head_repository: null }
}

describe('a search: inputs × repository → selected artifacts and all requests', () => {
  const rows: [string, Record<string, string>, string[], string[]][] = [
    [
      'a name on a branch that any run may have',
      { name: 'dist', branch: 'main', conclusion: 'any' },
      ['bad/dist'],
      ['?name=dist&page=1']
    ],
    [
      'a name on a branch: runs are requested until a conclusion matches',
      { name: 'dist', branch: 'main' },
      ['good/dist'],
      ['?name=dist&page=1', 'runs/bad', 'runs/good']
    ],
    ['a name of a commit', { name: 'dist', commit: SHA }, ['good/dist'], ['?name=dist&page=1']],
    [
      'a name of a commit by its first digits, and an event',
      { name: 'dist', commit: 'c0ffee0', event: 'schedule' },
      ['oldest/dist'],
      ['?name=dist&page=1', 'runs/good', 'runs/oldest']
    ],
    [
      'a tag is a head branch too',
      { name: 'dist', branch: 'refs/tags/v1' },
      ['tag/dist'],
      ['?name=dist&page=1', 'runs/tag']
    ],
    [
      'a workflow by its file, with any ref in its path',
      { name: 'dist', workflow: 'ci.yml' },
      ['tag/dist'],
      ['?name=dist&page=1', 'runs/tag']
    ],
    [
      'a workflow by its path',
      { name: 'site', workflow: '.github/workflows/docs.yml' },
      ['docs/site'],
      ['?name=site&page=1', 'runs/docs']
    ],
    [
      'a conclusion of its own',
      { name: 'dist', workflow: 'ci.yml', conclusion: 'failure' },
      ['bad/dist'],
      ['?name=dist&page=1', 'runs/tag', 'runs/bad']
    ],
    [
      'forks if they are allowed',
      { name: 'dist', branch: 'main', conclusion: 'any', 'allow-forks': 'true' },
      ['goneFork/dist'],
      ['?name=dist&page=1']
    ],
    [
      'several names: all from the run that has the newest of them',
      { name: 'dist\ndocs', branch: 'main' },
      ['good/docs', 'good/dist'],
      ['?name=dist&page=1', '?name=docs&page=1', 'runs/bad', 'runs/good']
    ],
    [
      'a pattern',
      { pattern: 'd*', branch: 'main' },
      ['good/docs', 'good/dist'],
      ['?page=1', 'runs/bad', 'runs/good']
    ],
    ['only a branch', { branch: 'dev' }, ['dev/logs', 'dev/dist'], ['?page=1', 'runs/dev']],
    [
      'age and size are part of the match',
      { branch: 'main', conclusion: 'any', 'larger-than': '1KB' },
      [],
      ['?page=1']
    ]
  ]
  test.each(rows)('%s', async (_, inputs, selected, queries) => {
    const runs = build(MAIN)
    const { code, outputs } = await scenario.step({ operation: 'list', ...inputs })
    expect(code).toBe(0)
    const byId = new Map(scenario.repository.artifacts.items.map(artifact => [artifact.id, artifact]))
    const ids = JSON.parse(outputs.ids ?? '') as number[]
    expect(ids.map(id => labelOf(byId.get(id) as Artifact, runs))).toEqual(selected)
    expect(askedOf(runs).sort()).toEqual(
      queries.map(query => `GET /actions/${query.startsWith('?') ? `artifacts${query}` : query}`).sort()
    )
  })

  test('a name that only an older run has: the error says which run lacks it', async () => {
    const runs = build({ older: { uploads: ['dist', 'docs'] }, newer: { uploads: ['dist'] } })
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist\ndocs', branch: 'main' })
    expect(errorOf(stdout).message).toMatch(new RegExp(`"docs" \\([^"]*run ${runs.newer?.id}[^"]*\\)`))
  })

  test('get and delete search the same way', async () => {
    const runs = build(MAIN)
    const { outputs } = await scenario.step({ operation: 'get', name: 'dist', branch: 'main' })
    expect(outputs['run-id']).toBe(String(runs.good?.id))
    await scenario.step({ operation: 'delete', name: 'dist', branch: 'main' })
    expect(runs.good?.artifacts.items.map(({ name }) => name)).toEqual(['docs'])
    expect(runs.bad?.artifacts.items.length).toBe(1)
  })

  test('delete keeps a run that is in progress, and requests it for that; but not the current one', async () => {
    const sha = 'd'.repeat(40)
    const runs = build({ wip: { uploads: ['dist'], head_sha: sha, status: 'in_progress' } })
    const inputs = { operation: 'delete', commit: sha, pattern: '*' }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(0)
    expect(stdout).toContain(keptLine({ reason: 'unfinished-run', count: 1, size: 0 }))
    expect(askedOf(runs)).toEqual(['GET /actions/artifacts?page=1', 'GET /actions/runs/wip'])
    scenario.server.clearRequests()
    scenario.job.runId = runs.wip?.id ?? 0
    await scenario.step(inputs)
    expect(runs.wip?.artifacts.items).toEqual([])
    expect(askedOf(runs)).not.toContain('GET /actions/runs/wip')
  })
})

describe('a re-run of an old run: its artifacts have the highest ids', () => {
  const LAST_MONTH = Date.now() - 30 * 86_400_000
  const YESTERDAY = Date.now() - 86_400_000
  const at = (start: number, minutes: number) => ({ created_at: new Date(start + minutes * 60_000) })

  /** A run of last month and one of yesterday; then artifacts of the first one's second attempt. */
  function rerun(again: readonly string[], { earlier = 0 } = {}): Record<string, Run> {
    const { repository, run } = scenario
    const addRun = (start: number) => repository.addRun({ workflow: run.workflow, ...at(start, 0) })
    const before = addRun(LAST_MONTH - 86_400_000)
    repository.addArtifacts(earlier, () => ({ name: 'dist', run: before, ...at(LAST_MONTH, -1) }))
    const old = addRun(LAST_MONTH)
    old.listArtifact('dist', at(LAST_MONTH, 1))
    const newest = addRun(YESTERDAY)
    for (const name of ['dist', 'docs']) newest.listArtifact(name, at(YESTERDAY, 1))
    old.rerun()
    for (const name of again) old.listArtifact(name, at(YESTERDAY, 60))
    return { old, newest }
  }

  test.each<[string, Record<string, string>, string[]]>([
    ['a name', { name: 'dist', branch: 'main' }, ['newest/dist']],
    ['any conclusion', { name: 'dist', branch: 'main', conclusion: 'any' }, ['newest/dist']],
    ['several names', { name: 'dist\nlogs\ndocs', branch: 'main' }, ['newest/docs', 'newest/dist']],
    ['a pattern', { pattern: '*', branch: 'main' }, ['newest/docs', 'newest/dist']],
    ['a name that only the re-run has', { name: 'logs', branch: 'main' }, ['old/logs']]
  ])('%s: the newest run that has it', async (_, inputs, selected) => {
    const runs = rerun(['dist', 'docs', 'logs'])
    const { outputs } = await scenario.step({
      operation: 'list',
      'if-no-artifact-found': 'ignore',
      ...inputs
    })
    const ids = JSON.parse(outputs.ids ?? '') as number[]
    const { items } = scenario.repository.artifacts
    expect(ids.map(id => labelOf(items.find(item => item.id === id) as Artifact, runs))).toEqual(selected)
  })

  test('one list, and one request for the run', async () => {
    const runs = rerun(['dist'])
    await scenario.step({ operation: 'get', name: 'dist', branch: 'main' })
    expect(askedOf(runs)).toEqual(['GET /actions/artifacts?name=dist&page=1', 'GET /actions/runs/newest'])
  })

  test('pages are read until the artifacts are older than the run that was found', async () => {
    const runs = rerun(Array<string>(150).fill('dist'), { earlier: 300 })
    const { outputs } = await scenario.step({ operation: 'list', name: 'dist', branch: 'main' })
    expect(outputs['run-id']).toBe(String(runs.newest?.id))
    expect(outputs.count).toBe('1')
    expect(askedOf(runs)).toEqual([
      'GET /actions/artifacts?name=dist&page=1',
      'GET /actions/runs/old',
      'GET /actions/artifacts?name=dist&page=2',
      'GET /actions/runs/newest'
    ])
  })

  test('a run without a date: all pages are read', async () => {
    const runs = rerun(Array<string>(150).fill('dist'), { earlier: 300 })
    for (const { id } of Object.values(runs)) {
      const body = { id, status: 'completed', conclusion: 'success', created_at: null }
      scenario.server.fault({ match: { path: `/runs/${id}` }, action: { status: 200, body } })
    }
    const { outputs } = await scenario.step({ operation: 'get', name: 'dist', branch: 'main' })
    expect(outputs['run-id']).toBe(String(runs.newest?.id))
    expect(askedOf(runs).filter(line => line.includes('page='))).toHaveLength(5)
  })

  test('is not reported as newer than the selected run', async () => {
    const runs = rerun([])
    const fork = scenario.repository.addRun({ workflow: scenario.run.workflow, head_repository: FORK })
    fork.rerun()
    const failed = scenario.repository.addRun({ workflow: scenario.run.workflow, conclusion: 'failure' })
    const good = scenario.repository.addRun({ workflow: scenario.run.workflow })
    for (const each of [good, fork, failed]) each.listArtifact('dist')
    const { stdout } = await scenario.step({ operation: 'get', name: 'dist', branch: 'main' })
    expect(stdout).toContain(`run ${good.id}`)
    for (const { id } of [fork, failed]) expect(stdout).not.toContain(String(id))
    expect(askedOf(runs)).toHaveLength(2)
  })
})
