import { setTimeout as sleep } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { Progress } from '../../src/download/progress.js'
import { progressLine } from '../../src/messages/download.js'

test.each([
  [120e6, 547e6, 60e6, '  120.0 MB of 547.0 MB (21 %), 60.0 MB/s, 8 s left'],
  [1, 3e9, 1e6, '  1 B of 3.0 GB (0 %), 1.0 MB/s, 50 min left'],
  [120e6, undefined, 60e6, '  120.0 MB, 60.0 MB/s'],
  [547e6, 547e6, 60e6, '  547.0 MB, 60.0 MB/s']
])('%d of %s at %d', (bytes, total, rate, line) => {
  expect(progressLine(bytes, total, rate)).toBe(line)
})

test('a line now and then while bytes come, none while they do not, none after the end', async () => {
  const said: string[] = []
  const progress = new Progress([[1, 1000]], line => said.push(line), 20)
  await sleep(50)
  expect(said).toEqual([])
  progress.add(100)
  await sleep(100)
  expect(said).toEqual([expect.stringMatching(/^ {2}100 B of 1\.0 kB \(10 %\)/)])
  progress.close()
  progress.add(100)
  await sleep(50)
  expect(said.length).toBe(1)
})

test('the percent is of what will travel, once that is known of every artifact', async () => {
  const said: string[] = []
  const progress = new Progress(
    [
      [1, undefined],
      [2, 500],
      [3, 400]
    ],
    line => said.push(line),
    20
  )
  const next = async () => {
    progress.add(100)
    await sleep(60)
    return said.at(-1)
  }
  expect(await next()).toMatch(/^ {2}100 B, /)
  progress.expect(1, 100)
  expect(await next()).toMatch(/^ {2}200 B of 1\.0 kB \(20 %\), /)
  progress.expect(3, 0)
  expect(await next()).toMatch(/^ {2}300 B of 600 B \(50 %\), /)
  progress.close()
})

test('at most a line every 5 s', () => {
  jest.useFakeTimers()
  try {
    const said: string[] = []
    const progress = new Progress([[1, 1000]], line => said.push(line))
    for (let half = 1; half <= 4; half++) {
      progress.add(100)
      jest.advanceTimersByTime(2499)
      expect(said.length).toBe(Math.floor((half - 1) / 2))
      jest.advanceTimersByTime(1)
      expect(said.length).toBe(Math.floor(half / 2))
    }
    expect(said[1]).toBe('  400 B of 1.0 kB (40 %), 40 B/s, 15 s left')
    progress.close()
  } finally {
    jest.useRealTimers()
  }
})
