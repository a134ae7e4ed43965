import { BufferContent, type Content } from './content.js'

/** Header names are lower case, so that one set over another replaces it. */
export type Headers = Readonly<Record<string, string>>

/** An answer before it is sent: a fault may still change it, and the conformance check reads it. */
export interface Answer {
  status: number
  headers: Headers
  body?: Content
  /** The part of `body` to send: from `start` up to, not including, `end`. All of it unless told. */
  part?: { start: number; end: number }
  /** Sent without a Content-Length. */
  chunked?: boolean
  /** What `body` holds, where it is JSON. */
  json?: unknown
}

export function jsonAnswer(status: number, json: unknown, headers: Headers = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: new BufferContent(Buffer.from(JSON.stringify(json))),
    json
  }
}

/** An error the way GitHub's REST API words it. */
export function apiError(status: number, message: string, headers: Headers = {}): Answer {
  const documentation_url = 'https://docs.github.com/rest'
  return jsonAnswer(status, { message, documentation_url, status: String(status) }, headers)
}

/** An error the way Azure Blob Storage words it. */
export function storageError(status: number, code: string, message: string, headers: Headers = {}): Answer {
  const xml = `\ufeff<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers },
    body: new BufferContent(Buffer.from(xml))
  }
}
