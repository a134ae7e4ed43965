import http, { type Agent, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { tookChunk } from '../memory/garbage-collector.js'
import { BrokenBody, type Exchange, type Sending } from './exchange.js'

/** An exchange by `node:http` or `node:https`, over a connection of the agent's: a tunnel of a proxy's, say. */
export async function exchangeByAgent(sending: Sending, agent: Agent): Promise<Exchange> {
  const message = await ask(sending, agent)
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    read: async onChunk => await readBody(message, onChunk),
    isPaused: () => message.isPaused(),
    discard: () => {
      // What is left may be long: the connection is not worth keeping.
      message.destroy()
    }
  }
}

async function ask(sending: Sending, agent: Agent): Promise<IncomingMessage> {
  const { method = 'GET', url, headers, resends = false, signal } = sending
  const { request } = url.protocol === 'https:' ? https : http
  return await new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined
    // What `signal` is to the request, `givenUp` is to the tunnel that may have to be asked for first.
    const ways = { agent, signal, givenUp: signal }
    // Without `auth` it would make credentials of what stands before an @ in the URL.
    const asking = request(url, { method, headers, auth: null, ...ways })
    // Before it has a connection it says nothing when it is given up: a proxy may never answer.
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    asking.on('response', message => {
      answer = message.on('error', () => {})
      resolve(message)
    })
    asking.on('error', error => {
      if (answer !== undefined) {
        // Of what ends with its connection Node says that it is whole, however that ended.
        if (!answer.complete) answer.destroy(error)
      } else if (resends && asking.reusedSocket && !signal.aborted) resolve(ask(sending, agent))
      else reject(error)
    })
    // Of an answer with 101 it says nothing else.
    asking.on('close', () => reject(new Error('the connection was closed without an answer')))
    asking.end(sending.body)
  })
}

/** By listeners: an iterator's promise for every chunk of 64 KiB costs more than the hash does. */
async function readBody(
  message: IncomingMessage,
  onChunk: (chunk: Buffer) => void | Promise<void>
): Promise<void> {
  // It may have broken in the chunk that its head came in.
  if (message.destroyed) throw new BrokenBody(message.errored ?? { code: 'ended early' })
  await new Promise<void>((resolve, reject) => {
    let busy: Promise<void> | undefined
    // What takes the last chunk is waited for then too: the next try would write in its midst.
    const fail = (cause: unknown) => {
      Promise.resolve(busy).then(() => reject(new BrokenBody(cause)), reject)
    }
    message.on('data', (chunk: Buffer) => {
      try {
        busy = onChunk(chunk) ?? undefined
        tookChunk(chunk)
        if (busy === undefined) return
        message.pause()
        busy.then(() => message.resume(), reject)
      } catch (error) {
        reject(error)
      }
    })
    // The end may come while it is paused: what takes the last chunk is waited for.
    message.on('end', () => resolve(busy))
    message.on('error', fail)
    message.on('close', () => fail({ code: 'ended early' }))
  })
}
