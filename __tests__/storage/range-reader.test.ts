import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { RequestQueue } from '../../src/http/request-queue.js'
import { RangeReader, type Sink } from '../../src/storage/range-reader.js'
import { StorageClient } from '../../src/storage/storage-client.js'
import { StartOver } from '../../src/storage/storage-error.js'
import type { Clock } from '../../src/time/clock.js'

const BYTES = Buffer.from('0123456789'.repeat(10))
const STALL = 300

type Respond = (response: http.ServerResponse, range: { start: number; end: number }, path: string) => unknown

let server: http.Server
let client: StorageClient
let stop: AbortController
/** Path and range of each request. */
let requests: string[]
/** The pauses before retries, in ms. */
let pauses: number[]

const clock: Clock = {
  now: () => Date.now(),
  sleep: ms => {
    pauses.push(ms)
    return Promise.resolve()
  }
}

beforeEach(() => {
  requests = []
  pauses = []
  client = new StorageClient(STALL)
  stop = new AbortController()
})

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

/** A reader of an artifact on a server that responds with `respond`. Each issued URL has its own path. */
async function readerFor(respond: Respond, retries = 0): Promise<RangeReader> {
  server = http.createServer((request, response) => {
    const { url: path = '', headers } = request
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    requests.push(`${path} ${start}-${last}`)
    respond(response, { start: Number(start), end: Number(last) + 1 }, path)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let issued = 0
  return new RangeReader({
    subject: 'a',
    locate: () => Promise.resolve({ url: new URL(`http://127.0.0.1:${port}/${++issued}`) }),
    onRedirect: () => {},
    mayUseRanges: true,
    client,
    queue: new RequestQueue({ concurrency: 8, retries, firstDelay: 10, clock }),
    signal: stop.signal,
    onBytes: () => {}
  })
}

/** Opens the artifact and receives its first bytes. */
async function receive(reader: RangeReader, length: number, sink: Sink = () => {}): Promise<void> {
  const first = await reader.open(length)
  await first.receive(sink)
}

/** A valid response, unless `range` or `body` say otherwise. */
function serve(
  response: http.ServerResponse,
  { start, end }: { start: number; end: number },
  { range = `${start}-${end - 1}/${BYTES.length}`, body = BYTES.subarray(start, end) } = {}
): void {
  response.writeHead(206, {
    'content-range': `bytes ${range}`,
    'content-length': body.length,
    etag: '"e"'
  })
  response.end(body)
}

/** Reads the first ten bytes, then the next ten: their text or the error. */
async function twoRanges(second: Respond): Promise<unknown> {
  const reader = await readerFor((response, range, path) =>
    range.start === 0 ? serve(response, range) : second(response, range, path)
  )
  await receive(reader, 10)
  return await reader.bytes({ start: 10, end: 20 }).then(String, (error: unknown) => error)
}

describe('a response that does not match the request starts over', () => {
  test.each<[string, Respond]>([
    ['a longer body', (response, range) => serve(response, range, { body: BYTES.subarray(10, 21) })],
    ['a longer body than its range', (response, range) => serve(response, range, { range: '10-14/100' })],
    ['a longer range', (response, range) => serve(response, range, { range: '10-20/100' })],
    ['an earlier range', (response, range) => serve(response, range, { range: '9-18/100' })],
    ['another size', (response, range) => serve(response, range, { range: '10-19/101' })],
    ['an unknown size', (response, range) => serve(response, range, { range: '10-19/*' })],
    [
      'an empty file',
      response => response.writeHead(416, { 'content-range': 'bytes */0', 'content-length': 0 }).end()
    ]
  ])('%s', async (_, answer) => {
    expect(await twoRanges(answer)).toBeInstanceOf(StartOver)
    expect(requests).toEqual(['/1 0-9', '/1 10-19'])
  })

  test('a range beyond the end', async () => {
    const reader = await readerFor((response, range) => serve(response, range, { range: '0-9/5' }))
    await expect(receive(reader, 10)).rejects.toBeInstanceOf(StartOver)
  })

  test('a valid response is accepted', async () => {
    expect(await twoRanges((response, range) => serve(response, range))).toBe('0123456789')
  })
})

test.each<[string, Respond]>([
  [
    'a shorter range',
    (response, { start }) =>
      serve(response, { start, end: 15 }, { range: '10-14/100', body: BYTES.subarray(10, 15) })
  ],
  [
    'a shorter body that ends properly',
    (response, { start }) => {
      response.writeHead(206, { 'content-range': `bytes ${start}-19/100`, etag: '"e"' })
      response.end(BYTES.subarray(10, 15))
    }
  ]
])('%s: the rest is requested', async (_, answer) => {
  const reader = await readerFor((response, range, path) =>
    range.start === 10 ? answer(response, range, path) : serve(response, range)
  )
  await receive(reader, 10)
  expect(String(await reader.bytes({ start: 10, end: 20 }))).toBe('0123456789')
  expect(requests).toEqual(['/1 0-9', '/1 10-19', '/1 15-19'])
})

test.each<[string, (response: http.ServerResponse) => void]>([
  ['is reset', ({ socket }) => setTimeout(() => socket?.resetAndDestroy(), 20)],
  ['is closed', ({ socket }) => setTimeout(() => socket?.end(), 20)],
  ['stays silent', () => {}]
])(
  'a connection that %s after the last byte of a range, before its end, is not a failure',
  async (_, leave) => {
    const reader = await readerFor((response, { start, end }) => {
      response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${BYTES.length}`, etag: '"e"' })
      response.write(BYTES.subarray(start, end))
      leave(response)
    })
    const chunks: Buffer[] = []
    const collect = (chunk: Buffer) => {
      chunks.push(Buffer.from(chunk))
    }
    await receive(reader, 60, collect)
    await reader.read({ start: 60, end: 100 }, collect)
    expect(Buffer.concat(chunks).equals(BYTES)).toBe(true)
    expect(requests).toEqual(['/1 0-59', '/1 60-99'])
  }
)

describe('the first response', () => {
  test('tells the facts before its body is read, and is the only request', async () => {
    const reader = await readerFor((response, range) => serve(response, range))
    const { facts, receive } = await reader.open(10)
    expect(facts).toMatchObject({ size: 100, servesRanges: true })
    let text = ''
    await receive(chunk => {
      text += chunk.toString()
    })
    expect(text).toBe('0123456789')
    expect(requests).toEqual(['/1 0-9'])
  })

  test('that is discarded ends its connection', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    const reader = await readerFor((response, { start, end }) => {
      closed = once(response, 'close')
      response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/100` }).write('0')
    })
    const { discard } = await reader.open(10)
    await discard()
    await closed
    expect(requests).toHaveLength(1)
  })

  test('counts tries of headers and body together', async () => {
    const reader = await readerFor((response, { start, end }) => {
      if (requests.length % 2 === 1) return response.writeHead(503, { 'content-length': 0 }).end()
      response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/100` }).flushHeaders()
      return setTimeout(() => response.destroy(), 20)
    }, 3)
    await expect(receive(reader, 10)).rejects.toMatchObject({ status: undefined, attempts: 4 })
    expect(requests).toHaveLength(4)
  })
})

describe('an expired URL', () => {
  test('is renewed once for all concurrent requests, without a pause', async () => {
    const late: (() => void)[] = []
    const reader = await readerFor((response, range, path) => {
      if (range.start === 0 || path !== '/1') return serve(response, range)
      late.push(() => response.writeHead(403, { 'content-length': 0 }).end())
      if (late.length < 2) return undefined
      // The second response comes when the first request has its new URL already.
      late[0]?.()
      return setTimeout(() => late[1]?.(), 100)
    }, 1)
    await receive(reader, 10)
    const parts = [10, 20].map(start => reader.bytes({ start, end: start + 10 }))
    expect((await Promise.all(parts)).map(String)).toEqual(['0123456789', '0123456789'])
    expect(new Set(requests)).toEqual(new Set(['/1 0-9', '/1 10-19', '/1 20-29', '/2 10-19', '/2 20-29']))
    expect(pauses).toEqual([0, 0])
  })

  test('that has delivered bytes does not count as a try, however often it happens', async () => {
    const reader = await readerFor((response, range, path) => {
      const isSecond = requests.filter(text => text.startsWith(`${path} `)).length > 1
      if (isSecond) response.writeHead(403, { 'content-length': 0 }).end()
      else serve(response, range)
    })
    await receive(reader, 10)
    for (const start of [10, 20, 30]) await reader.bytes({ start, end: start + 10 })
    expect(requests.map(text => text.split(' ')[0])).toEqual(['/1', '/1', '/2', '/2', '/3', '/3', '/4'])
    expect(pauses).toEqual([0, 0, 0])
  })

  test('that has delivered nothing counts as a try', async () => {
    const reader = await readerFor(response => response.writeHead(403, { 'content-length': 0 }).end(), 2)
    await expect(receive(reader, 10)).rejects.toMatchObject({ status: 403, attempts: 3 })
    expect(requests.map(text => text.split(' ')[0])).toEqual(['/1', '/2', '/3'])
  })
})

describe('Retry-After', () => {
  const refusing = async (retryAfter: string) => {
    const reader = await readerFor(
      (response, range) =>
        requests.length > 1
          ? serve(response, range)
          : response.writeHead(503, { 'retry-after': retryAfter, 'content-length': 0 }).end(),
      1
    )
    return await receive(reader, 10).then(
      () => 'received',
      (error: unknown) => error
    )
  }

  test('in seconds', async () => {
    expect(await refusing('7')).toBe('received')
    expect(pauses).toEqual([7000])
  })

  test('as a date', async () => {
    expect(await refusing(new Date(Date.now() + 30_000).toUTCString())).toBe('received')
    expect(pauses[0]).toBeGreaterThan(25_000)
    expect(pauses[0]).toBeLessThanOrEqual(30_000)
  })

  // Otherwise all tries would be over before the server recovers.
  test.each(['0', new Date(0).toUTCString()])('of zero, %s, is ignored', async text => {
    expect(await refusing(text)).toBe('received')
    expect(pauses).toHaveLength(1)
    expect(pauses[0]).toBeGreaterThan(0)
    expect(pauses[0]).toBeLessThanOrEqual(10)
  })

  test('longer than a minute fails at once', async () => {
    expect(await refusing('61')).toMatchObject({ code: 'storage-failed', status: 503, retryAfter: 61_000 })
    expect(pauses).toEqual([])
  })

  test('that is invalid is ignored', async () => {
    expect(await refusing('soon')).toBe('received')
    expect(pauses[0]).toBeLessThanOrEqual(10)
  })
})

describe('a stall', () => {
  const drip = async (count: number, sink: () => void | Promise<void>) => {
    const reader = await readerFor((response, { start }) => {
      if (start > 0) return
      response.writeHead(206, { 'content-range': 'bytes 0-9/10', 'content-length': 10 })
      let sent = 0
      const timer = setInterval(() => {
        if (sent < count) response.write(BYTES.subarray(sent, ++sent))
        else clearInterval(timer)
      }, STALL / 3)
    })
    return await receive(reader, 10, sink).then(
      () => 'whole',
      (error: unknown) => error
    )
  }

  test('is a time without a byte, not without an end', async () => {
    expect(await drip(10, () => {})).toBe('whole')
  })

  test('in the middle is reported with the position', async () => {
    expect(await drip(3, () => {})).toMatchObject({
      subject: 'a',
      status: undefined,
      reason: expect.stringMatching(/0\.3 s.* byte 3 /)
    })
  })

  test('is not a slow disk', async () => {
    let isFirst = true
    const slowAtFirst = async () => {
      if (isFirst) await sleep(2.5 * STALL)
      isFirst = false
    }
    expect(await drip(10, slowAtFirst)).toBe('whole')
  })
})

describe('a connection that breaks while the disk is writing', () => {
  /** Each connection delivers some bytes and breaks. Counts the chunks that were written at once. */
  const chunksAtOnce = async (take: () => Promise<void>, retries = 9) => {
    const reader = await readerFor((response, { start }) => {
      const head = { 'content-range': `bytes ${start}-99/100`, 'content-length': 100 - start }
      response.writeHead(206, head).write(BYTES.subarray(start, start + 25))
      if (start < 75) setTimeout(() => response.destroy(), 20)
    }, retries)
    let now = 0
    let most = 0
    const sink = async () => {
      most = Math.max(most, ++now)
      await take().finally(() => now--)
    }
    const failure = await receive(reader, 100, sink).then(
      () => undefined,
      (error: unknown) => error
    )
    return { most, now, failure }
  }

  test('resumes after the write: otherwise bytes would get out of order', async () => {
    const slow = () => sleep(100)
    expect(await chunksAtOnce(slow)).toEqual({ most: 1, now: 0, failure: undefined })
    expect(requests.map(text => text.split(' ')[1])).toEqual(['0-99', '25-99', '50-99', '75-99'])
  })

  test('is not reported if the disk fails', async () => {
    const failure = new Error('full')
    const full = () => sleep(100).then(() => Promise.reject(failure))
    expect(await chunksAtOnce(full)).toEqual({ most: 1, now: 0, failure })
  })
})
