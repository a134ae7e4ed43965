import path from 'node:path'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { affordDownload } from '../download/afford.js'
import { ArtifactDownloader } from '../download/artifact-download.js'
import { checkName } from '../download/file-name.js'
import { foldersOf } from '../download/layout.js'
import { type RecordingGlobs, recordMisses } from '../download/unmatched-globs.js'
import { checkExpectedDigests, withExpectedDigest } from '../download/verify.js'
import { type ActionError, asActionError } from '../errors/action-error.js'
import { ARTIFACT_TRAITS, type Artifact, newestFirst } from '../github/artifact.js'
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
  notStored,
  quotaIsLate
} from '../messages/operations.js'
import { printable } from '../messages/printable.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { deleteAll, deletionFailure, noDeletions } from './delete.js'
import { bothOf, failureKey, failureOf } from './failure.js'
import { withLogGroup } from './log-group.js'
import { type Deletions, type Downloads, isQuotaLate, type Placed, type Result } from './result.js'
import type { Services } from './services.js'

/**
 * `download`: selects artifacts; stages, verifies and unpacks each of them and installs it whole or not at all; reports;
 * then deletes them with `delete-after`. One failure does not stop the others.
 */
export async function download(inputs: DownloadActionInputs, services: Services): Promise<Result> {
  const { operation, deleteAfter } = inputs
  // A download has outputs however early it fails.
  const downloads: Downloads = {
    path: inputs.path,
    placed: [],
    failed: [],
    files: 0,
    transferredBytes: 0,
    cacheHits: 0
  }
  let selected: Artifact[] = []
  let deletions: Deletions | undefined
  let failure: ActionError | undefined
  try {
    const selection = await selectArtifacts(inputs, services)
    selected = selection.selected
    failure = selection.failure
    if (failure === undefined) {
      await downloadSelected(selected, { inputs, services, downloads })
      if (deleteAfter) {
        deletions = await deleteDownloaded(downloads, services)
        if (isQuotaLate(inputs, deletions)) services.report.info(quotaIsLate())
      }
      failure = bothOf(
        failureOf('download', selected.length, downloads.failed),
        deletions && deletionFailure(deletions, selected.length)
      )
    }
  } catch (error) {
    failure = asActionError(error)
  }
  if (deleteAfter) deletions ??= noDeletions(selected)
  return { operation, selected, downloads, ...(deletions && { deletions }), ...(failure && { failure }) }
}

interface Download {
  inputs: DownloadActionInputs
  services: Services
  /** The results, which are added as they come. */
  downloads: Downloads
}

/** Checks, transfers and reports. Failures of single artifacts are added to `downloads`. */
async function downloadSelected(selected: readonly Artifact[], download: Download): Promise<void> {
  const { inputs, services, downloads } = download
  checkExpectedDigests(inputs, selected)
  await affordDownload(inputs, services, selected)
  const started = performance.now()
  const files = inputs.files && recordMisses(inputs.files)
  const unpack = inputs.unpack && recordMisses(inputs.unpack)
  const withGlobs = { ...download, inputs: { ...inputs, files: files?.matches, unpack: unpack?.matches } }
  await withLogGroup(services.report, { total: selected.length }, () =>
    transferAndInstall(selected, withGlobs)
  )
  noteNoMatches({ files, unpack }, downloads, services)
  noteNoDigest(inputs, downloads, services)
  const givesDigests = !downloads.placed.some(({ artifact }) => hasNoDigests(artifact))
  const elapsed = performance.now() - started
  services.report.info(downloadedAll(downloads, { selected, elapsed, givesDigests }))
}

async function transferAndInstall(selected: readonly Artifact[], download: Download): Promise<void> {
  const { inputs, services, downloads } = download
  const target = await openTarget(inputs.path)
  const downloader = new ArtifactDownloader(inputs, services, selected)
  const unbind = limitYoungSpace()
  try {
    await new Installer({ ...download, target, downloader, label: labelsOf(selected) }).run(selected)
  } finally {
    unbind()
    downloads.transferredBytes = downloader.transferredBytes
    await downloader.close()
    await target.close()
  }
  downloads.placed.sort((a, b) => newestFirst(a.artifact, b.artifact))
}

interface InstallerOptions extends Download {
  target: Target
  downloader: ArtifactDownloader
  /** Of an artifact, for the log. */
  label: (artifact: Artifact) => string
}

/** An artifact whose files are verified and unpacked in a staging folder. */
interface Staged {
  staging: Staging
  tree: StagedTree
  /** What it becomes once it is installed. */
  placed: Placed
}

/** Stages artifacts and installs them under `path`. */
class Installer {
  readonly #options: InstallerOptions
  /** The keys of the failures that the log has. */
  readonly #logged = new Set<unknown>()

  constructor(options: InstallerOptions) {
    this.#options = options
  }

  async run(selected: readonly Artifact[]): Promise<void> {
    const { inputs, services } = this.#options
    // If artifacts may share paths, all are staged first: then the newest wins, and a conflict is found before anything
    // becomes visible.
    const stageAll = inputs.mergeMultiple || inputs.onConflict === 'error'
    const all: Staged[] = []
    await forEachConcurrently(selected.toReversed(), services.queue.concurrency, async artifact => {
      const staged = await this.#stage(artifact)
      if (staged === undefined) return
      if (stageAll) all.push(staged)
      else await this.#install([staged])
    })
    const oldestFirst = (a: Staged, b: Staged) => newestFirst(b.placed.artifact, a.placed.artifact)
    if (all.length > 0) await this.#install(all.sort(oldestFirst))
  }

  /** Downloads, verifies and unpacks an artifact into a private folder beside the target; undefined if that fails. */
  async #stage(listed: Artifact): Promise<Staged | undefined> {
    const { inputs, services, downloads, target, downloader } = this.#options
    let artifact = listed
    try {
      artifact = withExpectedDigest(inputs, listed)
      const ids = inputs.place.kind === 'ids' ? inputs.place.ids : []
      const into = foldersOf(artifact, { ...inputs, ids })
      for (const segment of into) checkName(segment, 'artifact')
      const { files, bytes, digestCheck, fromCache, staging } = await downloader.fetch(artifact, target)
      if (fromCache) downloads.cacheHits++
      return {
        staging,
        tree: { folder: staging.folder, into, label: printable(artifact.name) },
        placed: {
          artifact,
          folder: path.join(inputs.path, ...into),
          files,
          extractedSize: bytes,
          digestCheck
        }
      }
    } catch (error) {
      services.signal.throwIfAborted()
      const isDiskError = errnoOf(error) !== undefined
      this.#failed(artifact, isDiskError ? diskError(error, notStored(artifact)) : asActionError(error))
      return undefined
    }
  }

  /** Makes all of them visible, or none. */
  async #install(all: readonly Staged[]): Promise<void> {
    const { inputs, services, downloads, target, label } = this.#options
    const trees = all.map(({ tree }) => tree)
    const placed = all.map(staged => staged.placed)
    try {
      const written = await target.install(trees, { onConflict: inputs.onConflict })
      // After the await: others are installed meanwhile.
      downloads.files += written
      downloads.placed.push(...placed)
      for (const { artifact, files, extractedSize: size, folder: absolute } of placed) {
        const folder = path.relative(inputs.path, absolute)
        services.report.info(downloadedLine(label(artifact), { files, size, folder }))
      }
    } catch (thrown) {
      const error = asActionError(thrown)
      for (const { artifact } of placed) this.#failed(artifact, error)
    } finally {
      for (const { staging } of all) await staging.remove()
    }
  }

  #failed(artifact: Artifact, error: ActionError): void {
    const { services, downloads } = this.#options
    const key = failureKey(error)
    const isLogged = this.#logged.has(key)
    this.#logged.add(key)
    downloads.failed.push({ artifact, error })
    services.report.info(isLogged ? failedToo(artifact) : failedLine(error.message))
  }
}

/** Warns if `files` or `unpack` matches no file of any artifact, probably because of a typo. */
function noteNoMatches(
  globs: { files: RecordingGlobs | undefined; unpack: RecordingGlobs | undefined },
  { placed }: Downloads,
  { report }: Services
): void {
  if (placed.length === 0) return
  const artifacts = placed.map(({ artifact }) => artifact)
  const warn = (input: 'files' | 'unpack', { matches: { lines = [] }, missed }: RecordingGlobs) =>
    report.warning(noFileMatches(input, lines, { artifacts, similar: missed() }))
  const isEmpty = placed.every(({ files }) => files === 0)
  if (globs.files && isEmpty) warn('files', globs.files)
  if (globs.unpack && !isEmpty && !globs.unpack.matched()) warn('unpack', globs.unpack)
}

/** Reports once that bytes could not be compared with the uploaded ones, although the server gives digests. */
function noteNoDigest(
  { digestMismatch }: DownloadActionInputs,
  { placed }: Downloads,
  { report }: Services
): void {
  const [first, ...more] = placed
    .map(({ artifact }) => artifact)
    .filter(artifact => !artifact.digest && !hasNoDigests(artifact))
  if (first === undefined || digestMismatch === 'ignore') return
  report.notice(noDigest([first, ...more]))
}

/** Whether its server gives no digest of any artifact. */
function hasNoDigests({ [ARTIFACT_TRAITS]: traits }: Artifact): boolean {
  return traits?.givesDigests === false
}

/** Deletes the installed artifacts, but never one whose digest differs. */
async function deleteDownloaded({ placed }: Downloads, services: Services): Promise<Deletions> {
  const isSafe = ({ digestCheck }: Placed) => digestCheck !== 'differs'
  const artifactsOf = (some: readonly Placed[]) => some.map(({ artifact }) => artifact)
  const deletions = await deleteAll(artifactsOf(placed.filter(isSafe)), services)
  deletions.remaining.push(...artifactsOf(placed.filter(one => !isSafe(one))))
  return deletions
}
