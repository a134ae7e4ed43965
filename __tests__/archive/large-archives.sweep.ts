import { openSync, readSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { ExtractionSite } from '../support/extraction.js'
import { MARKER, type RawEntry, rawZip, zip64Field } from '../support/raw-zip.js'

const MIB = 1 << 20
const SIZE_MIB = 4096
const END = 'the end'
const SIZE = SIZE_MIB * MIB + END.length

const { bavail, bsize } = statfsSync(tmpdir())
const hasSpace = bavail * bsize > 2 * SIZE
if (!hasSpace) console.log(`skipped: a file over 4 GiB: ${tmpdir()} has too little space`)

/** More than 4 GiB of zeros, deflated: one MiB is compressed once and repeated. */
function large(name: string): RawEntry {
  const zeros = Buffer.alloc(MIB)
  const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH })
  const blocks = Array.from({ length: SIZE_MIB }, () => block)
  let crc = 0
  for (const _ of blocks) crc = crc32(zeros, crc)
  const packed = Buffer.concat([...blocks, deflateRawSync(END)])
  return { name, packed, uncompressedSize: SIZE, crc32: crc32(END, crc) }
}

;(hasSpace ? describe : describe.skip)('a file over 4 GiB', () => {
  // Its zip64 field holds the offset, which the header holds too.
  test('as archiver 5.3 writes it', async () => {
    const site = new ExtractionSite()
    try {
      const before: RawEntry = { name: 'before', data: 'before' }
      const offset = 30 + 'before'.length + deflateRawSync('before').length
      const entry = large('large')
      const extra = zip64Field(SIZE, entry.packed?.length ?? 0, offset)
      const central = { compressedSize: MARKER, uncompressedSize: MARKER, extra }
      const archive = rawZip({
        entries: [
          before,
          { ...entry, flags: 8, descriptor: 'zip64', central },
          { name: 'after', data: 'after', descriptor: 'signed' }
        ]
      })
      const { to, files, bytes } = await site.extract(archive)
      expect({ files, bytes }).toEqual({ files: 3, bytes: SIZE + 'before'.length + 'after'.length })
      expect(statSync(path.join(to, 'large')).size).toBe(SIZE)
      const end = Buffer.alloc(END.length + 1)
      readSync(openSync(path.join(to, 'large'), 'r'), end, 0, end.length, SIZE - end.length)
      expect(end.toString()).toBe(`\0${END}`)
    } finally {
      site.remove()
    }
  }, 300_000)
})

test('a small archive with more than 4 million folders is refused', async () => {
  const site = new ExtractionSite()
  try {
    // Each name needs 2,001 folders.
    const entries = Array.from({ length: 2000 }, (_, index) => ({ name: `${index}/${'a/'.repeat(2000)}` }))
    await expect(site.extract(rawZip({ entries }))).rejects.toMatchObject({
      refusal: 'limit',
      reason: expect.stringContaining('4000000')
    })
  } finally {
    site.remove()
  }
}, 300_000)
