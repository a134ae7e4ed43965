import { getOctokit } from '@actions/github'
import { isTransient, RequestError } from '../errors/request-error.js'
import { POINTS_OF } from '../http/points-window.js'
import type { RequestQueue } from '../http/request-queue.js'
import { tokenMissing, tokenMissingHint } from '../messages/artifact-service.js'
import { plural } from '../messages/plural.js'
import { printable } from '../messages/printable.js'
import { type ApiCall, apiError, failureOf, invalidAnswer } from './api-error.js'
import { apiFetch } from './api-fetch.js'
import { limitHeaders, type ResponseHeaders } from './limit-headers.js'
import type { Repository } from './repository.js'

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = '2022-11-28'
const MAX_REDIRECTS = 5
const silent = () => {}
/** Octokit's own log would print header values (a deprecation's link) as they come. */
const SILENT = { debug: silent, info: silent, warn: silent, error: silent }

interface ClientOptions {
  /** The API base without a trailing slash, `https://HOST/api/v3`. */
  apiUrl: string
  /** May be empty as long as nothing is requested. */
  token: string
  /** The one that all calls are about. */
  repository: Repository
  /** Whether that is the repository of this job. */
  ownRepository: boolean
  queue: RequestQueue
  /** What the token has to be allowed on Actions for all that is to come: where one request is refused, the next would be. */
  access: ApiCall['access']
  /** A connection on which nothing moves for so many ms is given up, and tried again. */
  stallTimeout: number
  /** Gives up what is under way. */
  signal?: AbortSignal
  /** Whether GETs that were answered before are asked with `If-None-Match`; what they hold is then kept. */
  conditional?: boolean
  /** Told of each answer, for the debug log: status, time and request id. No query strings. */
  onAnswer?: (line: string) => void
}

interface ApiRequest<T> extends ApiCall {
  method: 'GET' | 'DELETE'
  /** With `{owner}`, `{repo}` and the like; filled from `parameters`, the rest of which becomes the query. */
  path: string
  parameters: Record<string, string | number>
  /** What the call is after; undefined when the answer is not of the shape that the API's description promises. */
  read: (answer: ApiAnswer) => T | undefined
  /** As it reads in that case after "the answer is not": `a list of artifacts`. */
  expected: string
}

export interface ApiAnswer {
  status: number
  headers: ResponseHeaders
  data: unknown
}

/** The REST API of one server about one repository, through one Octokit. Every request passes the queue, which bounds and retries. */
export class ApiClient {
  /** Requests sent so far, retries included. */
  requests = 0
  /** Requests in flight at once. */
  readonly concurrency: number
  readonly repository: Repository
  /** Requests that one takes: more where the server redirects (a renamed repository). */
  #hops = 1
  readonly #options: ClientOptions
  /** By path and parameters: what a GET gave, and the ETag to ask with whether that changed. */
  readonly #kept = new Map<string, { etag: string; value: unknown }>()
  readonly #octokit: ReturnType<typeof getOctokit>
  readonly #fetch: typeof fetch

  constructor(options: ClientOptions) {
    this.#options = options
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

  /** What a request is about, for its errors. */
  call(doing: string, more: Pick<ApiCall, 'also' | 'thing'> = {}): ApiCall {
    const { repository, ownRepository, access } = this.#options
    return { doing, repository, ownRepository, access, ...more }
  }

  /** Of the API base: `https:`, or `http:` where the user's own server has no other. */
  get protocol(): string {
    return new URL(this.#options.apiUrl).protocol
  }

  /** What the server said is left of the rate limit; undefined where it says nothing (GHES by default). */
  get rateLimitRemaining(): number | undefined {
    return this.#options.queue.limits.remaining
  }

  /**
   * @throws RequestError with code `api-rate-limited` where so many pages more than what was read are more than the rate
   * limit leaves, now or within the wait for it
   */
  afford({ doing }: ApiCall, pages: number): void {
    const { limits } = this.#options.queue
    if (limits.affords(pages * this.#hops)) return
    const until = limits.resetsAt === undefined ? '' : ` until ${limits.resetsAt}`
    throw new RequestError(
      'api-rate-limited',
      `Could not ${doing}: there are ${plural(pages, 'more page')} to read, and the rate limit leaves ${plural(limits.remaining ?? 0, 'request')}${until}`,
      {
        hint: 'older-than alone, newer-than and limit read only the end of the list that they are about, and a name is looked up by the server. A GITHUB_TOKEN has 1,000 requests an hour for each repository; the token of a GitHub App has more.',
        retryable: false
      }
    )
  }

  /**
   * What the answer to a request holds, whatever 2xx or 3xx it is. Redirects to the API's own origin (a renamed
   * repository) are followed; a 302 is an answer.
   *
   * @throws RequestError without a token, for a status of 400 and more, a broken connection, a redirect to another origin, or an answer
   * of another shape
   */
  async request<T>(request: ApiRequest<T>): Promise<T> {
    if (this.#options.token === '') throw noToken(request)
    const points = POINTS_OF[request.method] * this.#hops
    return await this.#options.queue.send(async attempt => {
      const answer = await this.#send(request, attempt)
      const key = keyOf(request)
      // Kept under the same path and parameters, so it is of the same shape.
      if (answer.status === 304) return this.#kept.get(key)?.value as T
      const value = request.read(answer)
      if (value === undefined) throw invalidAnswer(request, `the answer is not ${request.expected}`)
      const { etag } = answer.headers
      if (this.#options.conditional && request.method === 'GET' && answer.status === 200 && etag) {
        this.#kept.set(key, { etag: String(etag), value })
      }
      return value
    }, points)
  }

  async #send(request: ApiRequest<unknown>, attempt: number): Promise<ApiAnswer> {
    let answer = await this.#sendOnce(
      request,
      `${request.method} ${request.path}`,
      request.parameters,
      attempt
    )
    for (let hop = 0; [301, 307, 308].includes(answer.status); hop++) {
      if (hop === MAX_REDIRECTS) throw invalidAnswer(request, `more than ${MAX_REDIRECTS} redirects`)
      const { location: given } = answer.headers
      if (given === undefined || !URL.canParse(String(given), this.#options.apiUrl)) {
        throw invalidAnswer(request, 'a redirect that leads nowhere')
      }
      const location = new URL(String(given), this.#options.apiUrl)
      // The token goes to the API's own origin only; of user info the origin says nothing.
      if (location.origin !== new URL(this.#options.apiUrl).origin || location.username !== '') {
        throw invalidAnswer(request, `a redirect to another origin (${location.origin}), which is refused`)
      }
      this.#hops = Math.max(this.#hops, hop + 2)
      answer = await this.#sendOnce(request, `${request.method} ${location.href}`, {}, attempt)
    }
    return answer
  }

  async #sendOnce(
    call: ApiRequest<unknown>,
    route: string,
    parameters: Record<string, string | number>,
    attempt: number
  ): Promise<ApiAnswer> {
    this.requests++
    const started = performance.now()
    const etag = call.method === 'GET' ? this.#kept.get(keyOf(call))?.etag : undefined
    try {
      const answer = await this.#octokit.request(route, {
        ...parameters,
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': API_VERSION,
          ...(etag !== undefined && { 'if-none-match': etag })
        },
        // Octokit's log does not reach its requests by itself: they would write to the console.
        request: { redirect: 'manual', fetch: this.#fetch, log: SILENT }
      })
      this.#note(call, { ...answer, attempt, started })
      return { status: answer.status, headers: answer.headers, data: answer.data }
    } catch (thrown) {
      const failure = failureOf(thrown)
      this.#note(call, { ...failure, attempt, started })
      // Octokit throws it; it is the answer "as before", which costs nothing of the rate limit.
      if (failure.status === 304 && etag !== undefined) {
        return { status: 304, headers: failure.headers, data: undefined }
      }
      throw apiError(call, failure)
    }
  }

  #note(
    call: ApiRequest<unknown>,
    answer: { status: number | undefined; headers: ResponseHeaders; attempt: number; started: number }
  ): void {
    const { status, headers, attempt, started } = answer
    this.#options.queue.limits.note(limitHeaders(headers, Date.now()))
    const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => String(call.parameters[name]))
    const again = isTransient(status) ? `, try ${attempt + 1}` : ''
    const id = headers['x-github-request-id']
    const requestId = id === undefined ? '' : `, request id ${printable(String(id))}`
    const time = Math.round(performance.now() - started)
    this.#options.onAnswer?.(
      `${call.method} ${printable(path)}: ${status ?? 'no answer'} after ${time} ms${requestId}${again}`
    )
  }
}

function noToken({ doing }: ApiCall): RequestError {
  const hint = tokenMissingHint()
  return new RequestError('api-unauthorized', tokenMissing(doing), { hint, unsent: true, retryable: false })
}

function keyOf({ path, parameters }: ApiRequest<unknown>): string {
  return JSON.stringify([path, parameters])
}
