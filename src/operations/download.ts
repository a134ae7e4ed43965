import path from 'node:path'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ArtifactDownloader } from '../download/artifact-download.js'
import { checkName } from '../download/check-name.js'
import { foldersOf } from '../download/layout.js'
import { type RecordingGlobs, recordMisses } from '../download/unmatched-globs.js'
import { type ActionError, asActionError } from '../errors/action-error.js'
import { type Artifact, newestFirst, titleOf } from '../github/artifact.js'
import type { DownloadActionInputs } from '../inputs/action-inputs.js'
import { diskError, errnoOf } from '../install/disk-error.js'
import type { StagedTree } from '../install/staged-trees.js'
import { openTarget, type Staging, type Target } from '../install/target.js'
import { limitYoungSpace } from '../memory/garbage-collector.js'
import { formatElapsed } from '../messages/duration.js'
import { amount, labelsOf, withLogGroup } from '../messages/log-lines.js'
import { plural } from '../messages/plural.js'
import { printable } from '../messages/printable.js'
import type { Reporter } from '../messages/reporter.js'
import { artifactName, nameList } from '../messages/selection-words.js'
import { formatSize } from '../messages/size.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { deleteAll, deletionFailure, noDeletions } from './delete.js'
import { bothOf, failureOf } from './failure.js'
import type { Deletions, Downloads, Placed, Result } from './result.js'
import type { Services } from './services.js'

/** Of fewer bytes a rate says more about the requests than about the line. */
const WORTH_RATE = 1_000_000

/** An artifact whose files are all there, checked, and not yet visible. */
interface Staged extends Placed {
  tree: StagedTree
  staging: Staging
}

/**
 * `download`: each artifact is fetched, verified and unpacked out of sight, and becomes visible whole or not at all. One
 * failure does not stop the others.
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
  // The outputs of a download are there however early it fails.
  const result: Result = { operation: inputs.operation, selected: [], downloads }
  if (inputs.deleteAfter) result.deletions = noDeletions([])
  try {
    const { selected, failure } = await selectArtifacts(inputs, services)
    result.selected = selected
    if (inputs.deleteAfter) result.deletions = noDeletions(selected)
    if (failure) return { ...result, failure }
    const started = performance.now()
    const globs = inputs.files && recordMisses(inputs.files)
    const work = new Download({ ...inputs, files: globs?.matches }, services, downloads)
    const title = plural(selected.length, 'artifact')
    await withLogGroup(services.report, { title, lines: selected.length }, () => work.run(selected))
    if (globs) noteNothingPicked(globs, downloads, services)
    noteNoDigest(inputs, downloads, services)
    reportResult(downloads, selected, { elapsed: performance.now() - started, report: services.report })
    const failed = failureOf('download', selected.length, downloads.failed)
    if (inputs.deleteAfter) result.deletions = await deleteDownloaded(downloads, services)
    const notDeleted = result.deletions && deletionFailure(result.deletions, selected.length)
    const error = bothOf(failed, notDeleted)
    return { ...result, ...(error && { failure: error }) }
  } catch (error) {
    return { ...result, failure: asActionError(error) }
  }
}

class Download {
  readonly #inputs: DownloadActionInputs
  readonly #services: Services
  readonly #downloads: Downloads
  #label = labelsOf([])
  /** Messages of failures so far. */
  readonly #told = new Set<string>()

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
      await this.#fetchAll(selected, { target, downloader })
    } finally {
      unbind()
      this.#downloads.transferredBytes = downloader.transferredBytes
      await downloader.close()
      await target.close()
    }
    this.#downloads.placed.sort((a, b) => newestFirst(a.artifact, b.artifact))
  }

  async #fetchAll(
    selected: readonly Artifact[],
    { target, downloader }: { target: Target; downloader: ArtifactDownloader }
  ): Promise<void> {
    // Where paths of two artifacts may meet, the oldest comes first so that the newest wins, and a conflict is found
    // before anything becomes visible.
    const stageAll = this.#inputs.mergeMultiple || this.#inputs.onConflict === 'error'
    const staged: Staged[] = []
    await forEachConcurrently(selected.toReversed(), this.#services.queue.concurrency, async artifact => {
      const ready = await this.#tried(artifact, () => this.#stage(artifact, { target, downloader }))
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
  async #stage(
    artifact: Artifact,
    { target, downloader }: { target: Target; downloader: ArtifactDownloader }
  ): Promise<Staged> {
    const into = foldersOf(artifact, {
      ...this.#inputs,
      ids: this.#inputs.place.kind === 'ids' ? this.#inputs.place.ids : []
    })
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
  }

  async #install(staged: readonly Staged[], target: Target): Promise<void> {
    const { onConflict } = this.#inputs
    try {
      const trees = staged.map(({ tree }) => tree)
      const { files: written } = await target.install(trees, { onConflict })
      this.#downloads.files += written
      this.#downloads.placed.push(...staged)
      for (const { artifact, files, extractedSize, folder } of staged) {
        const inside = path.relative(this.#inputs.path, folder)
        this.#services.report.info(
          `  ${this.#label(artifact)}  → ${plural(files, 'file')}, ${formatSize(extractedSize)}${inside === '' ? '' : `, in ${printable(inside)}`}`
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
          : diskError(error, `${titleOf(artifact)} could not be stored`)
      )
      return undefined
    }
  }

  #failed(artifact: Artifact, error: ActionError): void {
    // A limit, or a folder that holds one file of two, meets others too.
    const isTold = this.#told.has(error.message)
    this.#told.add(error.message)
    this.#downloads.failed.push({ artifact, error })
    this.#services.report.info(
      isTold ? `  failed too: ${artifactName(artifact)}` : `  failed: ${error.message}`
    )
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

/** Says that `files` picked nothing at all: a slip in a glob, most likely. Of some artifacts it may well pick nothing. */
function noteNothingPicked(
  { matches: { lines = [] }, missed }: RecordingGlobs,
  { placed }: Downloads,
  { report }: Services
): void {
  if (placed.length === 0 || placed.some(({ files: picked }) => picked > 0)) return
  const of = amount(placed.map(({ artifact }) => artifact))
  const near = missed()
  const there = near.length === 0 ? '' : ` The nearest there: ${nameList(near)}.`
  report.warning(
    `files (${nameList(lines)}) matches nothing in ${of}: no file was written, and the step passes (file-count is 0).${there} A glob is held against the whole path inside the artifact; **/NAME finds NAME in every folder.`
  )
}

/** Says once that what came could not be compared with what was uploaded. GHES never gives a digest. */
function noteNoDigest(
  { digestMismatch, apiUrl }: DownloadActionInputs,
  { placed }: Downloads,
  { report }: Services
): void {
  const [first, ...more] = placed.filter(({ artifact }) => !artifact.digest)
  if (first === undefined || digestMismatch === 'ignore') return
  const others = more.length > 0 ? ` and ${more.length} more` : ''
  const text = `${titleOf(first.artifact)}${others}: the server gives no digest, so nothing says whether these are the bytes that were uploaded`
  if (/\/api\/v3$/.test(apiUrl)) report.info(text)
  else report.notice(text)
}

function reportResult(
  { placed, failed, files, path: target, transferredBytes, cacheHits }: Downloads,
  selected: Artifact[],
  { elapsed, report }: { elapsed: number; report: Reporter }
) {
  const unpacked = placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0)
  const rate = transferredBytes >= WORTH_RATE ? ` (${formatSize(transferredBytes / (elapsed / 1000))}/s)` : ''
  const verified = placed.filter(({ digestAgreed }) => digestAgreed === true).length
  const parts = [
    `Downloaded ${placed.length} of ${amount(selected)} to ${printable(target)}: ${plural(files, 'file')}, ${formatSize(unpacked)}`,
    `${formatSize(transferredBytes)} transferred in ${formatElapsed(elapsed)}${rate}`,
    ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : []),
    ...(placed.length > 0 ? [`digest verified for ${verified} of ${placed.length}`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : [])
  ]
  report.info(parts.join('; '))
}
