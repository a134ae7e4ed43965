import fc from 'fast-check'
import type { Artifact } from '../../src/github/artifact.js'
import { type Page, readPages } from '../../src/github/pages.js'
import { pagingPlan } from '../../src/selection/paging-plan.js'
import { ANY_RUN } from '../../src/selection/run-query.js'
import { type Criteria, inBase, matchesAgeAndSize, select } from '../../src/selection/select.js'
import { anArtifact } from '../support/artifact.js'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-01T00:00:00Z')

/** Artifacts as a server lists them, newest first: ids rise and dates do not fall. */
const lists = fc
  .array(
    fc.record({
      gap: fc.nat(5),
      hours: fc.nat(30),
      name: fc.constantFrom('a', 'b', 'c'),
      size_in_bytes: fc.nat(30),
      expired: fc.boolean(),
      dated: fc.boolean()
    }),
    { maxLength: 60 }
  )
  .map(steps => {
    let id = 0
    let created = NOW - 40 * DAY
    return steps
      .map(({ gap, hours, dated, ...fields }) => {
        id += 1 + gap
        created += hours * 3_600_000
        return anArtifact({ id, ...fields, created_at: dated ? new Date(created).toISOString() : null })
      })
      .toReversed()
  })

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 })
const ages = optional(fc.nat(50).map(days => ({ ago: days * DAY })))
const criteria: fc.Arbitrary<Criteria> = fc.record({
  runs: fc.constant(ANY_RUN),
  names: fc.subarray(['a', 'b', 'x'], { maxLength: 2 }),
  pattern: fc.constant(undefined),
  includeExpired: fc.boolean(),
  olderThan: ages,
  newerThan: ages,
  largerThan: optional(fc.nat(30)),
  smallerThan: optional(fc.nat(30)),
  latest: fc.boolean(),
  shard: optional(fc.integer({ min: 1, max: 3 }).map(index => ({ index, count: 3 }))),
  limit: fc.nat(5),
  limitKeeps: fc.constantFrom('newest' as const, 'oldest' as const)
})

const idsOf = (artifacts: Artifact[]) => artifacts.map(({ id }) => id)

test('artifacts that are not read are never selected', async () => {
  let stoppedEarly = 0
  await fc.assert(
    fc.asyncProperty(lists, criteria, fc.integer({ min: 1, max: 7 }), async (list, given, pageSize) => {
      // A deletion, which limits from the oldest, never has `latest`.
      const asked = given.limitKeeps === 'oldest' ? { ...given, latest: false } : given
      const plan = pagingPlan(asked, NOW)
      const fits = (artifact: Artifact) =>
        inBase(asked)(artifact) &&
        matchesAgeAndSize(asked, NOW)(artifact) &&
        (asked.includeExpired || !artifact.expired)
      const { items, complete } = await readPages<Artifact>({
        concurrency: 2,
        readPage: async page => ({
          total: list.length,
          items: list.slice((page - 1) * pageSize, page * pageSize)
        }),
        stop: plan && {
          from: plan.from,
          begin: () => {
            const isEnough = plan.begin()
            return ({ items: page }: Page<Artifact>) => isEnough(page.filter(fits), page)
          }
        }
      })
      if (!complete) stoppedEarly++
      expect(idsOf(select(items, asked, NOW).selected)).toEqual(idsOf(select(list, asked, NOW).selected))
    }),
    { numRuns: 1000, seed: 20_261_124 }
  )
  expect(stoppedEarly).toBeGreaterThan(100)
})
