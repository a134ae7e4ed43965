import { type IncomingHttpHeaders, request } from 'node:http'
import type { Artifact } from './model/artifact.js'
import type { GitHubServer } from './server.js'

export interface AskOptions {
  method?: string
  /** Set over the usual ones. An undefined value takes the header away. */
  headers?: Record<string, string | undefined>
}

/** Asks the server as this action does, but with nothing of its code: the tests of the server itself use it. */
export class PlainClient {
  readonly #server: GitHubServer
  readonly #base: string

  constructor(server: GitHubServer, repository: string) {
    this.#server = server
    this.#base = `${server.apiUrl}/repos/${repository}`
  }

  /** `path` is under the repository, or a whole URL. */
  ask(path: string, { method = 'GET', headers = {} }: AskOptions = {}): Promise<Response> {
    const all = {
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      authorization: `Bearer ${this.#server.token}`,
      ...headers
    }
    const given = new Headers()
    for (const [name, value] of Object.entries(all)) if (value !== undefined) given.set(name, value)
    const url = path.startsWith('http') ? path : `${this.#base}${path}`
    return fetch(url, { method, redirect: 'manual', headers: given })
  }

  async json<T>(path: string): Promise<T> {
    const answer = await this.ask(path)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async names(path: string): Promise<string[]> {
    const { artifacts } = await this.json<{ artifacts: { name: string }[] }>(path)
    return artifacts.map(({ name }) => name)
  }

  async signedUrl({ id }: Artifact): Promise<string> {
    const answer = await this.ask(`/actions/artifacts/${id}/zip`)
    if (answer.status !== 302) throw new Error(`artifact ${id}: ${answer.status} ${await answer.text()}`)
    return answer.headers.get('location') ?? ''
  }
}

/** What came over the wire, however it ended. */
export interface Exchange {
  /** 0 where no header came. */
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  /** The code of the error that ended it, `timeout`, or none. */
  failure: string | undefined
}

export interface ExchangeOptions {
  method?: string
  headers?: Record<string, string>
  /** How long to wait for the next byte. */
  timeoutMs?: number
}

/** A request over a connection of its own. It always resolves. */
export function exchange(
  url: string,
  { method = 'GET', headers = {}, timeoutMs = 5000 }: ExchangeOptions = {}
): Promise<Exchange> {
  return new Promise(resolve => {
    const seen: Exchange = { status: 0, headers: {}, bytes: Buffer.alloc(0), failure: undefined }
    const sent = request(url, { method, headers, agent: false, timeout: timeoutMs })
    const failed = (error: NodeJS.ErrnoException): void => {
      seen.failure ??= error.code ?? error.message
    }
    sent.on('timeout', () => {
      seen.failure = 'timeout'
      sent.destroy()
    })
    sent.on('error', failed)
    sent.on('response', answer => {
      seen.status = answer.statusCode ?? 0
      seen.headers = answer.headers
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', failed)
      answer.on('close', () => {
        seen.bytes = Buffer.concat(chunks)
      })
    })
    sent.on('close', () => resolve(seen))
    sent.end()
  })
}
