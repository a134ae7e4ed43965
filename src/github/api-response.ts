import type { ResponseHeaders } from '../http/retry-after.js'

export interface ApiResponse {
  status: number
  headers: ResponseHeaders
  /** Parsed JSON, or a text. */
  data: unknown
}
