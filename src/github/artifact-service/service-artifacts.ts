import { ActionError } from '../../errors/action-error.js'
import { RequestError } from '../../errors/request-error.js'
import { toDeleteArtifact, toDownloadArtifact, toListArtifacts } from '../../messages/api.js'
import { insecureServiceUrl, otherDeleted, otherDeletedHint } from '../../messages/artifact-service.js'
import { failedRequest } from '../api-error.js'
import { ARTIFACT_TRAITS, type Artifact, type ArtifactTraits } from '../artifact.js'
import { deletedIdOf, entriesOf, entryKey, type ServiceEntry, signedUrlOf } from './responses.js'
import type { CurrentRun } from './runtime-environment.js'
import type { ServiceClient } from './service-client.js'

export interface ListedRun extends CurrentRun {
  id: number
  /** `owner/repo` */
  repository: string
  /** Of its artifacts. */
  traits?: ArtifactTraits | undefined
}

/** A name is listed again before a deletion if its last list is older than this, in ms. */
const FRESH = 5000

/** Whether an artifact is the one that its name stands for. */
export type Reach = 'by-name' | 'not-newest' | 'unknown'

/**
 * The artifacts of the current run, from its own artifact service. It signs and deletes by name, so only the newest
 * artifact of each name (of one job) can be asked for.
 */
export class ServiceArtifacts {
  readonly #client: ServiceClient
  readonly #run: ListedRun
  /** Of the latest lists, by entryKey. `listedAt` is in ms of the client's clock. */
  readonly #entries = new Map<string, ServiceEntry & { listedAt: number }>()
  /** The highest id that a name stands for. */
  readonly #newest = new Map<string, number>()

  /** Deletions that failed and may have been carried out, by entryKey. */
  readonly #lostDeletions = new Map<string, 'listed' | 'unknown'>()

  constructor(client: ServiceClient, run: ListedRun) {
    this.#client = client
    this.#run = run
  }

  /** Requests sent so far, retries included. */
  get requests(): number {
    return this.#client.requests
  }

  /** All artifacts, or those with this exact name, by ascending id. @throws RequestError */
  async list(name?: string): Promise<Artifact[]> {
    const listedAt = this.#client.now()
    const all = await this.#list(name === undefined ? {} : { name_filter: name })
    // A server may not know the filter.
    const entries = all.filter(entry => name === undefined || entry.name === name)
    for (const entry of this.#entries.values()) {
      if (name === undefined || entry.name === name) this.#entries.delete(entryKey(entry))
    }
    for (const entry of entries) {
      this.#entries.set(entryKey(entry), { ...entry, listedAt })
      this.#newest.set(keyOf(entry), entry.id)
    }
    return entries.map(entry => artifactOf(entry, this.#run))
  }

  /** Whether an artifact can be asked for by its name. */
  reach(artifact: Artifact): Reach {
    const entry = this.#entries.get(entryKey(artifact))
    if (entry === undefined) return 'unknown'
    return this.#newest.get(keyOf(entry)) === artifact.id ? 'by-name' : 'not-newest'
  }

  /** `reach`, by a new list of the name if the last one is old. @throws RequestError */
  async freshReach(artifact: Artifact): Promise<Reach> {
    const { listedAt = 0 } = this.#entries.get(entryKey(artifact)) ?? {}
    if (this.#client.now() - listedAt > FRESH) await this.list(artifact.name)
    return this.reach(artifact)
  }

  /** What a list said after a deletion whose response was lost; undefined if none was lost. */
  afterLostDeletion(artifact: Artifact): 'listed' | 'unknown' | undefined {
    return this.#lostDeletions.get(entryKey(artifact))
  }

  /** A new signed URL. @throws RequestError */
  async downloadUrl(artifact: Artifact): Promise<URL> {
    const doing = toDownloadArtifact(artifact)
    const url = await this.#client.call({
      method: 'GetSignedArtifactURL',
      fields: this.#named(artifact),
      doing,
      read: signedUrlOf,
      expected: 'a signed URL',
      repeatable: true
    })
    const { protocol } = new URL(this.#client.access.origin)
    if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:')) return url
    const reason = insecureServiceUrl(protocol, url.protocol)
    throw failedRequest('service-failed', doing, { subject: doing, reason, status: 200, retryable: false })
  }

  /**
   * Never asks twice if the first request may have been carried out: the name may stand for a newer artifact by then.
   *
   * @throws RequestError if the artifact was not deleted, or if that is not known
   */
  async delete(artifact: Artifact): Promise<'deleted' | 'gone'> {
    const { id, name } = artifact
    let deleted: number
    try {
      deleted = await this.#client.call({
        method: 'DeleteArtifact',
        fields: this.#named(artifact),
        doing: toDeleteArtifact(artifact),
        read: deletedIdOf,
        expected: 'an artifact id',
        repeatable: false
      })
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      const isUncertain = mayBeDeleted(error)
      if (!isUncertain && error.status !== 404) throw error
      if (isUncertain) this.#lostDeletions.set(entryKey(artifact), 'unknown')
      if (await this.#isListed(artifact, error)) {
        if (isUncertain) this.#lostDeletions.set(entryKey(artifact), 'listed')
        throw error
      }
      return isUncertain ? 'deleted' : 'gone'
    }
    if (deleted !== id) {
      throw new ActionError('service-failed', otherDeleted(name, id, deleted), { hint: otherDeletedHint() })
    }
    return 'deleted'
  }

  /** @throws `failure` if the service does not tell */
  async #isListed({ id, name }: Artifact, failure: RequestError): Promise<boolean> {
    try {
      const entries = await this.#list({ id_filter: String(id) })
      return entries.some(entry => entry.id === id && entry.name === name)
    } catch {
      throw failure
    }
  }

  async #list(filter: Record<string, string>): Promise<ServiceEntry[]> {
    const { ids } = this.#client.access
    return await this.#client.call({
      method: 'ListArtifacts',
      fields: { ...backendIdFields(ids), ...filter },
      doing: toListArtifacts(this.#run.repository, this.#run.id),
      read: entriesOf,
      expected: 'an artifact list',
      repeatable: true
    })
  }

  /** The fields that name an artifact: with the ids of its list entry, not those of the token. */
  #named(artifact: Artifact): Record<string, string> {
    const entry = this.#entries.get(entryKey(artifact))
    if (entry === undefined) throw new TypeError(`artifact ${artifact.id} is in no list`)
    return { ...backendIdFields(entry.ids), name: entry.name }
  }
}

/** Whether a deletion may have been carried out although it failed: a 2xx that cannot be read included. */
function mayBeDeleted({ mayBeDone, status = 0 }: RequestError): boolean {
  return mayBeDone || (status >= 200 && status < 300)
}

function backendIdFields({ run, job }: ServiceEntry['ids']): Record<string, string> {
  return { workflow_run_backend_id: run, workflow_job_run_backend_id: job }
}

function keyOf({ ids, name }: ServiceEntry): string {
  return JSON.stringify([ids.run, ids.job, name])
}

/** With all fields of the REST API. Expired artifacts are not listed. */
function artifactOf({ id, name, size, createdAt, digest }: ServiceEntry, run: ListedRun): Artifact {
  const unknown = { node_id: null, url: null, archive_download_url: null }
  return {
    id,
    name,
    size_in_bytes: size,
    ...unknown,
    expired: false,
    created_at: createdAt,
    expires_at: null,
    updated_at: null,
    digest,
    workflow_run: {
      id: run.id,
      repository_id: null,
      head_repository_id: null,
      head_branch: run.headBranch,
      head_sha: run.headSha
    },
    ...(run.traits && { [ARTIFACT_TRAITS]: run.traits })
  }
}
