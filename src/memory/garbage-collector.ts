import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isKnownNode } from './known-node.js'

type Collect = (options?: { type: 'minor' }) => void

/** In bytes. */
const COLLECTED = 4 << 20

/** Of what lived shortly: of a few thousand small objects it takes about a millisecond. */
export const collectYoung: Collect | undefined = (() => {
  try {
    setFlagsFromString('--expose-gc')
    return runInNewContext('gc') as Collect
  } catch {
    return undefined
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
})()

/** Of all, which takes tens of milliseconds: for when much of what V8 does not count is known to be over. */
export function collectAll(): void {
  collectYoung?.()
}

let sinceCollected = 0

/**
 * Told of each chunk that came in a buffer of its own, and collects those before it now and then. Each is a small object
 * that holds 64 KiB outside of V8's heap, which waits to be collected until tens or hundreds of MB of them have gathered
 * (270 MB resident on Node 24, 190 MB so).
 */
export function tookChunk({ length }: Buffer): void {
  sinceCollected += length
  if (sinceCollected < COLLECTED) return
  sinceCollected = 0
  collectYoung?.({ type: 'minor' })
}

/** Room for young objects that costs no time where there is no more of it, in bytes. */
const ENOUGH_YOUNG = 8 << 20
/** How often it is looked at, in ms. */
const LOOK = 50

/**
 * Keeps V8's room for young objects from doubling without need: Node 24 goes on to 128 MB where anything outlives a
 * collection now and then, as notes on hundreds of thousands of files do.
 *
 * @returns how to stop looking
 */
export function boundYoung(): () => void {
  // A flag that V8 does not know is told of on stderr.
  if (!isKnownNode()) return () => {}
  const timer = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
    if (young === undefined || young.space_size < ENOUGH_YOUNG) return
    clearInterval(timer)
    setFlagsFromString('--semi-space-growth-factor=1')
  }, LOOK)
  timer.unref()
  return () => clearInterval(timer)
}
