import { addSampleRepositories, runInProgress } from '../../scripts/demo/repository.js'
import { readWorkflow } from '../../scripts/demo/workflow.js'
import { GitHubServer, type Repository } from '../support/github-server/index.js'
import { readProjectFile } from '../support/project.js'
import { type Job, runStep, startJob } from '../support/runner.js'
import { paths } from '../support/tree.js'

/** The last job of each quick start in the README, by its heading. */
const quickStarts = Object.fromEntries(
  [...readProjectFile('README.md').matchAll(/^### ([^\n]+)\n(?:(?!^##).)*?```yaml\n(.*?)```/gms)].map(
    ([, title = '', yaml = '']) => [title, readWorkflow(yaml).jobs.at(-1)]
  )
)

let server: GitHubServer
let repository: Repository
let job: Job
/** The variables of the run's own artifact service. */
let runtime: Record<string, string>
beforeAll(async () => {
  server = await GitHubServer.start()
  repository = (await addSampleRepositories(server)).repository
  const current = await runInProgress(repository)
  runtime = { ...server.runtimeEnvironment(current), GITHUB_SERVER_URL: 'https://github.com' }
  const { apiUrl, token } = server
  job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: current.id })
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
  const { code, stderr, outputs } = await runStep(job, { inputs, env: runtime })
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
    'digest-verified': 'true',
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

test("From another workflow: not this run's, not the fork's, not another workflow's", async () => {
  const outputs = await follow('From another workflow')
  expect(outputs).toMatchObject({ 'head-branch': 'main', 'file-count': '5', 'digest-verified': 'true' })
  expect(Number(outputs['run-id'])).toBeLessThan(job.runId)
})

test.each([
  ['branch: main', { branch: 'main' }, ['build.yml', 'main', 'success']],
  ['workflow: ci.yml', { workflow: 'ci.yml', branch: 'main' }, ['ci.yml', 'main', 'success']],
  [
    'conclusion: failure',
    { workflow: 'build.yml', branch: 'main', conclusion: 'failure' },
    ['build.yml', 'main', 'failure']
  ],
  ['a branch with a slash', { branch: 'release/1.0' }, ['build.yml', 'release/1.0', 'success']],
  ['a tag', { branch: 'v1.0' }, ['build.yml', 'v1.0', 'success']]
])(
  '%s makes a difference in the repository of the demo',
  async (_, selectors, [file, branch, conclusion]) => {
    server.permissions = { actions: 'read' }
    const { outputs } = await runStep(job, { inputs: { operation: 'get', name: 'dist', ...selectors } })
    expect(repository.runs.find(Number(outputs['run-id']))).toMatchObject({
      workflow: { path: `.github/workflows/${file}` },
      head_branch: branch,
      head_repository: { full_name: 'octo-org/app' },
      conclusion
    })
  }
)

test('Clean up every night: says first, then does', async () => {
  const said = await follow('Clean up every night')
  expect(said).toMatchObject({ count: '2', 'deleted-count': '2' })
  const done = await follow('Clean up every night', { 'dry-run': 'false' })
  expect(done).toMatchObject({ ids: said.ids, 'deleted-count': '2', 'remaining-count': '0' })
})
