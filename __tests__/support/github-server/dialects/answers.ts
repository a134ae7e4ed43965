import type { Answer, Headers } from '../http/answer.js'
import { BufferContent } from '../http/content.js'
import type { ForgeCall, ForgeSettings } from './call.js'
import type { ForgeError, ForgeRefusal } from './traits.js'

// Go's HTTP server sends a short body with its length, and a longer one in chunks.
const MAX_BYTES_WITH_LENGTH = 2048

export function forgeJson(status: number, json: unknown, headers: Headers = {}): Answer {
  // Go's encoder ends with a line feed.
  const body = new BufferContent(Buffer.from(`${JSON.stringify(json)}\n`))
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body,
    chunked: body.size > MAX_BYTES_WITH_LENGTH,
    json
  }
}

export function forgeError({ webUrl }: ForgeSettings, { status, ...error }: ForgeError): Answer {
  return forgeJson(status, { ...error, url: `${webUrl}/api/swagger` })
}

/** @param what what the request asked for, as the reason needs it */
export function refused(call: ForgeCall, reason: ForgeRefusal, what = ''): Answer {
  return forgeError(call.settings, call.traits.errors[reason](what))
}

/** The answer of the router to a path that it does not know. */
export function plainNotFound(headers: Headers = {}): Answer {
  return {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: new BufferContent(Buffer.from('404 page not found\n'))
  }
}

export function redirect(location: string): Answer {
  const page = `<a href="${location.replaceAll('&', '&amp;')}">Found</a>.\n\n`
  return {
    status: 302,
    headers: { 'content-type': 'text/html; charset=utf-8', location },
    body: new BufferContent(Buffer.from(page))
  }
}
