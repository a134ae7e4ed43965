import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Fault } from './faults.js'

/** Whom a request is for: the REST API, blob storage, or the run's artifact service at the API's origin. */
export type ServerName = 'api' | 'storage' | 'service'

/** One request as it came in, and what became of it. */
export interface RequestRecord {
  readonly server: ServerName
  readonly method: string
  /** As on the wire, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Path and query as on the wire. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Milliseconds since the epoch. */
  readonly at: number
  /** When the answer was out or the connection gone. */
  endedAt: number | undefined
  /** 0 where no header was sent. */
  status: number
  /** Bytes of the body handed to the connection. */
  bytesSent: number
  /** Connections are numbered from 1 in the order in which they first carried a request. */
  readonly connection: number
  /** How many requests of the same server were open when this one came, itself included. */
  readonly inFlight: number
  fault: Fault | undefined
  /** The body of a request to the artifact service: parsed JSON, undefined for anything else. */
  json: unknown
}

/** What was asked of all servers, in order of arrival. */
export class RequestLog {
  readonly #connections = new WeakMap<Socket, number>()
  readonly #open: Record<ServerName, number> = { api: 0, storage: 0, service: 0 }
  #connectionCount = 0
  records: RequestRecord[] = []

  open(server: ServerName, request: IncomingMessage, response: ServerResponse): RequestRecord {
    const url = request.url ?? '/'
    const [path = '/', query = ''] = url.split(/\?(.*)/s)
    this.#open[server] += 1
    const record: RequestRecord = {
      server,
      method: request.method ?? 'GET',
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      url,
      headers: request.headers,
      at: Date.now(),
      endedAt: undefined,
      status: 0,
      bytesSent: 0,
      connection: this.#numberOf(request.socket),
      inFlight: this.#open[server],
      fault: undefined,
      json: undefined
    }
    response.once('close', () => {
      record.endedAt = Date.now()
      this.#open[server] -= 1
    })
    this.records.push(record)
    return record
  }

  #numberOf(socket: Socket): number {
    const known = this.#connections.get(socket)
    if (known !== undefined) return known
    this.#connectionCount += 1
    this.#connections.set(socket, this.#connectionCount)
    return this.#connectionCount
  }
}
