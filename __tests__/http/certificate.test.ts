import { certificateCode } from '../../src/http/certificate.js'
import { ConnectionError } from '../../src/http/exchange.js'
import { NO_TUNNEL } from '../../src/http/tunnel.js'
import { certificateFor, trustHere } from '../support/certificate.js'
import { startProxy } from '../support/connect-proxy.js'
import { GitHubServer, type GitHubServerOptions, type TlsFiles } from '../support/github-server/index.js'
import { errorOf } from '../support/log.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { rowsOf } from '../support/sweep.js'

const DAY = 86_400_000
const HOST = '127.0.0.1'
const at = (days: number) => new Date(Date.now() + days * DAY)

describe('certificateCode', () => {
  // The list of https://nodejs.org/api/tls.html#x509-certificate-error-codes, and the check of the host name.
  test.each(
    `UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_CRL UNABLE_TO_DECRYPT_CERT_SIGNATURE UNABLE_TO_DECRYPT_CRL_SIGNATURE
    UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY CERT_SIGNATURE_FAILURE CRL_SIGNATURE_FAILURE CERT_NOT_YET_VALID CERT_HAS_EXPIRED
    CRL_NOT_YET_VALID CRL_HAS_EXPIRED ERROR_IN_CERT_NOT_BEFORE_FIELD ERROR_IN_CERT_NOT_AFTER_FIELD
    ERROR_IN_CRL_LAST_UPDATE_FIELD ERROR_IN_CRL_NEXT_UPDATE_FIELD OUT_OF_MEM DEPTH_ZERO_SELF_SIGNED_CERT
    SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE CERT_CHAIN_TOO_LONG
    CERT_REVOKED INVALID_CA PATH_LENGTH_EXCEEDED INVALID_PURPOSE CERT_UNTRUSTED CERT_REJECTED HOSTNAME_MISMATCH
    ERR_TLS_CERT_ALTNAME_INVALID UNSPECIFIED`.split(/\s+/)
  )('%s', code => {
    const error = Object.assign(new Error(''), { code })
    expect(certificateCode(error)).toBe(code)
    const wrapped = new Error('', { cause: new ConnectionError(NO_TUNNEL, '', code) })
    expect(certificateCode(wrapped)).toBe(code)
  })

  test.each(['ECONNRESET', 'EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', NO_TUNNEL])('not %s', code => {
    expect(certificateCode(Object.assign(new Error(''), { code }))).toBeUndefined()
  })
})

const KINDS: [string, () => Promise<TlsFiles>, boolean][] = [
  ['DEPTH_ZERO_SELF_SIGNED_CERT', () => certificateFor(HOST), false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', () => certificateFor('other.test'), true],
  ['CERT_HAS_EXPIRED', () => certificateFor(HOST, { notBeforeDate: at(-9), notAfterDate: at(-8) }), true],
  ['CERT_NOT_YET_VALID', () => certificateFor(HOST, { notBeforeDate: at(8), notAfterDate: at(9) }), true]
]

let scenario: Scenario
let cleanUp: (() => unknown)[]
beforeEach(() => {
  cleanUp = []
})
afterEach(async () => {
  for (const undo of cleanUp) await undo()
})

async function start(options?: GitHubServerOptions): Promise<Scenario> {
  const started = await startScenario(options)
  cleanUp.push(() => started.close())
  return started
}

/** A certificate that this process refuses, for the reason of one of `KINDS`. */
async function refused([, make, isTrusted]: (typeof KINDS)[number]): Promise<TlsFiles> {
  const tls = await make()
  if (isTrusted) cleanUp.push(trustHere(tls))
  return tls
}

/** A step with the default number of retries. */
async function failedStep(env: Record<string, string> = {}) {
  const { code, stdout } = await scenario.step({ name: 'a', path: 'out', backend: 'rest' }, env)
  expect(code).toBe(1)
  expect(scenario.clock.pauses).toEqual([])
  return errorOf(stdout).message
}

/** A storage whose certificate is refused. */
async function startSecureStorage(tls: TlsFiles): Promise<GitHubServer> {
  const secure = await GitHubServer.start({ tls, strict: false })
  cleanUp.push(() => secure.close())
  return secure
}

const QUICK = ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID']

describe.each(rowsOf(KINDS, ([code]) => QUICK.includes(code)))('%s fails at once', (...kind) => {
  const [code] = kind

  test('of the API', async () => {
    scenario = await start({ tls: await refused(kind), strict: false })
    const message = await failedStep()
    expect(message).toContain('NODE_EXTRA_CA_CERTS')
    expect(scenario.asked()).toEqual([])
  })

  test.each([1, 9 << 20])('of storage, for an artifact of %d bytes', async size => {
    scenario = await start()
    await scenario.run.addArtifact('a', { files: { 'a.bin': pseudoRandomBytes(size) } })
    const secure = await startSecureStorage(await refused(kind))
    const headers = { location: `${secure.storageOrigin}/elsewhere?sig=secret` }
    scenario.server.fault({ match: { server: 'storage' }, times: 99, action: { status: 302, headers } })
    const message = await failedStep()
    expect(message).toContain('NODE_EXTRA_CA_CERTS')
    expect(message).toContain(code)
    expect(message).not.toMatch(/secret|firewall/)
    expect(scenario.asked().filter(request => request === 'GET storage')).toHaveLength(1)
  })

  test('in the middle of a large download', async () => {
    scenario = await start()
    await scenario.run.addArtifact('a', { files: { 'a.bin': pseudoRandomBytes(20 << 20) } })
    const secure = await startSecureStorage(await refused(kind))
    const headers = { location: `${secure.storageOrigin}/elsewhere` }
    scenario.server.fault({
      match: { server: 'storage', nth: 2 },
      times: 99,
      action: { status: 302, headers }
    })
    expect(await failedStep()).toContain('NODE_EXTRA_CA_CERTS')
  })
})

test.each(['api', 'storage'] as const)('the certificate of a proxy to %s fails at once', async server => {
  scenario = await start(server === 'api' ? { tls: await certificateFor(HOST), strict: false } : {})
  await scenario.run.addArtifact('a', { files: { 'a.txt': 'a' } })
  const proxy = await startProxy(await certificateFor('localhost'))
  cleanUp.push(() => proxy.close())
  const headers = { location: 'https://storage.test/elsewhere' }
  if (server === 'storage') scenario.server.fault({ match: { server }, action: { status: 302, headers } })
  const message = await failedStep({ https_proxy: proxy.url, no_proxy: '' })
  expect(message).toContain('NODE_EXTRA_CA_CERTS')
  expect(message).toContain('proxy')
  expect(proxy.tunnels).toEqual([])
})

test('the certificate of the artifact service fails at once', async () => {
  scenario = await start()
  const secure = await startSecureStorage(await certificateFor(HOST))
  const env = {
    ...scenario.server.jobEnvironment(scenario.run),
    ACTIONS_RESULTS_URL: new URL(secure.apiUrl).origin
  }
  const { code, stdout } = await scenario.step({ name: 'a', path: 'out', backend: 'runtime' }, env)
  expect([code, scenario.clock.pauses]).toEqual([1, []])
  expect(errorOf(stdout).message).toContain('NODE_EXTRA_CA_CERTS')
})
