import type {
  Commit,
  GitHubServer,
  GitHubServerOptions,
  MergeMethod,
  Repository
} from '../support/github-server/index.js'
import type { PlainClient } from '../support/github-server/plain-client.js'
import { startScene } from '../support/github-server/scene.js'

interface CommitAnswer {
  sha: string
  parents: { sha: string }[]
}

interface Comparison {
  status: string
  ahead_by: number
  behind_by: number
  total_commits: number
  base_commit: CommitAnswer
  merge_base_commit: CommitAnswer
  commits: CommitAnswer[]
  files?: object[]
}

interface PullAnswer {
  number: number
  state: string
  merged_at: string | null
  merge_commit_sha: string | null
}

let server: GitHubServer
let client: PlainClient
let repository: Repository

async function start(options?: GitHubServerOptions): Promise<void> {
  ;({ server, client, repository } = await startScene(options))
}

const shasOf = (commits: readonly { sha: string }[]): string[] => commits.map(({ sha }) => sha)

async function shasAt(path: string): Promise<string[]> {
  return shasOf(await client.json<CommitAnswer[]>(path))
}

async function errorAt(path: string): Promise<unknown> {
  const answer = await client.ask(path)
  return [answer.status, ((await answer.json()) as { message: string }).message]
}

beforeEach(() => start())

afterEach(async () => {
  try {
    server.assertConforms()
  } finally {
    await server.close()
  }
})

describe('commits', () => {
  test('are listed newest first, from the default branch or another revision', async () => {
    const [first, second, third] = repository.addCommits(3, 'main') as [Commit, Commit, Commit]
    repository.addBranch('feature/a', second.sha)
    repository.addTag('v1', first.sha)
    const main = shasOf([third, second, first])
    expect(await shasAt('/commits')).toEqual(main)
    expect(await shasAt('/commits?sha=main')).toEqual(main)
    expect(await shasAt('/commits?sha=feature/a')).toEqual(main.slice(1))
    expect(await shasAt('/commits?sha=v1')).toEqual([first.sha])
    expect(await shasAt(`/commits?sha=${second.sha}`)).toEqual(main.slice(1))
    expect(await shasAt(`/commits?sha=${second.sha.slice(0, 7)}`)).toEqual(main.slice(1))
  })

  test('come in pages', async () => {
    const commits = repository.addCommits(35, 'main').reverse()
    const answer = await client.ask('/commits')
    expect(answer.headers.get('link')).toContain('rel="next"')
    expect(await answer.json()).toHaveLength(30)
    expect(await shasAt('/commits?per_page=10&page=4')).toEqual(shasOf(commits.slice(30)))
  })

  test('of a merge come in the order of git log, each once', async () => {
    const at = (minute: number): string => `2026-03-01T00:0${minute}:00Z`
    const root = repository.addCommit({ date: at(0) })
    const ours = repository.addCommit({ parents: [root], date: at(3) })
    const theirs = repository.addCommit({ parents: [root], date: at(2) })
    const later = repository.addCommit({ parents: [theirs], date: at(4) })
    const merge = repository.addCommit({ parents: [ours, later], date: at(5) })
    repository.addBranch('main', merge.sha)
    expect(await shasAt('/commits')).toEqual(shasOf([merge, later, ours, theirs, root]))
    expect(await client.json('/commits?per_page=1')).toMatchObject([
      { parents: [{ sha: ours.sha }, { sha: later.sha }], commit: { committer: { date: at(5) } } }
    ])
    expect(await shasAt(`/commits?since=${at(3)}&until=${at(4)}`)).toEqual(shasOf([later, ours]))
  })

  test('of runs and pull requests are known without being added', async () => {
    repository.addBranch('main')
    const [run] = repository.runs.items
    const pull = repository.addPullRequest({ number: 7, headBranch: 'fix' })
    for (const sha of [run?.head_sha ?? '', pull.headSha]) {
      expect(await shasAt(`/commits?sha=${sha}`)).toEqual([sha])
    }
    expect(await client.json(`/commits/${pull.headSha}/pulls`)).toMatchObject([{ number: 7 }])
  })

  test('of an unknown revision are not found; an empty repository has none', async () => {
    expect(await errorAt('/commits')).toEqual([409, 'Git Repository is empty.'])
    repository.addBranch('main')
    expect(await errorAt('/commits?sha=gone')).toEqual([404, 'Not Found'])
  })

  test('need contents: read', async () => {
    repository.addBranch('main')
    server.permissions = { actions: 'read', 'pull-requests': 'read' }
    for (const path of ['/commits', '/compare/main...main']) {
      const answer = await client.ask(path)
      expect([answer.status, answer.headers.get('x-accepted-github-permissions')]).toEqual([
        403,
        'contents=read'
      ])
    }
    server.permissions = { contents: 'read' }
    const answer = await client.ask('/commits/main/pulls')
    expect([answer.status, answer.headers.get('x-accepted-github-permissions')]).toEqual([
      403,
      'pull_requests=read'
    ])
  })
})

describe('a comparison', () => {
  const compare = (basehead: string): Promise<Comparison> =>
    client.json<Comparison>(`/compare/${encodeURIComponent(basehead)}`)

  test.each(['github.com', 'ghes-3.10', 'ghes-3.19'] as const)(
    'tells the merge base and the commits that are ahead, oldest first (%s)',
    async flavour => {
      await server.close()
      await start({ flavour })
      const [, fork] = repository.addCommits(2, 'main') as [Commit, Commit]
      repository.addBranch('feature/a', fork.sha)
      const ahead = repository.addCommits(2, 'feature/a')
      const [, , tip] = repository.addCommits(3, 'main') as [Commit, Commit, Commit]
      const comparison = await compare('main...feature/a')
      expect(comparison).toMatchObject({
        status: 'diverged',
        ahead_by: 2,
        behind_by: 3,
        total_commits: 2,
        base_commit: { sha: tip.sha },
        merge_base_commit: { sha: fork.sha }
      })
      expect(shasOf(comparison.commits)).toEqual(shasOf(ahead))
      expect(await compare(`${tip.sha}...${fork.sha}`)).toMatchObject({ status: 'behind', ahead_by: 0 })
      expect(await compare(`${fork.sha}...main`)).toMatchObject({ status: 'ahead', behind_by: 0 })
      expect(await compare('main...main')).toMatchObject({ status: 'identical', commits: [] })
    }
  )

  test('shows the newest 250 commits without paging, and all with it; files are on the first page', async () => {
    const base = repository.addCommit({ branch: 'main' })
    const ahead = shasOf(repository.addCommits(260, 'main'))
    const path = `${base.sha}...main`
    const whole = await compare(path)
    expect(whole.total_commits).toBe(260)
    expect(shasOf(whole.commits)).toEqual(ahead.slice(10))
    const page = async (number: number): Promise<Comparison> =>
      client.json<Comparison>(`/compare/${path}?per_page=100&page=${number}`)
    expect(shasOf((await page(1)).commits)).toEqual(ahead.slice(0, 100))
    expect(shasOf((await page(3)).commits)).toEqual(ahead.slice(200))
    expect((await page(1)).files).toEqual([])
    expect(await page(2)).not.toHaveProperty('files')
  })

  test('takes the best of several common ancestors', async () => {
    const root = repository.addCommit()
    const shared = repository.addCommit({ parents: [root] })
    const base = repository.addCommit({ parents: [shared] })
    const head = repository.addCommit({ parents: [root, shared] })
    const { merge_base_commit } = await compare(`${base.sha}...${head.sha}`)
    expect(merge_base_commit.sha).toBe(shared.sha)
  })

  test('needs two revisions with a common ancestor', async () => {
    const left = repository.addCommit()
    const right = repository.addCommit()
    expect(await errorAt(`/compare/${left.sha}...${right.sha}`)).toEqual([
      404,
      `No common ancestor between ${left.sha} and ${right.sha}.`
    ])
    expect((await client.ask(`/compare/${left.sha}...gone`)).status).toBe(404)
    expect((await client.ask(`/compare/${left.sha}`)).status).toBe(404)
  })
})

describe('pull requests', () => {
  const numbersOf = async (sha: string): Promise<number[]> =>
    (await client.json<PullAnswer[]>(`/commits/${sha}/pulls`)).map(({ number }) => number)

  beforeEach(() => {
    repository.addCommits(2, 'main')
    repository.addBranch('fix', repository.branches.get('main')?.sha)
    repository.addCommits(2, 'fix')
  })

  test.each<[MergeMethod, number]>([
    ['merge', 2],
    ['squash', 1],
    ['rebase', 1]
  ])('that were merged by %s are found by their merge commit', async (method, parents) => {
    const base = repository.branches.get('main')?.sha
    const head = repository.branches.get('fix')?.sha
    const pull = repository.addPullRequest({ number: 7, headBranch: 'fix' })
    expect(await client.json('/pulls/7')).toMatchObject({
      merged: false,
      merged_at: null,
      merge_commit_sha: null
    })
    const merged = repository.mergePullRequest(pull, { method, at: '2026-04-05T06:07:08Z' })
    const expected = {
      number: 7,
      state: 'closed',
      merged_at: '2026-04-05T06:07:08Z',
      merge_commit_sha: merged.sha,
      head: { ref: 'fix', sha: head },
      base: { ref: 'main', sha: base }
    }
    expect(await client.json(`/commits/${merged.sha}/pulls`)).toMatchObject([expected])
    expect(await client.json('/pulls/7')).toMatchObject({ ...expected, merged: true, commits: 2 })
    expect(merged.parents).toHaveLength(parents)
    expect(repository.branches.get('main')?.sha).toBe(merged.sha)
    expect((await shasAt('/commits')).includes(head ?? '')).toBe(method === 'merge')
    expect(await shasAt('/commits')).toHaveLength({ merge: 5, squash: 3, rebase: 4 }[method])
  })

  test('that are open are found by a commit that is not on the default branch', async () => {
    const head = repository.branches.get('fix')?.sha ?? ''
    const main = repository.branches.get('main')?.sha ?? ''
    repository.addPullRequest({ number: 7, headBranch: 'fix' })
    repository.addPullRequest({ number: 8, headBranch: 'fix', state: 'closed' })
    repository.addPullRequest({ number: 9, headBranch: 'fix', mergeCommitSha: main })
    expect(await numbersOf(head)).toEqual([7, 9])
    expect(await numbersOf('fix')).toEqual([7, 9])
    expect(await numbersOf(main)).toEqual([])
    expect(await client.json('/commits/fix/pulls?per_page=1&page=2')).toMatchObject([{ number: 9 }])
  })

  test('may use the name of a branch again', async () => {
    const first = repository.addPullRequest({ number: 7, headBranch: 'fix' })
    const merged = repository.mergePullRequest(first)
    repository.addBranch('fix', merged.sha)
    const [again] = repository.addCommits(1, 'fix') as [Commit]
    const second = repository.addPullRequest({ number: 8, headBranch: 'fix' })
    expect(second.headSha).toBe(again.sha)
    expect(await numbersOf(first.headSha)).toEqual([7])
    expect(await numbersOf(again.sha)).toEqual([8])
  })

  test('of an unknown commit are refused', async () => {
    const sha = 'f'.repeat(40)
    expect(await errorAt(`/commits/${sha}/pulls`)).toEqual([422, `No commit found for SHA: ${sha}`])
  })
})
