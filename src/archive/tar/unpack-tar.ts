import { createReadStream, type ReadStream } from 'node:fs'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { ArchiveError } from '../../errors/archive-error.js'
import { countChunk } from '../../memory/garbage-collector.js'
import { archiveReason, inLinkTarget, tarHasType } from '../../messages/archive.js'
import type { ArtifactTree } from '../artifact-tree.js'
import { modeOf } from '../central-header.js'
import { decodeUtf8 } from '../entry-name.js'
import { checkEntryPath, pathIn, pathOfName, refusePath } from '../entry-path.js'
import { isZero, SUPPORTED_TYPES, TarBlockCheck } from './block-check.js'

/** How a tar archive is compressed. */
export type Compression = 'none' | 'gzip' | 'zstd'

interface Destination {
  tree: ArtifactTree
  /** The folder in the tree to unpack into. Empty: the tree itself. */
  into: string
  /** Called with the number of bytes that were written. */
  onWritten: (bytes: number) => void
}

export interface TarOptions extends Destination {
  file: string
  compression: Compression
  signal: AbortSignal
}

/** The size of one read and of one piece of inflated data, in bytes. */
const CHUNK = 256 << 10
/** Starting a decoder takes time: so many frames of zstd may be small, and the others have this average size in bytes. */
const SMALL_FRAMES = 1000
const FRAME = 16 << 10
/** The times that a Date can hold, in ms. */
const MAX_TIME = 8.64e15

const { createZstdDecompress } = zlib as unknown as {
  createZstdDecompress: (options: { chunkSize: number }) => Transform & { bytesWritten: number }
}

/** Whether this version of Node.js can read zstd (22.15 or later). */
export const HAS_ZSTD = createZstdDecompress !== undefined

/**
 * Unpacks a tar archive into the tree of an artifact, as a stream. Symbolic links are only added to the tree, which creates them last.
 *
 * @throws ArchiveError if the archive is refused (docs/DESIGN.md has the rules), or an error of the file system
 */
export async function unpackTar({ file, compression, signal, ...destination }: TarOptions): Promise<void> {
  const check = new TarBlockCheck()
  // One character per byte: UTF-8 is decoded here, because tar-stream replaces invalid bytes. The option has no type.
  const parser = extract({ filenameEncoding: 'latin1' } as object)
  const feeding = pipeline(checkedChunks(file, compression, check), parser, { signal })
  // Awaited below. Until then, a failure must not count as unhandled.
  feeding.catch(() => {})
  const mark = destination.tree.mark
  try {
    for await (const entry of parser) {
      await unpackEntry(entry as TarEntry, { ...destination, type: check.takeType() ?? '', mark })
    }
    await feeding
  } catch (error) {
    await feeding.catch(() => {})
    signal.throwIfAborted()
    throw readError(error)
  }
}

/** The bytes of the archive up to its end marker, decompressed and checked. */
async function* checkedChunks(
  file: string,
  compression: Compression,
  check: TarBlockCheck
): AsyncGenerator<Buffer> {
  for await (const chunk of compression === 'none' ? reading(file) : inflated(file, compression)) {
    countChunk(chunk)
    const part = check.check(chunk)
    if (part.length > 0) yield part
  }
  check.end()
}

/** Node's decoder of gzip reads all members, and that of zstd one frame. Only NUL bytes may follow the compressed data. */
async function* inflated(file: string, compression: 'gzip' | 'zstd'): AsyncGenerator<Buffer> {
  const create = compression === 'gzip' ? zlib.createGunzip : createZstdDecompress
  for (let start = 0, frames = 1; ; frames++) {
    const input = reading(file, start)
    const engine = create({ chunkSize: CHUNK })
    input.on('error', error => engine.destroy(error))
    try {
      yield* input.pipe(engine)
    } finally {
      input.destroy()
      engine.destroy()
    }
    start += engine.bytesWritten
    if (await isZeroFrom(file, start)) return
    if (compression === 'gzip') throw new ArchiveError('deflate', archiveReason('bytesLeftOver'))
    if (frames > SMALL_FRAMES + start / FRAME) throw new ArchiveError('limit', archiveReason('zstdFrames'))
  }
}

async function isZeroFrom(file: string, start: number): Promise<boolean> {
  for await (const chunk of reading(file, start)) if (!isZero(chunk)) return false
  return true
}

function reading(file: string, start = 0): ReadStream {
  return createReadStream(file, { start, highWaterMark: CHUNK })
}

function readError(thrown: unknown): unknown {
  const { code = '' } = thrown as { code?: string }
  if (code === 'Z_BUF_ERROR') return new ArchiveError('truncated', archiveReason('deflateUnfinished'))
  if (!/^(Z_|ZSTD_)/.test(code)) return thrown
  return new ArchiveError('deflate', archiveReason('deflateInvalid'))
}

/** An entry of tar-stream, with the type of its chunks. */
type TarEntry = AsyncIterable<Buffer> & { header: Header }

/** @param type the type flag of the entry @param mark of the tree before this archive */
async function unpackEntry(
  entry: TarEntry,
  { type, mark, tree, into, onWritten }: Destination & { type: string; mark: number }
): Promise<void> {
  const { header } = entry
  const pax = (header.pax ?? {}) as Record<string, string>
  const name = textOf(header.name, pax.path)
  if (!SUPPORTED_TYPES.includes(type))
    throw refusePath('346'.includes(type) ? 'link' : 'unsupported', tarHasType(type), name)
  const isFolder = type === '5' || (name.endsWith('/') && ['0', '\0'].includes(type))
  // The folder that the archive was made in.
  if (isFolder && (name === './' || name === '.')) return
  const path = isFolder ? pathOfName(name) : name.replace(/^\.\//, '')
  const problem = checkEntryPath(path || name, tree.platform)
  if (problem !== undefined) throw refusePath(problem.refusal, problem.reason, name)
  if (isFolder && header.size !== 0) throw refusePath('structure', archiveReason('folderWithData'), path)
  const place = pathIn(into, path)
  if (isFolder) return tree.addFolder(place)
  const mtime = timeOf(header, pax, path)
  switch (type) {
    case '1': {
      const linkname = textOf(header.linkname, pax.linkpath)
      const target = pathOfName(linkname)
      const problem = checkEntryPath(target || linkname, tree.platform)
      if (problem !== undefined) throw refusePath(problem.refusal, inLinkTarget(problem.reason), path)
      return tree.addHardLink(place, pathIn(into, target), mark)
    }
    case '2':
      return tree.addLink(place, textOf(header.linkname, pax.linkpath), mtime)
    default: {
      const file = tree.addFile(place, header.size, { mode: modeOf(header.mode), mtime })
      try {
        for await (const chunk of entry) {
          file.write(chunk)
          onWritten(chunk.length)
        }
        file.finish()
      } finally {
        file.close()
      }
      return
    }
  }
}

/**
 * A name as text.
 *
 * @param bytes one character per byte, unless a pax record gives the text
 */
function textOf(bytes: string | null, fromPax: string | undefined): string {
  if (bytes === null) return ''
  const text = fromPax ? bytes : decodeUtf8(Buffer.from(bytes, 'latin1'))
  if (text === undefined) throw refusePath('name', archiveReason('nameNotUtf8'), bytes)
  return text
}

/** The modification time, in ms. */
function timeOf({ mtime }: Header, pax: Record<string, string>, path: string): number {
  // tar-stream takes the complement of a negative number in base 256 for its value.
  const seconds = mtime.getTime() < 0 ? mtime.getTime() / 1000 - 1 : mtime.getTime() / 1000
  const time = (pax.mtime ? Number(pax.mtime) : seconds) * 1000
  if (!(Math.abs(time) <= MAX_TIME)) throw refusePath('structure', archiveReason('tarTime'), path)
  return time
}
