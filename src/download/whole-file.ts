import { copyFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { findEndError, findStartError } from '../archive/end-record.js'
import { type Extraction, extractArchive, type PlanOptions } from '../archive/extract.js'
import { ArchiveError } from '../errors/archive-error.js'
import { ARTIFACT_TRAITS, type Artifact } from '../github/artifact.js'
import { reasonOf } from '../install/disk-error.js'
import { retryBusy } from '../install/retry-busy.js'
import { cacheNotWritten } from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import type { ContentFacts } from '../storage/archive-cache.js'
import type { FirstResponse } from '../storage/range-reader.js'
import type { Attempt, DownloadContext } from './context.js'
import { checkName, rawFileName } from './file-name.js'
import { FileSink } from './file-sink.js'
import type { DownloadInputs } from './inputs.js'
import { firstRequestLength } from './strategy.js'
import { checkDigest, type DigestCheck, handleDigest, refusalOf } from './verify.js'

/** An artifact whose verified files are in a staging folder. */
export interface Fetched extends Extraction {
  digestCheck: DigestCheck
  fromCache: boolean
}

/** What tells an archive from a file, and a whole one from one that was cut. */
interface Facts extends ContentFacts {
  size?: number | undefined
}

/** The bytes of a whole artifact, in a file of ours. */
interface WholeFile {
  file: string
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

/** Everything goes into a file, is verified, then unpacked. */
export async function downloadWhole(attempt: Attempt, { facts, receive }: FirstResponse): Promise<Fetched> {
  const { context, artifact, reader, rules, stop, work } = attempt
  if (facts.size !== undefined) context.progress.expect(artifact.id, facts.size)
  const sink = new FileSink(path.join(work, 'archive'))
  const write = (chunk: Buffer) => sink.write(chunk)
  try {
    await receive(write)
    const rest = { start: firstRequestLength(rules), end: facts.size ?? 0 }
    if (facts.servesRanges && rest.end > rest.start) await reader.read(rest, write, stop.signal)
    const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() }
    return await finishFile(attempt, whole, facts)
  } finally {
    await sink.discard()
  }
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
  { context, artifact, work, to }: Attempt,
  whole: WholeFile,
  given: Facts
): Promise<Fetched> {
  const facts = await factsByBytes(artifact, whole, given)
  const digestCheck = checkDigest(artifact, whole.sha256)
  let unpacked: Extraction
  try {
    if (mayBeNoArchive(artifact, facts, digestCheck)) {
      const error = await findStartError(whole.file)
      if (error !== undefined) throw error
    }
    await handleDigest(context, artifact, whole.sha256)
    unpacked = await unpackFile(context, artifact, { whole, facts, to, digestCheck })
  } catch (error) {
    const isCut = facts.size === undefined
    throw error instanceof ArchiveError ? refusalOf(artifact, error, { digestCheck, isCut }) : error
  }
  if (digestCheck !== 'differs') await storeInCache(context, artifact, { whole, facts, work })
  return { ...unpacked, digestCheck, fromCache: false }
}

/** The facts with what the bytes say, for an artifact of which only they tell an archive. */
async function factsByBytes(artifact: Artifact, { file }: WholeFile, facts: Facts): Promise<Facts> {
  if (!artifact[ARTIFACT_TRAITS]?.isArchiveByBytes) return facts
  const error = await findEndError(file)
  return { ...facts, isArchive: error?.refusal !== 'not-a-zip' }
}

/** Unpacks a verified artifact. @throws ArchiveError, ActionError, errors of the file system */
export async function unpackFile(
  { inputs, services, pool, cache, directoryLimit }: DownloadContext,
  artifact: Artifact,
  { whole, facts, to, digestCheck }: { whole: WholeFile; facts: Facts; to: string; digestCheck: DigestCheck }
): Promise<Extraction> {
  const { file, bytes } = whole
  const keptAs = keptFileName(inputs, artifact, facts)
  if (keptAs === undefined) {
    const plan = { ...planOptions(inputs, to), file, pool, signal: services.signal }
    return await directoryLimit(() => extractArchive(plan))
  }
  checkName(keptAs, 'file')
  if (mayBeNoArchive(artifact, facts, digestCheck)) {
    const error = await findEndError(file)
    if (error !== undefined) throw error
  }
  if (inputs.files && !inputs.files(keptAs)) return { files: 0, bytes: 0 }
  const destination = path.join(to, keptAs)
  await (cache === undefined ? retryBusy(() => rename(file, destination)) : copyFile(file, destination))
  return { files: 1, bytes }
}

/** Whether these bytes should be an archive, and nothing shows yet that they are the uploaded ones. */
function mayBeNoArchive({ name }: Artifact, facts: Facts, digestCheck: DigestCheck): boolean {
  return digestCheck !== 'matches' && rawFileName(name, facts) === undefined
}

/** A cache that cannot be written costs time; the step goes on. */
async function storeInCache(
  { cache, services }: DownloadContext,
  artifact: Artifact,
  { whole, facts, work }: { whole: WholeFile; facts: Facts; work: string }
): Promise<void> {
  if (cache === undefined) return
  const { contentType, contentDisposition, isZipUrl, isArchive } = facts
  const { file, sha256 } = whole
  try {
    const cached = { sha256, contentType, contentDisposition, isZipUrl, isArchive }
    await cache.store(artifact, { file, facts: cached, work })
  } catch (error) {
    services.report.warning(cacheNotWritten(artifactTitle(artifact), reasonOf(error)))
  }
}
