const IS_SWEEP = process.env.npm_lifecycle_event === 'test:sweeps'

/**
 * The rows of a long table for this command: `npm test` runs the representative ones, `npm run test:sweeps` the others.
 * The latter runs only `*.sweep.ts` files, so a file with such a table needs one beside it that imports it.
 */
export function rowsOf<Row>(rows: readonly Row[], isRepresentative: (row: Row) => boolean): Row[] {
  return rows.filter(row => isRepresentative(row) !== IS_SWEEP)
}
