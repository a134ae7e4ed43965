import { open } from 'node:fs/promises'
import path from 'node:path'
import { type Extraction, type PlanOptions, planExtraction } from '../archive/extract.js'
import type { WorkerPool } from '../archive/worker-pool.js'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { RangeReader } from '../storage/range-reader.js'
import { RemoteSource, SMALL_TAIL } from '../storage/remote-source.js'
import { PART } from './streaming/part-stream.js'
import { writeAll } from './streaming/ring-buffer-file.js'

interface RangesOptions extends PlanOptions {
  /** Of the whole archive, in bytes. */
  size: number
  /** A private folder for bytes in transfer. */
  work: string
  pool: WorkerPool
  concurrency: number
  /** Ends all requests; used when one fails. */
  stop: AbortController
  /** Receives how many bytes of entries will be transferred. */
  onPlan: (bytes: number) => void
}

/**
 * Unpacks the selected files of an archive in storage. Only its directory and the entries needed are transferred, into a
 * file that holds nothing else.
 *
 * @throws ArchiveError, StartOver, RequestError, errors of the file system
 */
export async function fetchRanges(reader: RangeReader, options: RangesOptions): Promise<Extraction> {
  const { size, work, pool, concurrency, stop, onPlan } = options
  const { signal } = stop
  const whole = await planExtraction(new RemoteSource(reader, { size, tail: SMALL_TAIL, signal }), options)
  const { ranges, plan } = whole.pickedOnly()
  onPlan(ranges.reduce((bytes, { start, end }) => bytes + end - start, 0))
  const file = await open(path.join(work, 'ranges'), 'wx+')
  try {
    await forEachConcurrently(partsOf(ranges), concurrency, async ({ start, end, to }) => {
      const write = (chunk: Buffer, position: number) => writeAll(file, chunk, to + position - start)
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
