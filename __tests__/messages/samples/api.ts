import {
  apiRedirectToOtherOrigin,
  apiRequestFailed,
  apiResponseLine,
  apiResponseTooLarge,
  apiStalled,
  apiStatus,
  apiTooSlow,
  artifactExpired,
  downloadWaits,
  insecureApiRedirect,
  invalidApiRedirect,
  listedButNotFoundAdvice,
  noApiResponse,
  noApiResponseAdvice,
  noRunList,
  noRunListAdvice,
  notFoundAdvice,
  oldUploadsNotListed,
  type Permission,
  type Refusal,
  refusalAdvice,
  rejectedAdvice,
  runIdIsNotNumber,
  type TokenNeeds,
  toCompare,
  toDeleteArtifact,
  toDownloadAll,
  toDownloadArtifact,
  toGetArtifact,
  toGetPullRequest,
  toGetRun,
  toListArtifacts,
  toListCommits,
  toListPullRequests,
  toListRefs,
  toListRuns,
  toListWorkflows,
  tooFewRequestsForDownload,
  tooFewRequestsForDownloadAdvice,
  tooFewRequestsLeft,
  tooFewRequestsLeftAdvice,
  tooManyApiRedirects,
  unauthorizedAdvice,
  unexpectedResponse
} from '../../../src/messages/api.js'
import { type ERRORS, errorExplanation, errorTitle } from '../../../src/messages/error-codes.js'
import type { Samples } from './samples.js'

type Code = keyof typeof ERRORS

const REPOSITORY = 'octo-org/app'
const DIST = { id: 17, name: 'dist' }
const RESET = Date.UTC(2026, 0, 31, 10)
const needs = (more: Partial<TokenNeeds> = {}): TokenNeeds => ({
  repository: REPOSITORY,
  ownRepository: true,
  access: 'read',
  accessFrom: 'workflow',
  also: [],
  ...more
})
/** As an annotation shows it. */
const error = (code: Code, problem: string, advice?: string) =>
  `[${errorTitle(code)}] ${errorExplanation(code, problem, advice)}`
const failed = (doing: string, code: Code, reason: string, advice?: string) =>
  error(code, apiRequestFailed(doing, reason, 'C0DE:0001:A17F'), advice)
const permission = (...missing: Permission[]): Refusal => ({ kind: 'permission', missing, isStated: true })
const listing = toListArtifacts(REPOSITORY)

export const API: Samples = {
  toListArtifacts: [() => toListArtifacts(REPOSITORY), () => toListArtifacts(REPOSITORY, 5)],
  toGetArtifact: [() => toGetArtifact(REPOSITORY, 17)],
  toDownloadArtifact: [() => toDownloadArtifact(DIST)],
  toDeleteArtifact: [() => toDeleteArtifact({ id: 17, name: '::error::pwned' })],
  toGetRun: [() => toGetRun(REPOSITORY, 5)],
  toListRuns: [() => toListRuns(REPOSITORY), () => toListRuns(REPOSITORY, 'ci.yml')],
  toListWorkflows: [() => toListWorkflows(REPOSITORY)],
  toGetPullRequest: [() => toGetPullRequest(REPOSITORY, 8)],
  toListCommits: [() => toListCommits(REPOSITORY, 'c0ffee')],
  toCompare: [() => toCompare(REPOSITORY, 'c0ffee', 'abcdef')],
  toListPullRequests: [() => toListPullRequests(REPOSITORY, 'c0ffee'), () => toListPullRequests(REPOSITORY)],
  toListRefs: [() => toListRefs(REPOSITORY, 'branches'), () => toListRefs(REPOSITORY, 'tags')],
  apiRequestFailed: [
    () => failed(listing, 'api-unauthorized', apiStatus(401, 'Bad credentials')),
    () =>
      failed(
        listing,
        'api-forbidden',
        apiStatus(403, 'Resource not accessible by integration'),
        refusalAdvice(permission({ scope: 'actions', level: 'read' }), needs())
      ),
    () =>
      failed(
        toListArtifacts(REPOSITORY, 5),
        'api-not-found',
        apiStatus(404, 'Not Found'),
        notFoundAdvice(needs({ thing: 'run 5' }))
      ),
    () =>
      failed(
        listing,
        'api-not-found',
        apiStatus(404, 'Not Found'),
        notFoundAdvice(needs({ ownRepository: false }))
      ),
    () => failed(toDeleteArtifact(DIST), 'api-rejected', apiStatus(422, 'Validation Failed')),
    () => failed(listing, 'api-failed', apiStatus(500, '')),
    () =>
      error('api-failed', apiRequestFailed(listing, noApiResponse('read ECONNRESET')), noApiResponseAdvice()),
    () => error('api-answer-invalid', apiRequestFailed(listing, unexpectedResponse('artifacts'))),
    () =>
      error(
        'api-rate-limited',
        apiRequestFailed(listing, tooFewRequestsLeft(9, 4, RESET)),
        tooFewRequestsLeftAdvice()
      )
  ],
  apiStatus: [() => apiStatus(500, ''), () => apiStatus(403, 'Forbidden\n::error::pwned')],
  noApiResponse: [() => noApiResponse('connect ECONNREFUSED ::1:443'), () => noApiResponse('')],
  apiStalled: [() => noApiResponse(apiStalled(30))],
  apiTooSlow: [() => noApiResponse(apiTooSlow(300))],
  apiResponseTooLarge: [() => noApiResponse(apiResponseTooLarge(33_554_432))],
  unexpectedResponse: [
    () => unexpectedResponse('artifact'),
    () => unexpectedResponse('artifacts'),
    () => unexpectedResponse('download-url'),
    () => unexpectedResponse('deleted'),
    () => unexpectedResponse('run'),
    () => unexpectedResponse('runs'),
    () => unexpectedResponse('workflows'),
    () => unexpectedResponse('pull-request'),
    () => unexpectedResponse('pull-requests'),
    () => unexpectedResponse('commits'),
    () => unexpectedResponse('comparison'),
    () => unexpectedResponse('branches'),
    () => unexpectedResponse('some-branches'),
    () => unexpectedResponse('tags')
  ],
  tooManyApiRedirects: [() => tooManyApiRedirects(5)],
  invalidApiRedirect: [() => invalidApiRedirect()],
  apiRedirectToOtherOrigin: [() => apiRedirectToOtherOrigin('https://evil.example')],
  insecureApiRedirect: [() => insecureApiRedirect('https:', 'http:')],
  tooFewRequestsLeft: [() => tooFewRequestsLeft(9, 4, RESET), () => tooFewRequestsLeft(1, 0, undefined)],
  toDownloadAll: [
    () =>
      error(
        'api-rate-limited',
        apiRequestFailed(toDownloadAll(), tooFewRequestsForDownload(1243, 1000, RESET)),
        tooFewRequestsForDownloadAdvice(RESET, 1_799_000)
      )
  ],
  tooFewRequestsForDownload: [() => tooFewRequestsForDownload(2, 1, undefined)],
  tooFewRequestsForDownloadAdvice: [
    () => tooFewRequestsForDownloadAdvice(undefined, undefined),
    () => tooFewRequestsForDownloadAdvice(undefined, 5_400_000)
  ],
  downloadWaits: [() => downloadWaits(1243, 1000, RESET)],
  artifactExpired: [
    () => error('artifact-expired', artifactExpired(DIST, '2026-01-31')),
    () => error('artifact-expired', artifactExpired(DIST))
  ],
  refusalAdvice: [
    () => refusalAdvice(permission(), needs({ also: ['pull-requests'] })),
    () => refusalAdvice(permission(), needs({ access: 'write', also: ['contents', 'pull-requests'] })),
    () => refusalAdvice(permission({ scope: 'pull-requests', level: 'write' }), needs()),
    () => refusalAdvice(permission({ scope: 'administration', level: 'admin' }), needs()),
    () => refusalAdvice(permission(), needs({ ownRepository: false, access: 'write' })),
    () => refusalAdvice({ kind: 'sso', link: 'https://github.com/orgs/octo-org/sso?x=1' }, needs()),
    () => refusalAdvice({ kind: 'sso', link: undefined }, needs()),
    () => refusalAdvice({ kind: 'archived' }, needs()),
    () => refusalAdvice({ kind: 'ip-allow-list' }, needs()),
    () => refusalAdvice({ kind: 'token-policy' }, needs()),
    () => refusalAdvice({ kind: 'blocked' }, needs()),
    () => refusalAdvice({ kind: 'unknown' }, needs()),
    () => refusalAdvice(permission(), needs({ access: 'write', accessFrom: 'account' })),
    () => refusalAdvice({ kind: 'unknown' }, needs({ accessFrom: 'account' }))
  ],
  notFoundAdvice: [() => notFoundAdvice(needs()), () => notFoundAdvice(needs({ accessFrom: 'account' }))],
  unauthorizedAdvice: [() => unauthorizedAdvice(needs({ access: 'write', accessFrom: 'account' }))],
  listedButNotFoundAdvice: [() => listedButNotFoundAdvice()],
  oldUploadsNotListed: [() => oldUploadsNotListed()],
  runIdIsNotNumber: [
    () =>
      failed(
        toListArtifacts(REPOSITORY, 5),
        'api-not-found',
        apiStatus(404, 'run with id 5: resource does not exist'),
        runIdIsNotNumber(notFoundAdvice(needs({ thing: 'run 5' })))
      )
  ],
  noRunList: [
    () =>
      failed(
        toListRuns(REPOSITORY),
        'api-not-found',
        noRunList({ server: 'Gitea', version: '1.25' }),
        noRunListAdvice()
      )
  ],
  noRunListAdvice: [() => noRunListAdvice()],
  rejectedAdvice: (['version', 'conflict', 'gone'] as const).map(
    why => () => rejectedAdvice(why, { repository: REPOSITORY, version: '2022-11-28' })
  ),
  noApiResponseAdvice: [() => noApiResponseAdvice()],
  tooFewRequestsLeftAdvice: [() => tooFewRequestsLeftAdvice()],
  apiResponseLine: [
    () =>
      apiResponseLine({
        method: 'GET',
        path: '/repos/octo-org/app/actions/artifacts',
        status: 200,
        milliseconds: 12.4,
        requestId: 'C0DE:0001:A17F',
        attempt: undefined
      }),
    () =>
      apiResponseLine({
        method: 'DELETE',
        path: '/repos/octo-org/app/actions/artifacts/17',
        status: undefined,
        milliseconds: 30_000,
        requestId: undefined,
        attempt: 1
      })
  ]
}
