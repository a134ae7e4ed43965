import { type Access, refusalReason, Token } from '../api/access.js'
import type { ApiRequest, RestApi } from '../api/api.js'
import { matchTemplate } from '../api/template.js'
import type { Judge } from '../conformance/conformance.js'
import type { Answer, Headers } from '../http/answer.js'
import type { FaultEffects } from '../http/faults.js'
import type { Repositories } from '../model/repositories.js'
import type { Repository } from '../model/repository.js'
import { forgeError, plainNotFound } from './answers.js'
import type { ForgeRoute, ForgeSettings } from './call.js'
import { FORGE_ROUTES } from './routes.js'
import type { ForgeTraits } from './traits.js'

const SIGNED_PATH = /\/actions\/artifacts\/\d+\/zip\/raw$/

interface Matched {
  route: ForgeRoute
  parameters: Readonly<Record<string, string>>
}

/** The REST API of Gitea or of what came from it: a request in, an answer out. */
export class ForgeApi implements RestApi, Judge {
  readonly #traits: ForgeTraits
  readonly #repositories: Repositories
  readonly #access: Access
  readonly #settings: ForgeSettings

  constructor(traits: ForgeTraits, repositories: Repositories, access: Access, settings: ForgeSettings) {
    this.#traits = traits
    this.#repositories = repositories
    this.#access = access
    this.#settings = settings
  }

  /** The answer to a signed URL of this server that is expired or wrong. */
  get urlExpired(): Answer {
    const answer = forgeError(this.#settings, this.#traits.errors.link(''))
    return { ...answer, headers: { ...this.#commonHeaders, ...answer.headers } }
  }

  /** Whether a path leads to bytes and is signed. */
  isSigned(path: string): boolean {
    return SIGNED_PATH.test(path)
  }

  /** Whether the API itself sends the bytes of an artifact there. */
  sendsBytes(path: string): boolean {
    return this.#traits.bytes === 'in the answer' && path.endsWith('/zip')
  }

  async answer(request: ApiRequest, effects: FaultEffects = {}): Promise<Answer> {
    const answer = this.#answer(request, effects)
    return { ...answer, headers: { ...this.#headersOf(request), ...answer.headers } }
  }

  /** None on a scripted answer: a proxy may have given it. */
  commonHeaders(): Headers {
    return {}
  }

  /** What is wrong with a request: there is no such endpoint, or no server of its kind reads a parameter. */
  requestProblems({ method, path, query }: ApiRequest): string[] {
    const matched = this.#match(method, underRepository(path)?.path)
    if (matched === undefined) return ['there is no such endpoint']
    const known = matched.route.query ?? []
    return [...query.keys()]
      .filter(name => !known.includes(name))
      .map(name => `no such server reads the query parameter ${name}`)
  }

  answerProblems(): string[] {
    return []
  }

  get #commonHeaders(): Headers {
    return { 'cache-control': this.#traits.cacheControl }
  }

  #headersOf({ path }: ApiRequest): Headers {
    const under = underRepository(path)?.path ?? ''
    return this.#traits.bareNotFound.test(under) ? {} : this.#commonHeaders
  }

  #answer({ method, path, query, headers }: ApiRequest, effects: FaultEffects): Answer {
    const located = underRepository(path)
    const repository = located && this.#repositories.byName(decodeURIComponent(located.name))
    if (located === undefined) return plainNotFound()
    const token = this.#access.tokenOf(headers.authorization)
    if (token !== undefined && !(token instanceof Token)) return this.#refused('token')
    if (repository === undefined) return this.#refused('nothing')
    const matched = this.#match(method, located.path)
    if (matched === undefined || this.#traits.lacksYet.includes(matched.route.template))
      return plainNotFound()
    const reason = this.#refusalOf(token, repository, matched.route)
    if (reason !== undefined) return reason
    return matched.route.answer({
      traits: this.#traits,
      settings: this.#settings,
      token,
      repository,
      parameters: matched.parameters,
      query,
      path: located.path,
      headers,
      effects
    })
  }

  #refusalOf(token: Token | undefined, repository: Repository, { need }: ForgeRoute): Answer | undefined {
    switch (refusalReason(token, repository, need)) {
      case 'hidden':
        return this.#refused('nothing')
      case 'anonymous':
        return this.#refused('anonymous')
      case 'forbidden':
        return this.#refused(need?.level === 'write' ? 'write' : 'read')
      case undefined:
        return undefined
    }
  }

  #refused(reason: keyof ForgeTraits['errors']): Answer {
    return forgeError(this.#settings, this.#traits.errors[reason](''))
  }

  #match(method: string, path: string | undefined): Matched | undefined {
    if (path === undefined) return undefined
    for (const route of FORGE_ROUTES) {
      const parameters = route.method === method ? matchTemplate(route.template, path) : undefined
      if (parameters === undefined) continue
      return this.#traits.lacks.includes(route.template) ? undefined : { route, parameters }
    }
    return undefined
  }
}

function underRepository(path: string): { name: string; path: string } | undefined {
  const [, name, under = ''] = /^\/repos\/([^/]+\/[^/]+)(?:\/(.*))?$/.exec(path) ?? []
  return name === undefined ? undefined : { name, path: under }
}
