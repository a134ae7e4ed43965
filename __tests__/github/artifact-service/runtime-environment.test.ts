import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { runtimeEnvironment } from '../../../src/github/artifact-service/runtime-environment.js'

const tokenWith = (claims: unknown) =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`
const TOKEN = tokenWith({ scp: 'Actions.GenericRead:0 Actions.Results:run-id:job-id' })
const GITHUB = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_API_URL: 'https://api.github.com',
  ACTIONS_RUNTIME_TOKEN: TOKEN,
  ACTIONS_RESULTS_URL: 'https://results.example/path/'
}
const GHES = { GITHUB_SERVER_URL: 'https://ghes.example', GITHUB_API_URL: 'https://ghes.example/api/v3' }
const GITEA = { GITHUB_SERVER_URL: 'http://gitea:3000', GITHUB_API_URL: 'http://gitea:3000/api/v1' }
const ON_ADDRESS = { GITHUB_SERVER_URL: 'https://10.0.0.5', GITHUB_API_URL: 'https://10.0.0.5/api/v3' }

const accessOf = (env: Record<string, string | undefined>) => runtimeEnvironment({ ...GITHUB, ...env }).access

test('the origin of the URL, the token and its ids', () => {
  expect(accessOf({})).toEqual({
    origin: 'https://results.example',
    token: TOKEN,
    ids: { run: 'run-id', job: 'job-id' }
  })
})

test.each<[string, Record<string, string>, string]>([
  ['https', {}, 'https://results.example/x'],
  ['loopback', {}, 'http://127.0.0.1:8080/'],
  ['loopback by name', {}, 'http://localhost:8080/'],
  ['IPv6 loopback', {}, 'http://[::1]:8080/'],
  ['10.0.0.0/8', {}, 'http://10.1.2.3:34567/'],
  ['172.16.0.0/12', {}, 'http://172.31.255.255/'],
  ['192.168.0.0/16', {}, 'http://192.168.1.2/'],
  ['a unique local IPv6 address', {}, 'http://[fd12::1]/'],
  ["the job's own server", GITEA, 'http://gitea:3000/api/actions_pipeline/'],
  ['another host beside Gitea', GITEA, 'https://runner.example/'],
  ['the host of GHES', GHES, 'https://ghes.example/_apis/'],
  ['a subdomain of GHES', GHES, 'https://results.ghes.example/'],
  ['the address of GHES', ON_ADDRESS, 'https://10.0.0.5/']
])('allowed: %s', (_what, env, url) => {
  expect(accessOf({ ...env, ACTIONS_RESULTS_URL: url })).toMatchObject({ origin: new URL(url).origin })
})

test.each<[string, Record<string, string>, string]>([
  ['http to a public host', {}, 'http://results.example/'],
  ['http to a public address', {}, 'http://172.32.0.1/'],
  ['http to a host whose name begins like an address', {}, 'http://10.0.0.1.example/'],
  ['http to a host whose name ends like loopback', {}, 'http://not-localhost/'],
  ['http to another host than Gitea', GITEA, 'http://elsewhere:3000/'],
  ['http to a server that uses https', {}, 'http://github.com/'],
  ['http to the API of a server that uses https', {}, 'http://api.github.com/'],
  ['another scheme', {}, 'ftp://127.0.0.1/'],
  ['no URL', {}, 'results.example'],
  ['another host than GHES', GHES, 'https://results.example/'],
  ['a host whose name ends like GHES', GHES, 'https://evil-ghes.example/'],
  ['the parent domain of GHES', GHES, 'https://example/'],
  ['loopback on GHES', GHES, 'http://127.0.0.1/'],
  ['http to a subdomain of GHES', GHES, 'http://results.ghes.example/'],
  ['a name that ends with the address of GHES', ON_ADDRESS, 'https://x.10.0.0.5/'],
  [
    'another host than GHES, on a runner that claims to be of Gitea',
    { ...GHES, GITEA_ACTIONS: 'true' },
    'https://results.example/'
  ],
  [
    'another host than GHES, on a runner that claims to be act',
    { ...GHES, ACT: 'true' },
    'https://results.example/'
  ]
])('not allowed: %s', (_what, env, url) => {
  expect(accessOf({ ...env, ACTIONS_RESULTS_URL: url })).toHaveProperty('unusable')
})

test.each([
  'https://user:s3cret@host:99999/',
  'foo://user:s3cret@host/',
  'user:s3cret@host',
  'http://user:s3cret@host/'
])('user info is never printed: %s', url => {
  const access = accessOf({ ACTIONS_RESULTS_URL: url })
  expect(access).toMatchObject({ unusable: expect.stringContaining('ACTIONS_RESULTS_URL') })
  expect(JSON.stringify(access)).not.toMatch(/s3cret|user:/)
})

test.each([
  ['no token', ''],
  ['no JWT', 'token'],
  ['no JSON', `x.${Buffer.from('scp').toString('base64url')}.x`],
  ['no claims', tokenWith(null)],
  ['no scope', tokenWith({})],
  ['another scope', tokenWith({ scp: 'Actions.Other:run:job' })],
  ['two parts', tokenWith({ scp: 'Actions.Results:run' })],
  ['four parts', tokenWith({ scp: 'Actions.Results:run:job:more' })],
  ['an empty part', tokenWith({ scp: 'Actions.Results::job' })],
  ['what is no header value', `${TOKEN}\r\nx: y`]
])('a token without the ids of run and job: %s', (_what, token) => {
  expect(accessOf({ ACTIONS_RUNTIME_TOKEN: token })).toHaveProperty('unusable')
})

test.each([
  ['github.com', {}, true],
  ['ghe.com', { GITHUB_SERVER_URL: 'https://octo.ghe.com' }, true],
  ['act', { ACT: 'true' }, true],
  ['GHES', GHES, false],
  ['a host whose name ends like github.com', { GITHUB_SERVER_URL: 'https://notgithub.com' }, false],
  ['Gitea', GITEA, false],
  ['no variable at all', { GITHUB_SERVER_URL: undefined, GITHUB_API_URL: undefined }, true]
])('whether an empty list is final on %s', (_what, env, listsAll) => {
  expect(runtimeEnvironment({ ...GITHUB, ...env }).listsAll).toBe(listsAll)
})

describe('the current run', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'event-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const eventFile = (text: string) => {
    const file = path.join(folder, 'event.json')
    writeFileSync(file, text)
    return file
  }
  const EVENT = JSON.stringify({ pull_request: { head: { ref: 'topic', sha: 'head' } } })
  const BASE = { GITHUB_SHA: 'sha', GITHUB_REF_NAME: 'main' }
  const MERGE = { GITHUB_SHA: 'merge', GITHUB_REF_NAME: '5/merge' }

  test.each<[string, Record<string, string>, string | undefined, string | null, string | null]>([
    ['push', BASE, undefined, 'main', 'sha'],
    ['pull_request', { ...MERGE, GITHUB_HEAD_REF: 'topic' }, EVENT, 'topic', 'head'],
    ['pull_request_review', MERGE, EVENT, 'topic', 'head'],
    ['pull_request_target', { ...BASE, GITHUB_HEAD_REF: 'topic' }, EVENT, 'topic', 'sha'],
    ['pull_request', { ...MERGE, GITHUB_HEAD_REF: 'topic' }, 'no JSON', 'topic', null],
    ['pull_request', { ...MERGE, GITHUB_HEAD_REF: 'topic' }, 'null', 'topic', null],
    ['pull_request_review', MERGE, undefined, null, null],
    ['push', {}, undefined, null, null]
  ])('on %s with %j and the event %s', (name, env, event, headBranch, headSha) => {
    const file = event === undefined ? {} : { GITHUB_EVENT_PATH: eventFile(event) }
    const { run } = runtimeEnvironment({ ...GITHUB, ...env, ...file, GITHUB_EVENT_NAME: name })
    expect(run).toEqual({ attempt: 1, headBranch, headSha })
  })

  test.each([
    ['3', 3],
    ['', 1],
    ['x', 1]
  ])('GITHUB_RUN_ATTEMPT %j', (text, attempt) => {
    expect(runtimeEnvironment({ ...GITHUB, GITHUB_RUN_ATTEMPT: text }).run.attempt).toBe(attempt)
  })
})
