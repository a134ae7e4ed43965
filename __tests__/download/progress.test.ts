import { setTimeout as sleep } from 'node:timers/promises'
import { jest } from '@jest/globals'
import { Progress } from '../../src/download/progress.js'
import { progressLine } from '../../src/messages/download.js'

test.each([
  [120e6, 547e6, 60e6, ['120.0 MB', '547.0 MB', '21 %', '60.0 MB', '8 s']],
  [1, 3e9, 1e6, ['1 B', '3.0 GB', '0 %', '1.0 MB', '50 min']],
  [120e6, undefined, 60e6, ['120.0 MB', '60.0 MB']],
  [547e6, 547e6, 60e6, ['547.0 MB', '60.0 MB']]
])('%d of %s at %d', (bytes, total, rate, facts) => {
  expect(progressLine(bytes, total, rate).match(/[\d.]+ [a-zA-Z%]+/g)).toEqual(facts)
})

test('logs a line now and then while bytes come, none while they do not, none after close', async () => {
  const lines: string[] = []
  const progress = new Progress([[1, 1000]], line => lines.push(line), 20)
  await sleep(50)
  expect(lines).toEqual([])
  progress.add(100)
  await sleep(100)
  expect(lines).toEqual([expect.stringMatching(/^ {2}100 B of 1\.0 kB \(10 %\)/)])
  progress.close()
  progress.add(100)
  await sleep(50)
  expect(lines.length).toBe(1)
})

test('logs how much was unpacked, apart from what came', async () => {
  const lines: string[] = []
  const progress = new Progress([[1, 1000]], line => lines.push(line), 20)
  progress.addUnpacked(2e9)
  await sleep(100)
  progress.close()
  expect(lines.map(line => line.match(/[\d.]+ [a-zA-Z%]+/)?.[0])).toEqual(['2.0 GB'])
})

test('the percentage needs the size of every artifact', async () => {
  const lines: string[] = []
  const progress = new Progress(
    [
      [1, undefined],
      [2, 500],
      [3, 400]
    ],
    line => lines.push(line),
    20
  )
  const next = async () => {
    progress.add(100)
    await sleep(60)
    return lines.at(-1)
  }
  expect(await next()).toMatch(/^ {2}100 B, /)
  progress.expect(1, 100)
  expect(await next()).toMatch(/^ {2}200 B of 1\.0 kB \(20 %\), /)
  progress.expect(3, 0)
  expect(await next()).toMatch(/^ {2}300 B of 600 B \(50 %\), /)
  progress.close()
})

test('logs at most one line every 5 s', () => {
  jest.useFakeTimers()
  try {
    const lines: string[] = []
    const progress = new Progress([[1, 1000]], line => lines.push(line))
    for (let half = 1; half <= 4; half++) {
      progress.add(100)
      jest.advanceTimersByTime(2499)
      expect(lines.length).toBe(Math.floor((half - 1) / 2))
      jest.advanceTimersByTime(1)
      expect(lines.length).toBe(Math.floor(half / 2))
    }
    expect(lines[1]).toMatch(/400 B of 1\.0 kB \(40 %\), 40 B\/s, 15 s/)
    progress.close()
  } finally {
    jest.useRealTimers()
  }
})
