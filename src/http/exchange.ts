import type { IncomingHttpHeaders } from 'node:http'

/** Bytes `start` to `end`, the latter not included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Memory that the bytes of a body from `position` on may be received into: at least one byte. It stays valid until the
 * caller reuses it. Nothing is written beyond the requested range.
 */
export type BufferProvider = (position: number) => Uint8Array

export interface ExchangeRequest {
  /** Default: GET. */
  method?: string | undefined
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string | undefined
  /** Whether to send it once more if the server closed the kept connection meanwhile (RFC 9112, 9.3.1). */
  resends?: boolean
  /** Breaks the connection. */
  signal: AbortSignal
}

/** A response whose body has not been read yet. */
export interface Exchange {
  status: number
  headers: IncomingHttpHeaders
  /**
   * Passes the body to `onChunk`, chunk by chunk, and waits for the promise that it returns.
   *
   * @throws BrokenBody for a connection that breaks; errors of `onChunk` as they are
   */
  read(onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void>
  /** Whether `onChunk` is slow, not the server. */
  isPaused(): boolean
  /** Drops the body and its connection. */
  discard(): void
}

/** The connection failed, not `onChunk`; `cause` tells how. */
export class BrokenBody extends Error {
  override readonly name = 'BrokenBody'

  constructor(cause: unknown) {
    super('the connection broke', { cause })
  }
}

/** A connection that failed in a way for which Node.js has no error. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'

  /** @param reason printable @param systemCode the code of the error of Node.js behind it */
  constructor(
    readonly code: string,
    readonly reason: string,
    readonly systemCode?: string
  ) {
    super(reason)
  }
}
