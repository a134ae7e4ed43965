import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import archiver from 'archiver'

/** One file to zip: its bytes, or where they come from. */
export interface ZipFile {
  data: string | Buffer | Readable
  /** Unix permissions, 0o644 unless told. */
  mode?: number
  mtime?: Date
}

/** What goes into an archive, by path with forward slashes. A path that ends in `/` is an empty folder. */
export type ZipFiles = Readonly<Record<string, string | Buffer | ZipFile>>

export interface ZipOptions {
  /** upload-artifact's `compression-level`, 6 unless told. 0 stores. */
  level?: number
  /** zip64 fields and records even where nothing needs them. */
  forceZip64?: boolean
  /** The modification time of every file that has none of its own. */
  mtime?: Date
}

// Fixed, so that the same files give the same digest.
const DEFAULT_MTIME = new Date('2026-01-02T03:04:06Z')

/**
 * The archive as a stream, made by the library and with the options of actions/upload-artifact (@actions/artifact,
 * src/internal/upload/zip.ts): files go in as streams, so every one has a data descriptor; an empty folder goes in as
 * an empty file entry whose name has no slash.
 */
export function zipStream(
  files: ZipFiles,
  { level = 6, forceZip64 = false, mtime = DEFAULT_MTIME }: ZipOptions = {}
): Readable {
  const zip = archiver.create('zip', { zlib: { level }, forceZip64 })
  for (const [path, value] of Object.entries(files)) {
    if (path.endsWith('/')) {
      zip.append('', { name: path.slice(0, -1), date: mtime })
      continue
    }
    const file = typeof value === 'string' || Buffer.isBuffer(value) ? { data: value } : value
    zip.append(streamOf(file.data), { name: path, date: file.mtime ?? mtime, mode: file.mode ?? 0o644 })
  }
  // A PassThrough carries the archive's failure to whoever reads; `finalize` itself would reject unheard.
  const out = new PassThrough()
  zip.on('error', error => out.destroy(error))
  zip.pipe(out)
  zip.finalize().catch((error: Error) => out.destroy(error))
  return out
}

function streamOf(data: string | Buffer | Readable): Readable {
  return data instanceof Readable ? data : Readable.from([Buffer.from(data)], { objectMode: false })
}

/** Many tests of one file upload the same noise, and to deflate 9 MiB of it takes half a second. */
const recent = new Map<string, Buffer>()
const RECENT_COUNT = 4
/** Smaller archives are made anew. */
const RECENT_MIN_SIZE = 1 << 20

/** The archive in memory. */
export async function zipFiles(files: ZipFiles, options?: ZipOptions): Promise<Buffer> {
  const key = contentKey(files, options)
  const known = key === undefined ? undefined : recent.get(key)
  if (known !== undefined) return Buffer.from(known)
  const zip = await buffer(zipStream(files, options))
  if (key !== undefined) {
    // A copy, because tests change bytes of what they get.
    recent.set(key, Buffer.from(zip))
    for (const oldest of [...recent.keys()].slice(0, -RECENT_COUNT)) recent.delete(oldest)
  }
  return zip
}

/** The same for the same archive; undefined for a small one, and for streams. */
function contentKey(files: ZipFiles, { level, forceZip64, mtime }: ZipOptions = {}): string | undefined {
  const entries = Object.entries(files).map(([path, value]) => ({
    path,
    ...(typeof value === 'string' || Buffer.isBuffer(value) ? { data: value } : value)
  }))
  const size = entries.reduce((sum, { data }) => sum + (data instanceof Readable ? 0 : data.length), 0)
  if (size < RECENT_MIN_SIZE) return undefined
  const hash = createHash('sha1').update(JSON.stringify([level, forceZip64, mtime]))
  for (const { data, ...entry } of entries) {
    if (data instanceof Readable) return undefined
    hash.update(JSON.stringify([entry, data.length])).update(data)
  }
  return hash.digest('hex')
}

/** The archive in a file, never wholly in memory. */
export async function zipFilesTo(path: string, files: ZipFiles, options?: ZipOptions): Promise<void> {
  await pipeline(zipStream(files, options), createWriteStream(path))
}
