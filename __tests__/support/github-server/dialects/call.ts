import type { IncomingHttpHeaders } from 'node:http'
import type { Need, Token } from '../api/access.js'
import type { OwnUrls } from '../artifact-service/own-urls.js'
import type { Answer } from '../http/answer.js'
import type { FaultEffects } from '../http/faults.js'
import type { Artifact } from '../model/artifact.js'
import type { Repository } from '../model/repository.js'
import type { BlobStyle } from '../storage/signed-urls.js'
import type { ForgeTraits } from './traits.js'

/** What is the same for every request of a server. */
export interface ForgeSettings {
  /** Where the API is: origin and base path. */
  apiUrl: string
  /** The web site's origin. */
  webUrl: string
  pageSizeCap: number
  signedUrl: (artifact: Artifact, urls: OwnUrls) => string
  /** The bytes of an artifact, or the part that the request asks for. */
  send: (artifact: Artifact, style: BlobStyle, headers: IncomingHttpHeaders, effects: FaultEffects) => Answer
}

/** One request to an endpoint, after access was granted. */
export interface ForgeCall {
  traits: ForgeTraits
  settings: ForgeSettings
  token: Token | undefined
  repository: Repository
  /** The path's parameters, by name, decoded. */
  parameters: Readonly<Record<string, string>>
  query: URLSearchParams
  /** Path under the repository, for `Link`. */
  path: string
  headers: IncomingHttpHeaders
  effects: FaultEffects
}

export interface ForgeRoute {
  method: 'GET' | 'DELETE'
  /** Under `/repos/{owner}/{repo}`. */
  template: string
  need?: Need
  /** The query parameters that one of these servers reads. */
  query?: readonly string[]
  answer: (call: ForgeCall) => Answer
}
