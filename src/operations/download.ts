import path from 'node:path'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { affordDownload } from '../download/afford.js'
import { ArtifactDownloader } from '../download/artifact-download.js'
import { checkName } from '../download/check-name.js'
import { foldersOf } from '../download/layout.js'
import { type RecordingGlobs, recordMisses } from '../download/unmatched-globs.js'
import { checkExpectedDigests, withExpectedDigest } from '../download/verify.js'
import { type ActionError, asActionError } from '../errors/action-error.js'
import { type Artifact, newestFirst } from '../github/artifact.js'
import { isEnterpriseServer } from '../github/repository.js'
import type { DownloadActionInputs } from '../inputs/action-inputs.js'
import { diskError, errnoOf } from '../install/disk-error.js'
import type { StagedTree } from '../install/staged-trees.js'
import { openTarget, type Staging, type Target } from '../install/target.js'
import { limitYoungSpace } from '../memory/garbage-collector.js'
import {
  downloadedAll,
  downloadedLine,
  failedLine,
  failedToo,
  labelsOf,
  noDigest,
  noFileMatches,
  nothingUnpacked,
  notStored
} from '../messages/operations.js'
import { printable } from '../messages/printable.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { deleteAll, deletionFailure, noDeletions } from './delete.js'
import { bothOf, failureKey, failureOf } from './failure.js'
import { withLogGroup } from './log-group.js'
import type { Deletions, Downloads, Placed, Result } from './result.js'
import type { Services } from './services.js'

/**
 * `download`: selects artifacts; stages, verifies and unpacks each of them and installs it whole or not at all; reports;
 * then deletes them with `delete-after`. One failure does not stop the others.
 */
export async function download(inputs: DownloadActionInputs, services: Services): Promise<Result> {
  const downloads: Downloads = {
    path: inputs.path,
    placed: [],
    failed: [],
    files: 0,
    transferredBytes: 0,
    cacheHits: 0
  }
  // A download has outputs however early it fails.
  const result: Result = { operation: inputs.operation, selected: [], downloads }
  if (inputs.deleteAfter) result.deletions = noDeletions([])
  try {
    const { selected, failure } = await selectArtifacts(inputs, services)
    result.selected = selected
    if (inputs.deleteAfter) result.deletions = noDeletions(selected)
    if (failure) return { ...result, failure }
    checkExpectedDigests(inputs, selected)

    await affordDownload(inputs, services, selected)
    const started = performance.now()
    const globs = inputs.files && recordMisses(inputs.files)
    const unpack = inputs.unpack && recordMisses(inputs.unpack)
    const recorded = { ...inputs, files: globs?.matches, unpack: unpack?.matches }
    const installer = new Installer(recorded, services, downloads)
    await withLogGroup(services.report, { total: selected.length }, () => installer.run(selected))

    if (globs) noteNoFileMatches(globs, downloads, services)
    if (unpack) noteNothingUnpacked(unpack, downloads, services)
    noteNoDigest(inputs, downloads, services)
    reportDownloads(downloads, { selected, elapsed: performance.now() - started }, services)

    if (inputs.deleteAfter) result.deletions = await deleteDownloaded(downloads, services)
    const error = bothOf(
      failureOf('download', selected.length, downloads.failed),
      result.deletions && deletionFailure(result.deletions, selected.length)
    )
    return { ...result, ...(error && { failure: error }) }
  } catch (error) {
    return { ...result, failure: asActionError(error) }
  }
}

/** An artifact whose files are verified and unpacked, and not visible yet. */
interface Staged extends Placed {
  tree: StagedTree
  staging: Staging
}

/** Stages artifacts and installs them under `path`. */
class Installer {
  readonly #inputs: DownloadActionInputs
  readonly #services: Services
  readonly #downloads: Downloads
  #label = labelsOf([])
  /** The keys of the failures that the log has. */
  readonly #logged = new Set<unknown>()

  constructor(inputs: DownloadActionInputs, services: Services, downloads: Downloads) {
    this.#inputs = inputs
    this.#services = services
    this.#downloads = downloads
  }

  async run(selected: readonly Artifact[]): Promise<void> {
    this.#label = labelsOf(selected)
    const target = await openTarget(this.#inputs.path)
    const downloader = new ArtifactDownloader(this.#inputs, this.#services, selected)
    const unbind = limitYoungSpace()
    try {
      await this.#stageAndInstall(selected, { target, downloader })
    } finally {
      unbind()
      this.#downloads.transferredBytes = downloader.transferredBytes
      await downloader.close()
      await target.close()
    }
    this.#downloads.placed.sort((a, b) => newestFirst(a.artifact, b.artifact))
  }

  async #stageAndInstall(
    selected: readonly Artifact[],
    { target, downloader }: { target: Target; downloader: ArtifactDownloader }
  ): Promise<void> {
    // If artifacts may share paths, all are staged first: then the newest wins, and a conflict is found before anything
    // becomes visible.
    const stageAll = this.#inputs.mergeMultiple || this.#inputs.onConflict === 'error'
    const staged: Staged[] = []
    await forEachConcurrently(selected.toReversed(), this.#services.queue.concurrency, async artifact => {
      const ready = await this.#stage(artifact, { target, downloader })
      if (ready === undefined) return
      if (stageAll) staged.push(ready)
      else await this.#install([ready], target)
    })
    if (stageAll && staged.length > 0) {
      staged.sort((a, b) => a.artifact.id - b.artifact.id)
      await this.#install(staged, target)
    }
  }

  /** Downloads, verifies and unpacks an artifact into a private folder beside the target; undefined if that fails. */
  async #stage(
    listed: Artifact,
    { target, downloader }: { target: Target; downloader: ArtifactDownloader }
  ): Promise<Staged | undefined> {
    let artifact = listed
    try {
      artifact = withExpectedDigest(this.#inputs, listed)
      const ids = this.#inputs.place.kind === 'ids' ? this.#inputs.place.ids : []
      const into = foldersOf(artifact, { ...this.#inputs, ids })
      for (const segment of into) checkName(segment, 'artifact')
      const { files, bytes, digestAgreed, fromCache, staging } = await downloader.fetch(artifact, target)
      if (fromCache) this.#downloads.cacheHits++
      return {
        artifact,
        tree: { folder: staging.folder, into, label: printable(artifact.name) },
        staging,
        files,
        extractedSize: bytes,
        digestAgreed,
        folder: path.join(this.#inputs.path, ...into)
      }
    } catch (error) {
      this.#services.signal.throwIfAborted()
      const isDiskError = errnoOf(error) !== undefined
      this.#failed(artifact, isDiskError ? diskError(error, notStored(artifact)) : asActionError(error))
      return undefined
    }
  }

  async #install(staged: readonly Staged[], target: Target): Promise<void> {
    const { onConflict } = this.#inputs
    try {
      const trees = staged.map(({ tree }) => tree)
      const { files: written } = await target.install(trees, { onConflict })
      this.#downloads.files += written
      this.#downloads.placed.push(...staged)
      for (const { artifact, files, extractedSize: size, folder: absolute } of staged) {
        const folder = path.relative(this.#inputs.path, absolute)
        this.#services.report.info(downloadedLine(this.#label(artifact), { files, size, folder }))
      }
    } catch (thrown) {
      const error = asActionError(thrown)
      for (const { artifact } of staged) this.#failed(artifact, error)
    } finally {
      for (const { staging } of staged) await staging.remove()
    }
  }

  #failed(artifact: Artifact, error: ActionError): void {
    const key = failureKey(error)
    const isLogged = this.#logged.has(key)
    this.#logged.add(key)
    this.#downloads.failed.push({ artifact, error })
    this.#services.report.info(isLogged ? failedToo(artifact) : failedLine(error.message))
  }
}

/** Warns if `files` matches no file of any artifact, probably because of a typo. */
function noteNoFileMatches(
  { matches: { lines = [] }, missed }: RecordingGlobs,
  { placed }: Downloads,
  { report }: Services
): void {
  if (placed.length === 0 || placed.some(({ files }) => files > 0)) return
  const artifacts = placed.map(({ artifact }) => artifact)
  report.warning(noFileMatches(lines, { artifacts, similar: missed() }))
}

/** Warns if `unpack` matches no file of any artifact, probably because of a typo. */
function noteNothingUnpacked(
  { matches: { lines = [] }, matched, missed }: RecordingGlobs,
  { placed }: Downloads,
  { report }: Services
): void {
  if (matched() || placed.every(({ files }) => files === 0)) return
  const artifacts = placed.map(({ artifact }) => artifact)
  report.warning(nothingUnpacked(lines, { artifacts, similar: missed() }))
}

/** Reports once that the bytes could not be compared with the uploaded ones. GHES never provides a digest. */
function noteNoDigest(
  { digestMismatch, apiUrl }: DownloadActionInputs,
  { placed }: Downloads,
  { report }: Services
): void {
  const [first, ...more] = placed.map(({ artifact }) => artifact).filter(({ digest }) => !digest)
  if (first === undefined || digestMismatch === 'ignore') return
  const text = noDigest([first, ...more])
  if (isEnterpriseServer(apiUrl)) report.info(text)
  else report.notice(text)
}

/** @param elapsed in ms */
function reportDownloads(
  { placed, failed, files, path: folder, transferredBytes, cacheHits }: Downloads,
  { selected, elapsed }: { selected: readonly Artifact[]; elapsed: number },
  { report }: Services
): void {
  report.info(
    downloadedAll({
      done: placed.length,
      selected,
      path: folder,
      files,
      size: placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0),
      transferred: transferredBytes,
      elapsed,
      cacheHits,
      verified: placed.filter(({ digestAgreed }) => digestAgreed === true).length,
      failed: failed.length
    })
  )
}

/** Deletes the installed artifacts, but never one whose digest differs. */
async function deleteDownloaded({ placed }: Downloads, services: Services): Promise<Deletions> {
  const isSafe = ({ digestAgreed }: Placed) => digestAgreed !== false
  const artifactsOf = (some: readonly Placed[]) => some.map(({ artifact }) => artifact)
  const deletions = await deleteAll(artifactsOf(placed.filter(isSafe)), services)
  deletions.remaining.push(...artifactsOf(placed.filter(one => !isSafe(one))))
  return deletions
}
