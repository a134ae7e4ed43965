import { readdirSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import archiver from 'archiver'
import { ExtractionSite } from '../support/extraction.js'
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
