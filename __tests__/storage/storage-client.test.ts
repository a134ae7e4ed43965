import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StorageClient, type StorageRequest } from '../../src/storage/storage-client.js'
import { certificateFor, trustHere } from '../support/certificate.js'

const BODY = 'x'.repeat(10)

let server: http.Server
let client: StorageClient
let asked: http.IncomingHttpHeaders[]
let sockets: Set<Socket>

async function start(
  answer: (response: http.ServerResponse, request: http.IncomingMessage) => unknown,
  hostname = '127.0.0.1'
): Promise<URL> {
  asked = []
  sockets = new Set()
  client = new StorageClient(1000)
  server = http.createServer((request, response) => {
    asked.push(request.headers)
    sockets.add(request.socket)
    answer(response, request)
  })
  server.listen(0, hostname)
  await once(server, 'listening')
  const host = hostname.includes(':') ? `[${hostname}]` : hostname
  return new URL(`http://${host}:${(server.address() as AddressInfo).port}/blob`)
}

afterEach(async () => {
  client.close()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const whole = (response: http.ServerResponse) =>
  response.writeHead(206, { 'content-length': BODY.length }).end(BODY)

async function get(url: URL, more: Partial<StorageRequest>): Promise<string> {
  const signal = new AbortController().signal
  const range = { start: 0, end: BODY.length }
  const answer = await client.get({ label: 'a', url, range, signal, onRedirect: () => {}, ...more })
  let text = ''
  await answer.read(chunk => {
    text += chunk.toString()
  })
  return text
}

describe.each<[string, Partial<StorageRequest>]>([
  ['by the agent', {}],
  ['directly', { room: () => Buffer.alloc(BODY.length) }]
])('%s', (_, way) => {
  test('the user info of a URL is no credential of ours, nor of a redirect', async () => {
    const url = await start((response, { url: path }) =>
      path === '/blob'
        ? response.writeHead(302, { location: `http://c:d@${url.host}/other`, 'content-length': 0 }).end()
        : whole(response)
    )
    const signed = new URL(url)
    signed.username = 'a'
    signed.password = 'b'
    expect(await get(signed, way)).toBe(BODY)
    expect(asked.map(({ authorization, host }) => ({ authorization, host }))).toEqual([
      { authorization: undefined, host: url.host },
      { authorization: undefined, host: url.host }
    ])
  })

  test('kept connections that the server closes as they are asked cost no failure', async () => {
    const url = await start((response, { socket }) => {
      if (asked.length > 2 && sockets.size <= 2) socket.destroy()
      else setTimeout(whole, 20, response)
    })
    await Promise.all([get(url, way), get(url, way)])
    expect(await get(url, way)).toBe(BODY)
    expect(sockets.size).toBe(3)
  })

  test('a server that closes each connection as it is asked', async () => {
    const url = await start((_response, { socket }) => socket.destroy())
    await expect(get(url, way)).rejects.toThrow(/the connection to 127\.0\.0\.1 broke/)
    expect(asked).toHaveLength(1)
  })

  test('an IPv6 address', async () => {
    const url = await start(whole, '::1')
    expect(await get(url, way)).toBe(BODY)
    expect(asked[0]?.host).toBe(url.host)
  })
})

test('a connection that breaks while a chunk is being taken is told of once that is done', async () => {
  const url = await start((response, { socket }) => {
    response.writeHead(206, { 'content-length': 2 * BODY.length }).write(BODY)
    setTimeout(() => socket.resetAndDestroy(), 20)
  })
  const signal = new AbortController().signal
  const answer = await client.get({ label: 'a', url, signal, onRedirect: () => {} })
  let isTaken = false
  const reading = answer.read(async () => {
    await sleep(200)
    isTaken = true
  })
  await expect(reading).rejects.toThrow(/the connection to 127\.0\.0\.1 broke/)
  // Else the next try goes on writing beside it, and neither is where it belongs.
  expect(isTaken).toBe(true)
})

// Node says of such an answer that it is whole, however its connection ended.
test.each<[string, (socket: Socket) => void, RegExp]>([
  ['is reset', socket => socket.resetAndDestroy(), /broke \(ECONNRESET\)/],
  ['stalls', () => {}, /storage sent nothing for 1 s/]
])('what ends with its connection is not whole where that %s', async (_, end, told) => {
  const url = await start((response, { socket }) => {
    // Without it there is no transfer coding either.
    response.removeHeader('transfer-encoding')
    response.writeHead(200).write(BODY)
    setTimeout(end, 50, socket)
  })
  await expect(get(url, { range: undefined })).rejects.toThrow(told)
})

test('a body that breaks in the chunk that its head came in', async () => {
  const url = await start((_response, { socket }) =>
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')
  )
  await expect(get(url, {})).rejects.toThrow(/broke \(HPE_INVALID_CHUNK_SIZE\)/)
})

test('what the certificate of a proxy says is no command to the runner', async () => {
  const certificate = await certificateFor('a##[warning].test')
  const distrust = trustHere(certificate)
  client = new StorageClient(1000)
  server = https.createServer({ ...certificate }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env.https_proxy = `https://localhost:${(server.address() as AddressInfo).port}`
  const refused = await get(new URL('https://storage.test/blob'), {}).catch(String)
  delete process.env.https_proxy
  distrust()
  expect(refused).toContain("no tunnel through the proxy: Hostname/IP does not match certificate's altnames")
  expect(refused).not.toContain('##[')
})
