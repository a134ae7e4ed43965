import { RingReader, SharedRingBuffer } from '../../src/memory/shared-ring-buffer.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

test('bytes are read as they were written, across the end of the ring and out of order', () => {
  const ring = new SharedRingBuffer(100)
  const consumer = ring.consumer()
  const reader = new RingReader(ring.memory)
  const bytes = pseudoRandomBytes(1000)
  for (let at = 0; at < bytes.length; at += 70) {
    const end = Math.min(bytes.length, at + 70)
    const middle = Math.min(end, at + 33)
    expect(ring.fits(end)).toBe(true)
    ring.write(middle, bytes.subarray(middle, end))
    ring.write(at, bytes.subarray(at, middle))
    ring.advance(end)
    expect(reader.read(at, end - at).equals(bytes.subarray(at, end))).toBe(true)
    expect(Buffer.concat(ring.pieces(at, end - at)).equals(bytes.subarray(at, end))).toBe(true)
    consumer.release(end)
  }
  expect(ring.received).toBe(1000)
})

test('the slowest consumer releases bytes, and listeners are called', () => {
  const ring = new SharedRingBuffer(10)
  const [slow, fast] = [ring.consumer(), ring.consumer()]
  let changes = 0
  const off = ring.onChange(() => changes++)
  ring.advance(10)
  fast.release(10)
  expect([ring.released, ring.fits(11), changes]).toEqual([0, false, 1])
  slow.release(4)
  slow.release(3)
  expect([ring.released, ring.fits(14), ring.fits(15), changes]).toEqual([4, true, false, 2])
  ring.advance(9)
  expect(ring.received).toBe(10)
  off()
  slow.release(10)
  expect([ring.released, changes]).toEqual([10, 2])
})

test('a consumer that is added too late is an error', () => {
  const ring = new SharedRingBuffer(10)
  ring.consumer().release(0)
  expect(() => ring.consumer()).not.toThrow()
  const late = new SharedRingBuffer(10)
  const early = late.consumer()
  late.advance(4)
  early.release(4)
  expect(() => late.consumer()).toThrow(RangeError)
})

test('a reader sleeps until its bytes arrive, and reports that it waits', () => {
  const ring = new SharedRingBuffer(10)
  let waits = 0
  const reader = new RingReader(ring.memory, () => {
    waits++
    ring.write(0, Buffer.from('hello'))
    ring.advance(5)
  })
  expect(reader.read(1, 4).toString()).toBe('ello')
  expect(waits).toBe(1)
})

test('a ring buffer that reuses memory starts empty', () => {
  const before = new SharedRingBuffer(10)
  before.write(0, Buffer.from('0123456789'))
  before.advance(10)
  const ring = new SharedRingBuffer(10, before.memory.bytes)
  expect(ring.memory.bytes).toBe(before.memory.bytes)
  expect([ring.received, ring.released, new RingReader(ring.memory).received]).toEqual([0, 0, 0])
  ring.write(0, Buffer.from('abc'))
  ring.advance(3)
  expect(Buffer.concat(ring.pieces(0, 3)).toString()).toBe('abc')
})
