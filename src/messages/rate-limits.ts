import { formatTime } from './duration.js'

const MORE_REQUESTS =
  'GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more. To wait longer, raise rate-limit-wait.'

/** `resetAt` is in ms since the epoch. */
export function rateLimitUsedUp(resetAt: number | undefined): string {
  return `The API accepts no more requests${untilTime(resetAt)}: x-ratelimit-remaining is 0`
}

export function rateLimitUsedUpAdvice(resetAt: number | undefined): string {
  return `The rate limit of the token is used up${untilTime(resetAt)}. ${MORE_REQUESTS}`
}

/** For a request that is not sent, because the server refused an earlier one for `reason`. */
export function rateLimitStillActive(reason: string, until: number): string {
  return `The request was not sent because of a rate limit${untilTime(until)}. The server refused an earlier request: ${reason}`
}

export function requestedWaitAdvice(milliseconds: number): string {
  return `The server asks to wait ${Math.ceil(milliseconds / 1000)} s. Run the step again after that, or raise rate-limit-wait.`
}

export function secondaryLimitAdvice(): string {
  return 'This is a secondary rate limit of the server. Lower concurrency, run the step again later, or raise rate-limit-wait.'
}

const WAIT_REASONS = {
  requested: 'the server asks to wait (rate limit)',
  'used-up': 'the rate limit of the token is used up',
  pace: 'the server limits the requests per minute'
}

/** Why no request is sent, as it reads after a colon. */
export function waitReason(reason: keyof typeof WAIT_REASONS): string {
  return WAIT_REASONS[reason]
}

/** A line of the log. `why` comes from `waitReason`. */
export function requestsPaused(milliseconds: number, why: string): string {
  return `Sending no requests for ${Math.ceil(milliseconds / 1000)} s: ${why}`
}

/** A line of the log. `problem` is the message of the error, `milliseconds` the pause before the next try. */
export function retrying(problem: string, milliseconds: number): string {
  return `${problem}; retrying in ${(milliseconds / 1000).toFixed(1)} s`
}

function untilTime(time: number | undefined): string {
  return time === undefined || time === Number.POSITIVE_INFINITY ? '' : ` until ${formatTime(time)}`
}
