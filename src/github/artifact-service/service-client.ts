import { ActionError, messageOf } from '../../errors/action-error.js'
import { attempt } from '../../errors/attempt.js'
import { isTransient, type RequestDetails, RequestError } from '../../errors/request-error.js'
import { certificateCode } from '../../http/certificate.js'
import { ConnectionError } from '../../http/exchange.js'
import type { RequestQueue } from '../../http/request-queue.js'
import { retryAfter } from '../../http/retry-after.js'
import { NO_TUNNEL, UNSENT } from '../../http/tunnel.js'
import {
  noServiceResponse,
  proxyUnusable,
  serviceRequest,
  serviceStatus,
  unexpectedServiceResponse
} from '../../messages/artifact-service.js'
import { certificateHint } from '../../messages/network.js'
import { type Clock, systemClock } from '../../time/clock.js'
import { failedRequest } from '../api-error.js'
import { apiFetch, TOO_LARGE } from '../api-fetch.js'
import { errorMessageOf } from './responses.js'
import type { ServiceAccess } from './runtime-environment.js'

/** The REST API is behind the service: a call takes less than 30 s in all, from its first request on. In ms. */
const LAST_RETRY = 20_000
const LONGEST_TRY = 9_000

const PATH = '/twirp/github.actions.results.api.v1.ArtifactService/'

interface ServiceClientOptions {
  access: ServiceAccess
  queue: RequestQueue
  /** A connection that moves nothing for so many ms is given up. */
  stallTimeout: number
  signal?: AbortSignal
  /** What to do if the service fails and nothing else can be asked. */
  hint: string
  /** What the time for a call goes by. */
  clock?: Clock
  /** Called with a line about each request, for the debug log. */
  onAnswer?: (line: string) => void
}

export interface ServiceCall<T> {
  method: 'ListArtifacts' | 'GetSignedArtifactURL' | 'DeleteArtifact'
  /** By original names. Some servers refuse fields that they do not know. */
  fields: Readonly<Record<string, string>>
  /** Reads on after "to". */
  doing: string
  /** Undefined if the response is not what was expected. */
  read: (body: unknown) => T | undefined
  /** `a list of artifacts` */
  expected: string
  /** Whether a request that may have been carried out can be repeated. */
  repeatable: boolean
}

/** A try of a call. */
interface Try {
  /** From 0. */
  attempt: number
  /** When the first request of the call was sent. */
  started: number
}

/** The three methods of a run's artifact service, as POST requests with proto3 JSON. */
export class ServiceClient {
  /** Requests sent so far, retries included. */
  requests = 0
  readonly access: ServiceAccess
  readonly #options: ServiceClientOptions
  readonly #fetch: typeof fetch

  constructor(options: ServiceClientOptions) {
    this.access = options.access
    this.#options = options
    this.#fetch = this.#newConnections()
  }

  /** By the clock of the calls, in ms. */
  now(): number {
    return (this.#options.clock ?? systemClock).now()
  }

  /** No redirect is followed: the token goes to this origin only. */
  #newConnections(): typeof fetch {
    const { stallTimeout, signal } = this.#options
    return apiFetch(Math.min(stallTimeout, LONGEST_TRY), signal, LONGEST_TRY)
  }

  /** @throws RequestError with code `service-failed` */
  async call<T>(call: ServiceCall<T>): Promise<T> {
    let started: number | undefined
    let failure: unknown
    return await this.#options.queue.send(async attempt => {
      started ??= this.now()
      // A retry waits for its turn too.
      if (failure !== undefined && this.now() - started > LAST_RETRY) throw finalOf(failure)
      try {
        return await this.#try(call, { attempt, started })
      } catch (error) {
        failure = error
        throw error
      }
    })
  }

  async #try<T>(call: ServiceCall<T>, tried: Try): Promise<T> {
    const { status, headers, body } = await this.#post(call, tried)
    const value = status === 200 ? call.read(body) : undefined
    if (value !== undefined) return value
    const message = errorMessageOf(body)
    const reason = status === 200 ? unexpectedServiceResponse(call.expected) : serviceStatus(status, message)
    // Gitea and Forgejo reject a token with 500 and plain text.
    const isPermanent = status === 500 && body === undefined
    throw this.#error(call, tried, {
      reason,
      status,
      serverMessage: message,
      transient: status !== 200 && isTransient(status) && !isPermanent,
      retryAfter: retryAfter(Object.fromEntries(headers), Date.now())
    })
  }

  async #post<T>(
    call: ServiceCall<T>,
    tried: Try
  ): Promise<{ status: number; headers: ReadonlyMap<string, string>; body: unknown }> {
    this.requests++
    const { method, fields, repeatable } = call
    const { token, origin } = this.access
    const asked = performance.now()
    // The server may just be closing an idle connection: a request on it may be lost (RFC 9112, 9.3.1).
    const send = repeatable ? this.#fetch : this.#newConnections()
    try {
      const response = await send(`${origin}${PATH}${method}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'user-agent': 'artifact-action',
          ...(!repeatable && { connection: 'close' })
        },
        body: JSON.stringify(fields)
      })
      this.#options.onAnswer?.(serviceRequest(method, response.status, performance.now() - asked))
      const text = await response.text()
      // Undefined for anything that is not JSON.
      const body: unknown = attempt(() => JSON.parse(text))
      const headers = response.headers as unknown as ReadonlyMap<string, string>
      return { status: response.status, headers, body }
    } catch (thrown) {
      const { code = '', detail } = brokenBy(thrown)
      this.#options.onAnswer?.(serviceRequest(method, undefined, performance.now() - asked))
      const certificate = certificateCode(thrown)
      const isNotSent =
        code === NO_TUNNEL || code === BAD_PROXY || TLS_FAILURE.test(code) || certificate !== undefined
      throw this.#error(call, tried, {
        reason: noServiceResponse(detail),
        unsent: isNotSent || UNSENT.includes(code),
        transient: !isNotSent && code !== TOO_LARGE,
        hint: certificate && certificateHint(certificate),
        cause: thrown
      })
    }
  }

  #error(
    { doing, repeatable }: ServiceCall<unknown>,
    { attempt, started }: Try,
    failure: Omit<RequestDetails, 'retryable'> & { reason: string; transient: boolean }
  ): RequestError {
    const { transient, hint = this.#options.hint, ...details } = failure
    const pause = details.retryAfter || this.#options.queue.longestPause(attempt)
    const isInTime = this.now() - started + pause < LAST_RETRY
    const error = (retryable: boolean) =>
      failedRequest('service-failed', doing, { ...details, hint, subject: doing, retryable })
    return error(transient && isInTime && (repeatable || !error(false).mayBeDone))
  }
}

function finalOf(failure: unknown): unknown {
  return failure instanceof RequestError ? failure.asFinal() : failure
}

/** Codes of Node.js for a server without TLS, or with another version of it. */
const TLS_FAILURE = /^(ERR_(TLS|SSL)_|EPROTO$)/
const BAD_PROXY = 'EBADPROXY'

/** What broke a connection: a code, and a text for people. */
function brokenBy(thrown: unknown): { code: string | undefined; detail: string } {
  // Thrown before anything is sent.
  if (thrown instanceof ActionError) return { code: BAD_PROXY, detail: proxyUnusable() }
  if (thrown instanceof ConnectionError) return { code: thrown.code, detail: thrown.reason }
  const { code } = thrown as { code?: string }
  return { code, detail: code ?? messageOf(thrown) }
}
