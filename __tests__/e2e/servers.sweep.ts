import { DIALECTS, lacks } from '../support/stage.js'
import { brokenConnectionsOn } from './suites/broken-connections.js'
import { examplesOfRuns } from './suites/examples.js'
import { operationsOf } from './suites/operations.js'
import { quickStartsOf } from './suites/quick-starts.js'
import { retentionRecipes } from './suites/retention-recipes.js'
import { scalingRecipes } from './suites/scaling-recipes.js'
import { signalsOn } from './suites/signals.js'
import { stopsAtAnyTime } from './suites/stops.js'

// The suites on every server but GitHub, where `npm test` runs them. The other tests of this folder do not depend on the
// server: inputs, internal errors, disks and permissions of the machine, and proxies. Real clients exist for GitHub only.

const SERVERS = DIALECTS.filter(dialect => dialect !== 'github')
const LISTING_RUNS = SERVERS.filter(dialect => !lacks(dialect, 'a list of runs'))

describe.each(SERVERS)('on %s', dialect => {
  describe('the operations', () => {
    operationsOf(dialect)
  })
  describe('signals', () => {
    signalsOn(dialect)
  })
  describe('stops', () => {
    stopsAtAnyTime(dialect)
  })
  describe('broken connections', () => {
    brokenConnectionsOn(dialect)
  })
  describe('the quick starts', () => {
    quickStartsOf(dialect)
  })
})

// Each of them searches for a run, or cleans up a repository, which needs the runs in progress.
describe.each(LISTING_RUNS)('on %s', dialect => {
  describe('the retention recipes', () => {
    retentionRecipes(dialect)
  })
  describe('the scaling recipes', () => {
    scalingRecipes(dialect)
  })
  describe('the examples', () => {
    examplesOfRuns(dialect)
  })
})
