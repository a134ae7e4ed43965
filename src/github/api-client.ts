import { getOctokit } from '@actions/github'
import { isTransient, RequestError } from '../errors/request-error.js'
import { POINTS_OF } from '../http/points-window.js'
import type { RequestQueue } from '../http/request-queue.js'
import type { ResponseHeaders } from '../http/retry-after.js'
import {
  apiRedirectToOtherOrigin,
  apiResponseLine,
  downloadWaits,
  type ExpectedResponse,
  invalidApiRedirect,
  toDownloadAll,
  tooFewRequestsForDownload,
  tooFewRequestsForDownloadAdvice,
  tooFewRequestsLeft,
  tooFewRequestsLeftAdvice,
  tooManyApiRedirects,
  unexpectedResponse
} from '../messages/api.js'
import { tokenMissing, tokenMissingHint } from '../messages/artifact-service.js'
import {
  API_VERSION,
  type ApiCall,
  apiError,
  failedRequest,
  failureOf,
  invalidResponse
} from './api-error.js'
import { apiFetch } from './api-fetch.js'
import type { ApiResponse } from './api-response.js'
import type { Dialect } from './dialects/dialect.js'
import { limitHeaders } from './limit-headers.js'
import { fullName, type Repository, webUrlOf } from './repository.js'

const MAX_REDIRECTS = 5
/**
 * Statuses after which later requests should go to the new URL too:
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
const PERMANENT = [301, 308]
/** All paths start with it. */
const REPOSITORY = '/repos/{owner}/{repo}'
const silent = () => {}
/** Octokit's own log would print header values that are not printable, such as the link of a deprecation. */
const SILENT = { debug: silent, info: silent, warn: silent, error: silent }

interface ClientOptions {
  /** The API base without a trailing slash, `https://HOST/api/v3`. */
  apiUrl: string
  /** May be empty as long as nothing is requested. */
  token: string
  /** Of the server, as far as it is known. */
  dialect: Dialect
  /** The repository of all requests. */
  repository: Repository
  /** Whether it is the repository of this job. */
  ownRepository: boolean
  queue: RequestQueue
  /** The permissions that the whole step needs, for advice: after one missing permission, the next would fail too. */
  access: ApiCall['access']
  also: ApiCall['also']
  /** In ms. A connection that moves no byte for this long is dropped. */
  stallTimeout: number
  /** Aborts pending requests. */
  signal?: AbortSignal
  /** Whether to send repeated GETs with `If-None-Match`. Keeps what the responses held in memory. */
  conditional?: boolean
  /** Called for each response with a line for the debug log. */
  onAnswer?: (line: string) => void
}

type ParameterValues = Readonly<Record<string, string | number>>

/** A path of the API with the values of its parameters. */
interface ApiPath {
  /** A template that starts with `REPOSITORY`, filled from the repository and `parameters`. */
  path: string
  /** Those that are not in `path` become the query. */
  parameters: ParameterValues
}

interface ApiRequest<T> extends ApiCall, ApiPath {
  method: 'GET' | 'DELETE'
  /** Reads the result. Returns undefined for a response of another shape than the API documents. */
  read: (response: ApiResponse) => T | undefined
  /** The shape, for the error. */
  expected: ExpectedResponse
}

/** A GET request as an API of one kind of objects describes it. */
type GetRequest<T> = Pick<ApiRequest<T>, 'doing' | 'thing' | 'path' | 'parameters' | 'read' | 'expected'>

/** Sends requests about one repository to the REST API with Octokit, through the queue, which limits and retries them. */
export class ApiClient {
  /** Requests sent so far, retries included. */
  requests = 0
  /** The most requests in flight. */
  readonly concurrency: number
  readonly repository: Repository
  /** Requests per call: more than one if the server redirects, and the action does not remember where. */
  #hops = 1
  /** The URL to use for the repository after a permanent redirect (it was renamed). */
  #movedTo: string | undefined
  #dialect: Dialect
  readonly #options: ClientOptions
  /** Results of GETs by path and parameters, with their ETag. */
  readonly #kept = new Map<string, { etag: string; value: unknown }>()
  readonly #octokit: ReturnType<typeof getOctokit>
  readonly #fetch: typeof fetch

  constructor(options: ClientOptions) {
    this.#options = options
    this.#dialect = options.dialect
    this.concurrency = options.queue.concurrency
    this.repository = options.repository
    // It refuses an empty token. That one is never sent.
    this.#octokit = getOctokit(options.token || 'none', {
      baseUrl: options.apiUrl,
      userAgent: 'artifact-action',
      log: SILENT
    })
    this.#fetch = apiFetch(options.stallTimeout, options.signal)
  }

  /** `owner/repo` */
  get repositoryName(): string {
    return fullName(this.repository)
  }

  /** Describes a request for its errors. `doing` is from a `to…` function of messages/api.ts. */
  call(doing: string, more: Pick<ApiCall, 'thing'> = {}): ApiCall {
    const { repository, ownRepository, access, also, apiUrl } = this.#options
    const { tokensGetAccessFrom: accessFrom } = this.#dialect
    return { doing, repository, ownRepository, access, accessFrom, also, webUrl: webUrlOf(apiUrl), ...more }
  }

  /** How the server differs from others, as far as that is known. */
  get dialect(): Dialect {
    return this.#dialect
  }

  /** The dialect of the server that gave this list, artifact or run. */
  recognize(data: unknown): Dialect {
    this.#dialect = this.#dialect.recognize?.(data) ?? this.#dialect
    return this.#dialect
  }

  /**
   * What a request needs that is sent outside of this client.
   *
   * @throws RequestError without a token
   */
  direct(
    request: ApiPath,
    call: ApiCall
  ): { url: URL; headers: Record<string, string>; onRequest: () => void } {
    const { token } = this.#options
    if (token === '') throw noToken(call, this.#dialect)
    const { url } = this.#octokit.request.endpoint(...this.#routeOf(request))
    return {
      url: new URL(url),
      headers: { authorization: `token ${token}` },
      onRequest: () => {
        this.requests++
      }
    }
  }

  /** Of the API base: `https:` or `http:`. */
  get protocol(): string {
    return new URL(this.#options.apiUrl).protocol
  }

  /** What is left of the rate limit. Undefined if the server does not report it (GHES by default). */
  get rateLimitRemaining(): number | undefined {
    return this.#options.queue.limits.remaining
  }

  /**
   * Checks the rate limit before a long list is read to its end.
   *
   * @param doing what the list is read for, from a `to…` function of messages/api.ts
   * @param pages still to read
   * @throws RequestError with code `api-rate-limited` if the limit leaves fewer requests and resets too late to wait
   */
  afford(doing: string, pages: number): void {
    const { isCovered, remaining = 0, resetAt } = this.#options.queue.limits.plan(pages * this.#hops)
    if (isCovered) return
    const reason = tooFewRequestsLeft(pages, remaining, resetAt)
    const hint = tooFewRequestsLeftAdvice()
    throw failedRequest('api-rate-limited', doing, { hint, reason, retryable: false })
  }

  /**
   * Checks the rate limit before the transfers of a download.
   *
   * @param calls GETs and DELETEs of single artifacts
   * @returns a line for the log if the requests have to wait for the rate limit; else undefined
   * @throws RequestError with code `api-rate-limited` if that wait would be longer than `rate-limit-wait`
   */
  affordDownload(calls: number): string | undefined {
    const requests = calls * this.#hops
    const plan = this.#options.queue.limits.plan(requests)
    const { remaining = 0, resetAt, lastReset, possibleAt, neededWait } = plan
    if (plan.isCovered) {
      return lastReset === undefined ? undefined : downloadWaits(requests, remaining, lastReset)
    }
    const reason = tooFewRequestsForDownload(requests, remaining, resetAt)
    const hint = tooFewRequestsForDownloadAdvice(possibleAt, neededWait)
    throw failedRequest('api-rate-limited', toDownloadAll(), { hint, reason, retryable: false })
  }

  /**
   * Sends a request and reads the response. Follows redirects within the API's origin (a renamed repository), but
   * returns a 302.
   *
   * @throws RequestError without a token, for a status from 400, a broken connection, a redirect to another origin, or an
   * unexpected response
   */
  async request<T>(request: ApiRequest<T>): Promise<T> {
    if (this.#options.token === '') throw noToken(request, this.#dialect)
    const points = POINTS_OF[request.method] * this.#hops
    return await this.#options.queue.send(async attempt => {
      const response = await this.#send(request, attempt)
      const key = keyOf(request)
      // The same path and parameters, so the type is the same.
      if (response.status === 304) return this.#kept.get(key)?.value as T
      const value = request.read(response)
      if (value === undefined) {
        // An error page of a proxy may be gone at the next try. JSON is the server's answer.
        const isJson = typeof response.data === 'object'
        throw invalidResponse(request, unexpectedResponse(request.expected), { retryable: !isJson })
      }
      const { etag } = response.headers
      if (this.#options.conditional && request.method === 'GET' && response.status === 200 && etag) {
        this.#kept.set(key, { etag: String(etag), value })
      }
      return value
    }, points)
  }

  /** Sends a GET request, as `request` does. */
  async get<T>({ doing, thing, ...request }: GetRequest<T>): Promise<T> {
    return await this.request({ ...this.call(doing, { thing }), ...request, method: 'GET' })
  }

  async #send(request: ApiRequest<unknown>, attempt: number): Promise<ApiResponse> {
    let response = await this.#sendOnce(request, this.#routeOf(request), attempt)
    /** Redirects that the next call meets again. */
    let repeated = 0
    let movedTo: string | undefined
    for (let hop = 0; [...PERMANENT, 307].includes(response.status); hop++) {
      if (hop === MAX_REDIRECTS) throw invalidResponse(request, tooManyApiRedirects(MAX_REDIRECTS))
      const location = this.#redirectOf(request, response)
      const moved =
        repeated === 0 && PERMANENT.includes(response.status)
          ? this.#repositoryUrl(request, location)
          : undefined
      if (moved === undefined) repeated++
      else movedTo = moved
      response = await this.#sendOnce(request, [location.href, {}], attempt)
    }
    this.#hops = Math.max(this.#hops, 1 + repeated)
    this.#movedTo = movedTo ?? this.#movedTo
    return response
  }

  /** The path and the parameters for Octokit. */
  #routeOf({ path, parameters }: ApiPath): [string, ParameterValues] {
    return this.#movedTo === undefined
      ? [path, { ...this.repository, ...parameters }]
      : [this.#movedTo + path.slice(REPOSITORY.length), parameters]
  }

  #redirectOf(request: ApiRequest<unknown>, { headers }: ApiResponse): URL {
    const { apiUrl } = this.#options
    const { location: given } = headers
    if (given === undefined || !URL.canParse(String(given), apiUrl)) {
      throw invalidResponse(request, invalidApiRedirect())
    }
    const location = new URL(String(given), apiUrl)
    // The token goes to the API's own origin only. `origin` does not contain user info.
    if (location.origin !== new URL(apiUrl).origin || location.username !== '') {
      throw invalidResponse(request, apiRedirectToOtherOrigin(location.origin))
    }
    return location
  }

  /** The part of a request's new URL that stands for `/repos/{owner}/{repo}`; undefined if the rest differs. */
  #repositoryUrl({ path, parameters }: ApiRequest<unknown>, { origin, pathname }: URL): string | undefined {
    const { url } = this.#octokit.request.endpoint(path.slice(REPOSITORY.length), parameters)
    const [rest = ''] = url.slice(this.#options.apiUrl.length).split('?')
    return pathname.endsWith(rest) ? origin + pathname.slice(0, -rest.length) : undefined
  }

  async #sendOnce(
    call: ApiRequest<unknown>,
    [route, parameters]: readonly [string, ParameterValues],
    attempt: number
  ): Promise<ApiResponse> {
    this.requests++
    const started = performance.now()
    const etag = call.method === 'GET' ? this.#kept.get(keyOf(call))?.etag : undefined
    try {
      const response = await this.#octokit.request(`${call.method} ${route}`, {
        ...parameters,
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': API_VERSION,
          ...(etag !== undefined && { 'if-none-match': etag })
        },
        // Octokit does not pass its log on to requests, which would write to the console.
        request: { redirect: 'manual', fetch: this.#fetch, log: SILENT }
      })
      this.#note(call, { ...response, attempt, started })
      return { status: response.status, headers: response.headers, data: response.data }
    } catch (thrown) {
      const failure = failureOf(thrown)
      this.#note(call, { ...failure, attempt, started })
      // Octokit throws for a 304, which does not count against the rate limit.
      if (failure.status === 304 && etag !== undefined) {
        return { status: 304, headers: failure.headers, data: undefined }
      }
      throw apiError(call, failure)
    }
  }

  #note(
    { method, path, parameters }: ApiRequest<unknown>,
    response: { status: number | undefined; headers: ResponseHeaders; attempt: number; started: number }
  ): void {
    const { status, headers, attempt, started } = response
    const values: ParameterValues = { ...this.repository, ...parameters }
    this.#options.queue.limits.note(limitHeaders(headers, Date.now()))
    const requestId = headers['x-github-request-id']
    this.#options.onAnswer?.(
      apiResponseLine({
        method,
        path: path.replace(/\?.*/, '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
        status,
        milliseconds: performance.now() - started,
        requestId: requestId === undefined ? undefined : String(requestId),
        attempt: isTransient(status) ? attempt : undefined
      })
    )
  }
}

/** The result of a request; undefined if the server responds with 404. */
export async function orUndefined<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return undefined
    throw error
  }
}

function noToken({ doing }: ApiCall, { knowsCurrentRun }: Dialect): RequestError {
  const hint = tokenMissingHint({ isAct: !knowsCurrentRun })
  const details = { hint, reason: tokenMissing(), unsent: true, retryable: false }
  return failedRequest('api-unauthorized', doing, details)
}

function keyOf({ path, parameters }: ApiRequest<unknown>): string {
  return JSON.stringify([path, parameters])
}
