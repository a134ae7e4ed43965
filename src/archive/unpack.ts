import { closeSync, fchmodSync, futimesSync, openSync, readSync, writeSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { ArchiveError } from '../errors.js'
import type { Entry } from './central-header.js'
import { checkDescriptor, checkLocalHeader, refuseEntry } from './local-header.js'

/** A part of the work: what a worker is given. */
export type Job =
  /** Entries that lie one after the other, read in one go. `picked[i]`: whether the i-th is written or only checked. */
  | { kind: 'run'; entries: Entry[]; picked: boolean[] }
  /** A file too large for one buffer. */
  | { kind: 'large'; entry: Entry }
  /** One that is not wanted, and too large to read for nothing: its header and descriptor are checked. */
  | { kind: 'skip'; entry: Entry }

export interface UnpackContext {
  /** The open archive; descriptors are the process's, so worker threads share it. */
  descriptor: number
  /** The staging folder; the folders in it are made. */
  to: string
  /** The process's umask: where it would take bits away, modes are set once more. */
  umask: number
  /** Called now and then during a long job: it is alive. */
  onProgress?: () => void
}

/** How much of a large file is in memory at once, in bytes. */
const CHUNK = 1 << 20

/** Does one job and returns how many files and bytes it wrote. */
export async function unpack(job: Job, context: UnpackContext): Promise<{ files: number; bytes: number }> {
  switch (job.kind) {
    case 'run':
      return unpackRun(job, context)
    case 'large':
      await unpackLarge(job.entry, context)
      return { files: 1, bytes: job.entry.uncompressedSize }
    case 'skip':
      findData(job.entry, context)
      return { files: 0, bytes: 0 }
  }
}

function unpackRun(
  { entries, picked }: Job & { kind: 'run' },
  context: UnpackContext
): { files: number; bytes: number } {
  const start = entries[0]?.offset ?? 0
  const run = readAt(context.descriptor, start, (entries.at(-1)?.end ?? start) - start)
  const written = { files: 0, bytes: 0 }
  for (const [index, entry] of entries.entries()) {
    const extent = run.subarray(entry.offset - start, entry.end - start)
    const dataStart = checkLocalHeader(extent, entry)
    const dataEnd = dataStart + entry.compressedSize
    checkDescriptor(extent.subarray(dataEnd), entry)
    if (!picked[index]) continue
    const content = inflate(extent.subarray(dataStart, dataEnd), entry)
    if (crc32(content) !== entry.crc32) throw wrongCrc(entry)
    if (entry.kind === 'folder') continue
    writeFile(entry, context, content)
    written.files++
    written.bytes += content.length
  }
  return written
}

function writeFile(entry: Entry, context: UnpackContext, content: Buffer): void {
  const file = new NewFile(entry, context)
  try {
    file.write(content)
    file.finish()
  } finally {
    file.close()
  }
}

/** The whole content of an entry, stopped one byte past its declared size. */
function inflate(data: Buffer, entry: Entry): Buffer {
  if (entry.method === 0) return data
  const room = entry.uncompressedSize + 1
  try {
    // With `info` the engine comes too, which knows how much of the input was taken. One chunk of the right size saves
    // the copy that joins chunks; zlib wants at least 64 bytes.
    const options = { chunkSize: Math.max(64, room), maxOutputLength: room, info: true }
    const { buffer, engine } = inflateRawSync(data, options) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    checkInflated(entry, buffer.length, engine.bytesWritten)
    return buffer
  } catch (error) {
    throw inflateError(error, entry)
  }
}

/** Streams a large file in chunks: its size does not show in memory, nor does what it inflates to. */
async function unpackLarge(entry: Entry, context: UnpackContext): Promise<void> {
  const dataStart = findData(entry, context)
  const chunks = readChunks(context.descriptor, dataStart, entry.compressedSize)
  const file = new NewFile(entry, context)
  try {
    let size = 0
    let crc = 0
    for await (const chunk of entry.method === 0 ? chunks : inflateChunks(chunks, entry)) {
      size += chunk.length
      // Before it is written: what inflates without end stops here.
      if (size > entry.uncompressedSize) checkInflated(entry, size, entry.compressedSize)
      crc = crc32(chunk, crc)
      file.write(chunk)
      context.onProgress?.()
    }
    checkInflated(entry, size, entry.compressedSize)
    if (crc !== entry.crc32) throw wrongCrc(entry)
    file.finish()
  } finally {
    file.close()
  }
}

async function* inflateChunks(chunks: Iterable<Buffer>, entry: Entry): AsyncGenerator<Buffer> {
  const input = Readable.from(chunks)
  const engine = createInflateRaw({ chunkSize: CHUNK })
  input.on('error', error => engine.destroy(error))
  try {
    yield* input.pipe(engine)
    // zlib stops at the end of the stream, whatever input is left.
    if (engine.bytesWritten !== entry.compressedSize) throw leftOver(entry)
  } catch (error) {
    throw inflateError(error, entry)
  } finally {
    input.destroy()
    engine.destroy()
  }
}

function* readChunks(descriptor: number, start: number, length: number): Generator<Buffer> {
  for (let at = 0; at < length; at += CHUNK)
    yield readAt(descriptor, start + at, Math.min(CHUNK, length - at))
}

/** Checks an entry's local header and descriptor and returns where in the archive its data begins. */
function findData(entry: Entry, { descriptor }: UnpackContext): number {
  const longest = entry.end - entry.offset - entry.compressedSize
  const head = readAt(descriptor, entry.offset, longest)
  const dataStart = entry.offset + checkLocalHeader(head, entry)
  const dataEnd = dataStart + entry.compressedSize
  checkDescriptor(readAt(descriptor, dataEnd, entry.end - dataEnd), entry)
  return dataStart
}

function checkInflated(entry: Entry, size: number, taken: number): void {
  const declared = entry.uncompressedSize
  if (size > declared)
    throw refuseEntry('size', `it inflates to more than the ${declared} bytes it declares`, entry)
  if (size < declared)
    throw refuseEntry('size', `it inflates to ${size} bytes, not the ${declared} it declares`, entry)
  if (taken !== entry.compressedSize) throw leftOver(entry)
}

function leftOver(entry: Entry): ArchiveError {
  return refuseEntry('deflate', 'bytes are left over after its compressed data', entry)
}

function wrongCrc(entry: Entry): ArchiveError {
  return refuseEntry('crc', 'its bytes do not have the CRC-32 that the archive gives', entry)
}

function inflateError(thrown: unknown, entry: Entry): unknown {
  const { code } = thrown as NodeJS.ErrnoException
  if (code === 'ERR_BUFFER_TOO_LARGE') {
    return refuseEntry(
      'size',
      `it inflates to more than the ${entry.uncompressedSize} bytes it declares`,
      entry
    )
  }
  if (code === 'Z_BUF_ERROR') return refuseEntry('deflate', 'its compressed data is unfinished', entry)
  return code?.startsWith('Z_') ? refuseEntry('deflate', 'its compressed data is broken', entry) : thrown
}

/** A file that must not exist yet, with the mode and the time of its entry. */
class NewFile {
  readonly #entry: Entry
  readonly #umask: number
  readonly #descriptor: number

  constructor(entry: Entry, { to, umask }: UnpackContext) {
    this.#entry = entry
    this.#umask = umask
    this.#descriptor = openSync(path.join(to, entry.path), 'wx', entry.mode)
  }

  write(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at)
  }

  /** Once its content is known to be right. */
  finish(): void {
    const { mode, mtime } = this.#entry
    if ((mode & this.#umask) !== 0) fchmodSync(this.#descriptor, mode)
    futimesSync(this.#descriptor, mtime / 1000, mtime / 1000)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

function readAt(descriptor: number, offset: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length)
  for (let filled = 0; filled < length; ) {
    const count = readSync(descriptor, buffer, filled, length - filled, offset + filled)
    if (count === 0) throw new ArchiveError('truncated', `the file ends at byte ${offset + filled}`)
    filled += count
  }
  return buffer
}
