import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { memoryUsage } from 'node:process'
import { countChunk, createGarbageCollector } from '../../src/memory/garbage-collector.js'
import { withAndWithoutInternals, withInternals } from '../support/internals.js'
import { ROOT } from '../support/project.js'

const CHUNK = 64 << 10
const COUNT = 100

/** Allocates chunks that nobody keeps. */
function allocateChunks(): number {
  let sum = 0
  for (let index = 0; index < COUNT; index++) sum += Buffer.alloc(CHUNK, index).readUInt8(0)
  return sum
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

withInternals(() => {
  test('a collection frees chunks', async () => {
    const collector = createGarbageCollector()
    allocateChunks()
    // Memory is freed in the background after a collection.
    for (let round = 0; round < 3; round++) {
      collector.collectYoung()
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    const before = memoryUsage().arrayBuffers
    allocateChunks()
    const held = memoryUsage().arrayBuffers - before
    collector.collectYoung()
    await new Promise(resolve => setTimeout(resolve, 20))
    collector.collectYoung()
    const left = memoryUsage().arrayBuffers - before
    expect(left).toBeLessThan(Math.max(held, COUNT * CHUNK) / 4)
  })

  test('the space for young objects stops growing at the limit', () => {
    const job = path.join(ROOT, '__tests__/memory/young-space-job.ts')
    const { ARTIFACT_ACTION_PLAIN: _, ...env } = process.env
    const args = ['--import', 'tsx', job]
    const printed = execFileSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: 25_000,
      cwd: ROOT,
      env
    })
    const { enough, after } = JSON.parse(printed) as { enough: number; after: number }
    expect(enough).toBeGreaterThanOrEqual(8 << 20)
    expect(after).toBeLessThanOrEqual(enough)
  })
})
