import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTransport } from '../../src/http/transport.js'

const BODY = 'x'.repeat(10)

test.each([
  ['with internals', undefined, true],
  ['plain', '1', false]
])('%s, the body is received into the memory of the caller: %s → %s', async (_, plain, isDirect) => {
  const server = http.createServer((_request, response) => {
    response.writeHead(206, { 'content-length': BODY.length }).flushHeaders()
    // The buffer of the first chunk is chosen before the body is read.
    setTimeout(() => response.write(BODY.slice(0, 5)), 20)
    setTimeout(() => response.end(BODY.slice(5)), 60)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const before = process.env.ARTIFACT_ACTION_PLAIN
  if (plain === undefined) delete process.env.ARTIFACT_ACTION_PLAIN
  else process.env.ARTIFACT_ACTION_PLAIN = plain
  const transport = openTransport()
  if (before === undefined) delete process.env.ARTIFACT_ACTION_PLAIN
  else process.env.ARTIFACT_ACTION_PLAIN = before
  const memory = Buffer.alloc(BODY.length)
  const { signal } = new AbortController()
  const exchange = await transport.send({
    url,
    headers: {},
    range: { start: 0, end: BODY.length },
    bufferAt: position => memory.subarray(position),
    signal
  })
  let text = ''
  await exchange.read(chunk => {
    text += chunk.toString()
  })
  transport.close()
  server.close()
  await once(server, 'close')
  expect(text).toBe(BODY)
  expect(memory.toString().endsWith(BODY.slice(5))).toBe(isDirect)
})
