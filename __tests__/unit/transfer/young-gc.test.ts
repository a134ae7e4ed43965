import { memoryUsage } from 'node:process'
import { collectYoung } from '../../../src/transfer/young-gc.js'

const CHUNK = 64 << 10
const COUNT = 500

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
