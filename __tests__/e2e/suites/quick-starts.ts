import { addSampleRepositories, runInProgress } from '../../../scripts/demo/repository.js'
import { readWorkflow } from '../../../scripts/demo/workflow.js'
import { GitHubServer, type Repository, type ServerDialect } from '../../support/github-server/index.js'
import { readProjectFile } from '../../support/project.js'
import { type Job, runStep, startJob } from '../../support/runner.js'
import { lacks } from '../../support/stage.js'
import { inSweeps } from '../../support/sweep.js'
import { paths } from '../../support/tree.js'

/** The last job of each quick start in the README, by its heading. */
const quickStarts = Object.fromEntries(
  [...readProjectFile('README.md').matchAll(/^### ([^\n]+)\n(?:(?!^##).)*?```yaml\n(.*?)```/gms)].map(
    ([, title = '', yaml = '']) => [title, readWorkflow(yaml).jobs.at(-1)]
  )
)

/** The quick starts of the README, in the repository of the demo. */
export function quickStartsOf(dialect: ServerDialect): void {
  const isGitHub = dialect === 'github'
  let server: GitHubServer
  let repository: Repository
  let job: Job
  /** The variables of a job. */
  let variables: Record<string, string>
  beforeAll(async () => {
    server = await GitHubServer.start({ dialect })
    repository = (await addSampleRepositories(server)).repository
    const current = await runInProgress(repository, {}, isGitHub)
    variables = {
      ...server.jobEnvironment(current),
      ...(isGitHub && { GITHUB_SERVER_URL: 'https://github.com' })
    }
    const { GITHUB_API_URL: apiUrl = '', GITHUB_RUN_ID: runId } = variables
    const token = dialect === 'act' ? '' : server.token
    job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: Number(runId) })
  })
  afterAll(async () => {
    await server.close()
    job.remove()
    server.assertConforms()
  })

  /** The job's last step as it stands in the README, with the permissions that it names and no more. */
  async function follow(
    title: string,
    more: Record<string, string> = {},
    permissions = quickStarts[title]?.permissions ?? {}
  ) {
    const { steps = [] } = quickStarts[title] ?? {}
    server.permissions = permissions
    const inputs = { ...steps.at(-1)?.inputs, ...more }
    const { code, stderr, outputs } = await runStep(job, { inputs, env: variables })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return outputs
  }

  test('every quick start of the README is followed here', () => {
    expect(Object.keys(quickStarts)).toEqual([
      'In the same run',
      'From another workflow',
      'Clean up every night'
    ])
  })

  test('In the same run: without a permission, and without a request to the REST API', async () => {
    expect(quickStarts['In the same run']?.permissions).not.toHaveProperty('actions')
    expect(await follow('In the same run', {}, {})).toMatchObject({
      'run-id': String(job.runId),
      'file-count': '5',
      'digest-verified': String(isGitHub),
      'api-requests': '0'
    })
    expect(paths(`${job.workspace}/dist`)).toEqual([
      'README.md',
      'bin/',
      'bin/app',
      'docs/',
      'docs/guide.js.map',
      'docs/guide.md',
      'lib/',
      'lib/app.js'
    ])
  })

  if (lacks(dialect, 'a list of runs')) return

  test("From another workflow: not this run's, not the fork's, not another workflow's", async () => {
    const outputs = await follow('From another workflow')
    expect(outputs).toMatchObject({
      'head-branch': 'main',
      'file-count': '5',
      'digest-verified': String(isGitHub)
    })
    expect(Number(outputs['run-id'])).toBeLessThan(job.runId)
  })

  inSweeps(() => {
    const searches: [string, Record<string, string>, [string, string, string]][] = [
      ['branch: main', { branch: 'main' }, ['build.yml', 'main', 'success']],
      ['workflow: ci.yml', { workflow: 'ci.yml', branch: 'main' }, ['ci.yml', 'main', 'success']],
      [
        'conclusion: failure',
        { workflow: 'build.yml', branch: 'main', conclusion: 'failure' },
        ['build.yml', 'main', 'failure']
      ],
      ['a branch with a slash', { branch: 'release/1.0' }, ['build.yml', 'release/1.0', 'success']]
    ]
    // Gitea has no filter by tag.
    if (!dialect.startsWith('gitea')) {
      searches.push(['a tag', { branch: 'v1.0' }, ['build.yml', 'v1.0', 'success']])
    }

    test.each(searches)(
      '%s makes a difference in the repository of the demo',
      async (_, selectors, [file, branch, conclusion]) => {
        server.permissions = { actions: 'read' }
        const inputs = { operation: 'get', name: 'dist', ...selectors }
        const { outputs } = await runStep(job, { inputs, env: variables })
        expect(repository.runs.find(Number(outputs['run-id']))).toMatchObject({
          workflow: { path: `.github/workflows/${file}` },
          head_branch: branch,
          head_repository: { full_name: 'octo-org/app' },
          conclusion
        })
      }
    )
  })

  test('Clean up every night: says first, then does', async () => {
    const said = await follow('Clean up every night')
    expect(said).toMatchObject({ count: '2', 'deleted-count': '2' })
    const done = await follow('Clean up every night', { 'dry-run': 'false' })
    expect(done).toMatchObject({ ids: said.ids, 'deleted-count': '2', 'remaining-count': '0' })
  })
}
