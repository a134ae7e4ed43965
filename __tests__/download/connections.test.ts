import { join } from 'node:path'
import { zipFiles } from '../support/artifact-zip.js'
import type { GitHubServerOptions } from '../support/github-server/index.js'
import { expectTree, leftOutside, MIB, makeLargeZip, mostAtOnce } from '../support/large-artifact.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { inSweeps, rowsOf } from '../support/sweep.js'

let big: Buffer
beforeAll(async () => {
  big = await makeLargeZip()
})

let scenario: Scenario
const start = async (options?: GitHubServerOptions) => {
  scenario = await startScenario(options)
}
afterEach(() => scenario.close())

const work = (...segments: string[]) => join(scenario.job.workspace, ...segments)
const storageRequests = () => scenario.server.requests.filter(({ server }) => server === 'storage')
const left = () => leftOutside(scenario)

describe('connections', () => {
  const long = async () => {
    await scenario.run.addArtifact('long', {
      zip: await zipFiles({ x: pseudoRandomBytes(40 * MIB) }, { level: 0 })
    })
  }

  const slow: [concurrency: string, least: number, most: number][] = [
    ['1', 1, 1],
    ['6', 4, 6]
  ]
  test.each(rowsOf(slow, ([concurrency]) => concurrency === '6'))(
    'a slow network gets more of them, up to concurrency: %s',
    async (concurrency, least, most) => {
      await start({ storage: { bytesPerSecond: 12 * MIB } })
      await long()
      expect((await scenario.step({ name: 'long', concurrency })).code).toBe(0)
      expect(mostAtOnce(storageRequests())).toBeGreaterThanOrEqual(least)
      expect(mostAtOnce(storageRequests())).toBeLessThanOrEqual(most)
    }
  )

  inSweeps(() => {
    test('a slow network gets more of them before the directory has come', async () => {
      await start({ storage: { bytesPerSecond: 40 * MIB } })
      await long()
      scenario.server.fault({ match: { server: 'storage', nth: 2 }, action: 'stall' })
      const { code } = await scenario.step({ name: 'long', 'stall-timeout': '2s' })
      expect(code).toBe(0)
      const [, directory] = storageRequests()
      const meanwhile = storageRequests().filter(({ at }) => at < (directory?.endedAt ?? 0))
      // The first part, the stalled one, and two more.
      expect(mostAtOnce(meanwhile)).toBeGreaterThanOrEqual(4)
    })
  })

  type Bound = [string, number, number, Record<string, string>, number, number]
  const bounds: Bound[] = [
    ['up to four large ones side by side, which bounds memory', 6, 40 * MIB, {}, 4, 3],
    ['many of medium size in one request each', 6, 9 * MIB, {}, 6, 1],
    ['a number is a hard bound', 6, 9 * MIB, { concurrency: '3' }, 3, 1]
  ]
  test.each(rowsOf(bounds, ([title]) => title.startsWith('up to')))(
    '%s',
    async (_, count, size_in_bytes, inputs, most, requests) => {
      await start({ storage: { latency: 300 } })
      for (let index = 0; index < count; index++) {
        await scenario.run.addArtifact(`a-${index}`, { zip: big, size_in_bytes })
      }
      expect((await scenario.step({ path: 'out', ...inputs })).code).toBe(0)
      for (let index = 0; index < count; index++) expectTree(work(`out/a-${index}`))
      const spans = new Map<string, { at: number; endedAt: number }>()
      for (const { path, at, endedAt = 0 } of storageRequests()) {
        const span = spans.get(path) ?? { at, endedAt }
        spans.set(path, { at: Math.min(span.at, at), endedAt: Math.max(span.endedAt, endedAt) })
      }
      expect(spans.size).toBe(count)
      expect(storageRequests()).toHaveLength(count * requests)
      expect(mostAtOnce([...spans.values()])).toBe(most)
      expect(left()).toEqual([])
    }
  )

  inSweeps(() => {
    test('the next large one gets its URL while the last part of an earlier one comes', async () => {
      await start({ storage: { latency: 300 } })
      for (let index = 0; index < 5; index++) {
        await scenario.run.addArtifact(`a-${index}`, { zip: big, size_in_bytes: 40 * MIB })
      }
      expect((await scenario.step({ path: 'out' })).code).toBe(0)
      const urls = scenario.server.requests.filter(({ path }) => path.endsWith('/zip'))
      const ends = new Map(storageRequests().map(({ path, endedAt = 0 }) => [path, endedAt]))
      expect([urls.length, ends.size]).toEqual([5, 5])
      expect(urls[4]?.at).toBeLessThan(Math.min(...ends.values()))
    })
  })

  const small: [inputs: Record<string, string>, most: number][] = [
    [{}, 48],
    [{ concurrency: '12' }, 12]
  ]
  test.each(rowsOf(small, ([, most]) => most === 48))(
    '50 small artifacts, %j: at most %d requests in flight',
    async (inputs, most) => {
      await start({ storage: { latency: 500 } })
      for (let index = 0; index < 50; index++)
        await scenario.run.addArtifact(`a-${index}`, { files: { x: `${index}` } })
      const { code, outputs } = await scenario.step({ path: 'out', ...inputs })
      expect([code, outputs['file-count'], outputs['api-requests']]).toEqual([0, '50', '51'])
      expect(mostAtOnce(scenario.server.requests)).toBeGreaterThan(most * 0.7)
      expect(mostAtOnce(scenario.server.requests)).toBeLessThanOrEqual(most)
    }
  )
})
