import { copyFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { findEndError, findStartError } from '../archive/end-record.js'
import { type Extraction, extractArchive, type PlanOptions } from '../archive/extract.js'
import { messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import { type Artifact, titleOf } from '../github/artifact.js'
import { retryBusy } from '../install/retry-busy.js'
import { cacheNotWritten } from '../messages/download.js'
import type { ResponseFacts } from '../storage/range-reader.js'
import { checkName } from './check-name.js'
import type { DownloadContext } from './context.js'
import { rawFileName } from './file-name.js'
import type { DownloadInputs } from './inputs.js'
import { digestAgrees, handleDigest, refusalOf } from './verify.js'

/** An artifact whose verified files are in a staging folder. */
export interface Fetched extends Extraction {
  /** Undefined: the server reports no digest, or only ranges were transferred. */
  digestAgreed: boolean | undefined
  fromCache: boolean
}

/** What tells an archive from a file, and a whole one from one that was cut. */
type Facts = Pick<ResponseFacts, 'contentType' | 'contentDisposition' | 'isZipUrl'> & {
  size?: number | undefined
}

/** The bytes of a whole artifact, in a file of ours. */
interface WholeFile {
  file: string
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

interface FileOptions {
  whole: WholeFile
  facts: Facts
  /** The staging folder. */
  to: string
}

export function planOptions({ files, unpack, maxExtractedSize }: DownloadInputs, to: string): PlanOptions {
  return { to, pick: files, isReplaced: unpack, maxExtractedSize }
}

/** The name of the single file that the artifact is written to; undefined if it is unpacked. */
export function keptFileName(
  { skipDecompress }: DownloadInputs,
  { name }: Artifact,
  facts: Facts
): string | undefined {
  return rawFileName(name, facts) ?? (skipDecompress ? `${name}.zip` : undefined)
}

/**
 * Verifies a whole artifact, unpacks it, and stores it in the cache.
 *
 * @throws ActionError with code `digest-mismatch` or `archive-refused`, or an error of the file system
 */
export async function finishFile(
  context: DownloadContext,
  artifact: Artifact,
  options: FileOptions & { work: string }
): Promise<Fetched> {
  const { whole, facts } = options
  const digestAgreed = digestAgrees(artifact, whole.sha256)
  let unpacked: Extraction
  try {
    if (mayBeNoArchive(artifact, facts, digestAgreed)) {
      const error = await findStartError(whole.file)
      if (error !== undefined) throw error
    }
    await handleDigest(context, artifact, whole.sha256)
    unpacked = await unpackFile(context, artifact, { ...options, digestAgreed })
  } catch (error) {
    const isCut = facts.size === undefined
    throw error instanceof ArchiveError ? refusalOf(artifact, error, { digestAgreed, isCut }) : error
  }
  if (digestAgreed !== false) await storeInCache(context, artifact, options)
  return { ...unpacked, digestAgreed, fromCache: false }
}

/** Unpacks a verified artifact. @throws ArchiveError, ActionError, errors of the file system */
export async function unpackFile(
  { inputs, services, pool, cache, directoryLimit }: DownloadContext,
  artifact: Artifact,
  { whole, facts, to, digestAgreed }: FileOptions & { digestAgreed: boolean | undefined }
): Promise<Extraction> {
  const { file, bytes } = whole
  const keptAs = keptFileName(inputs, artifact, facts)
  if (keptAs === undefined) {
    const plan = { ...planOptions(inputs, to), file, pool, signal: services.signal }
    return await directoryLimit(() => extractArchive(plan))
  }
  checkName(keptAs, 'file')
  if (mayBeNoArchive(artifact, facts, digestAgreed)) {
    const error = await findEndError(file)
    if (error !== undefined) throw error
  }
  if (inputs.files && !inputs.files(keptAs)) return { files: 0, bytes: 0 }
  const destination = path.join(to, keptAs)
  await (cache === undefined ? retryBusy(() => rename(file, destination)) : copyFile(file, destination))
  return { files: 1, bytes }
}

/** Whether these bytes should be an archive, and nothing shows yet that they are the uploaded ones. */
function mayBeNoArchive({ name }: Artifact, facts: Facts, digestAgreed: boolean | undefined): boolean {
  return digestAgreed !== true && rawFileName(name, facts) === undefined
}

/** A cache that cannot be written costs time; the step goes on. */
async function storeInCache(
  { cache, services }: DownloadContext,
  artifact: Artifact,
  { whole, facts, work }: FileOptions & { work: string }
): Promise<void> {
  if (cache === undefined) return
  const { contentType, contentDisposition, isZipUrl } = facts
  const { file, sha256 } = whole
  try {
    await cache.store(artifact, { file, facts: { sha256, contentType, contentDisposition, isZipUrl }, work })
  } catch (error) {
    services.report.warning(cacheNotWritten(titleOf(artifact), messageOf(error)))
  }
}
