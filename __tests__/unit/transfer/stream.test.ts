import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { ByteWindow } from '../../../src/byte-window.js'
import type { Room } from '../../../src/http/exchange.js'
import type { Blob } from '../../../src/transfer/blob.js'
import { PartStream } from '../../../src/transfer/stream.js'

const MIB = 1 << 20
const SIZE = 60 * MIB

/** Streams a blob of which each MiB comes after `work`, to a reader that takes it at once. Answers with the most parts at once. */
async function mostAtOnce(work: () => Promise<unknown>): Promise<number> {
  const window = new ByteWindow(24 * MIB)
  const reader = window.consumer()
  window.onChange(() => reader.release(window.received))
  let open = 0
  let most = 0
  const blob = {
    prepare: async () => {},
    readInto: async (room: Room, { start, end }: { start: number; end: number }, sink: Sink) => {
      most = Math.max(most, ++open)
      for (let at = start; at < end; at += MIB) {
        await work()
        sink(Buffer.from(room(at).buffer, 0, MIB), at)
      }
      open--
    }
  }
  const stop = new AbortController()
  const stream = new PartStream(blob as unknown as Blob, {
    window,
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
