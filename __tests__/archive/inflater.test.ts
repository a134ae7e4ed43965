import { readFileSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { Inflater } from '../../src/archive/inflater.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

const inflater = Inflater.create()
if (inflater === undefined) throw new Error('this Node has no such zlib: the fallback is all that is tested')

/** All that comes out when `input` goes in by pieces of `size`, or the code of the error. */
function inflated(input: Buffer, size: number): unknown {
  inflater?.reset()
  const out: Buffer[] = []
  try {
    for (let at = 0; at < input.length; at += size) {
      const end = Math.min(input.length, at + size)
      for (const piece of inflater?.push(input.subarray(at, end), end === input.length) ?? []) {
        out.push(Buffer.from(piece))
      }
    }
    return Buffer.concat(out)
  } catch (error) {
    return (error as { code: unknown }).code
  }
}

test('of a Node that is newer than what is known its private part is not touched', () => {
  expect(Inflater.create('25.0.0')).toBeUndefined()
  expect(Inflater.create('24.99.0')).toBeDefined()
})

/** What comes out at once. */
const OUTPUT = 2 << 20
test.each([
  ['nothing', Buffer.alloc(0)],
  ['a byte', Buffer.from('x')],
  ['exactly what fits into the output', Buffer.alloc(OUTPUT, 'abc')],
  ['twice that', Buffer.alloc(2 * OUTPUT)],
  ['noise', pseudoRandomBytes(3 * OUTPUT + 1)]
])('%s, in pieces of any size', (_, data) => {
  const packed = deflateRawSync(data)
  for (const size of [1, 7, 1000, packed.length].filter(size => packed.length / size < 5000)) {
    expect((inflated(packed, size) as Buffer).equals(data)).toBe(true)
    expect(inflater.taken).toBe(packed.length)
  }
})

test('a buffer stands while the next one is filled, and no longer than that', () => {
  const data = pseudoRandomBytes(3 * OUTPUT)
  const packed = deflateRawSync(data)
  inflater.reset()
  const [first, second, third] = inflater.push(packed, true)
  expect(second?.equals(data.subarray(OUTPUT, 2 * OUTPUT))).toBe(true)
  expect(third?.equals(data.subarray(2 * OUTPUT))).toBe(true)
  // Filled anew: two are all the memory that it takes.
  expect(first?.buffer).toBe(third?.buffer)
})

test('what is unfinished, broken or goes on is told, and the next data is not the worse for it', () => {
  const packed = deflateRawSync(pseudoRandomBytes(100_000))
  expect(inflated(packed.subarray(0, -1), 5000)).toBe('Z_BUF_ERROR')
  expect(inflated(Buffer.from([7, 1, 2, 3]), 10)).toBe('Z_DATA_ERROR')
  expect((inflated(Buffer.concat([packed, Buffer.from('rest')]), 1 << 20) as Buffer).length).toBe(100_000)
  expect(inflater.taken).toBe(packed.length)
  expect((inflated(packed, 5000) as Buffer).equals(pseudoRandomBytes(100_000))).toBe(true)
})

test('what it is tried with is what a deflater makes of that', () => {
  const source = readFileSync('src/archive/inflater.ts', 'utf8')
  const [, hex = ''] = source.match(/DEFLATED = Buffer.from\('(\w+)'/) ?? []
  expect(inflateRawSync(Buffer.from(hex, 'hex')).toString()).toBe('to be sure, '.repeat(30))
})
