import http, { type Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import { type Dispatcher, request as requestBy } from 'undici'
import { BrokenBody, type Exchange, type Sending } from './exchange.js'

/** An exchange by `node:http` or `node:https`, over a connection of the agent's. */
export async function exchangeByAgent(sending: Sending, agent: Agent): Promise<Exchange> {
  const message = await ask(sending, agent)
  return exchangeOf({ status: message.statusCode ?? 0, headers: message.headers }, message)
}

/**
 * An exchange through a tunnel (CONNECT) of a proxy's.
 *
 * @throws what says that the proxy refused it, too
 */
export async function exchangeByProxy(
  { url, headers, signal }: Sending,
  proxy: Dispatcher
): Promise<Exchange> {
  // How long nothing may come is watched by whoever asks.
  const limits = { headersTimeout: 0, bodyTimeout: 0 }
  const answer = await new Promise<Dispatcher.ResponseData>((resolve, reject) => {
    // Undici hears of it only when the tunnel stands, which may be never.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    requestBy(url, { headers, signal, dispatcher: proxy, ...limits }).then(resolve, reject)
  })
  return exchangeOf({ status: answer.statusCode, headers: answer.headers }, answer.body)
}

function exchangeOf(head: { status: number; headers: IncomingHttpHeaders }, body: Readable): Exchange {
  return {
    ...head,
    read: async onChunk => await readBody(body, onChunk),
    isPaused: () => body.isPaused(),
    discard: () => {
      body.on('error', () => {})
      // What is left may be long: the connection is not worth keeping.
      body.destroy()
    }
  }
}

async function ask(sending: Sending, agent: Agent): Promise<IncomingMessage> {
  const { url, headers, signal } = sending
  const { request } = url.protocol === 'https:' ? https : http
  return await new Promise((resolve, reject) => {
    let isAnswered = false
    // Without `auth` it would make credentials of what stands before an @ in the URL.
    const asking = request(url, { agent, headers, signal, auth: null })
    asking.on('response', message => {
      isAnswered = true
      resolve(message)
    })
    asking.on('error', error => {
      if (isAnswered) return
      // The server closed a kept connection while nothing was asked, as it may: RFC 9112, 9.3.1.
      if (asking.reusedSocket && !signal.aborted) resolve(ask(sending, agent))
      else reject(error)
    })
    asking.end()
  })
}

/** By listeners: an iterator's promise for every chunk of 64 KiB costs more than the hash does. */
async function readBody(body: Readable, onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) => reject(new BrokenBody(cause))
    let busy: Promise<void> | undefined
    body.on('data', (chunk: Buffer) => {
      try {
        busy = onChunk(chunk) ?? undefined
        if (busy === undefined) return
        body.pause()
        busy.then(() => body.resume(), reject)
      } catch (error) {
        reject(error)
      }
    })
    // The end may come while it is paused: what takes the last chunk is waited for.
    body.on('end', () => resolve(busy))
    body.on('error', fail)
    body.on('close', () => fail({ code: 'ended early' }))
  })
}
