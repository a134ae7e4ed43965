import { setTimeout as sleep } from 'node:timers/promises'
import { getHeapSpaceStatistics } from 'node:v8'
import { createGarbageCollector, limitYoungSpace } from '../../src/memory/garbage-collector.js'

// A process of its own: V8's flags hold for the whole process, and other tests set them too.

/** Allocates objects, many of which survive several collections. */
function allocateSurvivors(): number {
  const kept: { index: number }[] = []
  for (let index = 0; index < 2_000_000; index++) kept[index % 500_000] = { index }
  return kept.length
}

function youngSize(): number {
  return getHeapSpaceStatistics().find(({ space_name: title }) => title === 'new_space')?.space_size ?? 0
}

const stop = limitYoungSpace(createGarbageCollector())
while (youngSize() < 8 << 20) allocateSurvivors()
await sleep(200)
const enough = youngSize()
allocateSurvivors()
console.log(JSON.stringify({ enough, after: youngSize() }))
stop()
