import { readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { ArchiveError } from '../errors/archive-error.js'
import { mayUseInternals } from '../memory/node-internals.js'
import { type RingMemory, RingReader } from '../memory/shared-ring-buffer.js'
import { archiveReason, fileEnds, inflatesToLess, inflatesToMore } from '../messages/archive.js'
import { viewOf } from './byte-view.js'
import type { Entry } from './central-header.js'
import { refusePath } from './entry-path.js'
import { createInflater, type Inflater } from './inflater.js'
import { checkDescriptor, checkLocalHeader } from './local-header.js'
import { NewFile } from './new-file.js'
import type { TerminateGuard } from './terminate-guard.js'

/** A part of the work, for one worker. */
export type Job =
  /**
   * Neighboring entries of at most `MAX_BUFFERED` bytes, read in one go. `picked[i]` says whether the i-th entry is
   * written or only checked.
   */
  | { kind: 'batch'; entries: Entry[]; picked: boolean[] }
  /** A file that is too large for one buffer. */
  | { kind: 'large'; entry: Entry }
  /** A large entry that is not picked: only its header and descriptor are read and checked. */
  | { kind: 'unpicked'; entry: Entry }

/** Where the bytes of a job begin. */
export function jobStart(job: Job): number {
  return job.kind === 'batch' ? (job.entries[0]?.offset ?? 0) : job.entry.offset
}

/** How many bytes of the archive must have arrived before a job starts. For a large file, its worker waits for the rest. */
export function jobNeeds(job: Job): number {
  return job.kind === 'batch' ? (job.entries.at(-1)?.end ?? 0) : job.entry.offset
}

/** Bytes of an archive: start (inclusive) and end (exclusive). */
interface Extent {
  start: number
  end: number
}

/** The bytes of an archive: an open file (threads share the descriptor) or a ring buffer that is being filled. */
export type ArchiveBytes = { descriptor: number } | { memory: RingMemory }

export interface UnpackContext {
  bytes: ArchiveBytes
  /** The staging folder. Its subfolders exist. */
  to: string
  /** In a thread that may be terminated. */
  guard?: TerminateGuard
  /** By default, the inflater of this thread. */
  inflater?: Inflater
  /** For reads from a file, one job at a time. Without it, each read allocates a buffer. */
  readBuffer?: ReusableBuffer | undefined
  /** Called now and then during a long job, with the position before which no more bytes are needed. */
  onProgress?: (readTo?: number) => void
}

/** Memory that is reused: new buffers of 1 MiB would pile up outside of V8's heap until they are collected. */
export class ReusableBuffer {
  #buffer = Buffer.alloc(0)

  /** The buffer is valid until the next call. */
  take(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length)
    return this.#buffer.subarray(0, length)
  }
}

/** How often a job reports progress, in ms: a slow disk may take a second for a few files. */
const PROGRESS_INTERVAL = 1000
/** The most that is read at once of a large file, in bytes: a quarter of it takes 5 % longer. */
const MAX_CHUNK = 4 << 20
/** The least that is waited for, or read from a file, in bytes. */
const MIN_CHUNK = 1 << 20

let shared: { inflater: Inflater; usesInternals: boolean } | undefined

/** The inflater of this thread. Call it early: creating it takes a millisecond. */
export function sharedInflater(guard: TerminateGuard | undefined): Inflater {
  const usesInternals = mayUseInternals()
  if (shared?.usesInternals !== usesInternals) shared = { inflater: createInflater(guard), usesInternals }
  return shared.inflater
}

/** Does one job. @returns how many files and bytes it wrote */
export async function unpack(job: Job, context: UnpackContext): Promise<{ files: number; bytes: number }> {
  switch (job.kind) {
    case 'batch':
      return unpackBatch(job, context)
    case 'large': {
      const { entry } = job
      const start = findData(entry, context)
      const end = start + entry.compressedSize
      await writeLarge(entry, context, { start, end })
      checkDescriptor(viewOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry)
      return { files: entry.kind === 'folder' ? 0 : 1, bytes: entry.uncompressedSize }
    }
    case 'unpicked': {
      const { entry } = job
      const end = findData(entry, context) + entry.compressedSize
      // The data may be larger than the ring buffer.
      context.onProgress?.(end)
      checkDescriptor(viewOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry)
      return { files: 0, bytes: 0 }
    }
  }
}

function unpackBatch(
  { entries, picked }: Job & { kind: 'batch' },
  context: UnpackContext
): { files: number; bytes: number } {
  const inflater = context.inflater ?? sharedInflater(context.guard)
  const start = entries[0]?.offset ?? 0
  const batch = viewOf(readAt(context, start, (entries.at(-1)?.end ?? start) - start))
  const written = { files: 0, bytes: 0 }
  let reportedAt = performance.now()
  for (const [index, entry] of entries.entries()) {
    const at = entry.offset - start
    const dataStart = at + checkLocalHeader(batch, at, entry)
    const dataEnd = dataStart + entry.compressedSize
    checkDescriptor(batch, dataEnd, entry.end - start - dataEnd, entry)
    if (performance.now() - reportedAt > PROGRESS_INTERVAL) {
      context.onProgress?.()
      reportedAt = performance.now()
    }
    if (!picked[index]) continue
    const content = checkedContent(entry, inflater, batch.bytes.subarray(dataStart, dataEnd))
    if (entry.kind === 'folder') continue
    const file = newFile(entry, context)
    try {
      file.write(content)
      file.finish()
    } finally {
      file.close()
    }
    written.files++
    written.bytes += entry.uncompressedSize
  }
  return written
}

/**
 * The whole content of an entry, inflated and checked.
 *
 * @returns bytes that are valid until the next call
 * @throws ArchiveError if they differ from size or CRC-32 of the entry
 */
function checkedContent(entry: Entry, inflater: Inflater, data: Buffer): Buffer {
  const content = entry.method === 0 ? data : inflate(entry, inflater, data)
  checkSize(entry, content.length)
  if (crc32(content) !== entry.crc32) throw wrongCrc(entry)
  return content
}

function inflate(entry: Entry, inflater: Inflater, data: Buffer): Buffer {
  const { uncompressedSize: size } = entry
  try {
    const { content, consumed } = inflater.inflate(data, size)
    if (consumed !== data.length && content.length <= size) throw leftOver(entry)
    return content
  } catch (error) {
    throw inflateError(error, entry)
  }
}

/** Writes a large file with a few chunks in memory: one is written while the next is inflated. */
async function writeLarge(entry: Entry, context: UnpackContext, data: Extent): Promise<void> {
  const content = new ContentWriter(entry, context)
  try {
    if (entry.method === 0) {
      // Each chunk is valid only until the next is read.
      for (const chunk of readChunks(context, data)) {
        content.write(chunk)
        await content.written
      }
    } else {
      await inflateLarge(entry, context, { data, content })
    }
    await content.written
    content.finish()
  } finally {
    // The file must not be closed during a write.
    await content.written.catch(() => {})
    content.close()
  }
}

async function inflateLarge(
  entry: Entry,
  context: UnpackContext,
  { data, content }: { data: Extent; content: ContentWriter }
): Promise<void> {
  const inflater = context.inflater ?? sharedInflater(context.guard)
  const { readsAhead } = inflater
  const input = readChunks(context, data, { copies: readsAhead })
  try {
    for await (const chunk of inflater.inflateChunks(input, entry.compressedSize)) {
      await content.written
      content.write(chunk)
      context.onProgress?.(readsAhead ? undefined : data.start + inflater.consumed)
    }
    if (inflater.consumed !== entry.compressedSize) throw leftOver(entry)
  } catch (error) {
    throw inflateError(error, entry)
  }
}

/** Writes the content of a large entry and checks it. */
class ContentWriter {
  /** Settles when everything so far is in the file. */
  written: Promise<void> = Promise.resolve()
  readonly #entry: Entry
  readonly #file: NewFile | undefined
  #size = 0
  #crc = 0

  constructor(entry: Entry, context: UnpackContext) {
    this.#entry = entry
    this.#file = entry.kind === 'folder' ? undefined : newFile(entry, context)
  }

  /** Starts to write a chunk in another thread. The chunk has to stay valid, and the next one to wait, until `written`. */
  write(chunk: Buffer): void {
    this.#size += chunk.length
    // Checked before writing: endless data stops here.
    if (this.#size > this.#entry.uncompressedSize) throw tooLarge(this.#entry)
    this.written = this.#file?.writeInBackground(chunk) ?? Promise.resolve()
    // The caller awaits it later: until then, a failure must not count as unhandled.
    this.written.catch(() => {})
    this.#crc = crc32(chunk, this.#crc)
  }

  /** @throws ArchiveError if the content differs from size or CRC-32 of the entry */
  finish(): void {
    checkSize(this.#entry, this.#size)
    if (this.#crc !== this.#entry.crc32) throw wrongCrc(this.#entry)
    this.#file?.finish()
  }

  close(): void {
    this.#file?.close()
  }
}

/**
 * Reads a range in chunks, as its bytes arrive. Requesting the next chunk invalidates the one before.
 *
 * @param copies whether chunks stay valid
 */
function* readChunks(
  context: UnpackContext,
  { start, end }: Extent,
  { copies = false } = {}
): Generator<Buffer> {
  const { bytes, onProgress } = context
  const reader = 'memory' in bytes ? new RingReader(bytes.memory, onProgress) : undefined
  for (let at = start; at < end; ) {
    onProgress?.(at)
    const arrived = reader === undefined ? 0 : reader.received - at
    const length = Math.min(end - at, MAX_CHUNK, Math.max(MIN_CHUNK, arrived))
    if (reader === undefined)
      yield readAt(copies ? { ...context, readBuffer: undefined } : context, at, length)
    else if (copies) yield Buffer.from(reader.read(at, length))
    else yield* reader.pieces(at, length)
    at += length
  }
}

/** Checks the local header of an entry. @returns where its data begins in the archive */
function findData(entry: Entry, context: UnpackContext): number {
  const maxHeader = entry.end - entry.offset - entry.compressedSize
  return entry.offset + checkLocalHeader(viewOf(readAt(context, entry.offset, maxHeader)), 0, entry)
}

function checkSize(entry: Entry, size: number): void {
  const declared = entry.uncompressedSize
  if (size > declared) throw tooLarge(entry)
  if (size < declared) throw refusePath('size', inflatesToLess(size, declared), entry.path)
}

function tooLarge(entry: Entry): ArchiveError {
  return refusePath('size', inflatesToMore(entry.uncompressedSize), entry.path)
}

function leftOver(entry: Entry): ArchiveError {
  return refusePath('deflate', archiveReason('bytesLeftOver'), entry.path)
}

function wrongCrc(entry: Entry): ArchiveError {
  return refusePath('crc', archiveReason('wrongCrc'), entry.path)
}

function inflateError(thrown: unknown, entry: Entry): unknown {
  const { code } = thrown as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(entry)
  if (!code?.startsWith('Z_')) return thrown
  const reason = archiveReason(code === 'Z_BUF_ERROR' ? 'deflateUnfinished' : 'deflateInvalid')
  return refusePath('deflate', reason, entry.path)
}

function newFile(entry: Entry, { to }: UnpackContext): NewFile {
  return new NewFile(`${to}/${entry.path}`, entry)
}

/** Reads exactly these bytes. Those of a ring buffer are valid until they are released. */
function readAt({ bytes, readBuffer, onProgress }: UnpackContext, offset: number, length: number): Buffer {
  if ('memory' in bytes) return new RingReader(bytes.memory, onProgress).read(offset, length)
  const buffer = readBuffer?.take(length) ?? Buffer.allocUnsafe(length)
  for (let filled = 0; filled < length; ) {
    const count = readSync(bytes.descriptor, buffer, filled, length - filled, offset + filled)
    if (count === 0) throw new ArchiveError('truncated', fileEnds(offset + filled))
    filled += count
  }
  return buffer
}
