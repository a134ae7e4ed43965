import type { Criteria } from '../../src/selection/select.js'

/** What takes every live artifact. */
export const ANY: Criteria = {
  names: [],
  pattern: undefined,
  includeExpired: false,
  olderThan: undefined,
  newerThan: undefined,
  largerThan: undefined,
  smallerThan: undefined,
  latest: false,
  shard: undefined,
  limit: 0,
  limitKeeps: 'newest'
}
