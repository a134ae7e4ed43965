import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { TlsFiles } from './github-server/index.js'

/** A forward proxy that tunnels (CONNECT, RFC 9110, 9.3.6), on the loopback address. */
export interface ConnectProxy {
  /** `http://127.0.0.1:PORT`, or `https://localhost:PORT` */
  url: string
  /** `host:port` of each tunnel that was asked for. */
  tunnels: string[]
  /** The `Proxy-Authorization` that came with each. */
  credentials: (string | undefined)[]
  /** What each tunnel from now on comes to: a status that is no 200 refuses it, `stall` leaves it unanswered. */
  answer: (target: string) => 'stall' | number
  close(): Promise<void>
}

/**
 * Whatever host is asked for is taken to be this machine: names need not resolve.
 *
 * @param tls for a proxy that is itself reached over TLS, a certificate for localhost
 */
export async function startProxy(tls?: TlsFiles): Promise<ConnectProxy> {
  const sockets = new Set<Socket>()
  const server = tls === undefined ? http.createServer() : https.createServer({ ...tls })
  server.on('request', (_, response) => response.writeHead(405).end())
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = request.url ?? ''
    proxy.tunnels.push(target)
    proxy.credentials.push(request.headers['proxy-authorization'])
    client.on('error', () => client.destroy())
    const answer = proxy.answer(target)
    if (answer === 'stall') return
    if (answer !== 200) {
      client.end(`HTTP/1.1 ${answer} No\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    const upstream = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client).pipe(upstream)
    })
    sockets.add(upstream)
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const proxy: ConnectProxy = {
    url: tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    tunnels: [],
    credentials: [],
    answer: () => 200,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    }
  }
  return proxy
}
