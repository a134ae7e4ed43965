import { setTimeout as sleep } from 'node:timers/promises'
import { forEachConcurrently } from '../../src/concurrency/for-each-concurrently.js'

describe('forEachConcurrently', () => {
  test('takes an item only when its call can start', async () => {
    let taken = 0
    let done = 0
    let most = 0
    function* items() {
      for (let item = 0; item < 50; item++) {
        most = Math.max(most, ++taken - done)
        yield item
      }
    }
    const seen: number[] = []
    await forEachConcurrently(items(), 4, async item => {
      await sleep(1)
      seen.push(item)
      done++
    })
    expect(most).toBe(4)
    expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index))
  })

  test('after an error, starts no more calls and throws after all have ended', async () => {
    const started: number[] = []
    let slowEnded = false
    const all = forEachConcurrently([0, 1, 2, 3, 4], 2, async item => {
      started.push(item)
      if (item === 0) throw new Error('first')
      await sleep(10)
      slowEnded = true
      throw new Error('second')
    })
    await expect(all).rejects.toThrow('first')
    expect(started).toEqual([0, 1])
    expect(slowEnded).toBe(true)
  })
})
