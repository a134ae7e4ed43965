const IS_SWEEP = process.env.npm_lifecycle_event === 'test:sweeps'

// `npm run test:sweeps` runs only `*.sweep.ts` files, so a test file that uses one of these needs one beside it that imports it.

/**
 * The rows of a long table for this command: `npm test` runs the representative ones, `npm run test:sweeps` the others.
 * For a table inside another one, list the pairs, or some of them run in neither.
 */
export function rowsOf<Row>(rows: readonly Row[], isRepresentative: (row: Row) => boolean): Row[] {
  return rows.filter(row => isRepresentative(row) !== IS_SWEEP)
}

/** Declares tests for `npm run test:sweeps` alone. */
export function inSweeps(tests: () => void): void {
  if (IS_SWEEP) tests()
}
