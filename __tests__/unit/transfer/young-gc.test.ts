import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { memoryUsage } from 'node:process'
import { ByteWindow } from '../../../src/byte-window.js'
import type { Blob } from '../../../src/transfer/blob.js'
import { PartStream } from '../../../src/transfer/stream.js'
import { collectYoung } from '../../../src/transfer/young-gc.js'

const CHUNK = 64 << 10
const COUNT = 100

/** Chunks that nobody keeps. */
function passChunks(): number {
  let sum = 0
  for (let index = 0; index < COUNT; index++) sum += Buffer.alloc(CHUNK, index).readUInt8(0)
  return sum
}

test('what passed is let go when it is asked for', async () => {
  expect(collectYoung).toBeDefined()
  passChunks()
  // What the collection frees is swept beside it.
  for (let round = 0; round < 3; round++) {
    collectYoung?.({ type: 'minor' })
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const before = memoryUsage().arrayBuffers
  passChunks()
  const held = memoryUsage().arrayBuffers - before
  collectYoung?.({ type: 'minor' })
  await new Promise(resolve => setTimeout(resolve, 20))
  collectYoung?.({ type: 'minor' })
  const left = memoryUsage().arrayBuffers - before
  expect(left).toBeLessThan(Math.max(held, COUNT * CHUNK) / 4)
})

type CollectionEntry = PerformanceEntry & { detail: { flags: number } }

describe('a stream of 9 MiB', () => {
  const SIZE = 9 << 20
  let forced: PerformanceEntry[]
  let observer: PerformanceObserver
  beforeEach(() => {
    forced = []
    observer = new PerformanceObserver(list => {
      const isForced = (entry: PerformanceEntry) =>
        (entry as CollectionEntry).detail.flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED
      forced.push(...list.getEntries().filter(isForced))
    })
    observer.observe({ entryTypes: ['gc'] })
  })
  afterEach(() => observer.disconnect())

  test.each<[string, number, (window: ByteWindow, position: number) => Uint8Array]>([
    ['that comes in chunks is collected every 4 MiB', 2, () => Buffer.alloc(CHUNK)],
    ['that is received where it belongs never is', 0, (window, at) => window.roomAt(at).subarray(0, CHUNK)]
  ])('%s', async (_, times, chunkAt) => {
    const window = new ByteWindow(SIZE)
    const stop = new AbortController()
    // All of it is the first part, which nobody has to be asked for.
    const options = { window, size: SIZE, from: SIZE, concurrency: 1, stop }
    const stream = new PartStream({} as Blob, options)
    for (let at = 0; at < SIZE; at += CHUNK) {
      const { buffer, byteOffset, length } = chunkAt(window, at)
      stream.firstPart(Buffer.from(buffer, byteOffset, length), at)
    }
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(forced).toHaveLength(times)
  })
})
