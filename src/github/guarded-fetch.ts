/** An answer of the API is at most a page of 100 artifacts, 100 kB or so; in bytes, unpacked. */
const MAX_ANSWER = 32 * 1024 * 1024

/**
 * A `fetch` that gives up a connection on which nothing moved for `stallTimeout` ms: while it is made, before the first
 * header, or in the middle of a body. The body is whole by the time the answer is handed on, and of a bounded size.
 */
export function guardedFetch(fetch: typeof globalThis.fetch, stallTimeout: number): typeof globalThis.fetch {
  return async (url, options) => {
    const controller = new AbortController()
    const stalled = new Error(`nothing came for ${stallTimeout / 1000} s`)
    const timer = setTimeout(() => controller.abort(stalled), stallTimeout)
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
      // A Response refuses an empty body with 204 and the like.
      const body = length === 0 ? null : Buffer.concat(chunks)
      return new Response(body, { status, headers: [...headers] })
    } catch (error) {
      if (controller.signal.aborted) throw stalled
      // What is left of the body is not waited for.
      controller.abort(error)
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}
