import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { mkdtemp, open, rmdir, statfs } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ArchiveError } from '../errors/archive-error.js'
import type { SharedRingBuffer, WindowConsumer } from '../memory/shared-ring-buffer.js'
import { formatSize } from '../messages/size.js'
import type { Range } from './compact-ranges.js'
import { readDirectory } from './directory.js'
import type { Entries } from './entries.js'
import { MOST_WHOLE } from './inflater.js'
import { FileAccess, type RandomAccess } from './random-access.js'
import { type Job, type UnpackContext, unpack } from './unpack.js'
import type { WorkerPool } from './worker-pool.js'

export interface PlanOptions {
  /** An existing empty folder that nobody else looks into. The caller removes it when this throws. */
  to: string
  /** Which files are written; all, and empty folders too, when undefined. */
  pick?: ((path: string) => boolean) | undefined
  /** In bytes, over all files that are written. */
  maxExtractedSize?: number | undefined
  /** Whose rules for names hold; of the system it runs on unless a test says otherwise. */
  platform?: NodeJS.Platform
  /** Whether the file system folds names; found out by looking when undefined. */
  folds?: boolean | undefined
  /** Told how many entries there are to be, before they are read. */
  onCount?: ((entries: number) => void) | undefined
}

export interface ExtractOptions extends PlanOptions {
  /** The archive. */
  file: string
  pool: WorkerPool
  signal?: AbortSignal | undefined
}

export interface Extraction {
  files: number
  /** Written as files. */
  bytes: number
}

/** What is no larger goes to a worker in runs of about so many bytes of the archive. */
const RUN = 1 << 20
/** More of them would outlive collections in the thread that they go to. */
const RUN_ENTRIES = 500
/** Less work than this is done here: a thread takes longer to start. In bytes and entries. */
const IN_PROCESS = 1 << 20
const IN_PROCESS_ENTRIES = 200
/** A worker is worth starting for so many bytes. */
const BYTES_A_WORKER = 4 << 20
/** Folders are made so many in one go, so that signals are heard in between. */
const FOLDERS_AT_ONCE = 200
const FOLDER_MODE = 0o755

/**
 * Unpacks a zip archive into a folder. The whole directory is checked before the first file is made; every entry's local
 * header, descriptor, size and CRC-32 as it is read. What is written when it throws is for the caller to discard.
 *
 * @throws ArchiveError for what docs/DESIGN.md says an archive must not be; errors of the file system as they are
 */
export async function extractArchive(options: ExtractOptions): Promise<Extraction> {
  const archive = await open(options.file)
  try {
    const { size } = await archive.stat()
    const plan = await planExtraction(new FileAccess(archive.fd, size), options)
    return await plan.extract({ descriptor: archive.fd }, options)
  } finally {
    await archive.close()
  }
}

/** Reads and checks an archive's directory, picks, checks the limits. Nothing is written yet. */
export async function planExtraction(source: RandomAccess, options: PlanOptions): Promise<ExtractionPlan> {
  const { to, pick, onCount, platform = process.platform } = options
  const folds = options.folds ?? (await foldsNames(to))
  const entries = await readDirectory(source, { platform, folds, onCount })
  entries.pick(pick)
  await checkLimits(entries.pickedBytes, options)
  return new ExtractionPlan(entries, to)
}

/** What is to be unpacked, and where to. */
export class ExtractionPlan {
  readonly entries: Entries
  readonly to: string
  readonly #ranges: readonly Range[] | undefined

  /** @param ranges where the picked entries lie, when the others are not there at all */
  constructor(entries: Entries, to: string, ranges?: readonly Range[]) {
    this.entries = entries
    this.to = to
    this.#ranges = ranges
  }

  /** Cuts the archive into jobs, in its own order, made one by one. What is not picked is checked too, where it is there. */
  *jobs(): Generator<Job> {
    const { entries } = this
    const ranges = this.#ranges?.values()
    let range = ranges?.next().value
    let run: Job & { kind: 'run' } = { kind: 'run', entries: [], picked: [] }
    for (let position = 0; position < entries.length; position++) {
      const isPicked = entries.isPicked(position)
      if (ranges !== undefined && !isPicked) continue
      const entry = entries.at(position)
      while (range !== undefined && entry.offset >= range.end) range = ranges?.next().value
      if (range !== undefined) {
        entry.offset += range.to - range.start
        entry.end += range.to - range.start
      }
      const isLarge = entry.compressedSize > MOST_WHOLE || entry.uncompressedSize > MOST_WHOLE
      // By what it spans, not by what it holds: between picked entries there may be others.
      const spans = entry.end - (run.entries[0]?.offset ?? entry.offset)
      const isFull = spans > RUN || run.entries.length === RUN_ENTRIES
      if (run.entries.length > 0 && (isLarge || isFull)) {
        yield run
        run = { kind: 'run', entries: [], picked: [] }
      }
      if (isLarge) {
        yield { kind: isPicked ? 'large' : 'skip', entry }
        continue
      }
      run.entries.push(entry)
      run.picked.push(isPicked)
    }
    if (run.entries.length > 0) yield run
  }

  /** Makes the folders and unpacks the entries, from an open file or as they pass by. */
  async extract(
    from: { descriptor: number } | { ring: SharedRingBuffer; consumer: WindowConsumer },
    { pool, signal }: { pool: WorkerPool; signal?: AbortSignal | undefined }
  ): Promise<Extraction> {
    await makeFolders(this.entries.neededFolders(), this.to)
    signal?.throwIfAborted()
    const passing = 'ring' in from ? from : undefined
    const bytes = 'ring' in from ? { memory: from.ring.memory } : from
    const context: UnpackContext = { bytes, to: this.to, umask: process.umask() }
    const jobs = this.jobs()
    const { length, end } = this.#extent
    const work = Math.max(this.entries.pickedBytes, end)
    if (passing !== undefined || work > IN_PROCESS || length > IN_PROCESS_ENTRIES) {
      const count = Math.min(length, 1 + Math.floor(work / BYTES_A_WORKER))
      return await pool.run(jobs, { context, count, passing, signal })
    }
    const written: Extraction = { files: 0, bytes: 0 }
    for (const job of jobs) {
      const { files, bytes: count } = await unpack(job, context)
      written.files += files
      written.bytes += count
    }
    return written
  }

  /** How many entries are there, and where the last one ends. */
  get #extent(): { length: number; end: number } {
    if (this.#ranges === undefined) return this.entries
    const last = this.#ranges.at(-1)
    return {
      length: this.entries.pickedLength,
      end: last === undefined ? 0 : last.to + last.end - last.start
    }
  }
}

async function checkLimits(bytes: number, { to, maxExtractedSize }: PlanOptions): Promise<void> {
  if (maxExtractedSize !== undefined && bytes > maxExtractedSize) {
    throw new ArchiveError(
      'limit',
      `it unpacks to ${formatSize(bytes)}, and max-extracted-size is ${formatSize(maxExtractedSize)}`,
      { hint: 'Raise max-extracted-size if that is what it should hold, or pick files.' }
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

async function makeFolders(folders: Iterable<string>, to: string): Promise<void> {
  const setsMode = process.umask() !== (0o777 & ~FOLDER_MODE)
  let count = 0
  for (const folder of folders) {
    const made = `${to}/${folder}`
    mkdirSync(made)
    if (setsMode) chmodSync(made, FOLDER_MODE)
    if (++count % FOLDERS_AT_ONCE === 0) await nextTurn()
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
