import http from 'node:http'
import https from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'

/** Of what an agent is told, where to. */
interface Target {
  /** Without brackets. */
  host?: string | null | undefined
  port?: number | string | null | undefined
  /** Ends the asking: whoever wanted the tunnel has given it up. */
  givenUp?: AbortSignal | undefined
}

/** The code of an error without a tunnel: the server was not reached. */
export const NO_TUNNEL = 'ENOTUNNEL'

type Done = (error: Error | null, socket?: Duplex) => void

/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, 9.3.6). https-proxy-agent does too, but holds the certificate of a server
 * that is known by an address against the name of the proxy, and ends the process where a proxy that is reached over TLS
 * closes before that stands.
 *
 * @param target of the server, with what `tls.connect` takes where `isSecure`
 */
export function tunnel(proxy: URL, target: Target, isSecure: boolean, done: Done): void {
  const host = target.host ?? ''
  const to = `${isIPv6(host) ? `[${host}]` : host}:${target.port}`
  const { request } = proxy.protocol === 'https:' ? https : http
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const bare = new URL(proxy)
  // What NODE_DEBUG tells has no login then, nor is it taken for the server's.
  bare.username = ''
  bare.password = ''
  const asking = request(bare, { method: 'CONNECT', path: to, agent: false, signal: target.givenUp })
  asking.setHeader('host', to)
  if (login !== ':') asking.setHeader('proxy-authorization', `Basic ${Buffer.from(login).toString('base64')}`)
  asking.on('connect', ({ statusCode }, socket, head) => {
    if (Math.floor((statusCode ?? 0) / 100) !== 2) {
      socket.destroy()
      done(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: NO_TUNNEL }))
      return
    }
    if (head.length > 0) socket.unshift(head)
    done(null, isSecure ? tls.connect({ ...(target as tls.ConnectionOptions), host, socket }) : socket)
  })
  asking.on('error', (error: NodeJS.ErrnoException) => {
    error.message = `no tunnel through the proxy: ${error.message || error.code}`
    error.code = NO_TUNNEL
    done(error)
  })
  asking.end()
}
