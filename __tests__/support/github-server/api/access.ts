import { type Answer, apiError } from '../http/answer.js'
import type { Repository } from '../model/repository.js'

export type PermissionName = 'actions' | 'contents' | 'pull-requests'
export type PermissionLevel = 'none' | 'read' | 'write'

/** As in a workflow's `permissions:`, what is not named is `none`. */
export type Permissions = Readonly<Partial<Record<PermissionName, PermissionLevel>>>

export interface Need {
  permission: PermissionName
  level: 'read' | 'write'
}

export interface TokenFields {
  /** Full names of the private repositories it may see: all, unless told. */
  repositories?: readonly string[]
  permissions?: Permissions
}

const ALL: Permissions = { actions: 'write', contents: 'write', 'pull-requests': 'write' }
const RANK = { none: 0, read: 1, write: 2 }

/** A token that the server accepts. */
export class Token {
  readonly value: string
  permissions: Permissions
  readonly #repositories: readonly string[] | undefined

  constructor(value: string, { repositories, permissions = ALL }: TokenFields = {}) {
    this.value = value
    this.permissions = permissions
    this.#repositories = repositories?.map(name => name.toLowerCase())
  }

  sees(repository: Repository): boolean {
    return !repository.private || (this.#repositories?.includes(repository.full_name.toLowerCase()) ?? true)
  }

  has({ permission, level }: Need): boolean {
    return RANK[this.permissions[permission] ?? 'none'] >= RANK[level]
  }
}

/** Who may do what. */
export class Access {
  readonly #tokens = new Map<string, Token>()

  add(token: Token): void {
    this.#tokens.set(token.value, token)
  }

  /** The token of a request, none, or the refusal of one that is not known. */
  tokenOf(authorization: string | undefined): Token | undefined | Answer {
    if (authorization === undefined) return undefined
    const value = /^(?:bearer|token) +(\S+)$/i.exec(authorization)?.[1]
    return this.#tokens.get(value ?? '') ?? apiError(401, 'Bad credentials')
  }
}

/** Why a request is refused, if it is. A private repository does not admit to being there: it is `hidden`. */
export function refusalReason(
  token: Token | undefined,
  repository: Repository,
  need: Need | undefined
): 'hidden' | 'anonymous' | 'forbidden' | undefined {
  if (token === undefined) {
    if (repository.private) return 'hidden'
    return need?.level === 'write' ? 'anonymous' : undefined
  }
  if (!token.sees(repository)) return 'hidden'
  if (need === undefined || token.has(need)) return undefined
  const none = (token.permissions[need.permission] ?? 'none') === 'none'
  return repository.private && none ? 'hidden' : 'forbidden'
}

/** GitHub's refusal of a request, if it is refused. */
export function refusal(
  token: Token | undefined,
  repository: Repository,
  need: Need | undefined
): Answer | undefined {
  switch (refusalReason(token, repository, need)) {
    case 'hidden':
      return apiError(404, 'Not Found')
    case 'anonymous':
      return apiError(401, 'Requires authentication')
    case 'forbidden':
      return apiError(403, 'Resource not accessible by integration', {
        'x-accepted-github-permissions': `${need?.permission.replace('-', '_')}=${need?.level}`
      })
    case undefined:
      return undefined
  }
}
