import type { Artifact, Run } from '../support/github-server/index.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
afterEach(() => scenario.close())

const SHA = 'c0ffee0000000000000000000000000000000000'
const DAY = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY)

/** The artifacts by a letter, oldest first. */
let letters: Record<string, Artifact>
/** The runs by the letter of their artifact. */
let runs: Record<string, Run>

async function build(): Promise<void> {
  scenario = await startScenario()
  const { repository, run } = scenario
  const ci = run.workflow
  const docs = repository.addWorkflow('.github/workflows/docs.yml', { name: 'Docs' })
  const fork = { id: 4711, full_name: 'mallory/app' }
  runs = {
    a: repository.addRun({ workflow: ci, created_at: ago(40) }),
    b: repository.addRun({ workflow: ci, head_branch: 'release/1.x', head_sha: SHA }),
    c: repository.addRun({ workflow: docs, head_branch: 'dev', event: 'schedule' }),
    d: repository.addRun({ workflow: ci, head_branch: 'dev', conclusion: 'failure' }),
    e: repository.addRun({ workflow: ci, head_repository: fork, event: 'pull_request' }),
    f: repository.addRun({ workflow: ci, head_branch: null })
  }
  const uploads: [string, string, number, number][] = [
    ['a', 'dist', 40, 1_000],
    ['b', 'dist', 30, 2_000_000],
    ['c', 'site', 20, 5_000],
    ['d', 'dist', 10, 1_000],
    ['e', 'dist', 5, 9_000_000],
    ['f', 'logs', 1, 1_000]
  ]
  letters = {}
  for (const [letter, name, days, size_in_bytes] of uploads) {
    const fields = { created_at: ago(days), size_in_bytes }
    letters[letter] = (runs[letter] as Run).listArtifact(name, fields)
  }
}
beforeEach(build)

const lettersOf = (ids: string | undefined) =>
  (JSON.parse(ids ?? '[]') as number[])
    .map(id => Object.keys(letters).find(letter => letters[letter]?.id === id))
    .join('')

const rows: [string, Record<string, string>, string, number][] = [
  ['everything', {}, 'fedcba', 1],
  ['a branch', { branch: 'main' }, 'ea', 1],
  ['all but a branch; artifacts without a branch do not match', { branch: '!main' }, 'dcb', 1],
  ['a star stops at a slash', { branch: '*' }, 'edca', 1],
  ['release branches too', { branch: '*\n**\n!main' }, 'dcb', 1],
  ['a commit', { commit: SHA.slice(0, 7) }, 'b', 1],
  // Six runs, by one request for their list.
  ['a workflow', { workflow: 'docs.yml' }, 'c', 2],
  ['an event', { event: 'push' }, 'fdba', 2],
  ['a conclusion', { conclusion: 'failure' }, 'd', 2],
  // Few runs, one by one.
  ['a conclusion on a branch', { conclusion: 'success', branch: 'dev' }, 'c', 3],
  ['older than', { 'older-than': '15d' }, 'cba', 1],
  ['newer than a date', { 'newer-than': ago(15).toISOString() }, 'fed', 1],
  ['larger than', { 'larger-than': '1MB' }, 'eb', 1],
  ['smaller than, of a name', { 'smaller-than': '1MB', name: 'dist' }, 'da', 1],
  ['the latest of each name', { latest: 'true' }, 'fec', 1],
  ['the latest of each name on a branch', { latest: 'true', branch: 'dev' }, 'dc', 1],
  ['a limit', { limit: '2' }, 'fe', 1],
  ['a limit counts artifacts whose run matches', { limit: '1', conclusion: 'failure' }, 'd', 2],
  ['a limit after the latest', { latest: 'true', limit: '2', pattern: '*\n!logs' }, 'ec', 1],
  ['everything at once', { branch: '**', 'older-than': '2d', 'smaller-than': '1MB', event: 'push' }, 'da', 4],
  ['a pull request', { 'pull-request': '5' }, 'dc', 2]
]

describe('list', () => {
  test.each(rows)('%s', async (_, inputs, expected, requests) => {
    scenario.repository.addPullRequest({ number: 5, headBranch: 'dev' })
    const { code, outputs } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
    expect(code).toBe(0)
    expect(lettersOf(outputs.ids)).toBe(expected)
    expect(scenario.server.requests.length).toBe(requests)
  })
})

describe('delete', () => {
  const deletable = rows.filter(([, inputs]) => inputs.latest === undefined && inputs.limit === undefined)
  test.each(deletable)('%s', async (_, inputs, expected) => {
    scenario.repository.addPullRequest({ number: 5, headBranch: 'dev' })
    const narrowed = { pattern: '*', ...inputs }
    const { code } = await scenario.step({ operation: 'delete', scope: 'repository', ...narrowed })
    expect(code).toBe(0)
    const left = scenario.repository.artifacts.items.map(({ id }) => id)
    const gone = Object.keys(letters).filter(letter => !left.includes(letters[letter]?.id ?? 0))
    expect(gone.toReversed().join('')).toBe(expected)
  })
})

test('download selects all matching artifacts, with a folder for each', async () => {
  const { run, repository } = scenario
  const main = repository.addRun({ workflow: run.workflow })
  await main.addArtifact('x', { files: { 'x.txt': 'x' } })
  await main.addArtifact('y', { files: { 'y.txt': 'y' } })
  const { outputs } = await scenario.step({ scope: 'repository', pattern: 'x\ny', path: 'out' })
  expect(Object.keys(JSON.parse(outputs.paths ?? ''))).toEqual(['y', 'x'])
})

test('an artifact that becomes old enough while runs are requested is not selected unchecked', async () => {
  const { repository, server } = scenario
  const release = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/release.yml') })
  // The server has dates in whole seconds.
  const created_at = new Date(Date.now() - 50 * DAY + 1500)
  const { id } = release.listArtifact('precious', { created_at })
  const run = repository.addRun({ workflow: scenario.run.workflow })
  run.listArtifact('preview', { created_at: ago(60) })
  server.fault({ match: { path: /actions\/(runs|workflows)/ }, action: { delay: 1600 } })
  const inputs = { operation: 'delete', scope: 'repository', workflow: 'ci.yml', 'older-than': '50d' }
  const { outputs } = await scenario.step(inputs)
  expect(outputs.names).toBe('["preview"]')
  expect(repository.artifacts.find(id)).toBeDefined()
})

describe('shards', () => {
  test.each([1, 2, 3, 7])('%i of them are disjoint, complete and stable', async count => {
    const shardsNow = async () => {
      const shards: number[][] = []
      for (let index = 1; index <= count; index++) {
        const inputs = { operation: 'list', scope: 'repository', shard: `${index}/${count}` }
        shards.push(JSON.parse((await scenario.step(inputs)).outputs.ids ?? ''))
      }
      return shards
    }
    const before = await shardsNow()
    const all = scenario.repository.artifacts.items.map(({ id }) => id)
    expect(before.flat().sort((a, b) => a - b)).toEqual(all)
    scenario.repository.addArtifacts(5, index => ({ name: `new-${index}` }))
    if (letters.c) scenario.repository.removeArtifact(letters.c)
    const after = await shardsNow()
    for (const [index, shard] of before.entries()) {
      expect(after[index]).toEqual(expect.arrayContaining(shard.filter(id => id !== letters.c?.id)))
    }
  })
})

describe('many runs', () => {
  const MINUTE = 60_000

  /** Adds runs with one artifact each, a minute apart; every third failed. */
  async function many(count: number): Promise<void> {
    await scenario.close()
    scenario = await startScenario()
    const { repository, run } = scenario
    for (let index = 0; index < count; index++) {
      const conclusion = index % 3 === 0 ? 'failure' : 'success'
      const created_at = new Date(Date.now() - (count - index) * MINUTE)
      repository.addRun({ workflow: run.workflow, conclusion, created_at }).listArtifact(`a-${index}`)
    }
  }

  test('are matched by lists of matching runs, beyond the 1,000 of one list', async () => {
    await many(2400)
    const inputs = { operation: 'list', scope: 'repository', conclusion: 'success' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs.count).toBe('1600')
    // 24 pages of artifacts; 16 pages of runs in two lists, the second of which begins with the last of the first.
    expect(scenario.server.requests.length).toBeLessThanOrEqual(24 + 17)
    const created = scenario.server.requests.filter(({ query }) => query.created !== undefined)
    expect(created.length).toBeGreaterThan(0)
  })

  test('are requested one by one if that costs less than their list', async () => {
    await many(900)
    const inputs = {
      operation: 'list',
      scope: 'repository',
      conclusion: 'success',
      pattern: 'a-1\na-4\na-7\na-9\na-10'
    }
    const { outputs } = await scenario.step(inputs)
    expect(JSON.parse(outputs.names ?? '')).toEqual(['a-10', 'a-7', 'a-4', 'a-1'])
    // Nine pages of artifacts; one of runs, which says that there are six; five runs.
    expect(scenario.server.requests.length).toBe(9 + 1 + 5)
  })

  test('are checked again if the server does not filter them', async () => {
    await many(12)
    // A server without filters lists all runs.
    scenario.server.fault({
      match: { path: /actions\/runs\?/ },
      action: {
        body: {
          total_count: 12,
          workflow_runs: scenario.repository.runs.items
            .slice(1)
            .map(({ id, conclusion, path }) => ({ id, conclusion, path }))
        }
      }
    })
    const inputs = { operation: 'list', scope: 'repository', conclusion: 'failure' }
    const { outputs } = await scenario.step(inputs)
    expect(JSON.parse(outputs.names ?? '')).toEqual(['a-9', 'a-6', 'a-3', 'a-0'])
  })

  test('are requested one by one if their list shrinks while it is read', async () => {
    await many(300)
    scenario.server.fault({
      match: { path: /actions\/runs\?.*page=2/ },
      action: { body: { total_count: 10, workflow_runs: [] } }
    })
    const inputs = { operation: 'list', scope: 'repository', conclusion: 'success' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs.count).toBe('200')
  })

  test('are requested one by one if their workflow was deleted', async () => {
    await many(6)
    scenario.server.fault({
      match: { path: /workflows\/ci.yml\/runs/ },
      action: { status: 404, body: { message: 'Not Found' } }
    })
    const inputs = { operation: 'list', scope: 'repository', workflow: 'ci.yml' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs.count).toBe('6')
  })
})
