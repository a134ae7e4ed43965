import { type ErrorCode, messageOf } from '../errors/action-error.js'
import { isTransient, RequestError } from '../errors/request-error.js'
import { certificateCode } from '../http/certificate.js'
import { type ResponseHeaders, retryAfter } from '../http/retry-after.js'
import { NO_TUNNEL } from '../http/tunnel.js'
import {
  apiAdvice,
  apiRequestFailed,
  apiStatus,
  noApiResponse,
  noApiResponseAdvice,
  type TokenNeeds
} from '../messages/api.js'
import { ERRORS } from '../messages/error-codes.js'
import { certificateHint } from '../messages/network.js'
import { rateLimitUsedUpAdvice, requestedWaitAdvice, secondaryLimitAdvice } from '../messages/rate-limits.js'
import { resetTime } from './limit-headers.js'
import { fullName, type Repository } from './repository.js'

/** A request to the API, as its errors and their advice describe it. */
export interface ApiCall extends Omit<TokenNeeds, 'repository'> {
  /** What it does, from a `to…` function of messages/api.ts: `list the artifacts of octo/app`. */
  doing: string
  repository: Repository
}

/** An unsuccessful response, or a broken connection. */
export interface ApiFailure {
  /** Undefined if no response arrived. */
  status: number | undefined
  headers: ResponseHeaders
  /** The `message` field of the body; without a response, what broke the connection. Not printable. */
  detail: string
  cause?: unknown
}

const CODES: Record<number, ErrorCode> = {
  401: 'api-unauthorized',
  403: 'api-forbidden',
  404: 'api-not-found',
  410: 'artifact-expired',
  422: 'api-rejected'
}

/** Codes of errors after which the server cannot have received the request. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NO_TUNNEL])

export function apiError(call: ApiCall, failure: ApiFailure): RequestError {
  const { status, headers, detail, cause } = failure
  const requestId = headers['x-github-request-id']
  const reason = status === undefined ? noApiResponse(detail) : apiStatus(status, detail)
  const wait = retryAfter(headers, Date.now())
  const limitAdvice = adviceOnLimit(failure, wait)
  const code = limitAdvice === undefined ? (CODES[status ?? 0] ?? 'api-failed') : 'api-rate-limited'
  const certificate = status === undefined ? certificateCode(cause) : undefined
  const advice = certificate
    ? certificateHint(certificate)
    : status === undefined
      ? noApiResponseAdvice()
      : apiAdvice(code, { ...call, repository: fullName(call.repository) })
  return new RequestError(
    code,
    apiRequestFailed(call.doing, reason, requestId === undefined ? undefined : String(requestId)),
    {
      hint: limitAdvice ?? advice,
      status,
      reason,
      serverMessage: status === undefined ? undefined : detail,
      retryable: limitAdvice !== undefined || (isTransient(status) && !certificate),
      retryAfter: wait,
      unsent: certificate !== undefined || (status === undefined && UNSENT.has(causeOf(cause).code)),
      cause
    }
  )
}

/** A response that is not from a GitHub API, such as the HTML page of a proxy. It may be another on the next try. */
export function invalidResponse(call: ApiCall, reason: string): RequestError {
  const code = 'api-answer-invalid'
  const details = { hint: ERRORS[code].advice, status: 200, reason, retryable: true }
  return new RequestError(code, apiRequestFailed(call.doing, reason), details)
}

/** What Octokit threw. Its RequestError has status and response; any other error is a broken connection. */
export function failureOf(thrown: unknown): ApiFailure {
  const { response } = thrown as {
    response?: { status: number; headers: ResponseHeaders; data?: { message?: unknown } | null }
  }
  if (response === undefined) {
    return { status: undefined, headers: {}, detail: causeOf(thrown).text, cause: thrown }
  }
  const { status, headers, data } = response
  const text = data?.message
  return { status, headers, detail: typeof text === 'string' ? text : '', cause: thrown }
}

/** The innermost cause: `fetch` hides it. For a host with several addresses it has a code and no message. */
function causeOf(thrown: unknown): { text: string; code: string } {
  const { cause, code } = (thrown ?? {}) as { cause?: unknown; code?: unknown }
  if (cause) return causeOf(cause)
  const known = typeof code === 'string' ? code : ''
  return { text: messageOf(thrown) || known, code: known }
}

/** Advice if the server refused the request because of a rate limit. `wait` is what it asks for, in ms. */
function adviceOnLimit(
  { status, headers, detail }: ApiFailure,
  wait: number | undefined
): string | undefined {
  // 503 with retry-after: the whole server asks clients to wait.
  if (wait !== undefined && (status === 403 || status === 429 || status === 503))
    return requestedWaitAdvice(wait)
  if (status !== 403 && status !== 429) return undefined
  // A missing permission may use up the last request of the hour. Waiting does not grant it.
  if (status === 403 && /\bnot accessible by\b/i.test(detail)) return undefined
  if (String(headers['x-ratelimit-remaining']) === '0') return rateLimitUsedUpAdvice(resetTime(headers))
  return status === 429 || /secondary rate limit/i.test(detail) ? secondaryLimitAdvice() : undefined
}
