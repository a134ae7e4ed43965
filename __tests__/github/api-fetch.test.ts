import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { apiFetch } from '../../src/github/api-fetch.js'

/** In ms: long beside what a busy machine may do instead. */
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

/** Writes a byte now and then, for ever or so often. */
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

// The first one loads what fetch is made of.
beforeAll(() => fetch('data:,'))

test('what comes slowly comes whole', async () => {
  expect(await answered(response => drip(response, 10))).toBe('xxxxxxxxx.')
})

test('an answer that drips is given up after ten times the limit, though it never stalls', async () => {
  await expect(answered(response => drip(response, Number.POSITIVE_INFINITY))).rejects.toThrow(
    'the answer was not whole after 3 s'
  )
})

test('one that stalls is given up after that', async () => {
  await expect(answered(response => response.write('x'))).rejects.toThrow('nothing came for 0.3 s')
})

test('one that changes the protocol is none, and not waited for', async () => {
  const head = { connection: 'upgrade', upgrade: 'websocket' }
  await expect(answered(response => response.writeHead(101, head).end())).rejects.toMatchObject({
    code: 'no-response'
  })
})

test.each(['GET', 'DELETE'])(
  'a %s whose answer is lost on a kept connection is not sent again',
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
