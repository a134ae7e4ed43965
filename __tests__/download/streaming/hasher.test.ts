import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashWindow } from '../../../src/download/streaming/hasher.js'
import { SharedRingBuffer } from '../../../src/memory/shared-ring-buffer.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'

const MIB = 1 << 20
const WORKER_URL = new URL('../../../dist/hash-worker.js', import.meta.url)
const BYTES = pseudoRandomBytes(MIB + 1)

/** Sizes of streams: one that is hashed in the calling thread, one in a thread of its own. */
const SIZES: [way: string, size: number][] = [
  ['here', 20 * MIB + 7],
  ['in a thread', 257 * MIB + 7]
]

/** Puts the first `end` bytes of a stream into the window, as it has room. */
async function fill(window: SharedRingBuffer, end: number): Promise<void> {
  for (let at = 0; at < end; ) {
    const next = Math.min(at + BYTES.length, end)
    while (!window.hasRoomTo(next)) {
      await new Promise<void>(resolve => {
        const off = window.onChange(() => {
          off()
          resolve()
        })
      })
    }
    window.write(at, BYTES.subarray(0, next - at))
    window.advance(next)
    at = next
  }
}

function start({ size, workerUrl = WORKER_URL }: { size: number; workerUrl?: URL }) {
  const window = new SharedRingBuffer(4 * MIB)
  const stop = new AbortController()
  return { window, stop, sha256: hashWindow(window, { size, workerUrl, signal: stop.signal }) }
}

describe.each(SIZES)('%s', (_, size) => {
  test('the whole stream is hashed, and the window goes on as it is', async () => {
    const { window, sha256 } = start({ size })
    await fill(window, size)
    const expected = createHash('sha256')
    for (let at = 0; at < size; at += BYTES.length) expected.update(BYTES.subarray(0, size - at))
    expect(await sha256).toBe(expected.digest('hex'))
    expect(window.released).toBe(size)
  })

  test('it ends when it is told to, in the middle of the stream', async () => {
    const { window, stop, sha256 } = start({ size })
    await fill(window, 10 * MIB)
    const reason = new Error('enough')
    stop.abort(reason)
    await expect(sha256).rejects.toBe(reason)
  })

  test('it does not begin when it was told to end before', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const window = new SharedRingBuffer(MIB)
    await expect(hashWindow(window, { size, workerUrl: WORKER_URL, signal })).rejects.toBe(reason)
  })
})

test.each([
  ['throw new Error("no memory")', 'The hashing thread died: no memory'],
  ['process.exit(7)', 'The hashing thread ended with code 7']
])('a thread that dies is an error: %s', async (code, message) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hasher-'))
  try {
    const file = path.join(folder, 'worker.mjs')
    writeFileSync(file, code)
    const { sha256 } = start({ size: 257 * MIB, workerUrl: pathToFileURL(file) })
    await expect(sha256).rejects.toMatchObject({ code: 'internal', message })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
