import { open } from 'node:fs/promises'
import path from 'node:path'
import { type Extraction, type PlanOptions, planExtraction } from '../archive/extract.js'
import type { WorkerPool } from '../archive/worker-pool.js'
import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import type { RangeReader } from '../storage/range-reader.js'
import { RemoteSource, SMALL_TAIL } from '../storage/remote-source.js'
import { PART } from './streaming/part-stream.js'
import { writeAll } from './streaming/ring-buffer-file.js'

interface PartsOptions extends PlanOptions {
  /** Of the whole blob, in bytes. */
  size: number
  /** A private folder for what travels. */
  work: string
  pool: WorkerPool
  concurrency: number
  /** Ends all requests; used when one fails. */
  stop: AbortController
  /** Told how many bytes of entries will travel. */
  onPlan: (bytes: number) => void
}

/**
 * Unpacks the picked files of an archive in storage: only its end, its directory and the entries wanted travel, into a
 * file that holds nothing else.
 *
 * @throws ArchiveError, StartOver, RequestError, errors of the file system
 */
export async function fetchParts(reader: RangeReader, options: PartsOptions): Promise<Extraction> {
  const { size, work, pool, concurrency, stop, onPlan } = options
  const { signal } = stop
  const whole = await planExtraction(new RemoteSource(reader, { size, tail: SMALL_TAIL, signal }), options)
  const { ranges, plan } = whole.pickedOnly()
  onPlan(ranges.reduce((bytes, { start, end }) => bytes + end - start, 0))
  const file = await open(path.join(work, 'parts'), 'wx+')
  try {
    await forEachConcurrently(piecesOf(ranges), concurrency, async ({ start, end, to }) => {
      const write = (chunk: Buffer, position: number) => writeAll(file, chunk, to + position - start)
      try {
        await reader.read({ start, end }, write, stop.signal)
      } catch (error) {
        // The others need not come any more.
        stop.abort(error)
        throw error
      }
    })
    return await plan.extract({ descriptor: file.fd }, { pool, signal })
  } finally {
    await file.close()
  }
}

/** Cut to what one request asks for, so that several connections share a large file. */
function* piecesOf(ranges: readonly { start: number; end: number; to: number }[]) {
  for (const { start, end, to } of ranges) {
    for (let at = start; at < end; at += PART)
      yield { start: at, end: Math.min(end, at + PART), to: to + at - start }
  }
}
