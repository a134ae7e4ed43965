import path from 'node:path'
import { ActionError, messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import type { Artifact } from '../github/artifact.js'
import type { Target } from '../install/target.js'
import { cacheEntryChanged, cacheEntryIgnored } from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import { type CachedArchive, readThrough } from '../storage/archive-cache.js'
import type { DownloadContext } from './context.js'
import { FileSink } from './file-sink.js'
import { type Folders, inFolders, type WithStaging } from './staging-folders.js'
import { checkDigest, type DigestCheck, refusalOf } from './verify.js'
import { type Fetched, unpackFile } from './whole-file.js'

/** The artifact from the tool cache; undefined if it is not there or its entry is damaged. */
export async function fetchFromCache(
  context: DownloadContext,
  artifact: Artifact,
  target: Target
): Promise<WithStaging<Fetched> | undefined> {
  const cached = await context.cache?.find(artifact)
  if (cached === undefined) return undefined
  const fetched = await inFolders(target, folders => unpackCached(context, artifact, { cached, ...folders }))
  if (fetched !== undefined) context.progress.expect(artifact.id, 0)
  return fetched
}

async function unpackCached(
  context: DownloadContext,
  artifact: Artifact,
  { cached, work, to }: Folders & { cached: CachedArchive }
): Promise<Fetched | undefined> {
  const { report, signal } = context.services
  const ignore = (reason: string): undefined => {
    report.info(cacheEntryIgnored(artifactTitle(artifact), reason))
    return undefined
  }
  // Another job may replace the entry at any moment: only a copy can be verified.
  const sink = new FileSink(path.join(work, 'archive'))
  let digestCheck: DigestCheck | undefined
  try {
    await readThrough(cached.file, chunk => sink.write(chunk))
    const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() }
    digestCheck = checkDigest(artifact, whole.sha256)
    if (whole.sha256 !== cached.sha256 || digestCheck === 'differs') return ignore(cacheEntryChanged())
    const unpacked = await unpackFile(context, artifact, { whole, facts: cached, to, digestCheck })
    return { ...unpacked, digestCheck, fromCache: true }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ArchiveError) {
      // The archive was valid when it was stored, so only a limit can refuse an intact one.
      if (error.refusal === 'limit') throw refusalOf(artifact, error, { digestCheck })
      return ignore(error.reason)
    }
    if (error instanceof ActionError) throw error
    return ignore(messageOf(error))
  } finally {
    await sink.discard()
  }
}
