import { errorExplanation, errorTitle } from '../../../src/messages/error-codes.js'
import {
  rateLimitStillActive,
  rateLimitUsedUp,
  rateLimitUsedUpAdvice,
  requestedWaitAdvice,
  requestsPaused,
  retrying,
  secondaryLimitAdvice,
  waitReason
} from '../../../src/messages/rate-limits.js'
import type { Samples } from './samples.js'

const RESET = Date.UTC(2026, 0, 31, 10)
const error = (problem: string, advice: string) =>
  `[${errorTitle('api-rate-limited')}] ${errorExplanation('api-rate-limited', problem, advice)}`
const refused = 'the API responded with 403: You have exceeded a secondary rate limit.'

export const RATE_LIMITS: Samples = {
  rateLimitUsedUp: [
    () => error(rateLimitUsedUp(RESET), rateLimitUsedUpAdvice(RESET)),
    () => error(rateLimitUsedUp(undefined), rateLimitUsedUpAdvice(undefined))
  ],
  rateLimitUsedUpAdvice: [() => rateLimitUsedUpAdvice(RESET)],
  rateLimitStillActive: [
    () => error(rateLimitStillActive(refused, RESET), secondaryLimitAdvice()),
    () => error(rateLimitStillActive(refused, Number.POSITIVE_INFINITY), requestedWaitAdvice(3_600_000))
  ],
  requestedWaitAdvice: [() => requestedWaitAdvice(240_000)],
  secondaryLimitAdvice: [() => secondaryLimitAdvice()],
  waitReason: [() => waitReason('requested'), () => waitReason('used-up'), () => waitReason('pace')],
  requestsPaused: [
    () => requestsPaused(59_400, waitReason('pace')),
    () => requestsPaused(90_000, waitReason('used-up')),
    () => requestsPaused(240_000, waitReason('requested'))
  ],
  retrying: [() => retrying('Could not get run 5 of octo-org/app: the API responded with 502', 1234)]
}
