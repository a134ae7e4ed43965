import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import { printable } from '../messages/printable.js'
import type { ApiClient } from './api-client.js'
import { invalidAnswer } from './api-error.js'
import type { Artifact, WorkflowRunOfArtifact } from './artifact.js'
import { Compactor } from './artifact-compactor.js'
import type { ArtifactSource, ListOptions } from './artifact-source.js'
import { PER_PAGE, pageOf, type Read, readPages } from './pages.js'
import { fullName } from './repository.js'

/**
 * The five artifact endpoints (https://docs.github.com/en/rest/actions/artifacts) of one repository. Paths are built
 * from ids: the `url`s and `Link`s in answers are data.
 */
export class ArtifactsApi implements ArtifactSource {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** A list, each artifact once, in no promised order. */
  async list({ runId, name, keep, stop }: ListOptions): Promise<Read<Artifact>> {
    const run = runId === undefined ? undefined : `run ${runId}`
    const doing = `list the artifacts of ${run ? `${run} of ` : ''}${fullName(this.#client.repository)}`
    const call = this.#client.call(doing, run ? { thing: run } : {})
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
          return read && compactor.compact(read)
        },
        expected: 'a list of artifacts'
      })
    return await readPages({
      concurrency: this.#client.concurrency,
      readPage,
      // Checked again on this side: a server may not know the filter.
      keep: artifact => (name === undefined || artifact.name === name) && (keep?.(artifact) ?? true),
      stop,
      afford: pages => this.#client.afford(call, pages)
    })
  }

  /** One artifact by id; undefined when there is none (404). */
  async get(artifactId: number): Promise<Artifact | undefined> {
    const call = this.#client.call(`get artifact ${artifactId} of ${fullName(this.#client.repository)}`)
    try {
      return await this.#client.request({
        ...call,
        method: 'GET',
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
        parameters: { ...this.#client.repository, artifact_id: artifactId },
        // Of another it would not do: by id is how artifacts are deleted.
        read: ({ data }) => (isArtifact(data) && data.id === artifactId ? data : undefined),
        expected: 'that artifact'
      })
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

  /**
   * A new signed URL of an artifact's bytes. It is a secret, and documented to live one minute.
   *
   * @throws RequestError with code `artifact-expired` when the files are gone (410; Gitea: 404 with "expired")
   */
  async downloadUrl(artifact: Artifact): Promise<URL> {
    const call = this.#client.call(`download artifact "${printable(artifact.name)}" (${artifact.id})`)
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
          // Else whoever listens on the way reads the bytes, or sends others; a file of this machine is none of it.
          const { protocol } = this.#client
          if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:')) return url
          throw invalidAnswer(call, `a redirect from ${protocol} to ${url.protocol}, which is refused`)
        },
        expected: 'a redirect to its bytes'
      })
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      // The name may say it too, and of a token that has expired the server says it with a 401.
      const said = error.message.slice(`Could not ${call.doing}`.length)
      const gone = error.status === 410 || (error.status === 404 && /\bexpired\b/i.test(said))
      if (!gone) throw error
      const { expires_at: end } = artifact
      const day = end === null || Date.parse(end) > Date.now() ? '' : ` on ${printable(end.slice(0, 10))}`
      throw new ActionError(
        'artifact-expired',
        `Artifact "${printable(artifact.name)}" (${artifact.id}) expired${day}`,
        {
          hint: 'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.',
          cause: error
        }
      )
    }
  }

  /** Never: the API goes by ids. */
  async isReplaced(): Promise<boolean> {
    return false
  }

  /**
   * Deletes an artifact. A 404 after a try whose answer was lost is that try's success; a 404 at once means that it
   * was gone before.
   */
  async delete(artifact: Artifact): Promise<'deleted' | 'gone'> {
    const call = this.#client.call(`delete artifact "${printable(artifact.name)}" (${artifact.id})`)
    try {
      return await this.#client.request({
        ...call,
        method: 'DELETE',
        path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
        parameters: { ...this.#client.repository, artifact_id: artifact.id },
        read: ({ status }) => (status === 204 ? 'deleted' : undefined),
        expected: 'a 204'
      })
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 404)) throw error
      return error.afterLostAnswer ? 'deleted' : 'gone'
    }
  }
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

/** Whatever a run does not say is missing or null. Its id goes into links, so it must be one. */
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
