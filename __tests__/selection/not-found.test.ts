import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
  build()
})
afterEach(() => scenario.close())

function build(): void {
  const { repository, run } = scenario
  const ci = run.workflow
  repository
    .addRun({ workflow: ci })
    .listArtifact('dist', { created_at: '2026-01-01T00:00:00Z', expired: false })
  repository
    .addRun({ workflow: ci })
    .listArtifact('old', { expired: true, expires_at: '2026-01-31T00:00:00Z' })
  repository.addRun({ workflow: ci, conclusion: 'failure' }).listArtifact('broken')
  repository.addRun({ workflow: ci, head_branch: 'dev', head_sha: 'd'.repeat(40) }).listArtifact('docs')
  repository.addRun({ workflow: ci, status: 'in_progress', head_branch: 'wip' }).listArtifact('wip')
}

const rows: [string, Record<string, string>, RegExp[]][] = [
  [
    'the searched place and the nearest names',
    { name: 'dits', branch: 'main' },
    [
      /Not found in octo-org\/app \(branch main, conclusion success\): "dits" is not there; the nearest: "dist"/
    ]
  ],
  ['an expired one with its day', { name: 'old', branch: 'main' }, [/"old" \(\d+\) expired on 2026-01-31/]],
  [
    'an expired one of another workflow, which would not fit: of which',
    { name: 'old', branch: 'main', workflow: 'cl.yml' },
    [
      /there is no workflow cl\.yml \(the nearest: "ci\.yml"\); the newest is "old" \(\d+\) of run \d+, which does not fit \(workflow \.github\/workflows\/ci\.yml, /,
      /compare its workflow file/
    ]
  ],
  [
    'a run that does not fit: how it ended',
    { name: 'broken', branch: 'main' },
    [
      /Not found in [^:]*: the newest is "broken" \(\d+\) of run \d+, which does not fit \(workflow \.github\/workflows\/ci\.yml, event push, conclusion failure\)/
    ]
  ],
  ['a run that has not ended', { name: 'wip', branch: 'wip' }, [/no conclusion yet: in_progress\)/]],
  [
    'another branch: which',
    { name: 'docs', branch: 'main', conclusion: 'any' },
    [/the newest is "docs" \(\d+\) of branch dev, commit dddddddddddd/]
  ],
  [
    'a commit: github.sha of a pull request',
    { name: 'dist', commit: 'abcdef0' },
    [
      /in octo-org\/app \(commit abcdef0\)/,
      /github\.sha is a merge commit .* github\.event\.pull_request\.head\.sha/
    ]
  ],
  [
    'names that stand in one line',
    { name: 'dist, docs', branch: 'main' },
    [/"dist, docs" is not there; several names go one a line; the nearest: /]
  ],
  [
    'names with a space between them, one of which is there',
    { name: 'dist nope', branch: 'main' },
    [/"dist nope" is not there; several names go one a line; the nearest: /]
  ],
  [
    'patterns that stand in one line',
    { operation: 'list', pattern: 'x*, y*', branch: 'main' },
    [/no name there fits the pattern; several go one a line; in the repository/]
  ],
  [
    'a pattern with a comma of its own',
    { operation: 'list', pattern: '{x,y}*', branch: 'main' },
    [/no name there fits the pattern; in the repository/]
  ],
  [
    'a name that the pattern leaves out',
    { operation: 'list', name: 'dist', pattern: 'doc*', branch: 'main' },
    [
      /: "dist" does not fit the pattern, and what is taken fits both\n\nCheck name and pattern\.\nif-no-artifact-found/
    ]
  ],
  [
    'a regular expression for a pattern',
    { operation: 'list', pattern: '^x.*$', branch: 'main' },
    [/no name there fits the pattern; a pattern has \*, .* and is no regular expression; in the repository/]
  ],
  [
    'alternatives that only a shell knows',
    { operation: 'list', pattern: '@(x|y)', branch: 'main' },
    [/no name there fits the pattern; a pattern has /]
  ],
  [
    'a name of two words, none of which is there',
    { name: 'no such', branch: 'main' },
    [/"no such" is not there; the nearest/]
  ],
  [
    'a slip in the branch',
    { name: 'dist', branch: 'mian' },
    [
      /: none of the newest artifacts is of branch mian \(did you mean main\?\); the newest is "dist" \(\d+\) of branch main/
    ]
  ],
  [
    'several names: each that is missing',
    { name: 'dist\nnope\nold', branch: 'main' },
    [/"nope" is not there/, /"old" \(\d+\) expired/]
  ],
  [
    'a pattern in a search',
    { operation: 'list', pattern: 'x*', branch: 'main' },
    [/no name there fits the pattern; in the repository there are: "wip", "docs", "broken", "dist"/]
  ],
  [
    'a pattern that only a run that does not fit has',
    { operation: 'list', pattern: 'bro*', branch: 'main' },
    [/the newest is "broken" \(\d+\) of run/]
  ],
  [
    'age in a search',
    { operation: 'list', name: 'dist', branch: 'main', 'newer-than': '1d' },
    [/the newest is "dist" \(\d+\), created 2026-01-01T00:00:00Z, 0 B: age or size do not fit/]
  ],
  [
    'age in the repository',
    { operation: 'list', scope: 'repository', name: 'dist', 'newer-than': '1d' },
    [
      /Not found in octo-org\/app: the newest is "dist" \(\d+\), created 2026-01-01T00:00:00Z, 0 B: age or size/
    ]
  ],
  [
    'age in the repository, of one name of two',
    { operation: 'download', scope: 'repository', name: 'dist\ndocs', 'newer-than': '1d' },
    [/Not found in octo-org\/app: the newest is "dist" \(\d+\), .*: age or size do not fit/]
  ],
  [
    'an expired one of the workflow that is meant',
    { operation: 'list', scope: 'repository', name: 'old', workflow: 'ci.yml' },
    [/in octo-org\/app \(workflow ci.yml\): "old" \(\d+\) expired on 2026-01-31/]
  ],
  [
    'an expired one of another workflow: that would not fit',
    { operation: 'list', scope: 'repository', pattern: 'ol*', workflow: 'other.yml' },
    [
      /"old" \(\d+\) of run \d+, which does not fit \(workflow \.github\/workflows\/ci\.yml, event push, conclusion success\)/
    ]
  ],
  [
    'a name in the repository, of another branch',
    { operation: 'list', scope: 'repository', name: 'dist', branch: 'd*' },
    [/in octo-org\/app \(branch d\*\): the newest is "dist" \(\d+\) of branch main/]
  ]
]
test('an empty shard: that the shard is what leaves all out, without a look at other names', async () => {
  const { repository, server } = scenario
  const { id } = repository.artifacts.items[0] ?? { id: 0 }
  server.clearRequests()
  const { code, stdout } = await scenario.step({
    scope: 'repository',
    name: 'dist',
    latest: 'false',
    shard: `${((id + 1) % 4) + 1}/4`
  })
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toMatch(
    /Not found in octo-org\/app: what there is is left out \(1 by shard\)/
  )
  expect(server.requests.length).toBe(1)
})

const WIP = /^the newest is "wip" \(\d+\) of branch wip, commit [0-9a-f]{12}$/
test.each<[string, Record<string, string>, RegExp]>([
  ['a name', { name: 'nope' }, /^"nope" is not there$/],
  ['a pattern', { pattern: 'nope*' }, /^no name there fits the pattern$/],
  ['a size', { 'larger-than': '1GB' }, /^what there is is left out \(5 by age or size\)$/],
  ['a branch', { branch: 'nope' }, WIP],
  ['a slip in a branch', { branch: 'wpi' }, WIP]
])('where it is ignored, other names are not asked for: %s', async (_, inputs, says) => {
  const { code, stdout } = await scenario.step({ operation: 'list', scope: 'repository', ...inputs })
  expect(code).toBe(0)
  const [, told] = /^Not found in octo-org\/app.*?: (.*)$/m.exec(stdout) ?? []
  expect(told).toMatch(says)
  expect(scenario.server.requests.length).toBe(1)
})

test('a branch that is nearly another is none, where it has artifacts of its own', async () => {
  const { repository, run } = scenario
  repository.addRun({ workflow: run.workflow, head_branch: 'dev2' }).listArtifact('docs')
  const saidOf = async (branch: string) =>
    errorOf((await scenario.step({ operation: 'get', name: 'nope', branch })).stdout).message
  expect(await saidOf('dev')).not.toContain('did you mean')
  expect(await saidOf('dev3')).toMatch(
    /: none of the newest artifacts is of branch dev3 \(did you mean dev2?\?\); "nope" is not/
  )
})

describe('what only age or size keep from being taken', () => {
  const inputs = { name: 'dist', 'newer-than': '1h' }
  const ofFork = () => {
    const { repository, run } = scenario
    const fork = { id: 4711, full_name: 'mallory/app' }
    repository
      .addRun({ workflow: run.workflow, head_repository: fork })
      .listArtifact('dist', { created_at: '2026-01-03T00:00:00Z', expired: false })
  }

  test.each<[string, Record<string, string>]>([
    ['a search', { branch: 'main' }],
    ['the repository', { scope: 'repository' }]
  ])("%s names the own before a fork's, and says what to check", async (_, place) => {
    ofFork()
    const { message } = errorOf((await scenario.step({ ...inputs, ...place })).stdout)
    expect(message).toMatch(/: the newest is "dist" \(\d+\), created 2026-01-01T00:00:00Z, 0 B: age or size/)
    expect(message).toMatch(/^Check newer-than\.$/m)
    expect(message).not.toMatch(/Look up|filters/)
  })

  test.each<[string, Record<string, string>]>([
    ['a search', { branch: 'main' }],
    ['the repository', { scope: 'repository' }]
  ])("%s says of a fork's whose it is", async (_, place) => {
    const { repository } = scenario
    for (const artifact of repository.artifacts.items.filter(({ name }) => name === 'dist')) {
      repository.removeArtifact(artifact)
    }
    ofFork()
    const { message } = errorOf((await scenario.step({ ...inputs, ...place })).stdout)
    expect(message).toMatch(/"dist" \(\d+\) of another head repository \(a fork\), created 2026-01-03T/)
  })
})

test('a commit by which a fork has it was no slip', async () => {
  const { repository, run } = scenario
  const fork = { id: 4711, full_name: 'mallory/app' }
  const theirs = repository.addRun({
    workflow: run.workflow,
    head_repository: fork,
    head_sha: 'f'.repeat(40)
  })
  theirs.listArtifact('site')
  const { stdout } = await scenario.step({ operation: 'get', name: 'site', commit: 'fffffff' })
  const { message } = errorOf(stdout)
  expect(message).toMatch(/only another repository has it: "site"/)
  expect(message).not.toContain('merge commit')
})

test('the current run is named as such', async () => {
  scenario.run.listArtifact('mine')
  const { stdout } = await scenario.step({ operation: 'get', name: 'mine', branch: 'main' })
  expect(errorOf(stdout).message).toMatch(
    /the newest is "mine" \(\d+\) of run \d+ \(this one\), which does not fit \(.*no conclusion yet/
  )
})

describe('a workflow that does not exist', () => {
  test('is told of a clean-up that nobody looks at, too', async () => {
    const inputs = { operation: 'delete', scope: 'repository', pattern: '*', workflow: 'biuld.yml' }
    const { code, stdout } = await scenario.step(inputs)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::warning::Not found in .*: there is no workflow biuld\.yml \(the nearest: /m)
  })

  test('is a warning where nothing found is ignored: a fallback would run for ever', async () => {
    const inputs = { operation: 'get', name: 'nope', 'if-no-artifact-found': 'ignore' }
    const warningsOf = async (workflow: string) => {
      const { code, stdout } = await scenario.step({ ...inputs, workflow })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^Not found in octo-org\/app \(.*\): "nope" is not there$/m)
      return stdout.split('\n').filter(line => line.startsWith('::warning::'))
    }
    expect(await warningsOf('cli.yml')).toEqual([
      '::warning::Not found in octo-org/app (workflow cli.yml, conclusion success): there is no workflow cli.yml (the nearest: "ci.yml")'
    ])
    expect(await warningsOf('ci.yml')).toEqual([])
  })

  test('is told, at the price of a request', async () => {
    const { server, repository } = scenario
    const workflow = repository.addWorkflow('.github/workflows/build.yml', { name: 'Build' })
    repository.addRun({ workflow, path: '.github/workflows/build.yml@refs/heads/main' })
    server.clearRequests()
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', workflow: 'biuld.yml' })
    expect(errorOf(stdout).message).toMatch(
      /^Not found in octo-org\/app \(workflow biuld\.yml, conclusion success\): there is no workflow biuld\.yml \(the nearest: "build\.yml", "ci\.yml"\); "nope" is not there/
    )
    const asked = server.requests.filter(({ url }) => url.includes('/actions/workflows/'))
    expect(asked.map(({ url }) => url)).toEqual([
      '/repos/octo-org/app/actions/workflows/biuld.yml/runs?per_page=1&page=1'
    ])
  })

  test('of an id there are no near ones', async () => {
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', workflow: '7' })
    expect(errorOf(stdout).message).toMatch(/: there is no workflow 7; "nope" is not there/)
  })

  test.each([
    ['of one that exists', { workflow: 'ci.yml' }],
    ['where it cannot be asked for', { workflow: '404' }]
  ])('is not told %s', async (_, inputs) => {
    scenario.server.fault({ match: { path: /\/actions\/workflows\/404\// }, action: { status: 403 } })
    const { stdout } = await scenario.step({ operation: 'get', name: 'nope', retries: '0', ...inputs })
    expect(errorOf(stdout).message).toMatch(/conclusion success\): "nope" is not there/)
  })
})

test.each(rows)('%s', async (_, inputs, messages) => {
  const { code, stdout } = await scenario.step({
    operation: 'get',
    'if-no-artifact-found': 'error',
    ...inputs
  })
  expect(code).toBe(1)
  for (const message of messages) expect(errorOf(stdout).message).toMatch(message)
})

test.each<[Record<string, string>, RegExp]>([
  [{}, /has ended \(needs:\)\.\nThis is the current run: another one is meant with run-id, /],
  [{ 'run-id': 'old' }, /the run that uploads it/],
  [{ branch: 'main' }, /compare its workflow file, branch, event and conclusion/],
  [{ operation: 'list', scope: 'repository', 'newer-than': '1s' }, /the names and the filters/],
  [{ 'artifact-ids': '5' }, /Check the ids and the repository/]
])('what to check goes by where was looked: %j', async (inputs, advice) => {
  const { head_branch } = scenario.run
  const other = scenario.repository.addRun({ workflow: scenario.run.workflow, head_branch })
  const { stdout } = await scenario.step({
    operation: 'get',
    ...(inputs['artifact-ids'] === undefined && { name: 'nowhere' }),
    'if-no-artifact-found': 'error',
    ...inputs,
    ...(inputs['run-id'] && { 'run-id': String(other.id) })
  })
  const { message } = errorOf(stdout)
  expect(message.match(/Check |Look up /g)).toHaveLength(1)
  expect(message).toMatch(advice)
})

test('a run that does not exist, or is not to be seen', async () => {
  const { stdout } = await scenario.step({ operation: 'get', name: 'dist', 'run-id': '5' })
  expect(errorOf(stdout).message).toMatch(
    /Could not list the artifacts of run 5 of octo-org\/app: the API answered 404/
  )
  expect(errorOf(stdout).message).toMatch(
    /\n\nThere is no run 5 in octo-org\/app, or the token may not see it .*permissions:\n {2}actions: read/s
  )
})

test('another private repository: which token it takes', async () => {
  scenario.server.addRepository('octo-org/secret', { private: true })
  scenario.server.addToken('ghs_narrow', { repositories: ['octo-org/app'] })
  const { stdout } = await scenario.step({
    operation: 'get',
    repository: 'octo-org/secret',
    'github-token': 'ghs_narrow',
    name: 'dist',
    branch: 'main'
  })
  expect(errorOf(stdout).message).toMatch(
    /404.*The GITHUB_TOKEN of this job cannot reach another private repository/
  )
  expect(errorOf(stdout).message).toMatch(
    /fine-grained token or a GitHub App needs "Actions: read" on octo-org\/secret/
  )
  expect(errorOf(stdout).message).not.toContain('permissions:')
})

test.each(['warn', 'ignore'])(
  'a commit that nothing is of: the merge commit is told where that is no error (%s)',
  async handling => {
    for (const scope of ['run', 'repository']) {
      const inputs = { operation: 'list', scope, commit: 'abcdef0', 'if-no-artifact-found': handling }
      const { code, stdout } = await scenario.step(inputs)
      expect(code).toBe(0)
      expect(stdout).toMatch(/Not found in [^\n]*\. On pull_request events github\.sha is a merge commit/)
    }
    const { stdout } = await scenario.step({
      operation: 'list',
      branch: 'nope',
      'if-no-artifact-found': handling
    })
    expect(stdout).not.toContain('merge commit')
  }
)

describe('GitHub Enterprise Server', () => {
  beforeEach(async () => {
    await scenario.close()
    scenario = await startScenario({ flavour: 'ghes-3.19' })
  })
  const HIDDEN = 'GitHub Enterprise Server shows no artifacts of a run that is still in progress'

  test('hides the artifacts of the current run', async () => {
    scenario.run.listArtifact('dist')
    expect(errorOf((await scenario.step({ operation: 'get', name: 'dist' })).stdout).message).toContain(
      HIDDEN
    )
  })

  test.each([
    ['warn', '::warning::Not found in run '],
    ['ignore', 'Not found in run ']
  ])('and says so where that is no error: if-no-artifact-found: %s', async (handling, begins) => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow, status: 'in_progress' })
    const completed = repository.addRun({ workflow: run.workflow })
    for (const [{ id }, isHidden] of [
      [run, true],
      [other, true],
      [completed, false]
    ] as const) {
      const inputs = { operation: 'list', 'run-id': String(id), 'if-no-artifact-found': handling }
      const { code, stdout } = await scenario.step(inputs)
      expect(code).toBe(0)
      const line = stdout.split('\n').find(text => text.startsWith(`${begins}${id} `)) ?? ''
      expect(line).toContain('there are none')
      expect(line.includes(HIDDEN)).toBe(isHidden)
    }
  })

  test('and of another one while it is in progress', async () => {
    const { repository, run } = scenario
    for (const [status, isHidden] of [
      ['in_progress', true],
      ['completed', false]
    ] as const) {
      const other = repository.addRun({ workflow: run.workflow, status })
      const inputs = { operation: 'get', name: 'dist', 'run-id': String(other.id) }
      expect(errorOf((await scenario.step(inputs)).stdout).message.includes(HIDDEN)).toBe(isHidden)
    }
  })

  test('artifacts without a run are picked by no search', async () => {
    const { repository, run } = scenario
    const other = repository.addRun({ workflow: run.workflow })
    other.listArtifact('bare', { workflow_run: 'absent' })
    for (const allowForks of ['true', 'false']) {
      const inputs = { operation: 'get', name: 'bare', workflow: 'ci.yml', 'allow-forks': allowForks }
      expect((await scenario.step(inputs)).code).toBe(1)
    }
  })
})
