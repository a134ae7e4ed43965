import http, { type Agent } from 'node:http'
import https from 'node:https'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { proxyFor } from '../proxy.js'

/** Connections that are kept for the next request, through the proxy that the environment names for a URL. */
export class Agents {
  /** By the proxy, or the scheme where there is none. */
  readonly #agents = new Map<string, Agent>()

  /** @throws ActionError for a proxy that cannot be used */
  for({ protocol, href }: URL): Agent {
    const proxy = proxyFor(href)
    const key = proxy || protocol
    const agent = this.#agents.get(key) ?? newAgent(protocol, proxy)
    this.#agents.set(key, agent)
    return agent
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
  }
}

/** `proxy` is empty where there is none. */
function newAgent(protocol: string, proxy: string): Agent {
  if (proxy !== '') return new HttpsProxyAgent(proxy, { keepAlive: true })
  return protocol === 'https:' ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
}
