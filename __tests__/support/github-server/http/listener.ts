import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

export interface TlsFiles {
  key: string | Buffer
  cert: string | Buffer
}

export interface ListenOptions {
  tls: TlsFiles | undefined
  /** The name in the URLs that the server gives out. It always listens on the loopback address. */
  hostname: string
  /** Whether a connection carries more than one request. */
  keepAlive: boolean
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

// Longer than any test: a connection that closes between two requests is a fault to be scripted, not to happen.
const KEEP_ALIVE_MS = 600_000

/** One HTTP or HTTPS server on a free port. */
export class Listener {
  readonly #server: Server
  readonly origin: string

  private constructor(server: Server, origin: string) {
    this.#server = server
    this.origin = origin
  }

  static async start({ tls, hostname, keepAlive, handle }: ListenOptions): Promise<Listener> {
    const listen = (request: IncomingMessage, response: ServerResponse): void => {
      // A client that hangs up in mid-answer is everyday life here.
      response.on('error', () => {})
      handle(request, response).catch((error: Error) => {
        // A bug in this server: shown to the client, so that the test that met it says so.
        if (response.headersSent) response.destroy()
        else response.writeHead(599, { 'content-type': 'text/plain' }).end(error.stack ?? error.message)
      })
    }
    const server = tls === undefined ? createServer(listen) : createTlsServer(tls, listen)
    server.keepAliveTimeout = KEEP_ALIVE_MS
    // 0: as many as come.
    server.maxRequestsPerSocket = keepAlive ? 0 : 1
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')
    return new Listener(server, `${tls === undefined ? 'http' : 'https'}://${hostname}:${address.port}`)
  }

  /** Ends open connections too: a stalled answer must not hold up a test. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
