import type { Headers } from './answer.js'
import type { RequestRecord, ServerName } from './request-log.js'

/** What goes wrong with one request, as a word or in detail. */
export type Fault = FaultWord | FaultEffects

export type FaultWord =
  /** The connection is reset before any header. */
  | 'reset'
  /** Headers never come. */
  | 'stall'
  /** Storage says that the signed URL has expired. */
  | 'expired-url'
  /** The request is carried out, then the connection is reset before any header. */
  | 'lost-answer'

/** Several at once are fine: a range ignored, and the whole then cut short. */
export interface FaultEffects {
  /** Another answer in place of the true one, which is not even worked out. */
  status?: number
  /** Of that other answer. An object is sent as JSON. */
  body?: string | Buffer | object
  /** Set over those of the answer, the true one too. */
  headers?: Headers
  /** The connection is reset in mid-body. */
  resetAfterBytes?: number
  /** A clean end too early: a FIN where a length was declared, a final chunk where none was. */
  truncateAfterBytes?: number
  stallAfterBytes?: number
  /** The body at so many bytes a second. */
  drip?: number
  /** The answer so many milliseconds late. */
  delay?: number
  /** The whole, with 200, to a request for a range. */
  ignoreRange?: true
  /** The answer claims another range than it holds. */
  contentRange?: string
  /** The blob has become another one. */
  etag?: string
  /** Something happens on the server just before the request is carried out. */
  before?: () => void | Promise<void>
}

export interface FaultMatch {
  server?: ServerName
  method?: string
  /** A string: how the path ends. A pattern: tested against path and query. */
  path?: string | RegExp
  /** The `name` in a request to the artifact service. */
  artifact?: string
  /** Whatever else it may depend on. */
  fits?: (request: RequestRecord) => boolean
  /** The first fitting request is 1: the fault waits for the nth that fits. */
  nth?: number
}

export interface FaultRule {
  match: FaultMatch
  /** How many requests it strikes, 1 unless told. */
  times?: number
  /** Lets through what it struck when that is asked again: so each request meets it, and none for ever. */
  sparesRetries?: boolean
  action: Fault
}

/** A fault that was scripted: tests ask whether it struck. */
export class ScriptedFault {
  readonly action: Fault
  readonly #match: FaultMatch
  readonly #times: number
  readonly #sparesRetries: boolean
  #seen = 0
  #hits = 0
  /** What was struck the last time that it was asked. */
  readonly #struck = new Set<string>()

  constructor({ match, times = 1, sparesRetries = false, action }: FaultRule) {
    this.#match = match
    this.#times = times
    this.#sparesRetries = sparesRetries
    this.action = action
  }

  /** How many requests it has struck. */
  get hits(): number {
    return this.#hits
  }

  /** Sees every request, whether or not another fault strikes it; true where this one is due. */
  sees(request: RequestRecord): boolean {
    const { server, method, path, artifact, fits, nth = 1 } = this.#match
    if (server !== undefined && server !== request.server) return false
    if (method !== undefined && method !== request.method) return false
    if (typeof path === 'string' && !request.path.endsWith(path)) return false
    if (path instanceof RegExp && request.url.search(path) === -1) return false
    if (artifact !== undefined && nameIn(request.json) !== artifact) return false
    if (fits?.(request) === false) return false
    this.#seen += 1
    const due = this.#seen >= nth && this.#hits < this.#times
    if (!this.#sparesRetries) return due
    const asked = `${request.method} ${request.url}`
    if (!due || this.#struck.delete(asked)) return false
    this.#struck.add(asked)
    return true
  }

  strike(): Fault {
    this.#hits += 1
    return this.action
  }
}

function nameIn(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'name' in json ? json.name : undefined
}

/** The faults of a server: a request is struck by the first scripted one that is due. */
export class FaultScript {
  #faults: ScriptedFault[] = []

  add(rule: FaultRule): ScriptedFault {
    const fault = new ScriptedFault(rule)
    this.#faults.push(fault)
    return fault
  }

  clear(): void {
    this.#faults = []
  }

  take(request: RequestRecord): Fault | undefined {
    const due = this.#faults.filter(fault => fault.sees(request))
    return due[0]?.strike()
  }
}
