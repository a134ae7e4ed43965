import * as messages from '../../../src/messages/selection.js'
import type { SelectionInputs } from '../../../src/selection/inputs.js'
import { Lineage } from '../../../src/selection/lineage.js'
import type { NotFoundReason, RunMismatch } from '../../../src/selection/not-found-reason.js'
import { ANY_RUN, type RunQuery } from '../../../src/selection/run-query.js'
import type { Kept } from '../../../src/selection/select.js'
import { compileGlobs } from '../../../src/text/glob.js'
import { anArtifact } from '../../support/artifact.js'
import { ANY } from '../../support/criteria.js'
import type { Samples } from './samples.js'

const DIST = anArtifact({ id: 17, name: 'dist' })
const OLD = anArtifact({ id: 12, name: 'old', expired: true, expires_at: '2026-01-31T00:00:00Z' })
const CI = '.github/workflows/ci.yml'

const QUERY: RunQuery = {
  ...ANY_RUN,
  workflow: 'ci.yml',
  branch: { lines: ['main'], matches: compileGlobs(['main']) },
  conclusion: 'success'
}
const ALL: RunQuery = {
  ...ANY_RUN,
  runNumber: 12,
  workflow: 'ci.yml',
  branch: { lines: ['main', '!release/**'], matches: compileGlobs(['main']) },
  commit: 'abcdef0',
  pullRequest: 5,
  event: 'push',
  conclusion: 'failure',
  allowForks: true
}
const MERGED: RunQuery = { ...ANY_RUN, merged: { as: 'c0ffee'.padEnd(40, '0'), head: undefined } }
const MERGE_BASE: RunQuery = {
  ...ANY_RUN,
  mergeBase: { base: 'c0ffee'.padEnd(40, '0'), head: 'abcdef'.padEnd(40, '0') }
}
const WITH_ANCESTORS: RunQuery = {
  ...ANY_RUN,
  commit: 'c0ffee'.padEnd(40, '0'),
  ancestors: 100,
  lineage: new Lineage([
    { sha: 'c0ffee'.padEnd(40, '0'), date: 0 },
    { sha: DIST.workflow_run?.head_sha ?? '', date: 0 }
  ])
}
const OF_PULL: RunQuery = {
  ...MERGED,
  pullRequest: 5,
  merged: { as: 'c0ffee'.padEnd(40, '0'), head: 'abcdef'.padEnd(40, '0') }
}

const CURRENT: SelectionInputs = {
  ...ANY,
  names: [],
  operation: 'list',
  repository: { owner: 'octo-org', repo: 'app' },
  place: { kind: 'run', runId: 7, how: 'current' },
  currentRunId: 7,
  ifNoArtifactFound: 'error',
  minCount: 0,
  waitTimeout: 0
}
const GIVEN: SelectionInputs = { ...CURRENT, place: { kind: 'run', runId: 9, how: 'given' } }
const SEARCH: SelectionInputs = { ...CURRENT, names: ['dist'], place: { kind: 'search', runs: QUERY } }
const REPOSITORY: SelectionInputs = { ...CURRENT, place: { kind: 'repository', runs: ANY_RUN } }
const IDS: SelectionInputs = { ...CURRENT, place: { kind: 'ids', ids: [17, 18], runId: undefined } }
const FILTERED: SelectionInputs = {
  ...REPOSITORY,
  pattern: compileGlobs(['preview-*', '!preview-main']),
  olderThan: { ago: 604_800_000 },
  newerThan: { at: Date.parse('2026-01-01T00:00:00Z') },
  largerThan: 1000,
  smallerThan: 20_000_000,
  includeExpired: true,
  latest: true,
  shard: { index: 1, count: 4 },
  limit: 3,
  minCount: 2
}
const DELETE: SelectionInputs = {
  ...REPOSITORY,
  operation: 'delete',
  keepLatest: 3,
  keepRuns: undefined,
  keepSize: 20_000_000,
  groupBy: 'name-and-branch',
  goneBranches: true,
  maxDeletes: undefined,
  dryRun: false,
  limit: 10
}

const KEEP_RUNS: SelectionInputs = {
  ...DELETE,
  keepLatest: undefined,
  keepRuns: 5,
  keepSize: undefined,
  groupBy: 'workflow',
  goneBranches: false
}

const MISMATCH: RunMismatch = {
  artifact: DIST,
  run: { id: 7, path: CI, event: 'push', status: 'completed', conclusion: 'failure' },
  isCurrent: false,
  isForeign: false
}
const THIS_RUN: RunMismatch = { ...MISMATCH, run: { id: 7, status: 'in_progress' }, isCurrent: true }
const REASONS: NotFoundReason[] = [
  { kind: 'failed-run', run: { id: 9, conclusion: 'timed_out' } },
  { kind: 'unknown-workflow', workflow: 'biuld.yml', lacks: 'workflow', similar: ['build.yml', 'ci.yml'] },
  { kind: 'unknown-workflow', workflow: '7', lacks: 'workflow', similar: [] },
  { kind: 'unknown-workflow', workflow: 'biuld.yml', lacks: 'runs', similar: ['build.yml'] },
  { kind: 'not-merged', sha: 'c0ffee'.padEnd(40, '0'), pulls: [] },
  { kind: 'not-merged', sha: 'c0ffee'.padEnd(40, '0'), pulls: [5, 6] },
  { kind: 'unknown-run', runNumber: 12, workflow: 'ci.yml' },
  { kind: 'branch-typo', branch: 'mian', similar: 'main' },
  { kind: 'unknown-id', id: 999, place: 'repository' },
  { kind: 'unknown-id', id: 999, place: 'run' },
  { kind: 'unknown-name', name: 'dits', isList: false, similar: ['dist', 'docs'] },
  { kind: 'unknown-name', name: 'dist, docs', isList: true, similar: ['dist', 'docs'] },
  { kind: 'unknown-name', name: 'dist', isList: false, similar: [] },
  { kind: 'unknown-name', name: 'dist', isList: false, similar: undefined },
  { kind: 'name-of-other-run', name: 'dist', runId: 5 },
  { kind: 'outside-pattern', name: 'dist' },
  { kind: 'expired', artifact: OLD },
  { kind: 'expired', artifact: OLD, count: 3 },
  { kind: 'foreign', artifact: DIST, repository: 'mallory/app' },
  { kind: 'foreign', artifact: DIST, repository: undefined, own: THIS_RUN },
  { kind: 'age-or-size', artifact: DIST, isForeign: false },
  { kind: 'age-or-size', artifact: { ...DIST, created_at: null }, isForeign: true },
  { kind: 'run-mismatch', ...MISMATCH },
  { kind: 'run-mismatch', ...MISMATCH, run: undefined },
  { kind: 'run-mismatch', ...MISMATCH, isForeign: true },
  { kind: 'other-commit', artifact: DIST },
  { kind: 'excluded', kept: [{ reason: 'shard', count: 2, size: 2000 }] },
  { kind: 'too-few', selected: [DIST], minCount: 4, kept: [], forks: [] },
  {
    kind: 'too-few',
    selected: [DIST, OLD],
    minCount: 4,
    kept: [{ reason: 'age-or-size', count: 2, size: 2000 }],
    forks: [DIST]
  },
  { kind: 'no-artifacts' },
  { kind: 'no-match' },
  { kind: 'pattern-mismatch', typo: undefined, place: 'run', names: ['dist', 'docs'] },
  { kind: 'pattern-mismatch', typo: 'list', place: 'repository', names: undefined },
  { kind: 'pattern-mismatch', typo: 'regexp', place: 'repository', names: ['dist'] }
]

const KEPT = (
  [
    'age-or-size',
    'expired',
    'latest',
    'keep-latest',
    'keep-runs',
    'keep-size',
    'existing-branch',
    'foreign-branch',
    'unfinished-run',
    'unknown-run',
    'unknown-group',
    'late-upload',
    'shard',
    'limit'
  ] as const
).map<Kept>((reason, index) => ({ reason, count: index + 1, size: 1000 * index }))

const NOTHING = { count: 0, size: 0, isWhole: true }
const SOME = { count: 19, size: 20_000, isWhole: true }
const MISSING = { names: ['dist', 'docs'], ids: [], minCount: 0 }

export const SELECTION: Samples = {
  placeName: [CURRENT, SEARCH, REPOSITORY, IDS].map(inputs => () => messages.placeName(inputs)),
  describeQuery: [
    () => messages.describeQuery(QUERY, 'search'),
    () => messages.describeQuery(ALL, 'search'),
    () => messages.describeQuery(ALL, 'repository'),
    () => messages.describeQuery(MERGED, 'search'),
    () => messages.describeQuery(MERGE_BASE, 'search'),
    () => messages.describeQuery({ ...MERGE_BASE, ancestors: 100 }, 'search'),
    () => messages.describeQuery(WITH_ANCESTORS, 'search'),
    () => messages.describeQuery({ ...MERGE_BASE, commit: '0123456'.padEnd(40, '0') }, 'search'),
    () => messages.describeQuery(OF_PULL, 'search')
  ],
  describeFilters: [SEARCH, IDS, FILTERED, DELETE, KEEP_RUNS].map(
    inputs => () => messages.describeFilters(inputs)
  ),
  selectedLine: [
    () => messages.selectedLine(CURRENT, { selected: [DIST], ended: undefined, excluded: NOTHING }),
    () =>
      messages.selectedLine(SEARCH, {
        selected: [DIST],
        ended: 'success',
        excluded: NOTHING
      }),
    () =>
      messages.selectedLine(CURRENT, { selected: [DIST], ended: undefined, number: 4, excluded: NOTHING }),
    () =>
      messages.selectedLine(
        { ...SEARCH, place: { kind: 'search', runs: WITH_ANCESTORS } },
        { selected: [DIST], ended: undefined, excluded: NOTHING }
      ),
    () => messages.selectedLine(FILTERED, { selected: [DIST, OLD], ended: undefined, excluded: SOME }),
    () =>
      messages.selectedLine(DELETE, {
        selected: [DIST],
        ended: undefined,
        excluded: { ...SOME, isWhole: false }
      })
  ],
  idleExclusions: [
    () => messages.idleExclusions('pattern', ['!x']),
    () => messages.idleExclusions('branch', ['!a', '!b'])
  ],
  keptArtifacts: KEPT.map(kept => () => messages.keptArtifacts(kept)),
  keptLine: [
    () => messages.keptLine({ reason: 'keep-latest', count: 2, size: 2000 }),
    () => messages.keptLine({ reason: 'expired', count: 1, size: 1000 }),
    () => messages.keptLine({ reason: 'age-or-size', count: 3, size: 3000, isPartial: true })
  ],
  nothingToDelete: [() => messages.nothingToDelete(DELETE, KEPT.slice(0, 4))],
  otherRun: [() => messages.otherRun(DIST, { from: 7, expected: 9 })],
  skippedOlder: [() => messages.skippedOlder(DIST, 18)],
  skippedNewerRun: [MISMATCH, THIS_RUN].map(mismatch => () => messages.skippedNewerRun(mismatch)),
  duplicateNames: [() => messages.duplicateNames([{ artifact: DIST, older: 2 }])],
  newerExpired: [() => messages.newerExpired([{ artifact: OLD, selected: 11 }])],
  expiredArtifact: [
    () => messages.expiredArtifact(OLD),
    () => messages.expiredArtifact({ ...OLD, expires_at: null })
  ],
  forkDanger: [messages.forkDanger],
  foreignArtifacts: [
    () => messages.foreignArtifacts([DIST, OLD], { repository: 'mallory/app', runId: 7 }),
    () => messages.foreignArtifacts([DIST], { repository: undefined, runId: undefined })
  ],
  moreForeignRuns: [() => messages.moreForeignRuns(1), () => messages.moreForeignRuns(2)],
  skippedForkArtifact: [
    () => messages.skippedForkArtifact(DIST),
    () => messages.skippedForkArtifact(DIST, { newerThan: 11 }),
    () => messages.skippedForkArtifact(DIST, { newerThan: undefined })
  ],
  severalMerged: [() => messages.severalMerged('c0ffee'.padEnd(40, '0'), [5, 6])],
  severalMergedAdvice: [() => messages.severalMergedAdvice()],
  deletedFork: [() => messages.deletedFork(8)],
  deletedForkAdvice: [
    () => messages.deletedForkAdvice('c0ffee'),
    () => messages.deletedForkAdvice(undefined)
  ],
  checkingAgain: [() => messages.checkingAgain(MISSING), () => messages.checkingAgain(MISSING, 15_000)],
  waiting: [
    () => messages.waiting(CURRENT, { missing: MISSING, timeout: 60_000 }),
    () => messages.waiting(IDS, { missing: { names: ['dist'], ids: [17], minCount: 3 }, timeout: 5000 }),
    ...[0, 4].map(
      minCount => () => messages.waiting(SEARCH, { missing: { names: [], ids: [], minCount }, timeout: 5000 })
    )
  ],
  waited: [() => messages.waited(3000, true), () => messages.waited(3000, false)],
  notFound: [
    () => messages.notFound(CURRENT, { reasons: REASONS.slice(4, 5) }),
    () => messages.notFound(SEARCH, { reasons: REASONS.slice(0, 5), notes: [messages.mergeCommitNote()] }),
    () =>
      messages.notFound(IDS, {
        reasons: Array.from({ length: 12 }, (_, id) => ({ kind: 'unknown-id', id, place: 'repository' }))
      })
  ],
  reasonText: REASONS.map(reason => () => messages.reasonText(reason)),
  whatToCheck: [
    ...[CURRENT, GIVEN, SEARCH, REPOSITORY, IDS].map(
      inputs => () => messages.whatToCheck(inputs, [{ kind: 'no-match' }])
    ),
    () => messages.whatToCheck(CURRENT, [{ kind: 'no-match' }], true),
    () => messages.whatToCheck(FILTERED, [{ kind: 'age-or-size', artifact: DIST, isForeign: false }]),
    () => messages.whatToCheck(FILTERED, [{ kind: 'outside-pattern', name: 'dist' }]),
    () => messages.whatToCheck(SEARCH, [{ kind: 'unknown-run', runNumber: 12, workflow: 'ci.yml' }]),
    () => messages.whatToCheck(SEARCH, [{ kind: 'not-merged', sha: 'c0ffee'.padEnd(40, '0'), pulls: [] }]),
    () =>
      messages.whatToCheck(CURRENT, [{ kind: 'too-few', selected: [DIST], minCount: 4, kept: [], forks: [] }])
  ],
  notFoundAdvice: [messages.notFoundAdvice],
  expiredAdvice: [messages.expiredAdvice],
  forkAdvice: [() => messages.forkAdvice('download'), () => messages.forkAdvice('delete')],
  mergeCommitNote: [messages.mergeCommitNote],
  runMayNotExist: [() => messages.runMayNotExist(5)],
  unfinishedRunNote: [messages.unfinishedRunNote],
  tooManyRuns: [() => messages.tooManyRuns('queued', { total: 1001, limit: 1000 })],
  tooManyRunsAdvice: [messages.tooManyRunsAdvice]
}
