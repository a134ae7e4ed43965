import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FileSink } from '../../src/download/file-sink.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

const folder = mkdtempSync(path.join(tmpdir(), 'sink-'))
afterAll(() => rmSync(folder, { recursive: true }))

const BYTES = pseudoRandomBytes(3 << 20)
/** Takes all bytes and refuses them. */
const FULL = '/dev/full'

test.each([1000, 128 << 10, (128 << 10) + 1, 1 << 20, BYTES.length])(
  'all bytes come into the file in order, in chunks of %d',
  async size => {
    const sink = new FileSink(path.join(folder, String(size)))
    for (let at = 0; at < BYTES.length; at += size) {
      const chunk = Buffer.from(BYTES.subarray(at, at + size))
      const written = sink.write(chunk)
      if (written !== undefined) await written
      // What it came in is used again.
      chunk.fill(0)
    }
    expect(await sink.end()).toBe(createHash('sha256').update(BYTES).digest('hex'))
    await sink.discard()
    expect(readFileSync(sink.file).equals(BYTES)).toBe(true)
    expect(sink.bytes).toBe(BYTES.length)
  }
)

test('a little may wait for the disk; with more the writer waits', async () => {
  const sink = new FileSink(path.join(folder, 'slow'))
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  const wait = sink.write(BYTES)
  expect(wait).toBeInstanceOf(Promise)
  await wait
  expect(statSync(sink.file).size).toBeGreaterThan(BYTES.length - (256 << 10))
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  await sink.end()
})

test('a chunk that comes before the last one was taken is a fault that is told, not bytes in a wrong order', async () => {
  const sink = new FileSink(path.join(folder, 'hasty'))
  const taken = sink.write(BYTES)
  expect(() => sink.write(Buffer.from('more'))).toThrow('before the last one was taken')
  await taken
  expect(await sink.end()).toBe(createHash('sha256').update(BYTES).digest('hex'))
  expect(readFileSync(sink.file).equals(BYTES)).toBe(true)
})

test('once it is given up nothing is written any more', async () => {
  const sink = new FileSink(path.join(folder, 'given-up'))
  let isTaken = false
  const taken = sink.write(BYTES)?.then(() => {
    isTaken = true
  })
  await sink.discard()
  expect(isTaken).toBe(true)
  await taken
})

test('a file that is not as long as what came is told of', async () => {
  const sink = new FileSink(path.join(folder, 'short'))
  await sink.write(BYTES)
  truncateSync(sink.file, 5)
  await expect(sink.end()).rejects.toThrow(/the file has \d+ bytes, and 3145728 came/)
  await sink.discard()
})

// Not on macOS and Windows.
if (!existsSync(FULL)) console.log(`skipped: a full disk, for there is no ${FULL}`)
else {
  test('a disk that is full is told of, to whoever writes and at the end', async () => {
    const code = 'ENOSPC'
    const small = new FileSink(FULL)
    await small.write(BYTES.subarray(0, 10))
    await expect(small.end()).rejects.toMatchObject({ code })
    await small.discard()
    const large = new FileSink(FULL)
    await expect(large.write(BYTES)).rejects.toMatchObject({ code })
    await large.discard()
  })
}
