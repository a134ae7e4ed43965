import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { interpolated } from '../../../scripts/demo/expressions.js'
import { asData } from '../../../scripts/demo/values.js'
import { readWorkflow } from '../../../scripts/demo/workflow.js'
import type { Repository, Run, ServerDialect, Workflow } from '../../support/github-server/index.js'
import { readProjectFile } from '../../support/project.js'
import type { StepResult } from '../../support/runner.js'
import { type Stage, startStage } from '../../support/stage.js'
import { inSweeps } from '../../support/sweep.js'

/** The last job of each example of docs/EXAMPLES.md, by heading. */
const examples = new Map(
  [...readProjectFile('docs/EXAMPLES.md').matchAll(/^### ([^\n]+)\n(?:(?!^##).)*?```yaml\n(.*?)```/gms)].map(
    ([, title = '', yaml = '']) => [title, readWorkflow(yaml).jobs.at(-1)]
  )
)

/** The examples of docs/EXAMPLES.md that search for a run, on a server that lists runs. */
export function examplesOfRuns(dialect: ServerDialect): void {
  let stage: Stage
  let repository: Repository
  beforeEach(async () => {
    stage = await startStage({ dialect }, { isPrivate: true, workflow: 'current.yml' })
    repository = stage.repository
  })
  afterEach(() => stage.at.close())

  const workflowOf = (name: string): Workflow =>
    repository.workflows.items.find(({ path: file }) => file.endsWith(`/${name}`)) ??
    repository.addWorkflow(`.github/workflows/${name}`)

  /** A run of a workflow with an artifact of one file, `from`, whose text is the run's id. */
  async function build(
    name: string,
    artifact: string,
    fields: Partial<Parameters<Repository['addRun']>[0]> = {}
  ) {
    const run = repository.addRun({ workflow: workflowOf(name), ...fields })
    await run.addArtifact(artifact, { files: { from: String(run.id) } })
    return run
  }

  /** Runs the first step of an example with its expressions evaluated, and with the permissions of its job. */
  async function play(
    heading: string,
    github: { sha?: string; event_name?: string; head_ref?: string; event?: object } = {},
    given: Record<string, string> = {}
  ): Promise<StepResult> {
    const { permissions, steps = [] } = examples.get(heading) ?? {}
    const step = steps.find(({ isOurs }) => isOurs)
    if (step === undefined || permissions === undefined) throw new Error(`no example "${heading}"`)
    const { server, job } = stage.at
    // The tokens of other servers do not get theirs from the workflow.
    if (dialect === 'github') server.permissions = permissions
    const contexts = {
      github: asData({ event: {}, ...github }),
      inputs: asData(given),
      secrets: asData({ API_TOKEN: server.token })
    }
    const inputs = Object.fromEntries(
      Object.entries(step.inputs).map(([name, text]) => [
        name,
        interpolated(name, text, { contexts, functions: [] })
      ])
    )
    const eventFile = path.join(job.temp, 'event.json')
    writeFileSync(eventFile, JSON.stringify(github.event ?? {}))
    const env = {
      GITHUB_SHA: github.sha,
      GITHUB_EVENT_NAME: github.event_name,
      GITHUB_EVENT_PATH: eventFile
    }
    return await stage.step(inputs, { env })
  }

  /** The example takes the artifact of this run, and its files are where the next steps look for them. */
  function expectFrom({ code, stdout, outputs }: StepResult, run: Run, folder: string): void {
    expect({ code, stdout }).toMatchObject({ code: 0 })
    expect(outputs['run-id']).toBe(String(run.id))
    expect(stage.files(folder)).toEqual(['from'])
  }

  test('Run by its number', async () => {
    await build('release.yml', 'dist')
    const second = await build('release.yml', 'dist')
    await build('release.yml', 'dist')
    const other = await build('release.yml', 'dist', { conclusion: 'failure' })
    // They count the runs of the workflow, or of the repository.
    const number = String(second.run_number)
    expectFrom(await play('Run by its number', {}, { number }), second, 'dist')
    const { code, stdout } = await play('Run by its number', {}, { number: String(other.run_number) })
    expect(code).toBe(1)
    expect(stdout).toContain('failure')
  })

  test('This branch, else main', async () => {
    const here = repository
    repository = stage.at.server.addRepository('octo-org/api', { private: true })
    const main = await build('build.yml', 'server')
    const title = 'This branch, else main'
    const result = await play(title, { head_ref: 'new-api' })
    expectFrom(result, main, 'server')
    expect(result.outputs['head-branch']).toBe('main')
    const branch = await build('build.yml', 'server', { head_branch: 'new-api' })
    await build('build.yml', 'server')
    expectFrom(await play(title, { head_ref: 'new-api' }), branch, 'server')
    repository = here
  })

  inSweeps(() => {
    test('Build of a merged pull request', async () => {
      const [base] = repository.addCommits(1, 'main')
      repository.addBranch('fix', base?.sha)
      const head_sha = repository.addCommits(1, 'fix')[0]?.sha ?? ''
      const pull = repository.addPullRequest({ number: 5, headBranch: 'fix' })
      const run = await build('ci.yml', 'dist', {
        head_branch: 'fix',
        head_sha,
        event: 'pull_request',
        pull_request: 5
      })
      const { sha } = repository.mergePullRequest(pull, { method: 'squash' })
      const title = 'Build of a merged pull request'
      expectFrom(await play(title, { sha, event_name: 'push' }), run, 'dist')
      const pushed = repository.addCommit({ branch: 'main' })
      expect((await play(title, { sha: pushed.sha, event_name: 'push' })).code).toBe(1)
    })

    test('Baseline of a pull request', async () => {
      const [first, fork] = repository.addCommits(2, 'main')
      repository.addBranch('fix', fork?.sha)
      const [base] = repository.addCommits(1, 'main')
      const [head] = repository.addCommits(1, 'fix')
      const older = await build('size.yml', 'sizes', { head_sha: first?.sha ?? '' })
      await build('size.yml', 'sizes', { head_sha: base?.sha ?? '' })
      repository.addPullRequest({ number: 6, headBranch: 'fix' })
      const event = { pull_request: { number: 6, base: { sha: base?.sha }, head: { sha: head?.sha } } }
      const title = 'Baseline of a pull request'
      expectFrom(await play(title, { event_name: 'pull_request', event }), older, 'baseline')
      const run = await build('size.yml', 'sizes', { head_sha: fork?.sha ?? '' })
      expectFrom(await play(title, { event_name: 'pull_request', event }), run, 'baseline')
      expect((await play(title, { event_name: 'push' })).code).toBe(1)
    })
  })
}
