import { FORGEJO } from '../../src/github/dialects/forgejo.js'
import { GITEA } from '../../src/github/dialects/gitea.js'
import { GITEA_OR_FORGEJO } from '../../src/github/dialects/gitea-or-forgejo.js'
import { GITHUB, GITHUB_ENTERPRISE } from '../../src/github/dialects/github.js'

// What servers leave out, set to null, or answer in another shape. Whole answers: github-server/dialects-recorded.test.ts.

const RUNS = '/repos/{owner}/{repo}/actions/runs'
const REPOSITORY = { id: 5, full_name: 'octo/app' }
const ARTIFACT = { id: 7, name: 'a', size_in_bytes: 3, expired: false, created_at: null, expires_at: null }
const GITEA_RUN = { id: 8, repository: REPOSITORY }
const FORGEJO_RUN = {
  id: 8,
  workflow_id: 'ci.yml',
  index_in_repo: 3,
  prettyref: 'main',
  commit_sha: 'abc',
  status: 'running',
  repository: REPOSITORY
}
const answer = (data: unknown, headers = {}) => ({ data, headers, status: 200 })

test.each<[string, object, object]>([
  ['no run', {}, { workflow_run: null, digest: null }],
  ['an empty digest', { digest: '' }, { digest: null }],
  ['a digest', { digest: 'sha256:ab' }, { digest: 'sha256:ab' }],
  ['the year 1 as its end', { expires_at: '0001-01-01T00:00:00Z' }, { expires_at: null }],
  ['an end', { expires_at: '2027-01-01T00:00:00Z' }, { expires_at: '2027-01-01T00:00:00Z' }],
  [
    'a run with nothing but an id',
    { workflow_run: { id: 9, head_sha: '' } },
    { workflow_run: { id: 9, repository_id: null, head_sha: null, head_branch: null } }
  ],
  [
    'a run',
    { workflow_run: { id: 9, repository_id: 5, head_sha: 'abc' } },
    { workflow_run: { id: 9, repository_id: 5, head_sha: 'abc' } }
  ]
])('Gitea: an artifact with %s', (_, fields, expected) => {
  expect(GITEA.readArtifact({ ...ARTIFACT, ...fields })).toMatchObject(expected)
})

test.each<[string, object, object]>([
  ['no path', {}, { head_branch: null, head_repository: REPOSITORY, event: null, created_at: null }],
  ['a branch in its path', { path: 'ci.yml@refs/heads/a/b' }, { head_branch: 'a/b' }],
  ['a tag in its path', { path: 'ci.yml@refs/tags/v1' }, { head_branch: 'v1' }],
  ['a branch of its own', { path: 'ci.yml@refs/heads/a', head_branch: 'b' }, { head_branch: 'b' }],
  ['no repository', { repository: null, path: 'ci.yml@refs/heads/a' }, { head_repository: null }],
  [
    'a pull request',
    { path: 'ci.yml@refs/pull/12/head', event: 'pull_request_sync' },
    { event: 'pull_request', head_branch: null, head_repository: null, pull_number: 12 }
  ],
  [
    'pull_request_target',
    { path: 'ci.yml@refs/heads/main', event: 'pull_request_target' },
    { event: 'pull_request_target', head_branch: null, head_repository: null }
  ],
  [
    'dates',
    { started_at: '2026-01-01T00:00:00Z', completed_at: '1970-01-01T00:00:00Z' },
    { created_at: '2026-01-01T00:00:00Z', updated_at: null }
  ]
])('Gitea: a run with %s', (_, fields, expected) => {
  expect(GITEA.readRun({ ...GITEA_RUN, ...fields })).toMatchObject(expected)
})

test.each<[unknown, unknown]>([
  [null, undefined],
  [{ head: { ref: 5 } }, undefined],
  [{ head: { ref: 'a' } }, { ref: 'a', sha: undefined, repository: undefined }],
  [{ head: { ref: 'a', sha: 'AB', repo_id: -1 } }, { ref: 'a', sha: 'ab', repository: undefined }],
  [
    { head: { ref: 'a', sha: 'ab', repo_id: 5, repo: null } },
    { ref: 'a', sha: 'ab', repository: { id: 5, full_name: undefined } }
  ],
  [
    { head: { ref: 'a', sha: 'ab', repo_id: 5, repo: { full_name: 'o/a' } } },
    { ref: 'a', sha: 'ab', repository: { id: 5, full_name: 'o/a' } }
  ],
  // The branch was deleted.
  [{ head: { ref: 'refs/pull/1/head', label: 'a' } }, { ref: 'a', sha: undefined, repository: undefined }],
  [
    { head: { ref: 'refs/pull/1/head', label: '' } },
    { ref: 'refs/pull/1/head', sha: undefined, repository: undefined }
  ],
  [
    { head: { ref: 'refs/pull/1/head', label: 'a', repo_id: 5 } },
    { ref: 'a', sha: undefined, repository: { id: 5, full_name: undefined } }
  ],
  // It was pushed without a branch.
  [
    { head: { ref: 'refs/pull/1/head', label: '', repo_id: 5, repo: { full_name: 'o/a' } } },
    { ref: 'refs/pull/1/head', sha: undefined, repository: undefined }
  ],
  [
    { flow: 1, head: { ref: 'refs/pull/1/head', label: 'a', repo_id: 5 } },
    { ref: 'refs/pull/1/head', sha: undefined, repository: undefined }
  ]
])('Gitea: the pull request %j', (data, expected) => {
  expect(GITEA.readPullRequest(data)).toEqual(expected)
})

test.each<[string, object, object]>([
  ['no run', {}, { workflow_run: null, digest: null }],
  ['a run', { run_id: 9 }, { workflow_run: { id: 9, head_branch: null } }],
  ['text as its run', { run_id: '9' }, { workflow_run: null }]
])('Forgejo: an artifact with %s', (_, fields, expected) => {
  expect(FORGEJO.readArtifact({ ...ARTIFACT, ...fields })).toMatchObject(expected)
})

test.each<[string, object, object]>([
  ['no event', {}, { event: null, status: 'in_progress', conclusion: null, head_branch: 'main' }],
  ['an event', { event: 'push' }, { event: 'push' }],
  ['a trigger', { event: '', trigger_event: 'workflow_dispatch' }, { event: 'workflow_dispatch' }],
  ['a status of its own', { status: 'unknown' }, { status: null, conclusion: null }],
  [
    'an end',
    { status: 'failure', stopped: '2026-01-01T00:00:00Z' },
    { status: 'completed', conclusion: 'failure', updated_at: '2026-01-01T00:00:00Z' }
  ],
  [
    'a pull request of the repository',
    { prettyref: '#12', event: 'pull_request', is_fork_pull_request: false },
    { pull_number: 12, head_branch: null, head_repository: REPOSITORY }
  ],
  [
    'a pull request of a fork',
    { prettyref: '#12', event: 'pull_request', is_fork_pull_request: true },
    { pull_number: 12, head_repository: null }
  ],
  [
    'a pull request of a repository that it does not name',
    { prettyref: '#12', event: 'pull_request', is_fork_pull_request: false, repository: null },
    { head_repository: null }
  ],
  ['a branch called like a pull request', { prettyref: '#12', event: 'push' }, { head_branch: '#12' }]
])('Forgejo: a run with %s', (_, fields, expected) => {
  expect(FORGEJO.readRun({ ...FORGEJO_RUN, ...fields })).toMatchObject(expected)
})

describe('the total of a list on Forgejo', () => {
  const list = (count: number) => Array.from({ length: count }, () => ARTIFACT)
  const next = { link: '<https://git.example.com/x?page=2>; rel="next"' }
  test.each<[string, unknown, object, number | undefined]>([
    ['a header', list(2), { 'x-total-count': '9' }, 9],
    ['no header, a short page', list(2), {}, 2],
    ['no header, a full page', list(50), {}, undefined],
    ['no header, another page', list(2), next, undefined],
    ['an object', { artifacts: [] }, {}, undefined],
    ['an item of another shape', [{ id: 'x' }], { 'x-total-count': '1' }, undefined]
  ])('%s', (_, data, headers, total) => {
    expect(FORGEJO.readArtifacts(answer(data, headers))?.total).toBe(total)
  })
})

test.each([null, 5, {}, { id: 'x' }, { id: 1, path: 5 }, { id: 1, repository: { id: 'x' } }])(
  'the run %j has another shape',
  data => {
    for (const dialect of [GITHUB, GITEA, FORGEJO]) {
      const list = answer({ total_count: 1, workflow_runs: [data] })
      expect([dialect.readRun(data), dialect.readRuns(list, {})]).toEqual([undefined, undefined])
    }
  }
)

test.each([null, 5, {}, { ...ARTIFACT, id: 'x' }, { ...ARTIFACT, workflow_run: 5 }])(
  'the artifact %j has another shape',
  data => {
    expect([GITHUB, GITHUB_ENTERPRISE, GITEA].map(dialect => dialect.readArtifact(data))).toEqual([
      undefined,
      undefined,
      undefined
    ])
    const list = answer({ total_count: 1, artifacts: [data] })
    expect([GITHUB, GITHUB_ENTERPRISE, GITEA].map(dialect => dialect.readArtifacts(list))).toEqual([
      undefined,
      undefined,
      undefined
    ])
  }
)

test.each([
  [{ branch: 'a' }, { ref: 'refs/heads/a' }],
  [{ scheduled: 'a' }, { ref: 'a' }],
  [{ tag: 'v1' }, { ref: 'refs/tags/v1' }],
  [{ pullRequest: 3 }, { ref: 'refs/pull/3/head' }],
  [
    { status: 'in_progress', workflow: 'ci.yml', runNumber: 4 },
    { status: 'running', workflow_id: 'ci.yml', run_number: '4' }
  ],
  [{ status: 'neutral' }, {}]
])('Forgejo: runs by %j', (filters, parameters) => {
  expect(FORGEJO.runList(filters)).toEqual({ path: RUNS, parameters })
})

test.each([
  ['push', ['push']],
  ['schedule', ['schedule', 'push']],
  ['constructor', ['constructor']],
  ['issue_comment', ['issue_comment', 'pull_request_comment']]
])('Forgejo: runs of the event %s, by its hooks', (event, hooks) => {
  const path = `${RUNS}?${hooks.map(hook => `event=${hook}`).join('&')}`
  expect(FORGEJO.runList({ event })).toEqual({ path, parameters: {} })
  // Gitea reads the first.
  expect(GITEA_OR_FORGEJO.runList({ event })).toEqual({ path, parameters: {} })
})

test.each([
  ['push', undefined, 'push'],
  ['push', 'schedule', 'schedule'],
  ['pull_request_sync', undefined, 'pull_request'],
  ['pull_request_sync', 'pull_request_target', 'pull_request_target'],
  ['pull_request_target', undefined, 'pull_request_target'],
  ['pull_request_review_comment', undefined, 'pull_request_review'],
  ['wiki', undefined, 'gollum'],
  // The server ignored the filter.
  ['push', 'release', 'push']
])('Gitea: the event of a run with the hook %s, asked for %s', (hook, asked, event) => {
  const list = answer({ total_count: 1, workflow_runs: [{ id: 1, event: hook }] })
  expect(GITEA.readRuns(list, { event: asked })?.items[0]?.event).toBe(event)
})

test.each([
  [
    { status: 'success', branch: 'a' },
    { status: 'success', branch: 'a', ref: 'refs/heads/a' }
  ],
  // Each of both has words of its own for the others.
  [{ status: 'in_progress' }, {}],
  [{}, {}]
])('Gitea or Forgejo: runs by %j', (filters, parameters) => {
  expect(GITEA_OR_FORGEJO.runList(filters)).toEqual({ path: RUNS, parameters })
})
