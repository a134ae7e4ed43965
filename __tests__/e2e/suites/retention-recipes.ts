import { parse } from 'yaml'
import { interpolated } from '../../../scripts/demo/expressions.js'
import { asData } from '../../../scripts/demo/values.js'
import type { Permissions, Repository, Run, ServerDialect } from '../../support/github-server/index.js'
import { readProjectFile } from '../../support/project.js'
import type { StepResult } from '../../support/runner.js'
import { type Stage, startStage } from '../../support/stage.js'
import { inSweeps } from '../../support/sweep.js'

interface Recipe {
  if: string
  permissions: Permissions
  with: Record<string, string | number | boolean>
  matrix: Record<string, string[]>
}

/** The workflows of docs/RETENTION.md, by heading. */
const recipes = new Map(
  [...readProjectFile('docs/RETENTION.md').matchAll(/^## ([^\n]+)\n(?:(?!^## ).)*?```yaml\n(.*?)```/gms)].map(
    ([, heading = '', yaml = '']) => [heading, recipeOf(yaml)]
  )
)

function recipeOf(yaml: string): Recipe {
  const { jobs } = parse(yaml) as {
    jobs: Record<
      string,
      {
        if?: string
        permissions: Permissions
        steps: { with: Recipe['with'] }[]
        strategy?: { matrix: Recipe['matrix'] }
      }
    >
  }
  const [job, ...others] = Object.values(jobs)
  const [step, ...steps] = job?.steps ?? []
  if (job === undefined || step === undefined || others.length + steps.length > 0) {
    throw new Error('a recipe is one job with one step')
  }
  return {
    if: job.if ?? '',
    permissions: job.permissions,
    with: step.with,
    matrix: job.strategy?.matrix ?? {}
  }
}

const DAY = 24 * 60 * 60 * 1000
const PULL_REQUEST = 42

/** The workflows of docs/RETENTION.md, on a server that lists runs. */
export function retentionRecipes(dialect: ServerDialect): void {
  let stage: Stage
  let repository: Repository
  beforeEach(async () => {
    stage = await startStage({ dialect }, { isPrivate: true })
    repository = stage.repository
  })
  afterEach(() => stage.at.close())

  const aRun = (head_branch: string, status = 'completed') =>
    stage.addRun({ head_branch, status, conclusion: status === 'completed' ? 'success' : null })
  const upload = (run: Run, name: string, { days = 0, size = 1000 } = {}) =>
    run.listArtifact(name, { created_at: new Date(Date.now() - days * DAY), size_in_bytes: size })
  const remaining = () => repository.artifacts.items.map(({ name }) => name)

  /** Runs a recipe's step as the runner would, once for each value of its matrix, with all expressions evaluated. */
  async function run(
    heading: string,
    more: Record<string, string> = {},
    given: Record<string, unknown> = {}
  ): Promise<StepResult[]> {
    const recipe = recipes.get(heading)
    if (recipe === undefined) throw new Error(`no recipe under "${heading}"`)
    stage.at.server.permissions = recipe.permissions
    const results: StepResult[] = []
    for (const shard of recipe.matrix.shard ?? ['']) {
      const contexts = {
        github: asData({ event: { pull_request: { number: PULL_REQUEST } } }),
        matrix: asData({ shard }),
        inputs: asData(given)
      }
      const inputs = Object.fromEntries(
        Object.entries(recipe.with).map(([name, value]) => [
          name,
          interpolated(name, String(value), { contexts, functions: [] })
        ])
      )
      results.push(await stage.step({ ...inputs, ...more }))
    }
    for (const { code, stderr } of results) expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return results
  }

  test('every recipe has a test', () => {
    expect([...recipes.keys()]).toEqual([
      'Every night',
      'Manual dry run, nightly deletion',
      'After a pull request is closed',
      'The last 3 of each name on each branch',
      'The last 10 runs of each workflow',
      'A storage budget',
      'Deleted branches',
      'Shards in a matrix'
    ])
  })

  test('Every night: a dry run shows the plan, and without it the same artifacts are deleted', async () => {
    upload(aRun('dev'), 'dist', { days: 19 })
    const longRun = aRun('main', 'in_progress')
    for (let index = 0; index < 4; index++) upload(longRun, 'log', { days: 18 })
    for (const branch of ['main', 'release/1.0', 'v1.0.0']) {
      for (const days of [17, 16, 15, 12, 11]) upload(aRun(branch), 'dist', { days, size: days })
    }
    for (const days of [13, 12, 11, 10]) upload(aRun('busy'), 'dist', { days })
    const before = repository.artifacts.items.slice()
    const [dryRun] = await run('Every night')
    expect([dryRun?.outputs['deleted-count'], repository.artifacts.items.length]).toEqual([
      '2',
      before.length
    ])
    await run('Every night', { 'dry-run': 'false' })
    const deleted = before.filter(artifact => !repository.artifacts.items.includes(artifact))
    expect(deleted.map(({ run: of, size_in_bytes: size }) => [of.head_branch, size])).toEqual([
      ['main', 17],
      ['main', 16]
    ])
  })

  test.each([
    ['run by hand', { 'dry-run': true }, 8],
    ['run by hand with the box cleared', { 'dry-run': false }, 7],
    ['run by the schedule', {}, 7]
  ])('Manual dry run, nightly deletion: %s', async (_, given, rest) => {
    for (const branch of ['main', 'release/1.0']) {
      for (const days of [20, 19, 18, 1]) upload(aRun(branch), 'dist', { days })
    }
    const [result] = await run('Manual dry run, nightly deletion', {}, given)
    expect(result?.outputs['deleted-count']).toBe('1')
    expect(result?.stdout).not.toContain('::warning::')
    expect(remaining()).toHaveLength(rest)
  })

  test('After a pull request is closed', async () => {
    repository.addPullRequest({ number: PULL_REQUEST, headBranch: 'feature' })
    const fork = { id: 99, full_name: 'stranger/app' }
    repository.addPullRequest({ number: 43, headBranch: 'feature', headRepository: fork })
    upload(aRun('feature'), 'preview')
    upload(aRun('feature-2'), 'other')
    const ofFork = { head_branch: 'feature', head_repository: fork, event: 'pull_request', pull_request: 43 }
    upload(stage.addRun(ofFork), 'fork')
    await run('After a pull request is closed')
    expect(remaining()).toEqual(['other', 'fork'])
  })

  test('After a pull request is closed: long-lived branches keep their artifacts', () => {
    const condition = recipes.get('After a pull request is closed')?.if ?? ''
    expect(condition).toMatch(/^github\.event\.pull_request\.head\.repo\.full_name == github\.repository && /)
    const [, lasting = '[]'] = /&& !contains\(fromJSON\('(.*?)'\), github\.head_ref\)$/.exec(condition) ?? []
    expect(JSON.parse(lasting)).toEqual(['main', 'develop'])
  })

  inSweeps(() => {
    test('The last 3 of each name on each branch', async () => {
      for (const branch of ['main', 'dev']) {
        for (let index = 1; index <= 5; index++) upload(aRun(branch), 'dist', { size: index })
      }
      await run('The last 3 of each name on each branch')
      expect(
        repository.artifacts.items.map(({ run: of, size_in_bytes: size }) => [of.head_branch, size])
      ).toEqual(['main', 'dev'].flatMap(branch => [3, 4, 5].map(size => [branch, size])))
    })

    test('The last 10 runs of each workflow', async () => {
      const docs = repository.addWorkflow('.github/workflows/docs.yml')
      upload(aRun('release/1.0'), 'release')
      for (let index = 1; index <= 12; index++) {
        const run = aRun(index % 2 === 0 ? 'main' : 'dev')
        // Each attempt has its own name.
        for (const attempt of [1, 2]) upload(run, `dist-${index}-${attempt}`)
        if (index <= 3) upload(stage.addRun({ workflow: docs }), `site-${index}`)
      }
      const [result] = await run('The last 10 runs of each workflow')
      expect(result?.outputs['deleted-count']).toBe('4')
      expect(remaining().filter(name => /^dist-[123]-/.test(name))).toEqual(['dist-3-1', 'dist-3-2'])
      expect(remaining().filter(name => !name.startsWith('dist'))).toEqual([
        'release',
        'site-1',
        'site-2',
        'site-3'
      ])
    })

    test('A storage budget', async () => {
      for (const size of [1, 0.5, 1, 0.5]) upload(aRun('main'), 'dist', { size: size * 1e9 })
      for (const size of [1, 3]) upload(aRun('main'), 'huge', { size: size * 1e9 })
      await run('A storage budget')
      expect(repository.artifacts.items.map(({ name, size_in_bytes: size }) => [name, size / 1e9])).toEqual([
        ['dist', 0.5],
        ['dist', 1],
        ['dist', 0.5],
        ['huge', 3]
      ])
    })

    test('Deleted branches', async () => {
      repository.addTag('v1')
      for (const branch of ['main', 'v1', 'gone']) upload(aRun(branch), branch)
      await run('Deleted branches')
      expect(remaining()).toEqual(['main', 'v1'])
    })

    test('Shards in a matrix', async () => {
      for (let index = 0; index < 21; index++) upload(aRun('main'), `old-${index}`, { days: 31 })
      upload(aRun('main'), 'young', { days: 29 })
      const results = await run('Shards in a matrix')
      expect(results.map(({ outputs }) => Number(outputs['deleted-count'])).sort((a, b) => a - b)).toEqual([
        5, 5, 5, 6
      ])
      expect(remaining()).toEqual(['young'])
    })
  })
}
