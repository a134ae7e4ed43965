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
let received: http.IncomingHttpHeaders[]
let sockets: Set<Socket>

async function start(
  answer: (response: http.ServerResponse, request: http.IncomingMessage) => unknown,
  hostname = '127.0.0.1'
): Promise<URL> {
  received = []
  sockets = new Set()
  client = new StorageClient(1000)
  server = http.createServer((request, response) => {
    received.push(request.headers)
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
  const response = await client.get({ subject: 'a', url, range, signal, onRedirect: () => {}, ...more })
  let text = ''
  await response.read(chunk => {
    text += chunk.toString()
  })
  return text
}

describe.each<[string, Partial<StorageRequest>]>([
  ['by the agent', {}],
  ['directly', { bufferAt: () => Buffer.alloc(BODY.length) }]
])('%s', (_, transport) => {
  test('the user info of a URL or of a redirect is not sent as credentials', async () => {
    const url = await start((response, { url: path }) =>
      path === '/blob'
        ? response.writeHead(302, { location: `http://c:d@${url.host}/other`, 'content-length': 0 }).end()
        : whole(response)
    )
    const signed = new URL(url)
    signed.username = 'a'
    signed.password = 'b'
    expect(await get(signed, transport)).toBe(BODY)
    expect(received.map(({ authorization, host }) => ({ authorization, host }))).toEqual([
      { authorization: undefined, host: url.host },
      { authorization: undefined, host: url.host }
    ])
  })

  test('kept connections that the server closes on a request cause no failure', async () => {
    const url = await start((response, { socket }) => {
      if (received.length > 2 && sockets.size <= 2) socket.destroy()
      else setTimeout(whole, 20, response)
    })
    await Promise.all([get(url, transport), get(url, transport)])
    expect(await get(url, transport)).toBe(BODY)
    expect(sockets.size).toBe(3)
  })

  test('a server that closes each connection on a request', async () => {
    const url = await start((_response, { socket }) => socket.destroy())
    await expect(get(url, transport)).rejects.toMatchObject({
      code: 'storage-failed',
      reason: expect.stringContaining('127.0.0.1')
    })
    expect(received).toHaveLength(1)
  })

  test('an IPv6 address', async () => {
    const url = await start(whole, '::1')
    expect(await get(url, transport)).toBe(BODY)
    expect(received[0]?.host).toBe(url.host)
  })
})

const SIGNATURE = 'c2lnbmF0dXJlIHRoYXQgaXMgMjg=K' // 28 characters, as of S3's version 2
const QUERY = `?sig=${encodeURIComponent(SIGNATURE)}&se=2026-11-01&X-Amz-Signature=${'0a'.repeat(32)}`
const azure = (code: string, message: string) =>
  `\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`

interface ErrorCase {
  title: string
  status: number
  headers?: http.OutgoingHttpHeaders
  body?: string
  /** In the reason. */
  facts: string[]
}

const STORAGE_ERRORS: ErrorCase[] = [
  {
    title: 'Azure Blob: a missing blob',
    status: 404,
    headers: { 'x-ms-error-code': 'BlobNotFound', 'x-ms-request-id': 'id-1' },
    body: azure(
      'BlobNotFound',
      'The specified blob does not exist.\nRequestId:id-2\nTime:2026-11-01T00:00:00Z'
    ),
    facts: ['404', 'BlobNotFound', 'The specified blob does not exist.', 'id-1']
  },
  {
    title: 'Azure Blob: the header alone',
    status: 403,
    headers: { 'x-ms-error-code': 'AuthorizationFailure' },
    facts: ['403', 'AuthorizationFailure']
  },
  {
    title: 'S3',
    status: 403,
    headers: { 'x-amz-request-id': 'id-1' },
    body: '<?xml version="1.0"?>\n<Error>\n <Code>SignatureDoesNotMatch</Code>\n <Message>Wrong &lt;key&gt; &amp; &#39;date&#x27;.</Message><Key>k</Key></Error>',
    facts: ['403', 'SignatureDoesNotMatch', "Wrong <key> & 'date'.", 'id-1']
  },
  {
    title: 'Google Cloud Storage',
    status: 503,
    headers: { 'x-guploader-uploadid': 'id-1' },
    body: "<?xml version='1.0' encoding='UTF-8'?><Error><Code>ServiceUnavailable</Code><Message>Busy.</Message></Error>",
    facts: ['503', 'ServiceUnavailable', 'Busy.', 'id-1']
  },
  { title: 'the page of a proxy', status: 403, body: '<html>Blocked</html>', facts: ['403'] },
  {
    title: 'text that would forge a log line',
    status: 400,
    body: azure('a##[error]', '::error::b'),
    facts: ['a#\\#[error]', 'b']
  },
  {
    title: 'a message with the signed URL',
    status: 403,
    body: azure(
      'Denied',
      `http://h/blob${QUERY.replaceAll('&', '&amp;')} and ${SIGNATURE} and ${'0a'.repeat(32)}`
    ),
    facts: ['Denied', 'http://h/blob']
  },
  { title: 'a long message', status: 400, body: azure('Long', 'm'.repeat(9000)), facts: ['Long'] }
]

describe.each<[string, Partial<StorageRequest>]>([
  ['by the agent', {}],
  ['directly', { bufferAt: () => Buffer.alloc(BODY.length) }]
])('what storage says about an error, %s', (_, transport) => {
  test.each(STORAGE_ERRORS)('$title', async ({ status, headers, body = '', facts }) => {
    const url = await start(response =>
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
    )
    const error = await get(new URL(url.href + QUERY), transport).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'storage-failed', status })
    const { reason, hint = '' } = error as { reason: string; hint?: string }
    for (const fact of facts) expect(reason).toContain(fact)
    expect(reason).not.toMatch(/sig=|0a0a0a|[\n\ufeff]|^::/m)
    expect(reason).not.toContain(SIGNATURE)
    expect(reason.length).toBeLessThan(400)
    expect(hint).not.toMatch(/firewall/)
    expect(hint).not.toBe('')
    // The connection is kept.
    await get(url, transport).catch(() => {})
    expect(sockets.size).toBe(1)
  })

  test.each(['never ends', 'stops', 'breaks'])('an error whose body %s', async how => {
    let timer: NodeJS.Timeout | undefined
    const url = await start(response => {
      response.writeHead(404, { 'content-length': 1e9 }).write(azure('BlobNotFound', 'Gone.'))
      if (how === 'never ends') timer = setInterval(() => response.write('x'.repeat(9000)), 5)
      if (how === 'breaks') setTimeout(() => response.destroy(), 20)
    })
    const started = performance.now()
    await expect(get(url, transport)).rejects.toMatchObject({
      status: 404,
      reason: expect.stringContaining('Gone.')
    })
    clearInterval(timer)
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

test.each(['x-ms-request-id', 'x-amz-request-id', 'x-guploader-uploadid'])(
  'the debug log has the request ID by the header %s',
  async header => {
    const url = await start(response => {
      response.setHeader(header, 'id-1')
      whole(response)
    })
    const debug: string[] = []
    client = new StorageClient(1000, line => debug.push(line))
    await get(url, {})
    expect(debug).toEqual([expect.stringMatching(/\bid-1$/)])
  }
)

test('advice about the firewall is only for a storage that did not respond', async () => {
  const url = await start((response, { url: path, socket }) => {
    if (path === '/silent') return
    if (path === '/closed') socket.destroy()
    else response.writeHead(206, { 'content-length': 99 }).write(BODY, () => socket.destroy())
  })
  const hintFor = (path: string) =>
    get(new URL(path, url), {}).catch(({ hint }: { hint?: string }) => hint ?? '')
  expect(await hintFor('/silent')).toContain('firewall')
  expect(await hintFor('/closed')).toContain('firewall')
  expect(await hintFor('/cut')).not.toContain('firewall')
})

test('a connection that breaks while a chunk is being written is reported after the write', async () => {
  const url = await start((response, { socket }) => {
    response.writeHead(206, { 'content-length': 2 * BODY.length }).write(BODY)
    setTimeout(() => socket.resetAndDestroy(), 20)
  })
  const signal = new AbortController().signal
  const response = await client.get({ subject: 'a', url, signal, onRedirect: () => {} })
  let isWritten = false
  const reading = response.read(async () => {
    await sleep(200)
    isWritten = true
  })
  await expect(reading).rejects.toMatchObject({
    code: 'storage-failed',
    reason: expect.stringContaining('127.0.0.1')
  })
  // Otherwise the next try would write at the same time.
  expect(isWritten).toBe(true)
})

// Node.js reports such a body as complete, however its connection ended.
test.each<[string, (socket: Socket) => void, string]>([
  ['is reset', socket => socket.resetAndDestroy(), 'ECONNRESET'],
  ['stalls', () => {}, '1 s']
])('a body that ends with its connection is incomplete if that %s', async (_, end, fact) => {
  const url = await start((response, { socket }) => {
    // Without it there is no transfer coding either.
    response.removeHeader('transfer-encoding')
    response.writeHead(200).write(BODY)
    setTimeout(end, 50, socket)
  })
  await expect(get(url, { range: undefined })).rejects.toMatchObject({
    reason: expect.stringContaining(fact)
  })
})

test('a body that breaks in the chunk that brought the headers', async () => {
  const url = await start((_response, { socket }) =>
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n')
  )
  await expect(get(url, {})).rejects.toMatchObject({
    reason: expect.stringContaining('HPE_INVALID_CHUNK_SIZE')
  })
})

test('text in the certificate of a proxy is not a command to the runner', async () => {
  const certificate = await certificateFor('a##[warning].test')
  const distrust = trustHere(certificate)
  client = new StorageClient(1000)
  server = https.createServer({ ...certificate }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.env.https_proxy = `https://localhost:${(server.address() as AddressInfo).port}`
  const refused = await get(new URL('https://storage.test/blob'), {}).catch(String)
  delete process.env.https_proxy
  distrust()
  expect(refused).toContain("Hostname/IP does not match certificate's altnames")
  expect(refused).toContain('warning')
  expect(refused).not.toContain('##[')
})
