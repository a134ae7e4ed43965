import { open } from 'node:fs/promises'
import path from 'node:path'
import { type Extraction, planExtraction } from '../archive/extract.js'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ArchiveError } from '../errors/archive-error.js'
import { digestNotChecked } from '../messages/download.js'
import { artifactTitle } from '../messages/formats.js'
import type { FirstResponse } from '../storage/range-reader.js'
import { RemoteSource, SMALL_TAIL } from '../storage/remote-source.js'
import type { Attempt } from './context.js'
import { PART } from './streaming/part-stream.js'
import { writeAll } from './streaming/ring-buffer-file.js'
import { refusalOf } from './verify.js'
import { type Fetched, planOptions } from './whole-file.js'

/** Only the ranges of selected files are transferred. The digest of the whole archive cannot be checked. */
export async function downloadRanges(
  attempt: Attempt,
  { receive }: FirstResponse,
  size: number
): Promise<Fetched> {
  const { context, artifact } = attempt
  const { services, directoryLimit } = context
  // Only its size was of interest. The directory is at the end.
  await receive(() => {})
  try {
    const extraction = await directoryLimit(() => extractRanges(attempt, size))
    if (artifact.digest && extraction.files > 0)
      services.report.info(digestNotChecked(artifactTitle(artifact)))
    return { ...extraction, digestCheck: 'unchecked', fromCache: false }
  } catch (error) {
    throw error instanceof ArchiveError ? refusalOf(artifact, error) : error
  }
}

/**
 * Transfers the directory of an archive and the entries needed, into a file that holds nothing else, and unpacks them.
 *
 * @throws ArchiveError, StartOver, RequestError, errors of the file system
 */
async function extractRanges(
  { context, artifact, reader, stop, work, to }: Attempt,
  size: number
): Promise<Extraction> {
  const { inputs, services, pool, progress } = context
  const { signal } = stop
  const source = new RemoteSource(reader, { size, tail: SMALL_TAIL, signal })
  const whole = await planExtraction(source, planOptions(inputs, to))
  const { ranges, plan } = whole.pickedOnly()
  progress.expect(
    artifact.id,
    ranges.reduce((bytes, { start, end }) => bytes + end - start, 0)
  )
  const file = await open(path.join(work, 'ranges'), 'wx+')
  try {
    await forEachConcurrently(partsOf(ranges), services.queue.concurrency, async ({ start, end, to: at }) => {
      const write = (chunk: Buffer, position: number) => writeAll(file, chunk, at + position - start)
      try {
        await reader.read({ start, end }, write, signal)
      } catch (error) {
        stop.abort(error)
        throw error
      }
    })
    return await plan.extract({ descriptor: file.fd }, { pool, signal })
  } finally {
    await file.close()
  }
}

/** Cut to the size of one request, so that several connections share a large file. */
function* partsOf(ranges: readonly { start: number; end: number; to: number }[]) {
  for (const { start, end, to } of ranges) {
    for (let at = start; at < end; at += PART)
      yield { start: at, end: Math.min(end, at + PART), to: to + at - start }
  }
}
