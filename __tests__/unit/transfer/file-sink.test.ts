import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { FileSink } from '../../../src/transfer/file-sink.js'

const MIB = 1 << 20
const FULL = '/dev/full'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'file-sink-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a little may wait for the disk; with more the writer waits, until all of it is there', async () => {
  const sink = new FileSink(path.join(folder, 'a'))
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  const wait = sink.write(Buffer.alloc(3 * MIB))
  expect(wait).toBeInstanceOf(Promise)
  await wait
  expect(statSync(sink.file).size).toBe(1000 + 3 * MIB)
  expect(sink.write(Buffer.alloc(1000))).toBeUndefined()
  await sink.end()
})

if (!existsSync(FULL)) console.log(`skipped: a full disk, for there is no ${FULL}`)
;(existsSync(FULL) ? describe : describe.skip)('a full disk', () => {
  test('fails the writer that waits, and the end', async () => {
    const sink = new FileSink(FULL)
    await expect(sink.write(Buffer.alloc(3 * MIB))).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(sink.end()).rejects.toMatchObject({ code: 'ENOSPC' })
    await sink.discard()
  })
})
