import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { planExtraction } from '../../src/archive/extract.js'
import type { RandomAccess } from '../../src/archive/random-access.js'
import { ExtractionSite } from '../support/extraction.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { rawZip } from '../support/raw-zip.js'

const site = new ExtractionSite()
afterAll(() => site.remove())

function sourceOf(bytes: Buffer): RandomAccess {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

test('ranges hold the picked entries and small gaps, and entries move to their new positions', async () => {
  const sizes = [10, 200_000, 10, 1000, 10, 500_000, 10]
  const archive = rawZip({
    entries: sizes.map((size, index) => ({
      name: `${size}-${index}`,
      data: pseudoRandomBytes(size, index + 1),
      method: 0
    }))
  })
  const to = path.join(site.root, 'to')
  mkdirSync(to)
  const whole = await planExtraction(sourceOf(archive), { to, pick: name => name.startsWith('10-') })
  const { ranges, plan } = whole.pickedOnly()
  // Only the third and the fifth entry are close to each other.
  expect(ranges.length).toBe(3)
  const kept = Buffer.concat(ranges.map(({ start, end }) => archive.subarray(start, end)))
  expect(ranges.map(({ to }) => to)).toEqual([0, 44, expect.any(Number)])
  expect(kept.length).toBeLessThan(1500)
  const entries = [...plan.jobs()].flatMap(job => (job.kind === 'batch' ? job.entries : job.entry))
  for (const entry of entries) {
    const [name = '', index = 0] = entry.path.split('-')
    const data = kept.subarray(entry.offset + 30 + entry.path.length, entry.end)
    expect(data.equals(pseudoRandomBytes(Number(name), Number(index) + 1))).toBe(true)
  }
  expect(entries.length).toBe(4)
})
