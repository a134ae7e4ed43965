import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { PartStream } from '../../../src/download/streaming/part-stream.js'
import type { BufferProvider } from '../../../src/http/exchange.js'
import { SharedRingBuffer } from '../../../src/memory/shared-ring-buffer.js'
import type { RangeReader } from '../../../src/storage/range-reader.js'

const MIB = 1 << 20
const SIZE = 60 * MIB

/** Streams an artifact whose MiBs each come after `work` to a fast consumer. Returns the most parts at once. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const ring = new SharedRingBuffer(24 * MIB)
  const consumer = ring.consumer()
  ring.onChange(() => consumer.release(ring.received))
  let open = 0
  let most = 0
  const reader = {
    prepare: async () => {},
    readInto: async (
      bufferAt: BufferProvider,
      { start, end }: { start: number; end: number },
      sink: Sink
    ) => {
      most = Math.max(most, ++open)
      for (let at = start; at < end; at += MIB) {
        await work()
        sink(Buffer.from(bufferAt(at).buffer, 0, MIB), at)
      }
      open--
    }
  }
  const stop = new AbortController()
  const stream = new PartStream(reader as unknown as RangeReader, {
    ring,
    size: SIZE,
    from: MIB,
    concurrency: 6,
    stop
  })
  await stream.read(async sink => await sink(Buffer.alloc(MIB), 0))
  expect(ring.received).toBe(SIZE)
  return most
}

type Sink = (chunk: Buffer, position: number) => void

function busyFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a slow network gets more connections', async () => {
  expect(await mostAtOnce(() => pause(15))).toBeGreaterThanOrEqual(3)
})

test('a busy thread adds no connections', async () => {
  const work = async () => {
    busyFor(15)
    await nextTurn()
  }
  expect(await mostAtOnce(work)).toBe(1)
})
