import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { FLAVOURS } from '../flavour.js'
import { type Answer, apiError, type Headers, jsonAnswer } from '../http/answer.js'
import { bytesOf } from '../http/content.js'
import type { FaultEffects } from '../http/faults.js'
import type { Repositories } from '../model/repositories.js'
import type { Repository } from '../model/repository.js'
import { type Access, refusal, Token } from './access.js'
import { ARTIFACT_ROUTES } from './artifact-routes.js'
import type { ApiSettings, Route } from './call.js'
import { COMMIT_ROUTES } from './commit-routes.js'
import type { RateLimit } from './rate-limit.js'
import { repositoryRefusal, versionRefusal } from './refusals.js'
import { REPOSITORY_ROUTES } from './repository-routes.js'
import { RUN_ROUTES } from './run-routes.js'
import { matchTemplate } from './template.js'

const ROUTES = [...ARTIFACT_ROUTES, ...RUN_ROUTES, ...REPOSITORY_ROUTES, ...COMMIT_ROUTES]

export interface ApiRequest {
  method: string
  /** Without the API's base path, still encoded. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
}

/** What answers the requests to an API. */
export interface RestApi {
  answer(request: ApiRequest, effects?: FaultEffects): Promise<Answer>
  /** What every answer carries, a scripted one too. */
  commonHeaders(): Headers
}

interface Matched {
  route: Route
  parameters: Readonly<Record<string, string>>
}

/** The REST API: a request in, an answer out. */
export class Api implements RestApi {
  readonly #repositories: Repositories
  readonly #access: Access
  readonly #rateLimit: RateLimit | undefined
  readonly #settings: ApiSettings
  #answered = 0

  constructor(
    repositories: Repositories,
    access: Access,
    rateLimit: RateLimit | undefined,
    settings: ApiSettings
  ) {
    this.#repositories = repositories
    this.#access = access
    this.#rateLimit = rateLimit
    this.#settings = settings
  }

  async answer(request: ApiRequest): Promise<Answer> {
    const refused = this.#rateLimit?.spend()
    const answer = await validated(request, refused ?? this.#answer(request))
    if (answer.status === 304) this.#rateLimit?.giveBack()
    return answer
  }

  commonHeaders(): Headers {
    this.#answered += 1
    const { enterpriseVersion } = FLAVOURS[this.#settings.flavour]
    return {
      'x-github-request-id': `C0DE:${this.#answered.toString(16).toUpperCase().padStart(6, '0')}:A17F`,
      'x-github-media-type': 'github.v3; format=json',
      ...(enterpriseVersion === undefined ? {} : { 'x-github-enterprise-version': enterpriseVersion }),
      ...this.#rateLimit?.headers
    }
  }

  #answer(request: ApiRequest): Answer {
    if (request.headers['user-agent'] === undefined) {
      return apiError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.'
      )
    }
    const version = request.headers['x-github-api-version']?.toString()
    const unknownVersion = versionRefusal(version, this.#settings.apiVersions)
    if (unknownVersion !== undefined) return unknownVersion
    const token = this.#access.tokenOf(request.headers.authorization)
    if (token !== undefined && !(token instanceof Token)) return token
    const located = this.#locate(request)
    if ('status' in located) return located
    const { repository, path } = located
    const matched = matchRoute(request.method, path)
    const { method } = request
    const refused =
      refusal(token, repository, matched?.route.need) ??
      repositoryRefusal({ settings: this.#settings, repository, token, method })
    if (refused !== undefined) return refused
    if (matched === undefined) return apiError(404, 'Not Found')
    const { route, parameters } = matched
    return route.answer({
      settings: this.#settings,
      token,
      repository,
      parameters,
      query: request.query,
      path
    })
  }

  /** The repository of a path, by name, by id or, redirected, by a former name; and the path under it. */
  #locate({ method, path, query }: ApiRequest): Answer | { repository: Repository; path: string } {
    const [, byId, rest = ''] = /^\/repositories\/(\d+)(?:\/(.*))?$/.exec(path) ?? []
    const [, byName = '', under = ''] = /^\/repos\/([^/]+\/[^/]+)(?:\/(.*))?$/.exec(path) ?? []
    const name = decodeURIComponent(byName)
    const repository =
      byId === undefined ? this.#repositories.byName(name) : this.#repositories.byId(Number(byId))
    if (repository !== undefined) return { repository, path: byId === undefined ? under : rest }
    const moved = this.#repositories.byFormerName(name)
    if (moved === undefined) return apiError(404, 'Not Found')
    const search = query.size === 0 ? '' : `?${query.toString()}`
    const location = `${this.#settings.apiUrl}/repositories/${moved.id}${under && `/${under}`}${search}`
    const documentation_url =
      'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects'
    const body = { message: 'Moved Permanently', url: location, documentation_url }
    // A 307 keeps the method.
    return jsonAnswer(method === 'GET' ? 301 : 307, body, { location })
  }
}

function matchRoute(method: string, path: string): Matched | undefined {
  for (const route of ROUTES) {
    const parameters = route.method === method ? matchTemplate(route.template, path) : undefined
    if (parameters !== undefined) return { route, parameters }
  }
  return undefined
}

/** Adds the ETag, or answers a conditional request with 304. */
async function validated(request: ApiRequest, answer: Answer): Promise<Answer> {
  if (answer.status !== 200 || answer.body === undefined) return answer
  const hash = createHash('sha256')
    .update(await bytesOf(answer.body))
    .digest('hex')
  const etag = `W/"${hash}"`
  if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
  return { ...answer, headers: { ...answer.headers, etag } }
}
