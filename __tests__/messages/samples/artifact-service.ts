import * as text from '../../../src/messages/artifact-service.js'
import type { Samples } from './samples.js'

const LISTING = text.listingRun(17)

export const ARTIFACT_SERVICE: Samples = {
  asking: [() => text.asking('service'), () => text.asking('rest')],
  fallingBack: [() => text.fallingBack(text.serviceAnswered(403, 'token expired'))],
  serviceRequest: [
    () => text.serviceRequest('ListArtifacts', 200, 12.4),
    () => text.serviceRequest('ListArtifacts', undefined, 9000)
  ],
  serviceRequests: [() => text.serviceRequests(1), () => text.serviceRequests(3)],
  mayMissEarlierAttempts: [() => text.mayMissEarlierAttempts(2)],
  variableMissing: [() => text.variableMissing('ACTIONS_RESULTS_URL')],
  tokenWithoutScope: [() => text.tokenWithoutScope()],
  resultsUrlRefused: [
    () => text.resultsUrlRefused('results', 'url'),
    () => text.resultsUrlRefused('http://results.example/', 'https'),
    () => text.resultsUrlRefused('https://results.example/', 'server')
  ],
  serviceFailed: [
    () => text.serviceFailed(LISTING, text.serviceAnswered(503, undefined)),
    () => text.serviceFailed(text.signing('dist', 18), text.notNewestOfName())
  ],
  listingRun: [() => LISTING],
  signing: [() => text.signing('dist', 18)],
  deleting: [() => text.deleting('dist', 18)],
  serviceAnswered: [
    () => text.serviceAnswered(404, 'artifact not found'),
    () => text.serviceAnswered(307, undefined)
  ],
  serviceSilent: [() => text.serviceSilent('ECONNRESET')],
  proxyUnusable: [() => text.proxyUnusable()],
  serviceAnswerInvalid: [() => text.serviceAnswerInvalid('a list of artifacts')],
  serviceUrlRefused: [() => text.serviceUrlRefused('https:', 'http:')],
  notNewestOfName: [() => text.notNewestOfName()],
  notListed: [() => text.notListed()],
  noneListed: [() => text.noneListed()],
  otherDeleted: [() => text.otherDeleted('dist', 18, 19)],
  otherDeletedHint: [() => text.otherDeletedHint()],
  useRest: [() => text.useRest()],
  startArtifactServer: [() => text.startArtifactServer()],
  restFailedToo: [
    () =>
      text.restFailedToo('Could not list the artifacts of run 17: 403', text.serviceAnswered(503, undefined))
  ],
  tokenMissing: [() => text.tokenMissing(LISTING)],
  tokenMissingHint: [() => text.tokenMissingHint()],
  runtimeRefused: [() => text.runtimeRefused(['scope: repository', 'api-url'])]
}
