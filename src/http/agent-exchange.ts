import http, { type Agent, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { countChunk } from '../memory/garbage-collector.js'
import { connectionClosed, connectionEndedEarly } from '../messages/network.js'
import { BrokenBody, ConnectionError, type Exchange, type ExchangeRequest } from './exchange.js'

/** An exchange by `node:http` or `node:https`, over a connection of the agent. */
export async function exchangeByAgent(exchange: ExchangeRequest, agent: Agent): Promise<Exchange> {
  const message = await send(exchange, agent)
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    read: async onChunk => await readBody(message, onChunk),
    isPaused: () => message.isPaused(),
    // Not read to its end to keep the connection: the rest may be long.
    discard: () => void message.destroy()
  }
}

async function send(exchange: ExchangeRequest, agent: Agent): Promise<IncomingMessage> {
  const { method = 'GET', url, headers, resends = false, signal } = exchange
  const { request } = url.protocol === 'https:' ? https : http
  return await new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined
    // `signal` ends the request, `givenUp` a tunnel that may have to be opened before it. Without `auth: null` the user
    // info of the URL would be sent as credentials.
    const connection = { agent, signal, givenUp: signal }
    const sending = request(url, { method, headers, auth: null, ...connection })
    // A request that has no connection yet reports no abort: a proxy may never respond.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    sending.on('response', message => {
      response = message.on('error', () => {})
      resolve(message)
    })
    sending.on('error', error => {
      if (response !== undefined) {
        // Node.js reports a body without a length as complete even if its connection was reset.
        if (!response.complete) response.destroy(error)
      } else if (resends && sending.reusedSocket && !signal.aborted) resolve(send(exchange, agent))
      else reject(error)
    })
    // The only event of a 101 response.
    sending.on('close', () => {
      if (response === undefined) reject(new ConnectionError('no-response', connectionClosed()))
    })
    sending.end(exchange.body)
  })
}

/** By listeners: an iterator's promise per chunk of 64 KiB costs more than hashing the chunk. */
async function readBody(
  message: IncomingMessage,
  onChunk: (chunk: Buffer) => void | Promise<void>
): Promise<void> {
  const endedEarly = () => new ConnectionError('ended-early', connectionEndedEarly())
  // It may have broken in the chunk that brought the headers.
  if (message.destroyed) throw new BrokenBody(message.errored ?? endedEarly())
  await new Promise<void>((resolve, reject) => {
    let busy: Promise<void> | undefined
    // Waits for the last chunk too: the next try would write while it is being written.
    const fail = (cause: unknown) => {
      Promise.resolve(busy).then(() => reject(new BrokenBody(cause)), reject)
    }
    message.on('data', (chunk: Buffer) => {
      try {
        busy = onChunk(chunk) ?? undefined
        countChunk(chunk)
        if (busy === undefined) return
        message.pause()
        busy.then(() => message.resume(), reject)
      } catch (error) {
        reject(error)
      }
    })
    // The body may end while it is paused.
    message.on('end', () => resolve(busy))
    message.on('error', fail)
    message.on('close', () => fail(endedEarly()))
  })
}
