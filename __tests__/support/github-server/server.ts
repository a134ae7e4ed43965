import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Access, type Permissions, Token, type TokenFields } from './api/access.js'
import { Api, type ApiRequest, type RestApi } from './api/api.js'
import type { ListOrder } from './api/call.js'
import { RateLimit, type RateLimitFields } from './api/rate-limit.js'
import type { SecondaryLimit } from './api/secondary-limit.js'
import type { ServiceDialect } from './artifact-service/dialects.js'
import type { OwnUrls } from './artifact-service/own-urls.js'
import { SERVICE_PATH } from './artifact-service/protocol.js'
import type { BackendIds } from './artifact-service/runtime-tokens.js'
import { ArtifactService } from './artifact-service/service.js'
import { isUploadPath, type Upload, UploadUrls } from './artifact-service/uploads.js'
import { Conformance, type Judge } from './conformance/conformance.js'
import { ForgeApi } from './dialects/api.js'
import { type ServerDialect, type ServerTraits, traitsOf } from './dialects/dialects.js'
import { NoApi } from './dialects/no-api.js'
import type { Flavour } from './flavour.js'
import type { Answer } from './http/answer.js'
import { cannedAnswer } from './http/canned.js'
import { receive } from './http/content.js'
import { type FaultEffects, type FaultRule, FaultScript, type ScriptedFault } from './http/faults.js'
import { Listener, type TlsFiles } from './http/listener.js'
import { Pace } from './http/pace.js'
import { RequestLog, type RequestRecord, type ServerName } from './http/request-log.js'
import { reset, transmit } from './http/transmit.js'
import type { Artifact } from './model/artifact.js'
import { Repositories } from './model/repositories.js'
import type { Repository, RepositoryFields } from './model/repository.js'
import type { Run } from './model/run.js'
import { SignedUrls, STORAGE_PATH, signatureIn } from './storage/signed-urls.js'
import { Storage, type StorageOptions, URL_EXPIRED } from './storage/storage.js'

export interface GitHubServerOptions {
  /** Whose server: GitHub's, unless told. */
  dialect?: ServerDialect
  /** Which of GitHub's. */
  flavour?: Flavour
  tls?: TlsFiles
  /** The name in the URLs that the server gives out, `127.0.0.1` unless told. */
  hostname?: string
  /** Pages may be smaller than asked for. */
  pageSizeCap?: number
  /** The order of GitHub's artifact lists, newest first unless told. */
  order?: ListOrder
  /** The API versions that the server knows, newest first: those of 2026, unless told. */
  apiVersions?: readonly string[]
  storage?: StorageOptions
  /** Whose artifact service the jobs of its runs have: the server's own unless told, and none on GHES. */
  artifactService?: ServiceDialect | 'off'
  /** github.com sends limit headers unless told `off`; GHES only when told. */
  rateLimit?: RateLimitFields | 'off'
  /** Whether requests are held against the official description: false for clients that are not ours. */
  strict?: boolean
  /** Whether a connection carries more than one request: true, unless told. */
  keepAlive?: boolean
}

const URL_LIFETIME_MS = 600_000

/**
 * GitHub's artifact API, the artifact service of its runs, and its blob storage, on two ports of the loopback address.
 * With another `dialect`, what Gitea, Forgejo or act have in their place.
 *
 *     const server = await GitHubServer.start()
 *     const repository = server.addRepository('octo-org/app')
 *     const run = repository.addRun({ workflow: repository.addWorkflow('.github/workflows/ci.yml') })
 *     await run.addArtifact('report', { files: { 'a.txt': 'text' } })
 *     server.fault({ match: { server: 'storage' }, action: { resetAfterBytes: 100 } })
 *     // … a client works with server.apiUrl and server.token, or with server.runtimeEnvironment(run) …
 *     server.assertConforms()
 *     await server.close()
 */
export class GitHubServer {
  /** The token that every request should carry. */
  readonly token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
  readonly flavour: Flavour
  readonly dialect: ServerDialect
  /** What a client takes as `GITHUB_API_URL`. */
  readonly apiUrl: string
  /** Undefined where the server sends no limit headers. Tests may change it in mid-flight. */
  readonly rateLimit: RateLimit | undefined
  /** None unless a test sets one. */
  secondaryLimit: SecondaryLimit | undefined
  readonly #apiListener: Listener
  readonly #storageListener: Listener
  readonly #traits: ServerTraits
  readonly #repositories: Repositories
  readonly #access = new Access()
  readonly #token = new Token(this.token)
  readonly #urls = new SignedUrls()
  readonly #uploadUrls = new UploadUrls()
  readonly #storage: Storage
  readonly #api: RestApi
  /** The same API, if it is of Gitea or Forgejo. */
  readonly #forge: ForgeApi | undefined
  readonly #service: ArtifactService | undefined
  readonly #faults = new FaultScript()
  readonly #log = new RequestLog()
  readonly #paces = new WeakMap<object, Pace>()
  readonly #judge: Judge
  readonly #strict: boolean
  #violations: string[] = []
  #signatures: string[] = []

  private constructor(options: GitHubServerOptions, apiListener: Listener, storageListener: Listener) {
    const { dialect = 'github', flavour = 'github.com', storage = {}, strict = true } = options
    const traits = traitsOf(dialect, flavour)
    const { rateLimit = traits.hasRateLimit ? {} : 'off', artifactService = traits.service } = options
    this.dialect = dialect
    this.flavour = flavour
    this.#traits = traits
    this.apiUrl = `${apiListener.origin}${traits.basePath}`
    this.#repositories = new Repositories(traits.numbering)
    this.rateLimit = rateLimit === 'off' ? undefined : new RateLimit(rateLimit)
    this.#apiListener = apiListener
    this.#storageListener = storageListener
    this.#access.add(this.#token)
    this.#storage = new Storage(this.#urls, { ...storage })
    if (artifactService !== 'off') this.#service = this.#artifactService(artifactService)
    this.#strict = strict
    const api = this.#restApi(options)
    this.#api = api
    this.#forge = api instanceof ForgeApi ? api : undefined
    this.#judge = api instanceof Api ? Conformance.of(flavour) : api
  }

  static async start(options: GitHubServerOptions = {}): Promise<GitHubServer> {
    const { tls, hostname = '127.0.0.1', keepAlive = true } = options
    let server: GitHubServer | undefined
    const listen = (name: ServerName): Promise<Listener> =>
      Listener.start({
        tls,
        hostname,
        keepAlive,
        handle: async (...pair) => {
          if (server !== undefined) await server.#handle(name, ...pair)
        }
      })
    server = new GitHubServer(options, await listen('api'), await listen('storage'))
    return server
  }

  /** Where signed URLs lead. */
  get storageOrigin(): string {
    const sameOrigin = this.#storage.options.sameOrigin === true
    return (sameOrigin ? this.#apiListener : this.#storageListener).origin
  }

  /** How storage behaves. Tests may change it in mid-flight. */
  get storage(): StorageOptions {
    return this.#storage.options
  }

  /** The permissions of `token`. As in a workflow's `permissions:`, what is not named is `none`. */
  get permissions(): Permissions {
    return this.#token.permissions
  }

  set permissions(permissions: Permissions) {
    this.#token.permissions = permissions
  }

  /**
   * A new `ACTIONS_RUNTIME_TOKEN` for a job in the run's current attempt.
   *
   * @param job `test` unless told, while artifacts are from the job `build` unless told
   */
  runtimeToken(run: Run, job?: string): string {
    if (this.#service === undefined) throw new Error('this server has no artifact service')
    return this.#service.runtimeToken(run, job)
  }

  /** Every runtime token so far. */
  get runtimeTokens(): readonly string[] {
    return this.#service?.runtimeTokens ?? []
  }

  /** The variables of a job of the run that lead to the artifact service. Empty if the server has none. */
  runtimeEnvironment(run: Run, job?: string): Record<string, string> {
    if (this.#service === undefined) return {}
    return {
      ACTIONS_RUNTIME_TOKEN: this.runtimeToken(run, job),
      // Clients take the origin only.
      ACTIONS_RESULTS_URL: `${this.#apiListener.origin}/_apis/results/`,
      ...this.#service.dialect.environment
    }
  }

  /** All variables that tell a job which run it is of, and where the API and the artifact service are. */
  jobEnvironment(run: Run, job?: string): Record<string, string> {
    const urls = { apiUrl: this.apiUrl, webUrl: this.#apiListener.origin }
    return { ...this.#traits.jobEnvironment(run, urls), ...this.runtimeEnvironment(run, job) }
  }

  /** Another token that the server accepts. */
  addToken(value: string, fields: TokenFields = {}): void {
    this.#access.add(new Token(value, fields))
  }

  addRepository(full_name: string, fields: RepositoryFields = {}): Repository {
    return this.#repositories.add(full_name, fields)
  }

  /** Every signed URL given out so far stops working. */
  expireUrls(): void {
    this.#urls.expireAll()
    this.#uploadUrls.expireAll()
  }

  /** What goes wrong with requests to come. */
  fault(rule: FaultRule): ScriptedFault {
    return this.#faults.add(rule)
  }

  clearFaults(): void {
    this.#faults.clear()
  }

  /** What both servers were asked, in order of arrival. */
  get requests(): readonly RequestRecord[] {
    return this.#log.records
  }

  /** The requests that carry `secret` in the URL, in a header, or in the body of a request to the artifact service. */
  requestsWith(secret: string): readonly RequestRecord[] {
    return this.requests.filter(record => hasSecret(record, secret))
  }

  /** What signs the URLs that were given out, whether or not they were asked for. */
  get signatures(): readonly string[] {
    return this.#signatures
  }

  clearRequests(): void {
    this.#log.records = []
    this.#signatures = []
  }

  /** What was wrong with requests and answers, by GitHub's official description. On other servers: with requests. */
  get violations(): readonly string[] {
    return this.#violations
  }

  /** Throws where something was wrong, and starts anew. */
  assertConforms(): void {
    const violations = this.#violations
    this.#violations = []
    if (violations.length > 0) throw new Error(`against the API's description:\n${violations.join('\n')}`)
  }

  async close(): Promise<void> {
    await Promise.all([this.#apiListener.close(), this.#storageListener.close()])
  }

  async #handle(listener: ServerName, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = this.#serverOf(request.url ?? '/', listener)
    const record = this.#log.open(name, request, response)
    // Faults match requests to the service by their body. Requests to the REST API have none.
    const body = name === 'service' || request.method === 'PUT' ? await receive(request) : undefined
    if (name === 'service' && body !== undefined) record.json = parsed(body)
    const fault = this.#faults.take(record)
    record.fault = fault
    request.resume()
    if (this.#strict) this.#note(record, this.#requestProblems(record))
    if (fault === 'stall') return
    if (fault === 'reset') return reset(response)
    const effects = typeof fault === 'object' ? fault : {}
    await late(effects.delay)
    await effects.before?.()
    const found = await this.#answer(record, effects, body)
    if (fault === 'lost-answer') return reset(response)
    const answer = { ...found, headers: { ...found.headers, ...effects.headers } }
    const pace = name === 'storage' || this.#apiSendsBytes(record) ? this.#paceOf(request.socket) : undefined
    await transmit({ response, answer, record, effects, pace })
  }

  #serverOf(url: string, listener: ServerName): ServerName {
    const [path = ''] = url.split('?')
    if (url.startsWith(STORAGE_PATH) || this.#forge?.isSigned(path) === true) return 'storage'
    if (listener !== 'api' || this.#service === undefined || !url.startsWith(SERVICE_PATH)) return listener
    // Gitea, Forgejo and act have the URLs of their storage under the same path.
    return /^(Upload|Download)Artifact\b/.test(url.slice(SERVICE_PATH.length)) ? 'storage' : 'service'
  }

  #restApi(options: GitHubServerOptions) {
    const { order = 'desc', pageSizeCap = Number.POSITIVE_INFINITY } = options
    const { apiVersions = ['2026-03-10', '2022-11-28'] } = options
    const { rest } = this.#traits
    const urls = { apiUrl: this.apiUrl, webUrl: this.#apiListener.origin }
    if (rest === 'none') return new NoApi()
    if (rest === 'github') {
      return new Api(this.#repositories, this.#access, this.rateLimit, {
        ...urls,
        flavour: this.flavour,
        order,
        pageSizeCap,
        apiVersions,
        signedUrl: artifact => this.#signedUrl(artifact)
      })
    }
    return new ForgeApi(rest, this.#repositories, this.#access, {
      ...urls,
      pageSizeCap,
      signedUrl: (artifact, form) => this.#signedAs(artifact, form, String(artifact.run.id)),
      send: ({ id, blob }, style, headers, effects) =>
        this.#storage.send({ blob, artifactId: id, style }, headers, effects)
    })
  }

  #artifactService(dialect: ServiceDialect): ArtifactService {
    return new ArtifactService(dialect, {
      download: (artifact, urls, ids) => {
        return urls === undefined ? this.#signedUrl(artifact) : this.#signedAs(artifact, urls, ids.job)
      },
      upload: (name, ids, upload) => this.#uploadUrl(name, ids, upload)
    })
  }

  #originOf(at: 'service' | 'storage'): string {
    return at === 'service' ? this.#apiListener.origin : this.storageOrigin
  }

  #uploadUrl(name: string, ids: BackendIds, upload: Upload): string {
    // Uploads go to the server itself even if its artifacts are on S3.
    const at = this.#service?.dialect.ownUrls === undefined ? 'storage' : 'service'
    const expiresAt = new Date(Date.now() + (this.storage.urlLifetime ?? URL_LIFETIME_MS))
    return this.#signed(
      this.#uploadUrls.sign({ at, origin: this.#originOf(at), name, ids, expiresAt }, upload)
    )
  }

  #signedUrl(artifact: Artifact): string {
    const { urlLifetime: lifetimeMs = URL_LIFETIME_MS, signUrl } = this.storage
    const sign = signUrl ?? (() => this.#urls.sign(artifact, { origin: this.storageOrigin, lifetimeMs }))
    return this.#signed(sign(artifact))
  }

  #signedAs(artifact: Artifact, urls: OwnUrls, taskId: string): string {
    const lifetimeMs = this.storage.urlLifetime ?? urls.lifetimeMs
    const form = urls.form(artifact, { taskId, expiresAt: new Date(Date.now() + lifetimeMs) })
    return this.#signed(this.#urls.signAs(form, artifact, { origin: this.#originOf(urls.at), lifetimeMs }))
  }

  #signed(url: string): string {
    this.#signatures.push(signatureIn(new URL(url).searchParams))
    return url
  }

  #requestProblems(record: RequestRecord): string[] {
    if (record.server === 'service') {
      const problems = this.#service?.requestProblems(record) ?? []
      return hasSecret(record, this.token)
        ? [...problems, 'the API token went to the artifact service']
        : problems
    }
    const leaked = this.runtimeTokens.some(token => hasSecret(record, token))
    const problems = leaked ? [`the runtime token went to ${record.server}`] : []
    if (record.server === 'api') {
      return [...problems, ...this.#judge.requestProblems(this.#apiRequest(record))]
    }
    const hasToken = record.headers.authorization !== undefined && this.storage.sameOrigin !== true
    return hasToken ? [...problems, 'the token went to storage'] : problems
  }

  #apiRequest({ method, path, headers, url }: RequestRecord): ApiRequest {
    const { basePath } = this.#traits
    // Outside the base path there is no endpoint, which the empty path says.
    const under = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : ''
    // With every value of a parameter.
    const [, query = ''] = url.split('?')
    return { method, path: under, query: new URLSearchParams(query), headers }
  }

  #answer(record: RequestRecord, effects: FaultEffects, body: Buffer | undefined): Promise<Answer> {
    switch (record.server) {
      case 'api':
        return this.#apiAnswer(record, effects)
      case 'storage':
        return this.#storageAnswer(record, effects, body)
      case 'service':
        return this.#serviceAnswer(record, effects)
    }
  }

  async #serviceAnswer(record: RequestRecord, effects: FaultEffects): Promise<Answer> {
    const answer = cannedAnswer(effects) ?? this.#service?.answer(record)
    if (answer === undefined) throw new Error('this server has no artifact service')
    return answer
  }

  async #apiAnswer(record: RequestRecord, effects: FaultEffects): Promise<Answer> {
    const canned = cannedAnswer(effects)
    const request = this.#apiRequest(record)
    const refused = this.secondaryLimit?.spend(request.method)
    if (this.#apiSendsBytes(record)) await late(this.storage.latency)
    const answer = canned ?? refused ?? (await this.#api.answer(request, effects))
    if (canned === undefined) this.#note(record, this.#judge.answerProblems(request, answer))
    return { ...answer, headers: { ...this.#api.commonHeaders(), ...answer.headers } }
  }

  async #storageAnswer(record: RequestRecord, effects: FaultEffects, body?: Buffer): Promise<Answer> {
    await late(this.storage.latency)
    const { method, path, headers } = record
    const urlExpired = this.#expiredAnswer(path)
    if (record.fault === 'expired-url') return urlExpired
    const canned = cannedAnswer(effects)
    if (canned !== undefined) return canned
    const query = new URLSearchParams(record.query)
    if (body !== undefined && isUploadPath(path)) {
      return this.#uploadUrls.redeem(path, query)?.put(query, body) ?? urlExpired
    }
    return this.#storage.answer({ method, path, query, headers, effects, urlExpired })
  }

  /** Whoever signed the URL refuses it. */
  #expiredAnswer(path: string): Answer {
    if (this.#forge?.isSigned(path) === true) return this.#forge.urlExpired
    const isService = path.startsWith(SERVICE_PATH)
    return (isService ? this.#service?.dialect.urlExpired : undefined) ?? URL_EXPIRED
  }

  /** Forgejo has the bytes at the API's own URL, where the storage options apply too. */
  #apiSendsBytes({ server, path }: RequestRecord): boolean {
    return server === 'api' && this.#forge?.sendsBytes(path) === true
  }

  /** Of a connection, not of a request: keep-alive must not make it faster. */
  #paceOf(socket: object): Pace | undefined {
    const { bytesPerSecond } = this.storage
    if (bytesPerSecond === undefined) return undefined
    const known = this.#paces.get(socket)
    const pace = known?.bytesPerSecond === bytesPerSecond ? known : new Pace(bytesPerSecond)
    this.#paces.set(socket, pace)
    return pace
  }

  #note({ method, url, server }: RequestRecord, problems: readonly string[]): void {
    // A signed URL is a secret even here: the query stays out.
    const shown = server === 'storage' ? url.split('?')[0] : url
    for (const problem of problems) this.#violations.push(`${method} ${shown}: ${problem}`)
  }
}

async function late(milliseconds: number | undefined): Promise<void> {
  // Unreferenced: a server that was closed keeps no process alive.
  if (milliseconds !== undefined) await sleep(milliseconds, undefined, { ref: false })
}

function hasSecret({ url, headers, json = '' }: RequestRecord, secret: string): boolean {
  return [url, JSON.stringify(headers), JSON.stringify(json)].some(text => text.includes(secret))
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
