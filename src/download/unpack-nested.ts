import { lstatSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { ArtifactTree } from '../archive/artifact-tree.js'
import { pathIn } from '../archive/entry-path.js'
import { extractArchive } from '../archive/extract.js'
import { type Compression, HAS_ZSTD, unpackTar } from '../archive/tar/unpack-tar.js'
import { ArchiveError } from '../errors/archive-error.js'
import type { Artifact } from '../github/artifact.js'
import { EventLoopPause } from '../install/event-loop-pause.js'
import { retryBusy } from '../install/retry-busy.js'
import type { Target } from '../install/target.js'
import { garbageCollector } from '../memory/garbage-collector.js'
import {
  inArchive,
  nestedRefusedHint,
  unpackedArchive,
  unsupportedArchive,
  unsupportedArchiveHint,
  zstdUnsupported,
  zstdUnsupportedHint
} from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import type { DownloadContext } from './context.js'
import type { WithStaging } from './staging-folders.js'
import { refusalOf } from './verify.js'
import type { Fetched } from './whole-file.js'

type Format = Compression | 'zip'

/** Files after which garbage is collected: moving 200,000 of them takes 200 MB instead of 250. */
const COLLECT_EVERY = 20_000

/** The archives that `unpack` supports, by the end of their names. */
const FORMATS: readonly (readonly [RegExp, Format])[] = [
  [/\.tar$/i, 'none'],
  [/\.(tar\.gz|tgz)$/i, 'gzip'],
  [/\.tar\.zst$/i, 'zstd'],
  [/\.zip$/i, 'zip']
]

/** An archive inside an artifact. */
interface Nested {
  /** Its path in the artifact. */
  name: string
  /** Where it is now. */
  file: string
  format: Format
}

/**
 * Replaces the archives that `unpack` selects by their contents, in the staging folder of a verified artifact. Archives in
 * archives stay as they are.
 *
 * @throws RequestError with code `archive-refused`, or an error of the file system; then the staging folder is removed
 */
export async function unpackNested(
  context: DownloadContext,
  artifact: Artifact,
  given: { fetched: WithStaging<Fetched>; target: Target; unpack: (path: string) => boolean }
): Promise<WithStaging<Fetched>> {
  const { fetched, target, unpack } = given
  let isDone = false
  try {
    // One at a time: each may need a window of 128 MiB.
    const { files, bytes } = await context.unpackLimit(() =>
      unpackStaged(context, artifact, { folder: fetched.staging.folder, target, unpack })
    )
    isDone = true
    return { ...fetched, files, bytes }
  } catch (error) {
    // Their bytes are verified: another fetch would not help.
    throw error instanceof ArchiveError ? refusalOf(artifact, error, { digestCheck: 'matches' }) : error
  } finally {
    if (!isDone) await fetched.staging.remove()
  }
}

async function unpackStaged(
  context: DownloadContext,
  artifact: Artifact,
  { folder, target, unpack }: { folder: string; target: Target; unpack: (path: string) => boolean }
): Promise<{ files: number; bytes: number }> {
  const { inputs, services } = context
  const tree = await ArtifactTree.open(folder, { maxExtractedSize: inputs.maxExtractedSize })
  const archives: Nested[] = []
  const pause = new EventLoopPause()
  for (const { path: name, size } of walk(folder)) {
    if (size !== undefined && unpack(name)) archives.push({ name, file: '', format: formatOf(name) })
    else tree.record(name, size)
    if (pause.isDue) await pause.wait()
  }
  if (archives.length === 0) return tree
  const work = await target.stage()
  try {
    // First, so that an archive may contain a file of its own name.
    for (const [index, archive] of archives.entries()) {
      archive.file = path.join(work.folder, String(index))
      await retryBusy(() => rename(path.join(folder, archive.name), archive.file))
    }
    for (const archive of archives) {
      const { files, bytes } = tree
      await unpackOne(context, archive, tree)
      const unpacked = { files: tree.files - files, size: tree.bytes - bytes }
      services.report.info(unpackedArchive(artifactTitle(artifact), archive.name, unpacked))
      await rm(archive.file)
    }
    for (const _ of tree.createLinks()) if (pause.isDue) await pause.wait()
    return tree
  } finally {
    await work.remove()
  }
}

/** @throws ArchiveError that names the archive */
async function unpackOne(context: DownloadContext, archive: Nested, tree: ArtifactTree): Promise<void> {
  const { progress, services } = context
  const { name, file, format } = archive
  const into = path.posix.dirname(name) === '.' ? '' : path.posix.dirname(name)
  try {
    if (format === 'zip') return await unpackZip(context, { file, tree, into })
    const onWritten = (bytes: number) => progress.addUnpacked(bytes)
    await unpackTar({ file, compression: format, tree, into, onWritten, signal: services.signal })
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const { refusal, hint = nestedRefusedHint(), reason, entry } = error
    throw new ArchiveError(refusal, inArchive(name, reason, entry), { hint, cause: error })
  }
}

/** Unpacks a zip archive into a folder of its own, then moves its files into the tree. */
async function unpackZip(
  { inputs: { maxExtractedSize }, services: { signal }, pool, progress }: DownloadContext,
  { file, tree, into }: { file: string; tree: ArtifactTree; into: string }
): Promise<void> {
  const to = `${file}.unpacked`
  mkdirSync(to)
  const { bytes } = await extractArchive({ file, to, pool, signal, maxExtractedSize, already: tree.size })
  progress.addUnpacked(bytes)
  const pause = new EventLoopPause()
  let moved = 0
  for (const { path: name, size } of walk(to)) {
    const place = pathIn(into, name)
    if (pause.isDue) await pause.wait()
    if (++moved % COLLECT_EVERY === 0) garbageCollector.collectAll()
    if (size === undefined) {
      tree.addFolder(place)
      continue
    }
    const file = tree.claimFile(place, size)
    await retryBusy(() => renameSync(path.join(to, name), file))
  }
}

/** The files and folders in a folder, parents first. A file has a size. */
function* walk(folder: string, under = ''): Generator<{ path: string; size: number | undefined }> {
  // Names alone: with types, each would be an object.
  for (const entry of readdirSync(path.join(folder, under))) {
    const name = pathIn(under, entry)
    const stats = lstatSync(path.join(folder, name))
    yield { path: name, size: stats.isDirectory() ? undefined : stats.size }
    if (stats.isDirectory()) yield* walk(folder, name)
  }
}

/** @throws ArchiveError if it is no archive that `unpack` supports */
function formatOf(name: string): Format {
  const format = FORMATS.find(([ending]) => ending.test(name))?.[1]
  if (format === undefined) {
    const hint = unsupportedArchiveHint()
    throw new ArchiveError('unsupported', unsupportedArchive(), { entry: name, hint })
  }
  if (format === 'zstd' && !HAS_ZSTD) {
    const hint = zstdUnsupportedHint()
    throw new ArchiveError('unsupported', zstdUnsupported(process.version), { entry: name, hint })
  }
  return format
}
