import { parse } from 'yaml'
import { plausibleRepository } from '../../scripts/demo-repository.js'
import { GitHubServer, type Permissions } from '../support/github-server/index.js'
import { readProjectFile } from '../support/project.js'
import { type Job, runStep, startJob } from '../support/runner.js'
import { paths } from '../support/tree.js'

interface QuickStart {
  permissions: Permissions
  with: Record<string, string | number | boolean>
}

/** The last job of each of the README's first examples, by the bold words before it. */
const quickStarts = Object.fromEntries(
  [...readProjectFile('README.md').matchAll(/^\*\*([^*]+)\.\*\*(?:(?!^\*\*).)*?```yaml\n(.*?)```/gms)].map(
    ([, title = '', yaml = '']) => {
      const { jobs } = parse(yaml) as {
        jobs: Record<string, { permissions: Permissions; steps: { with: QuickStart['with'] }[] }>
      }
      const job = Object.values(jobs).at(-1)
      return [title, { permissions: job?.permissions ?? {}, with: job?.steps.at(-1)?.with ?? {} }]
    }
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
  const { permissions, with: inputs } = quickStarts[title] as QuickStart
  server.permissions = permissions
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]))
  const { code, stderr, outputs } = await runStep(job, { inputs: { ...given, ...more } })
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
  expect(said).toMatchObject({ count: '3', 'deleted-count': '3' })
  const done = await follow('Clean up every night', { 'dry-run': 'false' })
  expect(done).toMatchObject({ ids: said.ids, 'deleted-count': '3', 'remaining-count': '0' })
})
