import { lstatSync, mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RingConsumer, SharedRingBuffer } from '../memory/shared-ring-buffer.js'
import type { ExtractedSize } from '../messages/archive.js'
import { readDirectory } from './directory.js'
import type { Entries } from './entries.js'
import { MAX_BUFFERED } from './inflater.js'
import { type PickedRange, pickedRanges } from './picked-ranges.js'
import { FileAccess, type RandomAccess } from './random-access.js'
import { checkFreeSpace, checkMaxSize, FOLDER_BYTES, freeSpace } from './size-limits.js'
import { type Job, type UnpackContext, unpack } from './unpack.js'
import type { WorkerPool } from './worker-pool.js'

export interface PlanOptions {
  /** An existing empty folder that nobody else uses. The caller removes it after an error. */
  to: string
  /** Selects the files to write. By default all are written, and empty folders too. */
  pick?: ((path: string) => boolean) | undefined
  /** For all written files and folders together, in bytes. */
  maxExtractedSize?: number | undefined
  /** What counts towards `maxExtractedSize` besides this archive. */
  already?: ExtractedSize | undefined
  /** Selects the files that `unpack` replaces by their contents: they do not count towards `maxExtractedSize`. */
  isReplaced?: ((path: string) => boolean) | undefined
  /** Whose rules for names apply. By default, those of this system. */
  platform?: NodeJS.Platform
  /** Whether the file system treats names as equal that differ in case. By default, this is tested. */
  folds?: boolean | undefined
  /** Called with the number of entries before they are read. */
  onCount?: ((entries: number) => void) | undefined
}

export interface ExtractOptions extends PlanOptions {
  /** The archive. */
  file: string
  pool: WorkerPool
  signal?: AbortSignal | undefined
}

/** What was written. */
export interface Extraction {
  files: number
  bytes: number
}

/** Small entries go to a worker in batches of about this size in the archive, in bytes. */
const BATCH_BYTES = 1 << 20
/** Objects of more entries would survive collections in the worker. */
const BATCH_ENTRIES = 500
/** Up to this much work is done in this thread: starting another takes longer. In bytes and entries. */
const IN_PROCESS_BYTES = 1 << 20
const IN_PROCESS_ENTRIES = 200
/** One worker for each of this many bytes. */
const BYTES_PER_WORKER = 4 << 20
/** Folders created before signals are handled. */
const FOLDERS_AT_ONCE = 200

/**
 * Unpacks a zip archive into a folder. The whole directory is checked before the first file is created. Local header,
 * descriptor, size and CRC-32 of each entry are checked as it is read. After an error, the caller removes what was
 * written.
 *
 * @throws ArchiveError if the archive is refused (docs/DESIGN.md has the rules), or an error of the file system
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

/** Reads and checks the directory of an archive, picks entries and checks the limits. Writes nothing. */
export async function planExtraction(source: RandomAccess, options: PlanOptions): Promise<ExtractionPlan> {
  const { to, pick, onCount, platform = process.platform } = options
  const folds = options.folds ?? foldsNames(to)
  const entries = await readDirectory(source, { platform, folds, onCount })
  entries.pick(pick)
  await checkLimits(entries, options)
  return new ExtractionPlan(entries, to)
}

/** The entries to unpack and the target folder. */
export class ExtractionPlan {
  readonly #ranges: readonly PickedRange[] | undefined

  /** @param ranges of the picked entries, if the bytes of all other entries are missing */
  constructor(
    readonly entries: Entries,
    readonly to: string,
    ranges?: readonly PickedRange[]
  ) {
    this.#ranges = ranges
  }

  /** The ranges that hold the picked entries, and a plan for a file that contains only these ranges. */
  pickedOnly(): { ranges: PickedRange[]; plan: ExtractionPlan } {
    const ranges = pickedRanges(this.entries)
    return { ranges, plan: new ExtractionPlan(this.entries, this.to, ranges) }
  }

  /** Generates the jobs in the order of the archive. Entries that are not picked are checked too, unless missing. */
  *jobs(): Generator<Job> {
    const { entries } = this
    const ranges = this.#ranges?.values()
    let range = ranges?.next().value
    let batch: Job & { kind: 'batch' } = { kind: 'batch', entries: [], picked: [] }
    for (let position = 0; position < entries.length; position++) {
      const isPicked = entries.isPicked(position)
      if (ranges !== undefined && !isPicked) continue
      const entry = entries.at(position)
      while (range !== undefined && entry.offset >= range.end) range = ranges?.next().value
      if (range !== undefined) {
        entry.offset += range.to - range.start
        entry.end += range.to - range.start
      }
      const isLarge = entry.compressedSize > MAX_BUFFERED || entry.uncompressedSize > MAX_BUFFERED
      // Includes the entries between picked ones.
      const span = entry.end - (batch.entries[0]?.offset ?? entry.offset)
      const isFull = span > BATCH_BYTES || batch.entries.length === BATCH_ENTRIES
      if (batch.entries.length > 0 && (isLarge || isFull)) {
        yield batch
        batch = { kind: 'batch', entries: [], picked: [] }
      }
      if (isLarge) {
        yield { kind: isPicked ? 'large' : 'unpicked', entry }
        continue
      }
      batch.entries.push(entry)
      batch.picked.push(isPicked)
    }
    if (batch.entries.length > 0) yield batch
  }

  /** Creates the folders and unpacks the entries, from an open file or from a ring buffer as it is filled. */
  async extract(
    from: { descriptor: number } | { ring: SharedRingBuffer; consumer: RingConsumer },
    { pool, signal }: { pool: WorkerPool; signal?: AbortSignal | undefined }
  ): Promise<Extraction> {
    await createFolders(this.entries.neededFolders(), this.to)
    signal?.throwIfAborted()
    const stream = 'ring' in from ? from : undefined
    const bytes = 'ring' in from ? { memory: from.ring.memory } : from
    const context: UnpackContext = { bytes, to: this.to }
    const jobs = this.jobs()
    const { length, end } = this.#extent
    const work = Math.max(this.entries.pickedBytes, end)
    if (stream !== undefined || work > IN_PROCESS_BYTES || length > IN_PROCESS_ENTRIES) {
      const count = Math.min(length, 1 + Math.floor(work / BYTES_PER_WORKER))
      return await pool.run(jobs, { context, count, stream, signal })
    }
    const written: Extraction = { files: 0, bytes: 0 }
    for (const job of jobs) {
      const { files, bytes: count } = await unpack(job, context)
      written.files += files
      written.bytes += count
    }
    return written
  }

  /** The number of available entries, and where the last one ends. */
  get #extent(): { length: number; end: number } {
    if (this.#ranges === undefined) return this.entries
    const last = this.#ranges.at(-1)
    return {
      length: this.entries.pickedLength,
      end: last === undefined ? 0 : last.to + last.end - last.start
    }
  }
}

async function checkLimits(
  entries: Entries,
  { to, maxExtractedSize, isReplaced, already = { bytes: 0, folders: 0 } }: PlanOptions
): Promise<void> {
  const { pickedBytes, pickedFolders: folders } = entries
  const size = { bytes: pickedBytes + folders * FOLDER_BYTES, folders }
  const replaced = isReplaced && maxExtractedSize !== undefined ? entries.pickedBytesOf(isReplaced) : 0
  const total = { bytes: already.bytes + size.bytes - replaced, folders: already.folders + folders }
  checkMaxSize(total, maxExtractedSize)
  checkFreeSpace(size, await freeSpace(to))
}

async function createFolders(folders: Iterable<string>, to: string): Promise<void> {
  let count = 0
  for (const folder of folders) {
    mkdirSync(`${to}/${folder}`)
    if (++count % FOLDERS_AT_ONCE === 0) await nextTurn()
  }
}

/** Whether the file system of `folder` treats names as equal that differ in case. */
export function foldsNames(folder: string): boolean {
  const probe = mkdtempSync(path.join(folder, 'case-'))
  try {
    const upperCase = path.join(folder, path.basename(probe).toUpperCase())
    return lstatSync(upperCase, { throwIfNoEntry: false }) !== undefined
  } finally {
    rmdirSync(probe)
  }
}
