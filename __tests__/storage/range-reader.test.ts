import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { RequestQueue } from '../../src/http/request-queue.js'
import { RangeReader, StartOver } from '../../src/storage/range-reader.js'
import { StorageClient } from '../../src/storage/storage-client.js'
import type { Clock } from '../../src/time/clock.js'

const BYTES = Buffer.from('0123456789'.repeat(10))
const STALL = 300

type Answer = (response: http.ServerResponse, range: { start: number; end: number }, path: string) => unknown

let server: http.Server
let client: StorageClient
let stop: AbortController
/** The path and range of each request. */
let asked: string[]
/** In ms: each pause before a further try. */
let pauses: number[]

const clock: Clock = {
  now: () => Date.now(),
  sleep: ms => {
    pauses.push(ms)
    return Promise.resolve()
  }
}

beforeEach(() => {
  asked = []
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

/** A blob behind a server that answers as it is told; each URL that is issued has a path of its own. */
async function blobOf(answer: Answer, retries = 0): Promise<RangeReader> {
  server = http.createServer((request, response) => {
    const { url: path = '', headers } = request
    const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
    asked.push(`${path} ${start}-${last}`)
    answer(response, { start: Number(start), end: Number(last) + 1 }, path)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  let issued = 0
  return new RangeReader({
    label: 'a',
    issueUrl: () => Promise.resolve(new URL(`http://127.0.0.1:${port}/${++issued}`)),
    onRedirect: () => {},
    ranges: true,
    client,
    queue: new RequestQueue({ concurrency: 8, retries, firstDelay: 10, clock }),
    signal: stop.signal,
    onBytes: () => {}
  })
}

/** A proper answer, but for what is said otherwise. */
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

/** The first ten bytes, then the ten after them: what each says. */
async function twoRanges(second: Answer): Promise<unknown> {
  const blob = await blobOf((response, range, path) =>
    range.start === 0 ? serve(response, range) : second(response, range, path)
  )
  await blob.open(10, () => () => {})
  return await blob.bytes({ start: 10, end: 20 }).then(String, (error: unknown) => error)
}

describe('an answer that is not what was asked for starts over', () => {
  test.each<[string, Answer]>([
    ['a longer body', (response, range) => serve(response, range, { body: BYTES.subarray(10, 21) })],
    ['a longer body than its range', (response, range) => serve(response, range, { range: '10-14/100' })],
    ['a longer range', (response, range) => serve(response, range, { range: '10-20/100' })],
    ['an earlier range', (response, range) => serve(response, range, { range: '9-18/100' })],
    ['another size', (response, range) => serve(response, range, { range: '10-19/101' })],
    ['a size that is not told', (response, range) => serve(response, range, { range: '10-19/*' })],
    [
      'an empty blob',
      response => response.writeHead(416, { 'content-range': 'bytes */0', 'content-length': 0 }).end()
    ]
  ])('%s', async (_, answer) => {
    expect(await twoRanges(answer)).toBeInstanceOf(StartOver)
    expect(asked).toEqual(['/1 0-9', '/1 10-19'])
  })

  test('a range that reaches beyond the end', async () => {
    const blob = await blobOf((response, range) => serve(response, range, { range: '0-9/5' }))
    await expect(blob.open(10, () => () => {})).rejects.toBeInstanceOf(StartOver)
  })

  test('but a proper one is taken', async () => {
    expect(await twoRanges((response, range) => serve(response, range))).toBe('0123456789')
  })
})

test.each<[string, Answer]>([
  [
    'a shorter range',
    (response, { start }) =>
      serve(response, { start, end: 15 }, { range: '10-14/100', body: BYTES.subarray(10, 15) })
  ],
  [
    'a shorter body, well ended',
    (response, { start }) => {
      response.writeHead(206, { 'content-range': `bytes ${start}-19/100`, etag: '"e"' })
      response.end(BYTES.subarray(10, 15))
    }
  ]
])('%s: the rest is asked for', async (_, answer) => {
  const blob = await blobOf((response, range, path) =>
    range.start === 10 ? answer(response, range, path) : serve(response, range)
  )
  await blob.open(10, () => () => {})
  expect(String(await blob.bytes({ start: 10, end: 20 }))).toBe('0123456789')
  expect(asked).toEqual(['/1 0-9', '/1 10-19', '/1 15-19'])
})

test.each<[string, (response: http.ServerResponse) => void]>([
  ['is reset', ({ socket }) => setTimeout(() => socket?.resetAndDestroy(), 20)],
  ['is closed', ({ socket }) => setTimeout(() => socket?.end(), 20)],
  ['stays silent', () => {}]
])(
  'a connection that %s once all of a range has come, before it says so, is no failure',
  async (_, leave) => {
    const blob = await blobOf((response, { start, end }) => {
      response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${BYTES.length}`, etag: '"e"' })
      response.write(BYTES.subarray(start, end))
      leave(response)
    })
    const got: Buffer[] = []
    const take = (chunk: Buffer) => {
      got.push(Buffer.from(chunk))
    }
    await blob.open(60, () => take)
    await blob.read({ start: 60, end: 100 }, take)
    expect(Buffer.concat(got).equals(BYTES)).toBe(true)
    expect(asked).toEqual(['/1 0-59', '/1 60-99'])
  }
)

describe('a URL that has run out', () => {
  test('is renewed once by all who meet it, without a pause', async () => {
    const late: (() => void)[] = []
    const blob = await blobOf((response, range, path) => {
      if (range.start === 0 || path !== '/1') return serve(response, range)
      late.push(() => response.writeHead(403, { 'content-length': 0 }).end())
      if (late.length < 2) return undefined
      // The second hears it when the first has its new URL already.
      late[0]?.()
      return setTimeout(() => late[1]?.(), 100)
    }, 1)
    await blob.open(10, () => () => {})
    const parts = [10, 20].map(start => blob.bytes({ start, end: start + 10 }))
    expect((await Promise.all(parts)).map(String)).toEqual(['0123456789', '0123456789'])
    expect(new Set(asked)).toEqual(new Set(['/1 0-9', '/1 10-19', '/1 20-29', '/2 10-19', '/2 20-29']))
    expect(pauses).toEqual([0, 0])
  })

  test('after it has served is no try, however often that happens', async () => {
    const blob = await blobOf((response, range, path) => {
      const isSecond = asked.filter(text => text.startsWith(`${path} `)).length > 1
      if (isSecond) response.writeHead(403, { 'content-length': 0 }).end()
      else serve(response, range)
    })
    await blob.open(10, () => () => {})
    for (const start of [10, 20, 30]) await blob.bytes({ start, end: start + 10 })
    expect(asked.map(text => text.split(' ')[0])).toEqual(['/1', '/1', '/2', '/2', '/3', '/3', '/4'])
    expect(pauses).toEqual([0, 0, 0])
  })

  test('before it has served a byte is one', async () => {
    const blob = await blobOf(response => response.writeHead(403, { 'content-length': 0 }).end(), 2)
    await expect(blob.open(10, () => () => {})).rejects.toMatchObject({ status: 403, attempts: 3 })
    expect(asked.map(text => text.split(' ')[0])).toEqual(['/1', '/2', '/3'])
  })
})

describe('Retry-After', () => {
  const refusing = async (retryAfter: string) => {
    const blob = await blobOf(
      (response, range) =>
        asked.length > 1
          ? serve(response, range)
          : response.writeHead(503, { 'retry-after': retryAfter, 'content-length': 0 }).end(),
      1
    )
    return await blob
      .open(10, () => () => {})
      .then(
        () => 'taken',
        ({ message }: Error) => message
      )
  }

  test('in seconds', async () => {
    expect(await refusing('7')).toBe('taken')
    expect(pauses).toEqual([7000])
  })

  test('as a date', async () => {
    expect(await refusing(new Date(Date.now() + 30_000).toUTCString())).toBe('taken')
    expect(pauses[0]).toBeGreaterThan(25_000)
    expect(pauses[0]).toBeLessThanOrEqual(30_000)
  })

  // All tries at once would be over before the server is well.
  test.each(['0', new Date(0).toUTCString()])('of no time, %s, is none', async text => {
    expect(await refusing(text)).toBe('taken')
    expect(pauses).toHaveLength(1)
    expect(pauses[0]).toBeGreaterThan(0)
    expect(pauses[0]).toBeLessThanOrEqual(10)
  })

  test('longer than a minute is not waited for', async () => {
    expect(await refusing('61')).toBe('a could not be downloaded: storage answered 503 and asks to wait 61 s')
    expect(pauses).toEqual([])
  })

  test('that is neither is none', async () => {
    expect(await refusing('soon')).toBe('taken')
    expect(pauses[0]).toBeLessThanOrEqual(10)
  })
})

describe('a stall', () => {
  const drip = async (count: number, sink: () => void | Promise<void>) => {
    const blob = await blobOf((response, { start }) => {
      if (start > 0) return
      response.writeHead(206, { 'content-range': 'bytes 0-9/10', 'content-length': 10 })
      let sent = 0
      const timer = setInterval(() => {
        if (sent < count) response.write(BYTES.subarray(sent, ++sent))
        else clearInterval(timer)
      }, STALL / 3)
    })
    return await blob
      .open(10, () => sink)
      .then(
        () => 'whole',
        ({ message }: Error) => message
      )
  }

  test('is a time without a byte, not one without an end', async () => {
    expect(await drip(10, () => {})).toBe('whole')
  })

  test('in the middle is told, with how far it came', async () => {
    expect(await drip(3, () => {})).toMatch(/storage sent nothing for 0\.3 s, at byte 3/)
  })

  test('is not that of a slow disk', async () => {
    let isFirst = true
    const slowAtFirst = async () => {
      if (isFirst) await sleep(2.5 * STALL)
      isFirst = false
    }
    expect(await drip(10, slowAtFirst)).toBe('whole')
  })
})

describe('a connection that breaks while the disk is waited for', () => {
  /** Each connection brings some bytes, and breaks. Tells how many chunks were being taken at once. */
  const takenAtOnce = async (take: () => Promise<void>, retries = 9) => {
    const blob = await blobOf((response, { start }) => {
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
    const failure = await blob
      .open(100, () => sink)
      .then(
        () => undefined,
        ({ message }: Error) => message
      )
    return { most, now, failure }
  }

  test('is not gone on with before that is done: its bytes would get among those that come next', async () => {
    const slow = () => sleep(100)
    expect(await takenAtOnce(slow)).toEqual({ most: 1, now: 0, failure: undefined })
    expect(asked.map(text => text.split(' ')[1])).toEqual(['0-99', '25-99', '50-99', '75-99'])
  })

  test('is not what is told when the disk refuses', async () => {
    const full = () => sleep(100).then(() => Promise.reject(new Error('full')))
    expect(await takenAtOnce(full)).toEqual({ most: 1, now: 0, failure: 'full' })
  })
})
