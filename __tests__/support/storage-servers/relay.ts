import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'

/** Passes connections on to a server of this machine, byte for byte, and reads the requests. They have no body. */
export class Relay {
  /** The head of each request, as sent. */
  readonly heads: string[] = []
  /** Runs before a request is passed on. */
  before: ((head: string) => Promise<void>) | undefined
  readonly origin: string
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** @param port of the server */
  static async start(port: number): Promise<Relay> {
    let relay: Relay | undefined
    const server = createServer(client => {
      const upstream = connect(port, '127.0.0.1')
      upstream.on('error', () => client.destroy())
      client.on('error', () => {}).on('close', () => upstream.destroy())
      upstream.pipe(client)
      let head = ''
      client.on('data', chunk => {
        head += chunk.toString('latin1')
        if (!head.endsWith('\r\n\r\n')) return
        const complete = head
        head = ''
        relay?.heads.push(complete)
        const pass = () => upstream.write(complete, 'latin1')
        const before = relay?.before?.(complete) ?? Promise.resolve()
        before.then(pass, (error: Error) => client.destroy(error))
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    relay = new Relay(server)
    return relay
  }

  /** Call it after the clients are gone. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}
