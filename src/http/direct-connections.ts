import { validateHeaderValue } from 'node:http'
import { DirectConnection, type DirectRequest } from './direct-connection.js'
import type { Exchange } from './exchange.js'
import { proxyFor } from './proxy.js'

/** Direct connections by origin, kept for the next request. */
export class DirectConnections {
  readonly #idle = new Map<string, DirectConnection[]>()
  readonly #open = new Set<DirectConnection>()
  readonly #sessions = new Map<string, Buffer>()
  /** Origins whose responses are not supported there. */
  readonly #unsupported = new Set<string>()
  #isClosed = false

  /** Whether requests to a URL may go over a direct connection. */
  supports({ href, origin }: URL): boolean {
    return proxyFor(href) === '' && !this.#unsupported.has(origin)
  }

  /** Connects for a request that follows soon, unless a connection is idle. */
  prepare(url: URL): void {
    if (this.#isClosed || !this.supports(url) || this.#idleAt(url).length > 0) return
    this.#idleAt(url).push(this.#connect(url))
  }

  /**
   * @returns undefined if the response is not supported: send the request in another way
   * @throws the error that broke the connection; ERR_INVALID_CHAR for an invalid header value
   */
  async exchange(request: DirectRequest): Promise<Exchange | undefined> {
    const { url, headers, signal } = request
    for (const [field, value] of Object.entries(headers)) validateHeaderValue(field, value)
    const kept = this.#idleAt(url).pop()
    const connection = kept ?? this.#connect(url)
    const exchange = await connection.exchange(request).catch(async (error: unknown) => {
      if (connection !== kept || connection.hasAnswered || signal.aborted) throw error
      // The server may close an idle connection at any time (RFC 9112, 9.3.1).
      return await this.#connect(url).exchange(request)
    })
    if (exchange === undefined) this.#unsupported.add(url.origin)
    return exchange
  }

  close(): void {
    this.#isClosed = true
    for (const connection of this.#open) connection.destroy()
  }

  #connect(url: URL): DirectConnection {
    const idle = this.#idleAt(url)
    const connection = new DirectConnection(url, {
      sessions: this.#sessions,
      onIdle: () => idle.push(connection),
      onClose: () => {
        this.#open.delete(connection)
        if (idle.includes(connection)) idle.splice(idle.indexOf(connection), 1)
      }
    })
    this.#open.add(connection)
    return connection
  }

  #idleAt({ origin }: URL): DirectConnection[] {
    const idle = this.#idle.get(origin) ?? []
    this.#idle.set(origin, idle)
    return idle
  }
}
