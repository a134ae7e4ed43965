import { closeSync, constants, fchmodSync, futimesSync, openSync, readSync, write, writeSync } from 'node:fs'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32, createInflateRaw, inflateRawSync, type Zlib } from 'node:zlib'
import { ArchiveError } from '../errors/archive-error.js'
import { type WindowMemory, WindowReader } from '../memory/shared-ring-buffer.js'
import { sliceOf } from './byte-range.js'
import type { Entry } from './central-header.js'
import { Inflater, type Whole } from './inflater.js'
import { checkDescriptor, checkLocalHeader, refuseEntry } from './local-header.js'
import { behind, type Gate } from './thread-gate.js'

/** A part of the work: what a worker is given. */
export type Job =
  /**
   * Entries of `MOST_WHOLE` bytes at the most that lie one after the other, read in one go. `picked[i]`: whether the
   * i-th is written or only checked.
   */
  | { kind: 'run'; entries: Entry[]; picked: boolean[] }
  /** A file too large for one buffer. */
  | { kind: 'large'; entry: Entry }
  /** One that is not wanted, and too large to read for nothing: its header and descriptor are checked. */
  | { kind: 'skip'; entry: Entry }

/** Where the bytes begin that a job is about. */
export function startOf(job: Job): number {
  return job.kind === 'run' ? (job.entries[0]?.offset ?? 0) : job.entry.offset
}

/** Up to where bytes have to have come before a job is given out: a large file's worker waits for the rest itself. */
export function wantedBy(job: Job): number {
  return job.kind === 'run' ? (job.entries.at(-1)?.end ?? 0) : job.entry.offset
}

/** Bytes of an archive: the first, and the first that is no longer of them. */
interface Extent {
  start: number
  end: number
}

/** Where the bytes of an archive are: an open file (its descriptor is the process's, so threads share it), or passing by. */
export type ArchiveBytes = { descriptor: number } | { memory: WindowMemory }

export interface UnpackContext {
  bytes: ArchiveBytes
  /** The staging folder; the folders in it are made. */
  to: string
  /** The process's umask: where it would take bits away, modes are set once more. */
  umask: number
  /** Whether only the public calls of zlib are used; for tests. */
  publicZlib?: boolean
  /** Behind which zlib's streams are made, in a thread that may be ended. */
  gate?: Gate
  /** What is read from a file goes into this, which does one job at a time; without it each read has a buffer of its own. */
  scratch?: Scratch | undefined
  /** Called now and then during a long job: it is alive, and needs nothing before this byte any more. */
  onProgress?: (readTo?: number) => void
}

/** Memory that is used again: buffers of a MiB each would gather outside of V8's heap before it collects them. */
export class Scratch {
  #buffer = Buffer.alloc(0)

  /** It stands until the next is asked for. */
  take(length: number): Buffer {
    if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafeSlow(length)
    return this.#buffer.subarray(0, length)
  }
}

const writeAsync = promisify(write)

/** How often a job says that it goes on, in ms: a slow disk may take a second for a few files. */
const WORD = 1000
/** How much of a large file is taken at once where so much has come, in bytes: a quarter of that takes a twentieth longer. */
const CHUNK = 4 << 20
/** How much of it is waited for, read from a file, or given by the public calls of zlib at once, in bytes. */
const LEAST_CHUNK = 1 << 20

let tried: { inflater: Inflater | undefined } | undefined

/** Makes ready what the first job would wait for. @returns undefined where only the public calls of zlib will do */
export function prepare(gate: Gate | undefined): Inflater | undefined {
  tried ??= { inflater: behind(gate, () => Inflater.create()) }
  return tried.inflater
}

function inflaterFor({ publicZlib = false, gate }: UnpackContext): Inflater | undefined {
  return publicZlib ? undefined : prepare(gate)
}

/** Does one job and returns how many files and bytes it wrote. */
export async function unpack(job: Job, context: UnpackContext): Promise<{ files: number; bytes: number }> {
  switch (job.kind) {
    case 'run':
      return unpackRun(job, context)
    case 'large': {
      const { entry } = job
      const start = findData(entry, context)
      const end = start + entry.compressedSize
      await writeLarge(entry, context, { start, end })
      checkDescriptor(sliceOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry)
      return { files: entry.kind === 'folder' ? 0 : 1, bytes: entry.uncompressedSize }
    }
    case 'skip': {
      const { entry } = job
      const end = findData(entry, context) + entry.compressedSize
      // What passes by may be more than a window holds.
      context.onProgress?.(end)
      checkDescriptor(sliceOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry)
      return { files: 0, bytes: 0 }
    }
  }
}

function unpackRun(
  { entries, picked }: Job & { kind: 'run' },
  context: UnpackContext
): { files: number; bytes: number } {
  const start = entries[0]?.offset ?? 0
  const run = sliceOf(readAt(context, start, (entries.at(-1)?.end ?? start) - start))
  const written = { files: 0, bytes: 0 }
  let heardAt = performance.now()
  for (const [index, entry] of entries.entries()) {
    const at = entry.offset - start
    const dataStart = at + checkLocalHeader(run, at, entry)
    const dataEnd = dataStart + entry.compressedSize
    checkDescriptor(run, dataEnd, entry.end - start - dataEnd, entry)
    if (performance.now() - heardAt > WORD) {
      context.onProgress?.()
      heardAt = performance.now()
    }
    if (!picked[index]) continue
    const content = contentOf(entry, context, run.bytes.subarray(dataStart, dataEnd))
    if (entry.kind === 'folder') continue
    const file = new NewFile(entry, context)
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
 * All that an entry of a run holds, inflated.
 *
 * @returns bytes that stand until the next entry's are asked for
 * @throws ArchiveError where they are not what the archive says
 */
function contentOf(entry: Entry, context: UnpackContext, data: Buffer): Buffer {
  const content = entry.method === 0 ? data : inflateWhole(entry, context, data)
  checkSize(entry, content.length)
  if (crc32(content) !== entry.crc32) throw wrongCrc(entry)
  return content
}

function inflateWhole(entry: Entry, context: UnpackContext, data: Buffer): Buffer {
  const inflater = inflaterFor(context)
  const { uncompressedSize: size } = entry
  try {
    const { content, taken } =
      inflater?.whole(data, size) ?? behind(context.gate, () => inflatePublicly(data, size))
    if (taken !== data.length && content.length <= size) throw leftOver(entry)
    return content
  } catch (error) {
    throw inflateError(error, entry)
  }
}

/** The same as `Inflater.whole`, with the public calls of zlib alone. */
function inflatePublicly(data: Buffer, size: number): Whole {
  const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1, info: true }
  const { buffer, engine } = inflateRawSync(data, options) as unknown as { buffer: Buffer; engine: Zlib }
  return { content: buffer, taken: engine.bytesWritten }
}

/** Writes a large file, with no more than some chunks in memory. One is written while the next is inflated. */
async function writeLarge(entry: Entry, context: UnpackContext, data: Extent): Promise<void> {
  const content = new Content(entry, context)
  const inflater = inflaterFor(context)
  try {
    if (entry.method === 0) {
      // Its bytes stand only until more are asked for.
      for (const chunk of readChunks(context, data)) {
        content.takeMeanwhile(chunk)
        await content.written
      }
    } else if (inflater !== undefined) {
      for (const chunk of inflateWith(inflater, entry, readChunks(context, data))) {
        await content.written
        content.takeMeanwhile(chunk)
        context.onProgress?.(data.start + inflater.taken)
      }
    } else {
      const take = (chunk: Buffer) => {
        content.take(chunk)
        context.onProgress?.()
      }
      // It is asynchronous and reads ahead.
      await inflateAsync(entry, context, {
        data: readChunks(context, data, { keep: true }),
        take
      })
    }
    await content.written
    content.finish()
  } finally {
    // Nothing writes any more once it is closed.
    await content.written.catch(() => {})
    content.close()
  }
}

/** What comes out of an entry: checked against what the archive says of it, and written. */
class Content {
  /** Settles when all that was taken is in the file. */
  written: Promise<void> = Promise.resolve()
  readonly #entry: Entry
  readonly #file: NewFile | undefined
  #size = 0
  #crc = 0

  constructor(entry: Entry, context: UnpackContext) {
    this.#entry = entry
    this.#file = entry.kind === 'folder' ? undefined : new NewFile(entry, context)
  }

  take(chunk: Buffer): void {
    this.#count(chunk)
    this.#crc = crc32(chunk, this.#crc)
    this.#file?.write(chunk)
  }

  /** Written by another thread, one chunk at a time: the bytes have to stand until `written`. */
  takeMeanwhile(chunk: Buffer): void {
    this.#count(chunk)
    this.written = this.#file?.writeMeanwhile(chunk) ?? Promise.resolve()
    // Whoever waits for it hears of a failure.
    this.written.catch(() => {})
    this.#crc = crc32(chunk, this.#crc)
  }

  /** @throws ArchiveError when it is not what the archive says */
  finish(): void {
    checkSize(this.#entry, this.#size)
    if (this.#crc !== this.#entry.crc32) throw wrongCrc(this.#entry)
    this.#file?.finish()
  }

  close(): void {
    this.#file?.close()
  }

  #count({ length }: Buffer): void {
    this.#size += length
    // Before it is written: what inflates without end stops here.
    if (this.#size > this.#entry.uncompressedSize) checkSize(this.#entry, this.#size)
  }
}

function* inflateWith(inflater: Inflater, entry: Entry, data: Iterable<Buffer>): Generator<Buffer> {
  inflater.reset()
  let given = 0
  for (const input of data) {
    given += input.length
    try {
      yield* inflater.push(input, given === entry.compressedSize)
    } catch (error) {
      throw inflateError(error, entry)
    }
    if (inflater.taken < given) throw leftOver(entry)
  }
}

/** With the public calls of zlib alone. */
async function inflateAsync(
  entry: Entry,
  { gate }: UnpackContext,
  { data, take }: { data: Iterable<Buffer>; take: (chunk: Buffer) => void }
): Promise<void> {
  const input = Readable.from(data)
  const engine = behind(gate, () => createInflateRaw({ chunkSize: LEAST_CHUNK }))
  input.on('error', error => engine.destroy(error))
  try {
    for await (const chunk of input.pipe(engine)) take(chunk as Buffer)
    // zlib stops at the end of the stream, whatever input is left.
    if (engine.bytesWritten !== entry.compressedSize) throw leftOver(entry)
  } catch (error) {
    throw inflateError(error, entry)
  } finally {
    input.destroy()
    engine.destroy()
  }
}

/**
 * Asking for the next chunk releases the one before, unless they are kept: then they are copies. What passes by is taken
 * as it comes, and no more than LEAST_CHUNK is waited for.
 */
function* readChunks(
  context: UnpackContext,
  { start, end }: Extent,
  { keep = false } = {}
): Generator<Buffer> {
  const { bytes, onProgress } = context
  const reader = 'memory' in bytes ? new WindowReader(bytes.memory, onProgress) : undefined
  for (let at = start; at < end; ) {
    onProgress?.(at)
    const there = reader === undefined ? 0 : reader.received - at
    const length = Math.min(end - at, CHUNK, Math.max(LEAST_CHUNK, there))
    if (reader === undefined) yield readAt(keep ? { ...context, scratch: undefined } : context, at, length)
    else if (keep) yield Buffer.from(reader.read(at, length))
    else yield* reader.pieces(at, length)
    at += length
  }
}

/** Checks an entry's local header and returns where in the archive its data begins. */
function findData(entry: Entry, context: UnpackContext): number {
  const longest = entry.end - entry.offset - entry.compressedSize
  return entry.offset + checkLocalHeader(sliceOf(readAt(context, entry.offset, longest)), 0, entry)
}

function checkSize(entry: Entry, size: number): void {
  const declared = entry.uncompressedSize
  if (size > declared) throw tooLarge(entry)
  if (size < declared)
    throw refuseEntry('size', `it inflates to ${size} bytes, not the ${declared} it declares`, entry)
}

function tooLarge(entry: Entry): ArchiveError {
  return refuseEntry(
    'size',
    `it inflates to more than the ${entry.uncompressedSize} bytes it declares`,
    entry
  )
}

function leftOver(entry: Entry): ArchiveError {
  return refuseEntry('deflate', 'bytes are left over after its compressed data', entry)
}

function wrongCrc(entry: Entry): ArchiveError {
  return refuseEntry('crc', 'its bytes do not have the CRC-32 that the archive gives', entry)
}

function inflateError(thrown: unknown, entry: Entry): unknown {
  const { code } = thrown as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(entry)
  if (code === 'Z_BUF_ERROR') return refuseEntry('deflate', 'its compressed data is unfinished', entry)
  return code?.startsWith('Z_') ? refuseEntry('deflate', 'its compressed data is broken', entry) : thrown
}

/** As the flag `wx`, which Node would read anew for each file. */
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL

/** A file that must not exist yet, with the mode and the time of its entry. */
class NewFile {
  readonly #entry: Entry
  readonly #umask: number
  readonly #descriptor: number

  constructor(entry: Entry, { to, umask }: UnpackContext) {
    this.#entry = entry
    this.#umask = umask
    this.#descriptor = openSync(`${to}/${entry.path}`, NEW, entry.mode)
  }

  write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at)
  }

  /** By a thread of Node's pool. The bytes have to stand until it is done. */
  async writeMeanwhile(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      at += (await writeAsync(this.#descriptor, bytes, at)).bytesWritten
    }
  }

  /** Once its content is known to be right. */
  finish(): void {
    const { mode, mtime } = this.#entry
    if ((mode & this.#umask) !== 0) fchmodSync(this.#descriptor, mode)
    // As a number, a time before 1970 would be taken for now.
    const time = mtime < 0 ? new Date(mtime) : mtime / 1000
    futimesSync(this.#descriptor, time, time)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

/** Exactly these bytes; those of a window only until they are released. */
function readAt({ bytes, scratch, onProgress }: UnpackContext, offset: number, length: number): Buffer {
  if ('memory' in bytes) return new WindowReader(bytes.memory, onProgress).read(offset, length)
  const buffer = scratch?.take(length) ?? Buffer.allocUnsafe(length)
  for (let filled = 0; filled < length; ) {
    const count = readSync(bytes.descriptor, buffer, filled, length - filled, offset + filled)
    if (count === 0) throw new ArchiveError('truncated', `the file ends at byte ${offset + filled}`)
    filled += count
  }
  return buffer
}
