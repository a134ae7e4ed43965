import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { memoryUsage } from 'node:process'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { countChunk, createGarbageCollector, limitYoungSpace } from '../../src/memory/garbage-collector.js'
import { withAndWithoutInternals } from '../support/internals.js'

const CHUNK = 64 << 10
const COUNT = 100

/** Allocates chunks that nobody keeps. */
function allocateChunks(): number {
  let sum = 0
  for (let index = 0; index < COUNT; index++) sum += Buffer.alloc(CHUNK, index).readUInt8(0)
  return sum
}

/** Allocates objects, many of which survive several collections. */
function allocateSurvivors(): number {
  const kept: { index: number }[] = []
  for (let index = 0; index < 2_000_000; index++) kept[index % 500_000] = { index }
  return kept.length
}

function youngSize(): number {
  return getHeapSpaceStatistics().find(({ space_name: title }) => title === 'new_space')?.space_size ?? 0
}

type CollectionEntry = PerformanceEntry & { detail: { flags: number } }

/** How many collections `action` forces. */
async function forcedCollections(action: () => void): Promise<number> {
  let forced = 0
  const observer = new PerformanceObserver(list => {
    const isForced = (entry: PerformanceEntry) =>
      (entry as CollectionEntry).detail.flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED
    forced += list.getEntries().filter(isForced).length
  })
  observer.observe({ entryTypes: ['gc'] })
  try {
    action()
    await new Promise(resolve => setTimeout(resolve, 50))
    return forced
  } finally {
    observer.disconnect()
  }
}

withAndWithoutInternals(usesInternals => {
  test('chunks are collected every 4 MiB, with internals only', async () => {
    const collector = createGarbageCollector()
    const forced = await forcedCollections(() => {
      for (let bytes = 0; bytes < 9 << 20; bytes += CHUNK) countChunk(Buffer.alloc(CHUNK), collector)
    })
    expect(forced).toBe(usesInternals ? 2 : 0)
  })

  test('everything is collected on request, with internals only', async () => {
    const collector = createGarbageCollector()
    expect(await forcedCollections(() => collector.collectAll())).toBe(usesInternals ? 1 : 0)
  })
})

test('a collection frees chunks', async () => {
  const { collectYoung } = createGarbageCollector()
  allocateChunks()
  // Memory is freed in the background after a collection.
  for (let round = 0; round < 3; round++) {
    collectYoung()
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const before = memoryUsage().arrayBuffers
  allocateChunks()
  const held = memoryUsage().arrayBuffers - before
  collectYoung()
  await new Promise(resolve => setTimeout(resolve, 20))
  collectYoung()
  const left = memoryUsage().arrayBuffers - before
  expect(left).toBeLessThan(Math.max(held, COUNT * CHUNK) / 4)
})

test('the space for young objects stops growing at the limit', async () => {
  const stop = limitYoungSpace()
  try {
    while (youngSize() < 8 << 20) allocateSurvivors()
    await new Promise(resolve => setTimeout(resolve, 200))
    const enough = youngSize()
    allocateSurvivors()
    expect(youngSize()).toBeLessThanOrEqual(enough)
  } finally {
    stop()
    // V8's default.
    setFlagsFromString('--semi-space-growth-factor=2')
  }
})
