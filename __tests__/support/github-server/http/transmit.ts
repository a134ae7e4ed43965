import type { ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { Answer } from './answer.js'
import type { FaultEffects } from './faults.js'
import { Pace } from './pace.js'
import type { RequestRecord } from './request-log.js'

export interface Transmission {
  response: ServerResponse
  answer: Answer
  record: RequestRecord
  effects: FaultEffects
  pace: Pace | undefined
}

/** Sends an answer, at a given pace and as far as a fault lets it. Resolves once all that will be sent is sent. */
export async function transmit({ response, answer, record, effects, pace }: Transmission): Promise<void> {
  const { status, headers, body, part = { start: 0, end: body?.size ?? 0 }, chunked = false } = answer
  if (response.destroyed) return
  record.status = status
  const withLength = !chunked && status !== 204 && status !== 304
  response.writeHead(status, {
    ...(withLength ? { 'content-length': String(part.end - part.start) } : {}),
    ...headers
  })
  if (body === undefined || record.method === 'HEAD') {
    response.end()
    return
  }
  const cut = cutOf(effects)
  const limit = Math.min(part.end - part.start, cut?.after ?? Number.POSITIVE_INFINITY)
  const rate = effects.drip === undefined ? pace : new Pace(effects.drip)
  response.flushHeaders()
  for await (const chunk of body.read(part.start, part.start + limit)) {
    for (const piece of piecesOf(chunk, rate?.quantum ?? chunk.length)) {
      if (!(await written(response, piece))) return
      record.bytesSent += piece.length
      await rate?.passed(piece.length)
    }
  }
  if (cut === undefined || limit === part.end - part.start) response.end()
  else await breakOff(response, cut.how, chunked)
}

/** Breaks the connection the hard way. TLS sockets know no reset; there the client sees an end without a goodbye. */
export function reset(response: ServerResponse): void {
  const { socket } = response
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  else response.destroy()
}

async function breakOff(response: ServerResponse, how: Cut['how'], chunked: boolean): Promise<void> {
  // What was written must have left the process: a reset throws away what is still buffered.
  while ((response.socket?.writableLength ?? 0) > 0) await sleep(1)
  if (how === 'reset') reset(response)
  else if (how === 'truncate' && chunked) response.end()
  else if (how === 'truncate') response.socket?.end()
}

interface Cut {
  how: 'reset' | 'truncate' | 'stall'
  after: number
}

function cutOf(effects: FaultEffects): Cut | undefined {
  const { resetAfterBytes, truncateAfterBytes, stallAfterBytes } = effects
  if (resetAfterBytes !== undefined) return { how: 'reset', after: resetAfterBytes }
  if (truncateAfterBytes !== undefined) return { how: 'truncate', after: truncateAfterBytes }
  if (stallAfterBytes !== undefined) return { how: 'stall', after: stallAfterBytes }
  return undefined
}

function* piecesOf(chunk: Buffer, size: number): Iterable<Buffer> {
  for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
}

/** Writes, and waits while the connection is full. False where the client has gone. */
async function written(response: ServerResponse, piece: Buffer): Promise<boolean> {
  if (response.destroyed) return false
  if (response.write(piece)) return true
  await new Promise<void>(resolve => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.once('drain', done).once('close', done)
  })
  return !response.destroyed
}
