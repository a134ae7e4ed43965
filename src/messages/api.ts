import type { Artifact } from '../github/artifact.js'
import { formatTime, formatUntil } from './duration.js'
import { ERRORS } from './error-codes.js'
import { artifactName, artifactTitle } from './formats.js'
import { plural } from './plural.js'
import { printable } from './printable.js'

// What a request does, as it reads after "Could not". `repository` is `owner/repo`, as the inputs accept it.

export const toListArtifacts = (repository: string, runId?: number) =>
  `list the artifacts of ${runId === undefined ? '' : `run ${runId} of `}${repository}`

export const toGetArtifact = (repository: string, artifactId: number) =>
  `get artifact ${artifactId} of ${repository}`

type NamedArtifact = Pick<Artifact, 'id' | 'name'>

export const toDownloadArtifact = (artifact: NamedArtifact) => `download artifact ${artifactName(artifact)}`
export const toDeleteArtifact = (artifact: NamedArtifact) => `delete artifact ${artifactName(artifact)}`

export const toGetRun = (repository: string, runId: number) => `get run ${runId} of ${repository}`

export const toListRuns = (repository: string, workflow?: string) =>
  `list the runs of ${workflow === undefined ? '' : `workflow ${printable(workflow)} of `}${repository}`

export const toListWorkflows = (repository: string) => `list the workflows of ${repository}`

export const toGetPullRequest = (repository: string, number: number) =>
  `get pull request ${number} of ${repository}`

export const toCompare = (repository: string, base: string, head: string) =>
  `compare the commits ${printable(base)} and ${printable(head)} of ${repository}`

export const toListCommits = (repository: string, sha: string) =>
  `list the ancestors of commit ${printable(sha)} of ${repository}`

export const toListPullRequests = (repository: string, sha?: string) =>
  `list the pull requests of ${sha === undefined ? '' : `commit ${printable(sha)} of `}${repository}`

export const toListRefs = (repository: string, kind: 'branches' | 'tags') =>
  `list the ${kind} of ${repository}`

/** The message of a failed request. `doing` comes from a `to…` function, `reason` from one of the functions below. */
export function apiRequestFailed(doing: string, reason: string, requestId?: string): string {
  const id = requestId === undefined ? '' : ` (request ID ${printable(requestId)})`
  return `Could not ${doing}: ${reason}${id}`
}

/** `serverMessage` is the `message` of the response body, or empty. */
export const apiStatus = (status: number, serverMessage: string) =>
  `the API responded with ${status}${serverMessage === '' ? '' : `: ${printable(serverMessage)}`}`

/** `brokenBy` is what the system or the HTTP client says, or empty. */
export const noApiResponse = (brokenBy: string) =>
  `the API request failed${brokenBy === '' ? '' : `: ${printable(brokenBy)}`}`

export const apiStalled = (seconds: number) => `no data arrived for ${seconds} s`
export const apiTooSlow = (seconds: number) => `the response was not complete after ${seconds} s`
export const apiResponseTooLarge = (maxBytes: number) => `the response is larger than ${maxBytes} bytes`

const EXPECTED_RESPONSES = {
  artifact: 'the requested artifact',
  artifacts: 'a list of artifacts',
  'download-url': 'a redirect to the bytes of the artifact',
  deleted: 'a confirmation (status 204)',
  run: 'the requested workflow run',
  runs: 'a list of workflow runs',
  workflows: 'a list of workflows',
  'pull-request': 'a pull request',
  'pull-requests': 'a list of pull requests',
  commits: 'a list of commits',
  comparison: 'a comparison of commits',
  branches: 'a list of branches',
  'some-branches': 'a list of branches with at least one entry',
  tags: 'a list of tags'
}
export type ExpectedResponse = keyof typeof EXPECTED_RESPONSES

export const unexpectedResponse = (expected: ExpectedResponse) =>
  `the response is not ${EXPECTED_RESPONSES[expected]}`

export const tooManyApiRedirects = (limit: number) => `the API redirects more than ${limit} times`
export const invalidApiRedirect = () => 'the API redirects to an invalid URL'

export const apiRedirectToOtherOrigin = (origin: string) =>
  `the API redirects to another origin (${origin}), which is not allowed`

/** `from` and `to` are URL schemes with their colon. */
export const insecureApiRedirect = (from: string, to: string) =>
  `the API redirects from ${from} to ${to}, which is not allowed`

/** A list is longer than the rate limit allows to read. `resetAt` is in ms since the epoch. */
export function tooFewRequestsLeft(pages: number, remaining: number, resetAt: number | undefined): string {
  return `${plural(pages, 'more page')} must be read, but the rate limit leaves only ${plural(remaining, 'request')}${formatUntil(resetAt)}`
}

export const toDownloadAll = () => 'download the artifacts'

/** A download takes more requests than the rate limit allows. `resetAt` is in ms since the epoch. */
export function tooFewRequestsForDownload(
  requests: number,
  remaining: number,
  resetAt: number | undefined
): string {
  return `they need ${plural(requests, 'API request')}, but the rate limit leaves only ${plural(remaining, 'request')}${formatUntil(resetAt)}`
}

/** `possibleAt` is in ms since the epoch. `wait` is the rate-limit-wait that is needed now, in ms. */
export function tooFewRequestsForDownloadAdvice(
  possibleAt: number | undefined,
  wait: number | undefined
): string {
  const later =
    possibleAt === undefined ? '' : `Run the step again at ${formatTime(possibleAt + 999)} or later. `
  const longer = wait === undefined ? '' : `set rate-limit-wait to ${Math.ceil(wait / 60_000)}m or more, or `
  return `Nothing was transferred. ${later}To download now, ${longer}select fewer artifacts with name, pattern or limit.`
}

/** A line of the log. `lastReset` is in ms since the epoch. */
export const downloadWaits = (requests: number, remaining: number, lastReset: number) =>
  `The download needs ${plural(requests, 'API request')}, but the rate limit leaves only ${plural(remaining, 'request')}. It waits each time until the rate limit resets. The last reset is at ${formatTime(lastReset)}.`

export const artifactExpired = (artifact: NamedArtifact, day?: string) =>
  `${artifactTitle(artifact)} expired${day === undefined ? '' : ` on ${printable(day)}`}`

/** What a step needs from its token. */
export interface TokenNeeds {
  /** `owner/repo` */
  repository: string
  /** Whether it is the repository of this job, which GITHUB_TOKEN can access. */
  ownRepository: boolean
  /** The permission on Actions. */
  access: 'read' | 'write'
  /** What gives a token its permissions: the workflow of its job, or the account that owns it (Gitea, Forgejo). */
  accessFrom: 'workflow' | 'account'
  /** What it has to read too, as in a workflow's `permissions:`. */
  also: readonly ('contents' | 'pull-requests')[]
  /** What a 404 most likely reports as missing: `run 5`. */
  thing?: string | undefined
}

/** A permission as in a workflow's `permissions:`, where `admin` is not available. */
export interface Permission {
  scope: string
  level: 'read' | 'write' | 'admin'
}

/** Why the server refused a request. */
export type Refusal =
  /** `missing`: what the server asks for, if it says so. `isStated`: its message is about permissions. */
  | { kind: 'permission'; missing: readonly Permission[]; isStated: boolean }
  | { kind: 'sso'; link: string | undefined }
  | { kind: 'archived' | 'ip-allow-list' | 'token-policy' | 'blocked' | 'unknown' }

/** What to do about a request that the server refused (403, 451). */
export function refusalAdvice(refusal: Refusal, needs: TokenNeeds): string {
  const { repository } = needs
  switch (refusal.kind) {
    case 'permission': {
      const { missing } = refusal
      const lacks = missing.length === 0 ? '' : `The token lacks ${titlesOf(missing)}. `
      return lacks + permissionAdvice(needs, missing)
    }
    case 'sso': {
      const why = 'The organization requires single sign-on (SAML SSO). '
      return refusal.link === undefined
        ? `${why}Authorize the token: on GitHub, under Settings > Developer settings > Personal access tokens, select "Configure SSO". Then run the step again.`
        : `${why}To authorize the token, open this link within one hour. Then run the step again.\n${printable(refusal.link, refusal.link.length)}`
    }
    case 'archived':
      return `${repository} is archived, so it is read-only. To delete its artifacts, unarchive it first. Otherwise, remove this step: artifacts expire without it.`
    case 'ip-allow-list':
      return 'The organization accepts requests only from IP addresses on its allow list. Ask an owner to add the IP address of the runner, or use a runner whose address is on the list.'
    case 'token-policy':
      return 'The organization does not accept this type of token, or one with this lifetime. Pass another github-token: a fine-grained token with a short lifetime, or the token of a GitHub App.'
    case 'blocked':
      return `GitHub has blocked ${repository}, and no token or permission changes that. The owner can contact GitHub Support.`
    case 'unknown': {
      const why =
        'Read the message of the server: it has the reason. A policy of the organization, of the server or of a proxy may deny access.'
      return needs.accessFrom === 'account'
        ? `${why} ${accountAdvice(needs)}`
        : `${why} Also check that the token has ${titlesOf(neededBy(needs))} on ${repository}.`
    }
  }
}

/** What to do after a 401 of a server where that may be about permissions too. */
export const unauthorizedAdvice = (needs: TokenNeeds) =>
  `${ERRORS['api-unauthorized'].advice} ${accountAdvice(needs)}`

/** What to do after a 404. */
export function notFoundAdvice(needs: TokenNeeds): string {
  const { thing, repository } = needs
  const missing = thing ? `There is no ${thing} in ${repository}` : 'It does not exist'
  return `${missing}, or the token has no access: the API responds with 404 in both cases. ${permissionAdvice(needs)}`
}

/** What to do if an artifact cannot be downloaded (404), although the API listed it before. */
export const listedButNotFoundAdvice = () =>
  'The API listed this artifact before. It was deleted since then, or the server does not have its files. Run the step again. If it fails again, run the workflow that uploads the artifact again.'

/** A note on what was not found. */
export const oldUploadsNotListed = () =>
  "This server's API does not list artifacts that were uploaded by upload-artifact v3 or older."

/** What to do if a run was not found. `hint` is the general advice. */
export function runIdIsNotNumber(hint: string | undefined): string {
  const number =
    'On Forgejo, the number in the address of a run is not its ID. To use that number, set run-number and workflow instead of run-id.'
  return hint === undefined ? number : `${number}\n${hint}`
}

/** `server` and `version` of the first version that has such a list. */
export const noRunList = ({ server, version }: { server: string; version: string }) =>
  `this server has no list of runs; ${server} has one since ${version}`

export const noRunListAdvice = () =>
  'Update the server. Without the list, use run-id or artifact-ids, and no filter or rule that depends on runs.'

/** What to do about a request that the server rejected: 400, 409 or 410. `version` is that of the API. */
export function rejectedAdvice(
  why: 'version' | 'conflict' | 'gone',
  { repository, version }: { repository: string; version: string }
): string {
  return {
    version: `The server does not support version ${version} of the REST API. Use a newer release of this action.`,
    conflict: `The request conflicts with the state of ${repository}. For example, it is empty, or the server is changing it. Check that it has a commit, then run the step again.`,
    gone: `The server no longer offers this API request. Check that Actions is enabled in ${repository}, and use the newest release of this action.`
  }[why]
}

/** What a workflow can grant to GITHUB_TOKEN. */
const GRANTABLE = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses'
]
const LEVELS = ['read', 'write', 'admin'] as const

function neededBy({ access, also }: TokenNeeds): Permission[] {
  return [{ scope: 'actions', level: access }, ...also.map(scope => ({ scope, level: 'read' as const }))]
}

/** `"Actions: read" and "Pull requests: read"`, as GitHub's pages for tokens and apps name them. */
function titlesOf(permissions: readonly Permission[]): string {
  return permissions
    .map(
      ({ scope, level }) =>
        `"${scope.slice(0, 1).toUpperCase()}${scope.slice(1).replaceAll('-', ' ')}: ${level}"`
    )
    .join(' and ')
}

/** How to grant the permissions, for each type of token. The YAML has all that the step needs, ready to paste. */
function permissionAdvice(needs: TokenNeeds, missing: readonly Permission[] = []): string {
  const { repository, ownRepository, accessFrom } = needs
  if (accessFrom === 'account') return accountAdvice(needs)
  const levels = new Map<string, Permission['level']>()
  for (const { scope, level } of [...neededBy(needs), ...missing]) {
    const known = levels.get(scope) ?? 'read'
    levels.set(scope, LEVELS.indexOf(level) > LEVELS.indexOf(known) ? level : known)
  }
  const needed = [...levels].map(([scope, level]) => ({ scope, level }))
  const lines = needed
    .filter(({ scope, level }) => GRANTABLE.includes(scope) && level !== 'admin')
    .map(({ scope, level }) => `  ${scope}: ${level}`)
    .join('\n')
  const other = `A fine-grained token or a GitHub App needs ${titlesOf(needed)} on ${repository}. A classic token needs the scope "repo".`
  return ownRepository
    ? `GITHUB_TOKEN needs these permissions in the job. They replace the defaults, so add what other steps need:\n\npermissions:\n${lines}\n\n${other}`
    : `The GITHUB_TOKEN of this job cannot access another private repository. Pass a github-token. ${other}`
}

/** How to grant access on a server where `permissions:` of a workflow does not. */
function accountAdvice({ repository, access }: TokenNeeds): string {
  const right = access === 'write' ? 'write to' : 'read'
  return `The owner of the token must be allowed to ${right} ${repository}. If the token of the job is not allowed to, pass a github-token: an access token of such an account with the scope ${access}:repository.`
}

export const noApiResponseAdvice = () => 'Check api-url, the network, and the proxy variables of the runner.'

export const tooFewRequestsLeftAdvice = () =>
  'Run the step again after the rate limit resets. Or set name, limit or newer-than, or older-than alone, so that the action reads fewer pages. GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more.'

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
  const id = requestId === undefined ? '' : `, request ID ${printable(requestId)}`
  const tries = attempt === undefined ? '' : `, attempt ${attempt + 1}`
  return `${method} ${printable(path)}: ${status ?? 'no response'} after ${Math.round(milliseconds)} ms${id}${tries}`
}
