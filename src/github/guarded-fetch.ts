import { LONGEST_TIMER } from '../clock.js'

/** An answer of the API is at most a page of 100 artifacts, 100 kB or so; in bytes, unpacked. */
const MAX_ANSWER = 32 * 1024 * 1024

/** An answer that drips is given up after so many times `stallTimeout`, however steadily it comes. */
const LONGEST = 10

/**
 * A `fetch` that gives up a connection on which nothing moved for `stallTimeout` ms: while it is made, before the first
 * header, or in the middle of a body; and one that takes ten times as long. The body is whole by the time the answer is
 * handed on, and of a bounded size.
 */
export function guardedFetch(fetch: typeof globalThis.fetch, stallTimeout: number): typeof globalThis.fetch {
  return async (url, options) => {
    const controller = new AbortController()
    const stalled = new Error(`nothing came for ${stallTimeout / 1000} s`)
    let failure = stalled
    const giveUp = (why: Error) => {
      failure = why
      controller.abort(why)
    }
    const timer = setTimeout(giveUp, stallTimeout, stalled)
    const longest = Math.min(LONGEST_TIMER, LONGEST * stallTimeout)
    const whole = setTimeout(giveUp, longest, new Error(`the answer was not whole after ${longest / 1000} s`))
    try {
      const answer = await fetch(url, { ...options, signal: controller.signal })
      timer.refresh()
      const chunks: Uint8Array[] = []
      let length = 0
      // Undici's body is iterable; where there is none, nothing comes.
      for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
        timer.refresh()
        length += chunk.length
        if (length > MAX_ANSWER) throw new Error(`the answer is larger than ${MAX_ANSWER} bytes`)
        chunks.push(chunk)
      }
      const { status, headers } = answer
      // It refuses an empty body with 204 and the like.
      const body = length === 0 ? null : Buffer.concat(chunks)
      // Of the kind that came: the global one is another copy of undici, which would be loaded for this alone.
      const { constructor: OwnResponse } = answer as unknown as { constructor: typeof Response }
      return new OwnResponse(body, { status, headers: [...headers] })
    } catch (error) {
      if (controller.signal.aborted) throw failure
      // What is left of the body is not waited for.
      controller.abort(error)
      throw error
    } finally {
      clearTimeout(timer)
      clearTimeout(whole)
    }
  }
}
