import { readFileSync } from 'node:fs'
import {
  type Artifact,
  GitHubServer,
  type Repository,
  type Run,
  type ServerDialect
} from '../support/github-server/index.js'

/** A recorded answer, as ../support/recorded/gitea.json and forgejo.json describe it. */
interface Recorded {
  /** `GET /path under the repository [header: value]`, at the end `(anonymous)` for a request without a token. */
  request: string
  status: number
  headers: Record<string, string>
  body: unknown
}

/** A server with what the real one had. Ids differ: here they go by those of the real one. */
interface World {
  server: GitHubServer
  repository: Repository
  runs: Map<number, Run>
  artifacts: Map<number, Artifact>
}

const LIST_CUT = 3

function recorded(name: string): Recorded[] {
  const file = new URL(`../support/recorded/${name}.json`, import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { answers: Recorded[] }).answers
}

type RunFields = Omit<Parameters<Repository['addRun']>[0], 'workflow'>

async function worldOf(dialect: ServerDialect, name: string) {
  const server = await GitHubServer.start({ dialect })
  const repository = server.addRepository(name)
  const runs = new Map<number, Run>()
  const artifacts = new Map<number, Artifact>()
  const workflows = new Map(
    ['after', 'ci', 'hold', 'one'].map(word => {
      const title = word === 'ci' ? 'CI tests' : word
      return [`${word}.yml`, repository.addWorkflow(`.github/workflows/${word}.yml`, { name: title })]
    })
  )
  const addRun = (id: number, file: string, fields: RunFields): void => {
    const workflow = workflows.get(file)
    if (workflow === undefined) throw new Error(`no workflow ${file}`)
    runs.set(id, repository.addRun({ workflow, ...fields }))
  }
  const addArtifact = async (id: number, runId: number, artifact: string, expires_at?: string) => {
    const isRaw = artifact === 'a.txt'
    const bytes = isRaw
      ? { raw: Buffer.from('one\n'), contentType: 'text/plain' }
      : { files: { 'f.txt': 'text' } }
    const run = runs.get(runId)
    if (run === undefined) throw new Error(`no run ${runId}`)
    artifacts.set(
      id,
      await run.addArtifact(artifact, { ...bytes, ...(expires_at === undefined ? {} : { expires_at }) })
    )
  }
  /** Each commit after the one before, from the oldest. */
  const addCommits = (...commits: [sha: string, message: string][]): void => {
    for (const [index, [sha, message]] of commits.entries()) {
      const parents = index === 0 ? [] : [commits[index - 1]?.[0] ?? '']
      repository.addCommit({ sha, message, parents })
    }
  }
  return { server, repository, runs, artifacts, addRun, addArtifact, addCommits }
}

async function gitea(): Promise<World> {
  const world = await worldOf('gitea', 'lab/app')
  const { repository, addRun, addArtifact, addCommits } = world
  const root = '4d3dd68fcd0ed2c480bd0cdce4ec237048d75bde'
  const main = '690c9f38b1c0f0472196f513d8a30f783bea2ddd'
  const base = '86ee97581538e735089469b3b1d3cd32c3be497f'
  const feature = '6396f1d197a8e9ec479a5bf5682752eeff2e73a2'
  const broken = '209a26498241c6e9dcb49c9b48ce399ea41c9495'
  addCommits(['1'.repeat(40), 'root'], [root, 'hold'], [base, 'hold2'], [feature, 'feature'])
  repository.addCommit({ sha: main, message: 'after', parents: [base], date: '2026-11-28T21:39:59Z' })
  repository.addCommit({ sha: broken, message: 'broken', parents: [base] })
  repository.addBranch('main', main)
  repository.addBranch('feature', feature)
  repository.addPullRequest({ number: 1, headBranch: 'feature', headSha: feature })
  addRun(2, 'ci.yml', { head_sha: root, conclusion: 'failure' })
  addRun(4, 'ci.yml', { head_sha: feature, head_branch: 'feature', event: 'pull_request' })
  addRun(5, 'hold.yml', { head_sha: base })
  addRun(6, 'ci.yml', { head_sha: base })
  addRun(7, 'ci.yml', { head_sha: feature, head_branch: 'feature' })
  addRun(8, 'ci.yml', { head_sha: broken, head_branch: 'broken', conclusion: 'failure' })
  addRun(12, 'after.yml', { head_sha: main, event: 'workflow_run' })
  addRun(13, 'after.yml', { head_sha: main, event: 'workflow_run' })
  addRun(14, 'hold.yml', { head_sha: main, event: 'workflow_dispatch' })
  await addArtifact(3, 2, 'site')
  await addArtifact(5, 4, 'report')
  await addArtifact(7, 5, 'alpha')
  await addArtifact(8, 5, 'beta')
  await addArtifact(9, 5, 'a.txt')
  await addArtifact(10, 6, 'report')
  await addArtifact(12, 7, 'report', '2023-11-14T22:13:20Z')
  return world
}

async function forgejo(): Promise<World> {
  const world = await worldOf('forgejo', 'forge/app')
  const { repository, addRun, addArtifact, addCommits } = world
  const root = '97ba679d764825a1ecdf0e693d2e090201be7081'
  const main = '87d9dd5e23e3a966ce93be6c5e08f77c3f7469e8'
  const feature = 'a49d12197a32eaab7f717fac6f2b646f7ede07e8'
  addCommits([root, 'one'], [main, 'up2'], [feature, 'feature'])
  repository.addBranch('main', main)
  repository.addBranch('feature', feature)
  repository.addPullRequest({ number: 1, headBranch: 'feature', headSha: feature })
  addRun(4, 'ci.yml', { head_sha: root, conclusion: 'failure' })
  addRun(5, 'one.yml', { head_sha: root, conclusion: 'failure' })
  for (const id of [6, 7, 8]) addRun(id, 'ci.yml', { head_sha: main })
  addRun(9, 'ci.yml', { head_sha: feature, head_branch: 'feature', event: 'pull_request' })
  addRun(10, 'ci.yml', { head_sha: feature, head_branch: 'feature' })
  addRun(11, 'one.yml', { head_sha: feature, head_branch: 'feature' })
  await addArtifact(3, 6, 'report')
  await addArtifact(4, 7, 'site')
  await addArtifact(5, 6, 'build ü (1)+x', '2023-11-14T22:13:20Z')
  await addArtifact(7, 8, 'alpha')
  await addArtifact(8, 8, 'beta')
  await addArtifact(9, 8, 'raw.txt')
  await addArtifact(10, 9, 'report')
  await addArtifact(12, 10, 'report')
  await addArtifact(14, 11, 'site')
  await addArtifact(15, 11, 'two')
  return world
}

/** The recorded request, with the ids of this world and a signature of this server. */
async function ask(world: World, request: string): Promise<Response> {
  const [, method = '', path = '', range, anonymous] =
    /^(\w+) (\S+)(?: \[range: (.*)\])?( \(anonymous\))?$/.exec(request) ?? []
  const { server, repository, runs, artifacts } = world
  const url = path
    .replace(/^\/api\/v1\/repos\/[^/]+\/[^/]+/, '')
    .replace(/(\/runs\/)(\d+)/, (_, start: string, id: string) => start + (runs.get(Number(id))?.id ?? id))
    .replace(
      /(\/artifacts\/)(\d+)/,
      (_, start: string, id: string) => start + (artifacts.get(Number(id))?.id ?? id)
    )
  const base = `${server.apiUrl}/repos/${repository.full_name}`
  const headers = {
    ...(anonymous === undefined && !url.includes('/raw?') ? { authorization: `Bearer ${server.token}` } : {}),
    ...(range === undefined ? {} : { range })
  }
  if (!url.includes('sig=SIGNATURE')) return fetch(base + url, { method, headers, redirect: 'manual' })
  const signing = await fetch(base + url.replace(/\/raw.*/, ''), { headers, redirect: 'manual' })
  return fetch(signing.headers.get('location') ?? '', range === undefined ? {} : { headers: { range } })
}

/** What may differ between two servers gets the name of its kind: numbers, dates, commits, ports, lengths. */
function kindOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kindOf)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, kindOf(item)]))
  }
  if (typeof value === 'number') return 'a number'
  if (typeof value !== 'string') return value
  if (/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)) return 'an HTTP date'
  return value
    .replace(/(?!0001)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'a date')
    .replace(/[0-9a-f]{40}/g, 'a commit')
    .replace(/127\.0\.0\.1:\d+/g, 'the server')
    .replace(/sig=[\w-]+/g, 'sig=a signature')
    .replace(/<\d+ bytes>/, 'bytes')
    .replace(/(?<![\w.])\d+/g, 'n')
}

/** Lists are cut to their recorded length. */
function cutLike(recordedValue: unknown, seen: unknown): unknown {
  if (Array.isArray(recordedValue) && Array.isArray(seen)) {
    const cut = recordedValue.length === LIST_CUT ? seen.slice(0, LIST_CUT) : seen
    return cut.map((item: unknown, index) => cutLike(recordedValue[index], item))
  }
  if (!isRecord(recordedValue) || !isRecord(seen)) return seen
  return Object.fromEntries(
    Object.entries(seen).map(([key, item]) => [key, cutLike(recordedValue[key], item)])
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Of the connection. */
const NOT_COMPARED = /^(connection|keep-alive|date|transfer-encoding)$/

/** @param cutLength whether the recorded body was cut, and so has lost its length */
function headersOf(headers: Iterable<[string, string]>, cutLength: boolean): unknown {
  const compared = [...headers].filter(
    ([name]) => !NOT_COMPARED.test(name) && !(cutLength && name === 'content-length')
  )
  return kindOf(Object.fromEntries(compared))
}

async function bodyOf(answer: Response): Promise<unknown> {
  const text = await answer.text()
  return answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text
}

describe.each([
  ['gitea', gitea],
  ['forgejo', forgejo]
] as const)('%s', (name, build) => {
  let world: World
  beforeAll(async () => {
    world = await build()
  })
  afterAll(() => world.server.close())

  test.each(recorded(name).map((row): [string, Recorded] => [row.request, row]))(
    '%s',
    async (request, row) => {
      const answer = await ask(world, request)
      const body = await bodyOf(answer)
      const cutLength = row.headers['content-length'] === undefined
      const isBytes = typeof row.body === 'string' && /^<\d+ bytes>$/.test(row.body)
      expect({
        status: answer.status,
        headers: headersOf(answer.headers.entries(), cutLength),
        body: isBytes ? 'bytes' : kindOf(cutLike(row.body, body))
      }).toEqual({
        status: row.status,
        headers: headersOf(Object.entries(row.headers), cutLength),
        body: kindOf(row.body)
      })
    }
  )

  test('it sends no limit headers', async () => {
    const answer = await ask(world, 'GET /actions/artifacts')
    expect([...answer.headers.keys()].filter(header => header.startsWith('x-ratelimit'))).toEqual([])
  })
})
