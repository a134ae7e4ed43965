import type { GitHubServerOptions } from '../support/github-server/index.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'

// How many requests each selection costs.

const DAY = 86_400_000
const CONCURRENCY = 8

let scenario: Scenario
afterEach(() => scenario.close())

/** A repository with one artifact a day, the newest of today, with three names in turn. */
async function repositoryOf(count: number, options: GitHubServerOptions = {}): Promise<void> {
  scenario = await startScenario(options)
  const now = Date.now()
  scenario.repository.addArtifacts(count, index => ({
    name: ['dist', 'docs', 'logs'][index % 3] as string,
    created_at: new Date(now - (count - index - 0.5) * DAY),
    expires_at: new Date(now + DAY)
  }))
}

/** Requests for lists of artifacts: a deletion reads lists of runs too. */
const pagesAsked = () =>
  scenario.server.requests
    .filter(({ path }) => path.endsWith('/artifacts'))
    .map(({ query }) => Number(query.page))
    .sort((a, b) => a - b)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('a list of a repository of 1,000', () => {
  const rows: [string, Record<string, string>, number, number[]][] = [
    ['all of it: ⌈n / 100⌉ pages', {}, 1000, range(1, 10)],
    ['the newest five', { limit: '5' }, 5, [1]],
    ['the newest hundred: a whole page is enough', { limit: '100' }, 100, [1]],
    ['the newest 150', { limit: '150' }, 150, [1, 2]],
    ['the newest 5 of a pattern', { pattern: 'l*', limit: '5' }, 5, [1]],
    ['the newest 50 of a shard', { shard: '2/4', limit: '50' }, 50, [1, 2]],
    ['newer than a month', { 'newer-than': '30d' }, 30, [1]],
    ['newer than 250 days', { 'newer-than': '250d' }, 250, range(1, 4)],
    ['older than 950 days: the old end', { 'older-than': '950d' }, 50, [1, 10]],
    ['older than 750 days: the old end, in growing batches', { 'older-than': '750d' }, 250, [1, 8, 9, 10]],
    ['between two dates: from the new end', { 'older-than': '10d', 'newer-than': '20d' }, 10, [1]],
    ['the newest five that are older', { 'older-than': '150d', limit: '5' }, 5, [1, 2]],
    ['the latest of each name, where names are not given', { latest: 'true' }, 3, range(1, 10)],
    ['the latest three names', { latest: 'true', limit: '3' }, 3, [1]],
    ['nothing fits: all of it', { pattern: 'x', limit: '5' }, 0, range(1, 10)],
    [
      'nothing matches, with a warning: all pages, and the first again for other names',
      { pattern: 'x', limit: '5', 'if-no-artifact-found': 'warn' },
      0,
      [1, ...range(1, 10)]
    ]
  ]
  test.each(rows)('%s', async (_, inputs, count, pages) => {
    await repositoryOf(1000)
    const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
    expect(outputs.count).toBe(String(count))
    expect(pagesAsked()).toEqual(pages)
    expect(Math.max(...scenario.server.requests.map(({ inFlight }) => inFlight))).toBeLessThanOrEqual(
      CONCURRENCY
    )
  })

  test('the latest of given names: one request each', async () => {
    await repositoryOf(1000)
    const inputs = { operation: 'list', scope: 'repository', name: 'dist\nlogs', latest: 'true' }
    const { outputs } = await scenario.step(inputs)
    expect(JSON.parse(outputs.names ?? '').sort()).toEqual(['dist', 'logs'])
    expect(scenario.asked().sort()).toEqual([
      'GET /actions/artifacts?name=dist&page=1',
      'GET /actions/artifacts?name=logs&page=1'
    ])
  })

  test('pages are read in parallel, at most concurrency at once', async () => {
    await repositoryOf(1000)
    scenario.server.fault({ match: {}, times: 20, action: { delay: 30 } })
    await scenario.step({ operation: 'list', scope: 'repository', concurrency: '4' })
    expect(Math.max(...scenario.server.requests.map(({ inFlight }) => inFlight))).toBe(4)
  })

  test.each(['asc', 'shuffled'] as const)('where the order is %s, the whole list is read', async order => {
    await repositoryOf(500, { order })
    for (const [inputs, newest] of [
      [{ limit: '1' }, 'docs'],
      [{ 'newer-than': '1d', limit: '1' }, 'docs'],
      [{ 'older-than': '499d' }, 'dist']
    ] as const) {
      scenario.server.clearRequests()
      const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
      expect(outputs['artifact-name']).toBe(newest)
      expect(pagesAsked()).toEqual(range(1, 5))
    }
  })
})

describe('a list that changes while it is read', () => {
  const listed = async (inputs: Record<string, string> = {}) => {
    const { outputs } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
    return JSON.parse(outputs.ids ?? '') as number[]
  }
  const all = () => scenario.repository.artifacts.items.map(({ id }) => id).toReversed()
  /** Calls the action before the response to a page. */
  const upon = (page: number, action: () => void) =>
    scenario.server.fault({ match: { path: new RegExp(`[?&]page=${page}$`) }, action: { before: action } })

  test.each(rowsOf([1, 8], concurrency => concurrency === 8))(
    'uploads and deletions neither skip nor repeat artifacts, %i requests at once',
    async concurrency => {
      await repositoryOf(1000)
      const { repository, run } = scenario
      const [first, , third] = repository.artifacts.items.slice(-50)
      upon(3, () => run.listArtifact('new'))
      upon(5, () => first && repository.removeArtifact(first))
      upon(7, () => {
        run.listArtifact('newer')
        if (third) repository.removeArtifact(third)
      })
      const ids = await listed({ concurrency: String(concurrency) })
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(expect.arrayContaining(all()))
    }
  )

  test('a deletion above an early stop', async () => {
    await repositoryOf(1000)
    const { repository } = scenario
    const newest = repository.artifacts.items.at(-1)
    upon(2, () => newest && repository.removeArtifact(newest))
    const ids = await listed({ limit: '150' })
    // The list when page 1 was read, or when page 2 was.
    expect([...all().slice(0, 150)]).toEqual(expect.arrayContaining(ids.slice(1)))
    expect(ids.length).toBe(150)
  })

  test('an upload while the old end is read', async () => {
    await repositoryOf(1000)
    upon(9, () => scenario.run.listArtifact('new'))
    const ids = await listed({ 'older-than': '750d' })
    expect(ids).toEqual(all().slice(-250))
  })
})

describe('other selections', () => {
  test('get by name from the current run: one list', async () => {
    scenario = await startScenario()
    scenario.run.listArtifact('dist')
    await scenario.step({ operation: 'get', name: 'dist' })
    expect(scenario.asked()).toEqual([`GET /actions/runs/${scenario.run.id}/artifacts?name=dist&page=1`])
  })

  test('download by name from the current run: one list and one for its URL; storage: one', async () => {
    scenario = await startScenario()
    const { id } = await scenario.run.addArtifact('dist', { files: { 'a.txt': 'a' } })
    await scenario.step({ name: 'dist' })
    expect(scenario.asked()).toEqual([
      `GET /actions/runs/${scenario.run.id}/artifacts?name=dist&page=1`,
      `GET /actions/artifacts/${id}/zip`,
      'GET storage'
    ])
  })

  test('delete by ids: one request to get each, one to delete it', async () => {
    await repositoryOf(3)
    const ids = scenario.repository.artifacts.items.map(({ id }) => id)
    await scenario.step({ operation: 'delete', 'artifact-ids': ids.join(','), concurrency: '1' })
    expect(scenario.asked()).toEqual([
      ...ids.map(id => `GET /actions/artifacts/${id}`),
      ...ids.map(id => `DELETE /actions/artifacts/${id}`)
    ])
  })

  test('a deletion with a limit begins at the old end', async () => {
    await repositoryOf(1000)
    const oldest = scenario.repository.artifacts.items.slice(0, 2).map(({ id }) => id)
    const inputs = { operation: 'delete', scope: 'repository', pattern: '*', limit: '2', 'dry-run': 'true' }
    const { outputs } = await scenario.step(inputs)
    expect(JSON.parse(outputs.ids ?? '')).toEqual(oldest.toReversed())
    expect(pagesAsked()).toEqual([1, 10])
  })

  test('a deletion with newer-than and a limit: the oldest of these', async () => {
    await repositoryOf(500)
    const inputs = { operation: 'delete', scope: 'repository', 'newer-than': '150d', limit: '2' }
    const { outputs } = await scenario.step({ ...inputs, 'dry-run': 'true' })
    const ids = scenario.repository.artifacts.items.slice(350, 352).map(({ id }) => id)
    expect(JSON.parse(outputs.ids ?? '')).toEqual(ids.toReversed())
    expect(pagesAsked()).toEqual([1, 2])
  })

  test.each<[number, number]>([
    [0, 2],
    [2, 4],
    [3, 5],
    [60, 5]
  ])('the newest X of a branch, where %i newer runs failed: %i requests', async (failed, requests) => {
    scenario = await startScenario()
    const { repository, run } = scenario
    const good = repository.addRun({ workflow: run.workflow })
    good.listArtifact('dist')
    for (let count = 0; count < failed; count++) {
      repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('dist')
    }
    const { outputs } = await scenario.step({ operation: 'get', name: 'dist', branch: 'main' })
    expect(outputs['run-id']).toBe(String(good.id))
    expect(scenario.server.requests.length).toBe(requests)
    const looked = scenario.server.requests.filter(({ path }) => /\/runs\/\d+$/.test(path))
    expect(new Set(looked.map(({ path }) => path)).size).toBe(looked.length)
  })
})

describe('a search by a pattern: by runs or by artifacts, whichever costs less', () => {
  /** 500 artifacts of another branch, five for each run, newer than the searched one. */
  async function buried(): Promise<{ wanted: number }> {
    scenario = await startScenario()
    const { repository, run } = scenario
    const older = repository.addRun({ workflow: run.workflow, head_branch: 'calm' })
    older.listArtifact('site')
    const wanted = repository.addRun({ workflow: run.workflow, head_branch: 'calm' })
    wanted.listArtifact('dist-a')
    wanted.listArtifact('dist-b')
    repository.addRun({ workflow: run.workflow, head_branch: 'calm' }).listArtifact('site')
    const busy = Array.from({ length: 100 }, () =>
      repository.addRun({ workflow: run.workflow, head_branch: 'busy' })
    )
    repository.addArtifacts(500, index => {
      const owner = busy[Math.floor(index / 5)]
      return { name: `x-${index}`, ...(owner && { run: owner }) }
    })
    return { wanted: wanted.id }
  }

  test('few runs on the branch: their own lists', async () => {
    const { wanted } = await buried()
    const [, , , last] = scenario.repository.runs.items
    const inputs = { operation: 'list', pattern: 'dist-*', branch: 'calm' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs['run-id']).toBe(String(wanted))
    expect(JSON.parse(outputs.names ?? '')).toEqual(['dist-b', 'dist-a'])
    expect(scenario.asked().slice(0, 3)).toEqual([
      'GET /actions/artifacts?page=1',
      'GET /actions/runs?branch=calm&status=success&page=1',
      `GET /actions/runs/${last?.id}/artifacts?page=1`
    ])
    expect(scenario.server.requests.length).toBeLessThanOrEqual(5)
  })

  test.each(['completed', 'in_progress'])('a run that is %s, and a re-run of an older one', async status => {
    scenario = await startScenario()
    const { repository, run } = scenario
    const at = (hour: number) => new Date(Date.now() - DAY + hour * 3_600_000)
    const calm = (hour: number, fields = {}) =>
      repository.addRun({ workflow: run.workflow, head_branch: 'calm', created_at: at(hour), ...fields })
    const older = calm(1)
    const newer = calm(2, { status })
    calm(3).listArtifact('logs', { created_at: at(3) })
    newer.listArtifact('dist', { created_at: at(2) })
    older.rerun()
    older.listArtifact('dist', { created_at: at(4) })
    const busy = repository.addRun({ workflow: run.workflow, head_branch: 'busy' })
    repository.addArtifacts(500, index => ({ name: `x-${index}`, run: busy }))
    const inputs = { operation: 'list', pattern: 'd*', branch: 'calm', conclusion: 'any' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs['run-id']).toBe(String(newer.id))
    // A page, the runs, and the lists of the two newest of them.
    expect(scenario.server.requests.length).toBe(4)
  })

  test('more runs than pages: the pages, with each run requested at most once', async () => {
    scenario = await startScenario()
    const { repository, run } = scenario
    const runs = Array.from({ length: 150 }, () => repository.addRun({ workflow: run.workflow }))
    runs[0]?.listArtifact('dist')
    repository.addArtifacts(450, index => {
      const owner = runs[index % 150]
      return { name: `x-${index}`, ...(owner && { run: owner }) }
    })
    const inputs = { operation: 'list', pattern: 'dist', branch: 'main' }
    const { outputs } = await scenario.step(inputs)
    expect(outputs['run-id']).toBe(String(runs[0]?.id))
    const lists = scenario.asked().filter(line => line.startsWith('GET /actions/artifacts?'))
    expect(lists.sort()).toEqual(range(1, 5).map(page => `GET /actions/artifacts?page=${page}`))
    // No list of runs, and no list of the found run: everything was read already.
    expect(scenario.server.requests.length).toBe(7)
  })
})
