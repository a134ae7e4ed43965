import { type Answer, apiError, type Headers } from '../http/answer.js'

export interface RateLimitFields {
  limit?: number
  remaining?: number
  /** Seconds since the epoch: an hour from now, unless told. */
  reset?: number
}

const HOUR_S = 3600

/** The primary rate limit. Tests may set `remaining` and `reset` in mid-flight. */
export class RateLimit {
  readonly limit: number
  remaining: number
  reset: number

  constructor({ limit = 5000, remaining = limit, reset = nowInSeconds() + HOUR_S }: RateLimitFields) {
    this.limit = limit
    this.remaining = remaining
    this.reset = reset
  }

  /** Counts a request; the refusal of one too many. */
  spend(): Answer | undefined {
    if (nowInSeconds() >= this.reset) {
      this.reset = nowInSeconds() + HOUR_S
      this.remaining = this.limit
    }
    if (this.remaining === 0) return apiError(403, 'API rate limit exceeded for installation ID 4711.')
    this.remaining -= 1
    return undefined
  }

  /** A 304 costs nothing. */
  giveBack(): void {
    this.remaining += 1
  }

  get headers(): Headers {
    return {
      'x-ratelimit-limit': String(this.limit),
      'x-ratelimit-remaining': String(this.remaining),
      'x-ratelimit-reset': String(Math.ceil(this.reset)),
      'x-ratelimit-used': String(this.limit - this.remaining),
      'x-ratelimit-resource': 'core'
    }
  }
}

function nowInSeconds(): number {
  return Date.now() / 1000
}
