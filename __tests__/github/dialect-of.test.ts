import { dialectOf } from '../../src/github/dialects/dialect-of.js'
import { GITEA_OR_FORGEJO } from '../../src/github/dialects/gitea-or-forgejo.js'

const HOST = 'https://git.example.com'
const FACTS = {
  github: { pageSize: 100, artifactsTellRuns: true, knowsCurrentRun: true, listsUnfinished: true },
  ghes: { pageSize: 100, artifactsTellRuns: true, knowsCurrentRun: true, listsUnfinished: false },
  act: { pageSize: 100, artifactsTellRuns: true, knowsCurrentRun: false },
  undecided: { pageSize: 50, artifactsTellRuns: false, pagesByNumber: false, workflows: 'unknown' },
  gitea: { pageSize: 50, artifactsTellRuns: false, pagesByNumber: false, workflows: 'list' },
  forgejo: { pageSize: 50, artifactsTellRuns: false, pagesByNumber: true }
}

test.each([
  ['https://api.github.com', {}, true, 'github'],
  ['https://api.octo.ghe.com', {}, true, 'github'],
  [`${HOST}/api/v3`, {}, true, 'ghes'],
  ['https://api.github.com', { ACT: 'true' }, true, 'act'],
  // Another server than that of the job.
  ['https://api.github.com', { ACT: 'true' }, false, 'github'],
  [`${HOST}/api/v1`, {}, true, 'undecided'],
  [`${HOST}/api/v1`, { GITEA_ACTIONS: 'true' }, true, 'undecided'],
  [`${HOST}/api/v1`, { GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }, true, 'forgejo'],
  [`${HOST}/api/v1`, { FORGEJO_ACTIONS: 'true' }, false, 'undecided']
] as const)('%s with %j, own server %s: %s', (apiUrl, env, isOwn, expected) => {
  expect(dialectOf(apiUrl, env, isOwn)).toMatchObject(FACTS[expected])
})

test.each([
  ['a list of artifacts', { artifacts: [], total_count: 0 }, 'gitea'],
  ['an artifact', { id: 1, workflow_run: { id: 2 } }, 'gitea'],
  ['a list of runs', { workflow_runs: [{ id: 1, run_number: 1 }] }, 'gitea'],
  ['a run', { id: 1, run_number: 1 }, 'gitea'],
  ['a list of artifacts as an array', [], 'forgejo'],
  ['an artifact with run_id', { id: 1, run_id: 2 }, 'forgejo'],
  ['a list of runs with index_in_repo', { workflow_runs: [{ id: 1, index_in_repo: 1 }] }, 'forgejo'],
  ['a run with index_in_repo', { id: 1, index_in_repo: 1 }, 'forgejo']
] as const)('%s decides between Gitea and Forgejo', (_, data, expected) => {
  expect(GITEA_OR_FORGEJO.recognize?.(data)).toMatchObject(FACTS[expected])
})

test.each([[{ workflow_runs: [] }], [null], [{ message: 'hello' }]])('%j decides nothing', data => {
  expect(GITEA_OR_FORGEJO.recognize?.(data)).toBeUndefined()
})
