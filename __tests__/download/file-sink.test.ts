import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isPromise } from 'node:util/types'
import { FileSink } from '../../src/download/file-sink.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

const folder = mkdtempSync(path.join(tmpdir(), 'sink-'))
afterAll(() => rmSync(folder, { recursive: true }))

const BYTES = pseudoRandomBytes(3 << 20)
/** Every write fails with ENOSPC. */
const FULL = '/dev/full'

test.each([1000, 128 << 10, (128 << 10) + 1, 1 << 20, BYTES.length])(
  'writes all bytes in order, in chunks of %d',
  async size => {
    const sink = new FileSink(path.join(folder, String(size)))
    for (let at = 0; at < BYTES.length; at += size) {
      const chunk = Buffer.from(BYTES.subarray(at, at + size))
      const written = sink.write(chunk)
      if (written !== undefined) await written
      // The caller reuses the buffer.
      chunk.fill(0)
    }
    expect(await sink.end()).toBe(createHash('sha256').update(BYTES).digest('hex'))
    await sink.discard()
    expect(readFileSync(sink.file).equals(BYTES)).toBe(true)
    expect(sink.bytes).toBe(BYTES.length)
  }
)

test('buffers a little; beyond that the writer waits', async () => {
  const sink = new FileSink(path.join(folder, 'slow'))
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  const wait = sink.write(BYTES)
  expect(isPromise(wait)).toBe(true)
  await wait
  expect(statSync(sink.file).size).toBeGreaterThan(BYTES.length - (256 << 10))
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  await sink.end()
})

test('a chunk before the last one is written is an error, not bytes in a wrong order', async () => {
  const sink = new FileSink(path.join(folder, 'hasty'))
  const written = sink.write(BYTES)
  expect(() => sink.write(Buffer.from('more'))).toThrow(TypeError)
  await written
  expect(await sink.end()).toBe(createHash('sha256').update(BYTES).digest('hex'))
  expect(readFileSync(sink.file).equals(BYTES)).toBe(true)
})

test('nothing is written after discard', async () => {
  const sink = new FileSink(path.join(folder, 'discarded'))
  let isWritten = false
  const written = sink.write(BYTES)?.then(() => {
    isWritten = true
  })
  await sink.discard()
  expect(isWritten).toBe(true)
  await written
})

test('a file that is shorter than the received bytes is an error', async () => {
  const sink = new FileSink(path.join(folder, 'short'))
  await sink.write(BYTES)
  // The last buffer may still be on its way to the disk.
  while (statSync(sink.file).size < BYTES.length) await pause(5)
  truncateSync(sink.file, 5)
  await expect(sink.end()).rejects.toThrow(/\b5 bytes\b.*\b3145728\b/)
  await sink.discard()
})

// Not on macOS and Windows.
if (!existsSync(FULL)) console.log(`skipped: a full disk, because ${FULL} does not exist`)
else {
  test('a full disk is an error of write and of end', async () => {
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
