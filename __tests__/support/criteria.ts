import { ANY_RUN } from '../../src/selection/run-query.js'
import type { Criteria } from '../../src/selection/select.js'

/** Criteria that every live artifact matches. */
export const ANY: Criteria = {
  runs: ANY_RUN,
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
