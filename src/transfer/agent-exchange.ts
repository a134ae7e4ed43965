import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { BrokenBody, type Exchange, type Sending } from './exchange.js'

/** An exchange by `node:http` or `node:https`, over a connection of the agent's: a proxy's, say. */
export async function exchangeByAgent(
  { url, headers, signal }: Sending,
  agent: http.Agent
): Promise<Exchange> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    request(url, { agent, headers, signal }).on('response', resolve).on('error', reject).end()
  })
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    read: async onChunk => await readBody(message, onChunk),
    isPaused: () => message.isPaused(),
    discard: () => {
      message.on('error', () => {})
      // What is left may be long: the connection is not worth keeping.
      message.destroy()
    }
  }
}

/** By listeners: an iterator's promise for every chunk of 64 KiB costs more than the hash does. */
async function readBody(
  message: IncomingMessage,
  onChunk: (chunk: Buffer) => void | Promise<void>
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) => reject(new BrokenBody(cause))
    let busy: Promise<void> | undefined
    message.on('data', (chunk: Buffer) => {
      try {
        busy = onChunk(chunk) ?? undefined
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
