import type { Run, RunFields } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const GET = { operation: 'get', name: 'dist', branch: 'fix\nmain' }
const LIST = 'GET /actions/artifacts?name=dist&page=1'
const requestOf = ({ id }: Run) => `GET /actions/runs/${id}`

/** A run of a branch with an artifact. */
function upload(head_branch: string, fields: Partial<RunFields> = {}, name = 'dist'): Run {
  const run = scenario.repository.addRun({ workflow: scenario.run.workflow, head_branch, ...fields })
  run.listArtifact(name)
  return run
}

test('the first branch wins, even if another has a newer run', async () => {
  const fix = upload('fix')
  upload('main')
  const { outputs, stdout } = await scenario.step(GET)
  expect(outputs['run-id']).toBe(String(fix.id))
  expect(stdout).toMatch(new RegExp(`run ${fix.id} of .*branch fix`))
  expect(scenario.asked()).toEqual([LIST, requestOf(fix)])
})

test('the next branch is searched in the list that was read', async () => {
  const older = upload('main')
  upload('dev')
  const { outputs } = await scenario.step({ ...GET, branch: 'fix\nmain\ndev' })
  expect(outputs['run-id']).toBe(String(older.id))
  expect(scenario.asked()).toEqual([LIST, requestOf(older)])
})

test.each<[string, Partial<RunFields>, boolean]>([
  ['failed', { conclusion: 'failure' }, true],
  ['is in progress', { status: 'in_progress' }, true],
  ['is from a fork', { head_repository: { id: 4711, full_name: 'mallory/app' } }, false]
])('a run of the first branch that %s does not match', async (_, fields, isRequested) => {
  const main = upload('main')
  const fix = upload('fix', fields)
  const { outputs, stdout } = await scenario.step(GET)
  expect(outputs['run-id']).toBe(String(main.id))
  expect(stdout).toMatch(/Skipped .*"dist"/)
  expect(scenario.asked()).toEqual([LIST, ...(isRequested ? [requestOf(fix)] : []), requestOf(main)])
})

test('a run of the first branch that does not hold the artifact, or whose artifact has expired', async () => {
  const main = upload('main')
  upload('fix', {}, 'logs')
  const fix = scenario.repository.addRun({ workflow: scenario.run.workflow, head_branch: 'fix' })
  fix.listArtifact('dist', { expired: true })
  const { outputs } = await scenario.step(GET)
  expect(outputs['run-id']).toBe(String(main.id))
})

test('several pages are read once for all branches', async () => {
  const main = upload('main')
  scenario.repository.addArtifacts(350, () => ({ name: 'dist', run: upload('dev', {}, 'other') }))
  const { outputs } = await scenario.step(GET)
  expect(outputs['run-id']).toBe(String(main.id))
  const pages = [1, 2, 3, 4].map(page => `GET /actions/artifacts?name=dist&page=${page}`)
  expect(scenario.asked().slice(0, 4).sort()).toEqual(pages)
  expect(scenario.asked().slice(4)).toEqual([requestOf(main)])
})

test('a pattern in a large repository: the list of runs of one branch after the other', async () => {
  const main = upload('main')
  const busy = scenario.repository.addRun({ workflow: scenario.run.workflow, head_branch: 'busy' })
  scenario.repository.addArtifacts(500, index => ({ name: `x-${index}`, run: busy }))
  const inputs = { operation: 'list', pattern: 'd*', branch: 'fix\nmain' }
  const { outputs } = await scenario.step(inputs)
  expect(outputs['run-id']).toBe(String(main.id))
  const page = 'GET /actions/artifacts?page=1'
  const runsOf = (branch: string) => `GET /actions/runs?branch=${branch}&status=success&page=1`
  expect(scenario.asked()).toEqual([
    ...[page, runsOf('fix'), page, runsOf('main')],
    `GET /actions/runs/${main.id}/artifacts?page=1`
  ])
})

test('no branch has it: the error names all of them, and why the newest does not match', async () => {
  upload('dev')
  const failed = upload('main', { conclusion: 'failure' })
  const { code, stdout } = await scenario.step(GET)
  expect(code).toBe(1)
  const { message } = errorOf(stdout)
  expect(message).toContain('"fix", else "main"')
  expect(message).toContain(`run ${failed.id} `)
  expect(message).toContain('conclusion failure')
})

test('a typo in one of the branches', async () => {
  upload('release')
  const { stdout } = await scenario.step({ ...GET, branch: 'fix\nrelaese' })
  expect(errorOf(stdout).message).toMatch(/relaese .*\brelease\?/)
})

test('delete takes the artifacts of the first branch that has them', async () => {
  const [fix, main] = [upload('fix'), upload('main')]
  await scenario.step({ ...GET, operation: 'delete' })
  expect([fix, main].map(({ artifacts }) => artifacts.items.length)).toEqual([0, 1])
})

describe('wait-timeout', () => {
  const WAIT = { ...GET, 'wait-timeout': '1h' }
  const beforeList = (nth: number, action: () => void) =>
    scenario.server.fault({ match: { path: /artifacts\?/, nth }, action: { before: action } })

  test.each(['fix', 'main'])('each check tries all branches, and finds %s', async branch => {
    let run: Run | undefined
    beforeList(3, () => {
      run = upload(branch)
    })
    const { outputs } = await scenario.step(WAIT)
    expect(outputs['run-id']).toBe(String(run?.id))
    expect(scenario.asked().filter(line => line === LIST)).toHaveLength(3)
  })

  test('does not end because runs of another branch have failed', async () => {
    const head_sha = 'c'.repeat(40)
    const fields = { head_sha, conclusion: 'failure' }
    upload('dev', fields)
    beforeList(3, () => void upload('main', { head_sha }))
    const { code } = await scenario.step({ ...WAIT, workflow: 'ci.yml', commit: head_sha })
    expect(code).toBe(0)
  })

  test('ends once all runs of these branches have failed', async () => {
    const fields = { head_sha: 'c'.repeat(40), conclusion: 'failure' }
    upload('fix', fields)
    upload('dev', { ...fields, conclusion: null, status: 'in_progress' })
    const { code, stdout } = await scenario.step({ ...WAIT, workflow: 'ci.yml', commit: fields.head_sha })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('conclusion failure')
    expect(scenario.asked().filter(line => line === LIST)).toHaveLength(1)
  })
})
