import { rename } from 'node:fs/promises'
import path from 'node:path'
import { checkSegment } from '../archive/entry-path.js'
import { extractArchive } from '../archive/extract.js'
import { forEachConcurrently } from '../concurrent.js'
import { type Artifact, newestFirst, totalSize } from '../domain/artifact.js'
import { foldersOf } from '../domain/layout.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import { formatSize } from '../domain/size.js'
import { ActionError, ArchiveError, asActionError } from '../errors.js'
import type { DownloadRequest } from '../request.js'
import { diskError, errnoOf } from '../target/disk-error.js'
import type { StagedTree } from '../target/join.js'
import { openTarget, type Staging, type Target } from '../target/target.js'
import { type Downloaded, download as downloadBytes } from '../transfer/download.js'
import { rawFileName } from '../transfer/file-name.js'
import { deleteAll, noDeletions } from './delete.js'
import { failureOf } from './failure.js'
import type { Deletions, Downloads, Placed, Result } from './result.js'
import { selectArtifacts } from './selection.js'
import type { Services } from './services.js'

/** An artifact whose files are all there, checked, and not yet visible. */
interface Staged extends Placed {
  tree: StagedTree
  staging: Staging
}

/**
 * `download`: each artifact is fetched, verified and unpacked out of sight, and becomes visible whole or not at all. One
 * failure does not stop the others.
 */
export async function download(request: DownloadRequest, services: Services): Promise<Result> {
  const { selected, failure } = await selectArtifacts(request, services)
  const downloads: Downloads = { path: request.path, placed: [], failed: [], files: 0, transferredBytes: 0 }
  const result: Result = { operation: request.operation, selected, downloads }
  if (request.deleteAfter) result.deletions = noDeletions(selected)
  if (failure) return { ...result, failure }
  try {
    await new Download(request, services, downloads).run(selected)
    reportResult(downloads, selected, services)
    const failed = failureOf('download', selected.length, downloads.failed)
    if (request.deleteAfter) result.deletions = await deleteDownloaded(downloads, services)
    const notDeleted = failureOf('delete', selected.length, result.deletions?.failed ?? [])
    const error = failed ?? notDeleted
    return { ...result, ...(error && { failure: error }) }
  } catch (error) {
    return { ...result, failure: asActionError(error) }
  }
}

class Download {
  readonly #request: DownloadRequest
  readonly #services: Services
  readonly #downloads: Downloads

  constructor(request: DownloadRequest, services: Services, downloads: Downloads) {
    this.#request = request
    this.#services = services
    this.#downloads = downloads
  }

  async run(selected: readonly Artifact[]): Promise<void> {
    const target = await openTarget(this.#request.path)
    try {
      await this.#fetchAll(selected, target)
    } finally {
      await target.close()
    }
    this.#downloads.placed.sort((a, b) => newestFirst(a.artifact, b.artifact))
  }

  async #fetchAll(selected: readonly Artifact[], target: Target): Promise<void> {
    // Where paths of two artifacts may meet, the oldest comes first so that the newest wins, and a conflict is found
    // before anything becomes visible.
    const stageAll = this.#request.mergeMultiple || this.#request.onConflict === 'error'
    const staged: Staged[] = []
    await forEachConcurrently(selected.toReversed(), this.#services.queue.concurrency, async artifact => {
      const ready = await this.#tried(artifact, () => this.#stage(artifact, target))
      if (ready === undefined) return
      if (stageAll) staged.push(ready)
      else await this.#install([ready], target)
    })
    if (stageAll && staged.length > 0) {
      staged.sort((a, b) => a.artifact.id - b.artifact.id)
      await this.#install(staged, target)
    }
  }

  /** The artifact's files in a private folder beside the target, verified; nothing is left of it when that fails. */
  async #stage(artifact: Artifact, target: Target): Promise<Staged> {
    const into = foldersOf(artifact, {
      ...this.#request,
      ids: this.#request.place.kind === 'ids' ? this.#request.place.ids : []
    })
    for (const segment of into) checkName(segment, 'the artifact')
    const bytes = await target.stage()
    let staging: Staging | undefined
    try {
      const file = path.join(bytes.folder, 'archive')
      const downloaded = await this.#fetch(artifact, file)
      const digestAgreed = this.#checkDigest(artifact, downloaded)
      staging = await target.stage()
      const { files, extractedSize } = await this.#unpack({ artifact, downloaded, file, to: staging.folder })
      const tree = { folder: staging.folder, into, label: printable(artifact.name) }
      return {
        artifact,
        tree,
        staging,
        files,
        extractedSize,
        digestAgreed,
        folder: path.join(this.#request.path, ...into)
      }
    } catch (error) {
      await staging?.remove()
      throw error
    } finally {
      await bytes.remove()
    }
  }

  /** Each try asks the API for a new signed URL: they live a minute. */
  async #fetch(artifact: Artifact, file: string): Promise<Downloaded> {
    const { artifacts, queue, report, signal } = this.#services
    return await queue.retry(async () => {
      const url = await artifacts.downloadUrl(artifact)
      report.secret(url.href)
      if (url.search !== '') report.secret(url.search.slice(1))
      return await queue.place(() =>
        downloadBytes({
          label: label(artifact),
          url,
          file,
          signal,
          onBytes: count => {
            this.#downloads.transferredBytes += count
          }
        })
      )
    })
  }

  #checkDigest(artifact: Artifact, { sha256 }: Downloaded): boolean | undefined {
    const { report } = this.#services
    const expected = artifact.digest?.toLowerCase()
    if (!expected) {
      report.debug(`${label(artifact)}: the server gives no digest`)
      return undefined
    }
    if (expected === `sha256:${sha256}`) return true
    const message = `${label(artifact)}: the digest of what came (sha256:${sha256}) is not the one that the API gave (${printable(expected)})`
    switch (this.#request.digestMismatch) {
      case 'error':
        throw new ActionError('digest-mismatch', message, {
          hint: 'Do not trust these bytes. Run the step again; if it stays so, something between storage and this runner changes them.'
        })
      case 'warn':
        report.warning(message)
        break
      case 'info':
        report.info(message)
        break
      case 'ignore':
    }
    return false
  }

  async #unpack(options: {
    artifact: Artifact
    downloaded: Downloaded
    file: string
    to: string
  }): Promise<{ files: number; extractedSize: number }> {
    const { artifact, downloaded, file, to } = options
    const { skipDecompress, files: pick, maxExtractedSize } = this.#request
    const raw = rawFileName(artifact.name, downloaded)
    const keptAs = raw ?? (skipDecompress ? `${artifact.name}.zip` : undefined)
    if (keptAs !== undefined) {
      checkName(keptAs, 'its file')
      if (raw !== undefined && pick && !pick(raw)) return { files: 0, extractedSize: 0 }
      await rename(file, path.join(to, keptAs))
      return { files: 1, extractedSize: downloaded.bytes }
    }
    const { signal, workerUrl } = this.#services
    try {
      const extraction = await extractArchive({
        file,
        to,
        maxExtractedSize,
        signal,
        workerUrl,
        ...(pick && { pick })
      })
      return { files: extraction.files, extractedSize: extraction.bytes }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      throw new ActionError('archive-refused', `${label(artifact)} is refused: ${error.message}`, {
        hint:
          error.hint ??
          'Nothing of it was written. Look at the run that made it before you trust anything in it.',
        cause: error
      })
    }
  }

  async #install(staged: readonly Staged[], target: Target): Promise<void> {
    const { onConflict } = this.#request
    try {
      const trees = staged.map(({ tree }) => tree)
      const { files: written } = await target.install(trees, { onConflict })
      this.#downloads.files += written
      this.#downloads.placed.push(...staged)
      for (const { artifact, files, extractedSize, folder } of staged) {
        this.#services.report.info(
          `  ${label(artifact)}: ${plural(files, 'file')}, ${formatSize(extractedSize)}, in ${printable(folder)}`
        )
      }
    } catch (thrown) {
      const error = asActionError(thrown)
      for (const { artifact } of staged) this.#failed(artifact, error)
    } finally {
      for (const { staging } of staged) await staging.remove()
    }
  }

  async #tried<T>(artifact: Artifact, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (error) {
      this.#services.signal.throwIfAborted()
      this.#failed(
        artifact,
        errnoOf(error) === undefined
          ? asActionError(error)
          : diskError(error, `${label(artifact)} could not be stored`)
      )
      return undefined
    }
  }

  #failed(artifact: Artifact, error: ActionError): void {
    this.#downloads.failed.push({ artifact, error })
    this.#services.report.info(`  failed: ${error.message}`)
  }
}

/** Deletes what is in place; never an artifact whose digest disagreed. */
async function deleteDownloaded({ placed }: Downloads, services: Services): Promise<Deletions> {
  const sure = placed.filter(({ digestAgreed }) => digestAgreed !== false)
  const deletions = await deleteAll(
    sure.map(({ artifact }) => artifact),
    services
  )
  const unsure = placed.filter(({ digestAgreed }) => digestAgreed === false)
  deletions.remaining.push(...unsure.map(({ artifact }) => artifact))
  return deletions
}

function reportResult(
  { placed, files, path: target, transferredBytes }: Downloads,
  selected: Artifact[],
  { report }: Services
) {
  report.info(
    `Downloaded ${placed.length} of ${plural(selected.length, 'artifact')} (${formatSize(totalSize(selected))}) to ${printable(target)}: ${plural(files, 'file')}, ${formatSize(transferredBytes)} transferred`
  )
}

function checkName(name: string, whose: string): void {
  const problem = checkSegment(name, process.platform)
  if (problem === undefined) return
  throw new ActionError(
    'artifact-name-invalid',
    `The name of ${whose}, "${printable(name)}", cannot be a file name: ${problem.reason}`,
    {
      hint: 'Give one exact name or id, whose files go straight into path, or use merge-multiple.'
    }
  )
}

function label({ name, id }: Artifact): string {
  return `Artifact "${printable(name)}" (${id})`
}
