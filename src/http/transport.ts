import { mayUseInternals } from '../memory/node-internals.js'
import { exchangeByAgent } from './agent-exchange.js'
import { Agents } from './agents.js'
import { DirectConnections } from './direct-connections.js'
import type { BufferProvider, ByteRange, Exchange, ExchangeRequest } from './exchange.js'

export interface TransportRequest extends ExchangeRequest {
  /** The range that the headers request. */
  range?: ByteRange | undefined
  /** Where its bytes may be received without a copy. The transport may ignore it. */
  bufferAt?: BufferProvider | undefined
}

/** Sends GET requests over connections that it keeps for the next request. */
export interface Transport {
  /** Connects for a request with `bufferAt` that follows soon. */
  prepare(url: URL): void
  /** @throws the error that broke the connection; ActionError for an unusable proxy */
  send(request: TransportRequest): Promise<Exchange>
  close(): void
}

/**
 * With internals, bodies are received into the caller's memory (`onread` sockets): a third of the CPU time of
 * `node:http`, which sends everything else.
 */
export function openTransport(usesInternals = mayUseInternals()): Transport {
  return usesInternals ? directTransport() : plainTransport()
}

function plainTransport(): Transport {
  const agents = new Agents()
  return {
    prepare: () => {},
    send: request => exchangeByAgent({ ...request, resends: true }, agents.for(request.url)),
    close: () => agents.close()
  }
}

function directTransport(): Transport {
  const plain = plainTransport()
  const direct = new DirectConnections()
  return {
    prepare: url => direct.prepare(url),
    send: async ({ range, bufferAt, ...request }) => {
      const isDirect = range !== undefined && bufferAt !== undefined && direct.supports(request.url)
      const exchange = isDirect ? await direct.exchange({ ...request, range, bufferAt }) : undefined
      return exchange ?? (await plain.send(request))
    },
    close: () => {
      direct.close()
      plain.close()
    }
  }
}
