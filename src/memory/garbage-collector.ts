import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { mayUseInternals } from './node-internals.js'

export interface GarbageCollector {
  /** Collects short-lived objects: about 1 ms for a few thousand small objects. */
  collectYoung(): void
  /** Collects everything, which takes tens of milliseconds. */
  collectAll(): void
  /** Stops V8 from enlarging the space for young objects, until the end of the process. */
  stopYoungGrowth(): void
}

/** Leaves everything to V8. */
const PLAIN: GarbageCollector = { collectYoung: () => {}, collectAll: () => {}, stopYoungGrowth: () => {} }

/**
 * With the flags and `gc()` of V8, which Node does not document. On Node 24 they keep memory low: a GiB without ranges
 * takes 190 MB instead of 270, and putting 200,000 files into a folder of as many others 300 MB instead of 380.
 */
export function createGarbageCollector(): GarbageCollector {
  // V8 prints a warning for unknown flags.
  if (!mayUseInternals()) return PLAIN
  try {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as (options?: { type: 'minor' }) => void
    return {
      collectYoung: () => gc({ type: 'minor' }),
      collectAll: () => gc(),
      stopYoungGrowth: () => setFlagsFromString('--semi-space-growth-factor=1')
    }
  } catch {
    return PLAIN
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}

export const garbageCollector = createGarbageCollector()

/** In bytes. */
const COLLECT_EVERY = 4 << 20
let sinceCollected = 0

/**
 * Collects received chunks every 4 MiB. Each chunk is a small object that holds 64 KiB outside of V8's heap: V8 would
 * collect them only after tens or hundreds of MB.
 */
export function countChunk({ length }: Buffer, collector = garbageCollector): void {
  sinceCollected += length
  if (sinceCollected < COLLECT_EVERY) return
  sinceCollected = 0
  collector.collectYoung()
}

/** A larger space for young objects saves no time, in bytes. */
const ENOUGH_YOUNG = 8 << 20
/** In ms. */
const CHECK_INTERVAL = 50

/**
 * Keeps the space for young objects at 8 MiB. On Node 24 it would grow to 128 MB when some objects survive a collection,
 * such as the journal of hundreds of thousands of files.
 *
 * @returns a function that stops checking
 */
export function limitYoungSpace(collector = garbageCollector): () => void {
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: title }) => title === 'new_space')
    if (young === undefined || young.space_size < ENOUGH_YOUNG) return
    clearInterval(timer)
    collector.stopYoungGrowth()
  }, CHECK_INTERVAL)
  timer.unref()
  return () => clearInterval(timer)
}
