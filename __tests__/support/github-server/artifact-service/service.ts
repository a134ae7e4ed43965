import { type Answer, jsonAnswer } from '../http/answer.js'
import { BufferContent } from '../http/content.js'
import type { RequestRecord } from '../http/request-log.js'
import type { Artifact, Blob } from '../model/artifact.js'
import { epochOf } from '../model/moment.js'
import type { Run } from '../model/run.js'
import { DIALECTS, type DialectTraits, type ServiceDialect } from './dialects.js'
import type { OwnUrls } from './own-urls.js'
import {
  type Fields,
  isMethod,
  type Message,
  type Method,
  parseRequest,
  renderMessage,
  SERVICE_PATH
} from './protocol.js'
import { type BackendIds, type Caller, RuntimeTokens } from './runtime-tokens.js'
import { Upload } from './uploads.js'

/** What the service has the server sign. */
export interface UrlSigner {
  download(artifact: Artifact, urls: OwnUrls | undefined, ids: BackendIds): string
  upload(name: string, ids: BackendIds, upload: Upload): string
}

/** An artifact between CreateArtifact and FinalizeArtifact. */
interface Pending {
  upload: Upload
  job: string
  expiresAt: string | undefined
  mimeType: string | undefined
}

/** Another job than the one that uploads artifacts by default. */
const DEFAULT_JOB = 'test'
const ZIP = 'application/zip'

/** The run's own artifact service: a request in, an answer out. It serves the same artifacts as the REST API. */
export class ArtifactService {
  readonly dialect: DialectTraits
  readonly #tokens = new RuntimeTokens()
  readonly #signer: UrlSigner
  readonly #pending = new Map<string, Pending>()
  #lists = 0

  constructor(dialect: ServiceDialect, signer: UrlSigner) {
    this.dialect = DIALECTS[dialect]
    this.#signer = signer
  }

  /** A token for a job in the run's current attempt. */
  runtimeToken(run: Run, job = DEFAULT_JOB): string {
    return this.#tokens.issue(run, job, this.#idsOf(run.id, run.run_attempt, job))
  }

  get runtimeTokens(): readonly string[] {
    return this.#tokens.values
  }

  answer({ method, path, headers, json }: RequestRecord): Answer {
    const { refusals, refusesUnknownFields, lacks, tellsUploader } = this.dialect
    const name = path.slice(SERVICE_PATH.length)
    if (method !== 'POST' || !isMethod(name)) return refusals.method
    const caller = this.#tokens.callerOf(headers.authorization)
    if (caller === undefined) return refusals.token
    const parsed = parseRequest(name, json)
    if (parsed === undefined || parsed.mistyped.length > 0) return refusals.body
    const { fields, unknown } = parsed
    if (refusesUnknownFields && (unknown.length > 0 || lacks.some(field => field in fields)))
      return refusals.body
    // The entry's ids decide then, and those of an earlier attempt are good too.
    const isForEntry = tellsUploader && (name === 'GetSignedArtifactURL' || name === 'DeleteArtifact')
    if (!isForEntry && fields.workflow_run_backend_id !== caller.ids.run) return refusals.run
    return this.#answers[name](fields, caller)
  }

  /** What breaks the protocol in a request, even if this server accepts it. */
  requestProblems({ method, path, headers, json }: RequestRecord): string[] {
    const name = path.slice(SERVICE_PATH.length)
    if (method !== 'POST' || !isMethod(name)) return ['there is no such method']
    const problems: string[] = []
    if (headers['content-type'] !== 'application/json')
      problems.push(`content-type is ${headers['content-type']}`)
    if (headers['user-agent'] === undefined) problems.push('there is no user-agent')
    const parsed = parseRequest(name, json)
    if (parsed === undefined) return [...problems, 'the body is no JSON object']
    const { fields, unknown, renamed, mistyped } = parsed
    problems.push(
      ...unknown.map(field => `unknown field ${field}`),
      ...renamed.map(field => `field ${field} is not under its original name`),
      ...mistyped.map(field => `field ${field} has another type`)
    )
    const ids = this.#tokens.callerOf(headers.authorization)?.ids
    if (name !== 'ListArtifacts' || ids === undefined) return problems
    if (fields.workflow_run_backend_id !== ids.run || fields.workflow_job_run_backend_id !== ids.job) {
      problems.push("the list is not asked for with the token's own ids")
    }
    return problems
  }

  readonly #answers: Readonly<Record<Method, (fields: Fields, caller: Caller) => Answer>> = {
    CreateArtifact: ({ name = '', expires_at, mime_type }, caller) => {
      const { run, ids, job } = caller
      if (this.dialect.sameName === 'refused' && this.#ofAttempt(run, name) !== undefined) {
        return this.dialect.refusals.conflict
      }
      const upload = new Upload()
      this.#pending.set(pendingKey(ids, name), { upload, job, expiresAt: expires_at, mimeType: mime_type })
      return this.#message({ ok: true, signed_upload_url: this.#signer.upload(name, ids, upload) })
    },

    FinalizeArtifact: ({ name = '', hash, size }, { run, ids }) => {
      const pending = this.#pending.get(pendingKey(ids, name))
      const bytes = pending?.upload.bytes
      if (pending === undefined || bytes === undefined) return this.dialect.refusals.artifact
      this.#pending.delete(pendingKey(ids, name))
      const { job, expiresAt: expires_at, mimeType = ZIP } = pending
      const filename = mimeType === ZIP && !name.endsWith('.zip') ? `${name}.zip` : name
      const blob = { content: new BufferContent(bytes), contentType: mimeType, filename }
      const digest = hash ?? null
      const size_in_bytes = Number(size ?? bytes.length)
      const artifact =
        this.#replaced(run, name, { blob, digest, size_in_bytes }) ??
        run.listArtifact(
          name,
          { job, digest, size_in_bytes, ...(expires_at === undefined ? {} : { expires_at }) },
          blob
        )
      return this.#message({ ok: true, artifact_id: this.dialect.idOf(artifact) })
    },

    ListArtifacts: ({ name_filter, id_filter, workflow_job_run_backend_id = '' }, { run, ids }) => {
      const listed = this.#listed(run).filter(
        artifact =>
          (name_filter === undefined || artifact.name === name_filter) &&
          (id_filter === undefined || this.dialect.idOf(artifact) === BigInt(id_filter))
      )
      const ordered = this.dialect.order(listed, this.#lists)
      this.#lists += 1
      const callers = { run: ids.run, job: workflow_job_run_backend_id }
      return this.#message({ artifacts: ordered.map(artifact => this.#entry(artifact, callers)) })
    },

    GetSignedArtifactURL: (fields, { run, ids }) => {
      const artifact = this.#named(run, fields)
      if (artifact === undefined) return this.dialect.refusals.artifact
      return this.#message({ signed_url: this.#signer.download(artifact, this.dialect.ownUrls, ids) })
    },

    DeleteArtifact: (fields, { run }) => {
      const artifact = this.#named(run, fields)
      if (artifact === undefined) return this.dialect.refusals.artifact
      run.repository.removeArtifact(artifact)
      return this.#message({ ok: true, artifact_id: this.dialect.idOf(artifact) })
    }
  }

  #message(message: Message): Answer {
    return jsonAnswer(200, renderMessage(message, this.dialect.spelling), {
      'content-type': this.dialect.contentType
    })
  }

  #idsOf(runId: number, attempt: number, job: string): BackendIds {
    return this.dialect.backendIds({ runId, attempt, job })
  }

  #listed(run: Run): readonly Artifact[] {
    const { hidesEarlierAttempts } = this.dialect
    return run.artifacts.items.filter(
      ({ inService, expired, isOldProtocol }) =>
        (inService || !hidesEarlierAttempts) && !expired && !isOldProtocol
    )
  }

  #entry(artifact: Artifact, callers: BackendIds): Message {
    const { tellsUploader, hasDigest, idOf, sizeOf, dateOf } = this.dialect
    const ids = tellsUploader ? this.#uploaderOf(artifact) : callers
    const { name, created_at, digest } = artifact
    return {
      workflow_run_backend_id: ids.run,
      workflow_job_run_backend_id: ids.job,
      database_id: idOf(artifact),
      name,
      size: sizeOf(artifact),
      created_at: created_at === null ? undefined : dateOf(created_at),
      digest: hasDigest && digest !== 'absent' ? (digest ?? undefined) : undefined
    }
  }

  #uploaderOf({ run, attempt, job }: Artifact): BackendIds {
    return this.#idsOf(run.id, attempt, job)
  }

  /** The artifact that a name stands for: the one with the highest id. */
  #named(run: Run, fields: Fields): Artifact | undefined {
    return this.#listed(run).findLast(artifact => {
      if (artifact.name !== fields.name) return false
      if (!this.dialect.tellsUploader) return true
      const ids = this.#uploaderOf(artifact)
      return fields.workflow_run_backend_id === ids.run && fields.workflow_job_run_backend_id === ids.job
    })
  }

  #ofAttempt(run: Run, name: string): Artifact | undefined {
    return this.#listed(run).find(artifact => artifact.name === name && artifact.attempt === run.run_attempt)
  }

  /** An artifact of the same name with its new content, on servers that keep the id. */
  #replaced(run: Run, name: string, content: Pick<Artifact, 'digest' | 'size_in_bytes'> & { blob: Blob }) {
    const { sameName } = this.dialect
    const artifact = sameName === 'refused' ? undefined : this.#listed(run).findLast(one => one.name === name)
    if (artifact === undefined) return undefined
    Object.assign(artifact, content, { replaced_at: epochOf(new Date()) })
    if (sameName === 'replaces with a new date') artifact.created_at = epochOf(new Date())
    return artifact
  }
}

function pendingKey({ run, job }: BackendIds, name: string): string {
  return JSON.stringify([run, job, name])
}
