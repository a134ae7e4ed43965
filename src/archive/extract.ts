import { createWriteStream } from 'node:fs'
import { mkdir, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise } from 'yauzl'
import { printable } from '../domain/printable.js'
import { ArchiveError, messageOf } from '../errors.js'
import { checkSegment } from './entry-path.js'

interface ExtractOptions {
  /** The archive. */
  file: string
  /** An existing empty folder that nobody else looks into. */
  to: string
  /** Which paths inside the archive are written; all when undefined. */
  pick?: (path: string) => boolean
  signal?: AbortSignal
}

export interface Extraction {
  files: number
  /** Written as files. */
  bytes: number
}

/** Unix file types, from the high half of the external attributes (APPNOTE 4.4.15). */
const TYPE_MASK = 0o170000
const REGULAR = 0o100000
const DIRECTORY = 0o040000

/**
 * Unpacks a zip archive by its central directory. Every path is checked before the first byte is written, every CRC-32
 * and size as the bytes come; modes become 0644 or 0755, times are kept.
 *
 * @throws ArchiveError for an archive that is broken or holds what it must not
 */
export async function extractArchive({ file, to, pick, signal }: ExtractOptions): Promise<Extraction> {
  const archive = await openPromise(file, { autoClose: false }).catch((error: unknown) => {
    throw new ArchiveError('not-a-zip', printable(messageOf(error)), { cause: error })
  })
  try {
    const entries: Entry[] = []
    for await (const entry of archive.eachEntry()) {
      checkEntry(entry)
      entries.push(entry)
    }
    checkPaths(entries)
    const done: Extraction = { files: 0, bytes: 0 }
    for (const entry of entries) {
      signal?.throwIfAborted()
      const target = path.join(to, ...segmentsOf(entry))
      const isFolder = entry.fileName.endsWith('/')
      if (pick && (isFolder || !pick(entry.fileName))) continue
      await mkdir(isFolder ? target : path.dirname(target), { recursive: true })
      if (isFolder) continue
      await writeEntry(target, entry, await archive.openReadStreamPromise(entry), signal)
      done.files++
      done.bytes += entry.uncompressedSize
    }
    return done
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof ArchiveError || (error as NodeJS.ErrnoException).syscall !== undefined) throw error
    throw new ArchiveError('structure', printable(messageOf(error)), { cause: error })
  } finally {
    archive.close()
  }
}

async function writeEntry(
  target: string,
  entry: Entry,
  bytes: Readable,
  signal: AbortSignal | undefined
): Promise<void> {
  let crc = 0
  const check = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      crc = crc32(chunk, crc)
      yield chunk
    }
  }
  const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644
  await pipeline(bytes, check, createWriteStream(target, { flags: 'wx', mode }), { signal })
  if (crc !== entry.crc32)
    throw refused('crc', 'its bytes do not have the CRC-32 that the archive gives', entry)
  const time = entry.getLastModDate()
  await utimes(target, time, time)
}

function checkEntry(entry: Entry): void {
  for (const segment of segmentsOf(entry)) {
    const problem = checkSegment(segment, process.platform)
    if (problem !== undefined) throw refused('path', `its path cannot be used: ${problem}`, entry)
  }
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
    throw refused('link', 'it is no file and no folder', entry)
  if (entry.isEncrypted()) throw refused('unsupported', 'it is encrypted', entry)
}

/** A path may come once only; a file may not be where another entry needs a folder. */
function checkPaths(entries: readonly Entry[]): void {
  const files = new Set<string>()
  const folders = new Set<string>()
  for (const entry of entries) {
    const segments = segmentsOf(entry)
    for (let depth = 1; depth < segments.length; depth++) folders.add(segments.slice(0, depth).join('/'))
    const own = segments.join('/')
    if (entry.fileName.endsWith('/')) folders.add(own)
    else if (files.has(own)) throw refused('duplicate', 'its path comes twice', entry)
    else files.add(own)
  }
  for (const entry of entries) {
    const own = segmentsOf(entry).join('/')
    if (files.has(own) && folders.has(own))
      throw refused('duplicate', 'it is a file where a folder has to be', entry)
  }
}

function segmentsOf({ fileName }: Entry): string[] {
  return fileName.replace(/\/$/, '').split('/')
}

function refused(refusal: ArchiveError['refusal'], reason: string, { fileName }: Entry): ArchiveError {
  return new ArchiveError(refusal, reason, { entry: printable(fileName) })
}
