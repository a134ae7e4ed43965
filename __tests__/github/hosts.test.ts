import { createServer } from 'node:net'
import type { Fault } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { stepProblems, workspacePaths } from '../support/step-problems.js'
import { rowsOf } from '../support/sweep.js'
import { commandsIn } from '../support/workflow-commands.js'

const SECRET = 'S1gnature'
/** Faults after which a download succeeds: it continues, or starts again without a range. */
const PASSING = ['success', 'a cut', 'a stall in the body', 'another range']

let scenario: Scenario
let other: Scenario
beforeEach(async () => {
  // Not strict: the target of a redirect may not exist.
  scenario = await startScenario({ strict: false })
  other = await startScenario({ strict: false })
})
afterEach(async () => {
  await scenario.close()
  await other.close()
})

/** A loopback port on which no server listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 1
}

describe('redirects of the API', () => {
  const places: [string, () => string][] = [
    ['another port', () => other.server.apiUrl],
    ['another host', () => 'https://evil.example'],
    ['the same host with user info and another port', () => 'http://user:pass@127.0.0.1:1'],
    ['its own origin with user info', () => scenario.server.apiUrl.replace('//', '//user:pass@')],
    ['https', () => scenario.server.apiUrl.replace('http:', 'https:')],
    ['a file', () => 'file:///etc'],
    ['no scheme', () => `//${new URL(other.server.apiUrl).host}`]
  ]

  test.each(places)('no operation follows a redirect to %s', async (_, origin) => {
    const artifact = await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    for (const status of [301, 307, 308]) {
      scenario.server.clearFaults()
      const location = `${origin()}/x?sig=${SECRET}`
      scenario.server.fault({
        match: { server: 'api' },
        times: 1000,
        action: { status, headers: { location } }
      })
      for (const inputs of [
        { operation: 'list' },
        { operation: 'get', 'artifact-ids': String(artifact.id) },
        { operation: 'download' },
        { operation: 'delete', pattern: '*' }
      ]) {
        const step = await scenario.step({ ...inputs, retries: '0' })
        expect(stepProblems(step, scenario)).toEqual([])
        expect(step.code).toBe(1)
        const { title, message } = errorOf(step.stdout)
        expect(title).toContain('(api-answer-invalid)')
        expect(message).toMatch(/another origin|invalid URL/)
        expect(step.stdout + step.summary).not.toContain(SECRET)
      }
    }
    expect(other.server.requests).toEqual([])
    expect(scenario.repository.artifacts.items).toHaveLength(1)
    expect(workspacePaths(scenario.job)).toEqual([])
  })

  test('a Link to another origin is not followed', async () => {
    for (const name of ['a', 'b']) scenario.run.listArtifact(name)
    for (const name of ['x', 'y']) scenario.repository.addTag(name)
    const link = ['next', 'last', 'prev', 'first']
      .map(rel => `<${other.server.apiUrl}/repositories/1/actions/artifacts?page=2>; rel="${rel}"`)
      .join(', ')
    scenario.server.fault({ match: { path: /artifacts/ }, times: 1000, action: { headers: { link } } })
    scenario.server.fault({ match: { path: /branches|tags/ }, times: 2, action: { headers: { link } } })
    for (const inputs of [
      { operation: 'list' },
      { operation: 'delete', scope: 'repository', 'gone-branches': 'true', 'dry-run': 'true' }
    ]) {
      const step = await scenario.step(inputs)
      expect(stepProblems(step, scenario)).toEqual([])
      expect(step.code).toBe(0)
    }
    expect(other.server.requests).toEqual([])
  })
})

describe('redirects of storage', () => {
  test('to another host: followed without token and referrer', async () => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    const location = `${other.server.apiUrl}/elsewhere?sig=${SECRET}`
    scenario.server.fault({
      match: { server: 'storage' },
      times: 9,
      action: { status: 307, headers: { location } }
    })
    other.server.fault({ match: {}, times: 9, action: { status: 404 } })
    const step = await scenario.step({ name: 'dist', retries: '0' })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(step.code).toBe(1)
    expect(other.server.requests.length).toBeGreaterThan(0)
    for (const { headers } of other.server.requests) {
      expect(headers.authorization).toBeUndefined()
      expect(headers.referer).toBeUndefined()
    }
    expect(step.stdout.replace(/^::add-mask::.*$/gm, '')).not.toContain(SECRET)
    // It is a secret, as the first URL is.
    const masked = commandsIn(step.stdout).flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []))
    expect(masked).toEqual(expect.arrayContaining([location, `sig=${SECRET}`]))
  })

  test.each(['file:///etc/hostname', 'ftp://127.0.0.1/x', 'data:application/zip,x'])(
    'to %s: refused',
    async place => {
      await scenario.run.addArtifact('dist', { files: { a: 'a' } })
      for (const path of [/actions-results/, /zip$/]) {
        scenario.server.clearFaults()
        const headers = { location: `${place}?sig=${SECRET}` }
        scenario.server.fault({ match: { path }, times: 9, action: { status: 302, headers } })
        const step = await scenario.step({ name: 'dist', retries: '0' })
        expect(stepProblems(step, scenario)).toEqual([])
        expect(errorOf(step.stdout).message).toContain(`from http: to ${new URL(place).protocol}`)
        expect(step.stdout).not.toContain(SECRET)
      }
      expect(workspacePaths(scenario.job)).toEqual([])
    }
  )
})

describe('a signature that a server repeats is not printed', () => {
  const signature = `${'Ab9/+'.repeat(8)}xyz=`
  const query = `sv=1&sig=${encodeURIComponent(signature)}`
  const pages = {
    unchanged: `No: ${query}`,
    'as HTML': `<p>No: ${query.replace('&', '&amp;')}</p>`,
    decoded: `<p>No: ${signature}</p>`,
    'in entities': `<p>No: ${signature.replace(/[+/=]/g, sign => `&#${sign.charCodeAt(0)};`)}</p>`,
    'as JSON': `{"message": "no", "at": "${signature.replaceAll('/', '\\/').replaceAll('+', '\\u002b')}"}`,
    'as a form, in lines': `<p>No: sig=${signature.replaceAll('+', ' ').replaceAll('/', '/\n')}</p>`,
    // The last two characters are cut off.
    'cut off': `<p>${' '.repeat(100 - '<p>'.length - signature.length + 2)}${signature}</p>`
  }

  test.each(Object.entries(pages))('%s', async (_, body) => {
    await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    const headers = { location: `${other.server.apiUrl}/elsewhere?${query}` }
    scenario.server.fault({ match: { server: 'storage' }, times: 9, action: { status: 307, headers } })
    const echo = { 'x-ms-request-id': signature }
    other.server.fault({ match: {}, times: 9, action: { status: 200, headers: echo, body } })
    const { code, stdout, summary } = await scenario.step({ name: 'dist', retries: '0' })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('begins with: ')
    const masks = commandsIn(stdout).flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []))
    // As the runner does.
    const printed = masks.reduce(
      (text, mask) => text.replaceAll(mask, '***'),
      stdout.replace(/^::add-mask::.*$/gm, '') + summary
    )
    for (const text of [signature, encodeURIComponent(signature)]) {
      expect(printed).not.toContain(text.slice(0, 40))
    }
    // No four groups of it, in any notation.
    expect(printed).not.toMatch(/(Ab9\W.{0,12}){4}/s)
  })
})

describe('the query of a storage URL is not printed', () => {
  const ends: [string, Fault | (() => Promise<Fault>)][] = [
    ['success', {}],
    ['403', { status: 403, body: `<Error>${SECRET}</Error>` }],
    ['401', { status: 401 }],
    ['404', { status: 404 }],
    ['500', { status: 500 }],
    ['a reset', 'reset'],
    ['a cut', { truncateAfterBytes: 10 }],
    ['a stall', 'stall'],
    ['a stall in the body', { stallAfterBytes: 100 }],
    ['another range', { contentRange: 'bytes 7-9/10' }],
    [
      'no name server',
      async () => ({ status: 302, headers: { location: `http://nowhere.invalid/x?sig=${SECRET}` } })
    ],
    [
      'a refused connection',
      async () => ({
        status: 302,
        headers: { location: `http://127.0.0.1:${await deadPort()}/x?sig=${SECRET}&se=1` }
      })
    ],
    ['an endless redirect', { status: 302, headers: { location: `?sig=${SECRET}` } }],
    ['a downgrade', { status: 302, headers: { location: `ftp://127.0.0.1/x?sig=${SECRET}` } }],
    ['a redirect to an invalid URL', { status: 302, headers: { location: `http://[/x?sig=${SECRET}` } }],
    [
      'a URL with an invalid host',
      { status: 302, headers: { location: `http://a%0d.example/?sig=${SECRET}` } }
    ],
    ['an invalid port', { status: 302, headers: { location: `http://127.0.0.1:99999/?sig=${SECRET}` } }]
  ]

  test.each(rowsOf(ends, ([title]) => !title.startsWith('a stall')))('%s', async (title, made) => {
    const artifact = await scenario.run.addArtifact('dist', { files: { a: 'a' } })
    const action = typeof made === 'function' ? await made() : made
    for (const path of [/actions-results/, /zip$/]) {
      scenario.server.clearFaults()
      const isStorage = path.source !== 'zip$'
      if (!isStorage && !JSON.stringify(action).includes('location')) continue
      scenario.server.fault({ match: { path }, times: 1000, action })
      for (const inputs of [
        { name: 'dist' },
        { 'artifact-ids': String(artifact.id), 'skip-decompress': 'true' }
      ]) {
        const step = await scenario.step({
          ...inputs,
          path: `out-${inputs.name ?? 'id'}`,
          retries: title.includes('stall') ? '0' : '1',
          'stall-timeout': '1s'
        })
        expect(stepProblems(step, scenario)).toEqual([])
        expect({ title, code: step.code }).toEqual({ title, code: PASSING.includes(title) ? 0 : 1 })
        const masked = commandsIn(step.stdout).flatMap(({ name, data }) =>
          name === 'add-mask' ? [data] : []
        )
        // First, so that everything printed later is masked.
        expect(masked[0]).toBe(scenario.server.token)
        const printed =
          step.stdout.replace(/^::add-mask::.*$/gm, '') + step.summary + Object.values(step.outputs)
        expect(printed).not.toContain(SECRET)
        expect(printed).not.toMatch(/[?&](sig|se|sp|sv|rsct)=/)
        const asked = scenario.server.requests
          .filter(({ server }) => server === 'storage')
          .map(({ url }) => url)
        for (const url of asked) {
          if (url.includes(SECRET)) continue
          expect(masked.join('\n')).toContain(url.split('?')[1])
        }
        scenario.server.clearRequests()
      }
    }
    const files = PASSING.includes(title) ? ['out-dist/', 'out-dist/a', 'out-id/', 'out-id/dist.zip'] : []
    expect(workspacePaths(scenario.job)).toEqual(files)
  })
})

test('an unknown API host: one error', async () => {
  const step = await scenario.step(
    { 'api-url': 'http://nowhere.invalid', operation: 'list', retries: '1' },
    { GITHUB_API_URL: 'http://nowhere.invalid' }
  )
  expect(stepProblems(step, scenario)).toEqual([])
  expect(step.code).toBe(1)
  expect(errorOf(step.stdout)).toMatchObject({
    title: expect.stringContaining('(api-failed)'),
    message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/)
  })
})

test('a refused connection to the API: one error', async () => {
  const step = await scenario.step({
    'api-url': `http://127.0.0.1:${await deadPort()}`,
    'run-id': '5',
    operation: 'list',
    retries: '1'
  })
  expect(stepProblems(step, scenario)).toEqual([])
  expect(step.code).toBe(1)
  expect(errorOf(step.stdout)).toMatchObject({
    title: expect.stringContaining('(api-failed)'),
    message: expect.stringContaining('ECONNREFUSED')
  })
})
