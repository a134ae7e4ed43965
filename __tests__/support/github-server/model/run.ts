import { Readable } from 'node:stream'
import { type ZipFiles, type ZipOptions, zipFiles } from '../../artifact-zip.js'
import { BufferContent, type Content, digestOf, FileContent } from '../http/content.js'
import { Artifact, type ArtifactFields, type ArtifactRun, type Blob } from './artifact.js'
import { Ascending } from './ascending.js'
import type { Ids } from './ids.js'
import { epochOf, type Moment } from './moment.js'

export interface Workflow {
  readonly id: number
  readonly name: string
  /** `.github/workflows/ci.yml` */
  readonly path: string
}

/** The bytes of an artifact, one of: */
export type ArtifactBytes =
  /** files, zipped as upload-artifact does; */
  | ({ files: ZipFiles } & ZipOptions)
  /** a file uploaded with `archive: false`; */
  | { raw: Buffer; contentType: string }
  /** an archive on disk; */
  | { zipFile: string }
  /** an archive as it is, however hostile; */
  | { zip: Buffer }
  /** none: storage does not have it. */
  | { blob: null }

export interface RunFields {
  workflow: Workflow
  head_branch?: string | null
  head_sha?: string
  event?: string
  /** The number of its pull request. Unless told: that of the pull request with its branch or its commit. */
  pull_request?: number
  status?: string
  conclusion?: string | null
  /** The fork that the commit is from, or null where it is gone; else the repository itself. */
  head_repository?: { readonly id: number; readonly full_name: string } | null
  created_at?: Moment
  /** The workflow's, unless told; it may end in `@ref`, or be `owner/repo/.github/workflows/ci.yml@ref`. */
  path?: string
  /** One more than that of the workflow's last run, unless told. */
  run_number?: number
  run_attempt?: number
  /** When the current attempt began: `created_at`, unless told. */
  run_started_at?: Moment
  /** Who triggered it: `octocat`, unless told. */
  actor?: string
}

export interface RerunFields {
  /** Now, unless told. */
  run_started_at?: Moment
  /** The run stays as it is, unless told. */
  status?: string
}

/** The repository, as a run sees it. */
export interface RunOwner {
  readonly id: number
  readonly full_name: string
  readonly default_branch: string
  readonly artifacts: Ascending<Artifact>
  hasLateArtifacts: boolean
  removeArtifact(artifact: Artifact): void
}

/** One workflow run. `status` and `conclusion` may be changed by a test in mid-flight. */
export class Run implements ArtifactRun {
  readonly id: number
  readonly repository: RunOwner
  readonly run_number: number
  readonly workflow: Workflow
  readonly path: string
  readonly head_branch: string | null
  readonly head_sha: string
  readonly head_repository: { readonly id: number; readonly full_name: string } | null
  readonly event: string
  readonly pull_request: number | undefined
  /** The current attempt, from 1. */
  run_attempt: number
  readonly actor: string
  /** Milliseconds since the epoch. */
  readonly created_at: number
  /** Milliseconds since the epoch. */
  run_started_at: number
  /** Milliseconds since the epoch: nothing of the run is newer. */
  updated_at: number
  readonly artifacts = new Ascending<Artifact>()
  status: string
  conclusion: string | null
  readonly #ids: Ids

  constructor(repository: RunOwner, ids: Ids, fields: RunFields & { run_number: number; head_sha: string }) {
    const { workflow, status = 'completed' } = fields
    this.#ids = ids
    this.id = ids.next('run')
    this.repository = repository
    this.run_number = fields.run_number
    this.workflow = workflow
    this.path = fields.path ?? workflow.path
    this.head_branch = fields.head_branch === undefined ? repository.default_branch : fields.head_branch
    this.head_sha = fields.head_sha
    this.head_repository = fields.head_repository === undefined ? repository : fields.head_repository
    this.event = fields.event ?? 'push'
    this.pull_request = fields.pull_request
    this.run_attempt = fields.run_attempt ?? 1
    this.created_at = epochOf(fields.created_at ?? new Date())
    this.run_started_at =
      fields.run_started_at === undefined ? this.created_at : epochOf(fields.run_started_at)
    this.updated_at = this.run_started_at
    this.actor = fields.actor ?? 'octocat'
    this.status = status
    this.conclusion = fields.conclusion === undefined ? conclusionOf(status) : fields.conclusion
  }

  get check_suite_id(): number {
    return this.id + 10_000_000_000
  }

  /** What a job of this run uploads. */
  async addArtifact(name: string, artifact: ArtifactBytes & ArtifactFields): Promise<Artifact> {
    const blob = await blobOf(name, artifact)
    const size_in_bytes = artifact.isOldProtocol && 'files' in artifact ? sizeOf(artifact.files) : undefined
    const digest = artifact.digest === undefined && blob ? await digestOf(blob.content) : artifact.digest
    const fields = { ...artifact, ...(digest === undefined ? {} : { digest }) }
    return this.listArtifact(name, size_in_bytes === undefined ? fields : { size_in_bytes, ...fields }, blob)
  }

  /**
   * "Re-run all jobs", or "Re-run failed jobs" if `jobs` are given: a new attempt. The artifact service then leaves out
   * the earlier artifacts of every job that runs again; the REST API lists those of all attempts.
   */
  rerun(jobs?: readonly string[], { run_started_at = new Date(), status }: RerunFields = {}): void {
    this.run_attempt += 1
    this.run_started_at = epochOf(run_started_at)
    this.updated_at = Math.max(this.updated_at, this.run_started_at)
    if (status !== undefined) {
      this.status = status
      this.conclusion = conclusionOf(status)
    }
    for (const artifact of this.artifacts.items) {
      if (jobs === undefined || jobs.includes(artifact.job)) artifact.inService = false
    }
  }

  /** An artifact at once: cheap without a blob. */
  listArtifact(name: string, fields: ArtifactFields = {}, blob?: Blob): Artifact {
    const earlier =
      this.#ids.artifactIdOf === 'name' ? this.artifacts.items.find(one => one.name === name) : undefined
    if (earlier !== undefined) return earlier.replace(fields, blob)
    const artifact = new Artifact(this.#ids.next('artifact'), this, name, fields, blob)
    this.updated_at = Math.max(this.updated_at, artifact.created_at ?? 0)
    this.artifacts.add(artifact)
    this.repository.artifacts.add(artifact)
    if (fields.listed !== undefined) this.repository.hasLateArtifacts = true
    return artifact
  }
}

function conclusionOf(status: string): string | null {
  return status === 'completed' ? 'success' : null
}

function sizeOf(files: ZipFiles): number {
  const sizes = Object.values(files).map(file =>
    typeof file === 'object' && 'data' in file ? file.data : file
  )
  return sizes.reduce<number>((sum, data) => {
    if (data instanceof Readable) throw new Error('the size of a stream is not known')
    return sum + Buffer.byteLength(data)
  }, 0)
}

async function blobOf(name: string, bytes: ArtifactBytes): Promise<Blob | undefined> {
  if ('blob' in bytes) return undefined
  if ('raw' in bytes) {
    return { content: new BufferContent(bytes.raw), contentType: bytes.contentType, filename: name }
  }
  return { content: await archiveOf(bytes), contentType: 'application/zip', filename: `${name}.zip` }
}

async function archiveOf(bytes: Exclude<ArtifactBytes, { raw: Buffer } | { blob: null }>): Promise<Content> {
  if ('zipFile' in bytes) return FileContent.open(bytes.zipFile)
  return new BufferContent('zip' in bytes ? bytes.zip : await zipFiles(bytes.files, bytes))
}
