import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Access, type Permissions, Token, type TokenFields } from './api/access.js'
import { Api, type ApiRequest } from './api/api.js'
import type { ListOrder } from './api/call.js'
import { RateLimit, type RateLimitFields } from './api/rate-limit.js'
import type { SecondaryLimit } from './api/secondary-limit.js'
import type { ServiceDialect } from './artifact-service/dialects.js'
import { SERVICE_PATH } from './artifact-service/protocol.js'
import type { BackendIds } from './artifact-service/runtime-tokens.js'
import { ArtifactService } from './artifact-service/service.js'
import { isUploadPath, type Upload, UploadUrls } from './artifact-service/uploads.js'
import { Conformance } from './conformance/conformance.js'
import { FLAVOURS, type Flavour } from './flavour.js'
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
  flavour?: Flavour
  tls?: TlsFiles
  /** The name in the URLs that the server gives out, `127.0.0.1` unless told. */
  hostname?: string
  /** Pages may be smaller than asked for. */
  pageSizeCap?: number
  /** The order of artifact lists, newest first unless told. */
  order?: ListOrder
  /** The API versions that the server knows, newest first: those of 2026, unless told. */
  apiVersions?: readonly string[]
  storage?: StorageOptions
  /** Whose artifact service the jobs of its runs have: GitHub's unless told, and none on GHES. */
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
  /** What a client takes as `GITHUB_API_URL`. */
  readonly apiUrl: string
  /** Undefined where the server sends no limit headers. Tests may change it in mid-flight. */
  readonly rateLimit: RateLimit | undefined
  /** None unless a test sets one. */
  secondaryLimit: SecondaryLimit | undefined
  readonly #apiListener: Listener
  readonly #storageListener: Listener
  readonly #repositories = new Repositories()
  readonly #access = new Access()
  readonly #token = new Token(this.token)
  readonly #urls = new SignedUrls()
  readonly #uploadUrls = new UploadUrls()
  readonly #storage: Storage
  readonly #api: Api
  readonly #service: ArtifactService | undefined
  readonly #faults = new FaultScript()
  readonly #log = new RequestLog()
  readonly #paces = new WeakMap<object, Pace>()
  readonly #conformance: Conformance
  readonly #strict: boolean
  #violations: string[] = []
  #signatures: string[] = []

  private constructor(options: GitHubServerOptions, apiListener: Listener, storageListener: Listener) {
    const { flavour = 'github.com', storage = {}, order = 'desc', strict = true } = options
    const { rateLimit = flavour === 'github.com' ? {} : 'off', pageSizeCap = Number.POSITIVE_INFINITY } =
      options
    const { apiVersions = ['2026-03-10', '2022-11-28'] } = options
    this.flavour = flavour
    this.apiUrl = `${apiListener.origin}${FLAVOURS[flavour].basePath}`
    this.rateLimit = rateLimit === 'off' ? undefined : new RateLimit(rateLimit)
    this.#apiListener = apiListener
    this.#storageListener = storageListener
    this.#access.add(this.#token)
    this.#storage = new Storage(this.#urls, { ...storage })
    const { artifactService = flavour === 'github.com' ? 'github' : 'off' } = options
    if (artifactService !== 'off') this.#service = this.#artifactService(artifactService)
    this.#conformance = Conformance.of(flavour)
    this.#strict = strict
    this.#api = new Api(this.#repositories, this.#access, this.rateLimit, {
      flavour,
      order,
      pageSizeCap,
      apiVersions,
      apiUrl: this.apiUrl,
      webUrl: apiListener.origin,
      signedUrl: artifact => this.#signedUrl(artifact)
    })
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

  /** What was wrong with requests and answers, by GitHub's official description. */
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
    const pace = name === 'storage' ? this.#paceOf(request.socket) : undefined
    await transmit({ response, answer, record, effects, pace })
  }

  #serverOf(url: string, listener: ServerName): ServerName {
    if (url.startsWith(STORAGE_PATH)) return 'storage'
    if (listener !== 'api' || this.#service === undefined || !url.startsWith(SERVICE_PATH)) return listener
    // Gitea, Forgejo and act have the URLs of their storage under the same path.
    return /^(Upload|Download)Artifact\b/.test(url.slice(SERVICE_PATH.length)) ? 'storage' : 'service'
  }

  #artifactService(dialect: ServiceDialect): ArtifactService {
    return new ArtifactService(dialect, {
      download: (artifact, urls, ids) => {
        if (urls === undefined) return this.#signedUrl(artifact)
        const lifetimeMs = this.storage.urlLifetime ?? urls.lifetimeMs
        const form = urls.form(artifact, { taskId: ids.job, expiresAt: new Date(Date.now() + lifetimeMs) })
        return this.#signed(
          this.#urls.signAs(form, artifact, { origin: this.#originOf(urls.at), lifetimeMs })
        )
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
    const lifetimeMs = this.storage.urlLifetime ?? URL_LIFETIME_MS
    return this.#signed(this.#urls.sign(artifact, { origin: this.storageOrigin, lifetimeMs }))
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
      return [...problems, ...this.#conformance.requestProblems(this.#apiRequest(record))]
    }
    const hasToken = record.headers.authorization !== undefined && this.storage.sameOrigin !== true
    return hasToken ? [...problems, 'the token went to storage'] : problems
  }

  #apiRequest({ method, path, headers, query }: RequestRecord): ApiRequest {
    const { basePath } = FLAVOURS[this.flavour]
    // Outside the base path there is no endpoint, which the empty path says.
    const under = path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : ''
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
    const answer = canned ?? refused ?? (await this.#api.answer(request))
    if (canned === undefined) this.#note(record, this.#conformance.answerProblems(request, answer))
    return { ...answer, headers: { ...this.#api.commonHeaders(), ...answer.headers } }
  }

  async #storageAnswer(record: RequestRecord, effects: FaultEffects, body?: Buffer): Promise<Answer> {
    await late(this.storage.latency)
    const { method, path, headers } = record
    const ownPath = path.startsWith(SERVICE_PATH)
    const urlExpired = (ownPath ? this.#service?.dialect.urlExpired : undefined) ?? URL_EXPIRED
    if (record.fault === 'expired-url') return urlExpired
    const canned = cannedAnswer(effects)
    if (canned !== undefined) return canned
    const query = new URLSearchParams(record.query)
    if (body !== undefined && isUploadPath(path)) {
      return this.#uploadUrls.redeem(path, query)?.put(query, body) ?? urlExpired
    }
    return this.#storage.answer({ method, path, query, headers, effects, urlExpired })
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
