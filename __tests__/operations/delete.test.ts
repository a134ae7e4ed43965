import { quotaIsLate } from '../../src/messages/operations.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { NAME_FAULTS, TestName } from '../support/test-name.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const upload = async (...names: string[]) => {
  const made = []
  for (const name of names)
    made.push(await scenario.run.addArtifact(name, { blob: null, size_in_bytes: 1000 }))
  return made
}
const left = () => scenario.repository.artifacts.items.map(({ name }) => name)

describe('delete', () => {
  test('artifacts that a pattern matches, the oldest first, in list + n requests', async () => {
    const [a, , b] = await upload('preview-1', 'keep', 'preview-2')
    const { code, outputs, summary } = await scenario.step({
      operation: 'delete',
      pattern: 'preview-*',
      concurrency: '1'
    })
    expect(code).toBe(0)
    expect(left()).toEqual(['keep'])
    expect(scenario.asked()).toEqual([
      `GET /actions/runs/${scenario.run.id}/artifacts?page=1`,
      `DELETE /actions/artifacts/${a?.id}`,
      `DELETE /actions/artifacts/${b?.id}`
    ])
    expect(outputs).toMatchObject({
      found: 'true',
      count: '2',
      names: '["preview-2","preview-1"]',
      'deleted-count': '2',
      'deleted-size': '2000',
      'gone-count': '0',
      'remaining-count': '0',
      'failed-count': '0',
      'api-requests': '3'
    })
    expect(summary).toContain('### Deleted 2 of 2 artifacts')
  })

  test('a dry run has the same outputs and deletes nothing', async () => {
    await upload('preview-1', 'preview-2')
    const dry = await scenario.step({ operation: 'delete', pattern: 'preview-*', 'dry-run': 'true' })
    expect(left()).toEqual(['preview-1', 'preview-2'])
    expect(dry.stdout).toContain('would delete preview-1')
    const real = await scenario.step({ operation: 'delete', pattern: 'preview-*' })
    expect(left()).toEqual([])
    const same = [
      'count',
      'ids',
      'deleted-count',
      'deleted-size',
      'gone-count',
      'remaining-count',
      'failed-count'
    ]
    expect(same.map(name => dry.outputs[name])).toEqual(same.map(name => real.outputs[name]))
  })

  test.each(['dry-run', 'pull-request', 'gone-branches', 'group-by', 'keep-latest', 'run-id'])(
    'an empty %s deletes nothing, before the first request',
    async input => {
      await upload('a')
      const inputs = { operation: 'delete', scope: 'repository', pattern: '*', [input]: '' }
      const { code, stdout } = await scenario.step(inputs)
      expect([code, left()]).toEqual([1, ['a']])
      expect(errorOf(stdout)).toMatchObject({
        title: expect.stringContaining('input-invalid'),
        message: expect.stringMatching(`: ${input} is empty.*\\$\\{\\{ … \\|\\| `)
      })
      expect(scenario.server.requests).toEqual([])
    }
  )

  test('a limit selects the oldest', async () => {
    await upload('a', 'b', 'c')
    await scenario.step({ operation: 'delete', pattern: '*', limit: '2' })
    expect(left()).toEqual(['c'])
  })

  test('by id, without a list', async () => {
    const [a] = await upload('a', 'b')
    await scenario.step({ operation: 'delete', 'artifact-ids': String(a?.id) })
    expect(left()).toEqual(['b'])
    expect(scenario.asked()).toEqual([
      `GET /actions/artifacts/${a?.id}`,
      `DELETE /actions/artifacts/${a?.id}`
    ])
  })

  test('nothing to delete passes', async () => {
    const { code, outputs } = await scenario.step({ operation: 'delete', name: 'a' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ found: 'false', count: '0', 'deleted-count': '0' })
  })

  test('one name of two is missing with if-no-artifact-found: error: nothing is deleted', async () => {
    await upload('a')
    const { code, outputs } = await scenario.step({
      operation: 'delete',
      name: 'a\nb',
      'if-no-artifact-found': 'error'
    })
    expect(code).toBe(1)
    expect(left()).toEqual(['a'])
    expect(outputs).toMatchObject({ count: '1', 'deleted-count': '0', 'remaining-count': '1' })
  })

  test('a 404 after a lost response is a deletion; a 404 at the first try is not', async () => {
    const [a, b] = await upload('a', 'b')
    scenario.server.fault({ match: { method: 'DELETE', path: `/${a?.id}` }, action: 'lost-answer' })
    scenario.server.fault({
      match: { method: 'DELETE', path: `/${b?.id}` },
      action: { before: () => b && scenario.repository.removeArtifact(b) }
    })
    const { code, outputs } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(0)
    expect(left()).toEqual([])
    expect(outputs).toMatchObject({ 'deleted-count': '1', 'gone-count': '1', 'failed-count': '0' })
  })

  test('a 404 after a rate limit is not a deletion', async () => {
    const [a] = await upload('a')
    scenario.server.fault({
      match: { method: 'DELETE' },
      action: { status: 429, headers: { 'retry-after': '5' } }
    })
    scenario.server.fault({
      match: { method: 'DELETE', nth: 2 },
      action: { before: () => a && scenario.repository.removeArtifact(a) }
    })
    const { code, outputs } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(0)
    expect(outputs).toMatchObject({ 'deleted-count': '0', 'gone-count': '1' })
  })

  test.each(NAME_FAULTS)('a 404 after a request that was never sent (%s) is not a deletion', async fault => {
    const name = new TestName()
    const elsewhere = await startScenario({ hostname: name.host, keepAlive: false })
    try {
      const a = await elsewhere.run.addArtifact('a', { blob: null })
      // The list, then the deletion.
      name.fault = nth => {
        if (nth !== 2) return undefined
        elsewhere.repository.removeArtifact(a)
        return fault
      }
      const { code, outputs } = await elsewhere.step({ operation: 'delete', pattern: '*' })
      expect({ code, lookups: name.lookups }).toEqual({ code: 0, lookups: 3 })
      expect(outputs).toMatchObject({ 'deleted-count': '0', 'gone-count': '1' })
    } finally {
      name.restore()
      await elsewhere.close()
    }
  })

  test.each([
    ['502', { status: 502 }, '1', '0'],
    ['a reset', 'reset', '1', '0']
  ] as const)('a 404 after %s is a deletion', async (_, action, deleted, gone) => {
    const [a] = await upload('a')
    scenario.server.fault({ match: { method: 'DELETE' }, action })
    scenario.server.fault({
      match: { method: 'DELETE', nth: 2 },
      action: { before: () => a && scenario.repository.removeArtifact(a) }
    })
    const { outputs } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(outputs).toMatchObject({ 'deleted-count': deleted, 'gone-count': gone })
  })

  test('one failure does not stop the others, and the error names all', async () => {
    const [a] = await upload('a', 'b', 'c')
    scenario.server.fault({
      match: { method: 'DELETE', path: `/${a?.id}` },
      action: { status: 422, body: { message: 'cannot be deleted' } }
    })
    const { code, outputs, stdout } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(1)
    expect(left()).toEqual(['a'])
    expect(outputs).toMatchObject({ 'deleted-count': '2', 'failed-count': '1', 'remaining-count': '0' })
    expect(errorOf(stdout)).toEqual({
      title: expect.stringContaining('(artifacts-failed)'),
      message: expect.stringMatching(/^.*\b1 of 3 artifacts.*"a".*422.*cannot be deleted/s)
    })
  })

  test('a missing permission stops the deletion, and the error names the permission', async () => {
    scenario.server.permissions = { actions: 'read' }
    await upload('a', 'b', 'c')
    const { code, outputs, stdout } = await scenario.step({ operation: 'delete', pattern: '*' })
    expect(code).toBe(1)
    expect(outputs).toMatchObject({ 'failed-count': '1', 'remaining-count': '2', 'deleted-count': '0' })
    expect(scenario.server.requests.filter(({ method }) => method === 'DELETE').length).toBe(1)
    expect(errorOf(stdout)).toEqual({
      title: expect.stringContaining('(api-forbidden)'),
      message: expect.stringContaining('permissions:\n  actions: write')
    })
  })

  test.each([
    ['a deletion', { operation: 'delete', pattern: '*' }, 'write'],
    ['a dry run', { operation: 'delete', pattern: '*', 'dry-run': 'true' }, 'read'],
    ['a download that deletes', { 'delete-after': 'true' }, 'write'],
    ['a list', { operation: 'list' }, 'read']
  ])(
    'without any permission the error of %s names all permissions that it needs',
    async (_, inputs, access) => {
      scenario.server.permissions = {}
      const { code, stdout } = await scenario.step(inputs)
      expect(code).toBe(1)
      expect(errorOf(stdout).message).toContain(`permissions:\n  actions: ${access}\n`)
    }
  )
})

describe('the storage quota of github.com', () => {
  const GITHUB = { GITHUB_SERVER_URL: 'https://github.com' }
  const DELETE = { operation: 'delete', pattern: '*' }
  const DOWNLOAD = { path: 'out', 'delete-after': 'true' }

  test.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['delete', DELETE, GITHUB, true],
    ['a missing name', { operation: 'delete', name: 'b' }, GITHUB, false],
    ['delete-after', DOWNLOAD, GITHUB, true],
    ['a dry run', { ...DELETE, 'dry-run': 'true' }, GITHUB, false],
    ['a download', { path: 'out' }, GITHUB, false],
    ['another server', DELETE, { GITHUB_SERVER_URL: 'https://ghes.example' }, false],
    ['no server', DELETE, {}, false],
    // On act, the REST API does not know the current run.
    ['act', { operation: 'delete', 'artifact-ids': '4900000001' }, { ...GITHUB, ACT: 'true' }, false]
  ])('log and summary say once that it changes later: %s', async (_, inputs, env, isSaid) => {
    await scenario.run.addArtifact('a', { files: { 'a.txt': 'a' } })
    const { code, stdout, summary } = await scenario.step({ ...inputs, backend: 'rest' }, env)
    expect(code).toBe(0)
    const count = isSaid ? 1 : 0
    expect(stdout.split('\n').filter(line => line === quotaIsLate())).toHaveLength(count)
    expect(summary.split('\n').filter(line => line === quotaIsLate())).toHaveLength(count)
    expect(stdout.split(quotaIsLate())).toHaveLength(count + 1)
  })

  test('also if a part of the plan fails', async () => {
    await upload('a', 'b')
    scenario.server.fault({ match: { method: 'DELETE', nth: 2 }, times: 9, action: { status: 500 } })
    const { code, stdout, summary } = await scenario.step({ ...DELETE, retries: '0' }, GITHUB)
    expect(code).toBe(1)
    for (const text of [stdout, summary]) expect(text).toContain(quotaIsLate())
  })
})
