import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { exchangeByAgent } from '../http/agent-exchange.js'
import { Agents } from '../http/agents.js'
import { BrokenBody, ConnectionError } from '../http/exchange.js'
import { apiResponseTooLarge, apiStalled, apiTooSlow } from '../messages/api.js'
import { LONGEST_TIMER, STOP_GRACE } from '../time/clock.js'

/** In bytes, before and after decompression. The largest response is a page of 100 artifacts, about 100 kB. */
const MAX_RESPONSE = 32 * 1024 * 1024
/** The code of a ConnectionError for a larger response. */
export const TOO_LARGE = 'too-large'

/** How long to wait for the response to a DELETE after the step is stopped, in ms. */
const FINAL_WAIT = STOP_GRACE / 2

/** A response may take this many times `stallTimeout` in all. */
const MAX_STALL_TIMEOUTS = 10

/**
 * A `fetch` for Octokit and for the run's artifact service. It does not follow redirects. It uses the same HTTP client as
 * storage, because loading Node's `fetch` takes longer than the rest of the action.
 *
 * It never sends a request twice: the action counts requests, and a DELETE whose response was lost is a special case.
 *
 * It drops a connection that moves no byte for `stallTimeout` ms, and one that takes ten times as long in all. It
 * resolves once the body is complete. The size of the body is limited.
 *
 * @param stop aborts pending requests
 * @param longest how long a response may take in all, in ms
 */
export function apiFetch(
  stallTimeout: number,
  stop?: AbortSignal,
  longest = Math.min(LONGEST_TIMER, MAX_STALL_TIMEOUTS * stallTimeout)
): typeof globalThis.fetch {
  const agents = new Agents()
  const send = async (
    url: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {}
  ) => {
    const { method = 'GET', headers, body: sent } = options
    stop?.throwIfAborted()
    const controller = new AbortController()
    const stalled = new Error(apiStalled(stallTimeout / 1000))
    let failure = stalled
    const giveUp = (reason: Error) => {
      failure = reason
      controller.abort(reason)
    }
    const stallTimer = setTimeout(giveUp, stallTimeout, stalled)
    const totalTimer = setTimeout(giveUp, longest, new Error(apiTooSlow(longest / 1000)))
    let stopTimer: NodeJS.Timeout | undefined
    const onStop = () => {
      stopTimer = setTimeout(giveUp, method === 'GET' ? 0 : FINAL_WAIT, stop?.reason)
    }
    stop?.addEventListener('abort', onStop)
    try {
      const to = new URL(url)
      const exchange = await exchangeByAgent(
        {
          method,
          url: to,
          headers: { ...headers, 'accept-encoding': 'gzip' },
          body: sent,
          signal: controller.signal
        },
        agents.for(to)
      )
      stallTimer.refresh()
      const chunks: Buffer[] = []
      let length = 0
      await exchange.read(chunk => {
        stallTimer.refresh()
        length += chunk.length
        if (length > MAX_RESPONSE) throw tooLarge()
        chunks.push(chunk)
      })
      const { status } = exchange
      const headerMap = new Map(
        Object.entries(exchange.headers).map(([name, value]) => [name, String(value)])
      )
      const body = await decoded(Buffer.concat(chunks), headerMap.get('content-encoding'))
      // The part of fetch's Response that Octokit reads (@octokit/request, fetch-wrapper).
      return {
        url,
        status,
        headers: headerMap,
        text: async () => new TextDecoder().decode(body),
        arrayBuffer: async () => Uint8Array.from(body).buffer
      }
    } catch (error) {
      if (controller.signal.aborted) throw failure
      // Do not wait for the rest of the body.
      controller.abort(error)
      throw error instanceof BrokenBody ? error.cause : error
    } finally {
      stop?.removeEventListener('abort', onStop)
      for (const timer of [stallTimer, totalTimer, stopTimer]) clearTimeout(timer)
    }
  }
  return send as unknown as typeof globalThis.fetch
}

async function decoded(body: Buffer, coding: string | undefined): Promise<Buffer> {
  if (body.length === 0 || !/^(x-)?gzip$/i.test(coding ?? '')) return body
  try {
    return await promisify(gunzip)(body, { maxOutputLength: MAX_RESPONSE })
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error
  }
}

function tooLarge(): ConnectionError {
  return new ConnectionError(TOO_LARGE, apiResponseTooLarge(MAX_RESPONSE))
}
