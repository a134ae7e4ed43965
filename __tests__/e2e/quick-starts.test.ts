import { plausibleRepository } from '../../scripts/demo-repository.js'
import { stepsOfWorkflow, type WorkflowStep } from '../../scripts/demo-workflow.js'
import { GitHubServer } from '../support/github-server/index.js'
import { readProjectFile } from '../support/project.js'
import { type Job, runStep, startJob } from '../support/runner.js'
import { paths } from '../support/tree.js'

/** The last step of each of the README's first examples, by the bold words before it. */
const quickStarts = Object.fromEntries(
  [...readProjectFile('README.md').matchAll(/^\*\*([^*]+)\.\*\*(?:(?!^\*\*).)*?```yaml\n(.*?)```/gms)].map(
    ([, title = '', yaml = '']) => [title, stepsOfWorkflow(yaml).at(-1)]
  )
)

let server: GitHubServer
let job: Job
beforeAll(async () => {
  server = await GitHubServer.start()
  const { current } = await plausibleRepository(server)
  const { apiUrl, token } = server
  job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: current.id })
})
afterAll(async () => {
  await server.close()
  job.remove()
  server.assertConforms()
})

/** The step as it stands in the README, with the permissions that it names and no more. */
async function follow(title: string, more: Record<string, string> = {}) {
  const { permissions, inputs } = quickStarts[title] as WorkflowStep
  server.permissions = permissions
  const { code, stderr, outputs } = await runStep(job, { inputs: { ...inputs, ...more } })
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

test('In the same run', async () => {
  expect(await follow('In the same run')).toMatchObject({ 'run-id': String(job.runId), 'file-count': '3' })
  expect(paths(`${job.workspace}/dist`)).toEqual(['README.md', 'bin/', 'bin/app', 'lib/', 'lib/app.js'])
})

test("From another workflow: not this run's, not the fork's", async () => {
  const outputs = await follow('From another workflow')
  expect(outputs).toMatchObject({ 'head-branch': 'main', 'file-count': '3', 'digest-verified': 'true' })
  expect(Number(outputs['run-id'])).toBeLessThan(job.runId)
})

test('Clean up every night: says first, then does', async () => {
  const said = await follow('Clean up every night')
  expect(said).toMatchObject({ count: '1', 'deleted-count': '1' })
  const done = await follow('Clean up every night', { 'dry-run': 'false' })
  expect(done).toMatchObject({ ids: said.ids, 'deleted-count': '1', 'remaining-count': '0' })
})

describe('a workflow in the demo', () => {
  const step =
    'steps: [{uses: other@v1}, {uses: artifact-action/artifact-action@v1, with: {limit: 3, name: }}]'

  test.each<[string, string, WorkflowStep['permissions']]>([
    ['has what its job names', `jobs: {a: {permissions: {actions: read}, ${step}}}`, { actions: 'read' }],
    ['has what it names itself', `permissions: {}\njobs: {a: {${step}}}`, {}],
    ['has what a new repository gives', `jobs: {a: {${step}}}`, { contents: 'read' }],
    [
      'has all that can be read',
      `permissions: read-all\njobs: {a: {${step}}}`,
      { actions: 'read', contents: 'read', 'pull-requests': 'read' }
    ]
  ])('%s', (_, yaml, permissions) => {
    expect(stepsOfWorkflow(yaml)).toEqual([
      { title: 'job a, step 2', inputs: { limit: '3', name: '' }, permissions }
    ])
  })

  test('may be no more than its steps', () => {
    expect(stepsOfWorkflow(step)).toEqual([
      expect.objectContaining({ title: 'step 2', permissions: expect.objectContaining({ actions: 'write' }) })
    ])
  })

  test.each([
    [
      'nothing of ours',
      'jobs: {a: {steps: [{run: x}]}}',
      'no step in it uses artifact-action/artifact-action'
    ],
    [
      'an expression',
      'steps: [{uses: ./, with: {name: "${{ github.sha }}"}}]',
      'name: ${{ github.sha }} is an expression, which only GitHub evaluates: write a value instead'
    ]
  ])('with %s says so', (_, yaml, message) => {
    expect(() => stepsOfWorkflow(yaml)).toThrow(new Error(message))
  })
})
