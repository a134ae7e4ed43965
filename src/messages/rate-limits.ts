import { formatUntil } from './duration.js'

const MORE_REQUESTS =
  'GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more. Run the step again after the reset. To wait for it in the step, raise rate-limit-wait.'

/** `resetAt` is in ms since the epoch. */
export const rateLimitUsedUp = (resetAt: number | undefined) =>
  `The API accepts no more requests${formatUntil(resetAt)}: x-ratelimit-remaining is 0`

export const rateLimitUsedUpAdvice = (resetAt: number | undefined) =>
  `The rate limit of the token is used up${formatUntil(resetAt)}. ${MORE_REQUESTS}`

/** For a request that is not sent, because the server refused an earlier one for `reason`. */
export const rateLimitStillActive = (reason: string, until: number) =>
  `The request was not sent because of a rate limit${formatUntil(until)}. The server refused an earlier request: ${reason}`

export const requestedWaitAdvice = (milliseconds: number) =>
  `The server asks to wait ${Math.ceil(milliseconds / 1000)} s. Run the step again after that, or raise rate-limit-wait.`

export const secondaryLimitAdvice = () =>
  'This is a secondary rate limit of the server. Lower concurrency, run the step again later, or raise rate-limit-wait.'

const WAIT_REASONS = {
  requested: 'the server asks to wait (rate limit)',
  'used-up': 'the rate limit of the token is used up',
  pace: 'the server limits the requests per minute'
}

/** Why no request is sent, as it reads after a colon. */
export const waitReason = (reason: keyof typeof WAIT_REASONS) => WAIT_REASONS[reason]

/** A line of the log. `why` comes from `waitReason`. */
export const requestsPaused = (milliseconds: number, why: string) =>
  `Sending no requests for ${Math.ceil(milliseconds / 1000)} s: ${why}`

/** A line of the log. `problem` is the message of the error, `milliseconds` the pause before the next try. */
export const retrying = (problem: string, milliseconds: number) =>
  `${problem}. Retrying in ${(milliseconds / 1000).toFixed(1)} s`
