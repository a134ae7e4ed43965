import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { certificateFor } from '../support/certificate.js'
import { type ConnectProxy, startProxy } from '../support/connect-proxy.js'
import { GitHubServer, type TlsFiles } from '../support/github-server/index.js'
import { errorCodeOf, errorOf, errorsIn } from '../support/log.js'
import { MEMORY_FOLDER } from '../support/memory-folder.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Job, runStep, startJob } from '../support/runner.js'
import { inSweeps, rowsOf } from '../support/sweep.js'
import { paths } from '../support/tree.js'
import { commandsIn } from '../support/workflow-commands.js'

// It has no DNS record: only a proxy can reach it.
const HOST = 'github.test'

let proxy: ConnectProxy
let server: GitHubServer
let job: Job
afterEach(async () => {
  await Promise.all([server.close(), proxy.close()])
  job.remove()
  server.assertConforms()
})

interface Place {
  tls: boolean
  proxyTls?: TlsFiles
  hostname?: string
  /** The host name of its certificate, `hostname` by default. */
  certified?: string
  size?: number
}

async function start(place: Place): Promise<{ ca: string }> {
  const { tls, proxyTls, hostname = HOST, certified = hostname, size = 9 << 20 } = place
  proxy = await startProxy(proxyTls)
  const files = await certificateFor(certified)
  server = await GitHubServer.start({
    hostname,
    ...(tls && { tls: files })
  })
  const repository = server.addRepository('octo-org/app')
  const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
  // Over 8 MiB: several connections at once. A larger one is stored, because that is made faster.
  const noise = { 'a.bin': pseudoRandomBytes(size) }
  await run.addArtifact('dist', { files: noise, level: size > 9 << 20 ? 0 : 6 })
  job = startJob(
    { apiUrl: server.apiUrl, token: server.token, repository: 'octo-org/app', runId: run.id },
    MEMORY_FOLDER
  )
  const ca = path.join(job.folder, 'ca.pem')
  writeFileSync(ca, [files, proxyTls].map(one => one?.cert).join('\n'))
  return { ca }
}

/** The current run is not on another server, so `run-id` has to be another one. */
const OTHER_RUN = { GITHUB_RUN_ID: '5' }
const step = (env: Record<string, string>) => runStep(job, { inputs: { name: 'dist', retries: '0' }, env })
const atStorage = (target: string) => target.endsWith(`:${new URL(server.storageOrigin).port}`)
const ports = () => [new URL(server.apiUrl).port, new URL(server.storageOrigin).port]

test.each(rowsOf([true, false], tls => tls))('API and storage go through the proxy, TLS: %s', async tls => {
  const { ca } = await start({ tls })
  const { code, stdout, stderr, outputs } = await step({
    [tls ? 'https_proxy' : 'http_proxy']: proxy.url,
    ...(tls && { NODE_EXTRA_CA_CERTS: ca })
  })
  expect(errorsIn(stdout)).toEqual([])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(outputs['digest-verified']).toBe('true')
  expect(paths(job.workspace)).toEqual(['a.bin'])
  expect([...new Set(proxy.tunnels)].sort()).toEqual(
    ports()
      .map(port => `${HOST}:${port}`)
      .sort()
  )
})

const OWN_SERVERS: [string, Record<string, string>][] = [
  ['needs no proxy', { GITHUB_API_URL: 'https://own.test/api/v3', no_proxy: 'own.test' }],
  ['is plain http', { GITHUB_API_URL: 'http://own.test/api/v3' }]
]
test.each(rowsOf(OWN_SERVERS, ([server]) => server === 'is plain http'))(
  'api-url selects the proxy, not the own server of the job, which %s',
  async (_, env) => {
    const { ca } = await start({ tls: true })
    const vars = { ...OTHER_RUN, https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: ca, ...env }
    const { code, stdout } = await step(vars)
    expect(errorsIn(stdout)).toEqual([])
    expect(code).toBe(0)
    expect(new Set(proxy.tunnels)).toEqual(new Set(ports().map(port => `${HOST}:${port}`)))
  }
)

inSweeps(() => {
  test('no proxy for an api-url that needs none, whatever the own server of the job needs', async () => {
    await start({ tls: false, hostname: '127.0.0.1' })
    const env = { GITHUB_API_URL: 'http://own.test/api/v3', http_proxy: proxy.url, no_proxy: '127.0.0.1' }
    const { code, stdout } = await step({ ...OTHER_RUN, ...env })
    expect(errorsIn(stdout)).toEqual([])
    expect(code).toBe(0)
    expect(proxy.tunnels).toEqual([])
  })

  test('the maximum number of requests at once causes no warning of Node.js', async () => {
    await start({ tls: false, hostname: '127.0.0.1', size: 60 << 20 })
    const inputs = { name: 'dist', files: 'a.bin', concurrency: '32' }
    const { code, stderr } = await runStep(job, { inputs })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(server.requests.length).toBeGreaterThan(15)
  })

  test('a redirect of storage from http to https is followed', async () => {
    const { ca } = await start({ tls: true })
    const plain = await GitHubServer.start()
    const repository = plain.addRepository('octo-org/app')
    const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
    await run.addArtifact('dist', { files: { 'a.txt': 'a' } })
    const other = { ...job, apiUrl: plain.apiUrl, token: plain.token, runId: run.id }
    const to = (status: number, origin: string) => ({ status, headers: { location: `${origin}/elsewhere` } })
    const inputs = { name: 'dist', retries: '0' }
    const env = { NODE_EXTRA_CA_CERTS: ca, https_proxy: proxy.url }
    plain.fault({ match: { server: 'storage' }, action: to(302, server.storageOrigin) })
    const { stdout } = await runStep(other, { inputs, env })
    // The redirect target has no such file.
    expect(errorCodeOf(stdout)).toBe('storage-failed')
    expect(errorOf(stdout).message).toMatch(/\b403\b/)
    expect(server.requests.map(({ path: asked }) => asked)).toEqual(['/elsewhere'])
    await plain.close()
  })
})

inSweeps(() => {
  test('an unknown certificate of storage is refused', async () => {
    await start({ tls: true })
    const plain = await GitHubServer.start()
    try {
      const repository = plain.addRepository('octo-org/app')
      const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
      await run.addArtifact('dist', { files: { 'a.txt': 'a' } })
      const headers = { location: `${server.storageOrigin}/elsewhere` }
      plain.fault({ match: { server: 'storage' }, action: { status: 302, headers } })
      const other = { ...job, apiUrl: plain.apiUrl, token: plain.token, runId: run.id }
      const inputs = { name: 'dist', retries: '0' }
      const { stdout } = await runStep(other, { inputs, env: { https_proxy: proxy.url } })
      expect(errorOf(stdout).message).toMatch(/github\.test.*(CERT|SIGNATURE)/)
      expect(server.requests).toEqual([])
    } finally {
      await plain.close()
    }
  })
})

test.each(rowsOf(['api', 'storage'] as const, from => from === 'api'))(
  'a redirect from https to http is refused: %s',
  async from => {
    const { ca } = await start({ tls: true })
    const plain = await GitHubServer.start({ strict: false })
    try {
      const location = `${plain.apiUrl}/elsewhere?sig=secret`
      const match = from === 'api' ? { path: /\/zip$/ } : { server: from }
      const fault = server.fault({ match, action: { status: 302, headers: { location } } })
      const { code, stdout } = await step({ https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: ca })
      expect({ code, hits: fault.hits }).toEqual({ code: 1, hits: 1 })
      expect(errorOf(stdout).message).toMatch(/\bhttps\b.*\bhttp\b/)
      expect(stdout).not.toContain('secret')
      expect(plain.requests).toEqual([])
      expect(paths(job.workspace)).toEqual([])
    } finally {
      await plain.close()
    }
  }
)

test('an unknown certificate of the API is refused', async () => {
  await start({ tls: true })
  const { code, stdout } = await step({ https_proxy: proxy.url })
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toMatch(/certificate/)
  expect(server.requests).toEqual([])
})

// A reserved address: only a proxy can reach it.
const ADDRESS = '192.0.2.1'

inSweeps(() => {
  test('servers behind a proxy can have an IP address', async () => {
    const { ca } = await start({ tls: true, hostname: ADDRESS })
    const { code, stdout } = await step({ https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: ca })
    expect(errorsIn(stdout)).toEqual([])
    expect(code).toBe(0)
    expect(new Set(proxy.tunnels)).toEqual(new Set(ports().map(port => `${ADDRESS}:${port}`)))
  })
})

test('a certificate of another host is refused for an IP address', async () => {
  const { ca } = await start({ tls: true, hostname: ADDRESS, certified: 'localhost' })
  const { code, stdout } = await step({ https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: ca })
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toMatch(/altnames.*192\.0\.2\.1/)
  expect(server.requests).toEqual([])
})

test('no_proxy is respected', async () => {
  const { ca } = await start({ tls: true })
  const { code, stdout } = await step({ https_proxy: proxy.url, no_proxy: HOST, NODE_EXTRA_CA_CERTS: ca })
  expect(code).toBe(1)
  expect(errorCodeOf(stdout)).toBe('api-failed')
  expect(proxy.tunnels).toEqual([])
})

inSweeps(() => {
  test.each([true, false])(
    'selected files come through the proxy too, over reused tunnels, TLS: %s',
    async tls => {
      const { ca } = await start({ tls, size: 60 << 20 })
      const env = { [tls ? 'https_proxy' : 'http_proxy']: proxy.url, NODE_EXTRA_CA_CERTS: ca }
      const { code, stdout, stderr } = await runStep(job, { inputs: { name: 'dist', files: 'a.bin' }, env })
      expect(errorsIn(stdout)).toEqual([])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(readFileSync(path.join(job.workspace, 'a.bin')).equals(pseudoRandomBytes(60 << 20))).toBe(true)
      const asked = server.requests.filter(request => request.server === 'storage')
      expect(asked.length).toBeGreaterThan(15)
      // At most `concurrency`.
      expect(proxy.tunnels.filter(atStorage).length).toBeLessThanOrEqual(8)
    }
  )
})

test.each(rowsOf([true, false], tls => tls))(
  'a proxy that uses TLS itself, servers with TLS: %s',
  async tls => {
    const { ca } = await start({ tls, proxyTls: await certificateFor('localhost') })
    const { code, stdout, stderr } = await step({
      [tls ? 'https_proxy' : 'http_proxy']: proxy.url,
      NODE_EXTRA_CA_CERTS: ca
    })
    expect(errorsIn(stdout)).toEqual([])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(new Set(proxy.tunnels)).toEqual(new Set(ports().map(port => `${HOST}:${port}`)))
    expect(paths(job.workspace)).toEqual(['a.bin'])
  }
)

test('the password of a proxy is not printed', async () => {
  const { ca } = await start({ tls: true })
  const login = proxy.url.replace('://', '://me%40work:top%3Asecret@')
  const env = { https_proxy: login, NODE_EXTRA_CA_CERTS: ca, RUNNER_DEBUG: '1' }
  const { code, stdout, stderr } = await step(env)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const basic = `Basic ${Buffer.from('me@work:top:secret').toString('base64')}`
  expect(new Set(proxy.credentials)).toEqual(new Set([basic]))
  expect(stdout.replace(/^::add-mask::.*$/gm, '')).not.toMatch(/top(:|%3A)secret/)
  const debugged = await step({ ...env, DEBUG: '*', NODE_DEBUG: 'http,https,net,tls' })
  expect(debugged.stderr).toContain('CONNECT')
  expect(debugged.stderr).not.toMatch(/top(:|%3A)secret/)
  expect(debugged.stderr).not.toContain(basic)
  const masks = commandsIn(stdout).flatMap(({ name, data }) => (name === 'add-mask' ? [data] : []))
  expect(masks).toEqual(expect.arrayContaining(['top:secret', 'top%3Asecret']))
})

describe('a proxy that fails at storage', () => {
  const fetchThrough = async (tls: boolean, inputs: Record<string, string>, ca: string) =>
    await runStep(job, {
      inputs: { name: 'dist', ...inputs },
      env: { [tls ? 'https_proxy' : 'http_proxy']: proxy.url, NODE_EXTRA_CA_CERTS: ca }
    })

  test.each(rowsOf([true, false], tls => tls))(
    'a tunnel that is never established is a stall and is retried, TLS: %s',
    async tls => {
      const { ca } = await start({ tls })
      let stalls = 1
      proxy.answer = target => (atStorage(target) && stalls-- > 0 ? 'stall' : 200)
      const { code, stdout } = await fetchThrough(tls, { 'stall-timeout': '2s' }, ca)
      expect(errorsIn(stdout)).toEqual([])
      expect({ code, stalls }).toEqual({ code: 0, stalls: expect.any(Number) })
      expect(stalls).toBeLessThan(1)
      expect(paths(job.workspace)).toEqual(['a.bin'])
    }
  )

  inSweeps(() => {
    const cases = [true, false].flatMap(tls => ['0', '1'].map(retries => ({ tls, retries })))
    test.each(cases)(
      'an error if no tunnel is ever established, TLS: $tls, retries: $retries',
      async ({ tls, retries }) => {
        const { ca } = await start({ tls })
        proxy.answer = target => (atStorage(target) ? 'stall' : 200)
        const { code, stdout } = await fetchThrough(tls, { 'stall-timeout': '2s', retries }, ca)
        expect(code).toBe(1)
        expect(errorOf(stdout).message).toMatch(/\b2 s\b/)
        expect(errorCodeOf(stdout)).toBe('storage-failed')
        expect(proxy.tunnels.filter(atStorage)).toHaveLength(Number(retries) + 1)
        expect(paths(job.workspace)).toEqual([])
      }
    )
  })

  const refusals = [true, false].flatMap(tls => [403, 407, 502].map(status => ({ tls, status })))
  test.each(rowsOf(refusals, ({ tls, status }) => tls && status === 407))(
    'the error of a tunnel refused with $status names the proxy, TLS: $tls',
    async ({ tls, status }) => {
      const { ca } = await start({ tls })
      proxy.answer = target => (atStorage(target) ? status : 200)
      const { code, stdout, stderr } = await fetchThrough(tls, { retries: '1' }, ca)
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(errorOf(stdout).message).toMatch(new RegExp(`[Pp]roxy.*${status}`))
      expect(proxy.tunnels.filter(atStorage)).toHaveLength(2)
      // The storage URL is not considered expired, so no second URL is requested.
      expect(server.requests.filter(request => request.path.endsWith('/zip'))).toHaveLength(1)
    }
  )
})

test.each(rowsOf([true, false], tls => !tls))(
  'a proxy that refuses a tunnel to the API, TLS: %s',
  async tls => {
    const { ca } = await start({ tls })
    proxy.answer = () => 407
    const env = { [tls ? 'https_proxy' : 'http_proxy']: proxy.url, NODE_EXTRA_CA_CERTS: ca }
    const { code, stdout, stderr } = await step(env)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(errorOf(stdout).message).toMatch(/[Pp]roxy.*\b407\b/)
  }
)

inSweeps(() => {
  test.each(['0', '1'])('a proxy that never responds for the API, retries: %s', async retries => {
    const { ca } = await start({ tls: true })
    proxy.answer = () => 'stall'
    const inputs = { name: 'dist', retries, 'stall-timeout': '2s' }
    const env = { https_proxy: proxy.url, NODE_EXTRA_CA_CERTS: ca }
    const { code, stdout, stderr } = await runStep(job, { inputs, env })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(errorOf(stdout).message).toMatch(/\b2 s\b/)
    expect(proxy.tunnels).toHaveLength(Number(retries) + 1)
  })
})

const INVALID = [
  'socks5://127.0.0.1:1',
  'localhost:3128',
  'me:top-secret@127.0.0.1:3128',
  'http://me:%zz-secret@127.0.0.1:3128',
  'http://me:top-secret@127.0.0.1:99999'
]
test.each(rowsOf(INVALID, proxyUrl => proxyUrl.startsWith('me:')))(
  'an invalid proxy is an error: %s',
  async proxyUrl => {
    const { ca } = await start({ tls: true })
    const { code, stdout } = await step({ https_proxy: proxyUrl, NODE_EXTRA_CA_CERTS: ca })
    expect(code).toBe(1)
    expect(errorOf(stdout).message).toContain('https_proxy')
    expect(proxy.tunnels).toEqual([])
    expect(server.requests).toEqual([])
    expect(stdout).not.toContain('secret')
  }
)

inSweeps(() => {
  test('an invalid proxy that only storage needs is an error without a retry', async () => {
    await start({ tls: false, hostname: '127.0.0.1' })
    const location = 'https://storage.test/blob?sig=x'
    server.fault({ match: { path: /\/zip$/ }, action: { status: 302, headers: { location } } })
    const { stdout } = await runStep(job, { inputs: { name: 'dist' }, env: { https_proxy: 'socks5://h:1' } })
    expect(errorOf(stdout).message).toContain('https_proxy')
    expect(server.requests.filter(request => request.path.endsWith('/zip'))).toHaveLength(1)
  })
})

test.each(rowsOf(['http', 'https'], scheme => scheme === 'https'))(
  'a proxy that closes the connection at once, over %s',
  async scheme => {
    await start({ tls: true })
    let reached = 0
    const rude = createServer(socket => {
      reached++
      socket.end()
    }).listen(0, '127.0.0.1')
    await once(rude, 'listening')
    const https_proxy = `${scheme}://localhost:${(rude.address() as AddressInfo).port}`
    const inputs = { name: 'dist', retries: '1' }
    const { code, stdout, stderr } = await runStep(job, { inputs, env: { https_proxy } })
    rude.close()
    expect({ code, stderr, reached }).toEqual({ code: 1, stderr: '', reached: 2 })
    expect(errorOf(stdout).message).toMatch(/[Pp]roxy/)
  }
)

test('a proxy that cannot be reached', async () => {
  const { ca } = await start({ tls: true })
  const { code, stdout } = await step({ https_proxy: 'http://127.0.0.1:9', NODE_EXTRA_CA_CERTS: ca })
  expect(code).toBe(1)
  expect(errorOf(stdout).message).toContain('ECONNREFUSED')
})
