import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apiFetch } from '../../src/github/api-fetch.js'
import { inSweeps } from '../support/sweep.js'

/** In ms. Long enough for a busy machine. */
const STALL = 300

async function answered(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const response = await apiFetch(STALL)(`http://127.0.0.1:${port}`)
    return await response.text()
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Writes a byte every 60 ms, up to `times` bytes. */
function drip(response: ServerResponse, times: number): void {
  let written = 0
  const timer = setInterval(() => {
    if (response.destroyed) clearInterval(timer)
    else if (++written < times) response.write('x')
    else {
      clearInterval(timer)
      response.end('.')
    }
  }, STALL / 5)
}

// The first call loads the HTTP client.
beforeAll(() => fetch('data:,'))

test('a slow response is complete', async () => {
  expect(await answered(response => drip(response, 10))).toBe('xxxxxxxxx.')
})

inSweeps(() => {
  test('a response that never stalls fails after ten times the stall timeout', async () => {
    await expect(answered(response => drip(response, Number.POSITIVE_INFINITY))).rejects.toThrow(' 3 s')
  })
})

test('a response that stalls fails after the stall timeout', async () => {
  await expect(answered(response => response.write('x'))).rejects.toThrow(' 0.3 s')
})

test('a response that switches protocols fails at once', async () => {
  const head = { connection: 'upgrade', upgrade: 'websocket' }
  await expect(answered(response => response.writeHead(101, head).end())).rejects.toMatchObject({
    code: 'no-response'
  })
})

test.each(['GET', 'DELETE'])(
  'a %s whose response is lost on a kept connection is not sent again',
  async method => {
    let asked = 0
    const server = createServer(({ socket }, response) => {
      if (++asked === 2) socket.destroy()
      else response.end('{}')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const connections = new Set<unknown>()
    server.on('connection', socket => connections.add(socket))
    try {
      const ask = apiFetch(10_000)
      await ask(url)
      await expect(ask(url, { method })).rejects.toThrow('socket hang up')
      expect([asked, connections.size]).toEqual([2, 1])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
)
