import { sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { keptLine } from '../../src/messages/selection.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
})
afterEach(() => scenario.close())

const ALL_BUT_INTERVALS: Parameters<typeof jest.useFakeTimers>[0] = {
  doNotFake: [
    'Date',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setTimeout',
    'clearTimeout'
  ]
}
const MINUTES = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTES).toISOString()
const upload = (name: string, more: { digest?: null } = {}) =>
  scenario.run.addArtifact(name, { files: { [`${name}.txt`]: name }, ...more })

/** The visible lines of the log, with durations and the workspace replaced. */
async function logOf(inputs: Record<string, string>): Promise<string[]> {
  const { stdout } = await scenario.step(inputs)
  return stdout
    .split('\n')
    .filter(line => line !== '' && !/^::(debug|add-mask)/.test(line))
    .map(line =>
      line.replace(/\b(\d+ ms|\d+\.\d s)\b/g, 'N s').replaceAll(`${scenario.job.workspace}${sep}`, '/work/')
    )
}

/** Matches a line that has all these facts, in any order. */
const factsOf = (...facts: string[]) =>
  expect.stringMatching(
    new RegExp(`^${facts.map(fact => `(?=.*${fact.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')})`).join('')}`)
  )
const notices = (log: readonly string[]) => log.filter(line => line.startsWith('::notice::'))

test('list: the selection and its filters, then a row for each artifact in columns', async () => {
  const { repository, run } = scenario
  const fork = repository.addRun({
    workflow: run.workflow,
    head_repository: { id: 99, full_name: 'mallory/app' }
  })
  const a = fork.listArtifact('a', { size_in_bytes: 12, created_at: ago(90) })
  const long = run.listArtifact('a-long-name', { size_in_bytes: 2_000_000, created_at: null })
  const old = run.listArtifact('old', { size_in_bytes: 999, expired: true, created_at: ago(3 * 1440) })
  const inputs = { operation: 'list', scope: 'repository', pattern: '*\n!x', 'include-expired': 'true' }
  expect(
    await logOf({ ...inputs, 'smaller-than': '1GB', 'newer-than': '2026-01-01', latest: 'true' })
  ).toEqual([
    factsOf('2 artifacts (1.0 kB)', 'octo-org/app', '"*", "!x"', '2026-01-01', '1.0 GB', 'expired', 'newest'),
    factsOf('pattern', '"!x"'),
    `  old (${old.id})  999 B       3 d  main  expired`,
    `  a (${a.id})     12 B    90 min  main (fork)`
  ])
  expect(await logOf({ ...inputs, 'larger-than': '1kB', limit: '5', shard: '1/2' })).toEqual([
    factsOf('1 artifact (2.0 MB)', 'octo-org/app', '"*", "!x"', '1.0 kB', 'expired', '1/2', '5'),
    factsOf('pattern', '"!x"'),
    `  a-long-name (${long.id})  2.0 MB  main`
  ])
})

describe('excluded artifacts', () => {
  const listed = async (inputs: Record<string, string>) =>
    (await logOf({ scope: 'repository', operation: 'list', ...inputs })).filter(
      line => !line.startsWith('  ')
    )
  beforeEach(() => {
    const { repository, run } = scenario
    for (const [head_branch, name] of [
      ['main', 'dist'],
      ['release/1', 'dist'],
      ['release/1', 'docs']
    ] as const) {
      repository.addRun({ workflow: run.workflow, head_branch }).listArtifact(name, { size_in_bytes: 10 })
    }
  })

  test.each<[Record<string, string>, facts: string[], excluded: string | undefined]>([
    [{ pattern: 'd*\n!dist' }, ['"d*", "!dist"'], '2 artifacts (20 B)'],
    [{ branch: '!release/**' }, ['branch !release/**'], '2 artifacts (20 B)'],
    [{ branch: '!release/**', name: 'dist' }, ['branch !release/**', '"dist"'], '1 artifact (10 B)'],
    [{ event: 'push', name: 'docs', pattern: '!dist' }, ['event push', '"docs"', '"!dist"'], undefined],
    [{ conclusion: 'failure' }, ['conclusion failure'], '3 artifacts (30 B)']
  ])('are counted in the line of the selection: %j', async (inputs, facts, excluded) => {
    const [selected = '', ...more] = (await listed(inputs)).filter(line => line.startsWith('Selected '))
    expect(more).toEqual([])
    expect(selected).toEqual(factsOf('octo-org/app', ...facts))
    const amounts = selected.match(/\d+ artifacts? \(\d+ B\)/g) ?? []
    expect(amounts.slice(1)).toEqual(excluded === undefined ? [] : [excluded])
  })

  test('are counted as far as the list was read', async () => {
    scenario.repository.addArtifacts(300, index => ({ name: `a${index}` }))
    const [selected = ''] = await listed({ pattern: 'a*0', limit: '1' })
    const [, read] = [...selected.matchAll(/(\d+) artifacts? \(/g)].map(([, count]) => Number(count))
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(299)
    expect(selected).toMatch(/\bat least \d/)
  })

  test.each<[string, Record<string, string>, [input: string, ...globs: string[]][]]>([
    [
      'a typo',
      { branch: '!relase/**\n!v*\n!main', pattern: '!d?cs\n!tmp' },
      [
        ['pattern', '"!tmp"'],
        ['branch', '"!relase/**", "!v*"']
      ]
    ],
    ['no artifact at all', { pattern: '*\n!tmp', name: 'nope' }, []],
    ['with names', { pattern: '!tmp', name: 'dist' }, []],
    ['with ids', { pattern: '!tmp', 'artifact-ids': 'dist', scope: 'run' }, []]
  ])('a glob that excludes nothing: %s', async (_, inputs, expected) => {
    const id = scenario.repository.artifacts.items[0]?.id
    const given = { ...inputs, ...(inputs['artifact-ids'] && { 'artifact-ids': String(id) }) }
    const linesOf = async (operation: string, more = {}) => {
      const lines = await listed({ ...given, ...more, operation })
      return lines.filter(line => /^(::notice::)?In \w+, "!/.test(line))
    }
    const inList = await linesOf('list')
    expect(inList).toEqual(expected.map(([input, ...globs]) => factsOf(`In ${input}, `, ...globs)))
    const inDelete = await linesOf('delete', { 'dry-run': 'true' })
    expect(inDelete).toEqual(inList.map(text => `::notice::${text}`))
  })
})

test('columns line up on a screen for names in any script', async () => {
  const names = ['ascii', '构建产物', '📦', 'e\u0301te\u0301', 'ﬁn']
  const ids = names.map(name => scenario.run.listArtifact(name, { size_in_bytes: 12, created_at: null }).id)
  // Their widths on a screen: 5, 8, 2, 3 and 2 columns.
  const gaps = [3, 0, 6, 5, 6].map(columns => ' '.repeat(columns + 2))
  expect((await logOf({ operation: 'list' })).slice(1)).toEqual(
    names.map((name, index) => `  ${name} (${ids[index]})${gaps[index]}12 B  main`).toReversed()
  )
})

test('download: a row for each artifact, then the totals', async () => {
  const [a, b] = [await upload('a'), await upload('a-long-name')]
  const log = await logOf({ path: 'out', concurrency: '1' })
  const total = `${a.size_in_bytes + b.size_in_bytes} B`
  expect(log).toEqual([
    factsOf(`2 artifacts (${total})`, `run ${scenario.run.id} `, 'octo-org/app'),
    `  a (${a.id})            ${a.size_in_bytes} B  → 1 file, 1 B, in a`,
    `  a-long-name (${b.id})  ${b.size_in_bytes} B  → 1 file, 11 B, in a-long-name`,
    factsOf(
      `2 of 2 artifacts (${total})`,
      '/work/out',
      '2 files, 12 B',
      `${total} transferred in N s`,
      'for 2 of 2'
    )
  ])
})

describe('the progress of a long download', () => {
  // Fakes only the timer of the progress line.
  beforeEach(() => jest.useFakeTimers(ALL_BUT_INTERVALS))
  afterEach(() => jest.useRealTimers())

  test.each([
    ['with its total', {}, /^ {2}\d\.\d MB of 10\.0 MB \(\d\d %\), .*\/s, \d+ s left$/],
    [
      'without a total for `files`, because not all bytes are needed',
      { files: 'a.txt' },
      /^ {2}[\d.]+ [kM]B, .*\/s$/
    ]
  ])('%s', async (_, inputs, line) => {
    const files = { 'a.txt': 'a', 'noise.bin': pseudoRandomBytes(10_000_000) }
    await scenario.run.addArtifact('a', { files, level: 0 })
    const before = async () => {
      // Meanwhile the bytes of the first request arrive.
      await pause(200)
      for (let turn = 0; turn < 20; turn++) {
        await pause(20)
        jest.advanceTimersByTime(5000)
      }
    }
    // The order of the requests for the central directory and for the rest is not fixed.
    for (const nth of [2, 3]) scenario.server.fault({ match: { server: 'storage', nth }, action: { before } })
    const log = await logOf({ path: 'out', ...inputs })
    expect(log[1]).toMatch(line)
  })
})

test.each<[string, string[], Record<string, string>]>([
  ['would delete', ['2 of 2 artifacts (2.0 kB)', 'actions: write'], { 'dry-run': 'true' }],
  ['deleted', ['2 of 2 artifacts (2.0 kB)'], {}]
])('delete: what it keeps, then each artifact that it %s, with age and branch', async (did, result, more) => {
  const { repository, run } = scenario
  const done = repository.addRun({ workflow: run.workflow, head_branch: 'wip' })
  const old = done.listArtifact('old', { size_in_bytes: 12, created_at: ago(9 * 1440) })
  const newer = done.listArtifact('newer', { size_in_bytes: 2000, created_at: ago(8 * 1440) })
  done.listArtifact('old', { size_in_bytes: 5, created_at: ago(1) })
  run.listArtifact('newer', { size_in_bytes: 7, created_at: ago(9 * 1440) })
  const inputs = { operation: 'delete', scope: 'repository', 'older-than': '7d' }
  expect(await logOf({ ...inputs, concurrency: '1', ...more })).toEqual([
    factsOf('2 artifacts (2.0 kB)', 'octo-org/app', 'older than 7 d'),
    keptLine({ reason: 'age-or-size', count: 1, size: 5 }),
    keptLine({ reason: 'unfinished-run', count: 1, size: 7 }),
    `  ${did} old (${old.id})      12 B       9 d  wip`,
    `  ${did} newer (${newer.id})  2.0 kB       8 d  wip`,
    factsOf(...result)
  ])
})

test('a search logs the run, its branch and its commit', async () => {
  const { repository, run } = scenario
  const found = repository.addRun({ workflow: run.workflow, head_sha: 'c'.repeat(40) })
  found.listArtifact('dist')
  const [selected] = await logOf({ operation: 'get', name: 'dist', branch: 'main' })
  const query = 'branch main, conclusion success'
  expect(selected).toEqual(
    factsOf(
      '1 artifact (',
      `run ${found.id} of octo-org/app`,
      `(branch main, commit cccccccccccc`,
      query,
      '"dist"'
    )
  )
})

test('a search logs the newer run that it skipped and why, and the conclusion of the selected run', async () => {
  const { repository, run } = scenario
  const dist = repository.addRun({ workflow: run.workflow }).listArtifact('dist')
  const failed = repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('dist')
  const older = repository.addRun({ workflow: run.workflow, head_branch: 'dev' })
  older.listArtifact('dist')
  const inputs = { operation: 'get', name: 'dist', branch: 'main', workflow: 'ci.yml' }
  expect((await logOf(inputs)).slice(0, 2)).toEqual([
    factsOf(
      `"dist" (${failed.id})`,
      `run ${failed.run.id} `,
      'workflow .github/workflows/ci.yml, event push, conclusion failure'
    ),
    factsOf(`run ${dist.run.id} of octo-org/app`)
  ])
  const any = await logOf({ ...inputs, conclusion: 'any' })
  expect(any[0]).toEqual(factsOf(`run ${failed.run.id} `, ', failure'))
  const now = repository.addRun({ workflow: run.workflow, status: 'in_progress' })
  const { id } = now.listArtifact('dist')
  // A newer artifact of an older run.
  const again = run.listArtifact('dist')
  const skipped = await logOf(inputs)
  expect(skipped[0]).toEqual(factsOf(`"dist" (${id})`, `run ${now.id} `, 'in_progress'))
  expect(skipped.join('\n')).not.toContain(`(${again.id})`)
  expect(skipped.join('\n')).not.toContain(`(${failed.id})`)
  expect(skipped).toHaveLength(3)
  const devOnly = await logOf({ ...inputs, branch: 'dev' })
  expect(devOnly[0]).toEqual(factsOf(`run ${older.id} `))
})

test('a search does not log skipped runs older than the selected one', async () => {
  const { repository, run } = scenario
  repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('docs')
  repository.addRun({ workflow: run.workflow }).listArtifact('dist')
  const inputs = { operation: 'get', name: 'dist\ndocs', branch: 'main', 'if-no-artifact-found': 'ignore' }
  const log = await logOf(inputs)
  expect(log.filter(line => /^(Selected|Skipped) /.test(line))).toEqual([factsOf('Selected 1 artifact ')])
})

test('many rows are in a group, the totals are not', async () => {
  scenario.repository.addArtifacts(21, index => ({ name: `a${index}` }))
  const inGroup = (log: readonly string[]) => [
    log.indexOf('::group::21 artifacts'),
    log.indexOf('::endgroup::'),
    log.length
  ]
  expect(inGroup(await logOf({ operation: 'list', scope: 'repository' }))).toEqual([1, 23, 24])
  const clean = { operation: 'delete', scope: 'repository', pattern: '*' }
  expect(inGroup(await logOf({ ...clean, 'dry-run': 'true' }))).toEqual([1, 23, 25])
  // One more line: the artifact that the limit keeps.
  expect(inGroup(await logOf({ ...clean, limit: '20' }))).toEqual([-1, -1, 23])
})

test('the rows of a download are in a group, the totals are not', async () => {
  for (let index = 0; index < 21; index++) await upload(`a${index}`)
  const log = await logOf({ path: 'out' })
  expect(log[0]).toEqual(factsOf('21 artifacts '))
  expect(log[1]).toBe('::group::21 artifacts')
  expect(log.slice(2, 23).filter(line => !/^ {2}a\d+ \(\d+\) .* → 1 file/.test(line))).toEqual([])
  expect(log[23]).toBe('::endgroup::')
  expect(log.slice(24)).toEqual([factsOf('21 of 21 artifacts ')])
  expect(await logOf({ path: 'twenty', limit: '20' })).toHaveLength(22)
})

describe('a notice', () => {
  test.each([
    ['error', true],
    ['warn', true],
    ['ignore', false]
  ])('if the server has no digest, with digest-mismatch: %s', async (handling, isExpected) => {
    await upload('a', { digest: null })
    await upload('b')
    const { id } = await upload('c', { digest: null })
    const expected = isExpected ? [factsOf(`"c" (${id})`, '1 more', 'digest')] : []
    const inputs = { 'digest-mismatch': handling, concurrency: '1' }
    expect(notices(await logOf({ path: 'out', ...inputs }))).toEqual(expected)
    expect(notices(await logOf({ name: 'b', path: 'b', ...inputs }))).toEqual([])
  })

  test('is in the summary too', async () => {
    await upload('a', { digest: null })
    const { summary } = await scenario.step({ path: 'out' })
    expect(summary).toMatch(/^### .*\n\n> \[!NOTE\]\n> - .*"a" .*digest/)
  })

  test('is only a line of the log on GHES, which never has digests', async () => {
    await scenario.close()
    scenario = await startScenario({ flavour: 'ghes-3.19' })
    const { repository, run } = scenario
    const done = repository.addRun({ workflow: run.workflow })
    await done.addArtifact('a', { files: { a: 'a' } })
    const log = await logOf({ 'run-id': String(done.id), path: 'out' })
    expect(notices(log)).toEqual([])
    expect(log).toContainEqual(factsOf('"a" (', 'no digest'))
  })

  test('if a run has several artifacts with the same name', async () => {
    await upload('a')
    const b = await upload('a')
    await upload('c')
    expect(notices(await logOf({ path: 'out' }))).toEqual([factsOf(`"a" (${b.id})`, '1 older')])
    expect(notices(await logOf({ operation: 'list', pattern: 'a' }))).toEqual([])
    expect(notices(await logOf({ name: 'c', path: 'c' }))).toEqual([])
  })

  test('if the newest has expired', async () => {
    const { repository, run } = scenario
    const earlier = repository.addRun({ workflow: run.workflow })
    const dist = await earlier.addArtifact('dist', { files: { a: 'a' } })
    const newer = run.listArtifact('dist', { expired: true, expires_at: '2026-01-31T00:00:00Z' })
    expect(notices(await logOf({ scope: 'repository', name: 'dist', path: 'out' }))).toEqual([
      factsOf(`"dist" (${newer.id})`, '2026-01-31', `${dist.id}`)
    ])
    const failed = repository.addRun({ workflow: run.workflow, conclusion: 'failure' })
    failed.listArtifact('dist', { expired: true })
    expect(notices(await logOf({ branch: 'main', name: 'dist', path: 'found' }))).toEqual([])
  })
})

test('a missing name in the current run is logged before the second request', async () => {
  const log = await logOf({ operation: 'get', name: 'a', 'if-no-artifact-found': 'ignore' })
  expect(log[0]).toEqual(factsOf('"a"', 'once more'))
})

test('debug: each request with status, duration and request ID, without secrets', async () => {
  await upload('a')
  const { stdout } = await scenario.step({ name: 'a', path: 'out' })
  const lines = stdout.split('\n').filter(line => line.startsWith('::debug::GET'))
  expect(lines).toEqual([
    expect.stringMatching(/^::debug::GET \/repos\/octo-org\/app\/.*: 200 after \d+ ms, request ID \S+$/),
    expect.stringMatching(/^::debug::GET \/repos\/.*\/zip: 302 after \d+ ms, request ID \S+$/),
    expect.stringMatching(
      /^::debug::GET 127\.0\.0\.1:\d+: Artifact "a" \(\d+\), bytes 0 to \d+: 206 after \d+ ms, request ID \S+$/
    )
  ])
  expect(lines.join('\n')).not.toMatch(/sig=|sv=|[?]/)
})
