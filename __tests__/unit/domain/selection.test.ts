import fc from 'fast-check'
import type { Artifact } from '../../../src/domain/artifact.js'
import { compileGlobs } from '../../../src/domain/glob.js'
import { type Criteria, select } from '../../../src/domain/selection.js'
import { anArtifact } from '../../support/artifact.js'

const ANY: Criteria = {
  names: [],
  pattern: undefined,
  includeExpired: false,
  latest: false,
  limit: 0,
  limitKeeps: 'newest'
}

const ARTIFACTS = [
  anArtifact({ id: 1, name: 'a' }),
  anArtifact({ id: 2, name: 'b' }),
  anArtifact({ id: 3, name: 'a' }),
  anArtifact({ id: 4, name: 'a', expired: true }),
  anArtifact({ id: 5, name: 'b-linux' })
]

const idsOf = (artifacts: Artifact[]) => artifacts.map(({ id }) => id)

describe('select', () => {
  const table: [string, Partial<Criteria>, number[], number[]][] = [
    ['all that is live, newest first', {}, [5, 3, 2, 1], [4]],
    ['exact names', { names: ['a'] }, [3, 1], [4]],
    ['several names', { names: ['a', 'b'] }, [3, 2, 1], [4]],
    ['a pattern', { pattern: compileGlobs(['b*']) }, [5, 2], []],
    ['name and pattern: the intersection', { names: ['a', 'b'], pattern: compileGlobs(['b*']) }, [2], []],
    ['expired ones too', { includeExpired: true, names: ['a'] }, [4, 3, 1], []],
    ['the newest of each name', { latest: true }, [5, 3, 2], [4]],
    ['the newest of each name may be expired', { latest: true, includeExpired: true }, [5, 4, 2], []],
    ['a limit keeps the newest', { limit: 2 }, [5, 3], [4]],
    ['a limit keeps the oldest', { limit: 2, limitKeeps: 'oldest' }, [2, 1], [4]],
    ['latest comes before limit', { latest: true, limit: 2 }, [5, 3], [4]],
    ['a limit beyond all', { limit: 99 }, [5, 3, 2, 1], [4]],
    ['nothing', { names: ['c'] }, [], []]
  ]
  test.each(table)('%s', (_, criteria, selected, expired) => {
    const result = select(ARTIFACTS, { ...ANY, ...criteria })
    expect(idsOf(result.selected)).toEqual(selected)
    expect(idsOf(result.expired)).toEqual(expired)
  })

  test('does not depend on the order of the pages', () => {
    const criteria = fc.record({ latest: fc.boolean(), limit: fc.nat(5), includeExpired: fc.boolean() })
    fc.assert(
      fc.property(fc.shuffledSubarray(ARTIFACTS, { minLength: 5 }), criteria, (shuffled, chosen) => {
        expect(select(shuffled, { ...ANY, ...chosen })).toEqual(select(ARTIFACTS, { ...ANY, ...chosen }))
      })
    )
  })
})
