import { isOfWorkflow } from '../../src/github/run.js'
import {
  ANY_RUN,
  isForeign,
  matchesEmbedded,
  matchesRun,
  needsRun,
  type RunQuery
} from '../../src/selection/run-query.js'
import { compileGlobs } from '../../src/text/glob.js'

describe.each([
  '.github/workflows/ci.yml',
  '.github/workflows/ci.yml@refs/heads/main',
  '.github/workflows/ci.yml@refs/heads/a@b.yml',
  'octo-org/shared/.github/workflows/ci.yml@main',
  'octo-org/.github/.github/workflows/ci.yml@refs/tags/v1',
  'ci.yml@refs/pull/1/head'
])('a run with the path %s', path => {
  const run = { id: 1, workflow_id: 160, path }
  test.each([
    ['ci.yml', true],
    ['.github/workflows/ci.yml', true],
    ['160', true],
    ['16', false],
    ['i.yml', false],
    ['docs.yml', false],
    ['.github/workflows/docs.yml', false]
  ])('of the workflow %s: %s', (workflow, expected) => {
    expect(isOfWorkflow(run, workflow)).toBe(expected)
    expect(isOfWorkflow({ id: 1 }, workflow)).toBe(false)
  })
})

test.each([
  ['.github/workflows/ci.yml', 'workflows/ci.yml', false],
  ['.github/workflows/ci@v2.yml@main', 'ci@v2.yml', true],
  ['.github/workflows/ci@v2.yml@main', '.github/workflows/ci@v2.yml', true],
  ['octo-org/shared/.github/workflows/ci.yml@main', 'octo-org/shared/.github/workflows/ci.yml', true],
  ['octo-org/shared/.github/workflows/ci.yml@main', 'octo-org/other/.github/workflows/ci.yml', false],
  ['octo-org/shared/.github/workflows/ci.yml@main', 'shared/.github/workflows/ci.yml', false],
  ['dynamic/github-code-scanning/codeql', 'dynamic/github-code-scanning/codeql', true]
])('the path %s and the workflow %s: %s', (path, workflow, expected) => {
  expect(isOfWorkflow({ id: 1, path }, workflow)).toBe(expected)
})

const branch = (...lines: string[]) => ({ lines, matches: compileGlobs(lines) })
const embedded = {
  id: 7,
  repository_id: 1,
  head_repository_id: 1,
  head_branch: 'main',
  head_sha: `ABCDEF0${'0'.repeat(33)}`
}

test.each<[string, Partial<RunQuery>, boolean]>([
  ['nothing asked', {}, true],
  ['its branch', { branch: branch('main') }, true],
  ['another branch', { branch: branch('dev') }, false],
  ['its commit', { commit: 'abcdef0' }, true],
  ['another commit', { commit: 'abcdef1' }, false],
  ['both, one of which does not fit', { branch: branch('main'), commit: 'abcdef1' }, false]
])('embedded: %s', (_, query, expected) => {
  expect(matchesEmbedded(embedded, { ...ANY_RUN, ...query })).toBe(expected)
  // An unknown run matches only a query without filters.
  for (const unknown of [undefined, null, {}]) {
    expect(matchesEmbedded(unknown, { ...ANY_RUN, ...query })).toBe(Object.keys(query).length === 0)
  }
})

test.each([
  ['its own', { branch: 'main', repositoryId: 1 }, true],
  ['that of another', { branch: 'main', repositoryId: 2 }, false],
  ['one that is gone', { branch: 'main', repositoryId: undefined }, false],
  ['of another branch', { branch: 'dev', repositoryId: 1 }, false]
])('the head of a pull request: %s', (_, head, expected) => {
  expect(matchesEmbedded(embedded, ANY_RUN, { ...head, sha: 'f'.repeat(40) })).toBe(expected)
})

test.each([
  ['its head commit', embedded.head_sha.toLowerCase(), true],
  ['another commit', 'f'.repeat(40), false],
  ['a commit that is not known', undefined, false]
])('the head of a pull request of a deleted fork: %s', (_, sha, expected) => {
  const { head_repository_id: _known, ...gone } = embedded
  expect(matchesEmbedded(gone, ANY_RUN, { branch: 'main', repositoryId: undefined, sha })).toBe(expected)
})

test.each<[Partial<RunQuery>, boolean, boolean]>([
  [{}, false, true],
  [{ branch: branch('x'), commit: 'abcdef0' }, false, true],
  [{ event: 'push' }, true, true],
  [{ event: 'schedule' }, true, false],
  [{ conclusion: 'success' }, true, false],
  [{ conclusion: 'failure' }, true, true],
  [{ workflow: 'ci.yml' }, true, true]
])('the run itself: %j', (query, needed, fits) => {
  const run = { id: 1, event: 'push', conclusion: 'failure', path: '.github/workflows/ci.yml' }
  expect(needsRun({ ...ANY_RUN, ...query })).toBe(needed)
  expect(matchesRun(run, { ...ANY_RUN, ...query })).toBe(fits)
})

test.each([
  ['the same', embedded, false],
  ['another', { ...embedded, head_repository_id: 2 }, true],
  ['none', { id: 7, repository_id: 1 }, true],
  ['null', { ...embedded, head_repository_id: null as unknown as number }, true],
  ['nothing known', {}, true],
  ['no run', null, true]
])('the head repository is %s', (_, workflow_run, expected) => {
  expect(isForeign({ workflow_run })).toBe(expected)
})
