import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import {
  artifactExpired,
  insecureApiRedirect,
  listedButNotFoundAdvice,
  oldUploadsNotListed,
  runIdIsNotNumber,
  toDeleteArtifact,
  toDownloadArtifact,
  toGetArtifact,
  toListArtifacts
} from '../messages/api.js'
import { ERRORS } from '../messages/error-codes.js'
import { type ApiClient, orUndefined } from './api-client.js'
import { type ApiCall, apiError, invalidResponse } from './api-error.js'
import type { ApiFailure } from './api-response.js'
import type { Artifact } from './artifact.js'
import { Compactor } from './artifact-compactor.js'
import type { ArtifactSource, BytesLocation, ListOptions } from './artifact-source.js'
import { type Read, readPages } from './pages.js'

/**
 * The five artifact endpoints (https://docs.github.com/en/rest/actions/artifacts) of one repository. Paths are built
 * from ids, never from the `url`s and `Link`s of responses.
 */
export class ArtifactsApi implements ArtifactSource {
  readonly #client: ApiClient
  /** Whether the API returned artifacts. Then the token has access to them. */
  #hasAccess = false

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** Each artifact once, in no particular order. */
  async list({ runId, name, keep, stop, describe }: ListOptions): Promise<Read<Artifact>> {
    const doing = toListArtifacts(this.#client.repositoryName, runId)
    const path =
      runId === undefined
        ? '/repos/{owner}/{repo}/actions/artifacts'
        : '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts'
    const compactor = new Compactor()
    const readPage = async (page: number) => {
      const { dialect } = this.#client
      const read = await this.#client.get({
        doing,
        thing: runId === undefined ? undefined : `run ${runId}`,
        path,
        parameters: {
          ...(runId !== undefined && { run_id: runId }),
          ...(name !== undefined && { name }),
          ...dialect.pageOf(page, dialect.pageSize)
        },
        read: response => {
          const read = this.#client.recognize(response.data).readArtifacts(response)
          this.#hasAccess ||= read !== undefined
          return read && compactor.compact(read)
        },
        expected: 'artifacts'
      })
      await describe?.(read.items)
      return read
    }
    const reading = readPages({
      concurrency: this.#client.concurrency,
      readPage,
      // A server may ignore the filter by name.
      keep: artifact => (name === undefined || artifact.name === name) && (keep?.(artifact) ?? true),
      stop,
      mayRise: () => this.#client.dialect.mayListOldestFirst,
      afford: pages => this.#client.afford(doing, pages)
    })
    try {
      return await reading
    } catch (error) {
      const isUnknownRun = runId !== undefined && error instanceof RequestError && error.status === 404
      const { dialect } = this.#client
      const mayPageByNumber = dialect.pagesByNumber || 'recognize' in dialect
      if (!isUnknownRun || !mayPageByNumber) throw error
      throw error.withHint(runIdIsNotNumber(error.hint))
    }
  }

  /** One artifact by id, or undefined if it does not exist (404). */
  async get(artifactId: number): Promise<Artifact | undefined> {
    const artifact = await orUndefined(
      this.#client.get({
        doing: toGetArtifact(this.#client.repositoryName, artifactId),
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
        parameters: { artifact_id: artifactId },
        // The id decides what a later request deletes.
        read: ({ data }) => {
          const artifact = this.#client.recognize(data).readArtifact(data)
          return artifact?.id === artifactId ? artifact : undefined
        },
        expected: 'artifact'
      })
    )
    this.#hasAccess ||= artifact !== undefined
    return artifact
  }

  async getAll(ids: readonly number[]): Promise<Artifact[]> {
    const found: Artifact[] = []
    await forEachConcurrently(ids, this.#client.concurrency, async id => {
      const artifact = await this.get(id)
      if (artifact !== undefined) found.push(artifact)
    })
    return found
  }

  readonly idsOf = 'repository'

  notes(): string[] {
    return this.#client.dialect.omits === 'old-uploads' ? [oldUploadsNotListed()] : []
  }

  /**
   * Where an artifact's bytes are: a new signed URL, which is valid for one minute, or the API's own URL.
   *
   * @throws ActionError with code `artifact-expired` if the files are deleted (410, or a 404 that says so)
   */
  async locate(artifact: Artifact): Promise<BytesLocation> {
    const call = this.#client.call(toDownloadArtifact(artifact))
    const request = {
      path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
      parameters: { artifact_id: artifact.id }
    }
    const { dialect } = this.#client
    if (dialect.bytes === 'any') {
      const { url, headers, onRequest } = this.#client.direct(request, call)
      const errorOf = (failure: ApiFailure) => this.#bytesError(apiError(call, failure), artifact)
      return { url, api: { headers, onRequest, errorOf } }
    }
    try {
      const url = await this.#client.request({
        ...call,
        ...request,
        method: 'GET',
        read: ({ status, headers }) => {
          const location = String(headers.location)
          return status === 302 && URL.canParse(location) ? this.#checked(new URL(location), call) : undefined
        },
        expected: 'download-url'
      })
      return { url }
    } catch (error) {
      throw error instanceof RequestError ? this.#bytesError(error, artifact) : error
    }
  }

  /** Never from https to http, where others can read or replace the bytes, and never to a local file. */
  #checked(url: URL, call: ApiCall): URL {
    const { protocol } = this.#client
    if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:')) return url
    throw invalidResponse(call, insecureApiRedirect(protocol, url.protocol))
  }

  #bytesError(error: RequestError, artifact: Artifact): ActionError {
    const { status, serverMessage = '' } = error
    // Only these statuses: a 401 may say that the token expired.
    const isExpired = status === 410 || (status === 404 && this.#client.dialect.isExpired(serverMessage))
    if (!isExpired) {
      return status === 404 && this.#hasAccess ? error.withHint(listedButNotFoundAdvice()) : error
    }
    const { expires_at: end } = artifact
    const day = end === null || Date.parse(end) > Date.now() ? undefined : end.slice(0, 10)
    const hint = ERRORS['artifact-expired'].advice
    return new ActionError('artifact-expired', artifactExpired(artifact, day), { hint, cause: error })
  }

  afford(artifacts: readonly Artifact[]): string | undefined {
    return this.#client.affordDownload(artifacts.length)
  }

  /** Never: the API uses ids. */
  async isReplaced(): Promise<boolean> {
    return false
  }

  usesRest(): boolean {
    return true
  }

  /**
   * Deletes an artifact. A 404 means `deleted` after a try whose response was lost, and `gone` otherwise.
   */
  async delete(artifact: Artifact): Promise<'deleted' | 'gone'> {
    const call = this.#client.call(toDeleteArtifact(artifact))
    try {
      return await this.#client.request({
        ...call,
        method: 'DELETE',
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
        parameters: { artifact_id: artifact.id },
        read: ({ status }) => (status === 204 ? 'deleted' : undefined),
        expected: 'deleted'
      })
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 404)) throw error
      return error.afterLostAnswer ? 'deleted' : 'gone'
    }
  }
}
