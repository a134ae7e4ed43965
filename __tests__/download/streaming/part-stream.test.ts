import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { PartStream } from '../../../src/download/streaming/part-stream.js'
import type { BufferProvider } from '../../../src/http/exchange.js'
import { SharedRingBuffer } from '../../../src/memory/shared-ring-buffer.js'
import type { RangeReader } from '../../../src/storage/range-reader.js'

const MIB = 1 << 20
const SIZE = 60 * MIB

/** Streams a blob of which each MiB comes after `work`, to a reader that takes it at once. Answers with the most parts at once. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const window = new SharedRingBuffer(24 * MIB)
  const reader = window.consumer()
  window.onChange(() => reader.release(window.received))
  let open = 0
  let most = 0
  const blob = {
    prepare: async () => {},
    readInto: async (room: BufferProvider, { start, end }: { start: number; end: number }, sink: Sink) => {
      most = Math.max(most, ++open)
      for (let at = start; at < end; at += MIB) {
        await work()
        sink(Buffer.from(room(at).buffer, 0, MIB), at)
      }
      open--
    }
  }
  const stop = new AbortController()
  const stream = new PartStream(blob as unknown as RangeReader, {
    ring: window,
    size: SIZE,
    from: MIB,
    concurrency: 6,
    stop
  })
  stream.firstPart(Buffer.alloc(MIB), 0)
  await stream.read(Promise.resolve())
  expect(window.received).toBe(SIZE)
  return most
}

type Sink = (chunk: Buffer, position: number) => void

function busyFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a network that is waited for gets more connections', async () => {
  expect(await mostAtOnce(() => pause(15))).toBeGreaterThanOrEqual(3)
})

test('a network that this thread has no time to listen to gets none', async () => {
  const work = async () => {
    busyFor(15)
    await nextTurn()
  }
  expect(await mostAtOnce(work)).toBe(1)
})
