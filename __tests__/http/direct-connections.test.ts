import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import tls from 'node:tls'
import { DirectConnections } from '../../src/http/direct-connections.js'
import { BrokenBody, type Exchange } from '../../src/http/exchange.js'
import { certificateFor, trustHere } from '../support/certificate.js'
import type { TlsFiles } from '../support/github-server/index.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'

const BODY = pseudoRandomBytes(60)
const HEAD = `HTTP/1.1 206 Partial Content\r\nContent-Length: ${BODY.length}\r\nContent-Range: bytes 5-64/100\r\n\r\n`
const ANSWER = Buffer.concat([Buffer.from(HEAD), BODY])
/** Where the body belongs. Nothing around it may change. */
const RANGE = { start: 5, end: 5 + BODY.length }
const MEMORY = 100

let server: net.Server
let connections: DirectConnections
let sockets: net.Socket[]
/** The text of each request. */
let requests: string[]

/** @param respond called for each request */
async function start(respond: (socket: net.Socket) => unknown, files?: tls.TlsOptions): Promise<URL> {
  sockets = []
  requests = []
  connections = new DirectConnections()
  const onSocket = (socket: net.Socket) => {
    sockets.push(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', data => {
      requests.push(data.toString())
      void respond(socket)
    })
  }
  server = files ? tls.createServer(files, onSocket) : net.createServer(onSocket)
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return new URL(`${files ? 'https' : 'http'}://localhost:${port}/blob?sig=a%2Fb`)
}

afterEach(async () => {
  connections.close()
  for (const socket of sockets) socket.destroy()
  server.close()
  await once(server, 'close')
})

/** Sends a request and receives the response into memory; `ringEnd` splits it in two buffers. */
async function receive(url: URL, { ringEnd = MEMORY, signal = new AbortController().signal } = {}) {
  const memory = Buffer.alloc(MEMORY)
  const bufferAt = (position: number) => memory.subarray(position, position < ringEnd ? ringEnd : MEMORY)
  const chunks: Buffer[] = []
  const headers = { 'user-agent': 'test', range: 'bytes=5-64' }
  const exchange = await connections.exchange({ url, headers, range: RANGE, bufferAt, signal })
  const take = (chunk: Buffer) => {
    const position = RANGE.start + chunks.reduce((sum, { length }) => sum + length, 0)
    // As the ring buffer does: bytes elsewhere are copied.
    if (chunk.buffer !== memory.buffer || chunk.byteOffset !== memory.byteOffset + position) {
      if (position < RANGE.end) chunk.copy(memory, position)
    }
    chunks.push(Buffer.from(chunk))
  }
  return { exchange, memory, chunks, read: async () => await (exchange as Exchange).read(take) }
}

const written = (memory: Buffer) => memory.subarray(RANGE.start, RANGE.end)
const isUntouched = (memory: Buffer) =>
  memory.subarray(0, RANGE.start).equals(Buffer.alloc(RANGE.start)) &&
  memory.subarray(RANGE.end).equals(Buffer.alloc(MEMORY - RANGE.end))

test('sends a request and receives the response in place', async () => {
  const url = await start(socket => socket.write(ANSWER))
  const { exchange, memory, chunks, read } = await receive(url)
  expect(exchange).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 5-64/100' } })
  await read()
  expect(requests).toEqual([
    `GET /blob?sig=a%2Fb HTTP/1.1\r\nhost: ${url.host}\r\nuser-agent: test\r\nrange: bytes=5-64\r\nconnection: keep-alive\r\n\r\n`
  ])
  expect(written(memory)).toEqual(BODY)
  expect(Buffer.concat(chunks)).toEqual(BODY)
  expect(isUntouched(memory)).toBe(true)
})

test.each([
  ['one buffer', MEMORY],
  ['a ring that wraps around', 40]
])('a response in two pieces, cut at every byte, into %s', async (_, ringEnd) => {
  let cut = 0
  const url = await start(async socket => {
    const at = cut
    socket.write(ANSWER.subarray(0, at))
    await pause(2)
    socket.write(ANSWER.subarray(at))
  })
  for (cut = 1; cut < ANSWER.length; cut++) {
    const { memory, chunks, read } = await receive(url, { ringEnd })
    await read()
    expect(Buffer.concat(chunks)).toEqual(BODY)
    expect(written(memory)).toEqual(BODY)
    expect(isUntouched(memory)).toBe(true)
  }
  expect(sockets).toHaveLength(1)
})

test('bytes that come before read', async () => {
  const url = await start(socket => socket.write(ANSWER))
  const { memory, read } = await receive(url)
  await pause(20)
  await read()
  expect(written(memory)).toEqual(BODY)
})

test('an empty body', async () => {
  const url = await start(socket => socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'))
  for (let time = 0; time < 2; time++) {
    const { exchange, chunks, read } = await receive(url)
    await read()
    expect({ status: exchange?.status, chunks }).toEqual({ status: 404, chunks: [] })
  }
  expect(sockets).toHaveLength(1)
})

test('an unsupported response closes the connection, and its server gets no direct request again', async () => {
  const url = await start(socket =>
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')
  )
  expect(connections.supports(url)).toBe(true)
  const { exchange } = await receive(url)
  expect(exchange).toBeUndefined()
  expect(connections.supports(url)).toBe(false)
  await once(sockets[0] as net.Socket, 'close')
})

test('an endless head', async () => {
  const url = await start(socket => socket.write(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(4000)}`))
  expect((await receive(url)).exchange).toBeUndefined()
})

test.each([
  [
    'longer than requested',
    () => [`HTTP/1.1 206 Partial Content\r\nContent-Length: 90\r\n\r\n`, pseudoRandomBytes(90)],
    90
  ],
  ['of the whole file', () => ['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n', pseudoRandomBytes(100)], 100]
])('a body %s is written only up to the end of the range', async (_, answer, length) => {
  const url = await start(async socket => {
    for (const piece of answer()) {
      socket.write(piece)
      await pause(5)
    }
  })
  const { memory, chunks, read } = await receive(url)
  await read()
  expect(Buffer.concat(chunks)).toEqual(pseudoRandomBytes(length))
  expect(isUntouched(memory)).toBe(true)
})

test('more bytes than Content-Length', async () => {
  const url = await start(socket => socket.write(Buffer.concat([ANSWER, Buffer.from('HTTP/1.1 200 OK')])))
  await expect(receive(url)).rejects.toMatchObject({ code: 'extra-bytes' })
})

test('bytes without a request end the connection', async () => {
  const url = await start(socket => socket.write(ANSWER))
  await (await receive(url)).read()
  sockets[0]?.write(ANSWER)
  await once(sockets[0] as net.Socket, 'close')
  await (await receive(url)).read()
  expect(sockets).toHaveLength(2)
})

test.each(['HTTP/1.0 206 Partial Content', 'HTTP/1.1 206 Partial Content\r\nConnection: close'])(
  'a connection that serves no more requests: %j',
  async start_ => {
    const url = await start(socket =>
      socket.write(Buffer.concat([Buffer.from(`${start_}\r\nContent-Length: 60\r\n\r\n`), BODY]))
    )
    await (await receive(url)).read()
    await (await receive(url)).read()
    expect(sockets).toHaveLength(2)
  }
)

test('a connection that the server closed meanwhile is not used again', async () => {
  const url = await start(socket => socket.write(ANSWER))
  await (await receive(url)).read()
  sockets[0]?.end()
  await once(sockets[0] as net.Socket, 'close')
  await (await receive(url)).read()
  expect(sockets).toHaveLength(2)
})

test.each<[string, (socket: net.Socket) => unknown]>([
  ['ends', socket => socket.end()],
  ['resets', socket => socket.resetAndDestroy()]
])('a kept connection that the server %s on a request is replaced once', async (_, leave) => {
  let served = 0
  const url = await start(socket => (served++ === 0 ? socket.write(ANSWER) : leave(socket)))
  await (await receive(url)).read()
  await expect(receive(url)).rejects.toMatchObject({ code: expect.stringMatching(/ended-early|ECONNRESET/) })
  // The kept one and its replacement.
  expect({ served, sockets: sockets.length }).toEqual({ served: 3, sockets: 2 })
})

test('a kept connection that breaks is replaced', async () => {
  const url = await start(socket => {
    if (requests.length === 2) socket.destroy()
    else socket.write(ANSWER)
  })
  await (await receive(url)).read()
  const { memory, read } = await receive(url)
  await read()
  expect(written(memory)).toEqual(BODY)
  expect(sockets).toHaveLength(2)
})

test('a kept connection that breaks within a response is a failure', async () => {
  const url = await start(socket => (requests.length === 1 ? socket.write(ANSWER) : socket.end('H')))
  await (await receive(url)).read()
  await expect(receive(url)).rejects.toMatchObject({ code: 'ended-early' })
  expect(sockets).toHaveLength(1)
})

test.each(['"a"\r\nx: y', '"a"\n', '"\u0000"', '"\u010d\u010a"'])(
  'a header of %j is not sent',
  async etag => {
    const url = await start(socket => socket.write(ANSWER))
    const sending = { url, headers: { 'if-match': etag }, range: RANGE, bufferAt: () => Buffer.alloc(1) }
    const { signal } = new AbortController()
    await expect(connections.exchange({ ...sending, signal })).rejects.toMatchObject({
      code: 'ERR_INVALID_CHAR'
    })
    expect(sockets).toEqual([])
  }
)

test('a head that ends after each of its bytes', async () => {
  let cut = 0
  const url = await start(socket => socket.end(ANSWER.subarray(0, cut)))
  for (cut = 0; cut < HEAD.length; cut++) {
    await expect(receive(url)).rejects.toMatchObject({ code: 'ended-early' })
  }
})

test('a body that ends after each of its bytes', async () => {
  let cut = 0
  const url = await start(socket => socket.end(ANSWER.subarray(0, cut)))
  for (cut = HEAD.length; cut < ANSWER.length; cut++) {
    const { read, chunks, memory } = await receive(url)
    await expect(read()).rejects.toMatchObject({ name: 'BrokenBody', cause: { code: 'ended-early' } })
    // The connection may have ended before read.
    const heard = Buffer.concat(chunks)
    expect(heard).toEqual(BODY.subarray(0, heard.length))
    expect(heard.length).toBeLessThanOrEqual(cut - HEAD.length)
    expect(isUntouched(memory)).toBe(true)
  }
})

test('a reset', async () => {
  const url = await start(socket => socket.resetAndDestroy())
  await expect(receive(url)).rejects.toMatchObject({ code: 'ECONNRESET' })
})

test('a closed port', async () => {
  const url = await start(() => {})
  server.close()
  await once(server, 'close')
  await expect(receive(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  server.listen(0)
})

test.each([
  ['while the head is awaited', HEAD.slice(0, 20)],
  ['before anything comes', '']
])('an abort %s', async (_, answer) => {
  const url = await start(socket => socket.write(answer))
  const controller = new AbortController()
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 30)
  await expect(receive(url, { signal: controller.signal })).rejects.toBe(reason)
})

test('an abort before it is sent', async () => {
  const url = await start(socket => socket.write(ANSWER))
  const reason = new Error('enough')
  await expect(receive(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  expect(requests).toEqual([])
})

test('an abort while the body comes', async () => {
  const url = await start(socket => socket.write(`${HEAD}abc`))
  const controller = new AbortController()
  const reason = new Error('enough')
  const { read } = await receive(url, { signal: controller.signal })
  setTimeout(() => controller.abort(reason), 30)
  await expect(read()).rejects.toMatchObject({ name: 'BrokenBody', cause: reason })
})

test('an abort between the head and the body', async () => {
  const url = await start(socket => socket.write(`${HEAD}abc`))
  const controller = new AbortController()
  const { read } = await receive(url, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(read()).rejects.toThrow(BrokenBody)
})

test('an error of the reader is thrown as it is and ends the connection', async () => {
  const url = await start(socket => socket.write(ANSWER))
  const { exchange } = await receive(url)
  const reason = new Error('disk full')
  const outcome = exchange?.read(() => {
    throw reason
  })
  await expect(outcome).rejects.toBe(reason)
  await once(sockets[0] as net.Socket, 'close')
})

test('a discarded response ends its connection', async () => {
  const url = await start(socket => socket.write(ANSWER))
  const { exchange } = await receive(url)
  exchange?.discard()
  await once(sockets[0] as net.Socket, 'close')
  await (await receive(url)).read()
  expect(sockets).toHaveLength(2)
})

test('prepare after close does not connect', async () => {
  const url = await start(() => {})
  connections.close()
  connections.prepare(url)
  await pause(20)
  expect(sockets).toEqual([])
})

test('a prepared connection is used', async () => {
  const url = await start(socket => socket.write(ANSWER))
  connections.prepare(url)
  await once(server, 'connection')
  await (await receive(url)).read()
  expect(sockets).toHaveLength(1)
})

test('prepare does not connect if a connection is idle', async () => {
  const url = await start(socket => socket.write(ANSWER))
  for (let count = 0; count < 3; count++) {
    connections.prepare(url)
    await pause(20)
    await (await receive(url)).read()
  }
  expect(sockets).toHaveLength(1)
})

test('a proxy excludes direct connections', async () => {
  await start(() => {})
  process.env.https_proxy = 'http://127.0.0.1:9'
  try {
    expect(connections.supports(new URL('https://storage.test/a'))).toBe(false)
    expect(connections.supports(new URL('http://storage.test/a'))).toBe(true)
    connections.prepare(new URL('https://storage.test/a'))
  } finally {
    delete process.env.https_proxy
  }
})

test('an untrusted certificate', async () => {
  const url = await start(socket => socket.write(ANSWER), await certificateFor('localhost'))
  await expect(receive(url)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
  expect(requests).toEqual([])
})

// TLS delivers all decrypted bytes in one turn, even if the connection is closed meanwhile.
describe('over TLS', () => {
  let files: TlsFiles
  let distrust: () => void
  beforeEach(async () => {
    files = await certificateFor('localhost')
    distrust = trustHere(files)
  })
  afterEach(() => distrust())

  test('an endless head', async () => {
    const url = await start(async socket => {
      socket.write('HTTP/1.1 200 OK\r\nX: '.padEnd(100, 'a'))
      await pause(20)
      socket.write('a'.repeat(16 << 10))
    }, files)
    expect((await receive(url)).exchange).toBeUndefined()
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s: another connection resumes the session', async version => {
    const only = { minVersion: version, maxVersion: version }
    const url = await start(socket => socket.write(ANSWER), { ...files, ...only })
    await (await receive(url)).read()
    for (const { read } of await Promise.all([receive(url), receive(url)])) await read()
    expect(sockets.map(socket => (socket as tls.TLSSocket).isSessionReused())).toEqual([false, true])
  })

  test('nothing of a discarded response is written', async () => {
    const url = await start(socket => {
      socket.write(HEAD)
      socket.write(BODY)
    }, files)
    const { exchange, memory } = await receive(url)
    exchange?.discard()
    await once(sockets[0] as net.Socket, 'close')
    expect(memory).toEqual(Buffer.alloc(MEMORY))
  })
})
