import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import tls from 'node:tls'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { DirectConnections } from '../../src/http/direct-connections.js'
import type { ByteRange, Exchange } from '../../src/http/exchange.js'
import { certificateFor, trustHere } from '../support/certificate.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

/** More than a TLS record; the ring is smaller. */
const BLOB = pseudoRandomBytes(150_000)
const RING = 50_000
const LONGEST = 40_000
const UNTOUCHED = 0xa5

interface Turn {
  start: number
  length: number
  /** How much longer the response is than requested. */
  more: number
  /** The server sends this many bytes, head included, then does `ending`. */
  cut: number | undefined
  ending: 'end' | 'destroy' | 'stray bytes'
  /** The sizes of the pieces in which the response is sent, in turn. 0 pauses. */
  pieces: number[]
  /** The reader throws after this many bytes. */
  patience: number | undefined
  abortAfter: number | undefined
}

const turn: fc.Arbitrary<Turn> = fc.record({
  start: fc.nat(BLOB.length - LONGEST - 100),
  length: fc.integer({ min: 1, max: LONGEST }),
  more: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -50, max: 50 })),
  cut: fc.option(fc.nat(LONGEST), { freq: 3 }),
  ending: fc.constantFrom('end', 'destroy', 'stray bytes'),
  pieces: fc.array(fc.oneof(fc.nat(40), fc.nat(20_000)), { minLength: 1, maxLength: 5 }),
  patience: fc.option(fc.nat(LONGEST), { freq: 6 }),
  abortAfter: fc.option(fc.nat(4), { freq: 6 })
})

let current: Turn
let server: net.Server

async function answer(socket: net.Socket): Promise<void> {
  const { start, length, more, cut, ending, pieces } = current
  const size = Math.max(0, length + more)
  const body = BLOB.subarray(start, start + size)
  const whole = Buffer.concat([Buffer.from(`HTTP/1.1 206 P\r\nContent-Length: ${size}\r\n\r\n`), body])
  const sent = ending === 'stray bytes' ? whole : whole.subarray(0, cut)
  for (let at = 0, index = 0; at < sent.length; index++) {
    const piece = pieces[index % pieces.length] as number
    if (piece === 0 || index % 7 === 3) await pause(1)
    const end = at + Math.max(piece, 1 + (index >> 4) * 1000)
    socket.write(sent.subarray(at, end))
    at = end
  }
  if (cut === undefined) return
  if (ending === 'end') socket.end()
  else if (ending === 'destroy') socket.destroy()
  else socket.write(Buffer.alloc(LONGEST + 20_000, 'x'))
}

afterEach(async () => {
  server.close()
  await once(server, 'close')
})

/**
 * Makes one exchange. Then everything outside of its range must be unchanged, and inside must be what was sent.
 *
 * @returns the problems
 */
async function take(connections: DirectConnections, url: URL, ring: Buffer): Promise<string[]> {
  const { start, length, more, patience, abortAfter } = current
  const range: ByteRange = { start, end: start + length }
  ring.fill(UNTOUCHED)
  const controller = new AbortController()
  if (abortAfter !== undefined) setTimeout(() => controller.abort(new Error('enough')), abortAfter)
  let position = start
  let failure: unknown
  try {
    const bufferAt = (at: number) => ring.subarray(at % RING)
    const sending = { url, headers: {}, range, bufferAt, signal: controller.signal }
    const exchange = (await connections.exchange(sending)) as Exchange
    await exchange.read(chunk => {
      if (position + chunk.length > range.end) throw new Error('too much')
      if (chunk.buffer !== ring.buffer) {
        for (const [index, byte] of chunk.entries()) ring[(position + index) % RING] = byte
      }
      position += chunk.length
      if (patience !== undefined && position - start > patience) throw new Error('out of patience')
    })
  } catch (error) {
    failure = error
  }
  const left = Buffer.from(ring)
  // Time for late bytes to do harm.
  await pause(2)
  const expected = Buffer.alloc(RING, UNTOUCHED)
  for (let at = start; at < position; at++) expected[at % RING] = BLOB[at] as number
  const isMine = (at: number) => (at - (start % RING) + RING) % RING < length
  const isReceived = (at: number) => (at - (start % RING) + RING) % RING < position - start
  const wrong = [...ring.keys()].filter(at => (isReceived(at) || !isMine(at)) && ring[at] !== expected[at])
  return [
    ...wrong.slice(0, 5).map(at => `${at} is ${ring[at]}`),
    ...(ring.equals(left) ? [] : ['written to after the end']),
    ...(failure === undefined && position !== start + Math.max(0, length + more) ? ['incomplete'] : []),
    ...(failure !== undefined && mustSucceed(current) ? [inspect(failure)] : [])
  ]
}

const mustSucceed = ({ more, cut, patience, abortAfter }: Turn) =>
  cut === undefined && patience === undefined && abortAfter === undefined && more <= 0

test.each(['http', 'https'])(
  'random answers, one after the other, over %s',
  async scheme => {
    const files = await certificateFor('localhost')
    const distrust = trustHere(files)
    const onSocket = (socket: net.Socket) => {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('data', () => void answer(socket))
    }
    server = scheme === 'https' ? tls.createServer(files, onSocket) : net.createServer(onSocket)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = new URL(`${scheme}://localhost:${(server.address() as AddressInfo).port}/`)
    const ring = Buffer.from(new SharedArrayBuffer(RING))
    const outcome = await fc.check(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 6 }), async turns => {
        const connections = new DirectConnections()
        for (current of turns) {
          const problems = await take(connections, url, ring)
          if (problems.length > 0) throw new Error(problems.join(', '))
          // Behind stray bytes any answer may be misread.
          if (current.cut !== undefined && current.ending === 'stray bytes') break
        }
        connections.close()
      }),
      { numRuns: Number(process.env.RUNS ?? 30) }
    )
    distrust()
    expect({ error: outcome.errorInstance, counterexample: outcome.counterexample }).toEqual({
      error: null,
      counterexample: null
    })
  },
  300_000
)
