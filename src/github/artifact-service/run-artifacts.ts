import { ActionError, TOKEN_CODES } from '../../errors/action-error.js'
import { RequestError } from '../../errors/request-error.js'
import { apiRequestFailed, toDeleteArtifact, toDownloadArtifact } from '../../messages/api.js'
import {
  ambiguousId,
  ambiguousIdHint,
  fallingBack,
  fewListed,
  idsNotListed,
  mayAlreadyBeDeleted,
  nameNotListed,
  noneListed,
  notListed,
  notNewestOfName,
  onlyCurrentRun,
  replaced,
  replacedHint,
  restFailedToo,
  restRefused
} from '../../messages/artifact-service.js'
import { failedRequest } from '../api-error.js'
import type { Artifact } from '../artifact.js'
import type { ArtifactSource, BytesLocation, ListOptions, UrlOptions } from '../artifact-source.js'
import type { Read } from '../pages.js'
import { entryKey } from './responses.js'
import type { ServiceArtifacts } from './service-artifacts.js'

interface RunArtifactsOptions {
  /** An error: why it cannot be used. */
  service: ServiceArtifacts | RequestError
  rest: ArtifactSource
  runId: number
  /** Whether REST may be asked about the current run's artifacts. */
  restKnowsRun: boolean
  /** Whether REST may be asked about ids that the service does not list. */
  restKnowsIds: boolean
  /** Whether the service lists every live artifact of the run. */
  listsAll: boolean
  signal: AbortSignal
  /** Whether an id follows from the name, as on act: then a list cannot show that an artifact was replaced. */
  idsAreHashes: boolean
  /** What the service's lists may leave out, for people. */
  omission: string | undefined
  ifNoArtifactFound: 'error' | 'warn' | 'ignore'
  /** Whether the step asks again for what was not found. */
  waits: boolean
  /** Told once if a list without names may be a part of what REST lists, and REST was not asked. */
  onPartial: () => void
  /** Told before a source is asked for the first time. */
  onSource: (source: 'service' | 'rest') => void
  debug: (line: string) => void
}

/** What the service did, or why REST is to be asked, as it reads after "because". */
type Outcome<T> = { value: T } | Fallback
interface Fallback {
  why: string | undefined
}

/**
 * The current run's artifacts from its own artifact service, everything else from the REST API. REST also answers what
 * the service cannot. A 404 about one artifact concerns that artifact alone. After any other failure the
 * service is not asked again.
 */
export class RunArtifacts implements ArtifactSource {
  readonly #options: RunArtifactsOptions
  /** Why the service is not asked any more. */
  #failed: RequestError | undefined
  /** Why it is not asked about one artifact any more, by entryKey. */
  readonly #failedFor = new Map<string, RequestError>()
  /** Artifacts whose names came to stand for another one, by entryKey. */
  readonly #replaced = new Set<string>()
  /** Whether REST refused the token when it was asked for what the service does not list. */
  #isRefused = false
  #isPartial = false
  /** For `notes()`. */
  readonly #notes = new Set<string>()
  readonly #asked = new Set<'service' | 'rest'>()

  constructor(options: RunArtifactsOptions) {
    this.#options = options
    if (options.service instanceof RequestError) this.#failed = options.service
  }

  async list(options: ListOptions): Promise<Read<Artifact>> {
    const { runId, listsAll, restKnowsRun, waits, ifNoArtifactFound } = this.#options
    const viaRest = (rest: ArtifactSource) => rest.list(options)
    if (options.runId !== runId) return await this.#viaRest(viaRest)
    const listed = await this.#viaService(service => service.list(options.name))
    if ('why' in listed) return await this.#viaRest(viaRest, listed)
    const { keep = () => true, isEnough = () => true, name } = options
    const { names = name === undefined ? [] : [name] } = options
    const found = { items: listed.value.filter(keep), complete: true }
    if (listsAll || !restKnowsRun) return found
    const accepts = waits || ifNoArtifactFound !== 'error'
    if (listed.value.length === 0) {
      const why = name === undefined ? noneListed() : nameNotListed(name)
      return await this.#unlessRefused(found, accepts, () => this.#viaRest(viaRest, { why }))
    }
    if (names.length === 0 && !this.#isPartial && !this.#asked.has('rest')) {
      this.#isPartial = true
      this.#options.onPartial()
    }
    const missing = names.filter(one => !listed.value.some(artifact => artifact.name === one))
    for (const one of missing) {
      const named = { ...options, name: one }
      const read = () => this.#viaRest(rest => rest.list(named), { why: nameNotListed(one) })
      const { items } = await this.#unlessRefused({ items: [], complete: true }, accepts, read)
      for (const artifact of items) found.items.push(artifact)
    }
    if (missing.length === 0 && !isEnough(found.items)) {
      const read = () => this.#viaRest(viaRest, { why: fewListed(found.items.length) })
      const { items } = await this.#unlessRefused({ items: [], complete: true }, true, read)
      const known = new Set(found.items.map(entryKey))
      for (const artifact of items) if (!known.has(entryKey(artifact))) found.items.push(artifact)
    }
    return found
  }

  /** By one list of the run: a list of one id would not tell whether it is the newest of its name. */
  async getAll(ids: readonly number[]): Promise<Artifact[]> {
    const { restKnowsIds, waits, ifNoArtifactFound } = this.#options
    const listed = await this.#viaService(service => service.list(), { mayFallBack: restKnowsIds })
    if ('why' in listed) return await this.#viaRest(rest => rest.getAll(ids), listed)
    const known = listed.value.filter(({ id }) => ids.includes(id))
    refuseAmbiguous(known)
    const others = ids.filter(id => !known.some(artifact => artifact.id === id))
    if (others.length === 0) return known
    if (!restKnowsIds) {
      this.#notes.add(onlyCurrentRun())
      return known
    }
    const accepts = waits || (ifNoArtifactFound === 'warn' && known.length > 0)
    const read = () => this.#viaRest(rest => rest.getAll(others), { why: idsNotListed(others) })
    return [...known, ...(await this.#unlessRefused([], accepts, read))]
  }

  get idsOf(): 'run' | 'repository' {
    return this.#options.restKnowsIds && !this.#isRefused ? 'repository' : 'run'
  }

  notes(): string[] {
    const { omission } = this.#options
    const isFromService = this.#failed === undefined && this.#asked.has('service')
    const ofService = isFromService && omission !== undefined ? [omission] : []
    return [...ofService, ...this.#notes, ...this.#options.rest.notes()]
  }

  /**
   * What REST has besides the artifacts of the service. If REST refuses the token and the caller accepts that, it counts as
   * `nothing`, and REST is not asked again.
   */
  async #unlessRefused<T>(nothing: T, accepts: boolean, ask: () => Promise<T>): Promise<T> {
    if (this.#isRefused && accepts) return nothing
    try {
      return await ask()
    } catch (error) {
      if (!accepts || !(error instanceof RequestError) || !TOKEN_CODES.includes(error.code)) throw error
      this.#isRefused = true
      this.#notes.add(restRefused(error.reason))
      return nothing
    }
  }

  /** The service signs by name: unless the digest shows it, another list shows whether the name still stands for it. */
  async locate(artifact: Artifact, { isVerified }: UrlOptions): Promise<BytesLocation> {
    const { idsAreHashes } = this.#options
    const doing = toDownloadArtifact(artifact)
    const outcome = await this.#viaServiceFor(artifact, doing, async service => {
      const url = await service.downloadUrl(artifact)
      if (!isVerified && !idsAreHashes) await service.list(artifact.name)
      return service.reach(artifact) === 'by-name' ? url : undefined
    })
    const own = this.#own(artifact, outcome, doing)
    if ('value' in own) return { url: own.value }
    try {
      return await this.#viaRest(rest => rest.locate(artifact, { isVerified }), own)
    } catch (error) {
      const isFinal = error instanceof RequestError && error.code !== 'api-rate-limited'
      if (!isFinal || !this.#replaced.has(entryKey(artifact))) throw error
      throw wasReplaced(doing, error.reason)
    }
  }

  /** The service costs nothing of the rate limit. */
  afford(artifacts: readonly Artifact[]): string | undefined {
    return this.#options.rest.afford(artifacts.filter(artifact => this.usesRest(artifact)))
  }

  async isReplaced(artifact: Artifact): Promise<boolean> {
    if (this.usesRest(artifact)) return false
    const listed = await this.#viaService(service => service.list(artifact.name))
    if ('why' in listed || !this.usesRest(artifact)) return false
    this.#replaced.add(entryKey(artifact))
    return true
  }

  usesRest(artifact: Artifact): boolean {
    const { service } = this.#options
    if (service instanceof RequestError || this.#failed !== undefined) return true
    return this.#failedFor.has(entryKey(artifact)) || service.reach(artifact) !== 'by-name'
  }

  async delete(artifact: Artifact): Promise<'deleted' | 'gone'> {
    const doing = toDeleteArtifact(artifact)
    const { service } = this.#options
    const lost = () => (service instanceof RequestError ? undefined : service.afterLostDeletion(artifact))
    try {
      const outcome = await this.#viaServiceFor(artifact, doing, async byName => {
        const reach = await byName.freshReach(artifact)
        if (reach === 'by-name') return await byName.delete(artifact)
        return reach === 'unknown' ? 'gone' : undefined
      })
      const own = this.#own(artifact, outcome, doing)
      if ('value' in own) return own.value
      // By id: it cannot meet a newer artifact of the same name.
      const deleted = await this.#viaRest(rest => rest.delete(artifact), own)
      return lost() === undefined ? deleted : 'deleted'
    } catch (error) {
      if (lost() !== 'unknown' || !(error instanceof RequestError)) throw error
      throw error.asFinal().withHint(mayAlreadyBeDeleted(error.hint))
    }
  }

  /** An outcome without a value: the name stands for a newer artifact by now. @throws ActionError if REST cannot be asked */
  #own<T>(artifact: Artifact, outcome: Outcome<T | undefined>, doing: string): Outcome<T> {
    if ('why' in outcome) return outcome
    const { value } = outcome
    if (value !== undefined) return { value }
    this.#replaced.add(entryKey(artifact))
    if (!this.#options.restKnowsRun) throw wasReplaced(doing)
    return { why: replaced() }
  }

  async #viaServiceFor<T>(
    artifact: Artifact,
    doing: string,
    ask: (service: ServiceArtifacts) => Promise<T>
  ): Promise<Outcome<T>> {
    const { service, runId, restKnowsRun } = this.#options
    const reach = service instanceof RequestError ? 'unknown' : service.reach(artifact)
    const earlier = this.#failed ?? this.#failedFor.get(entryKey(artifact))
    if (reach === 'by-name' && earlier === undefined) return await this.#viaService(ask, { artifact })
    if (artifact.workflow_run?.id !== runId) return { why: undefined }
    const isReplaced = this.#replaced.has(entryKey(artifact))
    const notByName = reach === 'unknown' ? notListed() : notNewestOfName()
    const why = earlier?.reason ?? (isReplaced ? replaced() : notByName)
    if (restKnowsRun) return { why }
    if (earlier !== undefined) throw earlier
    if (isReplaced) throw wasReplaced(doing)
    throw failedRequest('service-failed', doing, {
      subject: doing,
      reason: why,
      status: 404,
      retryable: false
    })
  }

  /** @throws RequestError if the service fails, and REST cannot be asked in its place */
  async #viaService<T>(
    ask: (service: ServiceArtifacts) => Promise<T>,
    {
      artifact,
      mayFallBack = this.#options.restKnowsRun
    }: { artifact?: Artifact; mayFallBack?: boolean } = {}
  ): Promise<Outcome<T>> {
    const { service, signal } = this.#options
    const earlier = service instanceof RequestError ? service : this.#failed
    if (earlier !== undefined) {
      if (!mayFallBack) throw earlier
      return { why: earlier.reason }
    }
    try {
      this.#note('service')
      return { value: await ask(service as ServiceArtifacts) }
    } catch (error) {
      if (!(error instanceof RequestError) || signal.aborted) throw error
      if (artifact !== undefined && error.status === 404) this.#failedFor.set(entryKey(artifact), error)
      else this.#failed ??= error
      if (!mayFallBack) throw error
      return { why: error.reason }
    }
  }

  async #viaRest<T>(
    ask: (rest: ArtifactSource) => Promise<T>,
    { why }: Fallback = { why: undefined }
  ): Promise<T> {
    this.#note('rest')
    if (why !== undefined) this.#options.debug(fallingBack(why))
    try {
      return await ask(this.#options.rest)
    } catch (error) {
      if (why === undefined || !(error instanceof RequestError)) throw error
      throw error.asFinal().withHint(restFailedToo(error.hint, why))
    }
  }

  #note(source: 'service' | 'rest'): void {
    if (this.#asked.has(source)) return
    this.#asked.add(source)
    this.#options.onSource(source)
  }
}

/** act's ids are hashes of the names. @throws ActionError if two artifacts have the same id */
function refuseAmbiguous(artifacts: readonly Artifact[]): void {
  for (const { id } of artifacts) {
    const names = artifacts.filter(artifact => artifact.id === id).map(({ name }) => name)
    if (names.length > 1) {
      throw new ActionError('service-failed', ambiguousId(id, names), { hint: ambiguousIdHint() })
    }
  }
}

/** `restReason`: why REST does not help. */
function wasReplaced(doing: string, restReason?: string): ActionError {
  const message = apiRequestFailed(doing, replaced())
  return new ActionError('artifact-not-found', message, { hint: replacedHint(restReason) })
}
