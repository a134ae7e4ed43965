import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { mkdtemp, open, rmdir, statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { formatSize } from '../domain/size.js'
import { ArchiveError } from '../errors.js'
import type { Entry } from './central-header.js'
import { readDirectory } from './directory.js'
import { FileSource } from './source.js'
import { type Job, type UnpackContext, unpack } from './unpack.js'
import { runInWorkers } from './worker-pool.js'

export interface ExtractOptions {
  /** The archive. */
  file: string
  /** An existing empty folder that nobody else looks into. The caller removes it when this throws. */
  to: string
  /** Which files are written; all, and empty folders too, when undefined. */
  pick?: (path: string) => boolean
  /** In bytes, over all files that are written. */
  maxExtractedSize?: number | undefined
  /** Whose rules for names hold; of the system it runs on unless a test says otherwise. */
  platform?: NodeJS.Platform
  /** Whether the file system folds names; found out by looking when undefined. */
  folds?: boolean | undefined
  workerUrl: URL
  signal?: AbortSignal | undefined
  /** How long a worker may work without a word, in ms. */
  hangTimeout?: number
}

export interface Extraction {
  files: number
  /** Written as files. */
  bytes: number
}

/** What is larger, compressed or not, goes through in chunks. In bytes. */
const LARGE = 4 << 20
/** Small entries go to a worker in runs of about so many bytes of the archive. */
const RUN = 1 << 20
const RUN_ENTRIES = 1000
/** Less work than this is done here: a thread takes longer to start. In bytes and entries. */
const IN_PROCESS = 1 << 20
const IN_PROCESS_ENTRIES = 200
/** More threads than this gained nothing when measured. */
const MAX_WORKERS = 4
/** A worker is worth starting for so many bytes. */
const BYTES_A_WORKER = 4 << 20
/** Folders are made so many in one go, so that signals are heard in between. */
const FOLDERS_AT_ONCE = 200
const HANG_TIMEOUT = 120_000
const FOLDER_MODE = 0o755

/**
 * Unpacks a zip archive into a folder. The whole directory is checked before the first file is made; every entry's local
 * header, descriptor, size and CRC-32 as it is read. What is written when it throws is for the caller to discard.
 *
 * @throws ArchiveError for what docs/DESIGN.md says an archive must not be; errors of the file system as they are
 */
export async function extractArchive(options: ExtractOptions): Promise<Extraction> {
  const { file, to, pick, platform = process.platform, signal } = options
  const archive = await open(file)
  try {
    const { size } = await archive.stat()
    const folds = options.folds ?? (await foldsNames(to))
    const entries = await readDirectory(new FileSource(archive.fd, size), { platform, folds })
    const picked = new Set(
      entries.filter(entry => pick === undefined || (entry.kind === 'file' && pick(entry.path)))
    )
    const bytes = [...picked].reduce((sum, entry) => sum + entry.uncompressedSize, 0)
    await checkLimits(bytes, options)
    await makeFolders(picked, to)
    signal?.throwIfAborted()
    const context: UnpackContext = { descriptor: archive.fd, to, umask: process.umask() }
    return await doJobs(jobsFor(entries, picked), { entries, bytes, context, options })
  } finally {
    await archive.close()
  }
}

async function doJobs(
  jobs: Iterable<Job>,
  {
    entries,
    bytes,
    context,
    options
  }: { entries: Entry[]; bytes: number; context: UnpackContext; options: ExtractOptions }
): Promise<Extraction> {
  const work = Math.max(bytes, entries.at(-1)?.end ?? 0)
  if (work > IN_PROCESS || entries.length > IN_PROCESS_ENTRIES) {
    return await runInWorkers(jobs, {
      workerUrl: options.workerUrl,
      count: Math.min(MAX_WORKERS, availableParallelism(), 1 + Math.floor(work / BYTES_A_WORKER)),
      context,
      signal: options.signal,
      hangTimeout: options.hangTimeout ?? HANG_TIMEOUT
    })
  }
  const written: Extraction = { files: 0, bytes: 0 }
  for (const job of jobs) {
    const { files, bytes: count } = await unpack(job, context)
    written.files += files
    written.bytes += count
  }
  return written
}

/** Cuts the archive into jobs, in its own order. What is not picked is checked too. */
function* jobsFor(entries: readonly Entry[], picked: ReadonlySet<Entry>): Generator<Job> {
  let run: Job & { kind: 'run' } = { kind: 'run', entries: [], picked: [] }
  let runBytes = 0
  for (const entry of entries) {
    const isLarge = entry.compressedSize > LARGE || entry.uncompressedSize > LARGE
    const extent = entry.end - entry.offset
    const isFull = runBytes + extent > RUN || run.entries.length === RUN_ENTRIES
    if (run.entries.length > 0 && (isLarge || isFull)) {
      yield run
      run = { kind: 'run', entries: [], picked: [] }
      runBytes = 0
    }
    if (isLarge) {
      yield { kind: picked.has(entry) ? 'large' : 'skip', entry }
      continue
    }
    run.entries.push(entry)
    run.picked.push(picked.has(entry))
    runBytes += extent
  }
  if (run.entries.length > 0) yield run
}

async function checkLimits(bytes: number, { to, maxExtractedSize }: ExtractOptions): Promise<void> {
  if (maxExtractedSize !== undefined && bytes > maxExtractedSize) {
    throw new ArchiveError(
      'limit',
      `it unpacks to ${formatSize(bytes)}, and max-extracted-size is ${formatSize(maxExtractedSize)}`
    )
  }
  const { bavail, bsize } = await statfs(to)
  if (bytes > bavail * bsize) {
    throw new ArchiveError(
      'limit',
      `it unpacks to ${formatSize(bytes)}, and the disk has ${formatSize(bavail * bsize)} free`,
      {
        hint: 'Free some space, choose a path on another disk, or pick files.'
      }
    )
  }
}

/** Makes every folder that the picked entries need, each once, the outer before the inner. */
async function makeFolders(picked: Iterable<Entry>, to: string): Promise<void> {
  const folders = new Set<string>()
  const add = (folder: string) => {
    if (folder === '.' || folders.has(folder)) return
    add(path.posix.dirname(folder))
    folders.add(folder)
  }
  for (const entry of picked) add(entry.kind === 'folder' ? entry.path : path.posix.dirname(entry.path))
  const setsMode = process.umask() !== (0o777 & ~FOLDER_MODE)
  let made = 0
  for (const folder of folders) {
    mkdirSync(path.join(to, folder))
    if (setsMode) chmodSync(path.join(to, folder), FOLDER_MODE)
    if (++made % FOLDERS_AT_ONCE === 0) await nextTurn()
  }
}

/** Whether names that differ in case are one name where `folder` is. */
async function foldsNames(folder: string): Promise<boolean> {
  const probe = await mkdtemp(path.join(folder, 'case-'))
  try {
    return (
      lstatSync(path.join(folder, path.basename(probe).toUpperCase()), { throwIfNoEntry: false }) !==
      undefined
    )
  } finally {
    await rmdir(probe)
  }
}
