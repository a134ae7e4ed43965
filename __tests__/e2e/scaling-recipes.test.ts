import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { GitHubServer, type Permissions, type Repository } from '../support/github-server/index.js'
import { readProjectFile } from '../support/project.js'
import { type Job, runStep, type StepResult, startJob } from '../support/runner.js'

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

let server: GitHubServer
let repository: Repository
let job: Job
beforeEach(async () => {
  server = await GitHubServer.start()
  repository = server.addRepository('octo-org/app', { private: true })
  const workflow = repository.addWorkflow('.github/workflows/ci.yml')
  const run = repository.addRun({ workflow, status: 'in_progress' })
  job = startJob({ apiUrl: server.apiUrl, token: server.token, repository: 'octo-org/app', runId: run.id })
})
afterEach(async () => {
  await server.close()
  job.remove()
  server.assertConforms()
})

const aRun = (fields: { event?: string; head_repository?: { id: number; full_name: string } } = {}) => {
  const [workflow] = repository.workflows.items
  if (workflow === undefined) throw new Error('no workflow')
  return repository.addRun({ workflow, ...fields })
}

/** Runs the first step of a job with its expressions evaluated. */
async function run(
  { permissions, steps }: RecipeJob,
  expressions: Record<string, string>
): Promise<StepResult> {
  server.permissions = permissions
  const inputs = Object.entries(steps[0]?.with ?? {}).map(([name, value]) => [
    name,
    String(value).replace(/\$\{\{ (\S+) \}\}/g, (_, expression: string) => expressions[expression] ?? '')
  ])
  return await runStep(job, { inputs: Object.fromEntries(inputs) })
}

test('a matrix of downloads: every report of this repository, none of a fork', async () => {
  await aRun().addArtifact('report-1', { files: { 'a.txt': 'ours' } })
  const stranger = { event: 'pull_request', head_repository: { id: 99, full_name: 'stranger/app' } }
  await aRun(stranger).addArtifact('report-2', { files: { 'a.txt': 'theirs' } })
  const listed = await run(jobs.list, {})
  expect(listed.outputs.names).toBe('["report-1"]')
  const [id] = JSON.parse(listed.outputs.ids ?? '') as number[]
  expect((await run(jobs.process, { 'matrix.id': String(id) })).code).toBe(0)
  expect(readFileSync(path.join(job.workspace, 'report/a.txt'), 'utf8')).toBe('ours')
})

test('shards: each artifact is archived once, and a job with an empty shard succeeds', async () => {
  const ids: number[] = []
  for (const name of ['a', 'b', 'c']) ids.push((await aRun().addArtifact(name, { files: { name } })).id)
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
