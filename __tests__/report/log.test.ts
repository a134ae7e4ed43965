import { sep } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { checkingAgain, idleExclusions, keptLine } from '../../src/messages/selection.js'
import { noise } from '../support/noise.js'
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

/** The log without what the runner does not show, outputs of the clock made even. */
async function logOf(inputs: Record<string, string>): Promise<string[]> {
  const { stdout } = await scenario.step(inputs)
  return stdout
    .split('\n')
    .filter(line => line !== '' && !/^::(debug|add-mask)/.test(line))
    .map(line =>
      line.replace(/\b(\d+ ms|\d+\.\d s)\b/g, 'N s').replaceAll(`${scenario.job.workspace}${sep}`, '/work/')
    )
}

const notices = (log: readonly string[]) => log.filter(line => line.startsWith('::notice::'))

test('list: what was selected and why, then a line each, names and sizes in columns', async () => {
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
    expect.stringMatching(
      /^Selected 2 artifacts \(1\.0 kB\) .*octo-org\/app\b.*"\*", "!x", .* 2026-01-01T00:00:00.000Z, .* 1\.0 GB, /
    ),
    idleExclusions('pattern', ['!x']),
    `  old (${old.id})  999 B       3 d  main  expired`,
    `  a (${a.id})     12 B    90 min  main (fork)`
  ])
  expect(await logOf({ ...inputs, 'larger-than': '1kB', limit: '5', shard: '1/1' })).toEqual([
    expect.stringMatching(/^Selected 1 artifact \(2\.0 MB\) .* 1\.0 kB, .* 1\/1, limit 5\b/),
    idleExclusions('pattern', ['!x']),
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

  test.each<[Record<string, string>, string]>([
    [{ pattern: 'd*\n!dist' }, '2 artifacts (20 B)'],
    [{ branch: '!release/**' }, '2 artifacts (20 B)'],
    [{ branch: '!release/**', name: 'dist' }, '1 artifact (10 B)'],
    [{ event: 'push', name: 'docs', pattern: '!dist' }, ''],
    [{ conclusion: 'failure' }, '3 artifacts (30 B)']
  ])('are counted in the line of the selection: %j', async (inputs, amount) => {
    const selected = (await listed(inputs)).find(line => line.startsWith('Selected')) ?? ''
    const [, excluded = ''] = /\bExcluded: (.*)$/.exec(selected) ?? []
    expect(excluded).toBe(amount)
  })

  test('are at least so many if the list was not read to its end', async () => {
    scenario.repository.addArtifacts(300, index => ({ name: `a${index}` }))
    const [selected] = await listed({ pattern: 'a*0', limit: '1' })
    expect(selected).toMatch(/\bExcluded: at least \d+ artifacts \(.*\)$/)
  })

  test.each<[string, Record<string, string>, string[]]>([
    [
      'a typo',
      { branch: '!relase/**\n!v*\n!main', pattern: '!d?cs\n!tmp' },
      [idleExclusions('pattern', ['!tmp']), idleExclusions('branch', ['!relase/**', '!v*'])]
    ],
    ['nothing that could be taken wrongly', { pattern: '*\n!tmp', name: 'nope' }, []],
    ['names beside it', { pattern: '!tmp', name: 'dist' }, []],
    ['ids beside it', { pattern: '!tmp', 'artifact-ids': 'dist', scope: 'run' }, []]
  ])('a glob that excludes nothing: %s', async (_, inputs, expected) => {
    const id = scenario.repository.artifacts.items[0]?.id
    const given = { ...inputs, ...(inputs['artifact-ids'] && { 'artifact-ids': String(id) }) }
    const saidBy = async (operation: string, more = {}) => {
      const lines = await listed({ ...given, ...more, operation })
      return lines.filter(line => /^(::notice::)?In (pattern|branch), /.test(line))
    }
    expect(await saidBy('list')).toEqual(expected)
    expect(await saidBy('delete', { 'dry-run': 'true' })).toEqual(expected.map(text => `::notice::${text}`))
  })
})

test('columns are those of a screen, whatever the script of a name', async () => {
  const names = ['ascii', '构建产物', '📦', 'e\u0301te\u0301', 'ﬁn']
  const ids = names.map(name => scenario.run.listArtifact(name, { size_in_bytes: 12, created_at: null }).id)
  // Each as wide as it looks: 5, 8, 2, 3 and 2 columns.
  const gaps = [3, 0, 6, 5, 6].map(columns => ' '.repeat(columns + 2))
  expect((await logOf({ operation: 'list' })).slice(1)).toEqual(
    names.map((name, index) => `  ${name} (${ids[index]})${gaps[index]}12 B  main`).toReversed()
  )
})

test('download: a line for each artifact, then amount, target and time', async () => {
  const [a, b] = [await upload('a'), await upload('a-long-name')]
  const log = await logOf({ path: 'out', concurrency: '1' })
  const size = [a, b].map(({ size_in_bytes: bytes }) => bytes)
  expect(log).toEqual([
    `Selected 2 artifacts (${Number(size[0]) + Number(size[1])} B) from run ${scenario.run.id} of octo-org/app`,
    `  a (${a.id})            ${size[0]} B  → 1 file, 1 B, in a`,
    `  a-long-name (${b.id})  ${size[1]} B  → 1 file, 11 B, in a-long-name`,
    `Downloaded 2 of 2 artifacts (${Number(size[0]) + Number(size[1])} B) to /work/out: 2 files, 12 B; ${Number(size[0]) + Number(size[1])} B transferred in N s; digest verified for 2 of 2`
  ])
})

describe('how far a long download has come', () => {
  // Only what says so: no test waits for it.
  beforeEach(() => jest.useFakeTimers(ALL_BUT_INTERVALS))
  afterEach(() => jest.useRealTimers())

  test.each([
    ['of how much', {}, /^ {2}\d\.\d MB of 10\.0 MB \(\d\d %\), .*\/s, \d+ s left$/],
    ['with files only how much, for not all will come', { files: 'a.txt' }, /^ {2}[\d.]+ [kM]B, .*\/s$/]
  ])('%s', async (_, inputs, line) => {
    const files = { 'a.txt': 'a', 'noise.bin': noise(10_000_000) }
    await scenario.run.addArtifact('a', { files, level: 0 })
    const before = async () => {
      // The first request's bytes come meanwhile.
      await pause(200)
      for (let turn = 0; turn < 20; turn++) {
        await pause(20)
        jest.advanceTimersByTime(5000)
      }
    }
    // Whichever of the two is the rest, and whichever the directory.
    for (const nth of [2, 3]) scenario.server.fault({ match: { server: 'storage', nth }, action: { before } })
    const log = await logOf({ path: 'out', ...inputs })
    expect(log[1]).toMatch(line)
  })
})

test.each([
  [
    'would delete',
    expect.stringMatching(/^Would delete 2 of 2 artifacts \(2\.0 kB\), .*actions: write/),
    { 'dry-run': 'true' }
  ],
  ['deleted', 'Deleted 2 of 2 artifacts (2.0 kB)', {}]
])('delete: the kept artifacts, then those that it %s, with age and branch', async (did, result, more) => {
  const { repository, run } = scenario
  const done = repository.addRun({ workflow: run.workflow, head_branch: 'wip' })
  const old = done.listArtifact('old', { size_in_bytes: 12, created_at: ago(9 * 1440) })
  const newer = done.listArtifact('newer', { size_in_bytes: 2000, created_at: ago(8 * 1440) })
  done.listArtifact('old', { size_in_bytes: 5, created_at: ago(1) })
  run.listArtifact('newer', { size_in_bytes: 7, created_at: ago(9 * 1440) })
  const inputs = { operation: 'delete', scope: 'repository', 'older-than': '7d' }
  expect(await logOf({ ...inputs, concurrency: '1', ...more })).toEqual([
    expect.stringMatching(/^Selected 2 artifacts \(2\.0 kB\) .*octo-org\/app\b.* 7 d$/),
    keptLine({ reason: 'age-or-size', count: 1, size: 5 }),
    keptLine({ reason: 'unfinished-run', count: 1, size: 7 }),
    `  ${did} old (${old.id})      12 B       9 d  wip`,
    `  ${did} newer (${newer.id})  2.0 kB       8 d  wip`,
    result
  ])
})

test('a search logs the run and its commit', async () => {
  const { repository, run } = scenario
  const found = repository.addRun({ workflow: run.workflow, head_sha: 'c'.repeat(40) })
  found.listArtifact('dist')
  const [selected] = await logOf({ operation: 'get', name: 'dist', branch: 'main' })
  expect(selected).toMatch(
    new RegExp(
      `^Selected 1 artifact \\(.*\\) from run ${found.id} of octo-org/app \\(commit cccccccccccc\\), .*branch main, conclusion success\\b.*"dist"$`
    )
  )
})

test('a search logs the newer run that it skipped and the conclusion of the selected one', async () => {
  const { repository, run } = scenario
  const dist = repository.addRun({ workflow: run.workflow }).listArtifact('dist')
  const failed = repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('dist')
  const older = repository.addRun({ workflow: run.workflow, head_branch: 'dev' })
  older.listArtifact('dist')
  const inputs = { operation: 'get', name: 'dist', branch: 'main', workflow: 'ci.yml' }
  expect((await logOf(inputs)).slice(0, 2)).toEqual([
    expect.stringMatching(
      `^Skipped .*"dist" \\(${failed.id}\\): .* ${failed.run.id} .*ci.yml, event push, conclusion failure$`
    ),
    expect.stringContaining(`run ${dist.run.id} of octo-org/app`)
  ])
  const any = await logOf({ ...inputs, conclusion: 'any' })
  expect(any[0]).toMatch(/^Selected .* run \d+ .*\(commit [0-9a-f]{12}, failure\)/)
  const now = run.listArtifact('dist')
  const [skipped, , ...more] = await logOf(inputs)
  expect(skipped).toContain(`"dist" (${now.id})`)
  expect(skipped).toMatch(/^Skipped .*\(this run\).*status in_progress$/)
  expect(more.join()).not.toContain('Skipped')
  const ofOne = await logOf({ ...inputs, branch: 'dev' })
  expect(ofOne[0]).toMatch(/^Selected/)
})

test('a search does not log skipped runs that are older than the selected one', async () => {
  const { repository, run } = scenario
  repository.addRun({ workflow: run.workflow, conclusion: 'failure' }).listArtifact('docs')
  repository.addRun({ workflow: run.workflow }).listArtifact('dist')
  const inputs = { operation: 'get', name: 'dist\ndocs', branch: 'main', 'if-no-artifact-found': 'ignore' }
  const log = await logOf(inputs)
  expect(log.filter(line => /^(Selected|Skipped)/.test(line))).toEqual([
    expect.stringMatching(/^Selected 1 artifact /)
  ])
})

test('many lines are folded, the result is not', async () => {
  scenario.repository.addArtifacts(21, index => ({ name: `a${index}` }))
  const inGroup = (log: readonly string[]) => [
    log.indexOf('::group::21 artifacts'),
    log.indexOf('::endgroup::'),
    log.length
  ]
  expect(inGroup(await logOf({ operation: 'list', scope: 'repository' }))).toEqual([1, 23, 24])
  const clean = { operation: 'delete', scope: 'repository', pattern: '*' }
  expect(inGroup(await logOf({ ...clean, 'dry-run': 'true' }))).toEqual([1, 23, 25])
  // One more line: what the limit keeps.
  expect(inGroup(await logOf({ ...clean, limit: '20' }))).toEqual([-1, -1, 23])
})

test('the lines of a download too, and not what it comes to', async () => {
  for (let index = 0; index < 21; index++) await upload(`a${index}`)
  const log = await logOf({ path: 'out' })
  expect(log[0]).toMatch(/^Selected 21 artifacts /)
  expect(log[1]).toBe('::group::21 artifacts')
  expect(log.slice(2, 23).filter(line => !/^ {2}a\d+ \(\d+\) .* → 1 file/.test(line))).toEqual([])
  expect(log[23]).toBe('::endgroup::')
  expect(log.slice(24)).toEqual([expect.stringMatching(/^Downloaded 21 of 21 artifacts /)])
  expect(await logOf({ path: 'twenty', limit: '20' })).toHaveLength(22)
})

describe('a notice', () => {
  const NO_DIGEST = /^::notice::Artifact "c" \(\d+\) and 1 more: .*\bdigest\b/
  test.each([
    ['error', [expect.stringMatching(NO_DIGEST)]],
    ['warn', [expect.stringMatching(NO_DIGEST)]],
    ['ignore', []]
  ])('if the server provides no digest, digest-mismatch: %s', async (handling, expected) => {
    await upload('a', { digest: null })
    await upload('b')
    await upload('c', { digest: null })
    const inputs = { 'digest-mismatch': handling, concurrency: '1' }
    expect(notices(await logOf({ path: 'out', ...inputs }))).toEqual(expected)
    expect(notices(await logOf({ name: 'b', path: 'b', ...inputs }))).toEqual([])
  })

  test('stands in the summary too', async () => {
    await upload('a', { digest: null })
    const { summary } = await scenario.step({ path: 'out' })
    expect(summary).toMatch(/^### Downloaded 1 of 1 .*\n\n> \[!NOTE\]\n> - Artifact "a" .* digest/)
  })

  test('is a line of the log on GHES, which never provides a digest', async () => {
    await scenario.close()
    scenario = await startScenario({ flavour: 'ghes-3.19' })
    const { repository, run } = scenario
    const done = repository.addRun({ workflow: run.workflow })
    await done.addArtifact('a', { files: { a: 'a' } })
    const log = await logOf({ 'run-id': String(done.id), path: 'out' })
    expect(notices(log)).toEqual([])
    expect(log).toContainEqual(expect.stringMatching(/^Artifact "a" \(\d+\): .* digest/))
  })

  test('if a run has several artifacts of a name', async () => {
    await upload('a')
    const b = await upload('a')
    await upload('c')
    const text = expect.stringMatching(`"a" \\(${b.id}\\), .*1 older$`)
    expect(notices(await logOf({ path: 'out' }))).toEqual([text])
    expect(notices(await logOf({ operation: 'list', pattern: 'a' }))).toEqual([])
    expect(notices(await logOf({ name: 'c', path: 'c' }))).toEqual([])
  })

  test('if the newest has expired', async () => {
    const { repository, run } = scenario
    const earlier = repository.addRun({ workflow: run.workflow })
    const dist = await earlier.addArtifact('dist', { files: { a: 'a' } })
    const newer = run.listArtifact('dist', { expired: true, expires_at: '2026-01-31T00:00:00Z' })
    const text = expect.stringMatching(`"dist" \\(${newer.id}\\) expired on 2026-01-31, .*\\b${dist.id}$`)
    expect(notices(await logOf({ scope: 'repository', name: 'dist', path: 'out' }))).toEqual([text])
    const failed = repository.addRun({ workflow: run.workflow, conclusion: 'failure' })
    failed.listArtifact('dist', { expired: true })
    expect(notices(await logOf({ branch: 'main', name: 'dist', path: 'found' }))).toEqual([])
  })
})

test('a second check for a name of the current run is logged', async () => {
  const log = await logOf({ operation: 'get', name: 'a', 'if-no-artifact-found': 'ignore' })
  expect(log[0]).toBe(checkingAgain({ names: ['a'], ids: [] }))
})

test('debug: each request with its status, its time and its request id, and no secret', async () => {
  await upload('a')
  const { stdout } = await scenario.step({ name: 'a', path: 'out' })
  const lines = stdout.split('\n').filter(line => line.startsWith('::debug::GET'))
  expect(lines).toEqual([
    expect.stringMatching(/^::debug::GET \/repos\/octo-org\/app\/.*: 200 after \d+ ms, request id \S+$/),
    expect.stringMatching(/^::debug::GET \/repos\/.*\/zip: 302 after \d+ ms, request id \S+$/),
    expect.stringMatching(
      /^::debug::GET 127\.0\.0\.1:\d+: Artifact "a" \(\d+\), bytes 0 to \d+: 206 after \d+ ms, request id \S+$/
    )
  ])
  expect(lines.join('\n')).not.toMatch(/sig=|sv=|[?]/)
})
