import type { GitHubServerOptions, Repository } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

const PERMISSIONS = 'permissions:\n'

let scenario: Scenario
const start = async (options?: GitHubServerOptions) => {
  scenario = await startScenario(options)
}
beforeEach(() => start())
afterEach(() => scenario.close())

/** The error of a step, as title and message. */
async function failureOf(inputs: Record<string, string>, env: Record<string, string> = {}) {
  const { code, stdout } = await scenario.step(inputs, env)
  expect(code).toBe(1)
  return errorOf(stdout)
}

const LIST = { operation: 'list' }
const DELETE = { operation: 'delete', pattern: '*' }

describe('a 403 or 451 that is not about a permission', () => {
  test.each<[NonNullable<Repository['refusal']>, Record<string, string>, RegExp]>([
    ['archived', DELETE, /403.*octo-org\/app is archived/s],
    ['ip-allow-list', LIST, /403.*IP address.*runner/s],
    ['classic-token', LIST, /403.*fine-grained.*GitHub App|403.*GitHub App.*fine-grained/s],
    ['sso', LIST, /403.*\nhttp:\/\/127\.0\.0\.1:\d+\/orgs\/octo-org\/sso\?authorization_request=\w+$/s],
    ['blocked', LIST, /451.*GitHub Support/s]
  ])('%s: fitting advice, no YAML, no retry', async (refusal, inputs, fact) => {
    await scenario.run.addArtifact('dist', { blob: null })
    scenario.repository.refusal = refusal
    const { title, message } = await failureOf(inputs)
    expect(title).toContain('(api-forbidden)')
    expect(message).toMatch(fact)
    expect(message).not.toContain(PERMISSIONS)
    expect(scenario.server.requests.length).toBe(inputs === DELETE ? 2 : 1)
  })

  test('an unknown reason: the message of the server, no YAML', async () => {
    scenario.server.fault({ match: {}, action: { status: 403, body: { message: 'Not today' } } })
    const { title, message } = await failureOf(LIST)
    expect(title).toContain('(api-forbidden)')
    expect(message).toContain('403: Not today')
    expect(message).not.toContain(PERMISSIONS)
  })

  test.each(['archived', 'ip-allow-list', 'sso', 'classic-token'] as const)(
    'that used the last request of the hour is not a rate limit: %s',
    async refusal => {
      await scenario.run.addArtifact('dist', { blob: null })
      const limit = scenario.server.rateLimit
      if (limit === undefined) throw new Error('no limit')
      Object.assign(limit, { remaining: refusal === 'archived' ? 2 : 1, reset: Date.now() / 1000 + 100 })
      scenario.repository.refusal = refusal
      const { title } = await failureOf(refusal === 'archived' ? DELETE : LIST)
      expect(title).toContain('(api-forbidden)')
    }
  )
})

describe('the link of X-GitHub-SSO', () => {
  const linkOf = async (header: string, status = 403) => {
    const headers = { 'x-github-sso': header }
    scenario.server.fault({ match: {}, action: { status, headers, body: { message: 'Refused' } } })
    const { message } = await failureOf(LIST)
    expect(message).toMatch(/\bSSO\b/)
    return /(?<=\n)\S+:\S+$/.exec(message)?.[0]
  }
  /** Of the server's website. */
  const web = () => new URL(scenario.server.apiUrl).origin

  test.each([403, 404])('is printed, whatever the message of the %d', async status => {
    expect(await linkOf(`required; url=${web()}/orgs/a/sso?authorization_request=A%0A1`, status)).toBe(
      `${web()}/orgs/a/sso?authorization_request=A%0A1`
    )
  })

  test.each<[string, (web: string) => string]>([
    ['another host', () => 'https://evil.example/orgs/a/sso'],
    ['another scheme', () => 'javascript:alert(1)'],
    ['user info', origin => origin.replace('//', '//a:b@')],
    ['no URL', () => 'sso'],
    ['too many characters', origin => `${origin}/${'x'.repeat(2000)}`]
  ])('is not printed with %s', async (_, urlOf) => {
    expect(await linkOf(`required; url=${urlOf(web())}`)).toBeUndefined()
  })

  test('is not printed without one', async () => {
    expect(await linkOf('required')).toBeUndefined()
  })

  test('cannot forge a command or a line', async () => {
    const link = await linkOf(`required; url=${web()}/\u0085?::error::##[error]x`)
    expect(link).toMatch(/\/[%\dA-F]+\?::error::#\\#\[error\]x$/)
  })
})

describe('X-Accepted-GitHub-Permissions', () => {
  const adviceFor = async (accepted: string, inputs: Record<string, string> = LIST) => {
    const headers = { 'x-accepted-github-permissions': accepted }
    scenario.server.fault({ match: {}, action: { status: 403, headers, body: { message: 'Refused' } } })
    return (await failureOf(inputs)).message
  }

  test.each([
    ['actions=read', '"Actions: read"', '  actions: read\n\n'],
    ['pull_requests=write', '"Pull requests: write"', '  actions: read\n  pull-requests: write\n\n'],
    [
      'contents=read,actions=write',
      '"Contents: read" and "Actions: write"',
      '  actions: write\n  contents: read\n\n'
    ],
    ['checks=read; administration=write', '"Checks: read"', '  actions: read\n  checks: read\n\n']
  ])('%s: names the missing permission, and the YAML grants it', async (header, missing, yaml) => {
    const message = await adviceFor(header)
    expect(message).toMatch(new RegExp(`\\n\\n[^\\n]*${missing}`))
    expect(message).toContain(`${PERMISSIONS}${yaml}`)
  })

  test.each(['administration=admin', 'metadata=read', 'organization_projects=admin'])(
    '%s: no workflow can grant it',
    async header => {
      const message = await adviceFor(header)
      expect(message).toContain(`${PERMISSIONS}  actions: read\n\n`)
      const [name = '', level = ''] = header.replace('_', ' ').split('=')
      expect(message).toContain(`${name.slice(1)}: ${level}"`)
    }
  )

  test.each(['', 'x', 'actions=all', '\u0085=read', '::error::=read', `${'x'.repeat(1000)}=read`])(
    'an invalid one (%j) is ignored',
    async header => {
      const message = await adviceFor(header)
      expect(message).toContain('403: Refused')
      expect(message).not.toContain(PERMISSIONS)
    }
  )

  test('of the server itself: the permission that a delete lacks', async () => {
    await scenario.run.addArtifact('dist', { blob: null })
    scenario.server.permissions = { actions: 'read' }
    const { message } = await failureOf(DELETE)
    expect(message).toMatch(/lacks "Actions: write"/)
    expect(message).toContain(`${PERMISSIONS}  actions: write\n\n`)
  })

  test('with a rate limit that is used up it is a rate limit', async () => {
    const headers = { 'x-accepted-github-permissions': 'actions=read', 'x-ratelimit-remaining': '0' }
    scenario.server.fault({ match: {}, action: { status: 403, headers } })
    expect((await failureOf({ ...LIST, 'rate-limit-wait': '0s' })).title).toContain('(api-rate-limited)')
  })
})

describe('other refusals', () => {
  test('400: the version of the API', async () => {
    await scenario.close()
    await start({ apiVersions: ['2030-01-01'] })
    const { title, message } = await failureOf(LIST)
    expect(title).toContain('(api-rejected)')
    expect(message).toMatch(/\n\n.*2022-11-28.* release of this action/s)
    expect(scenario.server.requests.length).toBe(1)
  })

  test.each([
    [400, 'Problems parsing JSON', /\n\n.*inputs/],
    [409, 'Git Repository is empty.', /\n\n.*empty.*again/],
    [410, 'Gone', /\n\n.*Actions.*octo-org\/app/],
    [418, "I'm a teapot", /\n\n.*inputs/]
  ])('%d: %s', async (status, message, fact) => {
    scenario.server.fault({ match: {}, action: { status, body: { message } } })
    const failure = await failureOf(LIST)
    expect(failure.title).toContain('(api-rejected)')
    expect(failure.message).toContain(`${status}: ${message}`)
    expect(failure.message).toMatch(fact)
    expect(failure.message).not.toMatch(/expire|later\./)
    expect(scenario.server.requests.length).toBe(1)
  })

  test.each([{ name: 'dist' }, { 'artifact-ids': 'ID' }])(
    '404 of `/zip` for an artifact that the API returned (%j): no advice on access',
    async inputs => {
      const artifact = await scenario.run.addArtifact('dist', { files: { a: 'a' } })
      artifact.zipNotFound = Number.POSITIVE_INFINITY
      const { title, message } = await failureOf(
        'name' in inputs ? inputs : { 'artifact-ids': String(artifact.id) }
      )
      expect(title).toContain('(api-not-found)')
      expect(message).toMatch(/404.*\n\n.*deleted/s)
      expect(message).not.toMatch(/permission|access|token/)
    }
  )
})
