import type { IncomingHttpHeaders } from 'node:http'

/** Bytes `start` to `end`, the latter not included. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Where bytes of a body may be put as they are received: memory for those from `position` on, one byte at least. It
 * stands until the caller gives it another use, and nothing is written beyond the range that was asked for.
 */
export type BufferProvider = (position: number) => Uint8Array

/** A request as it is sent to one server. */
export interface Sending {
  /** GET unless told. */
  method?: string | undefined
  url: URL
  headers: Readonly<Record<string, string>>
  body?: string | undefined
  /** Whether it is sent once more where a kept connection was closed meanwhile, as a server may: RFC 9112, 9.3.1. */
  resends?: boolean
  /** Breaks the connection. */
  signal: AbortSignal
}

/** What came back; the body is still to come. */
export interface Exchange {
  status: number
  headers: IncomingHttpHeaders
  /**
   * Hands on the body, chunk by chunk, and waits where `onChunk` does.
   *
   * @throws BrokenBody for a connection that breaks, whatever `onChunk` throws as it is
   */
  read(onChunk: (chunk: Buffer) => void | Promise<void>): Promise<void>
  /** Whether it is `onChunk` that is waited for, not the server. */
  isPaused(): boolean
  /** Gives up the body and its connection. */
  discard(): void
}

/** The connection's fault, told from one of `onChunk`. */
export class BrokenBody extends Error {
  override readonly name = 'BrokenBody'

  constructor(cause: unknown) {
    super('the body broke off', { cause })
  }
}
