import fc from 'fast-check'
import type { Artifact } from '../../src/github/artifact.js'
import { tallyGroups } from '../../src/selection/group-tally.js'
import { GROUPINGS } from '../../src/selection/groupings.js'
import {
  anyOf,
  groupName,
  type KeepRules,
  keepRules,
  liveBranches,
  unfinishedRuns
} from '../../src/selection/keep-rules.js'
import { type Criteria, select } from '../../src/selection/select.js'
import { compileGlobs } from '../../src/text/glob.js'
import { anArtifact } from '../support/artifact.js'
import { ANY } from '../support/criteria.js'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const DAY = 24 * 60 * 60 * 1000
const REPOSITORY = 1

/** An artifact of a branch (null: not known), by default of the repository itself. `days` is its age. */
function of(
  id: number,
  name: string,
  {
    branch = 'main' as string | null,
    from = REPOSITORY as number | null,
    size = 100,
    days = 0,
    expired = false,
    run = 7
  } = {}
): Artifact {
  return anArtifact({
    id,
    name,
    size_in_bytes: size,
    expired,
    created_at: new Date(NOW - days * DAY).toISOString(),
    workflow_run: {
      id: run,
      repository_id: REPOSITORY,
      ...(from !== null && { head_repository_id: from }),
      ...(branch !== null && { head_branch: branch })
    }
  })
}

const idsOf = (artifacts: readonly Artifact[]) => artifacts.map(({ id }) => id).sort((a, b) => a - b)
const keptBy = (artifacts: Artifact[], rules: Partial<KeepRules>, workflows: Record<number, number> = {}) => {
  const reasonFor = keepRules(
    { keepLatest: undefined, keepRuns: undefined, keepSize: undefined, groupBy: 'name', ...rules },
    ({ workflow_run: run }) => workflows[run?.id ?? 0]
  )(artifacts)
  return idsOf(artifacts.filter(artifact => reasonFor(artifact) !== undefined))
}

describe('keep rules', () => {
  const mixed = [
    of(1, 'a', { branch: 'main', run: 7 }),
    of(2, 'a', { branch: 'dev', run: 8 }),
    of(3, 'b', { branch: 'main', run: 7 }),
    of(4, 'a', { branch: 'main', run: 9 }),
    of(5, 'b', { branch: 'dev', run: 8 }),
    of(6, 'a', { branch: null, run: 9 })
  ]
  test.each<[string, Partial<KeepRules>, number[]]>([
    ['by name', { groupBy: 'name' }, [5, 6]],
    ['by branch; artifacts without one are a group', { groupBy: 'branch' }, [4, 5, 6]],
    ['by name and branch', { groupBy: 'name-and-branch' }, [2, 3, 4, 5, 6]],
    ['by workflow', { groupBy: 'workflow' }, [5, 6]],
    ['all together', { groupBy: 'all' }, [6]],
    ['two of each', { groupBy: 'name', keepLatest: 2 }, [3, 4, 5, 6]],
    ['more than exist', { keepLatest: 99 }, [1, 2, 3, 4, 5, 6]],
    ['no rule', { keepLatest: undefined }, []]
  ])('the newest %s', (_, rules, expected) => {
    expect(keptBy(mixed, { keepLatest: 1, ...rules }, { 7: 70, 8: 70, 9: 90 })).toEqual(expected)
  })

  test.each<[string, Partial<KeepRules>, number[]]>([
    ['of each workflow', { groupBy: 'workflow' }, [2, 4, 5, 6]],
    ['of each name: a run that one name keeps is kept whole', { groupBy: 'name' }, [2, 4, 5, 6]],
    ['of each branch', { groupBy: 'branch' }, [2, 4, 5, 6]],
    ['of all', { groupBy: 'all' }, [4, 6]],
    ['two of all', { groupBy: 'all', keepRuns: 2 }, [2, 4, 5, 6]],
    ['more than exist', { groupBy: 'all', keepRuns: 9 }, [1, 2, 3, 4, 5, 6]],
    ['of each name, or its three newest artifacts', { keepLatest: 3 }, [2, 3, 4, 5, 6]],
    ['no rule', { keepRuns: undefined }, []]
  ])('the newest run %s', (_, rules, expected) => {
    expect(keptBy(mixed, { keepRuns: 1, ...rules }, { 7: 70, 8: 70, 9: 90 })).toEqual(expected)
  })

  test('the newest run has the highest id, whichever run uploaded last', () => {
    const artifacts = [of(1, 'a', { run: 8 }), of(2, 'a', { run: 7 }), of(3, 'b', { run: 7 })]
    expect(keptBy(artifacts, { keepRuns: 1, groupBy: 'all' })).toEqual([1])
  })

  test('runs of forks do not push out those of the repository', () => {
    const artifacts = [
      of(1, 'a', { run: 7 }),
      of(2, 'a', { run: 8, from: 2 }),
      of(3, 'a', { run: 9, from: 2 }),
      of(4, 'a', { run: 10, from: null })
    ]
    expect(keptBy(artifacts, { keepRuns: 1, groupBy: 'all' })).toEqual([1, 3, 4])
  })

  test('keep-runs keeps artifacts of unknown runs, and expired ones of a run that it keeps', () => {
    const artifacts = [
      of(1, 'a', { run: 7 }),
      of(2, 'a', { run: 8 }),
      of(3, 'b', { run: 8, expired: true }),
      of(4, 'b', { run: 9, expired: true }),
      anArtifact({ id: 5, workflow_run: null })
    ]
    const keep = keepRules({ keepLatest: undefined, keepRuns: 1, keepSize: undefined, groupBy: 'all' })
    const { selected } = select(artifacts, { ...CRITERIA, includeExpired: true, keep }, NOW)
    expect(idsOf(selected)).toEqual([1, 4])
  })

  const sized = [
    of(1, 'a', { size: 10 }),
    of(2, 'a', { size: 500 }),
    of(3, 'a', { size: 40 }),
    of(4, 'a', { size: 60 })
  ]
  test.each([
    ['a sum that is equal', 100, [3, 4]],
    ['a small one behind a large one is not reached', 150, [3, 4]],
    ['not even the newest', 59, []],
    ['all', 610, [1, 2, 3, 4]]
  ])('by size: %s', (_, keepSize, expected) => {
    expect(keptBy(sized, { keepSize })).toEqual(expected)
  })

  test('an artifact is kept if either rule keeps it', () => {
    expect(keptBy(sized, { keepSize: 100, keepLatest: 3 })).toEqual([2, 3, 4])
    expect(keptBy(sized, { keepSize: 100, keepLatest: 1 })).toEqual([3, 4])
  })

  test('the repository, each fork, and unknown repositories have groups of their own', () => {
    const artifacts = [
      of(1, 'a'),
      of(2, 'a', { from: 2 }),
      of(3, 'a', { from: 3 }),
      of(4, 'a', { from: null }),
      of(5, 'a', { from: 2 })
    ]
    expect(keptBy(artifacts, { keepLatest: 1 })).toEqual([1, 3, 4, 5])
  })

  test('a name cannot imitate another group', () => {
    const artifacts = [of(1, 'a","b', { branch: 'c' }), of(2, 'a', { branch: 'b","c' })]
    expect(keptBy(artifacts, { keepLatest: 1, groupBy: 'name-and-branch' })).toEqual([1, 2])
    expect(keptBy([of(1, '__proto__'), of(2, 'constructor')], { keepLatest: 1 })).toEqual([1, 2])
  })
})

test('gone-branches keeps artifacts of existing branches and tags, of forks, and of unknown branches', () => {
  const artifacts = [
    of(1, 'a', { branch: 'gone' }),
    of(2, 'a', { branch: 'main' }),
    of(3, 'a', { branch: 'v1' }),
    of(4, 'a', { branch: null }),
    of(5, 'a', { branch: 'gone', from: 2 }),
    of(6, 'a', { branch: 'gone', from: null }),
    of(7, 'a', { branch: '' }),
    of(8, 'a', { branch: 'Main' }),
    anArtifact({ id: 9, workflow_run: null })
  ]
  const reasonFor = liveBranches(new Set(['main', 'v1']))([])
  expect(idsOf(artifacts.filter(artifact => reasonFor(artifact) === undefined))).toEqual([1, 8])
})

test('artifacts of unfinished runs are kept, and of unknown runs while there are any', () => {
  const reasonFor = unfinishedRuns(new Set([7]))([])
  const artifacts = [
    of(1, 'a', { run: 7 }),
    of(2, 'a', { run: 8 }),
    anArtifact({ id: 3, workflow_run: null })
  ]
  expect(idsOf(artifacts.filter(artifact => reasonFor(artifact) !== undefined))).toEqual([1, 3])
  const none = unfinishedRuns(new Set())([])
  expect(artifacts.map(none)).toEqual([undefined, undefined, undefined])
})

const CRITERIA: Criteria = { ...ANY, limitKeeps: 'oldest' }

describe('a plan', () => {
  test('of five of a name, two older than 7 days, keep-latest: 3 deletes two', () => {
    const five = [1, 2, 3, 4, 5].map(id => of(id, 'a', { days: id <= 2 ? 8 : 1 }))
    const plan = (keepLatest: number) =>
      select(
        five,
        {
          ...CRITERIA,
          olderThan: { ago: 7 * DAY },
          keep: keepRules({ keepLatest, keepRuns: undefined, keepSize: undefined, groupBy: 'name' })
        },
        NOW
      )
    expect(idsOf(plan(3).selected)).toEqual([1, 2])
    expect(plan(4)).toMatchObject({
      selected: [{ id: 1 }],
      kept: [
        { reason: 'age-or-size', count: 3, size: 300 },
        { reason: 'keep-latest', count: 1, size: 100 }
      ]
    })
  })

  test('expired artifacts do not count for keep rules, and include-expired deletes them', () => {
    const artifacts = [of(1, 'a'), of(2, 'a'), of(3, 'a', { expired: true })]
    const keep = keepRules({ keepLatest: 1, keepRuns: undefined, keepSize: undefined, groupBy: 'name' })
    expect(idsOf(select(artifacts, { ...CRITERIA, keep }, NOW).selected)).toEqual([1])
    const all = select(artifacts, { ...CRITERIA, includeExpired: true, keep }, NOW)
    expect(idsOf(all.selected)).toEqual([1, 3])
  })

  test('kept artifacts do not count towards the limit, nor do those of another shard', () => {
    const artifacts = [1, 2, 3, 4, 5, 6].map(id => of(id, 'a', { run: id <= 2 ? 7 : 8 }))
    const criteria = {
      ...CRITERIA,
      limit: 2,
      shard: { index: 1, count: 2 },
      keep: unfinishedRuns(new Set([7]))
    }
    const { selected, kept } = select(artifacts, criteria, NOW)
    expect(idsOf(selected)).toEqual([4, 6])
    expect(kept.map(({ reason, count }) => [reason, count])).toEqual([
      ['unfinished-run', 2],
      ['shard', 2]
    ])
  })
})

describe('properties of a plan', () => {
  const artifact = fc.record({
    name: fc.constantFrom('a', 'b', 'c-linux'),
    branch: fc.constantFrom('main', 'dev', 'gone', null),
    from: fc.constantFrom(REPOSITORY, REPOSITORY, 2, 3, null),
    size: fc.integer({ min: 0, max: 300 }),
    days: fc.nat(20),
    expired: fc.boolean(),
    run: fc.integer({ min: 1, max: 6 })
  })
  const artifacts = fc
    .array(artifact, { maxLength: 40 })
    .map(all => all.map(({ name, ...fields }, index) => of(index + 1, name, fields)))
  const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
  const rules = fc.record({
    keepLatest: optional(fc.integer({ min: 1, max: 4 })),
    keepRuns: optional(fc.integer({ min: 1, max: 3 })),
    keepSize: optional(fc.integer({ min: 1, max: 900 })),
    groupBy: fc.constantFrom(...GROUPINGS),
    unfinished: fc.subarray([1, 2, 3, 4, 5, 6]),
    goneBranches: fc.boolean()
  })
  type Rules = typeof rules extends fc.Arbitrary<infer T> ? T : never
  const filters = fc.record({
    pattern: optional(fc.constant(compileGlobs(['!*-linux']))),
    includeExpired: fc.boolean(),
    olderThan: optional(fc.nat(20).map(days => ({ ago: days * DAY }))),
    newerThan: optional(fc.nat(20).map(days => ({ ago: days * DAY }))),
    largerThan: optional(fc.nat(300)),
    smallerThan: optional(fc.nat(300)),
    shard: optional(fc.constantFrom({ index: 1, count: 2 }, { index: 2, count: 2 }))
  })
  const workflowOf = ({ workflow_run: run }: Artifact) => (run?.id ?? 0) % 2
  const keepRuleOf = ({ unfinished, goneBranches, ...keep }: Rules) =>
    anyOf([
      keepRules(keep, workflowOf),
      ...(goneBranches ? [liveBranches(new Set(['main', 'dev']))] : []),
      unfinishedRuns(new Set(unfinished))
    ])
  const plan = (all: readonly Artifact[], criteria: Partial<Criteria>, of: Rules) =>
    select(all, { ...CRITERIA, ...criteria, keep: keepRuleOf(of) }, NOW).selected

  test('no kept artifact is deleted, and deleted artifacts match every filter', () => {
    fc.assert(
      fc.property(artifacts, filters, rules, (all, criteria, chosen) => {
        const live = all.filter(({ expired, name }) => !expired && (criteria.pattern?.(name) ?? true))
        const wrong = plan(all, criteria, chosen).flatMap(planned => [
          ...unmet(planned, criteria, chosen).map(condition => `${planned.id}: ${condition}`),
          ...(planned.expired ? [] : kept(planned, live, chosen).map(rule => `${planned.id}: ${rule}`))
        ])
        expect(wrong).toEqual([])
      })
    )
  })

  /** The filters that an artifact does not match, computed without the code under test. */
  function unmet(artifact: Artifact, criteria: Partial<Criteria>, chosen: Rules): string[] {
    const { olderThan, newerThan, largerThan = -1, smallerThan = 301, shard } = criteria
    const { id, name, expired, size_in_bytes: size, workflow_run: run } = artifact
    const age = NOW - Date.parse(artifact.created_at ?? '')
    const isGone = run?.head_branch === 'gone' && run.head_repository_id === REPOSITORY
    const conditions = {
      expired: criteria.includeExpired || !expired,
      older: !olderThan || age > (olderThan as { ago: number }).ago,
      newer: !newerThan || age < (newerThan as { ago: number }).ago,
      size: size > largerThan && size < smallerThan,
      pattern: !criteria.pattern || name !== 'c-linux',
      shard: !shard || id % shard.count === shard.index - 1,
      unfinished: !chosen.unfinished.includes(run?.id ?? 0),
      gone: !chosen.goneBranches || isGone
    }
    return Object.entries(conditions).flatMap(([condition, isMet]) => (isMet ? [] : condition))
  }

  /** The keep rules that keep an artifact, computed without the code under test. */
  function kept(artifact: Artifact, live: readonly Artifact[], chosen: Rules): string[] {
    const newer = peersOf(artifact, live, chosen).filter(({ id }) => id > artifact.id)
    const sum = newer.reduce((total, { size_in_bytes: size }) => total + size, artifact.size_in_bytes)
    return [
      newer.length < (chosen.keepLatest ?? 0) ? 'keep-latest' : [],
      sum <= (chosen.keepSize ?? -1) ? 'keep-size' : [],
      isOfKeptRun(artifact, live, chosen) ? 'keep-runs' : []
    ].flat()
  }

  /** Whether one of the groups of an artifact's run keeps that run, computed without the code under test. */
  function isOfKeptRun(artifact: Artifact, live: readonly Artifact[], chosen: Rules): boolean {
    const runOf = ({ workflow_run: run }: Artifact) => run?.id ?? 0
    return live
      .filter(other => runOf(other) === runOf(artifact))
      .some(other => {
        const runs = new Set(peersOf(other, live, chosen).map(runOf))
        return [...runs].filter(id => id > runOf(artifact)).length < (chosen.keepRuns ?? 0)
      })
  }

  test('the order of pages does not matter', () => {
    fc.assert(
      fc.property(
        artifacts.chain(all =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
        ),
        filters,
        rules,
        ([all, shuffled], criteria, chosen) => {
          expect(plan(shuffled, criteria, chosen)).toEqual(plan(all, criteria, chosen))
        }
      )
    )
  })

  test('adding a keep rule, or keeping more, never deletes more', () => {
    fc.assert(
      fc.property(artifacts, filters, rules, fc.nat(9), (all, criteria, chosen, limit) => {
        const before = idsOf(plan(all, criteria, { ...chosen, keepLatest: undefined, keepSize: undefined }))
        const some = idsOf(plan(all, criteria, chosen))
        const more = idsOf(plan(all, criteria, { ...chosen, keepLatest: (chosen.keepLatest ?? 0) + 1 }))
        expect(before).toEqual(expect.arrayContaining(some))
        expect(some).toEqual(expect.arrayContaining(more))
        const limited = plan(all, { ...criteria, limit }, chosen).length
        const limitedBefore = plan(all, { ...criteria, limit }, { ...chosen, keepLatest: undefined }).length
        expect(limited).toBeLessThanOrEqual(limitedBefore)
      })
    )
  })

  test("a fork's upload never pushes out an artifact of the repository", () => {
    fc.assert(
      fc.property(artifacts, artifact, filters, rules, (all, { name, ...fields }, criteria, chosen) => {
        const fork = of(1000, name, { ...fields, from: 4 })
        const own = (rule: Rules, ...more: Artifact[]) =>
          idsOf(plan([...all, ...more], criteria, rule).filter(({ id }) => id !== 1000))
        const others = { ...chosen, keepRuns: undefined }
        expect(own(others, fork)).toEqual(own(others))
        // With keep-runs, an artifact can save others of its run.
        expect(own(chosen)).toEqual(expect.arrayContaining(own(chosen, fork)))
      })
    )
  })

  test('one more artifact of the repository never saves an older one', () => {
    fc.assert(
      fc.property(artifacts, artifact, rules, (all, { name, ...fields }, rule) => {
        // Except others of its run, with keep-runs.
        const chosen = { ...rule, keepRuns: undefined }
        const before = idsOf(plan(all, {}, chosen))
        const after = idsOf(plan([...all, of(1000, name, fields)], {}, chosen))
        expect(after).toEqual(expect.arrayContaining(before))
      })
    )
  })

  /** The group of an artifact, computed without the code under test. */
  function peersOf(artifact: Artifact, all: readonly Artifact[], { groupBy }: Rules): Artifact[] {
    const head = ({ workflow_run: run }: Artifact) => run?.head_repository_id
    const sameIn = {
      name: (other: Artifact) => other.name === artifact.name,
      branch: (other: Artifact) => other.workflow_run?.head_branch === artifact.workflow_run?.head_branch,
      'name-and-branch': (other: Artifact) => sameIn.name(other) && sameIn.branch(other),
      workflow: (other: Artifact) => workflowOf(other) === workflowOf(artifact),
      all: () => true
    }
    return all.filter(other => head(other) === head(artifact) && sameIn[groupBy](other))
  }
})

test.each([
  ['name', 'dist', 'dist (fork)', 'dist'],
  ['branch', 'main', 'main (fork)', 'no branch'],
  ['name-and-branch', 'dist on main', 'dist on main (fork)', 'dist on no branch'],
  ['workflow', 'workflow 5', 'unknown workflow (fork)', 'unknown workflow'],
  ['all', 'all', 'all (fork)', 'all']
] as const)('a group by %s is called %s, %s, %s', (groupBy, ...names) => {
  const workflowOf = ({ id }: Artifact) => (id === 1 ? 5 : undefined)
  const artifacts = [of(1, 'dist'), of(2, 'dist', { from: 99 }), of(3, 'dist', { branch: null })]
  expect(artifacts.map(artifact => groupName(artifact, groupBy, workflowOf))).toEqual(names)
})

test('sizes are summed by group and outcome', () => {
  const kept = [of(1, 'a', { size: 1 }), of(2, '__proto__', { size: 2 }), of(3, 'a', { size: 4 })]
  const deleted = [of(4, 'b', { size: 8 }), of(5, 'a', { size: 16 })]
  expect(tallyGroups({ kept, deleted }, ({ name }) => name)).toEqual([
    { name: 'a', kept: 5, deleted: 16 },
    { name: '__proto__', kept: 2, deleted: 0 },
    { name: 'b', kept: 0, deleted: 8 }
  ])
})
