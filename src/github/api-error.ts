import { type ErrorCode, messageOf } from '../errors/action-error.js'
import { attempt } from '../errors/attempt.js'
import { isTransient, type RequestDetails, RequestError } from '../errors/request-error.js'
import { certificateCode } from '../http/certificate.js'
import { type ResponseHeaders, retryAfter } from '../http/retry-after.js'
import { UNSENT } from '../http/tunnel.js'
import {
  apiRequestFailed,
  apiStatus,
  noApiResponse,
  noApiResponseAdvice,
  notFoundAdvice,
  type Refusal,
  refusalAdvice,
  rejectedAdvice,
  type TokenNeeds,
  unauthorizedAdvice
} from '../messages/api.js'
import { ERRORS } from '../messages/error-codes.js'
import { certificateHint } from '../messages/network.js'
import { rateLimitUsedUpAdvice, requestedWaitAdvice, secondaryLimitAdvice } from '../messages/rate-limits.js'
import type { ApiFailure } from './api-response.js'
import { resetTime } from './limit-headers.js'
import { refusalOf } from './refusal.js'
import { fullName, type Repository } from './repository.js'

/** A request to the API, as its errors and their advice describe it. */
export interface ApiCall extends Omit<TokenNeeds, 'repository'> {
  /** What it does, from a `to…` function of messages/api.ts: `list the artifacts of octo/app`. */
  doing: string
  repository: Repository
  /** Of the server. */
  webUrl: string
}

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
export const API_VERSION = '2022-11-28'

const CODES: Record<number, ErrorCode> = {
  401: 'api-unauthorized',
  403: 'api-forbidden',
  404: 'api-not-found',
  451: 'api-forbidden'
}

export function apiError(call: ApiCall, failure: ApiFailure): RequestError {
  const { status, headers, detail, cause } = failure
  const requestId = headers['x-github-request-id']
  const reason = status === undefined ? noApiResponse(detail) : apiStatus(status, detail)
  const wait = retryAfter(headers, Date.now())
  const refusal = refusalOf(failure, call.webUrl)
  const limitAdvice = adviceOnLimit(failure, wait, refusal)
  const code = limitAdvice === undefined ? codeOf(status) : 'api-rate-limited'
  const certificate = status === undefined ? certificateCode(cause) : undefined
  return new RequestError(
    code,
    apiRequestFailed(call.doing, reason, requestId === undefined ? undefined : String(requestId)),
    {
      hint: limitAdvice ?? adviceOf(call, failure, refusal),
      status,
      reason,
      serverMessage: status === undefined ? undefined : detail,
      retryable: limitAdvice !== undefined || (isTransient(status) && !certificate),
      retryAfter: wait,
      unsent: certificate !== undefined || (status === undefined && UNSENT.includes(causeOf(cause).code)),
      cause
    }
  )
}

function codeOf(status: number | undefined): ErrorCode {
  const isRejected = status !== undefined && status < 500 && !isTransient(status)
  return CODES[status ?? 0] ?? (isRejected ? 'api-rejected' : 'api-failed')
}

/** What to do if it is not a rate limit. */
function adviceOf(
  call: ApiCall,
  { status, detail, cause }: ApiFailure,
  refusal: Refusal | undefined
): string {
  const needs = { ...call, repository: fullName(call.repository) }
  if (status === undefined) {
    const certificate = certificateCode(cause)
    return certificate ? certificateHint(certificate) : noApiResponseAdvice()
  }
  if (refusal !== undefined) return refusalAdvice(refusal, needs)
  if (status === 404) return notFoundAdvice(needs)
  // Forgejo responds with 401 to a token without the permission to delete.
  if (status === 401 && call.accessFrom === 'account') return unauthorizedAdvice(needs)
  const why = rejectionOf(status, detail)
  if (why !== undefined) return rejectedAdvice(why, { ...needs, version: API_VERSION })
  return ERRORS[codeOf(status)].advice
}

function rejectionOf(status: number, detail: string): 'version' | 'conflict' | 'gone' | undefined {
  if (status === 400 && /\bX-GitHub-Api-Version\b/i.test(detail)) return 'version'
  if (status === 409) return 'conflict'
  return status === 410 ? 'gone' : undefined
}

/** A response that is not from a GitHub API, such as the HTML page of a proxy. It may be another on the next try. */
export function invalidResponse(
  call: ApiCall,
  reason: string,
  { retryable = true }: { retryable?: boolean } = {}
): RequestError {
  const { advice: hint } = ERRORS['api-answer-invalid']
  return failedRequest('api-answer-invalid', call.doing, { hint, status: 200, reason, retryable })
}

/**
 * The error of a request whose reason is known.
 *
 * @param doing from a `to…` function of messages/api.ts
 */
export function failedRequest(
  code: ErrorCode,
  doing: string,
  details: RequestDetails & { reason: string }
): RequestError {
  return new RequestError(code, apiRequestFailed(doing, details.reason), details)
}

/** The `message` field of a response; empty without one. `body`: JSON or another text. */
export function messageIn(body: string): string {
  return textOf(attempt(() => JSON.parse(body)))
}

function textOf(data: unknown): string {
  const { message } = (data ?? {}) as { message?: unknown }
  return typeof message === 'string' ? message : ''
}

/** What Octokit threw. Its RequestError has status and response; any other error is a broken connection. */
export function failureOf(thrown: unknown): ApiFailure {
  const { response } = thrown as {
    response?: { status: number; headers: ResponseHeaders; data?: unknown }
  }
  if (response === undefined) {
    return { status: undefined, headers: {}, detail: causeOf(thrown).text, cause: thrown }
  }
  const { status, headers, data } = response
  return { status, headers, detail: textOf(data), cause: thrown }
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
  wait: number | undefined,
  refusal: Refusal | undefined
): string | undefined {
  // 503 with retry-after: the whole server asks clients to wait.
  if (wait !== undefined && (status === 403 || status === 429 || status === 503))
    return requestedWaitAdvice(wait)
  if (status !== 403 && status !== 429) return undefined
  // A refusal may use up the last request of the hour. Waiting does not change it.
  const isKnown = refusal !== undefined && refusal.kind !== 'unknown'
  // The header with permissions comes with other refusals too.
  const isGuess = refusal?.kind === 'permission' && !refusal.isStated
  if (isKnown && !isGuess) return undefined
  if (String(headers['x-ratelimit-remaining']) === '0') return rateLimitUsedUpAdvice(resetTime(headers))
  return status === 429 || /secondary rate limit/i.test(detail) ? secondaryLimitAdvice() : undefined
}
