import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import {
  artifactExpired,
  insecureApiRedirect,
  listedButNotFoundAdvice,
  toDeleteArtifact,
  toDownloadArtifact,
  toGetArtifact,
  toListArtifacts
} from '../messages/api.js'
import { ERRORS } from '../messages/error-codes.js'
import type { ApiClient } from './api-client.js'
import { invalidResponse } from './api-error.js'
import type { Artifact, WorkflowRunOfArtifact } from './artifact.js'
import { Compactor } from './artifact-compactor.js'
import type { ArtifactSource, ListOptions } from './artifact-source.js'
import { PER_PAGE, pageOf, type Read, readPages } from './pages.js'
import { fullName } from './repository.js'

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
  async list({ runId, name, keep, stop }: ListOptions): Promise<Read<Artifact>> {
    const doing = toListArtifacts(fullName(this.#client.repository), runId)
    const call = this.#client.call(doing, runId === undefined ? {} : { thing: `run ${runId}` })
    const path =
      runId === undefined
        ? '/repos/{owner}/{repo}/actions/artifacts'
        : '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts'
    const compactor = new Compactor()
    const readPage = (page: number) =>
      this.#client.request({
        ...call,
        method: 'GET',
        path,
        parameters: {
          ...this.#client.repository,
          ...(runId !== undefined && { run_id: runId }),
          ...(name !== undefined && { name }),
          per_page: PER_PAGE,
          page
        },
        read: ({ data }) => {
          const read = pageOf(data, 'artifacts', isArtifact)
          this.#hasAccess ||= read !== undefined
          return read && compactor.compact(read)
        },
        expected: 'artifacts'
      })
    return await readPages({
      concurrency: this.#client.concurrency,
      readPage,
      // A server may ignore the filter by name.
      keep: artifact => (name === undefined || artifact.name === name) && (keep?.(artifact) ?? true),
      stop,
      afford: pages => this.#client.afford(call, pages)
    })
  }

  /** One artifact by id, or undefined if it does not exist (404). */
  async get(artifactId: number): Promise<Artifact | undefined> {
    const call = this.#client.call(toGetArtifact(fullName(this.#client.repository), artifactId))
    try {
      const artifact = await this.#client.request({
        ...call,
        method: 'GET',
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
        parameters: { ...this.#client.repository, artifact_id: artifactId },
        // The id decides what a later request deletes.
        read: ({ data }) => (isArtifact(data) && data.id === artifactId ? data : undefined),
        expected: 'artifact'
      })
      this.#hasAccess = true
      return artifact
    } catch (error) {
      if (error instanceof RequestError && error.status === 404) return undefined
      throw error
    }
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
    return []
  }

  /**
   * A new signed URL of an artifact's bytes. It is a secret, and valid for one minute.
   *
   * @throws ActionError with code `artifact-expired` if the files are deleted (410; Gitea: 404 with "expired")
   */
  async downloadUrl(artifact: Artifact): Promise<URL> {
    const call = this.#client.call(toDownloadArtifact(artifact))
    try {
      return await this.#client.request({
        ...call,
        method: 'GET',
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
        parameters: { ...this.#client.repository, artifact_id: artifact.id },
        read: ({ status, headers }) => {
          const location = String(headers.location)
          if (status !== 302 || !URL.canParse(location)) return undefined
          const url = new URL(location)
          // Never from https to http, where others can read or replace the bytes, and never to a local file.
          const { protocol } = this.#client
          if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:')) return url
          throw invalidResponse(call, insecureApiRedirect(protocol, url.protocol))
        },
        expected: 'download-url'
      })
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      if (!isExpired(error)) {
        throw error.status === 404 && this.#hasAccess ? error.withHint(listedButNotFoundAdvice()) : error
      }
      const { expires_at: end } = artifact
      const day = end === null || Date.parse(end) > Date.now() ? undefined : end.slice(0, 10)
      const hint = ERRORS['artifact-expired'].advice
      throw new ActionError('artifact-expired', artifactExpired(artifact, day), { hint, cause: error })
    }
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
        parameters: { ...this.#client.repository, artifact_id: artifact.id },
        read: ({ status }) => (status === 204 ? 'deleted' : undefined),
        expected: 'deleted'
      })
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 404)) throw error
      return error.afterLostAnswer ? 'deleted' : 'gone'
    }
  }
}

/** Only these statuses: a 401 may say that the token expired. */
function isExpired({ status, serverMessage = '' }: RequestError): boolean {
  return status === 410 || (status === 404 && /\bexpired\b/i.test(serverMessage))
}

function isArtifact(value: unknown): value is Artifact {
  if (typeof value !== 'object' || value === null) return false
  const artifact = value as Record<keyof Artifact, unknown>
  return (
    Number.isSafeInteger(artifact.id) &&
    typeof artifact.name === 'string' &&
    Number.isSafeInteger(artifact.size_in_bytes) &&
    Number(artifact.size_in_bytes) >= 0 &&
    typeof artifact.expired === 'boolean' &&
    isTextOrNull(artifact.created_at) &&
    isTextOrNull(artifact.expires_at) &&
    isTextOrNull(artifact.updated_at ?? null) &&
    isTextOrNull(artifact.digest ?? null) &&
    isRunOrNull(artifact.workflow_run ?? null)
  )
}

/** Servers leave out fields or set them to null. Ids must be numbers, because they go into links. */
function isRunOrNull(value: unknown): boolean {
  if (value === null) return true
  if (typeof value !== 'object') return false
  const run = value as Record<keyof WorkflowRunOfArtifact, unknown>
  return (
    isIdOrNull(run.id ?? null) &&
    isIdOrNull(run.repository_id ?? null) &&
    isIdOrNull(run.head_repository_id ?? null) &&
    isTextOrNull(run.head_branch ?? null) &&
    isTextOrNull(run.head_sha ?? null)
  )
}

function isIdOrNull(value: unknown): boolean {
  return value === null || Number.isSafeInteger(value)
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string'
}
