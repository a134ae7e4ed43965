import * as text from '../../../src/messages/artifact-service.js'
import type { Samples } from './samples.js'

export const ARTIFACT_SERVICE: Samples = {
  asking: [() => text.asking('service'), () => text.asking('rest')],
  fallingBack: [() => text.fallingBack(text.serviceStatus(403, 'token expired'))],
  serviceRequest: [
    () => text.serviceRequest('ListArtifacts', 200, 12.4),
    () => text.serviceRequest('ListArtifacts', undefined, 9000)
  ],
  serviceRequests: [() => text.serviceRequests(1), () => text.serviceRequests(3)],
  mayMissEarlierAttempts: [() => text.mayMissEarlierAttempts(2)],
  variableMissing: [() => text.variableMissing('ACTIONS_RESULTS_URL')],
  tokenWithoutScope: [() => text.tokenWithoutScope()],
  resultsUrlRefused: [
    () => text.resultsUrlRefused(undefined, 'https'),
    () => text.resultsUrlRefused('http://results.example/', 'https'),
    () => text.resultsUrlRefused('https://results.example/', 'server')
  ],
  serviceStatus: [
    () => text.serviceStatus(404, 'artifact not found'),
    () => text.serviceStatus(307, undefined)
  ],
  noServiceResponse: [() => text.noServiceResponse('ECONNRESET')],
  proxyUnusable: [() => text.proxyUnusable()],
  unexpectedServiceResponse: [() => text.unexpectedServiceResponse('a list of artifacts')],
  insecureServiceUrl: [() => text.insecureServiceUrl('https:', 'http:')],
  notNewestOfName: [() => text.notNewestOfName()],
  notListed: [() => text.notListed()],
  idsNotListed: [() => text.idsNotListed([17, 18])],
  nameNotListed: [() => text.nameNotListed('dist')],
  restRefused: [() => text.restRefused('the API responded with 403')],
  restDoesNotKnowRun: [() => text.restDoesNotKnowRun()],
  onlyCurrentRun: [() => text.onlyCurrentRun()],
  mayMissOtherProtocols: [true, false].map(mayBeGitea => () => text.mayMissOtherProtocols({ mayBeGitea })),
  fewListed: [() => text.fewListed(3)],
  noneListed: [() => text.noneListed()],
  otherDeleted: [() => text.otherDeleted('dist', 18, 19)],
  otherDeletedHint: [() => text.otherDeletedHint()],
  ambiguousId: [() => text.ambiguousId(17, ['dist', 'docs'])],
  ambiguousIdHint: [() => text.ambiguousIdHint()],
  replaced: [() => text.replaced()],
  replacedHint: [() => text.replacedHint(undefined), () => text.replacedHint('the API responded with 404')],
  mayAlreadyBeDeleted: [() => text.mayAlreadyBeDeleted('Grant the token actions: write.')],
  useRest: [() => text.useRest()],
  startArtifactServer: [() => text.startArtifactServer()],
  restFailedToo: [
    () => text.restFailedToo('Grant the token actions: read.', text.serviceStatus(503, undefined))
  ],
  tokenMissing: [() => text.tokenMissing()],
  tokenMissingHint: [
    () => text.tokenMissingHint({ isAct: false }),
    () => text.tokenMissingHint({ isAct: true })
  ],
  runtimeRefused: [() => text.runtimeRefused(['scope: repository', 'api-url'])]
}
