import { formatTime } from './duration.js'
import { ERRORS } from './error-codes.js'
import { plural } from './plural.js'
import { printable } from './printable.js'

interface NamedArtifact {
  id: number
  name: string
}

// What a request does, as it reads after "Could not". `repository` is `owner/repo`, as the inputs accept it.

export function toListArtifacts(repository: string, runId?: number): string {
  return `list the artifacts of ${runId === undefined ? '' : `run ${runId} of `}${repository}`
}

export function toGetArtifact(repository: string, artifactId: number): string {
  return `get artifact ${artifactId} of ${repository}`
}

export function toDownloadArtifact({ id, name }: NamedArtifact): string {
  return `download artifact "${printable(name)}" (${id})`
}

export function toDeleteArtifact({ id, name }: NamedArtifact): string {
  return `delete artifact "${printable(name)}" (${id})`
}

export function toGetRun(repository: string, runId: number): string {
  return `get run ${runId} of ${repository}`
}

export function toListRuns(repository: string, workflow?: string): string {
  return `list the runs of ${workflow === undefined ? '' : `workflow ${printable(workflow)} of `}${repository}`
}

export function toGetPullRequest(repository: string, number: number): string {
  return `get pull request ${number} of ${repository}`
}

export function toListRefs(repository: string, kind: 'branches' | 'tags'): string {
  return `list the ${kind} of ${repository}`
}

/** The message of a failed request. `doing` comes from a `to…` function, `reason` from one of the functions below. */
export function apiRequestFailed(doing: string, reason: string, requestId?: string): string {
  const id = requestId === undefined ? '' : ` (request id ${printable(requestId)})`
  return `Could not ${doing}: ${reason}${id}`
}

/** `serverMessage` is the `message` of the response body, or empty. */
export function apiStatus(status: number, serverMessage: string): string {
  return `the API responded with ${status}${serverMessage === '' ? '' : `: ${printable(serverMessage)}`}`
}

/** `brokenBy` is what the system or the HTTP client says, or empty. */
export function noApiResponse(brokenBy: string): string {
  return `the API request failed${brokenBy === '' ? '' : `: ${printable(brokenBy)}`}`
}

export function apiStalled(seconds: number): string {
  return `no data arrived for ${seconds} s`
}

export function apiTooSlow(seconds: number): string {
  return `the response was not complete after ${seconds} s`
}

export function apiResponseTooLarge(maxBytes: number): string {
  return `the response is larger than ${maxBytes} bytes`
}

const EXPECTED_RESPONSES = {
  artifact: 'the requested artifact',
  artifacts: 'a list of artifacts',
  'download-url': 'a redirect to the bytes of the artifact',
  deleted: 'a 204',
  run: 'the requested workflow run',
  runs: 'a list of workflow runs',
  'pull-request': 'a pull request',
  branches: 'a list of branches',
  'some-branches': 'a list of branches with at least one entry',
  tags: 'a list of tags'
}
export type ExpectedResponse = keyof typeof EXPECTED_RESPONSES

export function unexpectedResponse(expected: ExpectedResponse): string {
  return `the response is not ${EXPECTED_RESPONSES[expected]}`
}

export function tooManyApiRedirects(limit: number): string {
  return `the API redirects more than ${limit} times`
}

export function invalidApiRedirect(): string {
  return 'the API redirects to an invalid URL'
}

export function apiRedirectToOtherOrigin(origin: string): string {
  return `the API redirects to another origin (${origin}), which is not allowed`
}

/** `from` and `to` are URL schemes with their colon. */
export function insecureApiRedirect(from: string, to: string): string {
  return `the API redirects from ${from} to ${to}, which is not allowed`
}

/** A list is longer than the rate limit allows to read. `resetAt` is in ms since the epoch. */
export function tooFewRequestsLeft(pages: number, remaining: number, resetAt: number | undefined): string {
  const until = resetAt === undefined ? '' : ` until ${formatTime(resetAt)}`
  return `${plural(pages, 'more page')} must be read, but the rate limit leaves ${plural(remaining, 'request')}${until}`
}

export function artifactExpired({ id, name }: NamedArtifact, day?: string): string {
  return `Artifact "${printable(name)}" (${id}) expired${day === undefined ? '' : ` on ${printable(day)}`}`
}

/** What a step needs from its token. */
export interface TokenNeeds {
  /** `owner/repo` */
  repository: string
  /** Whether it is the repository of this job, which GITHUB_TOKEN can access. */
  ownRepository: boolean
  /** The permission on Actions. */
  access: 'read' | 'write'
  /** A permission to read that is needed too, as in a workflow's `permissions:`. */
  also?: 'contents' | 'pull-requests' | undefined
  /** What a 404 most likely reports as missing: `run 5`. */
  thing?: string | undefined
}

/** What to do about a failed request, by error code. */
export function apiAdvice(code: keyof typeof ERRORS, needs: TokenNeeds): string {
  return ADVICE[code]?.(needs) ?? ERRORS[code].advice
}

const ADVICE: { [Code in keyof typeof ERRORS]?: (needs: TokenNeeds) => string } = {
  'api-forbidden': permissionAdvice,
  'api-not-found': needs =>
    `${needs.thing ? `There is no ${needs.thing} in ${needs.repository}` : 'It does not exist'}, or the token has no access: the API responds with 404 in both cases. ${permissionAdvice(needs)}`
}

/** As GitHub's pages for tokens and apps name them. */
const PERMISSION_TITLES = {
  actions: 'Actions',
  contents: 'Contents',
  'pull-requests': 'Pull requests'
} as const

/** How to grant the permission, for each type of token. The YAML has all that the step needs, ready to paste. */
function permissionAdvice({ access, also, repository, ownRepository }: TokenNeeds): string {
  const needed = [['actions', access] as const, ...(also ? [[also, 'read'] as const] : [])]
  const titles = needed.map(([scope, level]) => `"${PERMISSION_TITLES[scope]}: ${level}"`).join(' and ')
  const lines = needed.map(([scope, level]) => `  ${scope}: ${level}`).join('\n')
  const other = `A fine-grained token or a GitHub App needs ${titles} on ${repository}. A classic token needs the scope "repo".`
  return ownRepository
    ? `GITHUB_TOKEN needs these permissions in the job. They replace the defaults, so add what other steps need:\n\npermissions:\n${lines}\n\n${other}`
    : `The GITHUB_TOKEN of this job cannot access another private repository. Pass a github-token. ${other}`
}

export function noApiResponseAdvice(): string {
  return 'Check api-url, the network, and the proxy variables of the runner.'
}

export function tooFewRequestsLeftAdvice(): string {
  return 'Narrow the selection: with name, limit, newer-than, or only older-than, the action reads fewer pages. GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more.'
}

/** A line of the debug log. `path` has no query string. `attempt` counts from 0. */
export function apiResponseLine(response: {
  method: string
  path: string
  /** Undefined if no response arrived. */
  status: number | undefined
  milliseconds: number
  requestId: string | undefined
  /** Undefined unless the request may be sent again. */
  attempt: number | undefined
}): string {
  const { method, path, status, milliseconds, requestId, attempt } = response
  const id = requestId === undefined ? '' : `, request id ${printable(requestId)}`
  const tries = attempt === undefined ? '' : `, attempt ${attempt + 1}`
  return `${method} ${printable(path)}: ${status ?? 'no response'} after ${Math.round(milliseconds)} ms${id}${tries}`
}
