import { validateHeaderValue } from 'node:http'
import { DirectConnection, type DirectSending } from './direct-connection.js'
import type { Exchange } from './exchange.js'
import { proxyFor } from './proxy.js'

/** Direct connections by origin, kept for the next request. */
export class DirectConnections {
  readonly #idle = new Map<string, DirectConnection[]>()
  readonly #open = new Set<DirectConnection>()
  /** Servers whose answers are none that are understood there. */
  readonly #strange = new Set<string>()
  #isClosed = false

  /** Whether a server is worth asking directly. */
  reaches({ href, origin }: URL): boolean {
    return proxyFor(href) === '' && !this.#strange.has(origin)
  }

  /** Connects, for a request that will come soon; where a connection is kept, that will serve. */
  prepare(url: URL): void {
    if (this.#isClosed || !this.reaches(url) || this.#idleAt(url).length > 0) return
    const connection = this.#connect(url)
    this.#idleAt(url).push(connection)
  }

  /**
   * @returns undefined where the answer is not understood: ask in another way
   * @throws whatever broke the connection; ERR_INVALID_CHAR for a header that would be no header
   */
  async exchange(sending: DirectSending): Promise<Exchange | undefined> {
    const { url, headers, signal } = sending
    for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value)
    const kept = this.#idleAt(url).pop()
    const connection = kept ?? this.#connect(url)
    const exchange = await connection.exchange(sending).catch(async (error: unknown) => {
      if (connection !== kept || connection.hasAnswered || signal.aborted) throw error
      // The server closed it while nothing was asked, as it may: RFC 9112, 9.3.1.
      return await this.#connect(url).exchange(sending)
    })
    if (exchange === undefined) this.#strange.add(url.origin)
    return exchange
  }

  close(): void {
    this.#isClosed = true
    for (const connection of this.#open) connection.destroy()
  }

  #connect(url: URL): DirectConnection {
    const idle = this.#idleAt(url)
    const connection = new DirectConnection(
      url,
      () => idle.push(connection),
      () => {
        this.#open.delete(connection)
        if (idle.includes(connection)) idle.splice(idle.indexOf(connection), 1)
      }
    )
    this.#open.add(connection)
    return connection
  }

  #idleAt({ origin }: URL): DirectConnection[] {
    const idle = this.#idle.get(origin) ?? []
    this.#idle.set(origin, idle)
    return idle
  }
}
