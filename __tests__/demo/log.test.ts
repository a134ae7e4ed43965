import { stripVTControlCharacters } from 'node:util'
import { formatLog } from '../../scripts/demo/log.js'
import { tableOf } from '../../scripts/demo/table.js'
import { GitHubServer } from '../support/github-server/index.js'

test.each([
  ['a line', '  a line'],
  [
    '::error title=Not found (not-found)::It is%0Anot 100%25',
    '  Error: Not found (not-found)\n  It is\n  not 100%'
  ],
  ['::warning file=a,title=One%2C two%3A three,line=1::text', '  Warning: One, two: three\n  text'],
  ['::notice::text: more', '  Notice: text: more'],
  ['::error::%250A', '  Error: %0A'],
  ['::group::A group\nin it\n::endgroup::', '  ▾ A group\n  in it'],
  ['::add-mask::secret\n::debug::x\nseen', '  seen']
])('%j looks as on the page of a run', (log, shown) => {
  expect(stripVTControlCharacters(formatLog(log))).toBe(shown)
})

let server: GitHubServer
beforeAll(async () => {
  server = await GitHubServer.start()
})
afterAll(() => server.close())

test('the table of a repository has all values that inputs can select', () => {
  const repository = server.addRepository('o/r', { private: true })
  for (const branch of ['main', 'dev']) repository.addBranch(branch)
  repository.addTag('v1')
  repository.addPullRequest({ number: 7, headBranch: 'dev' })
  const workflow = repository.addWorkflow('.github/workflows/ci.yml')
  const now = Date.now()
  const digest = `sha256:${'0'.repeat(64)}`
  const created_at = new Date(now - 3 * 86_400_000)
  const old = repository.addRun({
    workflow,
    event: 'schedule',
    conclusion: 'failure',
    created_at,
    head_branch: 'v1'
  })
  const ids = [old.listArtifact('a', { digest }).id, old.listArtifact('b', { expired: true }).id]
  const fork = { id: 9, full_name: 'x/r' }
  const run = repository.addRun({
    workflow,
    status: 'queued',
    head_repository: fork,
    created_at: new Date(now)
  })
  ids.push(run.listArtifact('c', { digest }).id, run.listArtifact('d').id)
  expect(tableOf(repository, now)).toEqual([
    'o/r (private): branches main, dev; tags v1; pull request 7 (dev)',
    '  run-id       workflow  branch           event     conclusion  age       commit',
    `  ${run.id}  ci.yml    main (fork x/r)  push      (queued)    just now  ${run.head_sha.slice(0, 7)}`,
    `    c (${ids[2]}), d (${ids[3]}, no digest)`,
    `  ${old.id}  ci.yml    v1               schedule  failure     3 d       ${old.head_sha.slice(0, 7)}`,
    `    a (${ids[0]}), b (${ids[1]}, expired)`
  ])
})
