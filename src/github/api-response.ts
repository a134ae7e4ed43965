import type { ResponseHeaders } from '../http/retry-after.js'

/** An unsuccessful response, or a broken connection. */
export interface ApiFailure {
  /** Undefined if no response arrived. */
  status: number | undefined
  headers: ResponseHeaders
  /** The `message` field of the body; without a response, what broke the connection. Not printable. */
  detail: string
  cause?: unknown
}

export interface ApiResponse {
  status: number
  headers: ResponseHeaders
  /** Parsed JSON, or a text. */
  data: unknown
}
