import fc from 'fast-check'
import type { Artifact } from '../../src/github/artifact.js'
import { ANY_RUN } from '../../src/selection/run-query.js'
import { type Criteria, select } from '../../src/selection/select.js'
import { compileGlobs } from '../../src/text/glob.js'
import { anArtifact } from '../support/artifact.js'
import { ANY } from '../support/criteria.js'

const ARTIFACTS = [
  anArtifact({ id: 1, name: 'a' }),
  anArtifact({ id: 2, name: 'b' }),
  anArtifact({ id: 3, name: 'a' }),
  anArtifact({ id: 4, name: 'a', expired: true }),
  anArtifact({ id: 5, name: 'b-linux' })
]

const NOW = Date.parse('2026-02-01T00:00:00Z')

const idsOf = (artifacts: Artifact[]) => artifacts.map(({ id }) => id)

describe('select', () => {
  const table: [string, Partial<Criteria>, number[], number[]][] = [
    ['all that is live, newest first', {}, [5, 3, 2, 1], [4]],
    ['exact names', { names: ['a'] }, [3, 1], [4]],
    ['several names', { names: ['a', 'b'] }, [3, 2, 1], [4]],
    ['a pattern', { pattern: compileGlobs(['b*']) }, [5, 2], []],
    ['name and pattern: the intersection', { names: ['a', 'b'], pattern: compileGlobs(['b*']) }, [2], []],
    ['including expired artifacts', { includeExpired: true, names: ['a'] }, [4, 3, 1], []],
    ['the newest of each name', { latest: true }, [5, 3, 2], [4]],
    ['the newest of each name may be expired', { latest: true, includeExpired: true }, [5, 4, 2], []],
    ['a limit keeps the newest', { limit: 2 }, [5, 3], [4]],
    ['a limit keeps the oldest', { limit: 2, limitKeeps: 'oldest' }, [2, 1], [4]],
    ['latest comes before limit', { latest: true, limit: 2 }, [5, 3], [4]],
    ['a limit above the number of artifacts', { limit: 99 }, [5, 3, 2, 1], [4]],
    ['nothing', { names: ['c'] }, [], []]
  ]
  test.each(table)('%s', (_, criteria, selected, expired) => {
    const result = select(ARTIFACTS, { ...ANY, ...criteria }, NOW)
    expect(idsOf(result.selected)).toEqual(selected)
    expect(idsOf(result.expired)).toEqual(expired)
  })

  test('does not depend on the order of the pages', () => {
    const criteria = fc.record({ latest: fc.boolean(), limit: fc.nat(5), includeExpired: fc.boolean() })
    fc.assert(
      fc.property(fc.shuffledSubarray(ARTIFACTS, { minLength: 5 }), criteria, (shuffled, chosen) => {
        expect(select(shuffled, { ...ANY, ...chosen }, NOW)).toEqual(
          select(ARTIFACTS, { ...ANY, ...chosen }, NOW)
        )
      })
    )
  })
})

describe('by run, age and size', () => {
  const run = (head_branch?: string) => ({
    workflow_run: { id: 7, repository_id: 1, ...(head_branch !== undefined && { head_branch }) }
  })
  const day = (day: number) => ({ created_at: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z` })
  const artifacts = [
    anArtifact({ id: 1, name: 'a', ...day(1), size_in_bytes: 10, ...run('main') }),
    anArtifact({ id: 2, name: 'b', ...day(10), size_in_bytes: 20, ...run('release/2') }),
    anArtifact({ id: 3, name: 'a', ...day(25), size_in_bytes: 30, ...run('dev') }),
    anArtifact({ id: 4, name: 'c', created_at: null, size_in_bytes: 40, ...run() }),
    anArtifact({ id: 5, name: 'a', ...day(31), size_in_bytes: 50, workflow_run: null })
  ]
  const branch = (...lines: string[]) => ({
    runs: { ...ANY_RUN, branch: { lines, matches: compileGlobs(lines) } }
  })
  const DAY = 86_400_000
  const table: [string, Partial<Criteria>, number[]][] = [
    ['older than a week', { olderThan: { ago: 7 * DAY } }, [2, 1]],
    ['older than exactly its age is not older', { olderThan: { ago: 31 * DAY } }, []],
    ['newer than a week', { newerThan: { ago: 7 * DAY } }, [5]],
    ['newer than a date', { newerThan: { at: Date.parse('2026-01-10T00:00:00Z') } }, [5, 3]],
    ['between two', { olderThan: { ago: DAY }, newerThan: { ago: 30 * DAY } }, [3, 2]],
    ['larger', { largerThan: 30 }, [5, 4]],
    ['smaller', { smallerThan: 30 }, [2, 1]],
    ['a branch', branch('main'), [1]],
    ['excluded branches; an unknown branch never matches', branch('!main', '!release/**'), [3]],
    ['latest among what is old enough', { latest: true, olderThan: { ago: 2 * DAY } }, [3, 2]],
    ['a shard before the limit', { shard: { index: 2, count: 2 }, limit: 2 }, [5, 3]],
    ['latest before the shard', { latest: true, shard: { index: 2, count: 2 } }, [5]]
  ]
  test.each(table)('%s', (_, criteria, selected) => {
    expect(idsOf(select(artifacts, { ...ANY, ...criteria }, NOW).selected)).toEqual(selected)
  })
})

test('shards are disjoint, complete and stable', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { maxLength: 60 })
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 1, max: 9 }), (before, more, count) => {
      const shardsOf = (of: number[]) =>
        Array.from({ length: count }, (_, index) =>
          idsOf(
            select(
              of.map(id => anArtifact({ id })),
              { ...ANY, shard: { index: index + 1, count } },
              NOW
            ).selected
          )
        )
      const shards = shardsOf(before)
      expect(shards.flat().sort((a, b) => a - b)).toEqual([...before].sort((a, b) => a - b))
      // A later artifact moves none from one shard to another.
      const later = shardsOf([...new Set([...before, ...more])])
      for (const [index, shard] of shards.entries()) {
        expect(later[index]).toEqual(expect.arrayContaining(shard))
      }
    })
  )
})
