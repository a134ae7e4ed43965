import { copyFile, rename } from 'node:fs/promises'
import path from 'node:path'
import type { LimitFunction } from 'p-limit'
import { findEndError, findStartError } from '../archive/end-record.js'
import { type Extraction, extractArchive, type PlanOptions } from '../archive/extract.js'
import type { WorkerPool } from '../archive/worker-pool.js'
import { messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import { retryBusy } from '../install/retry-busy.js'
import { printable } from '../messages/printable.js'
import type { ArchiveCache } from '../storage/archive-cache.js'
import type { ResponseFacts } from '../storage/range-reader.js'
import { checkName } from './check-name.js'
import { rawFileName } from './file-name.js'
import type { DownloadInputs } from './inputs.js'
import type { DownloadServices } from './services.js'
import { digestAgrees, handleDigest, refusalOf } from './verify.js'

/** What became of an artifact whose files are in a staging folder, verified. */
export interface Fetched extends Extraction {
  /** Undefined: the server gave no digest, or only a part travelled. */
  digestAgreed: boolean | undefined
  fromCache: boolean
}

/** What the answers of storage said, as far as an archive is told from a file. */
type Facts = Pick<ResponseFacts, 'contentType' | 'contentDisposition'> & { size?: number | undefined }

/** The bytes of a whole artifact, in a file of ours. */
interface WholeFile {
  file: string
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

interface Options {
  inputs: DownloadInputs
  services: DownloadServices
  pool: WorkerPool
  cache: ArchiveCache | undefined
  /** How many archives are read at once. */
  limit: LimitFunction
}

/** What is unpacked, and as what limits allow. */
export function planOptions({ files, maxExtractedSize }: DownloadInputs, to: string): PlanOptions {
  return { to, pick: files, maxExtractedSize }
}

/** Makes of artifacts whose bytes are in a file what the user asked for, in a staging folder. */
export class WholeFiles {
  readonly #inputs: DownloadInputs
  readonly #services: DownloadServices
  readonly #pool: WorkerPool
  readonly #cache: ArchiveCache | undefined
  readonly #limit: LimitFunction

  constructor({ inputs, services, pool, cache, limit }: Options) {
    this.#inputs = inputs
    this.#services = services
    this.#pool = pool
    this.#cache = cache
    this.#limit = limit
  }

  /**
   * Verifies, unpacks, and keeps in the cache.
   *
   * @throws ActionError with code `digest-mismatch` or `archive-refused`, or an error of the file system
   */
  async take(
    artifact: Artifact,
    { whole, facts, work, to }: { whole: WholeFile; facts: Facts; work: string; to: string }
  ): Promise<Fetched> {
    const digestAgreed = digestAgrees(artifact, whole.sha256)
    const isRaw = rawFileName(artifact.name, facts) !== undefined
    const error = isRaw || digestAgreed === true ? undefined : await findStartError(whole.file)
    if (error !== undefined) throw refusalOf(artifact, { error, digestAgreed })
    this.handleDigest(artifact, whole.sha256)
    const unpacked = await this.unpack(artifact, { whole, facts, to, digestAgreed })
    if (digestAgreed !== false) await this.#keep(artifact, { whole, facts, work })
    return { ...unpacked, digestAgreed, fromCache: false }
  }

  /** Does with a digest that disagrees what `digest-mismatch` says. */
  handleDigest(artifact: Artifact, sha256: string): void {
    const { digestMismatch } = this.#inputs
    handleDigest(artifact, { sha256, digestMismatch, report: this.#services.report })
  }

  /** The name of the one file that the artifact stays; undefined when it is to be unpacked. */
  keptAs({ name }: Artifact, facts: Facts): string | undefined {
    return rawFileName(name, facts) ?? (this.#inputs.skipDecompress ? `${name}.zip` : undefined)
  }

  /** Of bytes that are verified already. */
  async unpack(
    artifact: Artifact,
    options: { whole: WholeFile; facts: Facts; to: string; digestAgreed: boolean | undefined }
  ): Promise<Extraction> {
    const { whole, facts, to, digestAgreed } = options
    const { files: pick } = this.#inputs
    const keptAs = this.keptAs(artifact, facts)
    const isCut = facts.size === undefined
    if (keptAs !== undefined) {
      checkName(keptAs, 'its file')
      const isRaw = rawFileName(artifact.name, facts) !== undefined
      const error = isRaw || digestAgreed === true ? undefined : await findEndError(whole.file)
      if (error !== undefined) throw refusalOf(artifact, { error, digestAgreed, isCut })
      if (pick && !pick(keptAs)) return { files: 0, bytes: 0 }
      const place = path.join(to, keptAs)
      const { file } = whole
      await (this.#cache === undefined ? retryBusy(() => rename(file, place)) : copyFile(file, place))
      return { files: 1, bytes: whole.bytes }
    }
    try {
      const { signal } = this.#services
      const plan = planOptions(this.#inputs, to)
      const options = { ...plan, file: whole.file, pool: this.#pool, signal }
      return await this.#limit(() => extractArchive(options))
    } catch (error) {
      throw error instanceof ArchiveError ? refusalOf(artifact, { error, digestAgreed, isCut }) : error
    }
  }

  /** A cache that cannot be written costs time, not the step. */
  async #keep(
    artifact: Artifact,
    { whole, facts, work }: { whole: WholeFile; facts: Facts; work: string }
  ): Promise<void> {
    if (this.#cache === undefined) return
    const { contentType, contentDisposition } = facts
    const kept = { sha256: whole.sha256, contentType, contentDisposition }
    try {
      await this.#cache.store(artifact, { file: whole.file, facts: kept, work })
    } catch (error) {
      const why = printable(messageOf(error))
      this.#services.report.warning(`${titleOf(artifact)} could not be kept in the tool cache: ${why}`)
    }
  }
}
