import { type ErrorCode, messageOf } from '../errors/action-error.js'
import { isTransient, RequestError } from '../errors/request-error.js'
import { usedUpHint } from '../http/rate-limits.js'
import { retryAfter } from '../http/retry-after.js'
import { NO_TUNNEL } from '../http/tunnel.js'
import { printable } from '../messages/printable.js'
import { type ResponseHeaders, resetTime } from './limit-headers.js'
import { fullName, type Repository } from './repository.js'

/** What was asked of the API, for the error's message and its advice. */
export interface ApiCall {
  /** As it reads after "to": `list the artifacts of octo/app`. */
  doing: string
  repository: Repository
  /** What a 404 most likely says that there is not: `run 5`. */
  thing?: string
  /** How much of Actions the step needs. */
  access: 'read' | 'write'
  /** What the call needs to read besides, as in a workflow's `permissions:`. */
  also?: 'contents' | 'pull-requests'
  /** Whether it is the repository of this job, which its GITHUB_TOKEN can be allowed to read and write. */
  ownRepository: boolean
}

/** An answer of the API that is not the hoped-for one, or (`status` undefined) no answer. */
export interface ApiFailure {
  status: number | undefined
  headers: ResponseHeaders
  /** The `message` of the body, or what broke the connection. */
  message: string
  cause?: unknown
}

/** The error for a failed call: what, why, what to do. */
export function apiError(call: ApiCall, failure: ApiFailure): RequestError {
  const { status } = failure
  const requestId = failure.headers['x-github-request-id']
  const said = failure.message === '' ? '' : `: ${printable(failure.message)}`
  const id = requestId === undefined ? '' : ` (request id ${printable(String(requestId))})`
  const outcome =
    status === undefined ? `the API gave no answer${said}` : `the API answered ${status}${said}${id}`
  const wait = retryAfter(failure.headers, Date.now())
  const limited = limitHint(failure, wait)
  const [code, hint] = limited === undefined ? advice(call, status) : (['api-rate-limited', limited] as const)
  return new RequestError(code, `Could not ${call.doing}: ${outcome}`, {
    hint,
    status,
    retryable: limited !== undefined || isTransient(status),
    retryAfter: wait,
    unsent: status === undefined && UNSENT.has(brokenBy(failure.cause).code),
    cause: failure.cause
  })
}

/** A 200 whose body is not what the API's description promises, such as a proxy's HTML page. */
export function invalidAnswer(call: ApiCall, detail: string): RequestError {
  return new RequestError('api-answer-invalid', `Could not ${call.doing}: ${detail}`, {
    hint: 'Is api-url the base of a GitHub REST API, and does no proxy answer in its place?',
    status: 200,
    retryable: true
  })
}

/** A thrown value of Octokit's as a failure: its RequestError carries status and response, anything else is a broken connection. */
export function failureOf(thrown: unknown): ApiFailure {
  const response = (thrown as { response?: { status: number; headers: ResponseHeaders; data?: unknown } })
    .response
  if (response === undefined) {
    return { status: undefined, headers: {}, message: brokenBy(thrown).message, cause: thrown }
  }
  const message = (response.data as { message?: unknown } | null | undefined)?.message
  return {
    status: response.status,
    headers: response.headers,
    message: typeof message === 'string' ? message : '',
    cause: thrown
  }
}

/** What broke a connection. A fetch just fails; its innermost cause knows why, or has the code of what several addresses did. */
function brokenBy(thrown: unknown): { message: string; code: string } {
  const { cause, code } = (thrown ?? {}) as { cause?: unknown; code?: unknown }
  if (cause) return brokenBy(cause)
  const word = typeof code === 'string' ? code : ''
  return { message: messageOf(thrown) || word, code: word }
}

/** Nobody listens there, no name server knows the name, no proxy leads there: nothing was asked of the server. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NO_TUNNEL])

/** What to say of a refusal for a limit; undefined when it is none. `wait` is what the server asks for, in ms. */
function limitHint({ status, headers, message }: ApiFailure, wait: number | undefined): string | undefined {
  // 503 with retry-after: the whole server asks for quiet.
  if (wait !== undefined && (status === 403 || status === 429 || status === 503)) {
    return `The server asks to wait ${Math.ceil(wait / 1000)} s. rate-limit-wait says how long to wait; or run the step again after that.`
  }
  if (status !== 403 && status !== 429) return undefined
  // It may have been the last request of the hour; the next hour it is no more allowed.
  if (status === 403 && /\bnot accessible by\b/i.test(message)) return undefined
  if (String(headers['x-ratelimit-remaining']) === '0') return usedUpHint(resetTime(headers))
  return status === 429 || /secondary rate limit/i.test(message)
    ? 'A secondary rate limit of the server. Lower concurrency, run the step later, or wait longer with rate-limit-wait.'
    : undefined
}

function advice(call: ApiCall, status: number | undefined): readonly [ErrorCode, string] {
  if (status === undefined)
    return ['api-failed', 'Check api-url, the network, and the proxy variables of the runner.']
  return ADVICE[status]?.(call) ?? ['api-failed', 'The server failed. Run the step again later.']
}

const ADVICE: Record<number, (call: ApiCall) => readonly [ErrorCode, string]> = {
  401: () => [
    'api-unauthorized',
    'github-token is not valid on this server: expired, revoked, or of another server. Leave it out to use the token of the job, or pass a new one.'
  ],
  403: call => ['api-forbidden', permissionHint(call)],
  404: call => [
    'api-not-found',
    `${call.thing ? `There is no ${call.thing} in ${fullName(call.repository)}` : 'Either it does not exist'}, or the token may not see it (404 is also the answer for a private repository). ${permissionHint(call)}`
  ],
  410: () => [
    'artifact-expired',
    'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.'
  ],
  422: () => ['api-rejected', 'The server did not take the request as it was. Check the inputs.']
}

/** As GitHub's pages for tokens and apps name them. */
const PERMISSION_TITLES = {
  actions: 'Actions',
  contents: 'Contents',
  'pull-requests': 'Pull requests'
} as const

/** What grants the permission, for each kind of token that may have been meant: all that the step needs, to be pasted. */
function permissionHint({ access, also, repository, ownRepository }: ApiCall): string {
  const needed = [['actions', access] as const, ...(also ? [[also, 'read'] as const] : [])]
  const titles = needed.map(([scope, level]) => `"${PERMISSION_TITLES[scope]}: ${level}"`).join(' and ')
  const lines = needed.map(([scope, level]) => `  ${scope}: ${level}`).join('\n')
  const other = `A fine-grained token or a GitHub App needs ${titles} on ${fullName(repository)}, a classic token the scope "repo".`
  return ownRepository
    ? `GITHUB_TOKEN needs this in the job (it replaces the defaults, so name what else the job needs):\n\npermissions:\n${lines}\n\n${other}`
    : `The GITHUB_TOKEN of this job cannot reach another private repository: pass github-token. ${other}`
}
