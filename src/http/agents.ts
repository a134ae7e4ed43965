import http, { type Agent } from 'node:http'
import https from 'node:https'
import { proxyFor } from './proxy.js'
import { tunnel } from './tunnel.js'

/** Keep-alive agents that use the proxy of the environment. */
export class Agents {
  /** By scheme and proxy. */
  readonly #agents = new Map<string, Agent>()

  /** @throws ActionError for an unusable proxy */
  for({ protocol, href }: URL): Agent {
    const proxy = proxyFor(href)
    const key = `${protocol} ${proxy}`
    const agent = this.#agents.get(key) ?? newAgent(protocol, proxy)
    this.#agents.set(key, agent)
    return agent
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
  }
}

/** @param proxy empty: none */
function newAgent(protocol: string, proxy: string): Agent {
  const isSecure = protocol === 'https:'
  const agent = isSecure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true })
  if (proxy !== '') {
    agent.createConnection = (target, done) => {
      tunnel(new URL(proxy), target, isSecure, done as Parameters<typeof tunnel>[3])
      return undefined
    }
  }
  return agent
}
