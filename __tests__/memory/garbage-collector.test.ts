import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { memoryUsage } from 'node:process'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { boundYoung, collectYoung, tookChunk } from '../../src/memory/garbage-collector.js'

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

/** Objects of which many outlive several collections. */
function outlive(): number {
  const kept: { index: number }[] = []
  for (let index = 0; index < 2_000_000; index++) kept[index % 500_000] = { index }
  return kept.length
}

function youngSize(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0
}

test('room for young objects is bounded once there is enough', async () => {
  const stop = boundYoung()
  try {
    while (youngSize() < 8 << 20) outlive()
    await new Promise(resolve => setTimeout(resolve, 200))
    const enough = youngSize()
    outlive()
    expect(youngSize()).toBeLessThanOrEqual(enough)
  } finally {
    stop()
    // As V8 has it.
    setFlagsFromString('--semi-space-growth-factor=2')
  }
})

type CollectionEntry = PerformanceEntry & { detail: { flags: number } }

test('what comes in chunks is collected every 4 MiB', async () => {
  const forced: PerformanceEntry[] = []
  const observer = new PerformanceObserver(list => {
    const isForced = (entry: PerformanceEntry) =>
      (entry as CollectionEntry).detail.flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED
    forced.push(...list.getEntries().filter(isForced))
  })
  observer.observe({ entryTypes: ['gc'] })
  try {
    for (let bytes = 0; bytes < 9 << 20; bytes += CHUNK) tookChunk(Buffer.alloc(CHUNK))
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(forced).toHaveLength(2)
  } finally {
    observer.disconnect()
  }
})
