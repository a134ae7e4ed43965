import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import type { Permissions, ServerDialect } from '../../support/github-server/index.js'
import { readProjectFile } from '../../support/project.js'
import type { StepResult } from '../../support/runner.js'
import { type Stage, startStage } from '../../support/stage.js'
import { inSweeps } from '../../support/sweep.js'

interface RecipeJob {
  permissions: Permissions
  steps: { id?: string; if?: string; with?: Record<string, unknown>; run?: string }[]
  strategy?: { matrix: { shard?: number[] } }
}

/** The jobs of the complete workflows in docs/SCALING.md, by name. */
const jobs = Object.assign(
  {},
  ...[...readProjectFile('docs/SCALING.md').matchAll(/```yaml\n(name:.*?)```/gs)].map(
    ([, yaml = '']) => (parse(yaml) as { jobs: unknown }).jobs
  )
) as Record<'list' | 'process' | 'archive', RecipeJob>

/** The workflows of docs/SCALING.md, on a server that lists runs. */
export function scalingRecipes(dialect: ServerDialect): void {
  let stage: Stage
  beforeEach(async () => {
    stage = await startStage({ dialect }, { isPrivate: true })
  })
  afterEach(() => stage.at.close())

  /** Runs the first step of a job with its expressions evaluated. */
  async function run(
    { permissions, steps }: RecipeJob,
    expressions: Record<string, string>
  ): Promise<StepResult> {
    stage.at.server.permissions = permissions
    const inputs = Object.entries(steps[0]?.with ?? {}).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => expressions[expression] ?? '')
    ])
    return await stage.step(Object.fromEntries(inputs) as Record<string, string>)
  }

  test('a matrix of downloads: every report of this repository, none of a fork', async () => {
    await stage.addRun().addArtifact('report-1', { files: { 'a.txt': 'ours' } })
    const fork = { id: 99, full_name: 'stranger/app' }
    stage.repository.addPullRequest({ number: 5, headBranch: 'fix', headRepository: fork })
    const ofFork = { event: 'pull_request', pull_request: 5, head_branch: 'fix', head_repository: fork }
    await stage.addRun(ofFork).addArtifact('report-2', { files: { 'a.txt': 'theirs' } })
    const listed = await run(jobs.list, {})
    expect(listed.outputs.names).toBe('["report-1"]')
    const [id] = JSON.parse(listed.outputs.ids ?? '') as number[]
    expect((await run(jobs.process, { 'matrix.id': String(id) })).code).toBe(0)
    expect(readFileSync(path.join(stage.at.job.workspace, 'report/a.txt'), 'utf8')).toBe('ours')
  })

  inSweeps(() => {
    test('shards: each artifact is archived once, and a job with an empty shard succeeds', async () => {
      const ids: number[] = []
      for (const name of ['a', 'b', 'c'])
        ids.push((await stage.addRun().addArtifact(name, { files: { name } })).id)
      const [, afterwards] = jobs.archive.steps
      const archived: number[] = []
      for (const shard of jobs.archive.strategy?.matrix.shard ?? []) {
        const { code, outputs } = await run(jobs.archive, { 'matrix.shard': String(shard) })
        expect(code).toBe(0)
        archived.push(...(JSON.parse(outputs.ids ?? '') as number[]))
      }
      expect(archived.sort((a, b) => a - b)).toEqual(ids)
      // Without artifacts, the folder does not exist.
      expect(afterwards).toMatchObject({ if: "steps.archive.outputs.found == 'true'", run: 'du -sh archive' })
      expect(jobs.archive.steps[0]?.id).toBe('archive')
    })
  })
}
