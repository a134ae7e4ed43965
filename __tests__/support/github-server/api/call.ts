import type { Flavour } from '../flavour.js'
import type { Answer } from '../http/answer.js'
import type { Artifact } from '../model/artifact.js'
import type { Repository } from '../model/repository.js'
import type { Need, Token } from './access.js'

/** The order of artifact lists where the request asks for none. */
export type ListOrder = 'desc' | 'asc' | 'shuffled'

/** What is the same for every request of a server. */
export interface ApiSettings {
  flavour: Flavour
  /** Where the API is: origin and base path. */
  apiUrl: string
  /** The web site's origin, for `html_url`. */
  webUrl: string
  order: ListOrder
  pageSizeCap: number
  /** The API versions that it knows, newest first. */
  apiVersions: readonly string[]
  signedUrl: (artifact: Artifact) => string
}

/** One request to an endpoint, after access was granted. */
export interface Call {
  settings: ApiSettings
  token: Token | undefined
  repository: Repository
  /** The path's parameters, by name, decoded. */
  parameters: Readonly<Record<string, string>>
  query: URLSearchParams
  /** Path under the repository, for `Link`. */
  path: string
}

export interface Route {
  method: 'GET' | 'DELETE'
  /** Under `/repos/{owner}/{repo}`. */
  template: string
  need?: Need
  answer: (call: Call) => Answer
}
