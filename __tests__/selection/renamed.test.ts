import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
  scenario.repository.renameFrom('octo-org/old')
})
afterEach(() => scenario.close())

/** The job still has the old name. */
const OLD = { GITHUB_REPOSITORY: 'octo-org/old' }

function step(inputs: Record<string, string>, env: Record<string, string> = {}) {
  const all = { operation: 'get', name: 'dist', repository: 'octo-org/old', ...inputs }
  return scenario.step(all, { ...OLD, ...env })
}

describe('in a renamed repository, only the first request is redirected:', () => {
  test('merge-base with ancestors', async () => {
    const { repository, run } = scenario
    const [first, second] = repository.addCommits(2, 'main')
    const [base] = repository.addCommits(1, 'main')
    const head = repository.addCommit({ parents: second ? [second] : [] })
    repository.addRun({ workflow: run.workflow, head_sha: first?.sha ?? '' }).listArtifact('dist')
    const file = join(scenario.job.temp, 'event.json')
    writeFileSync(file, JSON.stringify({ pull_request: { base, head } }))
    const inputs = { commit: 'merge-base', ancestors: '2' }
    const { outputs } = await step(inputs, { GITHUB_EVENT_PATH: file })
    expect(outputs['head-sha']).toBe(first?.sha)
    // Comparison, commits, artifacts.
    expect(scenario.server.requests).toHaveLength(4)
  })

  test('a merged pull request', async () => {
    const { repository, run } = scenario
    repository.addCommits(1, 'main')
    const pull = repository.addPullRequest({ number: 5, headBranch: 'fix' })
    const { sha } = repository.mergePullRequest(pull)
    const built = repository.addRun({ workflow: run.workflow, head_branch: 'fix', head_sha: pull.headSha })
    built.listArtifact('dist')
    const { outputs } = await step({ 'pull-request': 'merged' }, { GITHUB_SHA: sha })
    expect(outputs['run-id']).toBe(String(built.id))
    // Pull requests, artifacts, the run.
    expect(scenario.server.requests).toHaveLength(4)
  })

  test('a run number', async () => {
    scenario.run.listArtifact('dist')
    const inputs = { workflow: 'ci.yml', 'run-number': String(scenario.run.run_number) }
    const { outputs } = await step(inputs)
    expect(outputs['run-id']).toBe(String(scenario.run.id))
    expect(scenario.server.requests).toHaveLength(3)
  })
})
