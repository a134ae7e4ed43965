import { readFileSync } from 'node:fs'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { createInflater, type Inflater } from '../../src/archive/inflater.js'
import { withAndWithoutInternals } from '../support/internals.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

/** The size of an output buffer. */
const OUTPUT = 2 << 20

function* chunksOf(input: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < input.length; at += size) yield input.subarray(at, at + size)
}

/** The whole output for input in chunks of `size`, or the code of the error. */
async function inflated(inflater: Inflater, input: Buffer, size: number): Promise<unknown> {
  const output: Buffer[] = []
  try {
    for await (const chunk of inflater.inflateChunks(chunksOf(input, size), input.length)) {
      output.push(Buffer.from(chunk))
    }
    return Buffer.concat(output)
  } catch (error) {
    return (error as { code: unknown }).code
  }
}

withAndWithoutInternals(usesInternals => {
  let inflater: Inflater
  beforeAll(() => {
    inflater = createInflater()
  })

  test('the implementation is the right one', () => {
    expect(inflater.readsAhead).toBe(!usesInternals)
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('x')],
    ['exactly one output buffer', Buffer.alloc(OUTPUT, 'abc')],
    ['exactly two output buffers', Buffer.alloc(2 * OUTPUT)],
    ['noise', pseudoRandomBytes(3 * OUTPUT + 1)]
  ])('%s, in input chunks of any size', async (_, data) => {
    const packed = deflateRawSync(data)
    for (const size of [1, 7, 1000, packed.length].filter(size => packed.length / size < 5000)) {
      expect(((await inflated(inflater, packed, size)) as Buffer).equals(data)).toBe(true)
      expect(inflater.consumed).toBe(packed.length)
    }
  })

  test('a chunk stays valid while the next one is produced', async () => {
    const data = pseudoRandomBytes(3 * OUTPUT)
    let at = 0
    let before: Buffer = Buffer.alloc(0)
    const packed = deflateRawSync(data)
    for await (const chunk of inflater.inflateChunks([packed], packed.length)) {
      expect(before.equals(data.subarray(at - before.length, at))).toBe(true)
      expect(chunk.equals(data.subarray(at, at + chunk.length))).toBe(true)
      at += chunk.length
      before = chunk
    }
    expect(at).toBe(data.length)
  })

  test('invalid data has a code, and the next data is inflated as usual', async () => {
    const packed = deflateRawSync(pseudoRandomBytes(100_000))
    expect(await inflated(inflater, packed.subarray(0, -1), 5000)).toBe('Z_BUF_ERROR')
    expect(await inflated(inflater, Buffer.from([7, 1, 2, 3]), 10)).toBe('Z_DATA_ERROR')
    const longer = Buffer.concat([packed, Buffer.from('rest')])
    expect(((await inflated(inflater, longer, 1 << 20)) as Buffer).length).toBe(100_000)
    expect(inflater.consumed).toBe(packed.length)
    expect(((await inflated(inflater, packed, 5000)) as Buffer).equals(pseudoRandomBytes(100_000))).toBe(true)
  })

  test('an error of the input is thrown as it is', async () => {
    const failure = new Error('disk')
    const input = (function* () {
      yield deflateRawSync(pseudoRandomBytes(1000)).subarray(0, 100)
      throw failure
    })()
    const read = async () => {
      for await (const _ of inflater.inflateChunks(input, 1000));
    }
    await expect(read()).rejects.toBe(failure)
  })

  test('all data in one go', () => {
    const data = pseudoRandomBytes(5000)
    const packed = deflateRawSync(data)
    const { content, consumed } = inflater.inflate(packed, data.length)
    expect(content.equals(data)).toBe(true)
    expect(consumed).toBe(packed.length)
    expect(inflater.inflate(Buffer.concat([packed, packed]), data.length).consumed).toBe(packed.length)
    expect(() => inflater.inflate(packed.subarray(0, -1), data.length)).toThrow(
      expect.objectContaining({ code: 'Z_BUF_ERROR' })
    )
  })
})

test('the internal implementation reuses two output buffers', async () => {
  const inflater = createInflater()
  expect(inflater.readsAhead).toBe(false)
  const packed = deflateRawSync(pseudoRandomBytes(5 * OUTPUT))
  const memory = new Set<ArrayBufferLike>()
  for await (const { buffer } of inflater.inflateChunks([packed], packed.length)) memory.add(buffer)
  expect(memory.size).toBe(2)
})

test('the data of the self-check is what zlib writes', () => {
  const source = readFileSync('src/archive/inflater.ts', 'utf8')
  const [, hex = ''] = source.match(/DEFLATED = Buffer.from\('(\w+)'/) ?? []
  expect(inflateRawSync(Buffer.from(hex, 'hex')).toString()).toBe('to be sure, '.repeat(30))
})
