import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiError, failureOf } from '../../src/github/api-error.js'
import { exchangeByAgent } from '../../src/http/agent-exchange.js'
import { Agents } from '../../src/http/agents.js'
import { NO_TUNNEL, tunnel } from '../../src/http/tunnel.js'
import { startProxy } from '../support/connect-proxy.js'

const TARGET = { host: '127.0.0.1', port: 1 }

/** The tunnel through a proxy, or its error. */
async function openTunnel(proxy: string): Promise<Error | Duplex | undefined> {
  return await new Promise(resolve => {
    tunnel(new URL(proxy), TARGET, false, (error, socket) => resolve(error ?? socket))
  })
}

/** Whether a DELETE request with this error may have been carried out. */
function mayBeDone(error: unknown): boolean {
  const repository = { owner: 'octo-org', repo: 'app' }
  const call = {
    doing: 'delete an artifact',
    repository,
    access: 'write',
    accessFrom: 'workflow',
    ownRepository: true
  } as const
  return apiError({ ...call, also: [], webUrl: 'https://github.com' }, failureOf(error)).mayBeDone
}

test('an error without a tunnel means that the server got no request', async () => {
  const proxy = await startProxy()
  proxy.answer = () => 403
  const refused = await openTunnel(proxy.url)
  await proxy.close()
  expect(refused).toMatchObject({ code: NO_TUNNEL, reason: expect.stringContaining('403') })
  const rude = createServer(socket => socket.end()).listen(0, '127.0.0.1')
  await once(rude, 'listening')
  const hungUp = await openTunnel(`http://127.0.0.1:${(rude.address() as AddressInfo).port}`)
  rude.close()
  expect(hungUp).toMatchObject({ code: NO_TUNNEL, reason: expect.stringContaining('socket hang up') })
  const cut = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const wrapped = [refused, hungUp, cut].map(cause => new Error('failed', { cause }))
  expect(wrapped.map(mayBeDone)).toEqual([false, false, true])
})

test.each(['200', '201 Made', '299'])(
  'status %s opens a tunnel, and bytes after it are from the server',
  async status => {
    const proxy = createServer(socket =>
      socket
        .on('error', () => {})
        .once('data', () => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\nhello`))
    ).listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    const made = await openTunnel(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
    proxy.close()
    expect(made).not.toBeInstanceOf(Error)
    expect(await text(made as Duplex)).toBe('hello')
  }
)

test('an abort closes the connection to a proxy that does not respond', async () => {
  const open = new Set<Socket>()
  const proxy = createServer(socket => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => {}))
    // A paused socket emits no 'end'.
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  process.env.https_proxy = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const agents = new Agents()
  const url = new URL('https://storage.test/')
  const stop = new AbortController()
  const exchanges = [1, 2, 3].map(() =>
    exchangeByAgent({ url, headers: {}, signal: stop.signal }, agents.for(url))
  )
  while (open.size < exchanges.length) await once(proxy, 'connection')
  stop.abort(new Error('stalled'))
  const outcomes = await Promise.allSettled(exchanges)
  for (let checks = 0; open.size > 0 && checks < 50; checks++) await sleep(20)
  const left = open.size
  for (const socket of open) socket.destroy()
  delete process.env.https_proxy
  agents.close()
  proxy.close()
  expect(outcomes).toEqual(outcomes.map(() => ({ status: 'rejected', reason: new Error('stalled') })))
  expect(left).toBe(0)
})
