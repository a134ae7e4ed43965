import { readdirSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { deflateRawSync } from 'node:zlib'
import archiver from 'archiver'
import { ExtractionSite } from '../support/extraction.js'
import { type RawEntry, rawZip } from '../support/raw-zip.js'
import { python } from '../support/zip-readers.js'

const site = new ExtractionSite()
afterAll(() => site.remove())

for (const count of [65_535, 66_000]) {
  test(`${count} entries are extracted`, async () => {
    const names = Array.from({ length: count }, (_, index) => `d${index % 66}/f${index}`)
    const zip = archiver.create('zip')
    // Strings: streams would take most of a minute.
    for (const name of names) zip.append('', { name })
    const [archive] = await Promise.all([buffer(zip), zip.finalize()])
    const { to, files } = await site.extract(archive)
    expect(files).toBe(count)
    expect(readdirSync(to, { recursive: true })).toHaveLength(count + 66)
    if (python.missing !== undefined) return
    const [answer = ''] = python.unpack([archive])
    const others = Object.keys(answer).filter(name => !name.endsWith('/'))
    expect(others.sort()).toEqual(names.sort())
  }, 120_000)
}

test('66,000 entries are refused if one has a wrong CRC-32', async () => {
  const empty = deflateRawSync('')
  const entries: RawEntry[] = Array.from({ length: 66_000 }, (_, index) => ({
    name: `${index}`,
    packed: empty
  }))
  entries[50_000] = { name: 'bad', crc32: 1 }
  const archive = rawZip({ entries, zip64: { markers: true } })
  await expect(site.extract(archive)).rejects.toMatchObject({ refusal: 'crc', entry: 'bad' })
}, 120_000)
