import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { exchangeByAgent } from '../http/agent-exchange.js'
import { Agents } from '../http/agents.js'
import { BrokenBody } from '../http/exchange.js'
import { LONGEST_TIMER } from '../time/clock.js'

/** An answer of the API is at most a page of 100 artifacts, 100 kB or so; in bytes, packed and unpacked. */
const MAX_ANSWER = 32 * 1024 * 1024

/**
 * How long a request that changes something is still waited for once the step is stopped, in ms: it may be done by then.
 * Less than the second in which the step has to end then (src/run.ts).
 */
const LAST_ANSWER = 500

/** An answer that drips is given up after so many times `stallTimeout`, however steadily it comes. */
const LONGEST = 10

/** Of fetch's Response what Octokit reads (@octokit/request, fetch-wrapper). */
interface Answer {
  url: string
  status: number
  headers: ReadonlyMap<string, string>
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

/**
 * A `fetch` for Octokit and for the run's artifact service that does not follow redirects. It goes by the connections that
 * storage is asked over: `fetch` itself would be a second HTTP client, and loading it takes longer than all else here.
 *
 * Nothing is sent twice: requests are counted, and of a DELETE it matters whether its answer was lost.
 *
 * It gives up a connection on which nothing moved for `stallTimeout` ms: while it is made, before the first header, or in
 * the middle of a body; and one that takes ten times as long. The body is whole by the time the answer is handed on, and
 * of a bounded size.
 *
 * @param stop gives up what is under way: else whoever stops the step waits for an answer that may never come
 * @param longest how long the whole answer may take, in ms
 */
export function apiFetch(
  stallTimeout: number,
  stop?: AbortSignal,
  longest = Math.min(LONGEST_TIMER, LONGEST * stallTimeout)
): typeof globalThis.fetch {
  const agents = new Agents()
  const ask = async (
    url: string,
    {
      method = 'GET',
      headers,
      body: sent
    }: { method?: string; headers?: Record<string, string>; body?: string } = {}
  ): Promise<Answer> => {
    stop?.throwIfAborted()
    const controller = new AbortController()
    const stalled = new Error(`nothing came for ${stallTimeout / 1000} s`)
    let failure = stalled
    const giveUp = (why: Error) => {
      failure = why
      controller.abort(why)
    }
    const timer = setTimeout(giveUp, stallTimeout, stalled)
    const whole = setTimeout(giveUp, longest, new Error(`the answer was not whole after ${longest / 1000} s`))
    let lastAnswer: NodeJS.Timeout | undefined
    const onStop = () => {
      lastAnswer = setTimeout(giveUp, method === 'GET' ? 0 : LAST_ANSWER, stop?.reason)
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
      timer.refresh()
      const chunks: Buffer[] = []
      let length = 0
      await exchange.read(chunk => {
        timer.refresh()
        length += chunk.length
        if (length > MAX_ANSWER) throw tooLarge()
        chunks.push(chunk)
      })
      const { status } = exchange
      const given = new Map(Object.entries(exchange.headers).map(([name, value]) => [name, String(value)]))
      const body = await unpacked(Buffer.concat(chunks), given.get('content-encoding'))
      return {
        url,
        status,
        headers: given,
        text: async () => new TextDecoder().decode(body),
        arrayBuffer: async () => Uint8Array.from(body).buffer
      }
    } catch (error) {
      if (controller.signal.aborted) throw failure
      // What is left of the body is not waited for.
      controller.abort(error)
      throw error instanceof BrokenBody ? error.cause : error
    } finally {
      stop?.removeEventListener('abort', onStop)
      clearTimeout(lastAnswer)
      clearTimeout(timer)
      clearTimeout(whole)
    }
  }
  return ask as unknown as typeof globalThis.fetch
}

async function unpacked(body: Buffer, coding: string | undefined): Promise<Buffer> {
  if (body.length === 0 || !/^(x-)?gzip$/i.test(coding ?? '')) return body
  try {
    return await promisify(gunzip)(body, { maxOutputLength: MAX_ANSWER })
  } catch (error) {
    throw (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error
  }
}

function tooLarge(): Error {
  return new Error(`the answer is larger than ${MAX_ANSWER} bytes`)
}
