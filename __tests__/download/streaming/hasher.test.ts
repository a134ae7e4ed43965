import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { hashRing } from '../../../src/download/streaming/hasher.js'
import { SharedRingBuffer } from '../../../src/memory/shared-ring-buffer.js'
import { pseudoRandomBytes } from '../../support/random-bytes.js'

const MIB = 1 << 20
const WORKER_URL = new URL('../../../dist/hash-worker.js', import.meta.url)
const BYTES = pseudoRandomBytes(MIB + 1)

/** Sizes of streams that are hashed in the calling thread and in a thread of their own. */
const SIZES: [where: string, size: number][] = [
  ['here', 20 * MIB + 7],
  ['in a thread', 257 * MIB + 7]
]

/** Writes the first `end` bytes of a stream into the ring, whenever it has room. */
async function fill(ring: SharedRingBuffer, end: number): Promise<void> {
  for (let at = 0; at < end; ) {
    const next = Math.min(at + BYTES.length, end)
    while (!ring.fits(next)) {
      await new Promise<void>(resolve => {
        const off = ring.onChange(() => {
          off()
          resolve()
        })
      })
    }
    ring.write(at, BYTES.subarray(0, next - at))
    ring.advance(next)
    at = next
  }
}

function start({ size, workerUrl = WORKER_URL }: { size: number; workerUrl?: URL }) {
  const ring = new SharedRingBuffer(4 * MIB)
  const stop = new AbortController()
  return { ring, stop, sha256: hashRing(ring, { size, workerUrl, signal: stop.signal }) }
}

describe.each(SIZES)('%s', (_, size) => {
  test('hashes the whole stream, and releases it meanwhile', async () => {
    const { ring, sha256 } = start({ size })
    await fill(ring, size)
    const expected = createHash('sha256')
    for (let at = 0; at < size; at += BYTES.length) expected.update(BYTES.subarray(0, size - at))
    expect(await sha256).toBe(expected.digest('hex'))
    expect(ring.released).toBe(size)
  })

  test('ends on abort, in the middle of the stream', async () => {
    const { ring, stop, sha256 } = start({ size })
    await fill(ring, 10 * MIB)
    const reason = new Error('enough')
    stop.abort(reason)
    await expect(sha256).rejects.toBe(reason)
  })

  test('does not begin after an abort', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const ring = new SharedRingBuffer(MIB)
    await expect(hashRing(ring, { size, workerUrl: WORKER_URL, signal })).rejects.toBe(reason)
  })
})

test.each([
  ['throw new Error("no memory")', 'no memory'],
  ['process.exit(7)', '7']
])('a thread that fails is an error: %s', async (code, fact) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hasher-'))
  try {
    const file = path.join(folder, 'worker.mjs')
    writeFileSync(file, code)
    const { sha256 } = start({ size: 257 * MIB, workerUrl: pathToFileURL(file) })
    await expect(sha256).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining(fact)
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a thread that cannot be started is an error', async () => {
  // Throws, as where the system allows no more threads.
  const { sha256 } = start({ size: 257 * MIB, workerUrl: new URL('http://localhost/worker.js') })
  await expect(sha256).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('scheme') })
})
