import http from 'node:http'
import https from 'node:https'
import { isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { proxyFailed, proxyRefused } from '../messages/network.js'
import { ConnectionError } from './exchange.js'

/** The server, as an agent describes it. */
interface Target {
  /** Without brackets. */
  host?: string | null | undefined
  port?: number | string | null | undefined
  /** Aborts when the tunnel is no longer needed. */
  givenUp?: AbortSignal | undefined
}

/** The code of an error without a tunnel: the request did not reach the server. */
export const NO_TUNNEL = 'ENOTUNNEL'
/** Codes of errors after which no server can have received the request. */
export const UNSENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NO_TUNNEL]

type Done = (error: Error | null, socket?: Duplex) => void

/**
 * Opens a tunnel through a proxy (CONNECT, RFC 9110, 9.3.6). https-proxy-agent does the same but has two faults: for a
 * server with an IP address it checks the certificate against the name of the proxy, and a TLS proxy that closes the
 * connection early ends the process.
 *
 * @param target the server, with the options of `tls.connect` if `isSecure`
 */
export function tunnel(proxy: URL, target: Target, isSecure: boolean, done: Done): void {
  const host = target.host ?? ''
  const authority = `${isIPv6(host) ? `[${host}]` : host}:${target.port}`
  const { request } = proxy.protocol === 'https:' ? https : http
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  // Without credentials: NODE_DEBUG prints this URL, and Node.js would send them as those of the server.
  const address = new URL(proxy)
  address.username = ''
  address.password = ''
  const connect = request(address, {
    method: 'CONNECT',
    path: authority,
    agent: false,
    signal: target.givenUp
  })
  connect.setHeader('host', authority)
  if (credentials !== ':') {
    connect.setHeader('proxy-authorization', `Basic ${Buffer.from(credentials).toString('base64')}`)
  }
  connect.on('connect', ({ statusCode }, socket, head) => {
    if (Math.floor((statusCode ?? 0) / 100) !== 2) {
      socket.destroy()
      done(new ConnectionError(NO_TUNNEL, proxyRefused(statusCode)))
      return
    }
    if (head.length > 0) socket.unshift(head)
    done(null, isSecure ? tls.connect({ ...(target as tls.ConnectionOptions), host, socket }) : socket)
  })
  connect.on('error', (error: NodeJS.ErrnoException) => {
    done(new ConnectionError(NO_TUNNEL, proxyFailed(error.message || (error.code ?? '')), error.code))
  })
  connect.end()
}
