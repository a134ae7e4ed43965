import { RingReader, SharedRingBuffer } from '../../src/memory/shared-ring-buffer.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

test('bytes come back as they were put, around the end of the ring and out of order', () => {
  const window = new SharedRingBuffer(100)
  const consumer = window.consumer()
  const reader = new RingReader(window.memory)
  const bytes = pseudoRandomBytes(1000)
  for (let at = 0; at < bytes.length; at += 70) {
    const end = Math.min(bytes.length, at + 70)
    const middle = Math.min(end, at + 33)
    expect(window.hasRoomTo(end)).toBe(true)
    window.write(middle, bytes.subarray(middle, end))
    window.write(at, bytes.subarray(at, middle))
    window.advance(end)
    expect(reader.read(at, end - at).equals(bytes.subarray(at, end))).toBe(true)
    expect(Buffer.concat(window.pieces(at, end - at)).equals(bytes.subarray(at, end))).toBe(true)
    consumer.release(end)
  }
  expect(window.received).toBe(1000)
})

test('it moves on as its slowest consumer does, and tells of it', () => {
  const window = new SharedRingBuffer(10)
  const [slow, fast] = [window.consumer(), window.consumer()]
  let changes = 0
  const off = window.onChange(() => changes++)
  window.advance(10)
  fast.release(10)
  expect([window.released, window.hasRoomTo(11), changes]).toEqual([0, false, 1])
  slow.release(4)
  slow.release(3)
  expect([window.released, window.hasRoomTo(14), window.hasRoomTo(15), changes]).toEqual([4, true, false, 2])
  window.advance(9)
  expect(window.received).toBe(10)
  off()
  slow.release(10)
  expect([window.released, changes]).toEqual([10, 2])
})

test('a consumer that comes late would miss bytes, and is refused', () => {
  const window = new SharedRingBuffer(10)
  window.consumer().release(0)
  expect(() => window.consumer()).not.toThrow()
  const late = new SharedRingBuffer(10)
  const early = late.consumer()
  late.advance(4)
  early.release(4)
  expect(() => late.consumer()).toThrow(RangeError)
})

test('a reader sleeps until its bytes have come, and says that it is alive', () => {
  const window = new SharedRingBuffer(10)
  let naps = 0
  const reader = new RingReader(window.memory, () => {
    naps++
    window.write(0, Buffer.from('hello'))
    window.advance(5)
  })
  expect(reader.read(1, 4).toString()).toBe('ello')
  expect(naps).toBe(1)
})

test('a window in the memory of another shows nothing of what was there', () => {
  const before = new SharedRingBuffer(10)
  before.write(0, Buffer.from('0123456789'))
  before.advance(10)
  const window = new SharedRingBuffer(10, before.memory.bytes)
  expect(window.memory.bytes).toBe(before.memory.bytes)
  expect([window.received, window.released, new RingReader(window.memory).received]).toEqual([0, 0, 0])
  window.write(0, Buffer.from('abc'))
  window.advance(3)
  expect(Buffer.concat(window.pieces(0, 3)).toString()).toBe('abc')
})
